"""Unsafe notation of numbers and doses.

Source: the Institute for Safe Medication Practices, "List of Error-Prone Abbreviations, Symbols, and Dose
Designations" (2021), and the Joint Commission's official "Do Not Use" list. Those lists are about prescriptions; texts
for patients must meet them all the more.
"""

import re

from ..content.measures import DOSE_UNITS
from .checked_section import CELLS, CheckedSection

UNIT = rf"(?:{'|'.join(DOSE_UNITS)})"
TRAILING = re.compile(rf"(?<![\d.,])\d[\d,]{{0,15}}\.(?:0+|\d*[1-9]0+)(?=[\s\u00a0-]?{UNIT}\b(?!/d?L))")
# After a bracket it is the mark of a footnote.
NAKED = re.compile(r"(?<![\w.,…)\]”\"])\.\d+")
UNIT_WITHOUT_SPACE = re.compile(
    r"(?<![\w.])\d[\d,]{0,15}(?:\.\d+)?(?:mg|mcg|mL|ml|kg|units?|mEq|ng|grams?|milligrams?|micrograms?|g)\b"
)
WORD_WITHOUT_SPACE = re.compile(
    r"\b(?:[Tt]ake|[Gg]ive|every|for|than|about|least|most|and|or|to|of|with|up)\d{1,4}\b(?!-)"
)
NAME_WITHOUT_SPACE = re.compile(r"\b[A-Za-z]{4,40}\d+(?:\.\d+)?\s?(?:mg|mcg|mL|units)\b")
# Amounts of a medicine from 1000 up; numbers of anything from 10000 up.
LARGE = re.compile(rf"(?<![\d.,/-])\d{{4,15}}(?=[\s\u00a0-]?(?:{UNIT}|tablets|capsules)(?![\w]))")
VERY_LARGE = re.compile(r"(?<![\w.,/#-])\d{5,15}(?=\s[a-z]{3,})(?![\d-])")


def zeros_and_points(checked: CheckedSection) -> None:
    """Find 1.0 mg, which is misread as 10 mg, and .5 mg, misread as 5 mg."""
    for found in TRAILING.finditer(checked.text):
        number = found[0].rstrip("0").rstrip(".")
        message = f"“{found[0]}” can be misread as ten times as much. Write {number}."
        checked.error("trailing-zero", found.start(), found.end(), message)
    for found in NAKED.finditer(checked.text):
        message = f"“{found[0]}” can be misread without its decimal point. Write 0{found[0]}."
        checked.error("naked-decimal", found.start(), found.end(), message)


def numbers_and_units(checked: CheckedSection) -> None:
    """Find large numbers without commas, and units without a space before them."""
    reported: set[int] = set()
    for pattern, report in ((LARGE, checked.error), (VERY_LARGE, checked.warning)):
        for found in pattern.finditer(checked.text):
            if found.start() in reported:
                continue
            reported.add(found.start())
            report("large-number", found.start(), found.end(), f"Add a thousands separator: {int(found[0]):,}.")
    for found in UNIT_WITHOUT_SPACE.finditer(checked.text):
        message = f"In “{found[0]}” the unit can be misread as part of the number. Add a space."
        checked.error("unit-without-space", found.start(), found.end(), message)
    for found in WORD_WITHOUT_SPACE.finditer(checked.text):
        checked.error(
            "unit-without-space", found.start(), found.end(), f"Add a space before the number in “{found[0]}”."
        )
    for found in NAME_WITHOUT_SPACE.finditer(checked.text):
        if not found[0].lower().startswith(("vitamin", "covid")):
            message = f"In “{found[0]}” the number can be misread as part of the name. Add a space."
            checked.error("unit-without-space", found.start(), found.end(), message)


