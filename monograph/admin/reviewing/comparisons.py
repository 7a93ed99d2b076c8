"""Comparisons of a revision under review with the published and the last signed."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from ...comparison import compare
from ...comparison.compare import Comparison
from ...models import EditionSection, Review, SectionRevision, Signature
from ...models.guide import guide_name
from ...models.review import ReviewQuerySet
from ...release.guide_checks import GuideContext, guide_context
from ...rendering import changed_rows

PUBLIC, SIGNED = "public", "signed"


@dataclass(frozen=True)
class ReviewComparison:
    """The revision under review, compared with an earlier one.

    `before` is None if there is no earlier one.
    """

    against: str
    label: str
    before: SectionRevision | None
    change: Comparison
    changed_rows: list[tuple[str, str, str]]
    is_removal: bool  # what is under review

    @property
    def is_unchanged(self) -> bool:
        is_empty = self.change.is_empty and not self.changed_rows
        return self.before is not None and is_empty and not self.is_removal


def reviews_with_comparisons(person: int) -> ReviewQuerySet:
    """Return reviews with everything that their page shows to a person.

    `public_revision` is the published revision of the section, `signed_revision` the one that the person last signed in
    another review, and `last_signed_at` the time of that signature.
    """
    public = EditionSection.objects.filter(
        edition=OuterRef("section__monograph__current_edition"),
        revision__section=OuterRef("section"),
        is_removal=False,
    )
    signed = Signature.objects.filter(signer=person, review__section=OuterRef("section")).exclude(review=OuterRef("pk"))
    reviews: ReviewQuerySet = Review.objects.with_reviewer_state(person)
    people = ("submitted_by", "closed_by", "claim__pharmacist", "revision__author")
    return reviews.select_related("section__monograph", "section__kind", *people).annotate(
        guide=guide_name("section__monograph"),
        public_revision=Subquery(public.values("revision")[:1]),
        signed_revision=Subquery(signed.order_by("-signed_at").values("review__revision")[:1]),
        last_signed_at=Subquery(signed.order_by("-signed_at").values("signed_at")[:1]),
    )


def load_comparisons(review: Review) -> tuple[list[ReviewComparison], GuideContext]:
    """Load the comparisons for a row of `reviews_with_comparisons`.

    Attaches the review's own revision. The comparison with the published revision comes first; it is the only one if
    the person last signed what is published, or nothing. Takes five queries.
    """
    keys = {review.revision_id, review.public_revision, review.signed_revision} - {None}  # type: ignore[attr-defined]
    guide = guide_context(review.section, own=keys)
    author = review.revision.author
    review.attach_revision(guide.own[review.revision_id])
    review.revision.author = author
    public, signed = (guide.own.get(key) for key in (review.public_revision, review.signed_revision))  # type: ignore[attr-defined]
    comparisons = [_compare(PUBLIC, "Published", public, review.revision)]
    if signed is not None and signed != public:
        comparisons.append(_compare(SIGNED, f"Last signed by you (revision {signed.number})", signed, review.revision))
    return comparisons, guide


def last_signed_label(review: Review) -> str:
    """Return which revision the person last signed, in words; "" for none."""
    signed = review.signed_revision  # type: ignore[attr-defined]
    if not signed:
        return ""
    if signed == review.revision_id:
        return "this revision"
    return "the published revision" if signed == review.public_revision else "another revision"  # type: ignore[attr-defined]


def _compare(against: str, label: str, before: SectionRevision | None, now: SectionRevision) -> ReviewComparison:
    change = compare(before.body if before else "", now.body)
    return ReviewComparison(against, label, before, change, changed_rows(before, now), now.is_removal)
