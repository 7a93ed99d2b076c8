"""Unsafe notation.

Source: the Institute for Safe Medication Practices, "List of Error-Prone Abbreviations, Symbols, and Dose
Designations" (2021), and the Joint Commission's official "Do Not Use" list. What those lists ask of prescriptions is
asked all the more of texts for patients.
"""

import re

from ..content.measures import DOSE_UNITS
from .passage import CELLS, Passage

UNIT = rf"(?:{'|'.join(DOSE_UNITS)})"
TRAILING = re.compile(rf"(?<![\d.,])\d[\d,]{{0,15}}\.(?:0+|\d*[1-9]0+)(?=[\s\u00a0-]?{UNIT}\b(?!/d?L))")
NAKED = re.compile(r"(?<![\w.,…])\.\d+")
GLUED_UNIT = re.compile(
    r"(?<![\w.])\d[\d,]{0,15}(?:\.\d+)?(?:mg|mcg|mL|ml|kg|units?|mEq|ng|grams?|milligrams?|micrograms?|g)\b"
)
GLUED_NAME = re.compile(r"\b[A-Za-z]{4,40}\d+(?:\.\d+)?\s?(?:mg|mcg|mL|units)\b")
# Amounts of a medicine from 1000 on; from 10000 on, numbers of anything.
LARGE = re.compile(rf"(?<![\d.,/-])\d{{4,15}}(?=[\s\u00a0-]?(?:{UNIT}|tablets|capsules)(?![\w]))")
VERY_LARGE = re.compile(r"(?<![\w.,/#-])\d{5,15}(?=\s[a-z]{3,})(?![\d-])")

# What is written -> what to write. Only spellings that mean nothing else in a text for patients. No groups inside: the
# number of the group that matched tells which it was.
ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    (r"(?<=\d)\s?[uU](?![\w.-])", "units"),
    (r"\b(?<![-.])I\.?U\.?(?=[\s.,;)/]|$)(?!D)", "units"),
    (r"(?<=\d)\s?[µμ]g\b|(?<=\d)\s?ug\b|[µμ]g\b", "mcg"),
    (r"\b[Qq]\.?\s?[Oo]\.?[Dd]\b\.?", "every other day"),
    (r"\b[Qq]\.?[Dd]\b\.?(?![-\w])", "once a day"),
    (r"\b[Qq]\.?[Ii]\.?[Dd]\b\.?", "4 times a day"),
    (r"\bB\.?I\.?D\b\.?|\bb\.i\.d\b\.?|(?<=\d )bid\b|\bmg bid\b", "2 times a day"),
    (r"\bT\.?I\.?D\b\.?|\bt\.i\.d\b\.?|\bmg tid\b", "3 times a day"),
    (r"\b[Qq]\.?\s?[Hh]\.?[Ss]\b\.?|\bHS\b|\bh\.s\.", "at bedtime"),
    (r"\bq\.?\s?\d{1,2}\s?h(?:rs?|ours?)?\b|\b[Qq]\d{1,2}[Hh]\b", "every … hours"),
    (r"\bq\.?[ap]\.?m\b\.?|\bqAM\b|\bqPM\b", "every morning or every evening"),
    (r"\bP\.?O\b(?!\.?\s?[Bb]ox)\.?|\bp\.o\.|\bper os\b", "by mouth"),
    (r"\bP\.?R\.?N\b\.?|\bp\.r\.n\.|\bprn\b", "as needed"),
    (
        r"\bSC(?= (?:injection|dose|shot|every|once|twice|daily|weekly))|(?<=inject )SC\b|(?<=given )SC\b|"
        r"(?<=mg )SC\b|(?<=units )SC\b|(?<=mL )SC\b|\bSQ\b|\bsub-?q\b|\bsubcut\b|\bs\.c\.",
        "under the skin",
    ),
    (r"\bI\.?M\b(?=\s(?:injection|dose|shot|inj|into|every|once))", "into a muscle"),
    (r"(?<=\d)\s?cc\b|\bcc\b(?= of)", "mL"),
    (
        r"\bMSO4\b|\bMgSO4\b|(?<![\w-])MS(?= (?:\d|for pain|tablets?|injection))",
        "the whole name: morphine or magnesium",
    ),
    (r"\b[Dd]/[Cc](?:'d|ed)?\b", "stop, or discharge"),
    (r"(?<=[\w)] )@(?= ?\d)|(?<=\d)@(?=\d)|(?<= )@ ", "at"),
    (
        r"\b[AO][DSU]\b(?= (?:eye|ear|daily|once|twice|every|drops?))|"
        r"(?<=drop )\b[AO][DSU]\b|(?<=drops )\b[AO][DSU]\b",
        "right, left or both",
    ),
    (r"\bgtts?\b", "drops"),
    (r"(?<!\w)[×x]\s?\d{1,2}\s?d\b|\bx\s?\d+\s?(?:days|doses)\b", "for … days"),
    (r"\b(?:AZT|HCT|HCTZ|MTX|CPZ|PTU|APAP|ASA|DPT|5-ASA)\b", "the whole name of the medicine"),
    (r"\bac\b(?= (?:meals|and hs))|\b[ap]\.c\.", "before or after meals"),
    (r"(?<=\d)\s?hrs?\b\.?(?=\s|$)|\bhr\b", "hours"),
    (r"\bi/d\b|\bo\.d\.", "once a day"),
    (r"(?<=\d)\s?M(?= units)|(?<=\d)K(?= units)", "the number in full"),
)
ABBREVIATION = re.compile("|".join(f"({pattern})" for pattern, _ in ABBREVIATIONS))
COMPARED = re.compile(r"(?<![<>=])(?:>|<|≥|≤)=?\s?(?=\d)|(?<=\w )[<>](?= \w)")
SAID = {">": "more than", "<": "less than", "≥": "at least", "≤": "at most", ">=": "at least", "<=": "at most"}


