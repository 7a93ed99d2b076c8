"""A person's passkeys: add, remove, remove a lost one.

The audit trail holds each public key by its seal, so that none is added or changed unseen.
"""

from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from .. import audit, people_permissions, permissions
from ..content import plain
from ..errors import InvalidState, NotPermitted, content_errors_as_invalid
from ..mailing import passkey_notifications
from ..models import AuditEntry, Passkey, PasskeyUse
from ..permissions import AnyUser, Verdict
from .acting import acting, clean_reason
from .authenticators import NewKey, question_to_register, read_token, verify_new_key
from .challenges import Challenge, Purpose, is_in_time
from .identity import get_locked_person, verify_identity
from .suspension import suspend_signing

MAX_PASSKEYS = 10
MAX_NAME = 60


def live_passkeys(person: User) -> list[Passkey]:
    """Return a person's passkeys, each with its last use."""
    return list(Passkey.objects.live().filter(user=person).select_related("use"))


def may_remove(user: AnyUser, passkey: Passkey) -> Verdict:
    """Return whether a user may remove a passkey as their own."""
    verdict = people_permissions.may_have_own_keys(user)
    if verdict and user.pk != passkey.user_id:
        return Verdict("no_permission", "This is not one of your passkeys.")
    return verdict


def _clean_name(name: str) -> str:
    with content_errors_as_invalid():
        return plain.clean_line(name, "name", "The name", max_length=MAX_NAME)


def _require_room(person: User) -> None:
    if Passkey.objects.live().filter(user=person).count() >= MAX_PASSKEYS:
        raise InvalidState("too_many_passkeys", f"You have {MAX_PASSKEYS} passkeys. Remove one first.")


def begin(*, actor: User, name: str, password: str, token: str = "") -> dict[str, Any]:
    """Return the question that makes the actor's authenticator create a passkey, for `add`.

    Raises as `verify_identity`, `InvalidContent` for the name, and `InvalidState` with code ``too_many_passkeys``.
    """
    permissions.require(people_permissions.may_have_own_keys(actor))
    _clean_name(name)
    _require_room(actor)
    verify_identity(actor, password, token)
    challenge = Challenge.ask(Purpose.REGISTER, actor.pk, {})
    return question_to_register(challenge, actor, live_passkeys(actor))


def _verify_new_key(person: User, credential: str) -> NewKey:
    """Check what the authenticator created. The challenge proves that `begin` has checked the person's identity."""
    challenge = Challenge.read(read_token(credential), Purpose.REGISTER, person.pk)
    if challenge is not None and not is_in_time(challenge.asked_at, timezone.now()):
        raise NotPermitted("old_challenge", "You took too long to create the passkey. Nothing was changed. Try again.")
    key = verify_new_key(credential, challenge.digest) if challenge else None
    if challenge is None or key is None:
        raise NotPermitted("wrong_passkey", "The new passkey was not accepted. Nothing was changed. Try again.")
    return key


@transaction.atomic
def add(*, actor: User, name: str, credential: str) -> Passkey:
    """Add the passkey that the authenticator created for the question of `begin`.

    `credential` is the JSON that the browser sends. Raises `NotPermitted` with code ``wrong_passkey`` or
    ``old_challenge``, and `InvalidState` with code ``has_passkey`` if it was added before.
    """
    person = get_locked_person(actor)
    permissions.require(people_permissions.may_have_own_keys(actor))
    name = _clean_name(name)
    _require_room(person)
    key = _verify_new_key(person, credential)
    if Passkey.objects.filter(credential_id=key.credential_id).exists():
        raise InvalidState("has_passkey", "This passkey was added before.")
    now = timezone.now()
    passkey = Passkey.objects.create(
        user=person, name=name, credential_id=key.credential_id, public_key=key.public_key, created_at=now
    )
    PasskeyUse.objects.create(passkey=passkey, sign_count=key.sign_count)
    passkey_notifications.passkey_added(passkey)
    data = {"name": name, "fingerprint": passkey.fingerprint}
    audit.record(action=AuditEntry.Action.ADD_PASSKEY, actor=person, subject=person, at=now, rows=[passkey], data=data)
    return passkey


def _remove(action: AuditEntry.Action, actor: User, passkey: Passkey, reason: str = "") -> Passkey:
    person = get_locked_person(passkey.user)
    # Locked before the time is taken, so that no signature by this passkey is later than its removal.
    passkey = Passkey.objects.locked().select_related("user").get(pk=passkey.pk)
    if passkey.removed_at is not None:
        raise InvalidState("passkey_removed", "This passkey is already removed.")
    now = passkey.removed_at = timezone.now()
    passkey.save(update_fields=["removed_at"])
    passkey_notifications.passkey_removed(passkey, actor, now)
    data = {"name": passkey.name, "fingerprint": passkey.fingerprint}
    rows: list[models.Model] = [passkey]
    if action == AuditEntry.Action.REMOVE_LOST_PASSKEY:
        data["reason"] = reason
        rows += suspend_signing(person, actor, now, reason)
    audit.record(action=action, actor=actor, subject=person, at=now, rows=rows, data=data)
    return passkey


def remove(*, actor: User, passkey: Passkey, password: str, token: str = "") -> Passkey:
    """Remove one of the actor's own passkeys; what it signed stays valid.

    Raises as `verify_identity`, and `InvalidState` with code ``passkey_removed``.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        permissions.require(may_remove(actor, passkey))
        return _remove(AuditEntry.Action.REMOVE_PASSKEY, actor, passkey)


def remove_lost(*, actor: User, passkey: Passkey, reason: str, password: str, token: str = "") -> Passkey:
    """Remove somebody else's lost passkey, notify them, and suspend their right to sign.

    Password and code are the actor's own. Raises as `remove`, and `InvalidContent` without a reason.
    """
    with acting(actor, password, token) as (actor, _):
        permissions.require(people_permissions.may_remove_lost_second_factor(actor, passkey.user))
        reason = clean_reason(reason)
        return _remove(AuditEntry.Action.REMOVE_LOST_PASSKEY, actor, passkey, reason)
