"""Lockout: after too many wrong passwords or codes, an account, or the network they came from, must wait.

Requests for a link to a new password count like them for the network: they, too, try names.

The failures of an account are counted in the audit trail, those of a network in `NetworkFailures`: most of these are
guesses at names that do not exist, and the trail has one entry for each lockout instead.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.cache import cache

from .. import audit
from ..errors import TryLater
from ..models import AuditEntry, NetworkFailures
from ..permissions import ALLOWED, Verdict
from .network import current_network

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
MAX_NETWORK_FAILURES = 30  # within the same time; the people of a hospital may share one address
MAX_NETWORK_WAIT = timedelta(hours=1)
NETWORK_MEMORY = timedelta(days=1)  # after this long without a failure, a network starts over
MAX_FORGOTTEN = 100  # networks that one failure deletes
# A worker need not ask the database about each guess from a network that was locked out a moment ago.
REMEMBERED_SECONDS = 5


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


def require_open_network(now: datetime, *, is_query_allowed: bool = True) -> None:
    """Refuse with code ``network_locked`` while nobody may log in from the network of this request.

    Whoever is logged in may still sign: five failures lock their own account, and a guesser beside them on the
    network of a hospital must not keep them from withdrawing a guide. Without a query, it knows only what this worker
    asked a few seconds ago. Raises `TryLater`.
    """
    network = current_network()
    until = cache.get(_cache_key(network))
    if until is None and is_query_allowed:
        locked = NetworkFailures.objects.filter(network=network, locked_until__gt=now)
        if until := locked.values_list("locked_until", flat=True).first():
            cache.set(_cache_key(network), until, REMEMBERED_SECONDS)
    if until is not None and now < until:
        message = (
            "Too many wrong passwords or codes, or requests for new passwords, came from your network address. "
            f"Nobody can log in from it until {until + timedelta(minutes=1):%H:%M} UTC. "
            "Users who are logged in can go on."
        )
        raise TryLater("network_locked", message, seconds=int((until - now).total_seconds()) + 1)


def _cache_key(network: str) -> str:
    return f"monograph.lockout:{network}"


def count_network_failure(now: datetime) -> None:
    """Count a wrong password or code, or a request for a link, for the network of this request; lock it out after many.

    Call this in a transaction, before another entry is recorded. Parallel guesses wait for the row, so that all count.
    """
    network = current_network()
    if not network:
        return
    defaults = {"since": now, "failed_at": now}
    row, is_new = NetworkFailures.objects.select_for_update().get_or_create(network=network, defaults=defaults)
    if is_new:
        _forget_networks(now)
    if row.locked_until is not None and now < row.locked_until:
        return  # was checked before the lockout began
    if row.failed_at <= now - NETWORK_MEMORY:
        row.lockouts = 0
    if row.since <= now - FAILURE_WINDOW:
        row.failures, row.since = 0, now
    row.failures, row.failed_at = row.failures + 1, now
    if row.failures >= MAX_NETWORK_FAILURES:
        row.locked_until = now + min(FAILURE_WINDOW * 2**row.lockouts, MAX_NETWORK_WAIT)
        row.lockouts += 1
    row.save()
    if row.failures >= MAX_NETWORK_FAILURES:
        data = {"failures": row.failures, "until": row.locked_until.isoformat(timespec="seconds")}  # type: ignore[union-attr]
        audit.record(
            action=AuditEntry.Action.LOCK_NETWORK, actor=audit.THE_SITE, subject=row, at=now, rows=[], data=data
        )


def _forget_networks(now: datetime) -> None:
    # Without those that another guess is counting: two that delete would wait for each other.
    old = NetworkFailures.objects.select_for_update(skip_locked=True).filter(failed_at__lt=now - NETWORK_MEMORY)
    keys = list(old.order_by("failed_at").values_list("pk", flat=True)[:MAX_FORGOTTEN])
    NetworkFailures.objects.filter(pk__in=keys).delete()