def zeros_and_points(passage: Passage) -> None:
    """1.0 mg is read as 10 mg when the point is missed, and .5 mg as 5 mg."""
    for found in TRAILING.finditer(passage.text):
        shown = found[0].rstrip("0").rstrip(".")
        message = f"“{found[0]}” can be read as ten times as much. Write {shown}."
        passage.error("trailing-zero", found.start(), found.end(), message)
    for found in NAKED.finditer(passage.text):
        message = f"“{found[0]}” can be read without its point. Write 0{found[0]}."
        passage.error("naked-decimal", found.start(), found.end(), message)


def abbreviations(passage: Passage) -> None:
    """Abbreviations and signs that have been misread, with harm."""
    for found in ABBREVIATION.finditer(passage.text):
        if _is_address(passage.text, found.start()):
            continue
        better = ABBREVIATIONS[(found.lastindex or 1) - 1][1]
        message = f"“{found[0].strip()}” has been misread, with harm. Write out: {better}."
        passage.error("unsafe-abbreviation", found.start(), found.end(), message)
    for found in COMPARED.finditer(passage.text):
        better = SAID.get(found[0].strip(), "in words")
        message = f"“{found[0].strip()}” has been read as its opposite. Write: {better}."
        passage.error("unsafe-abbreviation", found.start(), found.end(), message)


def _is_address(text: str, place: int) -> bool:
    """Say whether the place is inside a web or mail address."""
    before = re.split(r"\s", text[max(0, place - 100) : place])[-1]
    word = before + re.split(r"\s", text[place : place + 100])[0]
    return "://" in word or "www." in word or bool(re.search(r"\w@\w", word))


def numbers_and_units(passage: Passage) -> None:
    """Large numbers without commas, and units that touch their number or name."""
    for pattern, report in ((LARGE, passage.error), (VERY_LARGE, passage.warning)):
        for found in pattern.finditer(passage.text):
            shown = f"{int(found[0]):,}"
            report("large-number", found.start(), found.end(), f"Zeros are easily miscounted. Write {shown}.")
    for found in GLUED_UNIT.finditer(passage.text):
        message = f"“{found[0]}”: the unit can be read as part of the number. Put a space between them."
        passage.error("unit-without-space", found.start(), found.end(), message)
    for found in GLUED_NAME.finditer(passage.text):
        if not found[0].lower().startswith(("vitamin", "covid")):
            message = f"“{found[0]}”: the number can be read as part of the name. Put a space between them."
            passage.error("unit-without-space", found.start(), found.end(), message)


