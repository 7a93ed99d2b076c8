"""What preflight finds in stored texts: a guide's rows handed to the pure library, and the waivers of findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..content.canonical import seal
from ..content.preflight import Finding, Guide, Medicine, Readability, Section, Strength, preflight_guide, readability
from ..models import GlossaryTerm, Reference, SectionKind, SectionRevision, Waiver
from ..models import Section as MonographSection


def medicine_of(facts: dict[str, Any] | None) -> Medicine:
    """Return what signed or drafted drug facts say; nothing is known where there are none."""
    if not facts:
        return Medicine()
    return Medicine(
        brand=facts["brand_name"],
        generic=facts["generic_name"],
        other_names=tuple(facts["other_names"]),
        strengths=tuple(Strength(each["number"], each["unit"]) for each in facts["strengths"]),
        form=facts["form"],
        route=facts["route"],
        has_boxed_warning=facts["boxed_warning"],
    )


def guide_of(revisions: Iterable[SectionRevision], today: date | None = None) -> Guide:
    """Return what the texts of one guide are held against. Needs ``section__kind`` loaded; three queries."""
    shown = sorted(
        (each for each in revisions if not each.is_removal), key=lambda revision: revision.section.kind.position
    )
    kinds = list(SectionKind.objects.all())
    always = SectionKind.Requirement.ALWAYS
    return Guide(
        today=today or timezone.now().date(),
        medicine=medicine_of(next((each.facts for each in shown if each.facts), None)),
        headings=tuple((each.section.kind.code, each.heading) for each in shown),
        required=frozenset(kind.code for kind in kinds if kind.requirement == always),
        required_if_boxed=frozenset(
            kind.code for kind in kinds if kind.requirement == SectionKind.Requirement.IF_BOXED
        ),
        must_cite=frozenset(kind.code for kind in kinds if kind.must_cite),
        glossary=frozenset(GlossaryTerm.objects.values_list("term", flat=True)),
        library=frozenset(each.wording for each in Reference.objects.all()),
        emergency_numbers=tuple(settings.EMERGENCY_NUMBERS),
    )


def section_of(revision: SectionRevision) -> Section:
    """Return a revision as preflight reads it. Needs ``section__kind`` and the citations loaded."""
    cited = tuple(reference["wording"] for reference in revision.references)
    return Section(revision.body, revision.section.kind.code, revision.heading, cited)


@dataclass(frozen=True)
class Look:
    """What preflight says of one text: what to mend, and how hard it is to read."""

    findings: list[Finding]
    readability: Readability


def look_at(revision: SectionRevision) -> Look:
    """Look at one text as the gate will see it: among the signed texts of its guide, or the latest where none is."""
    around = [] if revision.is_removal else [*_around(revision), revision]
    guide, kind = guide_of(around), revision.section.kind.code
    found = [each for each in _of_guide(around, guide) if each.section == kind] if around else []
    return Look(found, readability([section_of(revision)], guide))


def _around(revision: SectionRevision) -> list[SectionRevision]:
    sections = MonographSection.objects.filter(monograph=revision.section.monograph_id).exclude(pk=revision.section_id)
    signed = [each.approved_revision_id or each.latest_revision_id for each in sections]
    return list(SectionRevision.objects.with_text().filter(pk__in=filter(None, signed)))


def unwaived_errors(revision: SectionRevision) -> list[Finding]:
    """Return the errors in a text that nobody has waived."""
    waived = waivers([revision])
    return [
        each
        for each in look_at(revision).findings
        if each.is_error and (revision.section_id, key_of(each)) not in waived
    ]


def of_guide(revisions: Sequence[SectionRevision]) -> list[Finding]:
    """Return the findings in all texts of a guide, and what only all of them show."""
    return _of_guide(revisions, guide_of(revisions))


def _of_guide(revisions: Iterable[SectionRevision], guide: Guide) -> list[Finding]:
    shown = [each for each in revisions if not each.is_removal]
    shown.sort(key=lambda revision: revision.section.kind.position)
    return preflight_guide([section_of(each) for each in shown], guide)


def key_of(finding: Finding) -> str:
    """Return what a waiver is for: exactly this finding, in these words, at this place."""
    return seal({"code": finding.code, "message": finding.message, "quote": finding.quote, "start": finding.start})


def waivers(revisions: Iterable[SectionRevision]) -> dict[tuple[int, str], Waiver]:
    """Return the waivers of these texts, by section and finding. One of another text counts for nothing."""
    given = Waiver.objects.filter(revision__in=[each.pk for each in revisions]).select_related("signature", "revision")
    return {(waiver.revision.section_id, waiver.finding): waiver for waiver in given}
