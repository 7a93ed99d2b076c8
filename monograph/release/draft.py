"""A section's text before it is saved, and the normal form that would be saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..content import digests, plain
from ..content.errors import ContentError, Problem
from ..content.facts import clean_facts
from ..content.intake import clean_body
from ..errors import InvalidContent
from ..models import Reference, SectionKind, SectionRevision

MAX_CITATIONS = 50


@dataclass(frozen=True)
class Cited:
    """A reference to cite: its key in the library, and the place in the source.

    `wording` is "" for the library's current wording.
    """

    key: str
    locator: str = ""
    wording: str = ""


@dataclass(frozen=True)
class Draft:
    """The text of one section, as somebody wants to save it."""

    heading: str
    body: str = ""
    facts: dict[str, Any] | None = None
    references: Sequence[Cited] = ()
    is_removal: bool = False

    @classmethod
    def from_revision(cls, revision: SectionRevision) -> "Draft":
        """Return the text of a revision, with the wording of its references.

        Load with ``with_text``.
        """
        cited = tuple(Cited(**reference) for reference in revision.references)
        return cls(revision.heading, revision.body, revision.facts, cited, revision.is_removal)


def as_saved(kind: SectionKind, draft: Draft) -> tuple[Draft, list[digests.CitedReference]]:
    """Return a draft in its normal form, and its citations. Raises `InvalidContent`."""
    draft, _, library = clean_draft(kind, draft, None)
    return draft, [words for _, words in cited_wordings(draft.references, library)]


def clean_draft(kind: SectionKind, draft: Draft, reason: str | None) -> tuple[Draft, str, dict[str, Reference]]:
    """Return draft and reason in their normal form, and the cited references by key.

    A `reason` of None is not checked. Raises `InvalidContent` with every problem of every field.
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
    problems += _content_problems(kind, draft, body)
    references = () if draft.is_removal else draft.references
    if len(references) > MAX_CITATIONS:
        message = f"A section can cite at most {MAX_CITATIONS} references."
        problems.append(Problem("references", "too_many", message))
    locators = [cleaned(_clean_locator, cited.locator) for cited in references]
    wordings = [cleaned(_clean_wording, cited.wording) for cited in references]
    library = cleaned(_find_references, references)
    if problems:
        raise InvalidContent(problems)
    cited = [
        Cited(reference.key, locator, wording)
        for reference, locator, wording in zip(references, locators, wordings, strict=True)
    ]
    return Draft(heading, body, facts, cited, draft.is_removal), reason or "", library


def _content_problems(kind: SectionKind, draft: Draft, body: str | None) -> list[Problem]:
    """Find content that the draft's kind needs and lacks, or that it can't have.

    `body` is the normal form of the draft's body; None if it has none, which is a problem already.
    """
    problems = []
    if not draft.is_removal and not kind.is_facts and body == "":
        message = "The text is empty. To take the section out of the guide, propose its removal."
        problems.append(Problem("body", "required", message))
    if draft.facts and (draft.is_removal or not kind.is_facts):
        problems.append(Problem("facts", "unexpected", "Only the section of key facts has drug facts."))
    if (kind.is_facts or draft.is_removal) and draft.body.strip():
        message = "This section can't have a text. Enter the facts, or leave it empty to remove it."
        problems.append(Problem("body", "unexpected", message))
    return problems


def _clean_locator(value: str) -> str:
    return plain.clean_line(value, "references", "The place in the source") if value.strip() else ""


def _clean_wording(value: str) -> str:
    return plain.clean_note(value, "references", "The wording of a reference", required=False)


def _find_references(references: Sequence[Cited]) -> dict[str, Reference]:
    """Return the library's references by key.

    Raises `ContentError` with every unknown key.
    """
    # PostgreSQL refuses a query for a key with a NUL in it.
    keys = {cited.key for cited in references if not plain.hidden_characters(cited.key, "references")}
    library = {reference.key: reference for reference in Reference.objects.filter(key__in=keys)}
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
    """Return each cited reference with its wording: the draft's own, or the library's."""
    return [
        (
            library[cited.key],
            {"key": cited.key, "locator": cited.locator, "wording": cited.wording or library[cited.key].wording},
        )
        for cited in references
    ]
