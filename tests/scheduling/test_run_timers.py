"""run_timers: all timers in one process, for a site that has no cron."""

import os
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from monograph import triggers
from monograph.management.commands.run_timers import TIMERS, Timer
from monograph.models import AuditEntry, AuditVerification, Edition
from monograph.workflow import publishing

from .. import raw_sql, stories
from ..cast import PASSWORD
from ..factory import Guide
from ..server import ROOT, address_of_test_database

MINUTE = Timer("publish_due")
DAILY = next(timer for timer in TIMERS if timer.command == "verify_audit")


@pytest.fixture
def due(committed_guide: Guide) -> Guide:
    """A guide whose first edition was due a moment ago."""
    guide = stories.signed(committed_guide)
    publishing.schedule(
        actor=guide.cast.maria,
        monograph=guide.monograph,
        expected=guide.release_candidate().digest,
        publish_at=timezone.now() + timedelta(milliseconds=500),
        password=PASSWORD,
    )
    return guide


def start(*options: str) -> subprocess.Popen[str]:
    variables = {"DATABASE_URL": address_of_test_database(), "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}
    command = [sys.executable, "manage.py", "run_timers", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, text=True, **pipes)


@pytest.mark.parametrize(
    ("timer", "after", "expected"),
    [
        (MINUTE, datetime(2026, 6, 1, 12, 0, 1, tzinfo=UTC), datetime(2026, 6, 1, 12, 1, tzinfo=UTC)),
        (MINUTE, datetime(2026, 6, 1, 23, 59, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC)),
        (DAILY, datetime(2026, 6, 1, 2, 59, tzinfo=UTC), datetime(2026, 6, 1, 3, tzinfo=UTC)),
        (DAILY, datetime(2026, 6, 1, 3, tzinfo=UTC), datetime(2026, 6, 2, 3, tzinfo=UTC)),
    ],
)
def test_timer_runs_next(timer: Timer, after: datetime, expected: datetime) -> None:
    assert timer.next_run(after) == expected


@pytest.mark.parametrize("hour", [0, 1, 2])
def test_minutes_go_on_while_clocks_are_set_back(settings: Any, hour: int) -> None:
    settings.DESK_TIME_ZONE = ZoneInfo("Europe/Berlin")
    after = datetime(2026, 10, 25, hour, 59, 30, tzinfo=UTC)
    assert MINUTE.next_run(after) == after + timedelta(seconds=30)


def test_due_edition_is_published_and_the_process_ends_when_asked(due: Guide) -> None:
    with start() as process:
        assert process.stdout is not None
        for line in process.stdout:
            if re.search(r"published\.$", line):
                break
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert Edition.objects.get() == due.reread().current_edition


def test_timer_that_fails_keeps_no_other_from_running(due: Guide) -> None:
    triggers.remove(connection)
    raw_sql.change(AuditEntry.objects.earliest("sequence"), actor_name="Nobody")
    with start("--once") as process:
        out, _ = process.communicate()
    assert process.returncode == 1
    assert "Not all succeeded: verify_audit." in out
    assert Edition.objects.get() == due.reread().current_edition
    assert AuditVerification.objects.get().problems


def test_operations_guide_lists_every_timer() -> None:
    guide = Path("docs/operations.md").read_text(encoding="utf-8")
    listed = re.findall(r"^[\d*]+ [\d*]+ \* \* \*  .*manage\.py (\w+)$", guide, re.MULTILINE)
    assert sorted(listed) == sorted(timer.command for timer in TIMERS)