# A number that is no percentage, and a word that says how it is taken.
NUM = r"(?<![\d.])\d[\d,]{0,15}(?:\.\d+)?(?![\d.,]*\d|\s?%)"
OFTEN = (
    r"(?:once|twice|three times|four times|\d+ times|daily|a day|per day|each day|every|each|nightly|weekly|"
    r"in the (?:morning|evening|afternoon)|at (?:bedtime|night|noon|breakfast|dinner|lunch)|by mouth|"
    r"with (?:food|water|a|meals?|breakfast|dinner|your)|"
    r"(?:before|after) (?:food|meals?|bed|breakfast|dinner)|a week|per week|tonight|tomorrow)"
)
WITHOUT = re.compile(
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
# Up to so many tablets or drops are counted, where the words before say of what.
MAX_PIECES = 4
PIECE = re.compile(
    r"\b(?:tablets?|capsules?|caplets?|pills?|drops?|puffs?|sprays?|patch(?:es)?|doses|pens?|teaspoons?)\b",
    re.IGNORECASE,
)
DOSE_HEAD = re.compile(r"\b(?:doses?|dosage|amount)\b", re.IGNORECASE)
HEAD_WITH_UNIT = re.compile(rf"\b{UNIT}\b|\b(?:number|how many|tablets|capsules|days?)\b", re.IGNORECASE)
BARE_CELL = re.compile(rf"(?P<n>{NUM}(?: (?:to|or) {NUM})?)(?:\s+{OFTEN}.*)?$")
# 5 mg, raised slowly to 10 a day
AFTER_AMOUNT = re.compile(
    rf"\d\s?{UNIT}\b[^.;\d]{{1,40}}\b(?:up )?to (?P<n>{NUM})"
    rf"(?=\s+(?!times|hours|days|weeks)(?:{OFTEN})\b|\s*[.,](?!\d))"
)


def _names_a_piece(passage: Passage, place: int) -> bool:
    """Say whether the words before have said of what: "Swallow 1 capsule. If told to take 2 a day ..."."""
    return PIECE.search(passage.text[max(0, place - 150) : place].rpartition("\n")[2]) is not None


def doses_without_unit(passage: Passage) -> None:
    """A dose that is a bare number."""
    for found in WITHOUT.finditer(passage.text):
        group = "n" if found["n"] else "m"
        if found[group].isdigit() and int(found[group]) <= MAX_PIECES and _names_a_piece(passage, found.start()):
            continue
        message = f"“{found[group]}” has no unit. Say of what: mg, mcg, mL, tablets."
        passage.error("dose-without-unit", found.start(), found.end(), message)
    for found in AFTER_AMOUNT.finditer(passage.text):
        message = f"“{found['n']}” has no unit, and the amount before it has. Say the unit again."
        passage.error("dose-without-unit", found.start(), found.end(), message)
    _bare_cells(passage)


def _bare_cells(passage: Passage) -> None:
    """Tell of bare numbers in a column of doses, unless the head of the column says the unit."""
    heads: dict[tuple[int, int], str] = {}
    for block in passage.document.blocks:
        if block.tag not in CELLS:
            continue
        said = passage.document.block_text(block)
        head = heads.setdefault((block.table, block.column), said)
        is_bare_dose = DOSE_HEAD.search(head) and not HEAD_WITH_UNIT.search(head)
        found = BARE_CELL.match(said)
        if is_bare_dose and found and block.row > 1:
            message = f"“{found['n']}” has no unit. Say of what: mg, mcg, mL, tablets."
            passage.error("dose-without-unit", block.start, block.end, message)


CHECKS = (zeros_and_points, abbreviations, numbers_and_units, doses_without_unit)
