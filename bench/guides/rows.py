"""A guide -> every row that the database holds of it, as the verbs would have left them. No database is asked.

Keys are given here, as in a fixture, so that rows can point at each other before any is stored, in any process. A text,
its section and its review have the same key, and a guide that of its edition.
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
from monograph.release.edition_rows import build_edition
from monograph.release.release_candidate import CandidateSection, ReleaseCandidate
from monograph.search import public_names, public_text

from .words import Invented, invented

REVIEWING = timedelta(days=3)
RELEASING = timedelta(days=4)  # after the texts were written
Meaning = Signature.Meaning


@dataclass(frozen=True)
class Setting:
    """What all guides share: how many there are, the catalogue, a source to cite, the people, when all was written."""

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
    """The rows of some guides. Reviews are open still, and nothing points at a text or an edition yet."""

    monographs: list[Monograph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    revisions: list[SectionRevision] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)  # those of reviews
    releases: list[Signature] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    lines: list[EditionSection] = field(default_factory=list)
    names: list[PublicName] = field(default_factory=list)
    texts: list[PublicText] = field(default_factory=list)

    def in_order(self) -> Iterable[list[Any]]:
        """Yield the rows before an edition, in an order in which each is of one that is there."""
        yield from (self.monographs, self.sections, self.revisions, self.citations, self.reviews, self.signatures)


def rows_of(task: tuple[Setting, Sequence[int]]) -> Rows:
    """Return the rows of some guides, by their places from 0. One argument, for a pool of processes."""
    setting, places = task
    rows = Rows()
    codes = [kind.code for kind in setting.kinds if not kind.is_facts]
    for place in places:
        _add(rows, setting, place, invented(place, setting.number, codes))
    return rows


def _add(rows: Rows, setting: Setting, place: int, told: Invented) -> None:
    monograph = Monograph(pk=place + 1, slug=told.slug, created_at=setting.at)
    lines = [
        _line(setting, monograph, told, kind, place * len(setting.kinds) + at + 1)
        for at, kind in enumerate(setting.kinds)
    ]
    keys = iter(range(place * setting.signatures_of_guide + 1, (place + 1) * setting.signatures_of_guide + 1))
    release_candidate = ReleaseCandidate(monograph, lines=lines)
    for line in lines:
        _sign(setting, line, keys)
    at = setting.at + RELEASING
    release = _signature(setting.publisher, Meaning.RELEASED, release_candidate.edition_digest("", {}), at, next(keys))
    edition, shown = build_edition(release_candidate, note="", change_notes={}, signature=release, at=at)
    edition.pk = place + 1
    rows.monographs.append(monograph)
    for line in lines:
        rows.sections.append(line.section)
        rows.revisions.append(line.revision)
        rows.citations += line.revision.citations.all()
        rows.reviews.append(line.review)
        rows.signatures += line.signatures
    rows.releases.append(release)
    rows.editions.append(edition)
    rows.lines += shown
    rows.names += public_names(edition, shown)
    rows.texts.append(public_text(edition, shown))


def _line(setting: Setting, monograph: Monograph, told: Invented, kind: SectionKind, key: int) -> CandidateSection:
    """Write one text, cite the source in it, and submit it."""
    section = Section(pk=key, monograph=monograph, kind=kind)
    author = setting.editors[key % len(setting.editors)]
    revision = SectionRevision(
        pk=key,
        section=section,
        number=1,
        heading=kind.heading_for(told.facts["brand_name"]),
        body=told.bodies.get(kind.code, ""),
        facts=told.facts if kind.is_facts else None,
        reason="First text of this section.",
        author=author,
        created_at=setting.at,
    )
    cited = Citation(revision=revision, position=1, reference=setting.source, wording=setting.source.wording)
    # Django's own memory of a relation that was asked for: what the text cites is known without asking.
    revision._prefetched_objects_cache = {"citations": [cited]}  # type: ignore[attr-defined]
    revision.digest = revision.recomputed_digest()
    review = Review(
        pk=key,
        section=section,
        revision=revision,
        required_signatures=kind.required_signatures,
        submitted_by=author,
        submitted_at=setting.at,
    )
    return CandidateSection(section, revision, review, [])


def _sign(setting: Setting, line: CandidateSection, keys: Iterator[int]) -> None:
    """Let as many pharmacists sign as the section's kind asks for: in turn, so that each is named somewhere."""
    at = setting.at + REVIEWING
    for place, meaning in enumerate((Meaning.ACCURATE, Meaning.SECOND_CHECK)[: line.review.required_signatures]):
        signer = setting.reviewers[(line.review.pk + place) % len(setting.reviewers)]
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