# A number that is no percentage, and words for how it is taken.
NUM = r"(?<![\d.])\d[\d,]{0,15}(?:\.\d+)?(?![\d.,]*\d|\s?%)"
OFTEN = (
    r"(?:once|twice|three times|four times|\d+ times|daily|a day|per day|each day|every|each|nightly|weekly|"
    r"in the (?:morning|evening|afternoon)|at (?:bedtime|night|noon|breakfast|dinner|lunch)|by mouth|"
    r"with (?:food|water|a|meals?|breakfast|dinner|your)|"
    r"(?:before|after) (?:food|meals?|bed|breakfast|dinner)|a week|per week|tonight|tomorrow)"
)
NO_UNIT = "“{number}” has no unit. Add one, such as mg, mcg, mL or tablets."
WITHOUT_UNIT = re.compile(
    # Take 5 daily
    r"\b(?:[Tt]ake|[Tt]akes|[Tt]aking|[Tt]ook|[Gg]ive|[Gg]iven|[Ii]nject|[Ss]wallow|[Ss]tart(?:s|ing)? (?:with|on|at)|"
    r"[Uu]se|[Gg]et|[Rr]eceive|"
    r"(?:raise|raised|increase|increased|reduce|reduced|lower|lowered|cut|change|changed|go up|move up)"
    r" (?:it |this |the dose |your dose )?to)"
    r"\s+(?:about |only |just |up to |at most |no more than |another )?"
    rf"(?P<n>{NUM}(?: (?:to|or) {NUM})?)(?=\s+{OFTEN}\b)"
    # The dose for most adults is 5.
    r"|\b(?:[Dd]oses?|[Dd]osage|amount|strength|treatment|infusion|injection)(?: (?:for|in|after)(?: [\w-]+){1,5}?)?"
    r" (?:of|is|are|was|starts at|begins at|to|will be|may be|can be|should be)"
    r"(?: usually| often| about| up to| between| from)?\s+"
    rf"(?P<m>{NUM}(?: (?:to|or|and) {NUM})?)(?=\s+{OFTEN}\b|\s*[.,;)]|"
    r"\s+(?:and|or|for|if|but|in|on|then|is|was|can|may|should|at|may be|given|taken|over)\b|\s*$)",
    re.MULTILINE,
)
SHARED_UNIT = re.compile(rf"(?:,\s{NUM})*,?\s(?:or|and|to)\s{NUM}\s?{UNIT}\b")
# A number up to this may count tablets or drops that the words before it name.
MAX_PIECES = 4
PIECE = re.compile(
    r"\b(?:tablets?|capsules?|caplets?|pills?|drops?|puffs?|sprays?|patch(?:es)?|doses|pens?|teaspoons?)\b",
    re.IGNORECASE,
)
DOSE_HEADER = re.compile(r"\b(?:doses?|dosage|amount)\b", re.IGNORECASE)
HEADER_WITH_UNIT = re.compile(rf"\b{UNIT}\b|\b(?:number|how many|tablets|capsules|days?|any)\b|\bN ?=", re.IGNORECASE)
BARE_CELL = re.compile(rf"(?P<n>{NUM}(?: (?:to|or) {NUM})?)(?:\s+{OFTEN}.*)?$")
# 5 mg, raised slowly to 10 a day
AFTER_AMOUNT = re.compile(
    rf"\d\s?{UNIT}\b[^.;\d]{{1,40}}\b(?:up )?to (?P<n>{NUM})"
    rf"(?=\s+(?!times|hours|days|weeks)(?:{OFTEN})\b|\s*[.,](?!\d))"
)


def _is_piece_named_before(checked: CheckedSection, place: int) -> bool:
    """Return whether earlier words name the piece: "Take 1 pill. Or take 2 a day"."""
    return PIECE.search(checked.text[max(0, place - 150) : place].rpartition("\n")[2]) is not None


def doses_without_unit(checked: CheckedSection) -> None:
    """Find doses that are bare numbers."""
    for found in WITHOUT_UNIT.finditer(checked.text):
        number = found["n"] or found["m"]
        # Doses of 20, 40, or 80 mg
        if SHARED_UNIT.match(checked.text, found.end()):
            continue
        is_count = number.isdigit() and int(number) <= MAX_PIECES
        if not (is_count and _is_piece_named_before(checked, found.start())):
            checked.error("dose-without-unit", found.start(), found.end(), NO_UNIT.format(number=number))
    for found in AFTER_AMOUNT.finditer(checked.text):
        message = f"“{found['n']}” has no unit, but the amount before it has. Repeat the unit."
        checked.error("dose-without-unit", found.start(), found.end(), message)
    _check_dose_columns(checked)


def _check_dose_columns(checked: CheckedSection) -> None:
    """Find bare numbers in a column of doses, unless its header has the unit."""
    headers: dict[tuple[int, int], str] = {}
    for block in checked.document.blocks:
        if block.tag not in CELLS:
            continue
        words = checked.document.block_text(block)
        header = headers.setdefault((block.table, block.column), words)
        is_bare_dose = DOSE_HEADER.search(header) and not HEADER_WITH_UNIT.search(header)
        found = BARE_CELL.match(words)
        if is_bare_dose and found and block.row > 1:
            checked.error("dose-without-unit", block.start, block.end, NO_UNIT.format(number=found["n"]))


CHECKS = (zeros_and_points, numbers_and_units, doses_without_unit)
