"""Dates in a text: day, month and year, in whatever order they are written."""

import re
from collections.abc import Iterator

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*(month.capitalize() for month in MONTHS), *(f"{month[:3].capitalize()}\\.?" for month in MONTHS)])
# A day has a year here, or a month before it: "may 5" alone may be anything.
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?(?!\w)"
    rf"|\b(?P<month_2>{_MONTH}) (?:(?P<day_2>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<year_2>\d{{4}})"
    rf"|(?P<year_3>\d{{4}})|(?P<day_3>\d{{1,2}})(?:st|nd|rd|th)?)(?!\w)"
    r"|(?<![\w/.-])(?P<month_4>\d{1,2})/(?P<day_4>\d{1,2})/(?P<year_4>\d{4}|\d{2})(?![\w/])"
    r"|(?<![\w/.-])(?P<year_5>\d{4})-(?P<month_5>\d{2})-(?P<day_5>\d{2})(?![\w-])"
)

# Year, month and day; 0 for none. A date in figures is read as in American English, month first.
Date = tuple[int, int, int]


def find_dates(text: str) -> Iterator[tuple[int, int, Date]]:
    """Yield the start, the end and the value of each date in a text."""
    for found in _DATE.finditer(text):
        parts = {name.split("_")[0]: part for name, part in found.groupdict().items() if part}
        yield (*found.span(), (int(parts.get("year", 0)), _month(parts["month"]), int(parts.get("day", 0))))


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return next(number for number, month in enumerate(MONTHS, 1) if month[:3] == written[:3].lower())
