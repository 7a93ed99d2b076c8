"""Where a guide stands: its sections in reading order, who is at what, and how far the next edition is."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from ... import permissions
from ...models import EditionSection, Monograph, Presence, Review, RevisionState, Section, SectionKind, SectionRevision
from ...models.people import full_name
from ...models.revision import written_since_approval
from ...release import guide_checks

NOT_WRITTEN = "not_written"
# How the parts of the progress are told, in the order of the picture: one, and more of them.
PARTS = {
    "signed": ("is signed", "are signed"),
    RevisionState.IN_REVIEW: ("waits for a pharmacist", "wait for a pharmacist"),
    RevisionState.CHANGES_REQUESTED: ("was sent back", "were sent back"),
    RevisionState.DRAFT: ("is a draft", "are drafts"),
    NOT_WRITTEN: ("is not written yet", "are not written yet"),
}


@dataclass
class Signed:
    """Who signed the approved text of a section, as printed, and when the last of them did."""

    printed: list[str]
    at: datetime


@dataclass
class SectionRow:
    """A section on the guide's page: its latest text, what the public reads, and what can be done next."""

    kind: SectionKind
    latest: Any = None  # a SectionRevision, with its state and whether the reader wrote any of it
    line: EditionSection | None = None
    review: int | None = None  # the open one
    asked: int | None = None  # the one that asked for changes to the latest text
    may_review: bool = False
    signed: Signed | None = None
    writing: list[str] = field(default_factory=list)  # who has it open now
    errors: int = 0
    warnings: int = 0

    @property
    def heading(self) -> str:
        return self.latest.heading if self.latest else str(self.kind)

    @property
    def state(self) -> str:
        return self.latest.state_code if self.latest else NOT_WRITTEN

    @property
    def state_in_words(self) -> str:
        if self.latest is None:
            return "not written yet"
        return f"removal: {self.latest.state_label}" if self.latest.is_removal else str(self.latest.state_label)

    @property
    def public_in_words(self) -> str:
        if self.line is None or self.line.is_removal:
            return "not public"
        if self.latest is not None and self.line.revision_id == self.latest.pk:
            return f"revision {self.line.revision.number}, the latest"
        return f"revision {self.line.revision.number}"

    @property
    def part(self) -> str | None:
        """Return which part of the progress it is; None for a section that the guide can do without and has not."""
        if self.latest is None:
            return NOT_WRITTEN if self.kind.requirement == SectionKind.Requirement.ALWAYS else None
        return "signed" if self.state in (RevisionState.APPROVED, RevisionState.PUBLISHED) else self.state


class GuideOverview:
    """All of a guide's page that is read, in ten queries, whatever the number of sections and revisions."""

    def __init__(self, monograph: Monograph, reader: permissions.AnyUser) -> None:
        self.monograph, self.reader = monograph, reader
        slot = Section.objects.filter(monograph=monograph, kind=OuterRef("pk")).values("pk")
        kinds = list(SectionKind.objects.annotate(slot=Subquery(slot)))
        self.missing_kinds = [kind for kind in kinds if kind.slot is None]
        self.by_section = {kind.slot: SectionRow(kind) for kind in kinds if kind.slot is not None}
        self.rows = list(self.by_section.values())
        self._add_texts()
        self._add_reviews()
        self._add_people()
        self._add_findings()

    def _add_texts(self) -> None:
        wrote = written_since_approval(OuterRef("section"), OuterRef("number")).filter(author=self.reader.pk)
        latest = SectionRevision.objects.with_text().with_state().latest_of_section().select_related("author")
        for revision in latest.filter(section__monograph=self.monograph).annotate(is_author=Exists(wrote)):
            revision.known_author = (self.reader.pk, revision.is_author)
            self.by_section[revision.section_id].latest = revision
        lines = EditionSection.objects.filter(edition=self.monograph.current_edition_id).select_related("revision")
        for line in lines.defer("revision__body", "revision__facts"):
            self.by_section[line.revision.section_id].line = line

    def _add_reviews(self) -> None:
        """Add, in one query, the reviews that say where a text stands, with a row for each of their signatures."""
        open_now = Q(state=Review.State.OPEN)
        asked = Q(state=Review.State.CHANGES_REQUESTED, revision=F("section__latest_revision"))
        approved = Q(state=Review.State.APPROVED, revision=F("section__approved_revision"))
        found = Review.objects.filter(open_now | asked | approved, section__monograph=self.monograph).order_by("pk")
        names = ("signer_name", "signer_credentials", "signed_at")
        signed: dict[int, dict[int, Signed]] = {}
        for section, pk, state, name, credentials, at in found.order_by("pk", "signatures__pk").values_list(
            "section", "pk", "state", *(f"signatures__{each}" for each in names)
        ):
            row = self.by_section[section]
            if state == Review.State.OPEN:
                row.review = pk
                row.may_review = bool(permissions.may_review(self.reader, row.latest))
            elif state == Review.State.CHANGES_REQUESTED:
                row.asked = pk
            elif at is not None:
                mine = signed.setdefault(section, {}).setdefault(pk, Signed([], at))
                mine.printed.append(", ".join(filter(None, [name, credentials])))
                mine.at = max(mine.at, at)
        for section, reviews in signed.items():
            self.by_section[section].signed = reviews[max(reviews)]

    def _add_people(self) -> None:
        here = Presence.objects.recent(timezone.now()).filter(section__monograph=self.monograph)
        for each in here.select_related("person").order_by("person__username"):
            self.by_section[each.section_id].writing.append(
                "you" if each.person_id == self.reader.pk else full_name(each.person)
            )

    def _add_findings(self) -> None:
        """Count what preflight finds in the latest texts, held against each other, all at once."""
        revisions = [row.latest for row in self.rows if row.latest]
        rows = {row.kind.code: row for row in self.rows}
        for finding, waiver in guide_checks.with_waivers(guide_checks.check_guide(revisions), revisions):
            row = rows.get(finding.section)
            if row is not None and waiver is None:
                row.errors += finding.is_error
                row.warnings += not finding.is_error

    @cached_property
    def progress(self) -> list[tuple[str, int, int]]:
        """Return the parts of the next edition that are not empty: name, where it begins in the picture, how many."""
        counts = Counter(row.part for row in self.rows if row.part)
        parts, start = [], 0
        for name in PARTS:
            if number := counts[name]:
                parts.append((str(name), start, number))
                start += number
        return parts

    @property
    def total(self) -> int:
        return sum(number for _, _, number in self.progress)

    @property
    def progress_in_words(self) -> str:
        if not self.progress:
            return "Nothing is written yet."
        numbers = {name: number for name, _, number in self.progress}
        signed = numbers.pop("signed", 0)
        verb = "is" if self.total == 1 else "are"
        said = f"{signed} of {self.total} section{'' if self.total == 1 else 's'} {verb} signed"
        others = [f"{number} {PARTS[name][number > 1]}" for name, number in numbers.items()]
        return f"{said}{'; ' if others else ''}{', '.join(others)}."
