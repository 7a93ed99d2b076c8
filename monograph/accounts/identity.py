"""Verifying identity, at login and before every signature.

People enter a password, and a one-time code if they have an authenticator app; or they use a passkey.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit
from ..errors import NotPermitted
from ..mailing import notifications
from ..models import AuditEntry, Passkey
from ..permissions import ALLOWED, Verdict, require
from . import fresh_login
from .authenticators import PasskeyResponse
from .challenges import Challenge, Purpose
from .hashers import in_line_of_strangers
from .lockout import check_lockout, count_network_failure, require_open_network
from .one_time_codes import use_code
from .passkey_use import find_owner, use_passkey

logger = logging.getLogger("monograph.security")

AUDITED_FAILURES = {"wrong_password": "password", "wrong_code": "code", "wrong_passkey": "passkey"}
WRONG_PASSWORD = Verdict("wrong_password", "Wrong password. Nothing was changed. Try again.")
PASSWORD_CHANGED = Verdict("password_changed", "Your password was changed a moment ago. Nothing else was. Try again.")


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
    (see `use_code`); ``password_changed``, if that happened during the check; or ``too_many_failures``, whatever was
    entered. Raises `TryLater` if too many passwords are being checked. Call this before locking the guide's row,
    because hashing is slow by design. In a session of single sign-on, `token` is the key of a fresh login instead
    (`fresh_login`); without one the code is ``no_sign_on``.
    """
    if fresh_login.is_key(token):
        _verify(actor, None, lambda person: fresh_login.use(person, token))
    else:
        _verify(actor, password, lambda person: use_code(person, token, new_app))


def verify_password(actor: User, password: str) -> None:
    """Check a password alone, at login before the code, or before it is changed. Raises as `verify_identity`."""
    _verify(actor, password, lambda person: ALLOWED)


def verify_code(actor: User, token: str) -> None:
    """Check the code at login, after the password. Raises as `verify_identity`."""
    _verify(actor, None, lambda person: use_code(person, token))


def verify_passkey(actor: User, response: PasskeyResponse | None, purpose: Purpose) -> tuple[Passkey, Challenge]:
    """Check a passkey's answer to a challenge of this purpose, and use the challenge up.

    Returns the passkey and the challenge, of which the caller has to check what it covers. Raises `NotPermitted` with
    code ``wrong_passkey``, which the audit trail records in any case; ``old_challenge`` if the challenge is used or too
    old; or ``too_many_failures``, before anything is checked.
    """
    used: list[tuple[Passkey, Challenge]] = []
    _verify(actor, None, lambda person: use_passkey(person, response, purpose, used))
    return used[0]


def refuse_locked(actor: User) -> None:
    """Raise `NotPermitted` with code ``too_many_failures`` while the account is locked."""
    require(check_lockout(actor, timezone.now()))


def find_by_passkey(response: PasskeyResponse | None) -> User | None:
    """Return the active account whose passkey answers, at login.

    A wrong answer counts toward the lockout, an unknown passkey toward that of the network. Raises `TryLater` if the
    network is locked out.
    """
    now = timezone.now()
    require_open_network(now)
    person = find_owner(response)
    if person is None or not person.is_active:
        with transaction.atomic():
            count_network_failure(now)
        return None
    try:
        verify_passkey(person, response, Purpose.LOG_IN)
    except NotPermitted:
        return None
    return person


def find_by_password(username: str, password: str) -> User | None:
    """Return the active account of this name and password, at login.

    A wrong password counts toward the lockout, a name that does not exist toward that of the network. Whoever guesses
    can't learn, from the result or its time, whether an account exists, is locked or is deactivated. Raises `TryLater`
    if the network is locked out or too many passwords are being checked.
    """
    now = timezone.now()
    require_open_network(now)
    person = User.objects.filter(username=username, is_active=True).first()
    with in_line_of_strangers():
        if person is not None:
            try:
                verify_password(person, password)
            except NotPermitted as error:
                if error.code != "too_many_failures":
                    return None
            else:
                return person
        User().set_password(password)  # takes as long as a check
    with transaction.atomic():
        count_network_failure(now)
    return None


def _verify(actor: User, password: str | None, check_code: Callable[[User], Verdict]) -> None:
    """Check a person's password, if there is one to check, then the code, and count a failure.

    The hash is computed before any lock, because on SQLite a lock keeps everybody from writing. From counting the
    failures to recording this one, parallel guesses wait for each other: those that were hashed meanwhile are refused
    after the fifth, right or wrong.
    """
    person = User.objects.get(pk=actor.pk)
    require(check_lockout(person, timezone.now()))
    verdict = ALLOWED if password is None or person.check_password(password) else WRONG_PASSWORD
    with transaction.atomic():
        locked, now = get_locked_person(actor), timezone.now()
        if locked.password != person.password:
            verdict = PASSWORD_CHANGED
        verdict = check_lockout(locked, now) and verdict and check_code(locked)
        if verdict.code in AUDITED_FAILURES:
            _record_failure(locked, AUDITED_FAILURES[verdict.code], now)
    require(verdict)


def _record_failure(person: User, wrong: str, now: datetime) -> None:
    logger.warning("%s did not confirm their identity: wrong %s.", person.get_username(), wrong)
    count_network_failure(now)
    action, data = AuditEntry.Action.FAIL_IDENTITY, {"what": wrong}
    audit.record(action=action, actor=person, subject=person, at=now, rows=[], data=data)
    if not check_lockout(person, now):
        notifications.account_locked(person, now)
