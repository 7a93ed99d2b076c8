"""The sample: people of every role, and five guides made through the verbs.

Nothing bypasses the workflow, so the audit trail of a demo verifies like that of a real database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from ..models import Edition, Monograph, Profile, Review, Section, SectionRevision, Signature
from ..recording import recorded
from ..release.draft import Cited, Draft
from ..release.release_candidate import release_candidate
from ..workflow import drafting, publishing, reporting, reviewing
from .strict_parsers import parse_yaml

PASSWORD = "read-sign-publish"  # noqa: S105  # public: load_sample prints it, and runs with DEBUG only
NOTE = "Sample content for a demonstration. It is not medical advice."


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    credentials: str
    role: str
    licence: str = ""


ADMINISTRATOR = "Administrator"  # no role of the fixture: administrators are Django's superusers
PEOPLE = (
    Person("ana", "Ana Rivera", "", "Editor"),
    Person("ben", "Ben Okafor", "", "Editor"),
    Person("priya", "Priya Shah", "PharmD", "Pharmacist", "PH-10482"),
    Person("tom", "Tom Lindqvist", "PharmD, BCOP", "Pharmacist", "PH-20917"),
    Person("maria", "Maria Conti", "", "Publisher"),
    Person("grace", "Grace Osei", "", "Auditor"),
    # Two, because what gives a right to sign needs both.
    Person("ruth", "Ruth Amsel", "", ADMINISTRATOR),
    Person("omar", "Omar Haddad", "", ADMINISTRATOR),
)


def load_people() -> dict[str, User]:
    """Create the sample people who are missing, and return all by username.

    The roles must be loaded.
    """
    with recorded(User.objects.all(), Profile.objects.all(), actor="manage.py load_sample"):
        return {person.username: _load_person(person) for person in PEOPLE}


def _load_person(person: Person) -> User:
    user, is_new = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.name.split()[0],
            "last_name": person.name.split()[1],
            "email": f"{person.username}@example.org",
            "is_staff": True,
            "is_superuser": person.role == ADMINISTRATOR,
        },
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        if person.role != ADMINISTRATOR:
            user.groups.add(Group.objects.get(name=person.role))
        Profile.objects.create(
            user=user, printed_name=person.name, credentials=person.credentials, licence_number=person.licence
        )
    return user


def read_guides(folder: Path) -> list[dict[str, Any]]:
    """Return the guides of a folder's YAML files, Blincyto first."""
    guides = [parse_yaml(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]
    return sorted(guides, key=lambda guide: guide["slug"] != "blincyto")


class GuideStory:
    """The history of one guide, made through the verbs."""

    def __init__(self, guide: dict[str, Any], people: dict[str, User]) -> None:
        self.guide, self.people = guide, people
        self.monograph = drafting.start_monograph(
            actor=people["ana"], slug=guide["slug"], review_interval_months=guide["review_interval_months"]
        )
        self.later_texts: Iterator[dict[str, Any]] = iter(guide["later"])

    def section(self, code: str) -> Section:
        return Section.objects.select_related("kind", "latest_revision").get(monograph=self.monograph, kind__code=code)

    def write(self, code: str, text: dict[str, Any], *, reason: str, author: str = "ana") -> SectionRevision:
        section = self.section(code)
        latest = section.latest_revision
        brand = self.guide["sections"]["drug-facts"]["facts"]["brand_name"]
        cited = [Cited(**reference) for reference in text.get("references", [])]
        if latest is not None and "references" not in text:
            cited = [Cited(**reference) for reference in latest.references]
        heading = text.get("heading") or (latest.heading if latest else section.kind.heading_for(brand))
        return drafting.save_revision(
            actor=self.people[author],
            section=section,
            draft=Draft(heading, text.get("body", ""), text.get("facts"), cited),
            reason=reason,
            expected=latest.number if latest else None,
        )

    def write_all(self) -> list[SectionRevision]:
        # Ben writes some sections, so that histories and queues show more than one editor.
        return [
            self.write(code, text, reason="First text of this section.", author="ben" if place % 3 == 2 else "ana")
            for place, (code, text) in enumerate(self.guide["sections"].items())
        ]

    def write_later(self, *, author: str = "ana") -> SectionRevision:
        text = next(self.later_texts)
        return self.write(text["kind"], text, reason=text["reason"], author=author)

    def submit(self, revision: SectionRevision) -> Review:
        return reviewing.submit(actor=revision.author, revision=revision, expected=revision.number)

    def sign(self, review: Review, signer: str = "priya") -> None:
        meaning = Signature.Meaning.SECOND_CHECK if review.signatures.exists() else Signature.Meaning.ACCURATE
        reviewing.approve(
            actor=self.people[signer],
            review=review,
            expected=review.revision.digest,
            meaning=meaning,
            password=PASSWORD,
        )

    def approve(self, revision: SectionRevision) -> None:
        review = self.submit(revision)
        for signer in ("priya", "tom")[: review.required_signatures]:
            self.sign(review, signer)

    def publish(self, note: str) -> Edition:
        expected = release_candidate(Monograph.objects.get(pk=self.monograph.pk)).digest
        return publishing.publish(
            actor=self.people["maria"],
            monograph=self.monograph,
            expected=expected,
            note=f"{NOTE} {note}".strip(),
            password=PASSWORD,
        )

    def publish_first(self) -> Edition:
        for revision in self.write_all():
            self.approve(revision)
        return self.publish("")


def _blincyto(story: GuideStory) -> None:
    story.publish_first()
    story.approve(story.write_later())
    edition = story.publish("New in this edition: the section on dosage says what to do about a missed appointment.")
    unclear = "I did not find out whom to call when the pump beeps at night."
    reporting.file_report(edition=edition, section_code="dosage", is_clear=False, words=unclear)
    reporting.file_report(edition=edition, section_code="", is_clear=True, words="")
    waiting = story.submit(story.write_later(author="ben"))
    reviewing.comment(
        actor=story.people["priya"],
        review=waiting,
        body="Reads well. Tom, would you check the times in the table against the label?",
    )
    cost = story.submit(story.write_later())
    reviewing.request_changes(
        actor=story.people["tom"],
        review=cost,
        expected=cost.revision.digest,
        body="Please say that the program is the maker's, so that readers know who runs it.",
    )


def _metformin(story: GuideStory) -> None:
    story.publish_first()
    story.write_later(author="ben")


def _warfarin(story: GuideStory) -> None:
    story.publish_first()
    story.approve(story.write_later())


def _amoxicillin(story: GuideStory) -> None:
    edition = story.publish_first()
    reason = (
        "Withdrawn for this demonstration, to show how the notice of a withdrawn guide reads. This is sample content."
    )
    publishing.withdraw_edition(actor=story.people["maria"], edition=edition, reason=reason, password=PASSWORD)
    story.submit(story.write_later())


def _levothyroxine(story: GuideStory) -> None:
    for revision in story.write_all():
        code = revision.section.kind.code
        if code == "dosage":
            story.sign(story.submit(revision))
        elif code == "overdose":
            story.submit(revision)
        elif code not in ("interactions", "pregnancy"):
            story.approve(revision)


STORIES = {
    "blincyto": _blincyto,
    "metformin": _metformin,
    "warfarin": _warfarin,
    "amoxicillin": _amoxicillin,
    "levothyroxine": _levothyroxine,
}


@transaction.atomic
def load_guide(guide: dict[str, Any], people: dict[str, User]) -> bool:
    """Create one guide with its history, and return whether it is new.

    A guide that the database already has, by its slug, is left alone.
    """
    if Monograph.objects.filter(slug=guide["slug"]).exists():
        return False
    STORIES[guide["slug"]](GuideStory(guide, people))
    return True
