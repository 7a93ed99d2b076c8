"""A moment in the time of a place: read from a wall clock there, and said in words. UTC is said beside it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .errors import ContentError, Problem

UTC_NAMES = {"UTC", "Etc/UTC"}


def at_wall_clock(time: datetime, zone: ZoneInfo, field: str) -> datetime:
    """Return the moment, in UTC, at which clocks of the zone show this time. Raises `ContentError` for none or two.

    Where clocks are put forward an hour does not exist, and where they are put back it comes twice: to guess would
    publish an hour off. `fold` names the two readings (PEP 495); they differ in these hours alone. Raises
    `OverflowError` where the calendar of UTC has no such day.
    """
    first, second = (time.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    when = f"{_day(time)}, {time:%H:%M} in {place(zone)}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == time.replace(fold=0):
        message = f"{when} comes twice, because clocks are put back then. Give a time before or after that hour."
        raise ContentError([Problem(field, "comes_twice", message)])
    message = f"{when} does not exist, because clocks are put forward over it. Give a time before or after that hour."
    raise ContentError([Problem(field, "does_not_exist", message)])


def place(zone: ZoneInfo) -> str:
    """Return the place that the zone is named for: ``America/New_York`` is New York."""
    return "UTC" if zone.key in UTC_NAMES else zone.key.rpartition("/")[2].replace("_", " ")


def zone_in_words(zone: ZoneInfo) -> str:
    return "UTC" if zone.key in UTC_NAMES else f"{place(zone)} time ({zone.key})"


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Say such as ``Tuesday 1 December 2026, 09:00 in New York time (America/New_York), that is 14:00 UTC``."""
    utc = moment.astimezone(UTC)
    if zone.key in UTC_NAMES:
        return f"{_day(utc)}, {utc:%H:%M} UTC"
    local = moment.astimezone(zone)
    day = "" if local.date() == utc.date() else f" on {_day(utc)}"
    return f"{_day(local)}, {local:%H:%M} in {zone_in_words(zone)}, that is {utc:%H:%M} UTC{day}"


def _day(time: datetime) -> str:
    return f"{time:%A} {time.day} {time:%B} {time.year}"
