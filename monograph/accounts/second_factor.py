"""The second factor of an account: setting it up, making new recovery codes, and taking it away.

A key or a code is never in the audit trail.
"""

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit, permissions
from ..content import plain
from ..errors import InvalidState, content_errors_as_invalid
from ..mailing import notifications
from ..models import AuditEntry
from .identity import locked_person, verify_identity
from .one_time_codes import RECOVERY_DIGITS, app_id_of

RECOVERY_CODES = 10


def pending_app(person: User) -> TOTPDevice | None:
    """Return the app that a person has begun to set up."""
    return TOTPDevice.objects.filter(user=person, confirmed=False).first()


def recovery_codes_left(person: User) -> int:
    return StaticToken.objects.filter(device__user=person).count()


def _record(action: AuditEntry.Action, actor: User, person: User, **data: Any) -> None:
    audit.record(action=action, actor=actor, subject=person, at=timezone.now(), rows=[], data=data)


def _must_have_app(person: User, *, has: bool) -> None:
    if has and app_id_of(person) is None:
        raise InvalidState("no_second_factor", "This account has no second factor.")
    if not has and app_id_of(person) is not None:
        raise InvalidState("has_second_factor", "Your second factor is set up already. Remove it first.")


def _new_recovery_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery codes")
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}" for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def enrol(*, actor: User) -> TOTPDevice:
    """Make a key for the actor's app, in the place of one that was never confirmed. No code is asked for yet.

    Raises `NotPermitted`, or `InvalidState` with code ``has_second_factor``.
    """
    person = locked_person(actor)
    permissions.require(permissions.may_have_second_factor(actor))
    _must_have_app(person, has=False)
    TOTPDevice.objects.filter(user=person).delete()
    app = TOTPDevice.objects.create(user=person, name="app", confirmed=False)
    _record(AuditEntry.Action.ENROL_SECOND_FACTOR, person, person)
    return app


def confirm(*, actor: User, password: str, token: str) -> tuple[TOTPDevice, list[str]]:
    """Take the first code of the app that `enrol` made a key for; from then on the account is asked for codes.

    Returns the app, and the recovery codes, which are not shown again. Raises as `verify_identity`, and `InvalidState`
    with code ``not_enrolled`` where there is no such key, or another one by now.
    """
    app = pending_app(actor)
    if app is None:
        raise InvalidState("not_enrolled", "There is no key to confirm. Begin again.")
    verify_identity(actor, password, token, new_app=app)
    with transaction.atomic():
        person = locked_person(actor)
        permissions.require(permissions.may_have_second_factor(actor))
        _must_have_app(person, has=False)
        if not TOTPDevice.objects.filter(pk=app.pk, confirmed=False).update(confirmed=True):
            raise InvalidState("not_enrolled", "Another key was made meanwhile. Put that one into your app.")
        codes = _new_recovery_codes(person)
        _record(AuditEntry.Action.CONFIRM_SECOND_FACTOR, person, person)
        return app, codes


def renew_codes(*, actor: User, password: str, token: str = "") -> list[str]:
    """Return new recovery codes; the old ones hold no longer. Raises as `remove`."""
    verify_identity(actor, password, token)
    with transaction.atomic():
        person = locked_person(actor)
        permissions.require(permissions.may_have_second_factor(actor))
        _must_have_app(person, has=True)
        codes = _new_recovery_codes(person)
        _record(AuditEntry.Action.RENEW_RECOVERY_CODES, person, person)
        return codes


def _remove(person: User) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def remove(*, actor: User, password: str, token: str = "") -> None:
    """Take the actor's own second factor away, with its recovery codes.

    Raises as `verify_identity`, and `InvalidState` with code ``no_second_factor``.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        person = locked_person(actor)
        permissions.require(permissions.may_have_second_factor(actor))
        _must_have_app(person, has=True)
        _remove(person)
        _record(AuditEntry.Action.REMOVE_SECOND_FACTOR, person, person)


def remove_lost(*, actor: User, person: User, reason: str, password: str, token: str = "") -> None:
    """Take somebody else's second factor away, because it is lost; they are told by mail.

    The actor gives their own password and code. Raises as `verify_identity`, `InvalidContent` without a reason, and
    `InvalidState` with code ``no_second_factor``.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        person = locked_person(person)
        permissions.require(permissions.may_remove_lost_second_factor(actor, person))
        with content_errors_as_invalid():
            reason = plain.clean_note(reason, "reason", "The reason")
        _must_have_app(person, has=True)
        _remove(person)
        notifications.second_factor_removed(person, actor, timezone.now())
        _record(AuditEntry.Action.REMOVE_LOST_SECOND_FACTOR, actor, person, reason=reason)
