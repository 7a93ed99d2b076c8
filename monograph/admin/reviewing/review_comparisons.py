"""What a reviewer reads: the text, and its change against what the public reads and against what they last signed."""

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
class Reading:
    """The text under review held against an earlier one; `before` is None where there was none."""

    against: str
    label: str
    before: SectionRevision | None
    change: Comparison
    changed_rows: list[tuple[str, str, str]]

    @property
    def is_empty(self) -> bool:
        return self.change.is_empty and not self.changed_rows


def readable(person: int) -> ReviewQuerySet:
    """Return reviews with all that their page asks of them, for one person, and with the keys of what to compare with.

    `public_text` is what the public reads of the section now; `signed_text` what this person last signed of it, in
    another review, `signed_when` the time of that.
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
        public_text=Subquery(public.values("revision")[:1]),
        signed_text=Subquery(signed.order_by("-signed_at").values("review__revision")[:1]),
        signed_when=Subquery(signed.order_by("-signed_at").values("signed_at")[:1]),
    )


def readings_of(review: Review) -> tuple[list[Reading], GuideContext]:
    """Load the texts for a row of `readable`, and give it its own. Returns the comparisons, the public's first.

    Who last signed what the public reads has one comparison: the two are the same. Five queries.
    """
    keys = {review.revision_id, review.public_text, review.signed_text} - {None}  # type: ignore[attr-defined]
    known = guide_context(review.section, own=keys)
    author = review.revision.author
    review.attach_revision(known.own[review.revision_id])
    review.revision.author = author
    public, signed = (known.own.get(key) for key in (review.public_text, review.signed_text))  # type: ignore[attr-defined]
    found = [_reading(PUBLIC, "What the public reads now", public, review.revision)]
    if signed is not None and signed != public:
        found.append(_reading(SIGNED, f"What you last signed (revision {signed.number})", signed, review.revision))
    return found, known


def _reading(against: str, label: str, before: SectionRevision | None, now: SectionRevision) -> Reading:
    change = compare(before.body if before else "", now.body)
    return Reading(against, label, before, change, changed_rows(before, now))
