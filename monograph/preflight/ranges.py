"""Ranges that run backwards, or from one kind of unit to another.

Source: ISMP, "Medication Errors", chapter 6 (a dose that can be read in two ways will be).
"""

import re

from ..content.measures import NUMBER
from .checked_section import CheckedSection
from .numbers import UNIT as CONVERTIBLE
from .numbers import Measure, measure_of, number_in
from .residue import UNIT as MEASURED

# A degree has its scale, a word none after it.
UNIT = rf"(?:{MEASURED}|°\s?[CF]|years?|months?|minutes?|pounds?|lbs?|times|drops?|puffs?)"
NOT_BEFORE = r"(?<![\d.,/-])"
BETWEEN = r"(?:[\s\u00a0]?[–-][\s\u00a0]?|[\s\u00a0]to[\s\u00a0])"
RANGE = re.compile(rf"{NOT_BEFORE}(?P<low>{NUMBER}){BETWEEN}(?P<high>{NUMBER})[\s\u00a0]?{UNIT}(?!\w)")
BETWEEN_AND = re.compile(
    rf"\bbetween (?P<low>{NUMBER})[\s\u00a0]and[\s\u00a0](?P<high>{NUMBER})[\s\u00a0]?{UNIT}(?!\w)"
    r"(?! (?:ago|before|earlier))"
)
# Between 3.0 and 2.0
BETWEEN_BARE = re.compile(
    rf"\b[Bb]etween (?P<low>{NUMBER})%? and (?P<high>{NUMBER})(?![\d,.]*\d)(?!(?: \w+)? (?:ago|before|earlier))"
)
YEARS = re.compile(r"\b(?:[Ff]rom|[Bb]etween) (?P<low>(?:19|20)\d\d) (?:to|and|until) (?P<high>(?:19|20)\d\d)\b")
AGES = re.compile(rf"\bage[ds]? (?:of )?(?P<low>\d{{1,3}}){BETWEEN}(?P<high>\d{{1,3}})\b(?! (?:months|weeks|days))")
DEGREES = re.compile(r"(?<![\w.–-])(?P<low>\d{1,3})\s?°\s?[CF]?(?:\s?[–-]\s?|\sto\s)(?P<high>\d{1,3})\s?°\s?[CF]\b")
WITH_UNITS = re.compile(
    rf"{NOT_BEFORE}(?P<low>{NUMBER})[\s\u00a0]?(?P<first>{CONVERTIBLE}|units?){BETWEEN}"
    rf"(?P<high>{NUMBER})[\s\u00a0]?(?P<second>{CONVERTIBLE}|units?)(?![\w/])"
)
# A dose that is lowered runs backwards on purpose.
LOWERED = re.compile(
    r"\b(?:from|reduc\w+|decreas\w+|lower\w*|taper\w*|drop\w*|fell|falls?|down|went|go|goes|cut|chang\w+|switch\w*)\b"
    r"[^.]{0,80}$",
    re.IGNORECASE,
)
# One amount is put into, or is equal to, another.
MIXED = re.compile(
    r"\b(?:add\w*|mix\w*|dilut\w+|dissolv\w+|convert\w*|equal\w*|ratio|compar\w+|put|bring)\b", re.IGNORECASE
)
REACH = 100


def backwards_ranges(checked: CheckedSection) -> None:
    """Find ranges whose first number is the larger one."""
    for pattern in (RANGE, BETWEEN_AND, BETWEEN_BARE, YEARS, AGES, DEGREES):
        for found in pattern.finditer(checked.text):
            is_larger = number_in(found["low"]) > number_in(found["high"])
            if is_larger and (pattern is YEARS or not _is_lowered(checked, found)):
                message = "This range runs backwards. Correct a number, or exchange the two."
                report = checked.warning if pattern is BETWEEN_BARE else checked.error
                report("backwards-range", found.start(), found.end(), message)


def ranges_with_units(checked: CheckedSection) -> None:
    """Find ranges between units of two kinds, and ranges whose first amount is the larger one."""
    for found in WITH_UNITS.finditer(checked.text):
        if _is_lowered(checked, found):
            continue
        first, second = (_measure(found[name]) for name in ("first", "second"))
        if first[0] != second[0]:
            before = checked.text[max(0, found.start() - REACH) : found.start()].rpartition(". ")[2]
            if not MIXED.search(before):
                message = f"“{found['first']}” and “{found['second']}” make no range. Correct a unit."
                checked.error("mixed-range", found.start(), found.end(), message)
        elif number_in(found["low"]) * first[1] > number_in(found["high"]) * second[2]:
            message = "This range runs backwards. Correct a number or a unit, or exchange the two."
            code = "backwards-range" if first == second else "mixed-range"
            checked.error(code, found.start(), found.end(), message)


def _measure(unit: str) -> Measure:
    return measure_of(unit) or ("unit", number_in("1"), number_in("1"))


def _is_lowered(checked: CheckedSection, found: re.Match[str]) -> bool:
    return LOWERED.search(checked.text[max(0, found.start() - REACH) : found.start()]) is not None


CHECKS = (backwards_ranges, ranges_with_units)
