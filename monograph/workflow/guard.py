"""What every verb does first: lock the guide, ask for the right, take a signer's password."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import audit
from ..models import AuditEntry, Monograph, Section
from ..permissions import Answer, Ground
from . import second_factor
from .errors import MissingRight, WrongState

logger = logging.getLogger("monograph.security")

MOST_FAILURES = 5
FAILURES_COUNT = timedelta(minutes=15)  # for so long
WRONG = {"wrong_password": "password", "wrong_code": "code"}


def locked(monograph_id: int) -> Monograph:
    """Re-read a guide under a lock that lasts until the transaction ends.

    All verbs on one guide queue up here, so that each sees what the one before left: numbers have no gap, and "latest"
    and "expected" can be compared. Rows of different guides never wait for each other, save at the audit chain, which
    is always taken last.
    """
    return Monograph.objects.select_for_update().get(pk=monograph_id)


def locked_section(section_id: int) -> Section:
    """Lock a section's guide, then re-read the section: read before the lock, its pointers could be old."""
    monograph_id = Section.objects.values_list("monograph", flat=True).get(pk=section_id)
    monograph = locked(monograph_id)
    section = Section.objects.select_related("kind", "latest_revision").get(pk=section_id)
    section.monograph = monograph
    return section


def require(answer: Answer) -> None:
    """Raise what a no means: `MissingRight` or `WrongState`."""
    if not answer:
        error = MissingRight if answer.ground == Ground.RIGHT else WrongState
        raise error(answer.code, answer.reason)


def prove_identity(actor: User, password: str, token: str = "") -> None:
    """Check that somebody about to sign is who they are: password, and code where they have a second factor.

    Raises `MissingRight` with code ``wrong_password``, ``wrong_code`` (both kept in the audit trail, whatever becomes
    of the verb), ``no_code``, ``wait_for_code``, or ``too_many_failures``, where nothing was looked at any more. Called
    before the guide's row is locked: hashing takes its time by design.

    The person's own row is locked from the count of failures until the next one is counted, so that guesses sent at
    once wait for each other. No key of it changes: who writes history in that name does not wait (FOR NO KEY UPDATE).
    """
    with transaction.atomic():
        answer = _proof(User.objects.select_for_update(no_key=True).get(pk=actor.pk), password, token)
    require(answer)


def _proof(person: User, password: str, token: str) -> Answer:
    now = timezone.now()
    if until := _shut_until(person, now):
        return Answer(
            "too_many_failures",
            f"A wrong password or code was typed {MOST_FAILURES} times. Nothing was signed. "
            f"You can try again from {until:%H:%M} UTC on.",
        )
    if not person.check_password(password):
        answer = Answer("wrong_password", "That is not your password. Nothing was signed; type it again.")
    else:
        answer = second_factor.take_code(person, token)
    if answer.code in WRONG:
        logger.warning("A signature by %s was refused: %s.", person.get_username(), answer.code)
        action, data = AuditEntry.Action.FAIL_IDENTITY, {"what": WRONG[answer.code]}
        audit.record(action=action, actor=person, subject=person, at=now, rows=[], data=data)
    return answer


def _shut_until(person: User, now: datetime) -> datetime | None:
    """Return the minute from which this person may try again, None where they may now."""
    failed = AuditEntry.objects.filter(
        actor=person, action=AuditEntry.Action.FAIL_IDENTITY, at__gt=now - FAILURES_COUNT
    )
    last = list(failed.order_by("-at").values_list("at", flat=True)[:MOST_FAILURES])
    return last[-1] + FAILURES_COUNT + timedelta(minutes=1) if len(last) == MOST_FAILURES else None
