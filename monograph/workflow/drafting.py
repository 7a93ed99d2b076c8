"""Writing: start a guide, save revisions, keep typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import audit, permissions
from ..content import canonical, plain
from ..content.errors import ContentError, Problem
from ..content.facts import clean_facts
from ..content.sanitise import clean_body
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
from .errors import BadContent, StalePage, WrongState
from .guard import full_clean, locked, locked_section, require

MAX_CITATIONS = 50


@dataclass(frozen=True)
class Cited:
    """A reference to cite: its key in the library, the place in the source, and the words, if not the library's now."""

    key: str
    locator: str = ""
    wording: str = ""


@dataclass(frozen=True)
class Draft:
    """The text of one section as somebody wants it saved."""

    heading: str
    body: str = ""
    facts: dict[str, Any] | None = None
    references: Sequence[Cited] = ()
    is_removal: bool = False


@transaction.atomic
def start_monograph(*, actor: User, slug: str, review_interval_months: int = 12) -> Monograph:
    """Start a guide with an empty slot for every kind of the catalogue. Raises `BadContent`, as for a slug taken."""
    require(permissions.may_start(actor))
    monograph = Monograph(slug=slug, review_interval_months=review_interval_months, created_at=timezone.now())
    full_clean(monograph)
    try:
        with transaction.atomic():
            monograph.save(force_insert=True)
    except IntegrityError as error:  # somebody took the slug between the check and now
        raise BadContent.at("slug", "unique", "A guide with this address was started a moment ago.") from error
    slots = Section.objects.bulk_create(Section(monograph=monograph, kind=kind) for kind in SectionKind.objects.all())
    audit.record(
        action=AuditEntry.Action.START_MONOGRAPH,
        actor=actor,
        subject=monograph,
        at=monograph.created_at,
        rows=[monograph, *slots],
    )
    # Asked last: the audit trail lets one through at a time, also of those who give this address to another guide.
    if FormerAddress.objects.filter(address=slug).exists():
        raise BadContent.at("slug", "unique", "This address leads to another guide.")
    return monograph


@transaction.atomic
def add_section(*, actor: User, monograph: Monograph, kind: SectionKind) -> Section:
    """Give a guide the slot for a kind that joined the catalogue after the guide was started."""
    monograph = locked(monograph.pk)
    require(permissions.may_write(actor))
    section, is_new = Section.objects.get_or_create(monograph=monograph, kind=kind)
    if not is_new:
        raise WrongState("has_section", f"The guide has a section “{kind}” already.")
    audit.record(action=AuditEntry.Action.ADD_SECTION, actor=actor, subject=section, at=timezone.now(), rows=[section])
    return section


@transaction.atomic
def set_review_interval(*, actor: User, monograph: Monograph, months: int) -> Monograph:
    """Change how long signatures count as recent. The public page follows with the next edition."""
    monograph = locked(monograph.pk)
    require(permissions.may_set_review_interval(actor))
    before, monograph.review_interval_months = monograph.review_interval_months, months
    full_clean(monograph)
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


def as_saved(kind: SectionKind, draft: Draft) -> tuple[Draft, list[canonical.CitedReference]]:
    """Return what saving would make of a draft: its normal form, and what it cites. Raises `BadContent` as saving."""
    draft, _, library = _cleaned(kind, draft, None)
    return draft, [words for _, words in _worded(draft.references, library)]


def _cleaned(kind: SectionKind, draft: Draft, reason: str | None) -> tuple[Draft, str, dict[str, Reference]]:
    """Return draft and reason in their normal form, and what the draft cites of the library, by key.

    No `reason` (None) is asked of a text that is only looked at. Raises `BadContent` with every problem of every field.
    """
    problems: list[Problem] = []

    def cleaned(clean: Any, *args: Any) -> Any:
        try:
            return clean(*args)
        except ContentError as error:
            problems.extend(error.problems)
            return None

    if reason is not None:
        reason = cleaned(plain.clean_note, reason, "reason", "The reason for the change")
    heading = cleaned(plain.clean_line, draft.heading, "heading", "The heading")
    body, facts = "", None
    if not draft.is_removal and kind.is_facts:
        facts = cleaned(clean_facts, draft.facts)
    elif not draft.is_removal:
        body = cleaned(clean_body, draft.body)
        if body == "":
            message = "The text is empty. To take the section out of the guide, propose its removal."
            problems.append(Problem("body", "required", message))
    if draft.facts and (draft.is_removal or not kind.is_facts):
        problems.append(Problem("facts", "unexpected", "Only the section of key facts has drug facts."))
    if (kind.is_facts or draft.is_removal) and draft.body.strip():
        problems.append(
            Problem(
                "body", "unexpected", "This section can't have a text: give the facts, or leave it empty to remove it."
            )
        )
    references = () if draft.is_removal else draft.references
    if len(references) > MAX_CITATIONS:
        problems.append(
            Problem("references", "too_many", f"A section can cite {MAX_CITATIONS} references at the most.")
        )
    locators = [cleaned(_clean_locator, cited.locator) for cited in references]
    wordings = [cleaned(_clean_wording, cited.wording) for cited in references]
    library = cleaned(_library, references)
    if problems:
        raise BadContent(problems)
    cited = [
        Cited(each.key, locator, wording) for each, locator, wording in zip(references, locators, wordings, strict=True)
    ]
    return Draft(heading, body, facts, cited, draft.is_removal), reason or "", library


