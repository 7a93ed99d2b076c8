"""Change notes: what the next edition says to readers about its changes.

They are proposed from the editors' reasons.
"""

from collections.abc import Mapping

from django.db.models import Q

from ..content import plain
from ..content.errors import ContentError, Problem
from ..errors import InvalidContent
from ..models import SectionRevision
from .release_candidate import CandidateSection, ReleaseCandidate


def changed_lines(next_edition: ReleaseCandidate) -> list[CandidateSection]:
    """Return the lines that need a change note.

    A first edition has none, because everything is new.
    """
    return next_edition.changed if next_edition.last else []


def revisions_since(next_edition: ReleaseCandidate) -> dict[str, list[SectionRevision]]:
    """Return the revisions since the last edition, by kind of the changed sections.

    They are in order, oldest first. Takes one query, without the texts: the notes need only the reasons.
    """
    since_last = Q(pk__in=[])
    for line in next_edition.changed:
        first = line.before.revision.number if line.before else 0
        since_last |= Q(section=line.section, number__gt=first, number__lte=line.revision.number)
    kinds = {line.section.pk: line.section.kind.code for line in next_edition.changed}
    found: dict[str, list[SectionRevision]] = {code: [] for code in kinds.values()}
    revisions = SectionRevision.objects.filter(since_last).select_related("author").defer("body", "facts")
    for revision in revisions.order_by("section", "number"):
        found[kinds[revision.section_id]].append(revision)
    return found


def proposed_notes(
    next_edition: ReleaseCandidate, since: Mapping[str, list[SectionRevision]] | None = None
) -> dict[str, str]:
    """Return the distinct reasons of the revisions by section kind, oldest first; for a return, whose text it is.

    `since` are the `revisions_since`, if the caller has loaded them.
    """
    since = revisions_since(next_edition) if since is None else since
    codes = [line.section.kind.code for line in changed_lines(next_edition)]
    reasons = {code: "\n".join(dict.fromkeys(revision.reason for revision in since[code])) for code in codes}
    if next_edition.returns_to is not None:
        reasons = dict.fromkeys(codes, f"As in edition {next_edition.returns_to.number}.")
    return {code: shorten(note) for code, note in reasons.items()}


def shorten(note: str) -> str:
    """Cut the reasons of many revisions to the length of one note."""
    return note if len(note) <= plain.MAX_NOTE else note[: plain.MAX_NOTE - 1].rstrip() + "…"


def clean_change_notes(next_edition: ReleaseCandidate, given: Mapping[str, str] | None) -> dict[str, str]:
    """Return the change notes in their normal form, by section kind.

    They are the proposals if `given` is None. Every changed section needs a note, and no other section may have one.
    Raises `InvalidContent` otherwise, with every problem, at the fields ``change-<kind>``.
    """
    if given is None:
        return proposed_notes(next_edition)
    lines = {line.section.kind.code: line for line in changed_lines(next_edition)}
    problems = [
        Problem(note_field(code), "nothing_changed", f"Nothing changed in “{code}”, so it needs no note.")
        for code in given
        if code not in lines
    ]
    notes: dict[str, str] = {}
    for code, line in lines.items():
        try:
            label = f"The note on “{line.revision.heading}”"
            notes[code] = plain.clean_note(given.get(code, ""), note_field(code), label)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise InvalidContent(problems)
    return notes


def note_field(code: str) -> str:
    return f"change-{code}"
