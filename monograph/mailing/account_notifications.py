"""The notifications of what happens to a person's own account.

They go to the address that is on file at that moment, at once, whatever the person mutes: nobody's account may change
without their knowing.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from .. import people_permissions
from ..models import AccountChange, Notification, NotificationKind
from ..models.people import full_name

HELP = "If you did not expect this, contact another administrator immediately."


def _queue(
    kind: NotificationKind, person: User, subject: str, body: str, path: str, at: datetime, to: str = ""
) -> None:
    if address := to or person.email:
        Notification.objects.create(
            kind=kind, recipient=person, to=address, subject=subject, body=body, path=path, created_at=at
        )


def invited(person: User, actor: User, at: datetime) -> None:
    invitation = f"{full_name(actor)} invited you to {settings.SITE_NAME}."
    if not people_permissions.may_log_in_here(person):
        body = f"{invitation} Log in on this page through the {settings.SINGLE_SIGN_ON.label}."
        _queue(NotificationKind.ACCOUNT_CHANGED, person, "Your invitation", body, reverse("admin:login"), at)
        return
    body = (
        f"{invitation} Your username is {person.get_username()}. Choose your password on this page within 72 hours. "
        "The link works once, and nobody else ever knows your password. If it is too late, ask for a new link on the "
        "login page."
    )
    _queue(NotificationKind.INVITED, person, "Your invitation", body, "", at)


def password_link(person: User, at: datetime, actor: User | None = None) -> None:
    who = f"{full_name(actor)} reset your password." if actor else "Somebody asked for a new password for your account."
    body = (
        f"{who} Your username is {person.get_username()}. Choose a new password on this page within 72 hours. The link "
        "works once. If you did not ask for it, "
        + ("contact another administrator immediately." if actor else "ignore this mail: your password is unchanged.")
    )
    _queue(NotificationKind.PASSWORD_LINK, person, "Choose a new password", body, "", at)


def password_changed(person: User, at: datetime) -> None:
    body = f"The password of your account was changed. All other sessions have ended. {HELP}"
    _changed(person, "Your password was changed", body, at)


def account_changed(person: User, actor: User, lines: list[tuple[str, str, str]], at: datetime, old_email: str) -> None:
    """Notify of changed details, each with its old and new value; of another address at both addresses."""
    listed = "\n".join(f"{label}: {old} → {new}" for label, old, new in lines)
    body = f"{full_name(actor)} changed your account:\n\n{listed}\n\n{HELP}"
    for address in {old_email, person.email} - {""}:
        _changed(person, "Your account was changed", body, at, to=address)


def roles_followed(person: User, changed: dict[str, list[Any]], at: datetime) -> None:
    """Notify of roles that the groups of the single sign-on gave or took."""
    old, new = changed.get("roles", [[], []])
    listed = f"{', '.join(old) or 'none'} → {', '.join(new) or 'none'}" if changed else "one waits for an administrator"
    body = f"The groups of your account at the {settings.SINGLE_SIGN_ON.label} changed your roles: {listed}."
    _changed(person, "Your roles were changed", body, at)


def break_glass_used(person: User, at: datetime) -> None:
    """Notify every administrator that somebody logged in with the emergency account."""
    body = (
        f"Somebody logged in with the emergency account {person.get_username()}, whose password works without the "
        "single sign-on. If none of you did, change its password and look through the audit trail immediately."
    )
    for administrator in User.objects.filter(is_active=True, is_staff=True, is_superuser=True):
        _changed(administrator, "The emergency account was used", body, at)


def deactivated(person: User, actor: User, at: datetime) -> None:
    body = f"{full_name(actor)} deactivated your account. You can no longer log in. Your work stays as it is. {HELP}"
    _changed(person, "Your account was deactivated", body, at)


def activated(person: User, actor: User, at: datetime) -> None:
    _changed(person, "Your account is active again", f"{full_name(actor)} activated your account again. {HELP}", at)


def _changed(person: User, subject: str, body: str, at: datetime, to: str = "") -> None:
    _queue(NotificationKind.ACCOUNT_CHANGED, person, subject, body, reverse("admin:index"), at, to)


def signing_suspended(change: AccountChange, at: datetime) -> None:
    """Send the person the link with which they end the suspension."""
    body = (
        f"{full_name(change.requested_by)}: {change.reason}\n\nUntil you confirm on this page that it was for you, you "
        "can't sign, also with a role that you get later. The link is valid for 72 hours; another administrator can "
        f"confirm it as well. {HELP}"
    )
    path = reverse("resume_signing", args=[change.pk])
    subject = "Your right to sign is suspended"
    _queue(NotificationKind.SIGNING_SUSPENDED, change.person, subject, body, path, at)


def account_linked(person: User, subject: str, at: datetime) -> None:
    """Notify the owner of an account that an account of the single sign-on opens it from now on."""
    body = f"An account of the {settings.SINGLE_SIGN_ON.label}, {subject}, opens your account from now on. {HELP}"
    _changed(person, "Your account was linked", body, at)


def change_waiting(change: AccountChange) -> None:
    """Notify the administrators who can confirm a change."""
    administrators = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
    body = (
        f"{full_name(change.requested_by)} asked for a change to the account of {full_name(change.person)}. It counts "
        "only once a second administrator has confirmed it. Confirm it only if you know that it is right."
    )
    path = reverse("person", args=[change.person_id])
    for person in administrators.exclude(pk__in=[change.requested_by_id, change.person_id]):
        _queue(NotificationKind.CHANGE_WAITING, person, "A change waits for you", body, path, change.requested_at)


def change_decided(change: AccountChange, actor: User, at: datetime, lines: list[tuple[str, str, str]]) -> None:
    """Notify the person whom a grant concerns once it counts, and whoever asked for it."""
    listed = "\n".join(f"{label}: {new}" for label, _, new in lines)
    what = f"{full_name(change.person)}: {change.get_state_display()} by {full_name(actor)}."
    body = f"{what}\n\n{listed}".strip()
    path, subject = reverse("admin:index"), "A change of rights or profile is decided"
    for person in {change.requested_by, change.person} - {actor}:
        _queue(NotificationKind.ACCOUNT_CHANGED, person, subject, body, path, at)
