"""The verbs of single sign-on: log in and out, follow the provider's groups, prove oneself again before signing.

The provider's groups give roles, as `settings.SINGLE_SIGN_ON` maps them, and never the right to administer. A role that
signs waits for an administrator like one that an administrator asked for; what the provider takes away counts at once.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from .. import audit
from ..errors import InvalidContent, NotPermitted
from ..mailing import account_notifications
from ..models import AccountChange, ExternalAccount, ProviderLogout
from . import fresh_login
from .account_changes import close_change, make_changes
from .acting import Action, lock_people, record
from .details import Details, clean_details, differences, read_details, waiting_grant
from .identity import get_locked_person
from .logout_token import LogoutToken
from .passwords import take_password
from .provider import CLOCK_SKEW, Claims
from .suspension import suspend_signing

REASON = "By the groups of the single sign-on."


def sign_in(claims: Claims) -> User:
    """Return the account of somebody who logged in at the provider, with the roles that their groups give now.

    An account with the same verified address is linked, unless it administers; otherwise one is created, if a group
    gives a role. Raises `NotPermitted` with code ``no_role`` or ``inactive``; roles that were lost are gone also then.
    """
    now = timezone.now()
    with transaction.atomic():
        accounts = ExternalAccount.objects.filter(issuer=claims.issuer, subject=claims.subject)
        linked = accounts.first()
        if linked is None:
            lock_people()
            linked = accounts.first()  # by another tab
        if linked is None:
            person = _link(claims, now)
        else:
            person = get_locked_person(linked.user)
            _follow_groups(person, claims, now)
    if not person.is_active:
        raise NotPermitted("inactive", "Your account here is deactivated. Ask an administrator.")
    if not _has_access(person):
        raise _no_role()
    return person


def _has_access(person: User) -> bool:
    return person.is_active and (person.is_superuser or person.groups.exists() or waiting_grant(person) is not None)


def _no_role() -> NotPermitted:
    label = settings.SINGLE_SIGN_ON.label
    return NotPermitted("no_role", f"Your account of the {label} has no role here. Ask an administrator.")


def _link(claims: Claims, now: datetime) -> User:
    """Link the account that has the same address, or a new one."""
    person = _with_same_address(claims)
    rows: list[models.Model] = []
    if person is None:
        if not claims.roles:
            raise _no_role()
        person = _create(claims)
    else:
        account_notifications.account_linked(person, claims.subject, now)
        rows += suspend_signing(person, person, now, "The account was linked to the single sign-on.")
        take_password(person)  # it opens nothing now, and leavers must not keep a session that it opened
    account = ExternalAccount(user=person, issuer=claims.issuer, subject=claims.subject, linked_at=now)
    account.save()
    changed, more = _change_roles(person, claims, now)
    record(Action.LINK_ACCOUNT, person, person, now, [account, *rows, *more], subject=claims.subject, changed=changed)
    return person


def _with_same_address(claims: Claims) -> User | None:
    if not (claims.email and claims.is_email_verified):
        return None
    people = User.objects.select_for_update(of=("self",), no_key=True).filter(email__iexact=claims.email)
    people = people.filter(external_account=None, is_staff=True)
    # Databases also find K for the Kelvin sign, and I for the dotless i: at the provider, that is somebody else.
    person = next((person for person in people if _lower_ascii(person.email) == _lower_ascii(claims.email)), None)
    if person is not None and person.is_superuser:
        raise NotPermitted("administrator", "Administrators log in with their password or passkey.")
    return person


def _lower_ascii(address: str) -> bytes:
    return address.encode().lower()


def _create(claims: Claims) -> User:
    email = claims.email if claims.is_email_verified else ""
    base = _usable_name(claims.username or claims.email.partition("@")[0] or claims.subject)
    username, number = base, 1
    while username == settings.BREAK_GLASS_ACCOUNT or User.objects.filter(username__iexact=username).exists():
        number += 1
        username = f"{base}-{number}"
    person = User(username=username, is_staff=True)
    details = Details(email=email, first_name=claims.first_name, last_name=claims.last_name)
    try:
        details = clean_details(details, person)
    except InvalidContent as error:
        raise NotPermitted("no_address", f"The single sign-on gave no usable details: {error.message}") from error
    person.email, person.first_name, person.last_name = details.email, details.first_name, details.last_name
    person.set_unusable_password()
    person.save()
    return person


def _usable_name(claimed: str) -> str:
    """Return a claimed username if it may be one, else a plain one."""
    name = User.normalize_username(claimed)[:100]
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        return "user"
    return name


def _follow_groups(person: User, claims: Claims, now: datetime) -> None:
    """Give and take the roles that the provider's groups give and take; record it if anything changes."""
    changed, rows = _change_roles(person, claims, now)
    if changed or rows:
        account_notifications.roles_followed(person, changed, now)
        record(Action.CHANGE_PERSON, person, person, now, rows, reason=REASON, changed=changed)


