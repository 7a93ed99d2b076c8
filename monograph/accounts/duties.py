"""What roles are for, in words: an administrator grants duties, not permissions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group, User
from django.db.models import Prefetch, Q, QuerySet

from .. import permissions
from ..models.people import is_signing_suspended
from ..permissions import ALLOWED, SIGNING_RIGHTS, Verdict
from .details import waiting_grant
from .signing import may_be_printed, may_sign

# Permission -> what it lets its holder do. Reading is left out: everyone who has a role reads the desks.
DUTIES = {
    "add_monograph": "starts guides",
    "add_sectionrevision": "writes and revises sections",
    "submit_sectionrevision": "submits sections for review",
    "change_reference": "maintains the library of references and the glossary",
    "comment_review": "comments on texts in review",
    "decide_review": "signs texts, or requests changes",
    "decide_siteword": "decides which words are known",
    "publish_edition": "publishes and schedules editions",
    "withdraw_edition": "withdraws editions",
    "change_readerreport": "answers readers’ reports",
    "view_auditentry": "reads the audit trail",
    "export_auditentry": "exports histories, signatures and the audit trail",
}
# What signing is called on the page of people, by its right.
SIGNS = {"decide_review": "texts", "publish_edition": "editions", "withdraw_edition": "withdrawals"}


@dataclass(frozen=True)
class Role:
    name: str
    duties: list[str]
    signs: bool
    people: list[User]


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """Load the roles of people with their permissions, for `signs_what`. Takes two queries."""
    return people.prefetch_related(Prefetch("groups", Group.objects.prefetch_related("permissions")))


def list_roles() -> list[Role]:
    """Return every role with its duties and the active people who have it. Takes three queries."""
    active = User.objects.filter(is_active=True).order_by("username")
    groups = Group.objects.prefetch_related("permissions", Prefetch("user_set", active)).order_by("name")
    return [_role(group) for group in groups]


def _role(group: Group) -> Role:
    given = _codenames([group])
    duties = [words for codename, words in DUTIES.items() if codename in given]
    return Role(group.name, duties, bool(given & SIGNING_RIGHTS), list(group.user_set.all()))


def _codenames(groups: Iterable[Group]) -> set[str]:
    return {permission.codename for group in groups for permission in group.permissions.all()}


def signs_what(person: User, today: date) -> str:
    """Return in a few words what a person may sign now, and until when.

    Takes no query for rows of `with_roles` and `models.people.with_suspension` with their profile.
    """
    given = _codenames(person.groups.all())
    kinds = [words for codename, words in SIGNS.items() if codename in given]
    if not kinds or not person.is_active:
        return ""
    profile = getattr(person, "profile", None)
    if is_signing_suspended(person):
        return f"{', '.join(kinds)}: suspended"
    if profile is None or profile.licence_expires is None:
        return ", ".join(kinds)
    ended = " (expired)" if profile.is_licence_expired(today) else ""
    return f"{', '.join(kinds)}, until {profile.licence_expires:%Y-%m-%d}{ended}"


def find_people(words: str) -> QuerySet[User]:
    """Return people whose name, username or address has each of these words."""
    people = User.objects.order_by("-is_active", "last_name", "first_name", "username")
    for word in words.split():
        found = Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        people = people.filter(found | Q(email__icontains=word))
    return people


def signing_lack(user: User) -> Verdict:
    """Return what keeps a user from signing who has a right to, or who will have one once it is confirmed."""
    rights = permissions.may_review(user), permissions.may_publish(user), permissions.may_withdraw_edition(user)
    if any(rights):
        return may_sign(user) and may_be_printed(user)
    suspended = (right for right in rights if right.code == "signing_suspended")
    return next(suspended, None) or _waiting_role(user)


def _waiting_role(user: User) -> Verdict:
    change = waiting_grant(user)
    old, new = change.changes.get("roles", [[], []]) if change else ([], [])
    if not new:
        return ALLOWED
    roles = " and ".join(role for role in new if role not in old)
    return Verdict("waiting", f"A second administrator has to confirm your role first: {roles}.")
