"""Lockout: after too many wrong passwords or codes, an account must wait."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from ..models import AuditEntry
from ..permissions import ALLOWED, Verdict

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)


def check_lockout(person: User, now: datetime) -> Verdict:
    """Return a refusal with code ``too_many_failures`` while the account must wait."""
    until = _locked_until(person, now)
    if until is None:
        return ALLOWED
    message = (
        f"You entered a wrong password or code {MAX_FAILURES} times. Nothing was changed. "
        f"Try again at {until:%H:%M} UTC."
    )
    return Verdict("too_many_failures", message)


def _locked_until(person: User, now: datetime) -> datetime | None:
    """Return the minute from which this person may try again; None if that is now."""
    failures = AuditEntry.objects.filter(actor=person, action=AuditEntry.Action.FAIL_IDENTITY)
    recent = failures.filter(at__gt=now - FAILURE_WINDOW).order_by("-at")
    times = list(recent.values_list("at", flat=True)[:MAX_FAILURES])
    return times[-1] + FAILURE_WINDOW + timedelta(minutes=1) if len(times) == MAX_FAILURES else None
