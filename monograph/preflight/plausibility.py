"""Numbers that can't be: dates that no calendar has, 120% of people, a fever of 1004 °F.

Sources: the United States Pharmacopeia, general chapter 659, for the temperatures of storage; MedlinePlus, "Fever" and
"pH", for those of the body and for pH.
"""

import calendar
import re

from ..content.measures import NUMBER
from .checked_section import CheckedSection

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
MONTH = rf"(?:{'|'.join(MONTHS)})"
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTH_DAY = re.compile(rf"\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?!\d)(?:(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b)?")
DAY_MONTH = re.compile(
    rf"(?<![\d.,/-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\b(?:,? (?P<year>\d{{4}})\b)?"
)
ISO = re.compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
SLASHED = re.compile(r"(?<![\d/.])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])")
YEAR = re.compile(rf"\b(?:(?P<in>in|since)|{MONTH}(?: \d{{1,2}},)?) (?P<year>\d{{4}})(?=[.,;)]|$)", re.MULTILINE)
HAPPENED = re.compile(
    r"\b(?:approved|revised|updated|reviewed|published|first|was|were|issued|accessed|since)\b", re.IGNORECASE
)
FIRST_YEAR = 1700
# Years ahead that an expiry date may be.
MAX_YEARS_AHEAD = 30

