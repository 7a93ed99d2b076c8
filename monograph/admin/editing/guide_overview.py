"""The state of a guide: its sections, who works on them, and overall progress."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from ... import permissions
from ...models import EditionSection, Monograph, Presence, Review, RevisionState, Section, SectionKind, SectionRevision
from ...models.people import full_name, name_with_credentials
from ...models.revision import contributions
from ...release import guide_checks

SIGNED = "signed"
NOT_WRITTEN = "not_written"
# The steps of the progress bar in order, with the verb phrase for one section and for more.
PROGRESS_STEPS = {
    SIGNED: ("is signed", "are signed"),
    RevisionState.IN_REVIEW: ("is in review", "are in review"),
    RevisionState.CHANGES_REQUESTED: ("has changes requested", "have changes requested"),
    RevisionState.DRAFT: ("is a draft", "are drafts"),
    NOT_WRITTEN: ("is not written yet", "are not written yet"),
}


@dataclass
class Approval:
    """The signers of an approved revision, as printed, and the last signing time."""

    signers: list[str]
    signed_at: datetime


@dataclass
class SectionRow:
    """A section on the guide's page."""

    kind: SectionKind
    latest: Any = None  # a SectionRevision, with its state and whether the user wrote any of it
    published: EditionSection | None = None
    open_review: int | None = None
    changes_requested_in: int | None = None  # the review that requested changes to the latest revision
    may_review: bool = False
    approval: Approval | None = None
    editors: list[str] = field(default_factory=list)  # who has it open now
    errors: int = 0
    warnings: int = 0

    @property
    def heading(self) -> str:
        return self.latest.heading if self.latest else str(self.kind)

    @property
    def state(self) -> str:
        return self.latest.state_code if self.latest else NOT_WRITTEN

    @property
    def state_label(self) -> str:
        if self.latest is None:
            return "not written yet"
        return f"removal: {self.latest.state_label}" if self.latest.is_removal else str(self.latest.state_label)

    @property
    def published_label(self) -> str:
        if self.published is None or self.published.is_removal:
            return "not published"
        number = self.published.revision.number
        is_latest = self.latest is not None and self.published.revision_id == self.latest.pk
        return f"revision {number}, the latest" if is_latest else f"revision {number}"

    @property
    def findings_label(self) -> str:
        counts = (("error", self.errors), ("warning", self.warnings))
        return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts if count)

    @property
    def review_label(self) -> str:
        return "Review and sign" if self.may_review else "Open the review"

    @property
    def is_removable(self) -> bool:
        return self.open_review is None and not (self.latest and self.latest.is_removal)

    @property
    def progress_step(self) -> str | None:
        """Return the step of the progress bar.

        None for an optional section that is not written.
        """
        if self.latest is None:
            return NOT_WRITTEN if self.kind.requirement == SectionKind.Requirement.ALWAYS else None
        return SIGNED if self.state in (RevisionState.APPROVED, RevisionState.PUBLISHED) else self.state


class GuideOverview:
    """Everything that a guide's page shows.

    It takes ten queries, however many sections and revisions there are.
    """

    def __init__(self, monograph: Monograph, user: permissions.AnyUser) -> None:
        self.monograph, self.user = monograph, user
        slot = Section.objects.filter(monograph=monograph, kind=OuterRef("pk")).values("pk")
        kinds = list(SectionKind.objects.annotate(slot=Subquery(slot)))
        self.missing_kinds = [kind for kind in kinds if kind.slot is None]
        self.by_section = {kind.slot: SectionRow(kind) for kind in kinds if kind.slot is not None}
        self.rows = list(self.by_section.values())
        self._add_revisions()
        self._add_reviews()
        self._add_editors()
        self._add_findings()

    def _add_revisions(self) -> None:
        wrote = contributions(OuterRef("section"), OuterRef("number")).filter(author=self.user.pk)
        latest = SectionRevision.objects.with_text().with_state().latest_of_section().select_related("author")
        for revision in latest.filter(section__monograph=self.monograph).annotate(is_author=Exists(wrote)):
            revision.known_author = (self.user.pk, revision.is_author)
            self.by_section[revision.section_id].latest = revision
        lines = EditionSection.objects.filter(edition=self.monograph.current_edition_id).select_related("revision")
        for line in lines.defer("revision__body", "revision__facts"):
            self.by_section[line.revision.section_id].published = line

    def _add_reviews(self) -> None:
        """Add the reviews that decide the state of a section.

        One query, with a row for each signature.
        """
        is_open = Q(state=Review.State.OPEN)
        requested = Q(state=Review.State.CHANGES_REQUESTED, revision=F("section__latest_revision"))
        approved = Q(state=Review.State.APPROVED, revision=F("section__approved_revision"))
        reviews = Review.objects.filter(is_open | requested | approved, section__monograph=self.monograph)
        signature = ("signatures__signer_name", "signatures__signer_credentials", "signatures__signed_at")
        approvals: dict[int, dict[int, Approval]] = {}
        for section, pk, state, name, credentials, signed_at in reviews.order_by("pk", "signatures__pk").values_list(
            "section", "pk", "state", *signature
        ):
            row = self.by_section[section]
            if state == Review.State.OPEN:
                row.open_review = pk
                row.may_review = bool(permissions.may_review(self.user, row.latest))
            elif state == Review.State.CHANGES_REQUESTED:
                row.changes_requested_in = pk
            elif signed_at is not None:
                approval = approvals.setdefault(section, {}).setdefault(pk, Approval([], signed_at))
                approval.signers.append(name_with_credentials(name, credentials))
                approval.signed_at = max(approval.signed_at, signed_at)
        for section, by_review in approvals.items():
            self.by_section[section].approval = by_review[max(by_review)]

    def _add_editors(self) -> None:
        presences = Presence.objects.recent(timezone.now()).filter(section__monograph=self.monograph)
        for presence in presences.select_related("person").order_by("person__username"):
            name = "you" if presence.person_id == self.user.pk else full_name(presence.person)
            self.by_section[presence.section_id].editors.append(name)

    def _add_findings(self) -> None:
        """Count the findings in the latest revisions, checked together as one guide."""
        revisions = [row.latest for row in self.rows if row.latest]
        rows = {row.kind.code: row for row in self.rows}
        for finding, waiver in guide_checks.with_waivers(guide_checks.check_guide(revisions), revisions):
            row = rows.get(finding.section)
            if row is not None and waiver is None:
                row.errors += finding.is_error
                row.warnings += not finding.is_error

    @cached_property
    def progress(self) -> list[tuple[str, int, int]]:
        """Return the steps that have sections: name, start in the bar, and count."""
        counts = Counter(row.progress_step for row in self.rows if row.progress_step)
        steps, start = [], 0
        for name in PROGRESS_STEPS:
            if count := counts[name]:
                steps.append((str(name), start, count))
                start += count
        return steps

    @property
    def total(self) -> int:
        return sum(count for _, _, count in self.progress)

    @property
    def progress_label(self) -> str:
        if not self.progress:
            return "Nothing is written yet."
        counts = {name: count for name, _, count in self.progress}
        signed = counts.pop(SIGNED, 0)
        summary = f"{signed} of {self.total} {'section is' if self.total == 1 else 'sections are'} signed"
        others = [f"{count} {PROGRESS_STEPS[name][count > 1]}" for name, count in counts.items()]
        return f"{summary}{'; ' if others else ''}{', '.join(others)}."
