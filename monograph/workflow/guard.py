"""What every verb does first: lock the guide, ask for the right, take a signer's password."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import audit
from ..models import AuditEntry, Monograph, Section
from ..permissions import YES, Answer, Ground
from .errors import MissingRight, WrongState

logger = logging.getLogger("monograph.security")

MOST_FAILURES = 5
FAILURES_COUNT = timedelta(minutes=15)  # for so long


def locked(monograph_id: int) -> Monograph:
    """Re-read a guide under a lock that lasts until the transaction ends.

    All verbs on one guide queue up here, so that each sees what the one before left: numbers have no gap, and "latest"
    and "expected" can be compared. Rows of different guides never wait for each other, save at the audit chain, which
    is always taken last.
    """
    return Monograph.objects.select_for_update().get(pk=monograph_id)


def locked_section(section_id: int) -> Section:
    """Lock a section's guide, then re-read the section: read before the lock, its pointers could be old.

    Which guide it is of can't have changed meanwhile: that is for good (`dbguards`).
    """
    monograph = Monograph.objects.select_for_update(of=("self",)).get(sections=section_id)
    section = Section.objects.select_related("kind", "latest_revision").get(pk=section_id)
    section.monograph = monograph
    return section


def require(answer: Answer) -> None:
    """Raise what a no means: `MissingRight` or `WrongState`."""
    if not answer:
        error = MissingRight if answer.ground == Ground.RIGHT else WrongState
        raise error(answer.code, answer.reason)


def prove_identity(actor: User, password: str) -> None:
    """Check the password of somebody about to sign.

    Raises `MissingRight` with code ``wrong_password``, which is kept in the audit trail whatever becomes of the verb,
    or ``too_many_failures``, where the password was not looked at any more. Called before the guide's row is locked:
    hashing takes its time by design.

    The person's own row is locked from the count of failures until the next one is counted, so that guesses sent at
    once wait for each other. No key of it changes: who writes history in that name does not wait (FOR NO KEY UPDATE).
    """
    with transaction.atomic():
        answer = _proof(User.objects.select_for_update(no_key=True).get(pk=actor.pk), password)
    require(answer)


def _proof(person: User, password: str) -> Answer:
    now = timezone.now()
    if until := _shut_until(person, now):
        message = (
            f"A wrong password was typed {MOST_FAILURES} times. Nothing was signed. "
            f"You can try again from {until:%H:%M} UTC on."
        )
        return Answer("too_many_failures", message)
    if person.check_password(password):
        return YES
    logger.warning("A signature by %s was refused: wrong password.", person.get_username())
    audit.record(action=AuditEntry.Action.FAIL_IDENTITY, actor=person, subject=person, at=now, rows=[])
    return Answer("wrong_password", "That is not your password. Nothing was signed; type it again.")


def _shut_until(person: User, now: datetime) -> datetime | None:
    """Return the minute from which this person may try again, None where they may now."""
    failed = AuditEntry.objects.filter(actor=person, action=AuditEntry.Action.FAIL_IDENTITY)
    lately = failed.filter(at__gt=now - FAILURES_COUNT).order_by("-at")
    last = list(lately.values_list("at", flat=True)[:MOST_FAILURES])
    return last[-1] + FAILURES_COUNT + timedelta(minutes=1) if len(last) == MOST_FAILURES else None
