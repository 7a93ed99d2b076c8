"""Scheduling the next edition, and running the command of the timer."""

from datetime import timedelta
from io import StringIO
from typing import Any

import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from monograph.models import ScheduledEdition
from monograph.workflow import publishing

from ..cast import PASSWORD
from ..factory import Guide


def schedule(guide: Guide, **given: Any) -> ScheduledEdition:
    usual = {"actor": guide.cast.maria, "monograph": guide.monograph, "password": PASSWORD}
    usual |= {"publish_at": timezone.now() + timedelta(hours=1), "expected": given.pop("expected", None)}
    usual["expected"] = usual["expected"] or guide.release_candidate().digest
    return publishing.schedule(**{**usual, **given})


def run(*, hours: float = 2) -> tuple[int, str, str]:
    """Run the timer's command some hours from now; return its exit code and output."""
    out, err, code = StringIO(), StringIO(), 0
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        try:
            call_command("publish_due", stdout=out, stderr=err)
        except CommandError as error:
            code = error.returncode
    return code, out.getvalue(), err.getvalue()


def state(scheduled: ScheduledEdition) -> str:
    return ScheduledEdition.objects.get(pk=scheduled.pk).state


def outcome(scheduled: ScheduledEdition) -> str:
    return ScheduledEdition.objects.get(pk=scheduled.pk).outcome
