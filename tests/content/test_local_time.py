"""Moments by the clock of a place: with summer time, with the hours that are missing or come twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monograph.content.errors import ContentError
from monograph.content.local_time import at_wall_clock, in_words, zone_in_words

NEW_YORK, SYDNEY, ZERO = ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney"), ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        (datetime(2026, 12, 1, 9), NEW_YORK, datetime(2026, 12, 1, 14, tzinfo=UTC)),
        (datetime(2026, 7, 1, 9), NEW_YORK, datetime(2026, 7, 1, 13, tzinfo=UTC)),
        (datetime(2026, 3, 8, 1, 59), NEW_YORK, datetime(2026, 3, 8, 6, 59, tzinfo=UTC)),
        (datetime(2026, 3, 8, 3), NEW_YORK, datetime(2026, 3, 8, 7, tzinfo=UTC)),
        (datetime(2026, 11, 1, 2), NEW_YORK, datetime(2026, 11, 1, 7, tzinfo=UTC)),
        (datetime(2026, 12, 1, 9), ZERO, datetime(2026, 12, 1, 9, tzinfo=UTC)),
    ],
)
def test_a_wall_clock_tells_a_moment(typed: datetime, zone: ZoneInfo, moment: datetime) -> None:
    assert at_wall_clock(typed, zone, "at") == moment


@pytest.mark.parametrize(
    ("typed", "zone", "code", "words"),
    [
        (datetime(2026, 3, 8, 2), NEW_YORK, "does_not_exist", "Sunday 8 March 2026, 02:00 in New York does not exist"),
        (datetime(2026, 3, 8, 2, 59), NEW_YORK, "does_not_exist", "clocks are put forward over it"),
        (datetime(2026, 11, 1, 1), NEW_YORK, "comes_twice", "Sunday 1 November 2026, 01:00 in New York comes twice"),
        (datetime(2026, 11, 1, 1, 59), NEW_YORK, "comes_twice", "clocks are put back then"),
        (datetime(2026, 10, 4, 2, 30), SYDNEY, "does_not_exist", "02:30 in Sydney does not exist"),
        (datetime(2026, 4, 5, 2, 30), SYDNEY, "comes_twice", "02:30 in Sydney comes twice"),
    ],
)
def test_an_hour_that_is_missing_or_comes_twice_is_no_moment(
    typed: datetime, zone: ZoneInfo, code: str, words: str
) -> None:
    with pytest.raises(ContentError) as refused:
        at_wall_clock(typed, zone, "at")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("at", code)
    assert words in problem.message


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (ZERO, "Tuesday 1 December 2026, 14:00 UTC"),
        (NEW_YORK, "Tuesday 1 December 2026, 09:00 in New York time (America/New_York), that is 14:00 UTC"),
        (
            SYDNEY,
            "Wednesday 2 December 2026, 01:00 in Sydney time (Australia/Sydney), that is 14:00 UTC on "
            "Tuesday 1 December 2026",
        ),
    ],
)
def test_a_moment_is_said_in_the_time_of_the_place_and_in_utc(zone: ZoneInfo, words: str) -> None:
    assert in_words(datetime(2026, 12, 1, 14, tzinfo=UTC), zone) == words


def test_a_place_is_named_by_its_own_name() -> None:
    names = {"America/Argentina/Buenos_Aires": "Buenos Aires time (America/Argentina/Buenos_Aires)", "Etc/UTC": "UTC"}
    assert {name: zone_in_words(ZoneInfo(name)) for name in names} == names