N = rf"(?P<number>{NUMBER})"
PEOPLE = r"(?:people|patients|adults|children|women|men|users|babies|those|them|participants|volunteers)"
DEGREES = r"\s?(?:°|º|˚|degrees)\s?(?P<scale>[CF])"
# Words that a text must have, what is measured with them, and the lowest and highest number that can be.
CAN_BE: tuple[tuple[str, re.Pattern[str], float, float, str], ...] = (
    (
        " of ",
        re.compile(rf"{N}\s?(?:%|percent) of (?:all |the |these )?(?:\w+ )?{PEOPLE}\b"),
        0,
        100,
        "percent of people",
    ),
    (" hours ", re.compile(rf"{N} hours (?:a|per|each|every) day\b"), 0, 24, "hours of a day"),
    (" days ", re.compile(rf"{N} days (?:a|per|each|every) week\b"), 0, 7, "days of a week"),
    (" days ", re.compile(rf"{N} (?:days (?:a|per|each|every) month)\b"), 0, 31, "days of a month"),
    (" months ", re.compile(rf"{N} months (?:a|per|each|every) year\b"), 0, 12, "months of a year"),
    ("year", re.compile(rf"{N}(?: |-)years?(?: |-)(?:old|of age)\b"), 0, 125, "years of age"),
    ("pH ", re.compile(rf"pH (?:of |is |between |from )?{N}\b"), 0, 14, "the pH scale"),
    (
        "weigh",
        re.compile(rf"weigh(?:s|ed|ing)? (?:\w+ ){{0,3}}?{N} (?:kg|kilograms)\b"),
        0,
        650,
        "kilograms of a person",
    ),
    ("weigh", re.compile(rf"weigh(?:s|ed|ing)? (?:\w+ ){{0,3}}?{N} (?:lbs?|pounds)\b"), 0, 1430, "pounds of a person"),
    ("m", re.compile(rf"{N}(?::\d\d)? [ap]\.?m\b"), 0, 12, "the hours of a clock"),
    ("angle", re.compile(rf"{N}(?: ?°|[- ]degrees?) angle\b"), 1, 180, "the degrees of an angle"),
    ("times ", re.compile(rf"{N} times (?:a|per|each|every) day\b"), 0, 24, "what anybody does in a day"),
)
# The same as warnings: numbers that only a rare text has.
HARDLY: tuple[tuple[str, re.Pattern[str], float, float, str], ...] = (
    ("kg", re.compile(rf"{N} (?:kg|kilograms)\b"), 0, 300, "what people weigh"),
    ("", re.compile(rf"{N} (?:lbs?|pounds)\b"), 0, 700, "what people weigh"),
    ("times ", re.compile(rf"{N} times (?:a|per|each|every) day\b"), 0, 12, "usual schedules"),
    ("hours", re.compile(rf"\b[Ee]very {N} hours\b"), 0.25, 96, "usual schedules"),
    (
        " day",
        re.compile(rf"\b(?:take|swallow|use) {N} (?:tablets|capsules|pills|drops|puffs|sprays)\b"),
        0,
        30,
        "usual doses",
    ),
    ("teaspoon", re.compile(rf"{N} teaspoon(?:ful)?s\b"), 0, 12, "usual doses"),
    ("tablespoon", re.compile(rf"{N} tablespoon(?:ful)?s\b"), 0, 8, "usual doses"),
    ("ounces", re.compile(rf"{N} (?:fluid )?ounces\b"), 0, 128, "what people drink"),
    ("minutes", re.compile(rf"{N} minutes\b"), 0, 300, "what is said in minutes"),
    ("seconds", re.compile(rf"{N} seconds\b"), 0, 300, "what is said in seconds"),
    (
        "%",
        re.compile(
            rf"(?:^|(?<=\n)|\b(?:in|about|up to|nearly|affects?|than) ){N}%(?=[.,;)\n]|$| (?:had|got|felt|will))",
            re.MULTILINE,
        ),
        0,
        100,
        "what a part can be",
    ),
    ("mmHg", re.compile(rf"{N} ?mm ?Hg\b"), 10, 300, "blood pressures"),
    ("beats", re.compile(rf"{N} beats (?:a|per) minute\b"), 20, 250, "heart rates"),
)
# Heat that is meant: boiling, washing, an oven.
HOT = re.compile(
    r"\b(?:boil\w*|wash\w*|steril\w*|oven|autoclav\w*|dishwasher|cook\w*|bak\w+|steam\w*|fire|flash|melt\w*|burn\w*)\b"
)
HOTTEST = {"C": 50.0, "F": 122.0}
# What makes figures the rest of another number.
NOT_BEFORE = re.compile(r"[\w.,/-]$")
SHARE = re.compile(
    rf"(?<![\w.,/-])(?P<part>\d[\d,]{{0,8}}) (?:in|out of|of every|out of every) (?P<whole>\d[\d,]{{0,8}}) {PEOPLE}\b"
)
OUT_OF = re.compile(
    rf"\b(?:[Oo]ut of|Of|[Aa]mong|study of|trial of|group of|studied in) (?:every )?"
    rf"(?P<whole>\d[\d,]{{0,8}}) {PEOPLE}, (?P<part>\d[\d,]{{0,8}})(?![\d%])"
)
BODY = re.compile(r"\bfever\b|\b(?:body|your|their|his|her|child['’]s|baby['’]s) temperature\b", re.IGNORECASE)
STORED = re.compile(r"\b(?:stor(?:e|ed|age)|keep|refrigerat\w*|fridge|freez\w*|room|water)\b", re.IGNORECASE)
RISE = re.compile(r"\b(?:by|rise|rises|drop|drops|increase\w*|degrees? of)\b", re.IGNORECASE)
TEMPERATURE = re.compile(rf"(?<![\w.,/-]){N}{DEGREES}(?!\w)")
# Scale -> the lowest and the highest that a living body, or a refrigerator, can have.
BODY_DEGREES = {"C": (30.0, 44.0), "F": (86.0, 112.0)}
STORAGE = re.compile(
    r"\b(?P<place>refrigerat(?:e|ed|or)|fridge|room temperature)\b[^.;\n°\d]{0,40}"
    rf"(?<![\w.,/-])(?P<low>{NUMBER})\s?(?:°|º|˚)?\s?[CF]?(?:\s(?:to|and)\s|\s?[–-]\s?)(?P<high>{NUMBER})\s?(?:°|º|˚)\s?(?P<scale>[CF])",
    re.IGNORECASE,
)
STORAGE_DEGREES = {
    ("refrigerator", "C"): (0.0, 10.0), ("refrigerator", "F"): (32.0, 50.0),
    ("room", "C"): (10.0, 32.0), ("room", "F"): (50.0, 90.0),
}  # fmt: skip
NOT_KEPT_THERE = re.compile(r"\b(?:not|without|out of|outside|never|before|after|instead)\b", re.IGNORECASE)
REACH = 60


def dates(checked: CheckedSection) -> None:
    """Find dates that no calendar has, and years that can't be."""
    text = checked.text
    for pattern in (MONTH_DAY, DAY_MONTH, ISO):
        for found in pattern.finditer(text):
            month = int(found["month"]) if pattern is ISO else MONTHS[found["month"]]
            day, year = int(found["day"]), found["year"]
            if not _is_date(int(year) if year else None, month, day):
                _report_date(checked, found)
    for found in SLASHED.finditer(text):
        first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
        if not _is_date(year, first, second) and not _is_date(year, second, first):
            _report_date(checked, found)
    for found in YEAR.finditer(text):
        _check_year(checked, found)


