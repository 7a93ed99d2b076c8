"""Reviews, their comments, signatures and waivers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from .anchor import HAS_NONE_OR_WHOLE, Anchor
from .append_only import AppendOnlyModel, AppendOnlyQuerySet
from .guide import Section
from .people import name_with_credentials
from .revision import SectionRevision, contributions
from .states import ReviewState


class ReviewQuerySet(models.QuerySet):
    def open(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.OPEN)

    def by_urgency(self) -> "ReviewQuerySet":
        """Order by the number of signatures needed, then by waiting time."""
        return self.order_by("-required_signatures", "submitted_at", "pk")

    def with_reviewer_state(self, person: int) -> "ReviewQuerySet":
        """Annotate what decides whether this person, by primary key, may sign.

        No row then needs a query of its own.
        """
        wrote = contributions(OuterRef("section"), OuterRef("revision__number")).filter(author=person)
        signed = Signature.objects.filter(review=OuterRef("pk"), signer=person)
        open_comments = ReviewComment.objects.unresolved().filter(review__section=OuterRef("section"))
        number = open_comments.order_by().values("review__section").annotate(number=Count("pk")).values("number")
        return self.annotate(
            reviewer_pk=Value(person),
            is_author=Exists(wrote),
            has_signed=Exists(signed),
            open_comments=Coalesce(Subquery(number), 0),
            has_comments_of_others=Exists(open_comments.exclude(author=person)),
        )

    def waiting_for(self, person: int) -> "ReviewQuerySet":
        """Return the open reviews that this person may sign.

        Their own comments may still have to be resolved first.
        """
        known = self.open().with_reviewer_state(person)
        return known.filter(is_author=False, has_signed=False, has_comments_of_others=False)

    def blocked_for(self, person: int) -> "ReviewQuerySet":
        """Return the open reviews that this person may not sign now.

        They wrote part of the text or signed it already, or other people's comments are not resolved.
        """
        known = self.open().with_reviewer_state(person)
        return known.filter(Q(is_author=True) | Q(has_signed=True) | Q(has_comments_of_others=True))

    def claimable_by(self, person: int) -> "ReviewQuerySet":
        return self.filter(Q(claim=None) | Q(claim__pharmacist=person))


# The longest wait for a section that needs a second check. For other sections it is settings.REVIEW_DAYS.
MAX_HIGH_RISK_WAIT = timedelta(days=3)


class Review(models.Model):
    """One submission of one revision, and its outcome.

    It is final once it is closed: a trigger refuses further changes.
    """

    State = ReviewState

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(SectionRevision, on_delete=models.PROTECT, related_name="reviews")
    required_signatures = models.PositiveSmallIntegerField()  # copied from the catalogue on submission
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    # Only on rows from `with_reviewer_state`.
    reviewer_pk: int
    is_author: bool
    has_signed: bool
    open_comments: int

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        default_permissions = ("view",)
        permissions = [
            ("comment_review", "Can comment in reviews"),
            ("decide_review", "Can approve and request changes"),
            ("export_review", "Can export the history of reviews"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["section"], condition=Q(state="open"), name="review_one_open_per_section"),
            models.CheckConstraint(condition=Q(required_signatures__gte=1), name="review_signed_at_least_once"),
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True, closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_by__isnull=False, closed_at__isnull=False)),
                name="review_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.revision}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_high_risk(self) -> bool:
        """Return whether a mistake could cause harm, so that two people must sign."""
        return self.required_signatures > 1

    @property
    def due_at(self) -> datetime:
        usual = timedelta(days=settings.REVIEW_DAYS)
        return self.submitted_at + (min(usual, MAX_HIGH_RISK_WAIT) if self.is_high_risk else usual)

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and at > self.due_at

    def attach_revision(self, revision: SectionRevision) -> None:
        """Attach the revision, loaded elsewhere, with what is known about its authors.

        Needs a row of `with_reviewer_state`.
        """
        revision.section, self.revision = self.section, revision
        revision.known_author = (self.reviewer_pk, self.is_author)
        if self.section.latest_revision_id == revision.pk:
            self.section.latest_revision = revision

    def is_written_by(self, person: int | None) -> bool:
        """Return whether this person wrote part of the text.

        Like the two methods below, takes no query for rows of `with_reviewer_state`.
        """
        is_known = getattr(self, "reviewer_pk", None) == person
        return self.is_author if is_known else person in self.revision.contributor_keys

    def is_signed_by(self, person: int | None) -> bool:
        is_known = getattr(self, "reviewer_pk", None) == person
        return self.has_signed if is_known else self.signatures.filter(signer=person).exists()

    def count_unresolved_comments(self) -> int:
        """Return the number of unresolved comments on the section, from all reviews."""
        if hasattr(self, "open_comments"):
            return self.open_comments
        return ReviewComment.objects.unresolved().filter(review__section=self.section_id).count()


class ReviewClaim(models.Model):
    """A pharmacist assigned a review to themselves.

    An arrangement among colleagues: it gives no right and takes none, so it may change, and is not history.
    """

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="claim")
    pharmacist = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pharmacist}: {self.review}"


class ReviewCommentQuerySet(AppendOnlyQuerySet):
    def unresolved(self) -> "ReviewCommentQuerySet":
        """Return the unresolved comments, without replies.

        A reply is resolved together with its comment.
        """
        return self.filter(resolution__isnull=True, reply_to__isnull=True)


class ReviewComment(Anchor, AppendOnlyModel):
    """A comment on a text in review, or a reply to one (`reply_to`).

    A trigger makes sure that a reply is in the same review as its comment. `quote` are the words of the passage that it
    is about, "" for the whole text. Comments on the whole text have no anchor, nor have those that are older than it.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField("comment")
    quote = models.TextField("passage", blank=True)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    created_at = models.DateTimeField()

    objects = ReviewCommentQuerySet.as_manager()  # type: ignore[misc]  # narrows the abstract one

    class Meta:
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="reviewcomment_says_something"),
            models.CheckConstraint(condition=HAS_NONE_OR_WHOLE, name="reviewcomment_anchor_is_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.review}"

    @property
    def is_resolved(self) -> bool:
        return hasattr(self, "resolution")


class CommentResolution(AppendOnlyModel):
    comment = models.OneToOneField(ReviewComment, on_delete=models.PROTECT, related_name="resolution")
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.resolved_by} resolved: {self.comment}"


