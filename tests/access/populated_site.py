"""A site with a guide in every state and a client of every user, and what they get."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client

from monograph.models import (
    AccountChange,
    AuditEntry,
    Edition,
    GlossaryTerm,
    Monograph,
    ReaderReport,
    Reference,
    Review,
    SectionKind,
    SectionRevision,
    Signature,
    SiteWord,
    WorkingCopy,
)
from monograph.workflow import publishing, reporting, reviewing

from ..authenticator import add_passkey, only_passkey
from ..cast import PASSWORD, Cast
from ..factory import Guide
from ..people_cases import asked_change
from ..stories import SHORT, propose, schedule

OUTSIDERS = ("anonymous", "gone", "nora")  # nobody; an account that was closed; an editor who is not staff
STAFF = ("sam", "ana", "priya", "maria", "grace", "pat", "root")
READERS = frozenset(STAFF) - {"sam"}
EDITORS = frozenset({"ana", "pat", "root"})
PHARMACISTS = frozenset({"priya", "pat", "root"})
PUBLISHERS = frozenset({"maria", "root"})
AUDITORS = frozenset({"grace", "root"})
ROOT = frozenset({"root"})
NOBODY: frozenset[str] = frozenset()

STATES = ("draft", "in_review", "changes_requested", "approved", "scheduled", "published", "withdrawn")
UNPUBLISHED = tuple(state for state in STATES if state not in ("published", "withdrawn"))


class PopulatedSite:
    """A guide in every state, written by Ana, signed by Priya and Tom.

    The catalogue requires only four sections.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        User.objects.create_user("nora", password=PASSWORD).groups.set(Group.objects.filter(name="Editor"))
        SectionKind.objects.exclude(code__in=SHORT).update(requirement=SectionKind.Requirement.OPTIONAL)
        self.guides = {state: Guide(cast, slug=state.replace("_", "-")) for state in STATES}
        for state, guide in self.guides.items():
            getattr(self, f"_{state}")(guide)
        add_passkey(cast.ben)
        self.passkey = only_passkey(cast.ben)
        self.word = propose(self.guides["draft"])
        self.change = asked_change(cast.ben)
        GlossaryTerm.objects.create(term="Dose", meaning="How much of a medicine is taken.")
        self.digests = {state: guide.release_candidate().digest for state, guide in self.guides.items()}
        self.clients = {who: self._client(who) for who in STAFF + OUTSIDERS}
        self._read: dict[tuple[str, str], Response] = {}

    def again(self, cast: Cast) -> "PopulatedSite":
        """Return this site for the next test: no test changes it."""
        return self

    def _draft(self, guide: Guide) -> None:
        guide.write()

    def _in_review(self, guide: Guide) -> None:
        guide.submit(guide.write())

    def _changes_requested(self, guide: Guide) -> None:
        review = guide.submit(guide.write())
        reviewing.request_changes(actor=self.cast.tom, review=review, expected=review.revision.digest, body="No.")

    def _approved(self, guide: Guide) -> None:
        for code in SHORT:
            guide.approve(guide.write(code))

    def _scheduled(self, guide: Guide) -> None:
        self._approved(guide)
        schedule(guide)

    def _published(self, guide: Guide) -> None:
        self._approved(guide)
        edition = guide.publish()
        reporting.file_report(edition=edition, section_code="uses", is_clear=False, words="A mistake.")

    def _withdrawn(self, guide: Guide) -> None:
        self._published(guide)
        edition = Edition.objects.get(monograph=guide.monograph)
        publishing.withdraw_edition(actor=self.cast.maria, edition=edition, reason="An error.", password=PASSWORD)

    def pk(self, state: str) -> int:
        return self.guides[state].monograph.pk

    def review(self, state: str) -> int:
        return Review.objects.filter(section=self.guides[state].section()).values_list("pk", flat=True).first() or 0

    def digest(self, state: str) -> str:
        revision = self.guides[state].section().latest_revision
        return revision.digest if revision else ""

    def get(self, who: str, address: str) -> "Response":
        """Return what this user reads at this address, asked for once: no test changes the site."""
        if (who, address) not in self._read:
            self._read[who, address] = answer(self.clients[who], "get", address)
        return self._read[who, address]

    def states(self, address: Callable[["PopulatedSite", str], str]) -> tuple[str, ...]:
        """Return the states in which this page has addresses of its own; all others lead to one of these."""
        first: dict[str, str] = {}
        for state in STATES:
            first.setdefault(address(self, state), state)
        return tuple(first.values())

    def _client(self, who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(User.objects.get(username=who))
        return client


COUNTED = (
    AccountChange,
    AuditEntry,
    SectionRevision,
    WorkingCopy,
    Reference,
    GlossaryTerm,
    User,
    Group,
    Monograph,
    Signature,
    ReaderReport,
    SiteWord,
)
COUNT = f"SELECT {', '.join(f'(SELECT COUNT(*) FROM {model._meta.db_table})' for model in COUNTED)}"


def counted() -> tuple[int, ...]:
    """Return the number of rows of each table, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return cursor.fetchone()


@dataclass(frozen=True)
class Response:
    """What a request was answered with, and whether it changed anything."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    is_changed: bool

    @property
    def target(self) -> str:
        return self.headers.get("Location", "")


def answer(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> Response:
    """Return the response to a request, then roll back."""
    with transaction.atomic():
        before = counted()
        response = getattr(client, method)(address, data or {})
        is_changed = counted() != before
        transaction.set_rollback(True)
    content = b"".join(response) if response.streaming else response.content
    return Response(response.status_code, response.headers, content, is_changed)


def dealt(who: str, users: Set[str], states: tuple[str, ...]) -> tuple[str, ...]:
    """Return this user's share of the states: each is somebody's, and nobody goes without.

    For answers that depend on the user or on the state, and never on both.
    """
    players = [user for user in STAFF + OUTSIDERS if user in users]
    turn = players.index(who)
    return states[turn :: len(players)] or states[turn % len(states) :][:1]


def differing(found: dict[Any, int], expected: dict[Any, int]) -> dict[Any, tuple[int, int]]:
    """Return (found, expected) for all differences, so that one run shows them all."""
    return {key: (found[key], expected[key]) for key in found if found[key] != expected[key]}