def _is_date(year: int | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= DAYS_IN_MONTH[month - 1]:
        return False
    return year is None or month != 2 or day < 29 or calendar.isleap(year)


def _report_date(checked: CheckedSection, found: re.Match[str]) -> None:
    checked.error("impossible-date", found.start(), found.end(), f"There is no {found[0]}. Correct the date.")


def _check_year(checked: CheckedSection, found: re.Match[str]) -> None:
    """Report a year long past, or one that is still to come where something happened."""
    year, text = int(found["year"]), checked.text
    sentence = text[max(0, found.start() - REACH) : found.end()].rpartition("\n")[2]
    is_share = found["in"] and re.search(r"(?:\d|\bone) $", text[max(0, found.start() - 4) : found.start()])
    has_happened = HAPPENED.search(sentence) is not None and year > checked.guide.today.year
    is_far = year < FIRST_YEAR or year > checked.guide.today.year + MAX_YEARS_AHEAD
    if is_share or not (has_happened or is_far) or checked.guide.today.year == 1:
        return
    report = checked.error if not found["in"] or has_happened else checked.warning
    report("impossible-date", found.start("year"), found.end(), f"{year} can't be right here. Correct the year.")


def numbers_that_can_be(checked: CheckedSection) -> None:
    """Find numbers outside the range that what they measure has."""
    for needed, pattern, low, high, measured in CAN_BE:
        for found in pattern.finditer(checked.text) if needed in checked.text else ():
            is_whole = not NOT_BEFORE.search(checked.text[max(0, found.start() - 1) : found.start()])
            if is_whole and not low <= float(found["number"].replace(",", "")) <= high:
                message = f"{found['number']} is outside {measured}. Correct the number."
                checked.error("implausible-number", found.start(), found.end(), message)
    for needed, pattern, low, high, measured in HARDLY:
        for found in pattern.finditer(checked.text) if needed in checked.text else ():
            is_whole = not NOT_BEFORE.search(checked.text[max(0, found.start("number") - 1) : found.start("number")])
            if is_whole and not low <= float(found["number"].replace(",", "")) <= high:
                message = f"{found['number']} is far outside {measured}. Check the number."
                checked.warning("implausible-number", found.start(), found.end(), message)


def hot_places(checked: CheckedSection) -> None:
    """Find a temperature that nothing about a medicine has, unless something is boiled or washed."""
    for _, start, end in checked.sentences if "°" in checked.text or "degrees" in checked.text else ():
        for found in TEMPERATURE.finditer(checked.text, start, end):
            degrees = float(found["number"].replace(",", ""))
            if degrees > HOTTEST[found["scale"]] and not HOT.search(checked.lowered, start, end):
                message = f"{found[0]} is far outside the temperatures of rooms and bodies. Check the number."
                checked.warning("implausible-number", found.start(), found.end(), message)


def shares_of_people(checked: CheckedSection) -> None:
    """Find 12 in 10 people."""
    for found in (*SHARE.finditer(checked.text), *OUT_OF.finditer(checked.text)):
        if int(found["part"].replace(",", "")) > int(found["whole"].replace(",", "")):
            message = f"{found['part']} can't be a part of {found['whole']}. Correct a number."
            checked.error("implausible-number", found.start(), found.end(), message)


def temperatures(checked: CheckedSection) -> None:
    """Find temperatures that no body, refrigerator or room has."""
    for _, start, end in checked.sentences:
        sentence = checked.text[start:end]
        if not BODY.search(sentence) or STORED.search(sentence):
            continue
        for found in TEMPERATURE.finditer(checked.text, start, end):
            if RISE.search(checked.text[max(start, found.start() - REACH) : found.start()]):
                continue
            low, high = BODY_DEGREES[found["scale"]]
            if not low <= float(found["number"].replace(",", "")) <= high:
                message = f"No body has {found[0]}. Correct the number."
                checked.error("implausible-number", found.start(), found.end(), message)
    for found in STORAGE.finditer(checked.text):
        before = checked.text[max(0, found.start() - REACH) : found.start()].rpartition(". ")[2]
        kind = "room" if found["place"].lower().startswith("room") else "refrigerator"
        low, high = STORAGE_DEGREES[kind, found["scale"].upper()]
        stated = [float(found[name].replace(",", "")) for name in ("low", "high")]
        if not low <= stated[0] <= stated[1] <= high and not NOT_KEPT_THERE.search(f"{before} {found[0]}"):
            message = f"No {found['place']} is kept at this temperature. Correct the numbers."
            checked.error("implausible-number", found.start("low"), found.end(), message)


CHECKS = (dates, numbers_that_can_be, hot_places, shares_of_people, temperatures)
