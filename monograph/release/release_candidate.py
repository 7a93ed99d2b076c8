"""The next edition of a guide, and every blocker that prevents its publication.

A pure read, shared by the publisher's page, `publish` and scheduled publication, so that all check the same. It trusts
no pointer and no stored digest: it digests each text again and checks each signature against that digest.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Prefetch, prefetch_related_objects

from ..content import digests
from ..errors import Blocker
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
from . import candidate_rows, guide_checks


class Change(StrEnum):
    """How a section of the next edition differs from the last edition, for readers."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class CandidateSection:
    """A section of the next edition, with the review that approved it.

    `before` is its line in the last edition.
    """

    section: Section
    revision: SectionRevision
    review: Review
    signatures: list[Signature]
    before: EditionSection | None = None

    @property
    def signed_at(self) -> datetime:
        return max(signature.signed_at for signature in self.signatures)

    @property
    def change(self) -> Change:
        """Return what changes for readers.

        Words that are restored, or only signed again, are unchanged.
        """
        was_shown = self.before is not None and not self.before.is_removal
        if self.revision.is_removal:
            return Change.REMOVED if was_shown else Change.UNCHANGED
        if self.before is None or not was_shown:
            return Change.NEW
        return Change.UNCHANGED if self.before.digest == self.revision.digest else Change.CHANGED

    def canonical_line(self, change_note: str) -> digests.Line:
        return digests.canonical_line(
            position=self.section.kind.position,
            kind=self.section.kind.code,
            heading=self.revision.heading,
            digest=self.revision.digest,
            removal=self.revision.is_removal,
            change=change_note,
        )


@dataclass
class ReleaseCandidate:
    """The next edition: its number, its lines in order, and its blockers.

    `last` is the newest edition, withdrawn or not; changes are relative to it. `returns_to` is the earlier edition
    whose lines are published again, if it is a return. `sections` are all sections of the guide
    in order, each with `latest_decision`: the state of the last review of its latest revision, leaving out withdrawn
    ones, or None.
    """

    monograph: Monograph
    last: Edition | None = None
    returns_to: Edition | None = None
    sections: list[Any] = field(default_factory=list)
    lines: list[CandidateSection] = field(default_factory=list)
    blockers: list[Blocker] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.last.number + 1 if self.last else 1

    @property
    def is_ready(self) -> bool:
        return not self.blockers

    @property
    def texts(self) -> list[tuple[SectionRevision, list[Signature]]]:
        """Return every text with the signatures that approved it, as `edition_permissions.may_release` takes them."""
        return [(line.revision, line.signatures) for line in self.lines]

    @property
    def shown(self) -> list[CandidateSection]:
        return [line for line in self.lines if not line.revision.is_removal]

    @property
    def changed(self) -> list[CandidateSection]:
        return [line for line in self.lines if line.change != Change.UNCHANGED]

    def canonical_lines(self, change_notes: dict[str, str]) -> list[digests.Line]:
        return [line.canonical_line(change_notes.get(line.section.kind.code, "")) for line in self.lines]

    @property
    def digest(self) -> str:
        """Return the digest of the lines, which the publishing page submits as `expected`.

        It covers the reviews too, so that new signatures on the same text change it. It leaves out the change notes,
        because the publisher writes these on the page, after seeing the lines.
        """
        lines = digests.lines_digest(slug=self.monograph.slug, number=self.number, lines=self.canonical_lines({}))
        return digests.seal({"lines": lines, "reviews": [line.review.pk for line in self.lines]})

    def edition_digest(self, note: str, change_notes: dict[str, str]) -> str:
        """Return the digest that the publisher signs.

        `change_notes` are for readers, by section kind.
        """
        return digests.edition_digest(
            slug=self.monograph.slug, number=self.number, lines=self.canonical_lines(change_notes), note=note
        )

    @property
    def facts(self) -> dict[str, Any]:
        """Return the drug facts; an empty dict if the guide has none and is not ready."""
        for line in self.shown:
            if line.section.kind.is_facts:
                return line.revision.facts or {}
        return {}

    @property
    def review_due(self) -> date:
        """Return the day on which the oldest signature is no longer recent.

        Publishing one changed section does not make the others newly reviewed.
        """
        oldest = min(line.signed_at for line in self.shown).date()
        return oldest + relativedelta(months=self.monograph.review_interval_months)