def _change_roles(person: User, claims: Claims, now: datetime) -> tuple[dict[str, Any], list[models.Model]]:
    before, closed = read_details(person), _close_lost_request(person, claims, now)
    ours = set(before.roles) - set(settings.SINGLE_SIGN_ON.roles.values())
    wanted = ours | claims.roles
    if waiting_grant(person):  # one change waits at a time; what it asks for is not asked for again
        wanted &= set(before.roles)
    wanted -= _declined_roles(person) - set(before.roles)
    changes = differences(before, replace(before, roles=tuple(sorted(wanted))))
    if not changes:
        return {}, closed
    changed, change = make_changes(person, person, changes, REASON, now)
    return changed, [*closed, *([change] if change else [])]


def _close_lost_request(person: User, claims: Claims, now: datetime) -> list[models.Model]:
    """Close a request for a role whose group is lost, so that nobody confirms it later."""
    change = waiting_grant(person)
    if change is None or change.requested_by_id != person.pk:
        return []
    old, new = change.changes.get("roles", [[], []])
    if set(new) - set(old) <= claims.roles:
        return []
    close_change(change, AccountChange.State.DECLINED, person, now)
    return [change]


def _declined_roles(person: User) -> set[str]:
    """Return the roles that an administrator declined when the provider's groups asked for them."""
    declined = AccountChange.objects.filter(person=person, requested_by=person, state=AccountChange.State.DECLINED)
    changes = declined.exclude(decided_by=person).values_list("changes", flat=True)
    return {role for change in changes for role in change.get("roles", [[], []])[1]}


@transaction.atomic
def follow_groups(person: User, claims: Claims) -> bool:
    """Follow the groups of somebody whose session goes on; return whether they still have an account and a role."""
    person = get_locked_person(person)
    _follow_groups(person, claims, timezone.now())
    return _has_access(person)


@transaction.atomic
def prove_again(*, actor: User, claims: Claims, requested_at: datetime) -> str:
    """Return a key for one signature of somebody who has just logged in at the provider again.

    Raises `NotPermitted` with code ``no_sign_on`` if it was another account, or no login of now.
    """
    own = ExternalAccount.objects.filter(user=actor, issuer=claims.issuer, subject=claims.subject)
    is_fresh = claims.authenticated_at >= requested_at.timestamp() - CLOCK_SKEW
    if not own.exists() or not is_fresh:
        raise NotPermitted("no_sign_on", "That was another account, or no new login. Confirm who you are again.")
    return fresh_login.issue(actor)


@transaction.atomic
def use_break_glass(person: User) -> None:
    """Record that the emergency account was used, and notify every administrator."""
    now = timezone.now()
    account_notifications.break_glass_used(person, now)
    record(Action.USE_BREAK_GLASS, person, person, now, [])


@transaction.atomic
def end_sessions(token: LogoutToken) -> None:
    """End the sessions that the provider names, at once. A token counts once.

    A login here that the provider answers at this very moment goes on until it is asked again. Raises `NotPermitted`
    with code ``used_token``.
    """
    now, issuer = timezone.now(), settings.SINGLE_SIGN_ON.issuer
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    ProviderLogout.objects.filter(at__lt=oldest).delete()
    given = {"subject": token.subject, "session_id": token.session_id, "at": now}
    logout, is_new = ProviderLogout.objects.get_or_create(issuer=issuer, token_id=token.token_id, defaults=given)
    if not is_new:
        raise NotPermitted("used_token", "This logout token was used before.")
    person = User.objects.filter(external_account__issuer=issuer, external_account__subject=token.subject).first()
    actor, subject = (person, person) if person else (audit.THE_SITE, logout)
    audit.record(action=Action.END_SIGN_ON, actor=actor, subject=subject, at=now, rows=[])
