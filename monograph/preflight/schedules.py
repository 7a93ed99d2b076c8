"""Schedules that contradict themselves: four times a day, every 8 hours.

Source: ISMP, "Medication Errors", chapter 6 (a frequency that can be read in two ways will be).
"""

import re
from fractions import Fraction

from .checked_section import CheckedSection
from .numbers import COUNT, TIMES, number_in, times_in, times_of_hours

PER_DAY = rf"(?:(?P<times>{TIMES}) (?:a|per|each|every) day|(?P<daily>{TIMES}) daily)"
HOURS = rf"every (?P<hours>{COUNT})(?: to (?P<hours_to>{COUNT}))? ?(?:hours|hrs?)\b"
GLUE = r"(?:,? ?\(|, |: | or |, or |, that is,? | \(that is,? | – |; )"
DAY_AND_HOURS = (
    re.compile(rf"\b{PER_DAY}{GLUE}(?:about )?{HOURS}", re.IGNORECASE),
    re.compile(rf"\b{HOURS}{GLUE}(?:about )?{PER_DAY}", re.IGNORECASE),
)
# A limit, or hours of the night that do not count.
NOT_EXACT = re.compile(
    r"\b(?:up to|no more than|not more than|at most|maximum|as needed|awake|waking|if needed|until|while|first|then|"
    r"at least)\b",
    re.IGNORECASE,
)
MOMENT = r"(?:morning|noon|midday|afternoon|evening|night|bedtime|breakfast|lunch|dinner|supper)s?"
FILL = r"(?:(?:in|at|with|before|after|during|the|your|each|every|early|late|meal|a)\s)*"
PIECE = rf"{FILL}{MOMENT}(?: (?:{FILL}{MOMENT}|meals?))?"
MOMENTS = re.compile(
    rf"\b{PER_DAY}\s?[,(:]?\s?(?P<moments>{PIECE}(?:,? and {PIECE}|, (?:and )?{PIECE}){{1,5}})(?!\s?(?:,? or\b|meals))",
    re.IGNORECASE,
)
ONE_MOMENT = re.compile(
    r"\b(?:twice|(?:2|3|4|two|three|four) times) (?:a day|daily)[:,]? "
    r"(?:in the (?:morning|evening)|at (?:night|bedtime))(?=[.;)])",
    re.IGNORECASE,
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
CLOCK = r"(?:\d{1,2}(?::\d\d)? ?[ap]\.?m\b\.?|noon|midnight)"
CLOCKS = re.compile(
    rf"\b{PER_DAY},? (?:\(|at )(?:at )?(?P<moments>{CLOCK}(?:(?:,? and |, ){CLOCK}){{1,5}})(?!,? or)", re.IGNORECASE
)
WEEKDAYS = re.compile(
    rf"\b(?P<times>{TIMES}) (?:a|per|each|every) week,?\s?[(:]?\s?(?:on |every )?"
    rf"(?P<days>{WEEKDAY}(?:(?:, and |,? and |, ){WEEKDAY}){{1,6}})(?!,? or)",
    re.IGNORECASE,
)
# A frequency -> how many times in 84 days, so that all are whole.
DAYS = 84
FREQUENCIES: tuple[tuple[str, int], ...] = (
    (r"every other day|every (?:2|two) days", 42),
    (r"(?:once a|once every|once per|each|every) day|once daily|daily", 84),
    (r"twice a day|(?:2|two) times a day|twice daily", 168),
    (r"(?:3|three) times a day", 252),
    (r"twice a week|(?:2|two) times a week|twice weekly", 24),
    (r"(?:3|three) times a week", 36),
    (r"(?:once a|once every|once per|every) week|once weekly|weekly", 12),
    (r"every other week|every (?:2|two) weeks", 6),
    (r"(?:once a|once every|every) month|once monthly|monthly", 3),
)
FREQUENCY = "|".join(words for words, _ in FREQUENCIES)
RESTATED = re.compile(
    rf"\b(?P<first>{FREQUENCY})(?:,? that is,? |,? i\.e\.,? |,? meaning | \((?:that is,? |i\.e\.,? )?)"
    rf"(?P<second>{FREQUENCY})\b",
    re.IGNORECASE,
)
# The interval between single doses in days: once weekly, every 14 days.
SINGLE = (
    rf"(?:once (?:a|every|per) day|once daily|every day|once (?:a|every|per) week|once weekly|every week|"
    rf"(?:once )?every other (?:day|week)|(?:once )?every {COUNT} (?:days|weeks)|"
    r"once (?:a|every|per) month|once monthly)"
)
JUXTAPOSED = re.compile(
    rf"\b(?P<first>{SINGLE})(?:,? | \()(?P<second>{SINGLE})\b"
    rf"(?!,? (?:or|and|then|for|after|as|if|in)\b|, (?:{SINGLE}|then))",
    re.IGNORECASE,
)
BEFORE_LIST = re.compile(r"\b(?:or|either|than|daily|weekly|then),? $", re.IGNORECASE)
WEEKLY, MONTHLY = 7, 28
# 10 mg daily twice a week
DAILY_AND_WEEK = re.compile(rf"(?<!once )(?<!twice )(?<!times )\bdaily,? {TIMES} (?:a|per|each|every) (?:week|month)\b")
ADJACENT = re.compile(
    rf"\b(?P<first>{TIMES}) (?:a day|daily|per day) (?P<second>{TIMES}) (?:a day|daily|per day)\b", re.IGNORECASE
)
DAY = re.compile("day|daily")
WRONG_HALF = re.compile(
    r"\d ?a\.?m\b\.? (?:in the (?:evening|afternoon)|at (?:night|dinner|supper))|\d ?p\.?m\b\.? in the morning"
)
REACH = 60
# Words that the patterns above need, and that are faster to find.
HOUR = re.compile("[Hh]ours|hrs?")
MOMENT_WORD = re.compile("morning|noon|midday|evening|night|bedtime|breakfast|lunch|dinner|supper")
CLOCK_WORD = re.compile(r"[ap]\.?m\b|noon|midnight")
EVERY = re.compile("[Ee]very |[Oo]nce ")
WEEK = re.compile(" week")
RESTATES = re.compile(r"that is|i\.e\.|meaning|\((?=\w)")


def hours_and_times(checked: CheckedSection) -> None:
    """Find a number of times a day that differs from the hours between doses."""
    for found in checked.find_around(HOUR, 80, 60, *DAY_AND_HOURS):
        around = checked.text[max(0, found.start() - REACH) : found.end() + REACH].replace("\n", ". ")
        if NOT_EXACT.search(around):
            continue
        times = times_in(found["times"] or found["daily"])
        fewest, most = times_of_hours(found["hours_to"] or found["hours"]), times_of_hours(found["hours"])
        if fewest is None or most is None or not fewest <= times <= most:
            message = f"Every {found['hours']} hours is not {found['times'] or found['daily']} a day. Correct one."
            checked.error("schedule-conflict", found.start(), found.end(), message)


def moments_of_day(checked: CheckedSection) -> None:
    """Find a number of times a day that differs from the times of day named."""
    for found in checked.find_around(MOMENT_WORD, 70, 150, MOMENTS):
        named = len(re.split(r",? and |, ", found["moments"]))
        if named != times_in(found["times"] or found["daily"]) and not re.search("each|every", found["moments"]):
            message = (
                f"This says {found['times'] or found['daily']} a day, and names {named} times. Correct one of them."
            )
            checked.error("schedule-conflict", found.start(), found.end(), message)
    for found in checked.find_around(MOMENT_WORD, 50, 10, ONE_MOMENT):
        message = f"“{found[0]}” names one time of the day. Name all of them, or correct how often."
        checked.warning("schedule-conflict", found.start(), found.end(), message)
    for found in checked.find_around(CLOCK_WORD, 60, 60, CLOCKS):
        named = len(re.findall(CLOCK, found["moments"], re.IGNORECASE))
        if named != times_in(found["times"] or found["daily"]):
            message = (
                f"This says {found['times'] or found['daily']} a day, and names {named} hours. Correct one of them."
            )
            checked.error("schedule-conflict", found.start(), found.end(), message)
    for found in checked.find_around(WEEK, 40, 120, WEEKDAYS):
        named = len(re.findall("day", found["days"], re.IGNORECASE))
        if named != times_in(found["times"]):
            message = f"This says {found['times']} a week, and names {named} days. Correct one of them."
            checked.error("schedule-conflict", found.start(), found.end(), message)


def restated(checked: CheckedSection) -> None:
    """Find a frequency that is explained as another: every other day, that is once a week."""
    for found in checked.find_around(RESTATES, 30, 40, RESTATED):
        first, second = (_frequency(found[name]) for name in ("first", "second"))
        if first != second:
            message = f"“{found['first']}” is not “{found['second']}”. Correct one of them."
            checked.error("schedule-conflict", found.start(), found.end(), message)


def impossible_days(checked: CheckedSection) -> None:
    """Find two frequencies in a row, and hours that are not of that part of the day."""
    for found in checked.find_around(DAY, 60, 60, ADJACENT):
        if times_in(found["first"]) != times_in(found["second"]):
            message = f"“{found[0]}” gives two schedules. Delete one."
            checked.error("schedule-conflict", found.start(), found.end(), message)
    for found in checked.find_around(EVERY, 40, 60, JUXTAPOSED):
        _check_intervals(checked, found)
    for found in DAILY_AND_WEEK.finditer(checked.text):
        checked.warning(
            "schedule-conflict", found.start(), found.end(), f"“{found[0]}” gives two schedules. Delete one."
        )
    for found in WRONG_HALF.finditer(checked.text):
        message = f"“{found[0]}” contradicts itself. Correct the hour, or the part of the day."
        checked.error("schedule-conflict", found.start(), found.end(), message)


def _check_intervals(checked: CheckedSection, found: re.Match[str]) -> None:
    """Report two intervals between doses, unless both can be meant: every 4 weeks, once daily."""
    first, second = _interval(found["first"]), _interval(found["second"])
    # A month is about 30 days, and about 4 weeks.
    is_same = abs(first - second) * 10 <= max(first, second)
    is_nested = first > second == 1
    if not is_same and not is_nested and not BEFORE_LIST.search(checked.text[: found.start()][-12:]):
        message = f"“{found['first']}” is not “{found['second']}”. Correct one of them."
        checked.error("schedule-conflict", found.start(), found.end(), message)


def _interval(words: str) -> Fraction:
    """Return the days between single doses."""
    plain = words.lower()
    unit = MONTHLY if "month" in plain else WEEKLY if "week" in plain else 1
    counted = re.search(rf"every ({COUNT}) ", plain)
    count = number_in(counted[1]) if counted else Fraction(2 if "other" in plain else 1)
    return count * unit


def _frequency(words: str) -> int:
    return next(count for pattern, count in FREQUENCIES if re.fullmatch(pattern, words, re.IGNORECASE))


CHECKS = (hours_and_times, moments_of_day, restated, impossible_days)
