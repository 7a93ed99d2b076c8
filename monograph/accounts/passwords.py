"""Choosing a password: by a link from a mail, or in place of the old one."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .. import audit, people_permissions, permissions
from ..errors import NotPermitted
from ..mailing import account_notifications
from ..models import AuditEntry, Notification, NotificationKind, PasswordLinkRequest
from .identity import get_locked_person
from .lockout import count_network_failure, require_open_network

# One mail to a person in this time, so that nobody can flood a mailbox.
LINK_INTERVAL = timedelta(minutes=15)


def take_password(person: User) -> None:
    """Make a person's password useless. With it, their sessions and their links for a new one end for good."""
    person.set_unusable_password()
    person.save(update_fields=["password"])


def request_link(name: str) -> None:
    """Take note that whoever has this username or address wants a link for a new password.

    Whoever asks learns nothing of whether there is such an account, by the time that it takes either: it is looked for
    later. Each request counts toward the lockout of its network. Raises `TryLater` if that is locked out.
    """
    now = timezone.now()
    require_open_network(now)
    with transaction.atomic():
        count_network_failure(now)
        PasswordLinkRequest.objects.create(name=name, asked_at=now)


def answer_link_requests() -> None:
    """Queue the mails with a link that were asked for, and forget the requests."""
    while _answer_next():
        pass


@transaction.atomic
def _answer_next() -> bool:
    """Answer the oldest request that no other run is answering; return whether there was one."""
    request = PasswordLinkRequest.objects.select_for_update(skip_locked=True).order_by("pk").first()
    if request is None:
        return False
    request.delete()
    _queue_link(request.name)
    return True


def _queue_link(name: str) -> None:
    people = User.objects.select_for_update(no_key=True).filter(is_active=True, is_staff=True).exclude(email="")
    person = people.filter(Q(username=name) | Q(email__iexact=name)).first()
    now = timezone.now()
    if person is None or not people_permissions.may_log_in_here(person):
        return
    if _was_link_requested(person, now - LINK_INTERVAL):
        return
    account_notifications.password_link(person, now)
    audit.record(action=AuditEntry.Action.REQUEST_PASSWORD_LINK, actor=person, subject=person, at=now, rows=[])


def _was_link_requested(person: User, since: object) -> bool:
    links = Notification.objects.filter(recipient=person, kind=NotificationKind.PASSWORD_LINK)
    return links.filter(created_at__gt=since).exists()


def choose_password(*, person: User, token: str, password: str) -> User:
    """Store the password that a person chose with a link from a mail. The page has validated the password.

    `token` is that of the link. Raises `NotPermitted` with code ``link_used`` if it does not open this account anymore,
    also if two tabs use it at once.
    """
    hashed = make_password(password)  # before the lock, because it is slow by design
    with transaction.atomic():
        locked = get_locked_person(person)
        is_open = locked.is_active and locked.is_staff and people_permissions.may_log_in_here(locked)
        if not (is_open and default_token_generator.check_token(locked, token)):
            raise NotPermitted("link_used", "This link was used before or is too old. Ask for a new one.")
        return _store(locked, hashed, AuditEntry.Action.CHOOSE_PASSWORD)


def change_password(*, actor: User, password: str) -> User:
    """Store a new password in place of the old one, which the page has verified. Raises `NotPermitted`."""
    hashed = make_password(password)
    with transaction.atomic():
        locked = get_locked_person(actor)
        permissions.require(people_permissions.may_have_own_keys(locked))
        return _store(locked, hashed, AuditEntry.Action.CHANGE_PASSWORD)


def _store(locked: User, hashed: str, action: AuditEntry.Action) -> User:
    now = timezone.now()
    locked.password = hashed
    locked.save(update_fields=["password"])
    account_notifications.password_changed(locked, now)
    audit.record(action=action, actor=locked, subject=locked, at=now, rows=[])
    return locked
