"""The verbs on people's accounts, for the table of permissions."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import override_settings
from django.utils import timezone

from config.environment import SingleSignOn
from monograph import people_permissions
from monograph.accounts import account_changes, people, single_sign_on, suspension
from monograph.accounts.details import Details, read_details
from monograph.accounts.provider import Claims
from monograph.models import AccountChange
from monograph.permissions import Verdict
from monograph.recording import recorded

from .cast import PASSWORD
from .factory import Guide

Case = tuple[Callable[[User], Verdict], Callable[[User], Any]]
GIVEN = {"reason": "Agreed by phone.", "password": PASSWORD}
ADMINISTRATORS = {"root"}


def another_administrator() -> User:
    """Return an administrator who has no other role."""
    if found := User.objects.filter(username="ada").first():
        return found
    with recorded(User.objects.all(), actor="tests"):
        return User.objects.create_superuser("ada", "ada@example.org", PASSWORD)


def newcomer(*roles: str, **details: Any) -> Details:
    """Return the details of somebody who is to be invited."""
    names = {"first_name": "Nell", "last_name": "Osborne", "email": "nell@example.org"}
    return Details(**{**names, "roles": roles, **details})


def invite(actor: User, *roles: str, username: str = "nell", **details: Any) -> User:
    return people.invite(actor=actor, username=username, details=newcomer(*roles, **details), **GIVEN)


def change(actor: User, person: User, **details: Any) -> AccountChange | None:
    """Change some details of a person, as they are now."""
    person = User.objects.get(pk=person.pk)
    before = read_details(person)
    after = Details(**{**before.__dict__, "email": before.email or f"{person.username}@example.org", **details})
    return people.change_person(actor=actor, person=person, details=after, expected=before.digest, **GIVEN)


def asked_change(person: User) -> AccountChange:
    """Return a waiting change that another administrator asked for."""
    waiting = change(another_administrator(), person, printed_name="Another Name")
    assert waiting is not None
    return waiting


def suspended(person: User, actor: User | None = None) -> AccountChange:
    """Return the suspension of a person whose account another administrator activated again."""
    actor = actor or another_administrator()
    (found,) = suspension.suspend_signing(person, actor, timezone.now(), "A reset.")
    return found


def decline(actor: User, change: AccountChange) -> None:
    account_changes.decline_change(actor=actor, change=change, **GIVEN)


def link_account(person: User, subject: str = "7") -> None:
    """Let a person log in at a provider of single sign-on that knows their address."""
    with recorded(User.objects.all(), actor="tests"):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
    provider = SingleSignOn("login", "https://login.example.org", "m", "s", {"writers": "Editor"}, "groups")
    given = {"username": "", "email": f"{person.username}@example.org", "first_name": "", "last_name": ""}
    claims = Claims(
        provider.issuer, subject, is_email_verified=True, roles=frozenset({"Editor"}), authenticated_at=0, **given
    )
    with override_settings(SINGLE_SIGN_ON=provider):
        single_sign_on.sign_in(claims)


def _somebody(*, is_active: bool = True) -> User:
    names = {"first_name": "Sol", "last_name": "Body", "is_staff": True, "is_active": is_active}
    person = User.objects.create_user("somebody", "s@example.org", PASSWORD, **names)
    person.groups.add(Group.objects.get(name="Pharmacist"))
    return person


def _invite(guide: Guide) -> Case:
    return people_permissions.may_manage_people, lambda who: invite(who, "Editor")


def _renew_invitation(guide: Guide) -> Case:
    person = invite(another_administrator(), "Editor")
    return people_permissions.may_manage_people, lambda who: people.renew_invitation(
        actor=who, person=person, password=PASSWORD
    )


def _change(guide: Guide) -> Case:
    person = _somebody()
    return people_permissions.may_manage_people, lambda who: change(who, person, last_name="Other")


def _confirm(guide: Guide) -> Case:
    waiting = asked_change(_somebody())
    return lambda who: people_permissions.may_confirm_change(who, waiting), lambda who: account_changes.confirm_change(
        actor=who, change=waiting, password=PASSWORD
    )


def _decline(guide: Guide) -> Case:
    waiting = asked_change(_somebody())
    return lambda who: people_permissions.may_decline_change(who, waiting), lambda who: account_changes.decline_change(
        actor=who, change=waiting, **GIVEN
    )


def _close(verb: Callable[..., None], *, is_active: bool = True) -> Callable[[Guide], Case]:
    def prepare(guide: Guide) -> Case:
        person = _somebody(is_active=is_active)
        return lambda who: people_permissions.may_close_account(who, person), lambda who: verb(
            actor=who, person=person, **GIVEN
        )

    return prepare


def _resume(guide: Guide) -> Case:
    change = suspended(guide.cast.priya)
    return lambda who: people_permissions.may_resume_signing(who, change), lambda who: suspension.resume_signing(
        actor=who, change=change
    )


PEOPLE_TABLE: dict[str, tuple[Callable[[Guide], Case], set[str]]] = {
    "invite somebody": (_invite, ADMINISTRATORS),
    "send an invitation again": (_renew_invitation, ADMINISTRATORS),
    "change an account": (_change, ADMINISTRATORS),
    "confirm a change of an account": (_confirm, ADMINISTRATORS),
    "decline a change of an account": (_decline, ADMINISTRATORS),
    "deactivate an account": (_close(people.deactivate), ADMINISTRATORS),
    "activate an account": (_close(people.activate, is_active=False), ADMINISTRATORS),
    "reset a password": (_close(people.reset_password), ADMINISTRATORS),
    "end one's own suspension": (_resume, {"priya"}),
}
