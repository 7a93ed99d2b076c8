"""What preflight finds in stored texts: a guide's rows handed to the pure library, and the waivers of findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..content.canonical import seal
from ..content.preflight import Finding, Guide, Medicine, Readability, Section, Strength, preflight_guide, readability
from ..models import GlossaryTerm, SectionKind, SectionRevision, Waiver


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


def _shown(revisions: Iterable[SectionRevision]) -> list[SectionRevision]:
    """Return the texts that readers would see, in reading order."""
    texts = (each for each in revisions if not each.is_removal)
    return sorted(texts, key=lambda revision: revision.section.kind.position)


def guide_of(
    revisions: Iterable[SectionRevision],
    today: date | None = None,
    *,
    looked_at: Sequence[SectionRevision] | None = None,
) -> Guide:
    """Return what the texts of one guide are held against. Two queries.

    Needs ``section__kind`` loaded; and, of those that are `looked_at` (all of them where that is not told),
    ``citations__reference``: of the library only what they cite is asked for, however large it is.
    """
    shown = _shown(revisions)
    cited = [
        citation.reference for each in (shown if looked_at is None else looked_at) for citation in each.citations.all()
    ]
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
        library=frozenset(each.wording for each in cited),
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
    own = section_of(revision)
    shown = [] if revision.is_removal else _shown([*_around(revision), revision])
    guide = guide_of(shown, looked_at=[revision])
    # What the others cite says nothing about this one.
    texts = [own if each is revision else Section(each.body, each.section.kind.code, each.heading) for each in shown]
    return Look(preflight_guide(texts, guide, kind=own.kind) if shown else [], readability([own], guide))


def _around(revision: SectionRevision) -> models.QuerySet[SectionRevision]:
    others = SectionRevision.objects.filter(section__monograph=revision.section.monograph_id)
    signed_or_latest = Coalesce("section__approved_revision", "section__latest_revision")
    others = others.filter(pk=signed_or_latest).exclude(section=revision.section_id)
    return others.select_related("section__kind")


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
    return preflight_guide([section_of(each) for each in _shown(revisions)], guide_of(revisions))


def key_of(finding: Finding) -> str:
    """Return what a waiver is for: exactly this finding, in these words, at this place."""
    return seal({"code": finding.code, "message": finding.message, "quote": finding.quote, "start": finding.start})


def waivers(revisions: Iterable[SectionRevision]) -> dict[tuple[int, str], Waiver]:
    """Return the waivers of these texts, by section and finding. One of another text counts for nothing."""
    sections = {each.pk: each.section_id for each in revisions}
    given = Waiver.objects.filter(revision__in=sections).select_related("signature")
    return {(sections[waiver.revision_id], waiver.finding): waiver for waiver in given}
