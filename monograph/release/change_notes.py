"""What readers are told of each change: the public change history, proposed from the editors' reasons."""

from collections.abc import Mapping

from django.db.models import Q

from ..content import plain
from ..content.errors import ContentError, Problem
from ..errors import InvalidContent
from ..models import SectionRevision
from .release_candidate import CandidateSection, ReleaseCandidate


def changed_lines(next_edition: ReleaseCandidate) -> list[CandidateSection]:
    """Return the lines of which readers are told what changed. Of a first edition there are none: all of it is new."""
    return next_edition.changed if next_edition.last else []


def revisions_since(next_edition: ReleaseCandidate) -> dict[str, list[SectionRevision]]:
    """Return, by section kind, every revision that led from the last edition to what changed, oldest first. One query.

    Load for the reasons: the texts are left out.
    """
    wanted = Q(pk__in=[])
    for line in next_edition.changed:
        first = line.before.revision.number if line.before else 0
        wanted |= Q(section=line.section, number__gt=first, number__lte=line.revision.number)
    kinds = {line.section.pk: line.section.kind.code for line in next_edition.changed}
    found: dict[str, list[SectionRevision]] = {code: [] for code in kinds.values()}
    revisions = SectionRevision.objects.filter(wanted).select_related("author").defer("body", "facts")
    for revision in revisions.order_by("section", "number"):
        found[kinds[revision.section_id]].append(revision)
    return found


def proposed_notes(
    next_edition: ReleaseCandidate, since: Mapping[str, list[SectionRevision]] | None = None
) -> dict[str, str]:
    """Return what the reasons of the revisions say, each once, in the order in which they were given.

    `since` is `revisions_since`, where the caller has it.
    """
    since = revisions_since(next_edition) if since is None else since
    codes = [line.section.kind.code for line in changed_lines(next_edition)]
    reasons = {code: "\n".join(dict.fromkeys(revision.reason for revision in since[code])) for code in codes}
    return {code: shortened(words) for code, words in reasons.items()}


def shortened(words: str) -> str:
    """Cut what many revisions say together to the length of one note."""
    return words if len(words) <= plain.MAX_NOTE else words[: plain.MAX_NOTE - 1].rstrip() + "…"


def clean_change_notes(next_edition: ReleaseCandidate, given: Mapping[str, str] | None) -> dict[str, str]:
    """Return what readers are told of each change, by section kind; the proposals, where None is given.

    Every change needs a sentence, and what did not change has nothing to tell. Raises `InvalidContent` otherwise, with
    every problem, at the fields ``change-<kind>``.
    """
    if given is None:
        return proposed_notes(next_edition)
    lines = {line.section.kind.code: line for line in changed_lines(next_edition)}
    problems = [
        Problem(note_field(code), "nothing_changed", f"Nothing changed in “{code}”, so there is nothing to tell of it.")
        for code in given
        if code not in lines
    ]
    notes: dict[str, str] = {}
    for code, line in lines.items():
        try:
            label = f"What readers are told about “{line.revision.heading}”"
            notes[code] = plain.clean_note(given.get(code, ""), note_field(code), label)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise InvalidContent(problems)
    return notes


def note_field(code: str) -> str:
    return f"change-{code}"
