"""Wall-clock times become moments, even around hours that clocks skip or repeat."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monograph.content.errors import ContentError
from monograph.content.local_time import at_wall_clock, moment_text, zone_label

NEW_YORK, SYDNEY, ZERO = ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney"), ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("time", "zone", "moment"),
    [
        (datetime(2026, 12, 1, 9), NEW_YORK, datetime(2026, 12, 1, 14, tzinfo=UTC)),
        (datetime(2026, 7, 1, 9), NEW_YORK, datetime(2026, 7, 1, 13, tzinfo=UTC)),
        (datetime(2026, 3, 8, 1, 59), NEW_YORK, datetime(2026, 3, 8, 6, 59, tzinfo=UTC)),
        (datetime(2026, 3, 8, 3), NEW_YORK, datetime(2026, 3, 8, 7, tzinfo=UTC)),
        (datetime(2026, 11, 1, 2), NEW_YORK, datetime(2026, 11, 1, 7, tzinfo=UTC)),
        (datetime(2026, 12, 1, 9), ZERO, datetime(2026, 12, 1, 9, tzinfo=UTC)),
    ],
)
def test_wall_clock_time_is_converted_to_utc(time: datetime, zone: ZoneInfo, moment: datetime) -> None:
    assert at_wall_clock(time, zone, "at") == moment


@pytest.mark.parametrize(
    ("time", "zone", "code"),
    [
        (datetime(2026, 3, 8, 2), NEW_YORK, "does_not_exist"),
        (datetime(2026, 3, 8, 2, 59), NEW_YORK, "does_not_exist"),
        (datetime(2026, 11, 1, 1), NEW_YORK, "comes_twice"),
        (datetime(2026, 11, 1, 1, 59), NEW_YORK, "comes_twice"),
        (datetime(2026, 10, 4, 2, 30), SYDNEY, "does_not_exist"),
        (datetime(2026, 4, 5, 2, 30), SYDNEY, "comes_twice"),
    ],
)
def test_skipped_or_repeated_hour_is_refused(time: datetime, zone: ZoneInfo, code: str) -> None:
    with pytest.raises(ContentError) as refused:
        at_wall_clock(time, zone, "at")
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("at", code)
    assert f"{time.day} {time:%B} {time.year}, {time:%H:%M} in " in problem.message


@pytest.mark.parametrize(
    ("zone", "text"),
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
def test_moment_is_written_in_local_time_and_utc(zone: ZoneInfo, text: str) -> None:
    assert moment_text(datetime(2026, 12, 1, 14, tzinfo=UTC), zone) == text


def test_zone_label_names_its_place() -> None:
    names = {"America/Argentina/Buenos_Aires": "Buenos Aires time (America/Argentina/Buenos_Aires)", "Etc/UTC": "UTC"}
    assert {name: zone_label(ZoneInfo(name)) for name in names} == names
