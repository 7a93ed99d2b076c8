"""Editions: numbered, immutable snapshots of the signed revision of every section."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ..content import digests
from ..content.facts import name_with_generic
from .append_only import AppendOnlyModel, AppendOnlyQuerySet
from .guide import Monograph
from .review import Review, Signature
from .revision import SectionRevision

REVIEW_DUE_SOON = timedelta(days=30)  # how long before a review is due the desks list it and people are reminded


class EditionQuerySet(AppendOnlyQuerySet):
    def current(self) -> "EditionQuerySet":
        """Return the editions that the public reads now: at most one per guide."""
        # A subquery, because for a join PostgreSQL expects one row and reads all editions to find the newest few.
        return self.filter(pk__in=Monograph.objects.current().values("current_edition"))

    def review_due_by(self, day: date) -> "EditionQuerySet":
        """Return the current editions whose review is due on this day, or was before."""
        return self.current().filter(review_due__lte=day)

    def readable(self) -> "EditionQuerySet":
        """Return the editions that anyone may read: all that are not withdrawn."""
        return self.filter(withdrawal__isnull=True)


class Edition(AppendOnlyModel):
    monograph = models.ForeignKey(Monograph, on_delete=models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveIntegerField()
    brand_name = models.CharField(max_length=200)
    generic_name = models.CharField(max_length=200)
    note = models.TextField("note to readers", blank=True)
    article = models.TextField()  # HTML, rendered once, so that an old edition never changes
    digest = models.CharField(max_length=80)  # covers the lines and the note
    release_signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="edition")
    published_at = models.DateTimeField()
    review_due = models.DateField()
    # Null if there is none, so that the seals of rows from before these columns do not change.
    returns_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    return_reason = models.TextField(null=True)  # noqa: DJ001
    withdrawal_answer = models.TextField(null=True)  # noqa: DJ001  # why the reason of a withdrawal no longer holds

    objects = EditionQuerySet.as_manager()  # type: ignore[misc]  # narrows the abstract one

    class Meta:
        ordering = ["monograph", "number"]
        default_permissions = ("view",)
        permissions = [
            ("publish_edition", "Can publish and schedule editions"),
            ("withdraw_edition", "Can withdraw editions"),
            ("export_edition", "Can export the history of editions"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["monograph", "number"], name="edition_number_once_per_guide"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(returns_to__isnull=True, return_reason__isnull=True)
                | (Q(returns_to__isnull=False, return_reason__isnull=False) & ~Q(return_reason="")),
                name="edition_return_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.monograph} edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("monograph:edition", args=[self.monograph.slug, self.number])

    @property
    def full_name(self) -> str:
        return name_with_generic(self.brand_name, self.generic_name)

    @property
    def canonical_lines(self) -> list[digests.Line]:
        """Return the lines in the form that the digest covers.

        Prefetch ``lines`` for lists of editions.
        """
        return [line.canonical_line for line in sorted(self.lines.all(), key=lambda line: line.position)]

    def recomputed_digest(self) -> str:
        return digests.edition_digest(
            slug=self.monograph.slug, number=self.number, lines=self.canonical_lines, note=self.note
        )

    @property
    def is_as_signed(self) -> bool:
        """Return whether the lines and the note are those that the publisher signed."""
        return self.digest == self.recomputed_digest() == self.release_signature.digest

    @property
    def is_current(self) -> bool:
        """Return whether the public reads this edition now.

        Load with ``monograph`` for lists.
        """
        return self.pk == self.monograph.current_edition_id

    def is_review_lapsed(self, today: date) -> bool:
        return today >= self.review_due


class EditionSection(AppendOnlyModel):
    """A line of an edition: the signed revision of one section.

    Its heading and position are frozen. A removal has a line too, so that the publisher signs that the section is gone.
    The article leaves it out.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="lines", db_index=False)
    revision = models.ForeignKey(SectionRevision, on_delete=models.PROTECT, related_name="lines")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind_code = models.CharField(max_length=40)
    heading = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    is_removal = models.BooleanField(default=False)
    change_note = models.TextField("what changed and why", blank=True)  # for readers; empty if nothing changed
    signed_at = models.DateTimeField()  # when the last signature of its approval was given

    class Meta:
        ordering = ["edition", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="editionsection_position_once_per_edition"),
            models.UniqueConstraint(fields=["edition", "kind_code"], name="editionsection_kind_once_per_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} / {self.kind_code}"

    @property
    def matches_revision(self) -> bool:
        return (self.digest, self.heading) == (self.revision.digest, self.revision.heading)

    @property
    def canonical_line(self) -> digests.Line:
        return digests.canonical_line(
            position=self.position,
            kind=self.kind_code,
            heading=self.heading,
            digest=self.digest,
            removal=self.is_removal,
            change=self.change_note,
        )


class ScheduledEditionQuerySet(models.QuerySet):
    def pending(self) -> "ScheduledEditionQuerySet":
        return self.filter(state=ScheduledEdition.State.PENDING)

    def due(self, at: datetime) -> "ScheduledEditionQuerySet":
        return self.pending().filter(publish_at__lte=at)


class ScheduledEdition(models.Model):
    """The next edition, signed by a publisher to be published later.

    Like a review, it is final once it is closed.
    """

    class State(models.TextChoices):
        PENDING = "pending", "pending"
        PUBLISHED = "published", "published"
        REFUSED = "refused", "could not be published"
        CANCELLED = "cancelled", "canceled"

    monograph = models.ForeignKey(Monograph, on_delete=models.PROTECT, related_name="schedules")
    publish_at = models.DateTimeField()
    note = models.TextField("note to readers", blank=True)
    change_notes = models.JSONField(default=dict)  # by section kind: what changed and why, for readers
    withdrawal_answer = models.TextField(null=True)  # noqa: DJ001  # as of the edition
    lines_digest = models.CharField(max_length=80)  # of the lines that the publisher saw
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="schedule")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    outcome = models.TextField(blank=True)  # a sentence: as which edition it was published, or why not
    closed_at = models.DateTimeField(null=True)

    objects = ScheduledEditionQuerySet.as_manager()

    class Meta:
        ordering = ["publish_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["monograph"], condition=Q(state="pending"), name="schedulededition_one_pending_per_guide"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", closed_at__isnull=True)
                | (~Q(state="pending") & Q(closed_at__isnull=False)),
                name="schedulededition_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.monograph} for {self.publish_at:%Y-%m-%d %H:%M} UTC"


class Withdrawal(AppendOnlyModel):
    """The withdrawal of an edition from the public. Its reason is public, and signed with the edition's digest."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Null in rows from before this column. A trigger refuses new ones without it.
    signature = models.OneToOneField(Signature, null=True, on_delete=models.PROTECT, related_name="withdrawal")

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason")]

    def __str__(self) -> str:
        return f"withdrawal of {self.edition}"

    def recomputed_digest(self) -> str:
        """Return the digest that whoever withdraws the edition signs."""
        return digests.withdrawal_digest(edition=self.edition.digest, reason=self.reason)
