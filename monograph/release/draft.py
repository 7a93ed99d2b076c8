"""A section's text before it is saved, and what saving would make of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..content import digests, plain
from ..content.errors import ContentError, Problem
from ..content.facts import clean_facts
from ..content.sanitise import clean_body
from ..errors import InvalidContent
from ..models import Reference, SectionKind, SectionRevision

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

    @classmethod
    def from_revision(cls, revision: SectionRevision) -> "Draft":
        """Return the text of a revision, with the wording of its references. Load with ``with_text``."""
        cited = [Cited(**reference) for reference in revision.references]
        return cls(revision.heading, revision.body, revision.facts, cited, revision.is_removal)


def as_saved(kind: SectionKind, draft: Draft) -> tuple[Draft, list[digests.CitedReference]]:
    """Return what saving would make of a draft: its normal form, and what it cites. Raises `InvalidContent`."""
    draft, _, library = clean_draft(kind, draft, None)
    return draft, [words for _, words in cited_wordings(draft.references, library)]


def clean_draft(kind: SectionKind, draft: Draft, reason: str | None) -> tuple[Draft, str, dict[str, Reference]]:
    """Return draft and reason in their normal form, and what the draft cites of the library, by key.

    A `reason` of None means that none is asked for: the text is only checked. Raises `InvalidContent` with every
    problem of every field.
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
        raise InvalidContent(problems)
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


def cited_wordings(
    references: Sequence[Cited], library: dict[str, Reference]
) -> list[tuple[Reference, digests.CitedReference]]:
    """Copy the library's words into what is cited, where the draft brings none of its own."""
    return [
        (
            library[cited.key],
            {"key": cited.key, "locator": cited.locator, "wording": cited.wording or library[cited.key].wording},
        )
        for cited in references
    ]
