"""The people of the tests: one of every role, and those who must be refused."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

from monograph.models import Profile
from monograph.recording import recorded

PASSWORD = "a long test password"


@dataclass(frozen=True)
class Cast:
    ana: User  # editor
    ben: User  # editor
    priya: User  # pharmacist
    tom: User  # pharmacist
    maria: User  # publisher
    grace: User  # auditor
    pat: User  # editor and pharmacist at once: the author in the reviewers' group
    root: User  # administrator in every role: has every permission there is
    sam: User  # staff without any right
    gone: User  # pharmacist and publisher whose account was deactivated


ROLES = {
    "ana": ["Editor"],
    "ben": ["Editor"],
    "priya": ["Pharmacist"],
    "tom": ["Pharmacist"],
    "maria": ["Publisher"],
    "grace": ["Auditor"],
    "pat": ["Editor", "Pharmacist"],
    "root": ["Editor", "Pharmacist", "Publisher", "Auditor"],
    "sam": [],
    "gone": ["Pharmacist", "Publisher"],
}


def find_cast() -> Cast:
    """Return the people, whom every test finds in its database."""
    return Cast(**{user.username: user for user in User.objects.filter(username__in=ROLES)})


def make_cast() -> None:
    with recorded(User.objects.all(), Profile.objects.all(), actor="the tests"):
        _make_people()


def _make_people() -> None:
    for name, roles in ROLES.items():
        user = User.objects.create_user(
            name, password=PASSWORD, is_staff=True, is_superuser=name == "root", is_active=name != "gone"
        )
        user.groups.set(Group.objects.filter(name__in=roles))
        credentials = "PharmD" if "Pharmacist" in roles else ""
        Profile.objects.create(user=user, printed_name=name.title(), credentials=credentials)
