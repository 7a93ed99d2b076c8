"""Sections from a Word file: what it proposes for a guide, and the drafts that are saved of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from ..content.intake import Intake, intake
from ..content.intake.messages import Message, Messages
from ..content.word_file import UnreadableFile, convert
from ..content.word_file.sections import Part, split_at_headings
from ..errors import WorkflowError
from ..models import Monograph, Section, SectionKind, SectionRevision
from ..release.draft import Draft
from ..workflow import drafting

MAX_PARTS = 100


@dataclass(frozen=True)
class ProposedSection:
    """A part of a Word file: its heading, its text as it would be stored, and the code of the kind that it seems to be.

    `kind` is "" where the heading names none; `taken.html` is None where the text can't be kept whole.
    """

    heading: str
    taken: Intake
    kind: str = ""


@dataclass(frozen=True)
class ChosenSection:
    """What somebody chose to save: `expected` is the number of the revision that they saw as the section's latest."""

    kind: str
    heading: str
    body: str
    expected: int | None


class ChosenSectionRefused(Exception):
    """One of the chosen sections, by its place from 0, was refused: nothing was saved."""

    def __init__(self, place: int, error: WorkflowError) -> None:
        super().__init__(place, error)
        self.place, self.error = place, error


def propose_sections(
    data: bytes, kinds: Sequence[SectionKind], brand: str
) -> tuple[list[ProposedSection], list[Message]]:
    """Return what a Word file holds for each section, and what there is to say of the whole file.

    Raises `UnreadableFile`.
    """
    messages = Messages()
    titles = _titles(kinds, brand)
    parts = split_at_headings(convert(data, messages), lambda heading: _plain(heading) in titles)
    if len(parts) > MAX_PARTS:
        raise UnreadableFile(f"The file has more than {MAX_PARTS} headings. Use headings for sections only.")
    sections: list[ProposedSection] = []
    for part in parts:
        kind = titles.get(_plain(part.heading), "")
        is_first = kind not in {section.kind for section in sections}
        sections.append(_proposed(part, kind if is_first else ""))
    return sections, [*messages.notices(), *messages.refusals()]


def _proposed(part: Part, kind: str) -> ProposedSection:
    taken = intake(part.html, is_pasted=True)
    return ProposedSection(part.heading, taken, kind if taken.html else "")


def _titles(kinds: Sequence[SectionKind], brand: str) -> dict[str, str]:
    """Return the headings by which a section is known, in plain words, each with the code of its kind.

    A heading of the catalogue comes before what another section is also called.
    """
    titles: dict[str, str] = {}
    own = [(kind.heading_for(name), kind.code) for kind in kinds for name in (brand, "")]
    also = [(name, kind.code) for kind in kinds for name in kind.also_called]
    for title, code in [*own, *also]:
        titles.setdefault(_plain(title), code)
    return titles


def _plain(heading: str) -> str:
    """Return a heading in lowercase, without its number and its punctuation."""
    words = re.findall(r"\w+", heading.casefold())
    return " ".join(words[1:] if words and re.fullmatch(r"[\d.]+|[ivx]+", words[0]) else words)


@transaction.atomic
def save_drafts(
    *, actor: User, monograph: Monograph, chosen: Sequence[ChosenSection], file_name: str
) -> list[SectionRevision]:
    """Save the chosen texts as the next revisions of their sections: all of them, or none.

    A section that has a text keeps its heading, and its references, which a Word file does not have. Raises
    `ChosenSectionRefused`.
    """
    kinds = {kind.code: kind for kind in SectionKind.objects.all()}
    saved = []
    for place, choice in enumerate(chosen):
        section = monograph.sections.filter(kind__code=choice.kind).first()
        try:
            section = section or drafting.add_section(actor=actor, monograph=monograph, kind=kinds[choice.kind])
            saved.append(_save(actor, section, choice, file_name))
        except WorkflowError as error:
            raise ChosenSectionRefused(place, error) from error
    return saved


def _save(actor: User, section: Section, choice: ChosenSection, file_name: str) -> SectionRevision:
    latest = SectionRevision.objects.with_text().filter(pk=section.latest_revision_id).first()
    before = (
        Draft.from_revision(latest)
        if latest and not latest.is_removal
        else Draft(choice.heading or section.kind.heading_for(section.monograph.display_name))
    )
    name = re.sub(r"[^\w .()-]", "_", file_name)
    return drafting.save_revision(
        actor=actor,
        section=section,
        draft=Draft(before.heading, choice.body, references=before.references),
        reason=f"From the Word file {name or 'without a name'}.",
        expected=choice.expected,
        is_typed=False,
    )
