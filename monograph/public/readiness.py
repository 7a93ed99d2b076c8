"""Whether the site is fit to run, for whatever monitors it: ``/readyz``.

`/healthz` says only whether the database responds. A load balancer asks that one: readers need no timer.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache as memoize
from http import HTTPStatus
from pathlib import Path

from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import triggers
from ..models import (
    AuditEntry,
    AuditVerification,
    Edition,
    Notification,
    PasswordLinkRequest,
    PublicVersion,
    ScheduledEdition,
    SectionKind,
)
from ..models.edition import REVIEW_DUE_SOON

TRUSTED_SECONDS = 5  # so that asking without end takes no time from readers
CACHE_KEY = "monograph.readiness"
# What a timer has left over for this long was not done by it: see the section on timers in docs/operations.md.
MAX_SCHEDULE_DELAY = timedelta(minutes=5)
MAX_MAIL_DELAY = timedelta(minutes=15)
MAX_DIGEST_DELAY = timedelta(hours=25)
MAX_VERIFICATION_AGE = timedelta(hours=36)
MAX_REMINDER_DELAY = timedelta(days=2)
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
OK = "ok"


def _database(now: datetime) -> str:
    PublicVersion.current()
    return OK


@memoize
def _migrations_of_this_version() -> frozenset[str]:
    return frozenset(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def _migrations(now: datetime) -> str:
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "monograph"}
    return OK if _migrations_of_this_version() <= applied else "not applied"


def _triggers(now: datetime) -> str:
    return "missing" if triggers.missing(connection) else OK


def _catalogue(now: datetime) -> str:
    return OK if SectionKind.objects.exists() else "empty"


def _verification(now: datetime) -> str:
    last = AuditVerification.objects.first()
    if last is not None and last.problems:
        return "found problems"
    if last is None:
        first = AuditEntry.objects.order_by("sequence").values_list("at", flat=True).first()
        return OK if first is None or now - first <= MAX_VERIFICATION_AGE else "never run"
    return OK if now - last.at <= MAX_VERIFICATION_AGE else "late"


def _publications(now: datetime) -> str:
    return "late" if ScheduledEdition.objects.due(now - MAX_SCHEDULE_DELAY).exists() else OK


def _mail(now: datetime) -> str:
    untried = Notification.objects.waiting().filter(tried_at=None)  # those that a server refuses are tried again
    daily = untried.filter(recipient__mail_preference__is_daily=True, created_at__lt=now - MAX_DIGEST_DELAY)
    others = untried.exclude(recipient__mail_preference__is_daily=True)
    if PasswordLinkRequest.objects.filter(asked_at__lt=now - MAX_MAIL_DELAY).exists():
        return "late"
    return "late" if daily.exists() or others.filter(created_at__lt=now - MAX_MAIL_DELAY).exists() else OK


def _reminders(now: datetime) -> str:
    """Return whether a review that was due soon two days ago has had its reminder.

    One that nobody could be reached for is tried again each day, and late, too: somebody needs an address.
    """
    due = Edition.objects.review_due_by((now - MAX_REMINDER_DELAY).date() + REVIEW_DUE_SOON)
    unreminded = due.filter(reminders=None, published_at__lt=now - MAX_REMINDER_DELAY)
    return "late" if unreminded.exists() else OK


CHECKS: dict[str, Callable[[datetime], str]] = {
    "database": _database,
    "migrations": _migrations,
    "triggers": _triggers,
    "catalogue": _catalogue,
    "verify_audit": _verification,
    "publish_due": _publications,
    "send_notices": _mail,
    "remind": _reminders,
}


def check_readiness(now: datetime) -> dict[str, str]:
    """Return the state of each check by its name: ``ok``, or what is wrong in a word or two."""
    states = {}
    for name, check in CHECKS.items():
        try:
            states[name] = check(now)
        except Error:
            states[name] = "failed"
    return states


@never_cache
@require_safe
def readiness(request: HttpRequest) -> JsonResponse:
    states = cache.get(CACHE_KEY)
    if states is None:
        states = check_readiness(timezone.now())
        cache.set(CACHE_KEY, states, TRUSTED_SECONDS)
    is_ready = set(states.values()) == {OK}
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": is_ready, "checks": states}, status=status)
