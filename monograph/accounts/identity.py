"""Verifying who somebody is, at sign-in and before every signature: password, and one-time code where one is set up."""

import logging
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit
from ..models import AuditEntry
from ..permissions import Verdict, require
from .lockout import check_lockout
from .one_time_codes import use_code

logger = logging.getLogger("monograph.security")

AUDITED_FAILURES = {"wrong_password": "password", "wrong_code": "code"}


def locked_person(person: User) -> User:
    """Re-read a person under a lock that lasts until the transaction ends, so that parallel guesses wait in line.

    The lock does not cover the row's key (FOR NO KEY UPDATE): whoever writes history in that name does not wait.
    """
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def verify_identity(actor: User, password: str, token: str = "", new_app: TOTPDevice | None = None) -> None:
    """Check that somebody about to sign is who they are: password, and code if they have a second factor.

    `new_app` is an app that is being set up: the code must come from it. Raises `NotPermitted` with code
    ``wrong_password`` or ``wrong_code``, both recorded in the audit trail whatever becomes of the verb; ``no_code`` or
    ``wait_for_code`` (see `use_code`); or ``too_many_failures``, when nothing was checked. Call before locking the
    guide's row: hashing is slow by design.
    """

    def check(person: User) -> Verdict:
        if not person.check_password(password):
            return Verdict("wrong_password", "That is not your password. Nothing was changed; type it again.")
        return use_code(person, token, new_app)

    _verify(actor, check)


def verify_code(actor: User, token: str) -> None:
    """Check the code of somebody signing in whose password was right. Raises as `verify_identity`."""
    _verify(actor, lambda person: use_code(person, token))


def _verify(actor: User, check: Callable[[User], Verdict]) -> None:
    """Lock the person's row from the count of failures until the next failure is recorded."""
    with transaction.atomic():
        person, now = locked_person(actor), timezone.now()
        verdict = check_lockout(person, now) and check(person)
        if verdict.code in AUDITED_FAILURES:
            wrong = AUDITED_FAILURES[verdict.code]
            logger.warning("%s did not confirm their identity: wrong %s.", person.get_username(), wrong)
            action, data = AuditEntry.Action.FAIL_IDENTITY, {"what": wrong}
            audit.record(action=action, actor=person, subject=person, at=now, rows=[], data=data)
    require(verdict)
