"""What administrators decide about a person: names, address, roles, and the profile printed under signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from ..content import digests, plain
from ..content.errors import ContentError, Problem
from ..errors import InvalidContent
from ..models import AccountChange, ExternalAccount, Profile
from ..permissions import SIGNING_RIGHTS

PROFILE_FIELDS = ("printed_name", "credentials", "licence_number", "licence_expires")
LABELS = {
    "first_name": "First name",
    "last_name": "Last name",
    "email": "Email address",
    "roles": "Roles",
    "is_administrator": "Administrator",
    "printed_name": "Printed name",
    "credentials": "Credentials",
    "licence_number": "License number",
    "licence_expires": "Last day of the license",
}
# Of the columns of the account and the profile.
MAX_LENGTHS = {"first_name": 150, "last_name": 150, "printed_name": 150, "credentials": 100, "licence_number": 60}
MAX_EMAIL = 254
# Differences as the audit trail and `AccountChange` store them: field -> [old, new].
Changes = dict[str, list[Any]]


@dataclass(frozen=True)
class Details:
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()  # names, sorted
    is_administrator: bool = False
    printed_name: str = ""
    credentials: str = ""
    licence_number: str = ""
    licence_expires: date | None = None  # the last day

    def as_json(self) -> dict[str, Any]:
        """Return the values as they are stored: roles as a list, the day as ``2027-01-31`` or ""."""
        day = self.licence_expires.isoformat() if self.licence_expires else ""
        return {**asdict(self), "roles": list(self.roles), "licence_expires": day}

    @property
    def digest(self) -> str:
        """Return what a page carries, to notice that somebody else has changed the details since."""
        return digests.seal(self.as_json())


def read_details(person: User) -> Details:
    """Return the details that are stored. Takes a query for the roles, and one for the profile."""
    profile = getattr(person, "profile", None)
    printed = {name: getattr(profile, name) for name in PROFILE_FIELDS} if profile else {}
    return Details(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        roles=tuple(sorted(group.name for group in person.groups.all())),
        is_administrator=person.is_superuser,
        **printed,
    )


def clean_details(details: Details, person: User) -> Details:
    """Return details that can be stored for a person, saved or not; raise `InvalidContent` with every problem."""
    lines: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, limit in MAX_LENGTHS.items():
        value = getattr(details, name)
        try:
            lines[name] = plain.clean_line(value, name, LABELS[name], max_length=limit) if value.strip() else ""
        except ContentError as error:
            problems += error.problems
    problems += email_problems(details.email, person)
    if problems:
        raise InvalidContent(problems)
    return replace(details, **lines, roles=tuple(sorted(set(details.roles))))


def email_problems(email: str, person: User) -> list[Problem]:
    try:
        validate_email(email)
        MaxLengthValidator(MAX_EMAIL)(email)
    except ValidationError:
        return [Problem("email", "invalid", "Enter an email address, such as name@example.org.")]
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        return [Problem("email", "taken", "Another account has this address. Everybody needs their own.")]
    return []


def signing_roles(names: Iterable[str]) -> set[str]:
    """Return those of these roles that give a right to sign."""
    roles = Group.objects.filter(name__in=list(names), permissions__codename__in=SIGNING_RIGHTS)
    return set(roles.values_list("name", flat=True))


def differences(before: Details, after: Details) -> Changes:
    old, new = before.as_json(), after.as_json()
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def split_changes(person: User, changes: Changes) -> tuple[Changes, Changes]:
    """Return what one administrator may change alone, and what a second one has to confirm.

    That is: a role that signs, the right to administer, everything printed under signatures, and the address of
    whoever has used the account, because a link to it gives the account away. Taking a right away needs no second.
    """
    alone, waiting = dict(changes), {}
    if "roles" in changes:
        old, new = changes["roles"]
        gained = signing_roles(set(new) - set(old))
        kept = [name for name in new if name not in gained]
        if gained:
            waiting["roles"] = [kept, new]
        alone["roles"] = [old, kept]
        if old == kept:
            del alone["roles"]
    for name in ("is_administrator", "email", *PROFILE_FIELDS):
        if name in changes and _needs_second(person, name, changes[name][1]):
            waiting[name] = alone.pop(name)
    return alone, waiting


def _needs_second(person: User, name: str, value: Any) -> bool:
    if name == "is_administrator":
        return bool(value)
    if name != "email":
        return True
    return person.pk is not None and (was_used(person) or bool(signing_roles(read_details(person).roles)))


def was_used(person: User) -> bool:
    """Return whether somebody has had an account in hand, or may administer with it: a mail to it opens it."""
    has_login = person.has_usable_password() or person.last_login is not None
    return person.is_superuser or has_login or ExternalAccount.objects.filter(user=person).exists()


def apply_changes(person: User, changes: Changes) -> None:
    """Store the new values of some fields."""
    new = {name: values[1] for name, values in changes.items()}
    person.is_superuser = new.get("is_administrator", person.is_superuser)
    for name in ("first_name", "last_name", "email"):
        setattr(person, name, new.get(name, getattr(person, name)))
    person.save(update_fields=["is_superuser", "first_name", "last_name", "email"])
    if "roles" in changes:
        old, wanted = map(set, changes["roles"])
        person.groups.add(*Group.objects.filter(name__in=wanted - old))
        person.groups.remove(*Group.objects.filter(name__in=old - wanted))
    printed = {name: new[name] for name in PROFILE_FIELDS if name in new}
    if "licence_expires" in printed:
        printed["licence_expires"] = date.fromisoformat(printed["licence_expires"]) if new["licence_expires"] else None
    if printed:
        Profile.objects.update_or_create(user=person, defaults=printed)


def waiting_grant(person: User) -> AccountChange | None:
    """Return the change that waits for a second administrator."""
    kind, state = AccountChange.Kind.GRANT, AccountChange.State.WAITING
    return AccountChange.objects.filter(person=person, kind=kind, state=state).first()


def change_lines(changes: Mapping[str, list[Any]]) -> list[tuple[str, str, str]]:
    """Return changes for people, in the order of the form: label, old value and new value of each."""
    # PostgreSQL keeps the keys of JSON in an order of its own.
    listed = ((label, changes[name]) for name, label in LABELS.items() if name in changes)
    return [(label, _in_words(old), _in_words(new)) for label, (old, new) in listed]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) if isinstance(value, list) else value) or "none"
