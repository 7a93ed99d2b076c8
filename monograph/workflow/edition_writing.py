"""What publishing, scheduling and returning have in common: check and lock the texts, sign them, write the edition."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models

from .. import edition_permissions, permissions
from ..accounts.signing import Proof, sign
from ..content import plain
from ..errors import NotReady, StaleEdit, content_errors_as_invalid
from ..mailing import notifications
from ..models import Edition, EditionSection, Monograph, Section, SectionRevision, Signature
from ..release import stored_pages
from ..release.change_notes import clean_change_notes
from ..release.edition_rows import EditionWords, build_edition
from ..release.release_candidate import ReleaseCandidate, release_candidate
from ..release.withdrawn_texts import clean_withdrawal_answer
from .reviewing import new_signature


def lock_next_edition(
    actor: User, monograph: Monograph, expected: str, returns_to: Edition | None = None
) -> ReleaseCandidate:
    """Lock every text of the next edition, then return it.

    Raises `NotPermitted` for the authors and signers of its texts, `NotReady` or `StaleEdit`.
    """
    sections = Section.objects.select_for_update().filter(monograph=monograph).order_by("pk")
    texts = [section.approved_revision_id for section in sections]
    if returns_to is not None:
        texts = list(returns_to.lines.values_list("revision", flat=True))
    # With the rows locked, not even SQL from elsewhere changes a text between its check and the commit.
    list(SectionRevision.objects.select_for_update().filter(pk__in=texts).order_by("pk").values_list("pk"))
    next_edition = release_candidate(monograph, returns_to)
    permissions.require(edition_permissions.may_release(actor, next_edition.texts))
    if not next_edition.is_ready:
        raise NotReady(next_edition.blockers)
    if next_edition.digest != expected:
        message = "The signed texts have changed since you loaded the page. Read the list again. Your note is kept."
        raise StaleEdit("other_candidate", message, latest=next_edition)
    return next_edition


def clean_words(
    next_edition: ReleaseCandidate, note: str, change_notes: Mapping[str, str] | None, withdrawal_answer: str
) -> EditionWords:
    """Return the publisher's words in their normal form.

    Raises `InvalidContent` for the notes, and without an answer to a withdrawal of the same texts.
    """
    with content_errors_as_invalid():
        note = plain.clean_note(note, "note", "The note to readers", required=False)
    notes = clean_change_notes(next_edition, change_notes)
    answer, withdrawal = clean_withdrawal_answer(next_edition, withdrawal_answer)
    return EditionWords(note, notes, answer, withdrawal)


def new_release_signature(actor: User, next_edition: ReleaseCandidate, words: EditionWords, at: datetime) -> Signature:
    """Return the publisher's signature of the lines and the notes, not saved."""
    digest = next_edition.edition_digest(words.note, words.change_notes)
    return new_signature(actor, Signature.Meaning.RELEASED, digest, at)


def release(
    actor: User, next_edition: ReleaseCandidate, words: EditionWords, proof: Proof, at: datetime
) -> tuple[Edition, list[models.Model]]:
    """Sign the next edition, make it public, and notify; return it, and every row to seal.

    Raises as `accounts.signing.sign`.
    """
    signature = new_release_signature(actor, next_edition, words, at)
    signed = sign(signature, proof)
    edition, rows = write_edition(next_edition, words=words, signature=signature, at=at)
    notifications.published(edition, actor)
    notifications.signed_edition(edition)
    return edition, [*signed, *rows]


def write_edition(
    next_edition: ReleaseCandidate, *, words: EditionWords, signature: Signature, at: datetime
) -> tuple[Edition, list[models.Model]]:
    """Write the edition with its lines and make it current.

    Returns it, and every row to seal.
    """
    monograph = next_edition.monograph
    edition, lines = build_edition(next_edition, words=words, signature=signature, at=at)
    edition.save()
    EditionSection.objects.bulk_create(lines)
    monograph.current_edition = edition
    monograph.save(update_fields=["current_edition"])
    stored_pages.refresh_pages(monograph)
    return edition, [monograph, signature, edition, *lines]
