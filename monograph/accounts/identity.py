"""Verifying identity, at login and before every signature.

People enter a password, and a one-time code if the account has a second factor.
"""

import logging
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit
from ..mailing import notifications
from ..models import AuditEntry
from ..permissions import ALLOWED, Verdict, require
from . import fresh_login
from .lockout import check_lockout
from .one_time_codes import use_code

logger = logging.getLogger("monograph.security")

AUDITED_FAILURES = {"wrong_password": "password", "wrong_code": "code"}


def get_locked_person(person: User) -> User:
    """Re-read a person under a lock that lasts until the transaction ends.

    Parallel guesses wait for it. The lock does not cover the primary key (FOR NO KEY UPDATE), so that writing history
    in this name does not wait.
    """
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def verify_identity(actor: User, password: str, token: str = "", new_app: TOTPDevice | None = None) -> None:
    """Check a signer's password, and the code if they have a second factor.

    `new_app` is an app that is being set up, and the code must come from it. Raises `NotPermitted` with code
    ``wrong_password`` or ``wrong_code``, which the audit trail records in any case; ``no_code`` or ``wait_for_code``
    (see `use_code`); or ``too_many_failures``, before anything is checked. Call this before locking the guide's row,
    because hashing is slow by design. In a session of
    single sign-on, `token` is the key of a fresh login instead (`fresh_login`); without one the code is ``no_sign_on``.
    """

    if fresh_login.is_key(token):
        _verify(actor, lambda person: fresh_login.use(person, token))
    else:
        _verify(actor, lambda person: _check_password(person, password) and use_code(person, token, new_app))


def verify_password(actor: User, password: str) -> None:
    """Check a password alone, at login before the code, or before it is changed. Raises as `verify_identity`."""
    _verify(actor, lambda person: _check_password(person, password))


def verify_code(actor: User, token: str) -> None:
    """Check the code at login, after the password. Raises as `verify_identity`."""
    _verify(actor, lambda person: use_code(person, token))


def _check_password(person: User, password: str) -> Verdict:
    if person.check_password(password):
        return ALLOWED
    return Verdict("wrong_password", "Wrong password. Nothing was changed. Try again.")


def _verify(actor: User, check: Callable[[User], Verdict]) -> None:
    """Check a person under a lock, from counting failures to recording this one."""
    with transaction.atomic():
        person, now = get_locked_person(actor), timezone.now()
        verdict = check_lockout(person, now) and check(person)
        if verdict.code in AUDITED_FAILURES:
            wrong = AUDITED_FAILURES[verdict.code]
            logger.warning("%s did not confirm their identity: wrong %s.", person.get_username(), wrong)
            action, data = AuditEntry.Action.FAIL_IDENTITY, {"what": wrong}
            audit.record(action=action, actor=person, subject=person, at=now, rows=[], data=data)
            if not check_lockout(person, now):
                notifications.account_locked(person, now)
    require(verdict)
