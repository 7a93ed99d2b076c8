"""Administrators' verbs on people: invite, change, deactivate, activate, reset.

Each asks for the administrator's own identity, is recorded with old and new values, and notifies the person. What gives
a right to sign waits for a second administrator (`settings.SECOND_ADMINISTRATOR`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from .. import people_permissions, permissions
from ..errors import InvalidContent, InvalidState, NotPermitted, StaleEdit
from ..mailing import account_notifications
from ..models import AccountChange
from ..permissions import Verdict
from .account_changes import make_changes
from .acting import Action, acting, clean_reason, lock_people, record
from .details import (
    Changes,
    Details,
    apply_changes,
    change_lines,
    clean_details,
    differences,
    read_details,
    waiting_grant,
)
from .identity import get_locked_person
from .passwords import take_password
from .suspension import suspend_signing


def invite(*, actor: User, username: str, details: Details, reason: str, password: str, token: str = "") -> User:
    """Create an account without a password, and mail its owner the link with which they choose one.

    Raises as `verify_identity`, and `InvalidContent` with every problem of the username, the details and the reason.
    """
    with acting(actor, password, token) as (actor, now):
        permissions.require(people_permissions.may_manage_people(actor))
        reason = clean_reason(reason)
        person, details = _create(username, details)
        before = Details(email=details.email)
        now_changed, waiting = make_changes(actor, person, differences(before, details), reason, now)
        account_notifications.invited(person, actor, now)
        record(
            Action.INVITE,
            actor,
            person,
            now,
            _rows(waiting),
            reason=reason,
            email=details.email,
            changed=now_changed,
            waiting=waiting.changes if waiting else {},
        )
        return person


@transaction.atomic
def invite_administrator(*, username: str, email: str, first_name: str, last_name: str) -> User:
    """Create an administrator's account in the name of whoever controls the server.

    Raises `InvalidContent` as `invite`, and `NotPermitted` with code ``no_password`` if the account could not log in.
    """
    if not people_permissions.may_log_in_here(User(username=username)):
        message = "LOCAL_PASSWORDS is 0, so only BREAK_GLASS_ACCOUNT can have a password. Set it to 1 for as long."
        raise NotPermitted("no_password", message)
    lock_people()
    names = Details(email=email, first_name=first_name, last_name=last_name)
    person, details = _create(username, names)
    changes = differences(Details(email=email), replace(details, is_administrator=True))
    apply_changes(person, changes)
    record(Action.INVITE, person, person, timezone.now(), [], reason="By command on the server.", changed=changes)
    return person


def _create(username: str, details: Details) -> tuple[User, Details]:
    """Store an account without a password; return it with its clean details, of which it has the address alone."""
    _check_username(username)
    person = User(username=username, is_staff=True, email=details.email)
    details = clean_details(details, person)
    person.set_unusable_password()
    person.save()
    return person, details


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise InvalidContent.at("username", "invalid", " ".join(error.messages)) from error
    if len(username) > 150 or User.objects.filter(username__iexact=username).exists():
        raise InvalidContent.at("username", "taken", "This username is taken or too long. Choose another one.")


def _rows(*changes: AccountChange | None) -> list[models.Model]:
    return [change for change in changes if change is not None]


def renew_invitation(*, actor: User, person: User, password: str, token: str = "") -> None:
    """Mail the link again to somebody who has never chosen a password.

    Raises as `verify_identity`, and `InvalidState` with code ``no_invitation``.
    """
    with acting(actor, password, token) as (actor, now):
        person = get_locked_person(person)
        permissions.require(people_permissions.may_manage_people(actor))
        if not is_invited(person):
            raise InvalidState("no_invitation", "This account has a password already, or it is deactivated.")
        account_notifications.invited(person, actor, now)
        record(Action.RENEW_INVITATION, actor, person, now, [])


def is_invited(person: User) -> bool:
    """Return whether a person has been invited and has not chosen a password yet."""
    return person.is_active and person.last_login is None and not person.has_usable_password()


def change_person(
    *, actor: User, person: User, details: Details, expected: str, reason: str, password: str, token: str = ""
) -> AccountChange | None:
    """Change details of an account; return the change that waits for a second administrator, or that counted at once.

    `expected` is the digest of the details that the page showed. Raises as `verify_identity`; `StaleEdit` with code
    ``stale`` if somebody has changed the account since; `InvalidState` with code ``change_waiting`` while another
    change waits, and ``no_change``; `InvalidContent`.
    """
    with acting(actor, password, token) as (actor, now):
        person = get_locked_person(person)
        permissions.require(people_permissions.may_manage_people(actor))
        before = read_details(person)
        if before.digest != expected:
            message = (
                "Somebody has changed this account since you opened the page. Nothing was saved. Compare, then save."
            )
            raise StaleEdit("stale", message, latest=before)
        details, reason = clean_details(details, person), clean_reason(reason)
        changes = differences(before, details)
        _check_changes(actor, person, changes)
        alone, change = make_changes(actor, person, changes, reason, now)
        counted = {**alone, **(change.changes if change and not change.is_waiting else {})}
        if counted:
            account_notifications.account_changed(person, actor, change_lines(counted), now, before.email)
        record(
            Action.CHANGE_PERSON,
            actor,
            person,
            now,
            _rows(change),
            reason=reason,
            changed=counted,
            waiting=change.changes if change and change.is_waiting else {},
        )
        return change


def _check_changes(actor: User, person: User, changes: Changes) -> None:
    if not changes:
        raise InvalidState("no_change", "Nothing was changed: the details are as they were.")
    if waiting_grant(person):
        raise InvalidState("change_waiting", "Another change of this account is waiting. Decide on that one first.")
    if actor.pk == person.pk and changes.get("is_administrator") == [True, False]:
        message = "You can't give up the right to administer. Ask another administrator."
        permissions.require(Verdict("own_account", message))


@contextmanager
def _closing(
    actor: User, person: User, reason: str, password: str, token: str
) -> Iterator[tuple[User, User, str, datetime]]:
    """Yield the administrator, somebody else's account under its lock, the clean reason, and now."""
    with acting(actor, password, token) as (actor, now):
        person = get_locked_person(person)
        permissions.require(people_permissions.may_close_account(actor, person))
        yield actor, person, clean_reason(reason), now


