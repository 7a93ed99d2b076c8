"""What the next edition changes for readers, as the publisher sees it."""

from dataclasses import dataclass

from django.forms import BoundField

from ...comparison import Comparison, compare
from ...models import SectionRevision
from ...release.release_candidate import CandidateSection, ReleaseCandidate
from ...rendering import changed_rows


@dataclass(frozen=True)
class ChangedSection:
    """A section that is new, changed, or removed since the last edition.

    `revisions` are those saved since, with the editors' reasons; `note` is the field of the change note for readers.
    """

    line: CandidateSection
    change: Comparison
    changed_rows: list[tuple[str, str, str]]
    revisions: list[SectionRevision]
    note: BoundField | None


def changed_section(
    line: CandidateSection, revisions: list[SectionRevision], note: BoundField | None
) -> ChangedSection:
    before = line.before.revision if line.before else None
    change = compare(before.body if before else "", line.revision.body)
    return ChangedSection(line, change, changed_rows(before, line.revision), revisions, note)


def unchanged_lines(next_edition: ReleaseCandidate) -> list[CandidateSection]:
    changed = {line.section.pk for line in next_edition.changed}
    return [line for line in next_edition.lines if line.section.pk not in changed]
