"""The rows that the next edition becomes when it is published."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Edition, EditionSection, Signature, Withdrawal
from ..rendering import render_stored_article
from .release_candidate import ReleaseCandidate


@dataclass(frozen=True)
class EditionWords:
    """What the publisher writes about an edition: for readers, and for the record.

    `withdrawal_answer` says why the reason of `withdrawal` no longer holds, if an edition with the same texts was
    withdrawn; `return_reason` why an earlier edition is published again, if it is.
    """

    note: str
    change_notes: dict[str, str]
    withdrawal_answer: str | None = None
    withdrawal: Withdrawal | None = None
    return_reason: str | None = None

    @property
    def answer_data(self) -> dict[str, str | None]:
        """Return what the audit entry says about the withdrawal."""
        if self.withdrawal is None:
            return {}
        return {"answers_withdrawal": str(self.withdrawal.edition), "answer": self.withdrawal_answer}


def build_edition(
    next_edition: ReleaseCandidate, *, words: EditionWords, signature: Signature, at: datetime
) -> tuple[Edition, list[EditionSection]]:
    """Return the edition, and its lines in order, not saved."""
    facts, note, change_notes = next_edition.facts, words.note, words.change_notes
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
        returns_to=next_edition.returns_to,
        return_reason=words.return_reason,
        withdrawal_answer=words.withdrawal_answer,
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
