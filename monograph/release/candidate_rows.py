"""What the next edition is worked out from: the sections with their texts and decisions, signatures, and lines."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ..models import Edition, EditionSection, Monograph, Review, Section, Signature


def newest_lines(monograph: Monograph) -> dict[int, EditionSection]:
    """Return the lines of the newest edition by section, with edition and revision."""
    newest = Edition.objects.filter(monograph=monograph).order_by("-number").values("pk")[:1]
    return _by_section(EditionSection.objects.filter(edition=newest))


def edition_lines(edition: Edition) -> dict[int, EditionSection]:
    """Return the lines of an edition by section, with edition and revision."""
    return _by_section(EditionSection.objects.filter(edition=edition))


def _by_section(lines: QuerySet[EditionSection]) -> dict[int, EditionSection]:
    loaded = lines.select_related("edition", "revision").defer("edition__article")
    return {line.revision.section_id: line for line in loaded}


def sections_with_decisions(monograph: Monograph, returns_to: Edition | None) -> list[Any]:
    """Return the sections in order, each with the decisions about the text that the next edition takes.

    That is its approved revision, or the one in `returns_to`. Of the last review that ended in a decision about this
    text, each has `decided` (primary key), `decision` (state) and `signatures_needed`; `was_published` says whether an
    edition had the text with that review. `last_approved` is the section's last approved revision, `latest_decision`
    the state of the last review of its latest one.
    """
    ended = Review.objects.exclude(state__in=[Review.State.WITHDRAWN, Review.State.OPEN])
    text = OuterRef("approved_revision")
    if returns_to is not None:
        lines = EditionSection.objects.filter(edition=returns_to, revision__section=OuterRef(OuterRef("pk")))
        text = Subquery(lines.values("revision")[:1])  # type: ignore[assignment]
    decided = ended.filter(revision=text).order_by("-pk")
    of_latest = Review.objects.exclude(state=Review.State.WITHDRAWN).filter(revision=OuterRef("latest_revision"))
    approved = Review.objects.filter(section=OuterRef("pk"), state=Review.State.APPROVED)
    sections = (
        Section.objects.in_order()
        .filter(monograph=monograph)
        .select_related("approved_revision", "latest_revision")
        .defer("latest_revision__body", "latest_revision__facts")
        .annotate(
            decided=Subquery(decided.values("pk")[:1]),
            decision=Subquery(decided.values("state")[:1]),
            signatures_needed=Subquery(decided.values("required_signatures")[:1]),
            latest_decision=Subquery(of_latest.order_by("-pk").values("state")[:1]),
            last_approved=Subquery(approved.order_by("-revision__number").values("revision")[:1]),
        )
    )
    return list(sections.annotate(was_published=Exists(EditionSection.objects.filter(review=OuterRef("decided")))))


def signatures_by_review(reviews: list[int | None]) -> dict[int | None, list[Signature]]:
    """Return the signatures of these reviews, oldest first."""
    found: dict[int | None, list[Signature]] = {}
    given = Signature.objects.filter(review__in=[review for review in reviews if review]).select_related("review")
    for signature in given.order_by("signed_at", "pk"):
        found.setdefault(signature.review_id, []).append(signature)
    return found