class Signature(AppendOnlyModel):
    """A person signed that the text with this digest is right, or may be published.

    They entered their password to sign. Printed name, credentials and license are copied, with the meaning and the UTC
    time, as 21 CFR 11.50 requires of electronic signatures. The signatures of an edition, of its withdrawal and of a
    waiver have no review.
    """

    class Meaning(models.TextChoices):
        ACCURATE = "accurate", "medically accurate"
        SECOND_CHECK = "second_check", "second check"
        RELEASED = "released", "released for publication"
        WITHDRAWN = "withdrawn", "withdrawn from the public"
        WAIVED = "waived", "waived a finding of preflight"

    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=150)
    signer_credentials = models.CharField(max_length=100, blank=True)
    # Null if there is none, also in rows from before this column, so that their seals do not change.
    signer_licence = models.CharField(max_length=60, null=True)  # noqa: DJ001
    meaning = models.CharField(max_length=20, choices=Meaning)
    digest = models.CharField(max_length=80)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        default_permissions = ("view",)
        permissions = [("export_signature", "Can export signatures")]
        constraints = [
            models.UniqueConstraint(fields=["review", "signer"], name="signature_once_per_person_and_review"),
            models.CheckConstraint(
                condition=Q(review__isnull=True, meaning__in=["released", "withdrawn", "waived"])
                | (Q(review__isnull=False) & ~Q(meaning__in=["released", "withdrawn", "waived"])),
                name="signature_meaning_fits_what_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed}: {self.get_meaning_display()}"

    @property
    def printed(self) -> str:
        return name_with_credentials(self.signer_name, self.signer_credentials)


class Waiver(AppendOnlyModel):
    """A pharmacist signed that one finding in one revision is not an error.

    Another revision needs its own waiver.
    """

    revision = models.ForeignKey(SectionRevision, on_delete=models.PROTECT, related_name="waivers", db_index=False)
    finding = models.CharField(max_length=80)  # guide_checks.finding_key
    code = models.CharField(max_length=40)
    message = models.TextField()
    quote = models.TextField(blank=True)
    reason = models.TextField()
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="waiver")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["revision", "finding"], name="waiver_once_per_finding"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"waiver of {self.code} in {self.revision}"
