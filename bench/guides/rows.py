"""All rows of a guide as the verbs would leave them, built without the database.

Primary keys are assigned here, as in a fixture, so that rows can refer to each other before they are stored, in any
process. A revision, its section and its review have the same key; so have a guide and its edition.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from monograph.models import (
    Citation,
    Edition,
    EditionSection,
    Monograph,
    Profile,
    PublicName,
    PublicText,
    Reference,
    Review,
    Section,
    SectionKind,
    SectionRevision,
    Signature,
)
from monograph.release.edition_rows import EditionWords, build_edition
from monograph.release.release_candidate import CandidateSection, ReleaseCandidate
from monograph.rendering import in_page_order
from monograph.search import public_names, public_text

from .words import InventedGuide, invent_guide

REVIEWING = timedelta(days=3)
PUBLISHING = timedelta(days=4)  # both after the texts were written
Meaning = Signature.Meaning


@dataclass(frozen=True)
class SharedData:
    """What all guides share: their number, the catalogue, a source, people, a time."""

    number: int
    kinds: list[SectionKind]
    source: Reference
    editors: list[User]
    reviewers: list[Profile]
    publisher: Profile
    at: datetime

    @property
    def signatures_of_guide(self) -> int:
        return sum(kind.required_signatures for kind in self.kinds) + 1


@dataclass
class Rows:
    """The rows of some guides, with open reviews and without pointers to revisions."""

    monographs: list[Monograph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    revisions: list[SectionRevision] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)  # of reviews
    release_signatures: list[Signature] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    lines: list[EditionSection] = field(default_factory=list)
    names: list[PublicName] = field(default_factory=list)
    texts: list[PublicText] = field(default_factory=list)

    def in_order(self) -> Iterable[list[Any]]:
        """Yield the rows that precede an edition, referenced rows first."""
        yield from (self.monographs, self.sections, self.revisions, self.citations, self.reviews, self.signatures)


def build_rows(task: tuple[SharedData, Sequence[int]]) -> Rows:
    """Return the rows of some guides, by their places from 0.

    It has one argument for the sake of process pools.
    """
    shared, places = task
    rows = Rows()
    codes = [kind.code for kind in shared.kinds if not kind.is_facts]
    for place in places:
        _add(rows, shared, place, invent_guide(place, shared.number, codes))
    return rows


def _add(rows: Rows, shared: SharedData, place: int, guide: InventedGuide) -> None:
    monograph = Monograph(pk=place + 1, slug=guide.slug, created_at=shared.at)
    lines = [
        _line(shared, monograph, guide, kind, place * len(shared.kinds) + at + 1)
        for at, kind in enumerate(shared.kinds)
    ]
    keys = iter(range(place * shared.signatures_of_guide + 1, (place + 1) * shared.signatures_of_guide + 1))
    candidate = ReleaseCandidate(monograph, lines=lines)
    for line in lines:
        _sign(shared, line, keys)
    at = shared.at + PUBLISHING
    release = _signature(shared.publisher, Meaning.RELEASED, candidate.edition_digest("", {}), at, next(keys))
    edition, edition_lines = build_edition(candidate, words=EditionWords("", {}), signature=release, at=at)
    edition.pk = place + 1
    rows.monographs.append(monograph)
    for line in lines:
        rows.sections.append(line.section)
        rows.revisions.append(line.revision)
        rows.citations += line.revision.citations.all()
        rows.reviews.append(line.review)
        rows.signatures += line.signatures
    rows.release_signatures.append(release)
    rows.editions.append(edition)
    rows.lines += edition_lines
    in_order = in_page_order(edition_lines)
    rows.names += public_names(edition, in_order)
    rows.texts.append(public_text(edition, in_order))


def _line(
    shared: SharedData, monograph: Monograph, guide: InventedGuide, kind: SectionKind, key: int
) -> CandidateSection:
    """Write one revision, cite the source in it, and submit it."""
    section = Section(pk=key, monograph=monograph, kind=kind)
    author = shared.editors[key % len(shared.editors)]
    revision = SectionRevision(
        pk=key,
        section=section,
        number=1,
        heading=kind.heading_for(guide.facts["brand_name"]),
        body=guide.bodies.get(kind.code, ""),
        facts=guide.facts if kind.is_facts else None,
        reason="First text of this section.",
        author=author,
        created_at=shared.at,
    )
    cited = Citation(revision=revision, position=1, reference=shared.source, wording=shared.source.wording)
    # Django's cache of a prefetched relation: it makes the citations known without a query.
    revision._prefetched_objects_cache = {"citations": [cited]}  # type: ignore[attr-defined]
    revision.digest = revision.recomputed_digest()
    review = Review(
        pk=key,
        section=section,
        revision=revision,
        required_signatures=kind.required_signatures,
        submitted_by=author,
        submitted_at=shared.at,
    )
    return CandidateSection(section, revision, review, [])


def _sign(shared: SharedData, line: CandidateSection, keys: Iterator[int]) -> None:
    """Add the signatures that the section's kind requires, by all pharmacists in turn."""
    at = shared.at + REVIEWING
    for place, meaning in enumerate((Meaning.ACCURATE, Meaning.SECOND_CHECK)[: line.review.required_signatures]):
        signer = shared.reviewers[(line.review.pk + place) % len(shared.reviewers)]
        line.signatures.append(_signature(signer, meaning, line.revision.digest, at, next(keys), line.review))


def _signature(
    signer: Profile, meaning: Signature.Meaning, digest: str, at: datetime, key: int, review: Review | None = None
) -> Signature:
    return Signature(
        pk=key,
        review=review,
        signer=signer.user,
        signer_name=signer.printed_name,
        signer_credentials=signer.credentials,
        signer_licence=signer.licence_number or None,
        meaning=meaning,
        digest=digest,
        signed_at=at,
    )
