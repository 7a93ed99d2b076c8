"""The second factor of an account: set up, renew the recovery codes, remove.

The audit trail never contains a key or a code.
"""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit, people_permissions, permissions
from ..errors import InvalidState
from ..mailing import notifications
from ..models import AuditEntry
from .acting import acting, clean_reason
from .identity import get_locked_person, verify_identity
from .one_time_codes import RECOVERY_DIGITS, get_app_id
from .suspension import suspend_signing

RECOVERY_CODES = 10


def pending_app(person: User) -> TOTPDevice | None:
    """Return the app that a person has started to set up."""
    return TOTPDevice.objects.filter(user=person, confirmed=False).first()


def recovery_codes_left(person: User) -> int:
    return StaticToken.objects.filter(device__user=person).count()


def _record(action: AuditEntry.Action, actor: User, person: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, subject=person, at=timezone.now(), rows=[], data=data)


def _require_app(person: User) -> None:
    if get_app_id(person) is None:
        raise InvalidState("no_second_factor", "This account has no second factor.")


def _require_no_app(person: User) -> None:
    if get_app_id(person) is not None:
        raise InvalidState("has_second_factor", "Your second factor is already set up. Remove it first.")


def _new_recovery_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery codes")
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}" for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def enroll(*, actor: User) -> TOTPDevice:
    """Create a key for the actor's app, replacing one that was never confirmed.

    No code is required yet. Raises `NotPermitted`, or `InvalidState` with code ``has_second_factor``.
    """
    person = get_locked_person(actor)
    permissions.require(people_permissions.may_have_own_keys(actor))
    _require_no_app(person)
    TOTPDevice.objects.filter(user=person).delete()
    app = TOTPDevice.objects.create(user=person, name="app", confirmed=False)
    _record(AuditEntry.Action.ENROLL_SECOND_FACTOR, person, person)
    return app


def confirm(*, actor: User, password: str, token: str) -> tuple[TOTPDevice, list[str]]:
    """Confirm the app of `enroll` with its first code.

    From then on the account needs codes. Returns the app and the recovery codes, which are never shown again. Raises
    as `verify_identity`, and `InvalidState` with code ``not_enrolled`` if there is no key to confirm, or a newer one.
    """
    app = pending_app(actor)
    if app is None:
        raise InvalidState("not_enrolled", "There is no key to confirm. Start again.")
    verify_identity(actor, password, token, new_app=app)
    with transaction.atomic():
        person = get_locked_person(actor)
        permissions.require(people_permissions.may_have_own_keys(actor))
        _require_no_app(person)
        if not TOTPDevice.objects.filter(pk=app.pk, confirmed=False).update(confirmed=True):
            raise InvalidState("not_enrolled", "A newer key has replaced this one. Enter that one in your app.")
        codes = _new_recovery_codes(person)
        _record(AuditEntry.Action.CONFIRM_SECOND_FACTOR, person, person)
        return app, codes


def renew_codes(*, actor: User, password: str, token: str = "") -> list[str]:
    """Return new recovery codes, which replace the old ones. Raises as `remove`."""
    verify_identity(actor, password, token)
    with transaction.atomic():
        person = get_locked_person(actor)
        permissions.require(people_permissions.may_have_own_keys(actor))
        _require_app(person)
        codes = _new_recovery_codes(person)
        _record(AuditEntry.Action.RENEW_RECOVERY_CODES, person, person)
        return codes


def _remove(person: User) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def remove(*, actor: User, password: str, token: str = "") -> None:
    """Remove the actor's own second factor with its recovery codes.

    Raises as `verify_identity`, and `InvalidState` with code ``no_second_factor``.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        person = get_locked_person(actor)
        permissions.require(people_permissions.may_have_own_keys(actor))
        _require_app(person)
        _remove(person)
        _record(AuditEntry.Action.REMOVE_SECOND_FACTOR, person, person)


def remove_lost(*, actor: User, person: User, reason: str, password: str, token: str = "") -> None:
    """Remove somebody else's lost second factor, notify them, and suspend their right to sign.

    Password and code are the actor's own. Raises as `verify_identity`, `InvalidContent` without a reason, and
    `InvalidState` with code ``no_second_factor``.
    """
    with acting(actor, password, token) as (actor, now):
        person = get_locked_person(person)
        permissions.require(people_permissions.may_remove_lost_second_factor(actor, person))
        reason = clean_reason(reason)
        _require_app(person)
        _remove(person)
        notifications.second_factor_removed(person, actor, now)
        rows = suspend_signing(person, actor, now, reason)
        action = AuditEntry.Action.REMOVE_LOST_SECOND_FACTOR
        audit.record(action=action, actor=actor, subject=person, at=now, rows=rows, data={"reason": reason})
