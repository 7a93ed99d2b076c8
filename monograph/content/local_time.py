"""Dates and moments as people read them, and moments in a time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from .errors import ContentError, Problem

UTC_NAMES = {"UTC", "Etc/UTC"}


def at_wall_clock(time: datetime, zone: ZoneInfo, field: str) -> datetime:
    """Return the moment, in UTC, at which the clocks of a zone show this time.

    Raises `ContentError` if there is no such moment, or two: clocks that go forward skip an hour, and clocks that go
    back repeat one, and guessing would publish an hour off. `fold` names the two readings (PEP 495); they differ in
    these hours alone. Raises `OverflowError` if the calendar of UTC has no such day.
    """
    first, second = (time.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    when = f"{_day(time)}, {time:%H:%M} in {zone_place(zone)}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == time.replace(fold=0):
        message = f"{when} comes twice, because clocks go back then. Give a time before or after that hour."
        raise ContentError([Problem(field, "comes_twice", message)])
    message = f"{when} does not exist, because clocks go forward over it. Give a time before or after that hour."
    raise ContentError([Problem(field, "does_not_exist", message)])


def zone_place(zone: ZoneInfo) -> str:
    """Return the place that the zone is named for: ``America/New_York`` is New York."""
    return "UTC" if zone.key in UTC_NAMES else zone.key.rpartition("/")[2].replace("_", " ")


def zone_label(zone: ZoneInfo) -> str:
    return "UTC" if zone.key in UTC_NAMES else f"{zone_place(zone)} time ({zone.key})"


def moment_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment in the time of a zone, with UTC beside it.

    For example ``Tuesday 1 December 2026, 09:00 in New York time (America/New_York), that is 14:00 UTC``.
    """
    utc = moment.astimezone(UTC)
    if zone.key in UTC_NAMES:
        return f"{_day(utc)}, {utc:%H:%M} UTC"
    local = moment.astimezone(zone)
    day = "" if local.date() == utc.date() else f" on {_day(utc)}"
    return f"{_day(local)}, {local:%H:%M} in {zone_label(zone)}, that is {utc:%H:%M} UTC{day}"


def date_text(day: date) -> str:
    """Return a date in words, such as ``1 December 2026``."""
    return f"{day.day} {day:%B %Y}"


def _day(time: datetime) -> str:
    return f"{time:%A} {date_text(time)}"
