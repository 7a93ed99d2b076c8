"""The gate: what the next edition of a guide would be, and every reason why it may not go out yet.

A pure read, shared by the release page, by `publish` and by the scheduled run, so that none can ask less than the
others. It never trusts a pointer or a stored digest: each text is digested again, each signature is checked against it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from ..content import canonical
from ..models import (
    Citation,
    Edition,
    EditionSection,
    Monograph,
    Review,
    Section,
    SectionKind,
    SectionRevision,
    Signature,
)
from . import findings


@dataclass(frozen=True)
class CandidateLine:
    """A section as it would stand in the next edition, and the review that approved it."""

    section: Section
    revision: SectionRevision
    review: Review
    signatures: list[Signature]

    @property
    def signed_at(self) -> datetime:
        return max(signature.signed_at for signature in self.signatures)

    @property
    def canonical(self) -> canonical.Line:
        return {
            "position": self.section.kind.position,
            "kind": self.section.kind.code,
            "heading": self.revision.heading,
            "digest": self.revision.digest,
            "removal": self.revision.is_removal,
            "change": "",
        }


@dataclass
class Candidate:
    """The next edition: its number, its lines in order, and what stands in the way, in sentences."""

    monograph: Monograph
    number: int
    lines: list[CandidateLine] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return not self.reasons

    @property
    def shown(self) -> list[CandidateLine]:
        return [line for line in self.lines if not line.revision.is_removal]

    @property
    def canonical_lines(self) -> list[canonical.Line]:
        return [line.canonical for line in self.lines]

    @property
    def digest(self) -> str:
        """Return the digest of the lines, which the publisher's page carries as `expected`.

        It covers the reviews as well, so that fresh signatures on the same text are a new candidate.
        """
        lines = canonical.lines_digest(slug=self.monograph.slug, number=self.number, lines=self.canonical_lines)
        return canonical.seal({"lines": lines, "reviews": [line.review.pk for line in self.lines]})

    def edition_digest(self, note: str) -> str:
        return canonical.edition_digest(
            slug=self.monograph.slug, number=self.number, lines=self.canonical_lines, note=note
        )

    @property
    def facts(self) -> dict[str, Any]:
        """Return the drug facts; an empty dict when the guide has none (then it is not ready)."""
        for line in self.shown:
            if line.section.kind.is_facts:
                return line.revision.facts or {}
        return {}

    @property
    def review_due(self) -> date:
        """Return the day on which the oldest signature shown is no longer recent: publishing one changed section does
        not make the others newly reviewed."""
        return _months_later(min(line.signed_at for line in self.shown).date(), self.monograph.review_interval_months)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue  # the month is shorter
    raise AssertionError("every month has 28 days")


def candidate(monograph: Monograph) -> Candidate:
    """Work out the next edition from what is signed now. Ten queries or fewer, whatever the number of revisions."""
    newest = Edition.objects.filter(monograph=monograph).order_by("-number").first()
    result = Candidate(monograph, newest.number + 1 if newest else 1)
    sections = (
        Section.objects.in_order().filter(monograph=monograph).select_related("approved_revision", "latest_revision")
    )
    reviews = Review.objects.exclude(state__in=[Review.State.WITHDRAWN, Review.State.OPEN]).order_by("pk")
    sections = sections.prefetch_related(
        Prefetch("approved_revision__citations", Citation.objects.select_related("reference")),
        Prefetch("approved_revision__reviews", reviews.prefetch_related("signatures")),
    )
    approved = dict(
        Review.objects.filter(section__monograph=monograph, state=Review.State.APPROVED)
        .order_by("revision__number")
        .values_list("section", "revision")
    )
    for section in sections:
        if section.approved_revision_id != approved.get(section.pk):
            name = section.latest_revision.heading if section.latest_revision else section.kind
            result.reasons.append(f"“{name}”: the text marked as approved is not the one approved last.")
        elif section.approved_revision is not None:
            _add_line(result, section, section.approved_revision)
    _check_texts(result)
    if (
        result.lines
        and newest is not None
        and newest.pk == monograph.current_edition_id
        and not _is_news(result, newest)
    ):
        result.reasons.append(f"Nothing that is signed has changed since edition {newest.number}.")
    return result


def _add_line(result: Candidate, section: Section, revision: SectionRevision) -> None:
    name, revision.section = f"“{revision.heading}”", section
    section.monograph = result.monograph
    if revision.section_id != section.pk or revision.recomputed_digest() != revision.digest:
        result.reasons.append(
            f"{name}: the stored text is not the text that was signed. Find out who changed it (verify_audit)."
        )
        return
    decided = list(revision.reviews.all())
    review = decided[-1] if decided else None
    if review is None or review.state != Review.State.APPROVED:
        why = "a pharmacist has asked for changes to it since" if review else "no review has approved it"
        result.reasons.append(f"{name}: it can't be published, because {why}.")
        return
    valid = [signature for signature in review.signatures.all() if signature.digest == revision.digest]
    if len({signature.signer_id for signature in valid}) < review.required_signatures:
        result.reasons.append(
            f"{name}: it lacks signatures of exactly this text; {review.required_signatures} are needed."
        )
        return
    result.lines.append(CandidateLine(section, revision, review, valid))


def _check_texts(result: Candidate) -> None:
    """Ask preflight: its errors stand in the way, save those that a pharmacist waived in exactly this text."""
    revisions = {line.section.kind.code: line.revision for line in result.shown}
    errors = [each for each in findings.of_guide(list(revisions.values())) if each.is_error]
    waived = findings.waivers(revisions.values()) if errors else {}
    for each in errors:
        revision = revisions.get(each.section)
        if revision is None or (revision.section_id, findings.key_of(each)) not in waived:
            name = revision.heading if revision else SectionKind.objects.get(code=each.section)
            result.reasons.append(f"“{name}”: {each.message}" + (f" It says: “{each.quote}”" if each.quote else ""))


def _is_news(result: Candidate, newest: Edition) -> bool:
    """Say whether texts or the reviews behind them differ from those of the newest edition."""
    published = EditionSection.objects.filter(edition=newest).values_list("kind_code", "revision", "review")
    return set(published) != {(line.section.kind.code, line.revision.pk, line.review.pk) for line in result.lines}