def deactivate(*, actor: User, person: User, reason: str, password: str, token: str = "") -> None:
    """End a person's access at once; what they wrote and signed stays.

    Raises as `verify_identity`, and `InvalidState` with code ``inactive``.
    """
    with _closing(actor, person, reason, password, token) as (actor, locked, clean, now):
        if not locked.is_active:
            raise InvalidState("inactive", "This account is deactivated already.")
        _set_active(locked, is_active=False)
        account_notifications.deactivated(locked, actor, now)
        record(Action.DEACTIVATE, actor, locked, now, [], reason=clean)


def activate(*, actor: User, person: User, reason: str, password: str, token: str = "") -> None:
    """Open a deactivated account again, as after a reset: with a link for a new password, and no right to sign yet.

    Raises as `verify_identity`, and `InvalidState` with code ``active``.
    """
    with _closing(actor, person, reason, password, token) as (actor, locked, clean, now):
        if locked.is_active:
            raise InvalidState("active", "This account is active.")
        _set_active(locked, is_active=True)
        take_password(locked)  # with it, sessions and links of before end for good
        account_notifications.activated(locked, actor, now)
        account_notifications.password_link(locked, now, actor)
        record(Action.ACTIVATE, actor, locked, now, suspend_signing(locked, actor, now, clean), reason=clean)


def _set_active(person: User, *, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])


def reset_password(*, actor: User, person: User, reason: str, password: str, token: str = "") -> None:
    """Make a person's password useless, end their sessions, and mail them a link for a new one.

    Their right to sign is suspended. Raises as `verify_identity`, and `InvalidState` with code ``inactive`` or
    ``no_address``.
    """
    with _closing(actor, person, reason, password, token) as (actor, locked, clean, now):
        if not locked.is_active:
            raise InvalidState("inactive", "This account is deactivated. Activate it first.")
        if not locked.email:
            raise InvalidState("no_address", "This account has no email address for the link. Enter one first.")
        take_password(locked)
        account_notifications.password_link(locked, now, actor)
        record(Action.RESET_PASSWORD, actor, locked, now, suspend_signing(locked, actor, now, clean), reason=clean)