def release_candidate(monograph: Monograph, returns_to: Edition | None = None) -> ReleaseCandidate:
    """Return the next edition, from what is signed now; or, with `returns_to`, from the lines of that edition.

    Preflight is not asked about a return: these texts passed it when they were published, and a return must not wait
    for words that are new in a list. Takes at most nine queries, however much there is.
    """
    published = candidate_rows.newest_lines(monograph)
    last = next((line.edition for line in published.values()), None)
    sections = candidate_rows.sections_with_decisions(monograph, returns_to)
    result = ReleaseCandidate(monograph, last, sections=sections, returns_to=returns_to)
    chosen = {section.pk: section.approved_revision for section in sections}
    if returns_to is not None:
        chosen = {key: line.revision for key, line in candidate_rows.edition_lines(returns_to).items()}
    texts = [text for text in chosen.values() if text] + [line.revision for line in published.values()]
    prefetch_related_objects(texts, Prefetch("citations", Citation.objects.select_related("reference")))
    signatures = candidate_rows.signatures_by_review([section.decided for section in sections])
    for section in sections:
        section.monograph = monograph
        before, revision = published.get(section.pk), chosen.get(section.pk)
        if returns_to is None and (problem := _pointer_blocker(section, last, before)):
            result.blockers.append(problem)
        elif revision is not None:
            _add_line(result, section, revision, signatures.get(section.decided, []), before)
    if returns_to is None:
        _check_texts(result)
    elif not returns_to.is_as_signed:
        message = f"Edition {returns_to.number} is not what was signed. Find out who changed it (verify_audit)."
        result.blockers.append(Blocker("edition_altered", "", message))
    is_last_public = last is not None and last.pk == monograph.current_edition_id
    if last is not None and is_last_public and result.lines and not _differs_from_last(result, published):
        message = f"The signed texts have not changed since edition {last.number}."
        result.blockers.append(Blocker("nothing_new", "", message))
    return result


def _pointer_blocker(section: Any, last: Edition | None, before: EditionSection | None) -> Blocker | None:
    """Return why a section's approved text can't be the next one to publish; None if it can."""
    code, name = section.kind.code, section.latest_revision.heading if section.latest_revision else section.kind
    if section.approved_revision_id != section.last_approved:
        message = f"“{name}”: the text marked as approved is not the last one approved."
        return Blocker("not_the_last_approved", code, message)
    # Only a return to an earlier edition takes a published text off the page while it stays the last one approved.
    if last is not None and section.was_published and (before is None or before.review_id != section.decided):
        message = (
            f"“{section.approved_revision.heading}”: edition {last.number} took this text back. Restore the text that "
            "the edition has, or submit this one for new signatures."
        )
        return Blocker("taken_back", code, message)
    return None


def _add_line(
    result: ReleaseCandidate,
    section: Any,
    revision: SectionRevision,
    signatures: list[Signature],
    before: EditionSection | None,
) -> None:
    is_its_own = revision.section_id == section.pk
    for text in (revision, *([before.revision] if before else [])):
        text.section = section
    valid = [signature for signature in signatures if signature.digest == revision.digest]
    if not is_its_own or revision.recomputed_digest() != revision.digest:
        code = "text_altered"
        problem = "the stored text is not the text that was signed. Find out who changed it (verify_audit)."
    elif section.decision != Review.State.APPROVED:
        code = section.decision
        problem = "it can't be published, because a pharmacist has requested changes since."
    elif len({signature.signer_id for signature in valid}) < section.signatures_needed:
        code = "signatures_missing"
        problem = f"signatures on exactly this text are missing; {section.signatures_needed} are needed."
    else:
        review = valid[0].review
        assert review is not None  # noqa: S101  # the signatures were selected by review
        result.lines.append(CandidateSection(section, revision, review, valid, before))
        return
    result.blockers.append(Blocker(code, section.kind.code, f"“{revision.heading}”: {problem}"))


def _check_texts(result: ReleaseCandidate) -> None:
    """Add the errors that preflight finds, unless waived in exactly this text."""
    revisions = {line.section.kind.code: line.revision for line in result.shown}
    found = [finding for finding in guide_checks.check_guide(revisions.values()) if finding.is_error]
    pairs = guide_checks.with_waivers(found, revisions.values())
    errors = [finding for finding, waiver in pairs if waiver is None]
    kinds = {section.kind.code: section.kind for section in result.sections}
    # Kinds that joined the catalogue after the guide was started have no slot in it.
    if missing := {error.section for error in errors} - kinds.keys():
        kinds |= SectionKind.objects.in_bulk(missing, field_name="code")
    for error in errors:
        revision = revisions.get(error.section)
        name = revision.heading if revision else kinds[error.section]
        message = f"“{name}”: {error.message}" + (f" It says: “{error.quote}”" if error.quote else "")
        result.blockers.append(Blocker(error.code, error.section, message))


def _differs_from_last(result: ReleaseCandidate, published: dict[int, EditionSection]) -> bool:
    """Return whether texts, or their reviews, differ from those of the newest edition."""
    last = {(line.kind_code, line.revision_id, line.review_id) for line in published.values()}
    return last != {(line.section.kind.code, line.revision.pk, line.review.pk) for line in result.lines}
