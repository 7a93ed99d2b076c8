"""Texts of sections: immutable revisions, their citations, and working copies."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from ..content import digests
from .append_only import AppendOnlyModel, AppendOnlyQuerySet
from .catalogue import Reference
from .guide import Section
from .states import ReviewState, RevisionState

NOT_WITHDRAWN = [state for state in ReviewState if state != ReviewState.WITHDRAWN]
PRESENCE_LASTS = timedelta(seconds=30)


class SectionRevisionQuerySet(AppendOnlyQuerySet):
    def with_text(self) -> "SectionRevisionQuerySet":
        """Load what the canonical form and pages need: kind, guide and citations."""
        citations = models.Prefetch("citations", Citation.objects.select_related("reference"))
        return self.select_related("section__kind", "section__monograph").prefetch_related(citations)

    def latest_of_section(self) -> "SectionRevisionQuerySet":
        return self.filter(section__latest_revision=F("pk"))

    def with_state(self) -> "SectionRevisionQuerySet":
        """Annotate `state_code`, derived as `SectionRevision.state` is."""
        # Uses the reverse relations, because this module can't import reviews and editions.
        itself = self.model._default_manager.filter(pk=OuterRef("pk")).order_by()
        decided = itself.filter(reviews__state__in=NOT_WITHDRAWN).order_by("-reviews__pk").values("reviews__state")
        shown = itself.filter(lines__edition=F("section__monograph__current_edition"))
        return self.annotate(
            last_decision=Subquery(decided[:1]),
            state_code=Case(
                When(last_decision=ReviewState.OPEN, then=Value(RevisionState.IN_REVIEW)),
                When(
                    last_decision=ReviewState.CHANGES_REQUESTED,
                    section__latest_revision=F("pk"),
                    then=Value(RevisionState.CHANGES_REQUESTED),
                ),
                When(Exists(shown), then=Value(RevisionState.PUBLISHED)),
                When(section__approved_revision=F("pk"), then=Value(RevisionState.APPROVED)),
                When(section__latest_revision=F("pk"), then=Value(RevisionState.DRAFT)),
                default=Value(RevisionState.SUPERSEDED),
                output_field=models.CharField(),
            ),
        )

    def in_state(self, state: RevisionState) -> "SectionRevisionQuerySet":
        return self.with_state().filter(state_code=state)

    def contributed_to_by(self, person: int) -> "SectionRevisionQuerySet":
        """Return the revisions to which this person, by primary key, contributed."""
        return self.filter(Exists(contributions(OuterRef("section"), OuterRef("number")).filter(author=person)))


class SectionRevision(AppendOnlyModel):
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    facts = models.JSONField(null=True)
    is_removal = models.BooleanField(default=False)
    reason = models.TextField("reason for the change")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    state_code: str  # only on rows from `with_state`
    # A person's primary key and whether they wrote part of the text: from `Review.attach_revision`.
    known_author: tuple[int, bool] | None = None

    objects = SectionRevisionQuerySet.as_manager()  # type: ignore[misc]  # narrows the abstract one

    class Meta:
        ordering = ["section", "number"]
        verbose_name = "revision"
        default_permissions = ("add", "view")
        permissions = [
            ("submit_sectionrevision", "Can submit revisions for review"),
            ("export_sectionrevision", "Can export the history of revisions"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="revision_number_once_per_section"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_number_from_one"),
            models.CheckConstraint(
                condition=Q(is_removal=False) | Q(body="", facts__isnull=True), name="revision_removal_has_no_text"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="revision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.section} r{self.number}"

    @property
    def state(self) -> RevisionState:
        """Return the state, as `SectionRevisionQuerySet.with_state` derives it."""
        section = self.section
        is_latest = section.latest_revision_id == self.pk
        decision = self.reviews.filter(state__in=NOT_WITHDRAWN).order_by("-pk").values_list("state", flat=True).first()
        if decision == ReviewState.OPEN:
            return RevisionState.IN_REVIEW
        if decision == ReviewState.CHANGES_REQUESTED and is_latest:
            return RevisionState.CHANGES_REQUESTED
        if self.lines.filter(edition=section.monograph.current_edition_id).exists():
            return RevisionState.PUBLISHED
        if section.approved_revision_id == self.pk:
            return RevisionState.APPROVED
        return RevisionState.DRAFT if is_latest else RevisionState.SUPERSEDED

    @property
    def state_label(self) -> str:
        """Return the label of the state, for rows from `with_state`."""
        return str(RevisionState(self.state_code).label)

    @property
    def references(self) -> list[digests.CitedReference]:
        """Return the citations in order, in the canonical form.

        Load with `with_text` for lists.
        """
        return [
            {"key": citation.reference.key, "locator": citation.locator, "wording": citation.wording}
            for citation in sorted(self.citations.all(), key=lambda citation: citation.position)
        ]

    @property
    def canonical_form(self) -> dict[str, Any]:
        """Return what the digest is computed from, as `digests.text_digest` takes it.

        Load with `with_text` for lists.
        """
        return {
            "kind": self.section.kind.code,
            "heading": self.heading,
            "body": self.body,
            "facts": self.facts,
            "references": self.references,
            "removal": self.is_removal,
        }

    def recomputed_digest(self) -> str:
        """Return the digest of what is stored now.

        It equals `digest` unless somebody altered the database.
        """
        return digests.text_digest(**self.canonical_form)

    def is_written_by(self, person: int | None) -> bool:
        """Return whether this person, by primary key, is one of the contributors."""
        if self.known_author is not None and self.known_author[0] == person:
            return self.known_author[1]
        return person in self.contributor_keys

    @cached_property
    def contributor_keys(self) -> set[int]:
        """Return the primary keys of the authors of its `contributions`. They may not review it.

        They never change for a revision.
        """
        return set(contributions(self.section_id, self.number).values_list("author", flat=True))


def contributions(section: Any, number: Any) -> SectionRevisionQuerySet:
    """Return the revisions whose authors count as authors of the revision with this number.

    That is the revision itself, all since the last approved one before it, and every earlier one with the same digest:
    whoever brings a text back does not become its only author. "Before it", so that the authors of an approved text
    may not review it again either. `section` and `number` are values or `OuterRef`s: the rule of four eyes is the same
    for one text and for lists. The triggers repeat it (`four_eyes.is_author_sql`).
    """
    # The approved revision, and this one's digest, are found one subquery deeper than the revisions.
    deeper: list[Any] = [OuterRef(value) if isinstance(value, OuterRef) else value for value in (section, number)]
    revisions: SectionRevisionQuerySet = SectionRevision.objects.all()
    approved = revisions.filter(section=deeper[0], number__lt=deeper[1], reviews__state=ReviewState.APPROVED)
    last = Subquery(approved.order_by("-number").values("number")[:1])
    digest = Subquery(revisions.filter(section=deeper[0], number=deeper[1]).values("digest")[:1])
    part_of_it = Q(number__gt=Coalesce(last, 0)) | Q(digest=digest)
    return revisions.filter(part_of_it, section=section, number__lte=number)


class Citation(AppendOnlyModel):
    """A reference cited by a revision, at a place in the source, in frozen words."""

    revision = models.ForeignKey(SectionRevision, on_delete=models.PROTECT, related_name="citations", db_index=False)
    position = models.PositiveSmallIntegerField()
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, related_name="+")
    locator = models.CharField("place in the source", max_length=200, blank=True)
    wording = models.TextField()

    class Meta:
        ordering = ["revision", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="citation_position_once_per_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} [{self.position}] {self.reference.key}"


class WorkingCopy(models.Model):
    """An editor's unsaved changes to a section, exactly as entered.

    Nobody else sees them, and nobody reviews them.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="working_copies", db_index=False)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)  # the form's fields by name
    based_on = models.ForeignKey(SectionRevision, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "working copies"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["section", "editor"], name="workingcopy_once_per_editor_and_section"),
        ]

    def __str__(self) -> str:
        return f"{self.editor}'s working copy of {self.section}"

    def get(self, field: str, default: Any = "") -> Any:
        return self.typed.get(field, default)

    @property
    def version(self) -> str:
        """Return the time of the last save, which identifies this state of the copy."""
        return self.updated_at.isoformat()


class PresenceQuerySet(models.QuerySet["Presence"]):
    def recent(self, at: datetime) -> "PresenceQuerySet":
        """Return those seen within 30 seconds before `at`.

        An open page reports itself every ten seconds.
        """
        return self.filter(seen_at__gt=at - PRESENCE_LASTS)


class Presence(models.Model):
    """Somebody has a section open for writing. It locks nothing.

    The open page last reported itself at `seen_at`.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="presences", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["section", "person"], name="presence_once_per_person_and_section"),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.section}"
