"""The notifications of a person's passkeys, which verbs queue as in `monograph.mailing.notifications`."""

from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse

from ..models import NotificationKind, Passkey
from ..models.people import full_name
from .notifications import notify_owner


def passkey_added(passkey: Passkey) -> None:
    """Notify the owner, in case somebody else added it."""
    body = (
        f"The passkey “{passkey.name}” can now log in and sign in your name. If you did not add it, remove it on this "
        "page, change your password, and contact an administrator immediately."
    )
    subject, path = "A passkey was added to your account", reverse("passkeys")
    notify_owner(NotificationKind.PASSKEY_ADDED, passkey.user, subject, body, path, passkey.created_at)


def passkey_removed(passkey: Passkey, actor: User, at: datetime) -> None:
    """Notify the owner, in case it was not they who asked for this."""
    who = "You" if actor.pk == passkey.user_id else full_name(actor)
    body = (
        f"{who} removed the passkey “{passkey.name}”. It can no longer log in or sign; what it signed stays valid. If "
        "you did not ask for this, contact an administrator immediately."
    )
    subject, path = "A passkey was removed from your account", reverse("passkeys")
    notify_owner(NotificationKind.PASSKEY_REMOVED, passkey.user, subject, body, path, at)
