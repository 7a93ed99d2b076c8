"""The rows that the next edition becomes when it is published."""

from datetime import datetime

from ..models import Edition, EditionSection, Signature
from ..rendering import render_stored_article
from .release_candidate import ReleaseCandidate


def build_edition(
    next_edition: ReleaseCandidate, *, note: str, change_notes: dict[str, str], signature: Signature, at: datetime
) -> tuple[Edition, list[EditionSection]]:
    """Return the edition, and its lines in order, not saved."""
    facts = next_edition.facts
    edition = Edition(
        monograph=next_edition.monograph,
        number=next_edition.number,
        brand_name=facts["brand_name"],
        generic_name=facts["generic_name"],
        note=note,
        article=render_stored_article([line.revision for line in next_edition.lines], note=note),
        digest=next_edition.edition_digest(note, change_notes),
        release_signature=signature,
        published_at=at,
        review_due=next_edition.review_due,
    )
    lines = [
        EditionSection(
            edition=edition,
            revision=line.revision,
            review=line.review,
            position=line.section.kind.position,
            kind_code=line.section.kind.code,
            heading=line.revision.heading,
            digest=line.revision.digest,
            is_removal=line.revision.is_removal,
            change_note=change_notes.get(line.section.kind.code, ""),
            signed_at=line.signed_at,
        )
        for line in next_edition.lines
    ]
    return edition, lines
