"""The history as spreadsheets, for export only: history is written by the verbs."""

from django.db.models import QuerySet
from import_export.fields import Field

from ..models import AuditEntry, Edition, Review, ReviewComment, SectionRevision, Signature
from .strict_resource import ExportResource, column


class RevisionHistoryResource(ExportResource):
    guide = column("section__monograph__slug")
    kind = column("section__kind__code")
    number = column("number")
    based_on = column("based_on__number")
    state = column("state_label")
    heading = column("heading")
    body = column("body")
    facts = column("facts")
    references = column("references")
    removal = column("is_removal")
    reason = column("reason")
    author = column("author__username")
    saved_at = column("created_at")
    digest = column("digest")

    class Meta:
        model = SectionRevision
        name = "Revisions"

    def rows(self, queryset: QuerySet) -> QuerySet:
        revisions = SectionRevision.objects.filter(pk__in=queryset.order_by().values("pk")).with_state().with_text()
        in_order = revisions.order_by("section__monograph__slug", "section__kind__position", "number")
        return in_order.select_related("section__kind", "section__monograph", "author", "based_on")


class ReviewHistoryResource(ExportResource):
    guide = column("section__monograph__slug")
    kind = column("section__kind__code")
    revision = column("revision__number")
    outcome = column("get_state_display")
    required_signatures = column("required_signatures")
    signed_by = Field()
    submitted_by = column("submitted_by__username")
    submitted_at = column("submitted_at")
    closed_by = column("closed_by__username")
    closed_at = column("closed_at")
    digest = column("revision__digest")

    class Meta:
        model = Review
        name = "Reviews"

    def rows(self, queryset: QuerySet) -> QuerySet:
        reviews = Review.objects.filter(pk__in=queryset.order_by().values("pk")).order_by("submitted_at", "pk")
        related = reviews.select_related("section__monograph", "section__kind", "revision", "submitted_by", "closed_by")
        return related.prefetch_related("signatures")

    def dehydrate_signed_by(self, review: Review) -> str:
        return "; ".join(str(signature) for signature in review.signatures.all())


class CommentHistoryResource(ExportResource):
    """The comments in the selected reviews."""

    guide = column("review__section__monograph__slug")
    kind = column("review__section__kind__code")
    revision = column("review__revision__number")
    author = column("author__username")
    comment = column("body")
    passage = column("quote")
    written_at = column("created_at")
    resolved_by = column("resolution__resolved_by__username")
    resolved_at = column("resolution__created_at")

    class Meta:
        model = ReviewComment
        name = "Comments in reviews"

    def rows(self, queryset: QuerySet) -> QuerySet:
        comments = ReviewComment.objects.filter(review__in=queryset.order_by().values("pk"))
        return comments.order_by("created_at", "pk").select_related(
            "review__section__monograph",
            "review__section__kind",
            "review__revision",
            "author",
            "resolution__resolved_by",
        )


SIGNED_RELATIONS = (
    "signer",
    "review__revision__section__monograph",
    "review__revision__section__kind",
    "edition__monograph",
    "schedule__monograph",
    "withdrawal__edition__monograph",
    "waiver__revision__section__monograph",
    "waiver__revision__section__kind",
)


def signed_object(signature: Signature) -> str:
    """Name the signed revision, edition, scheduled edition, withdrawal or waiver.

    Load lists of signatures with `SIGNED_RELATIONS`.
    """
    if signature.review is not None:
        return str(signature.review.revision)
    kinds = ("edition", "schedule", "withdrawal", "waiver")
    return str(next(getattr(signature, kind) for kind in kinds if hasattr(signature, kind)))


class SignatureHistoryResource(ExportResource):
    signer = column("signer__username")
    name = column("signer_name")
    credentials = column("signer_credentials")
    licence = column("signer_licence")
    meaning = column("get_meaning_display")
    signed = Field(dehydrate_method=signed_object)
    signed_at = column("signed_at")
    digest = column("digest")

    class Meta:
        model = Signature
        name = "Signatures"

    def rows(self, queryset: QuerySet) -> QuerySet:
        signatures = Signature.objects.filter(pk__in=queryset.order_by().values("pk")).order_by("signed_at", "pk")
        return signatures.select_related(*SIGNED_RELATIONS).defer("edition__article", "withdrawal__edition__article")


class EditionHistoryResource(ExportResource):
    guide = column("monograph__slug")
    number = column("number")
    brand_name = column("brand_name")
    generic_name = column("generic_name")
    note = column("note")
    sections = column("canonical_lines")
    released_by = column("release_signature__printed")
    published_at = column("published_at")
    review_due = column("review_due")
    withdrawn_at = column("withdrawal__created_at")
    withdrawn_because = column("withdrawal__reason")
    digest = column("digest")

    class Meta:
        model = Edition
        name = "Editions"

    def rows(self, queryset: QuerySet) -> QuerySet:
        editions = Edition.objects.filter(pk__in=queryset.order_by().values("pk")).order_by("monograph__slug", "number")
        related = editions.select_related("monograph", "release_signature", "withdrawal").defer("article")
        return related.prefetch_related("lines")


class AuditTrailResource(ExportResource):
    sequence = column("sequence")
    at = column("at")
    actor = column("actor_name")
    action = column("get_action_display")
    subject = column("subject")
    data = column("data")
    previous_digest = column("previous_digest")
    digest = column("digest")

    class Meta:
        model = AuditEntry
        name = "Audit trail"

    def rows(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by("sequence")
