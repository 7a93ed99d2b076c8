"""What every verb does first: lock the guide, ask for the right, take a signer's password and code."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit
from ..content.errors import Problem
from ..models import AuditEntry, Monograph, Section
from ..permissions import YES, Answer, Ground
from .codes import take_code
from .errors import BadContent, MissingRight, WrongState

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


def locked_person(person: User) -> User:
    """Re-read a person under a lock that lasts until the transaction ends: their guesses at once wait for each other.

    No key of the row changes: who writes history in that name does not wait (FOR NO KEY UPDATE).
    """
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def prove_identity(actor: User, password: str, token: str = "", new_app: TOTPDevice | None = None) -> None:
    """Check that somebody about to sign is who they are: password, and code where they have a second factor.

    `new_app` is one that they set up: the code is asked of it. Raises `MissingRight` with code ``wrong_password`` or
    ``wrong_code``, both kept in the audit trail whatever becomes of the verb; ``no_code`` or ``wait_for_code`` (see
    `take_code`); or ``too_many_failures``, where nothing was looked at any more. Called before the guide's row is
    locked: hashing takes its time by design.
    """

    def look(person: User) -> Answer:
        if not person.check_password(password):
            return Answer("wrong_password", "That is not your password. Nothing was done; type it again.")
        return take_code(person, token, new_app)

    _prove(actor, look)


def prove_code(actor: User, token: str) -> None:
    """Check the code of somebody who logs in, whose password was right. Raises as `prove_identity`."""
    _prove(actor, lambda person: take_code(person, token))


def _prove(actor: User, look: Callable[[User], Answer]) -> None:
    """Hold the person's row from the count of failures until the next one is counted."""
    with transaction.atomic():
        person, now = locked_person(actor), timezone.now()
        answer = _is_open(person, now) and look(person)
        if answer.code in WRONG:
            logger.warning("%s did not prove who they are: wrong %s.", person.get_username(), WRONG[answer.code])
            action, data = AuditEntry.Action.FAIL_IDENTITY, {"what": WRONG[answer.code]}
            audit.record(action=action, actor=person, subject=person, at=now, rows=[], data=data)
    require(answer)


def _is_open(person: User, now: datetime) -> Answer:
    if until := _shut_until(person, now):
        message = (
            f"A wrong password or code was typed {MOST_FAILURES} times. Nothing was done. "
            f"You can try again from {until:%H:%M} UTC on."
        )
        return Answer("too_many_failures", message)
    return YES


def _shut_until(person: User, now: datetime) -> datetime | None:
    """Return the minute from which this person may try again, None where they may now."""
    failed = AuditEntry.objects.filter(actor=person, action=AuditEntry.Action.FAIL_IDENTITY)
    lately = failed.filter(at__gt=now - FAILURES_COUNT).order_by("-at")
    last = list(lately.values_list("at", flat=True)[:MOST_FAILURES])
    return last[-1] + FAILURES_COUNT + timedelta(minutes=1) if len(last) == MOST_FAILURES else None


def full_clean(row: models.Model) -> None:
    """Ask a row's own rules. Raises `BadContent` with what each field says."""
    try:
        row.full_clean()
    except ValidationError as error:
        problems = [
            Problem(field, detail.code or "invalid", " ".join(detail.messages))
            for field, details in error.error_dict.items()
            for detail in details
        ]
        raise BadContent(problems) from error