def _clean_locator(value: str) -> str:
    return plain.clean_line(value, "references", "The place in the source") if value.strip() else ""


def _clean_wording(value: str) -> str:
    return plain.clean_note(value, "references", "The wording of a reference", required=False)


def _library(references: Sequence[Cited]) -> dict[str, Reference]:
    """Return the library's references by key. Raises `ContentError` naming every key that it lacks."""
    # PostgreSQL can't even be asked for a key with a NUL in it.
    keys = {cited.key for cited in references if not plain.hidden_characters(cited.key, "references")}
    library = {each.key: each for each in Reference.objects.filter(key__in=keys)}
    problems = [
        Problem(
            "references",
            "unknown_reference",
            f"There is no reference “{cited.key}” in the library. Add it there first, or correct the key.",
        )
        for cited in references
        if cited.key not in library
    ]
    if problems:
        raise ContentError(problems)
    return library


def _worded(
    references: Sequence[Cited], library: dict[str, Reference]
) -> list[tuple[Reference, canonical.CitedReference]]:
    """Copy the library's words into what is cited, where the draft brings none of its own."""
    return [
        (
            library[cited.key],
            {"key": cited.key, "locator": cited.locator, "wording": cited.wording or library[cited.key].wording},
        )
        for cited in references
    ]


@transaction.atomic
def save_revision(*, actor: User, section: Section, draft: Draft, reason: str, expected: int | None) -> SectionRevision:
    """Save a new revision of a section; with `draft.is_removal`, one that proposes to take it out.

    A section that has no text yet may be removed too: it is then signed that the guide does without it.
    `expected` is the number of the revision that the author saw as the latest, None where there was none. Raises
    `StalePage` when there is a newer one, `BadContent` for the text, `WrongState` while in review and for a text that
    changes nothing. The author's working copy, which the revision replaces, is dropped.
    """
    section = locked_section(section.pk)
    kind, latest = section.kind, section.latest_revision
    require(permissions.may_write(actor, section))
    if expected != (latest.number if latest else None):
        message = "Somebody saved a newer revision while you were writing. Your text is kept; compare the two."
        raise StalePage("newer_revision", message, latest=latest)
    draft, reason, library = _cleaned(kind, draft, reason)
    if draft.is_removal and latest is not None and latest.is_removal:
        raise WrongState("nothing_to_remove", "The section has no text to remove.")
    worded = _worded(draft.references, library)
    digest = canonical.text_digest(
        kind=kind.code,
        heading=draft.heading,
        body=draft.body,
        facts=draft.facts,
        references=[reference for _, reference in worded],
        removal=draft.is_removal,
    )
    if latest is not None and latest.digest == digest:
        raise WrongState("nothing_changed", "Nothing has changed, so there is nothing to save.")
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
    citations = Citation.objects.bulk_create(
        Citation(
            revision=revision,
            position=position,
            reference=reference,
            locator=words["locator"],
            wording=words["wording"],
        )
        for position, (reference, words) in enumerate(worded, start=1)
    )
    section.latest_revision = revision
    section.save(update_fields=["latest_revision"])
    WorkingCopy.objects.filter(section=section, editor=actor).delete()
    audit.record(
        action=AuditEntry.Action.SAVE_REVISION,
        actor=actor,
        subject=revision,
        at=revision.created_at,
        rows=[section, revision, *citations],
        data={"digest": digest, "reason": reason, "removal": draft.is_removal},
    )
    return revision


@transaction.atomic
def keep_working_copy(
    *, actor: User, section: Section, typed: dict[str, str], based_on: SectionRevision | None
) -> WorkingCopy:
    """Keep what somebody typed, exactly as typed, for them alone. No revision, no audit entry: it is not yet a text.

    Allowed while the section is in review: keeping typing changes nothing that is reviewed.
    """
    require(permissions.may_write(actor))
    problems = [problem for name, value in typed.items() for problem in plain.unstorable_characters(value, name)]
    if problems:
        raise BadContent(problems)
    copy, _ = WorkingCopy.objects.update_or_create(
        section=section, editor=actor, defaults={"typed": typed, "based_on": based_on, "updated_at": timezone.now()}
    )
    return copy


@transaction.atomic
def drop_working_copy(*, actor: User, section: Section) -> None:
    """Throw away one's own kept typing."""
    require(permissions.may_write(actor))
    WorkingCopy.objects.filter(section=section, editor=actor).delete()
