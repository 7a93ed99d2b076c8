"""Writing: start a guide, save and restore revisions, keep unsaved changes."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..content import digests, plain
from ..errors import InvalidContent, InvalidState, StaleEdit, content_errors_as_invalid
from ..models import (
    AuditEntry,
    Citation,
    FormerAddress,
    Monograph,
    Reference,
    Section,
    SectionKind,
    SectionRevision,
    WorkingCopy,
)
from ..release.draft import Draft, cited_wordings, clean_draft


@transaction.atomic
def start_monograph(*, actor: User, slug: str, review_interval_months: int = 12) -> Monograph:
    """Start a guide with an empty section of every kind.

    Raises `InvalidContent`, also for a slug that is taken.
    """
    permissions.require(permissions.may_start(actor))
    monograph = Monograph(slug=slug, review_interval_months=review_interval_months, created_at=timezone.now())
    with content_errors_as_invalid():
        monograph.full_clean()
    try:
        with transaction.atomic():
            monograph.save(force_insert=True)
    except IntegrityError as error:  # somebody took the slug between the check and now
        raise InvalidContent.at("slug", "unique", "A guide with this address was started a moment ago.") from error
    sections = Section.objects.bulk_create(
        Section(monograph=monograph, kind=kind) for kind in SectionKind.objects.all()
    )
    audit.record(
        action=AuditEntry.Action.START_MONOGRAPH,
        actor=actor,
        subject=monograph,
        at=monograph.created_at,
        rows=[monograph, *sections],
    )
    # Checked last, under the lock of the audit trail: whoever gives this address to another guide waits there too.
    if FormerAddress.objects.filter(address=slug).exists():
        raise InvalidContent.at("slug", "unique", "This address leads to another guide.")
    return monograph


@transaction.atomic
def add_section(*, actor: User, monograph: Monograph, kind: SectionKind) -> Section:
    """Add the section of a kind that joined the catalogue after the guide was started."""
    monograph = Monograph.objects.get_locked(monograph.pk)
    permissions.require(permissions.may_write(actor))
    section, is_new = Section.objects.get_or_create(monograph=monograph, kind=kind)
    if not is_new:
        raise InvalidState("has_section", f"The guide already has a section “{kind}”.")
    audit.record(action=AuditEntry.Action.ADD_SECTION, actor=actor, subject=section, at=timezone.now(), rows=[section])
    return section


@transaction.atomic
def set_review_interval(*, actor: User, monograph: Monograph, months: int) -> Monograph:
    """Change how long signatures count as recent.

    The public page follows with the next edition.
    """
    monograph = Monograph.objects.get_locked(monograph.pk)
    permissions.require(permissions.may_set_review_interval(actor))
    before, monograph.review_interval_months = monograph.review_interval_months, months
    with content_errors_as_invalid():
        monograph.full_clean()
    monograph.save(update_fields=["review_interval_months"])
    audit.record(
        action=AuditEntry.Action.SET_REVIEW_INTERVAL,
        actor=actor,
        subject=monograph,
        at=timezone.now(),
        rows=[monograph],
        data={"before": before, "after": months},
    )
    return monograph


@transaction.atomic
def save_revision(
    *, actor: User, section: Section, draft: Draft, reason: str, expected: int | None, is_typed: bool = True
) -> SectionRevision:
    """Save a new revision of a section.

    With `draft.is_removal`, it proposes to remove the section. A section that has no text yet may be removed too: the
    pharmacist then signs that the guide does without it. `expected` is the number of the revision that the author saw
    as the latest, None if there was none. Raises `StaleEdit` when there is a newer one, `InvalidContent` for the text,
    and `InvalidState` while the section is in review or when nothing has changed. A text that the author typed
    replaces the author's working copy. A removal, and a text that is not `is_typed` but from a file, did not come from
    it, so unsaved changes block these: `InvalidState` with code ``unsaved_typing``.
    """
    section = _lock_for_writing(actor, section, expected)
    if draft.is_removal or not is_typed:
        _refuse_unsaved_changes(actor, section)
    WorkingCopy.objects.filter(section=section, editor=actor).delete()
    return _add_revision(actor, section, draft, reason)


@transaction.atomic
def restore_revision(*, actor: User, revision: SectionRevision, reason: str, expected: int) -> SectionRevision:
    """Save an old revision, with the wording of its references, as the next revision.

    Raises as `save_revision`, and `InvalidState` with code ``unsaved_typing`` while the actor has unsaved changes in
    the section. They are checked under the guide's lock, for which autosave waits too, and are never deleted here: the
    restored text did not come from them.
    """
    section = _lock_for_writing(actor, revision.section, expected)
    _refuse_unsaved_changes(actor, section)
    old = SectionRevision.objects.with_text().get(pk=revision.pk)
    return _add_revision(actor, section, Draft.from_revision(old), reason)


def _refuse_unsaved_changes(actor: User, section: Section) -> None:
    if WorkingCopy.objects.filter(section=section, editor=actor).exists():
        message = "You have unsaved changes in this section. Save or discard them, then try again."
        raise InvalidState("unsaved_typing", message)


def _lock_for_writing(actor: User, section: Section, expected: int | None) -> Section:
    section = Section.objects.get_locked(section.pk)
    latest = section.latest_revision
    permissions.require(permissions.may_write(actor, section))
    if expected != (latest.number if latest else None):
        message = "Somebody saved a newer revision while you were writing. Your text is kept. Compare the two."
        raise StaleEdit("newer_revision", message, latest=latest)
    return section


def _add_revision(actor: User, section: Section, draft: Draft, reason: str) -> SectionRevision:
    """Add the next revision of a locked section, and record it."""
    kind, latest = section.kind, section.latest_revision
    draft, reason, library = clean_draft(kind, draft, reason)
    if draft.is_removal and latest is not None and latest.is_removal:
        raise InvalidState("nothing_to_remove", "The section has no text to remove.")
    citations = cited_wordings(draft.references, library)
    digest = digests.text_digest(
        kind=kind.code,
        heading=draft.heading,
        body=draft.body,
        facts=draft.facts,
        references=[words for _, words in citations],
        removal=draft.is_removal,
    )
    if latest is not None and latest.digest == digest:
        raise InvalidState("nothing_changed", "Nothing has changed, so there is nothing to save.")
    revision = SectionRevision.objects.create(
        section=section,
        number=latest.number + 1 if latest else 1,
        heading=draft.heading,
        body=draft.body,
        facts=draft.facts,
        is_removal=draft.is_removal,
        reason=reason,
        author=actor,
        based_on=latest,
        digest=digest,
        created_at=timezone.now(),
    )
    section.latest_revision = revision
    section.save(update_fields=["latest_revision"])
    _record_revision(revision, _add_citations(revision, citations))
    return revision


def _add_citations(
    revision: SectionRevision, citations: list[tuple[Reference, digests.CitedReference]]
) -> list[Citation]:
    return Citation.objects.bulk_create(
        Citation(
            revision=revision,
            position=position,
            reference=reference,
            locator=words["locator"],
            wording=words["wording"],
        )
        for position, (reference, words) in enumerate(citations, start=1)
    )


def _record_revision(revision: SectionRevision, citations: list[Citation]) -> None:
    audit.record(
        action=AuditEntry.Action.SAVE_REVISION,
        actor=revision.author,
        subject=revision,
        at=revision.created_at,
        rows=[revision.section, revision, *citations],
        data={"digest": revision.digest, "reason": revision.reason, "removal": revision.is_removal},
    )


@transaction.atomic
def save_working_copy(
    *, actor: User, section: Section, typed: dict[str, str], based_on: SectionRevision | None
) -> WorkingCopy:
    """Store somebody's unsaved changes, exactly as entered, for them alone.

    There is no audit entry, because this is not yet a text of the guide. Allowed while the section is in review, too:
    it changes nothing that is reviewed.
    """
    permissions.require(permissions.may_write(actor))
    problems = [problem for name, value in typed.items() for problem in plain.unstorable_characters(value, name)]
    if problems:
        raise InvalidContent(problems)
    copy, _ = WorkingCopy.objects.update_or_create(
        section=section, editor=actor, defaults={"typed": typed, "based_on": based_on, "updated_at": timezone.now()}
    )
    return copy


@transaction.atomic
def discard_working_copy(*, actor: User, section: Section) -> None:
    """Discard the actor's own unsaved changes to a section."""
    permissions.require(permissions.may_write(actor))
    WorkingCopy.objects.filter(section=section, editor=actor).delete()
