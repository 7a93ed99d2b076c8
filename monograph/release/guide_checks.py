"""Preflight of a guide's texts, and the waivers of what it finds.

Turns rows into the input of the pure library. Checks saved revisions, drafts that are not saved, and all texts of a
guide together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from ..content.digests import seal
from ..content.document import read_document
from ..content.glossary import terms_in
from ..models import GlossaryTerm, SectionKind, SectionRevision, Waiver
from ..models import Section as MonographSection
from ..preflight import (
    Finding,
    Guide,
    Medicine,
    NumberToCall,
    Readability,
    Section,
    Strength,
    preflight_guide,
    readability,
)
from ..preflight.guide_links import linked_addresses
from ..preflight.score_sheet import ScoreSheet, score_sheet
from .draft import Draft, as_saved
from .guide_links import dead_addresses
from .site_words import SiteWords, site_words


def medicine_from_facts(facts: dict[str, Any] | None) -> Medicine:
    """Return the medicine of some drug facts; an unknown medicine if there are none."""
    if not facts:
        return Medicine()
    return Medicine(
        brand=facts["brand_name"],
        generic=facts["generic_name"],
        other_names=tuple(facts["other_names"]),
        strengths=tuple(Strength(strength["number"], strength["unit"]) for strength in facts["strengths"]),
        form=facts["form"],
        route=facts["route"],
        has_boxed_warning=facts["boxed_warning"],
    )


@dataclass(frozen=True)
class GuideContext:
    """What a text is checked against: the rest of its guide, catalogue and glossary.

    `own` are revisions of the text's own section that the caller asked for in the same query, by primary key.
    """

    others: list[SectionRevision]
    kinds: list[SectionKind]
    glossary: list[GlossaryTerm]
    words: SiteWords
    own: dict[int, SectionRevision] = field(default_factory=dict)


@dataclass(frozen=True)
class _Text:
    """The text of a section as preflight takes it, saved or not.

    `library` is the current wording, in the library, of the references that the text cites.
    """

    kind: SectionKind
    section: Section
    facts: dict[str, Any] | None
    library: tuple[str, ...]


def _text_from_revision(revision: SectionRevision) -> _Text:
    library = tuple(citation.reference.wording for citation in revision.citations.all())
    return _Text(revision.section.kind, build_preflight_section(revision), revision.facts, library)


def _shown_texts(revisions: Iterable[SectionRevision]) -> list[_Text]:
    return _in_order(_text_from_revision(revision) for revision in revisions if not revision.is_removal)


def _in_order(texts: Iterable[_Text]) -> list[_Text]:
    return sorted(texts, key=lambda text: text.kind.position)


def guide_context(section: MonographSection, own: Collection[int] = ()) -> GuideContext:
    """Load what a text of this section is checked against.

    Of each other section, that is the approved text, or the latest if none is approved. `own` are primary keys of
    revisions of the section itself, to load in the same query. Takes five queries.
    """
    approved = Q(section__approved_revision=F("pk"))
    latest = Q(section__approved_revision=None, section__latest_revision=F("pk"))
    others = (approved | latest) & ~Q(section=section)
    texts = SectionRevision.objects.with_text().filter(others | Q(pk__in=own), section__monograph=section.monograph_id)
    kinds, glossary = list(SectionKind.objects.all()), list(GlossaryTerm.objects.all())
    revisions = list(texts)
    return GuideContext(
        others=[revision for revision in revisions if revision.section_id != section.pk],
        kinds=kinds,
        glossary=glossary,
        words=site_words(glossary),
        own={revision.pk: revision for revision in revisions if revision.section_id == section.pk},
    )


def build_preflight_guide(revisions: Iterable[SectionRevision], today: date | None = None) -> Guide:
    """Return the guide that these revisions make up, for preflight.

    Needs ``with_text``; takes three queries, and up to three more if the texts link to guides.
    """
    kinds, terms = list(SectionKind.objects.all()), list(GlossaryTerm.objects.all())
    return _build_guide(_shown_texts(revisions), kinds, terms, site_words(terms), today)


def _build_guide(
    texts: list[_Text],
    kinds: list[SectionKind],
    glossary: list[GlossaryTerm],
    words: SiteWords,
    today: date | None = None,
) -> Guide:
    linked = linked_addresses(text.section.body for text in texts)
    always, if_boxed = SectionKind.Requirement.ALWAYS, SectionKind.Requirement.IF_BOXED
    return Guide(
        today=today or timezone.now().date(),
        medicine=medicine_from_facts(next((text.facts for text in texts if text.facts), None)),
        headings=tuple((text.kind.code, text.section.heading) for text in texts),
        required=frozenset(kind.code for kind in kinds if kind.requirement == always),
        required_if_boxed=frozenset(kind.code for kind in kinds if kind.requirement == if_boxed),
        must_cite=frozenset(kind.code for kind in kinds if kind.must_cite),
        **text_rules(kinds),
        glossary=frozenset(entry.term for entry in glossary),
        library=frozenset(wording for text in texts for wording in text.library),
        emergency_numbers=tuple(settings.EMERGENCY_NUMBERS),
        dead_guides=tuple(sorted(dead_addresses(linked).items())),
        known_words=words.known,
    )


def text_rules(kinds: Iterable[SectionKind]) -> dict[str, Any]:
    """Return the rules of the catalogue and of the site for any text, even a file, as arguments of `Guide`."""
    kinds = list(kinds)
    return {
        "needs_emergency_number": frozenset(kind.code for kind in kinds if kind.needs_emergency_number),
        "about_other_medicines": frozenset(kind.code for kind in kinds if kind.is_about_other_medicines),
        "numbers_to_call": tuple(NumberToCall(name, number) for name, number in settings.NUMBERS_TO_CALL),
        "also_called": tuple((kind.code, tuple(kind.also_called)) for kind in kinds),
    }


def build_preflight_section(revision: SectionRevision) -> Section:
    """Return a revision as preflight takes it.

    Needs ``section__kind`` and the citations.
    """
    cited = tuple(reference["wording"] for reference in revision.references)
    return Section(revision.body, revision.section.kind.code, revision.heading, cited)


@dataclass(frozen=True)
class CheckResult:
    """What preflight finds in one text: findings, readability, glossary terms.

    `text` is the plain text that the positions of the findings refer to; `proposed` are the words that wait for a
    reviewer's decision.
    """

    text: str
    findings: list[Finding]
    readability: Readability
    terms: list[GlossaryTerm]
    proposed: frozenset[str] = frozenset()


def check_revision(revision: SectionRevision, context: GuideContext | None = None) -> CheckResult:
    """Check one revision together with the approved texts of its guide.

    The next edition will be checked in the same way. A section without an approved text counts with its latest.
    `context` is the `guide_context` of the section, if the caller has loaded it.
    """
    context = context or guide_context(revision.section)
    if revision.is_removal:
        return CheckResult(
            "", [], readability([], _build_guide([], context.kinds, context.glossary, context.words)), []
        )
    return _check(_text_from_revision(revision), context)


def check_draft(section: MonographSection, draft: Draft) -> CheckResult:
    """Check a text that is not saved as `check_revision` checks a saved one.

    Needs ``kind``; takes six queries. Raises `InvalidContent` as saving does.
    """
    kind = section.kind
    draft, cited = as_saved(kind, draft)
    wordings = tuple(reference["wording"] for reference in cited)
    text = _Text(kind, Section(draft.body, kind.code, draft.heading, wordings), draft.facts, wordings)
    return _check(text, guide_context(section))


def _check(text: _Text, context: GuideContext) -> CheckResult:
    texts = _in_order([*_shown_texts(context.others), text])
    guide = _build_guide(texts, context.kinds, context.glossary, context.words)
    findings = preflight_guide([other.section for other in texts], guide, kind=text.kind.code)
    plain = read_document(text.section.body).text
    terms = terms_in(plain, [entry.term for entry in context.glossary])
    used = [entry for entry in context.glossary if entry.term in terms]
    return CheckResult(plain, findings, readability([text.section], guide), used, context.words.proposed)


def unwaived_errors(revision: SectionRevision) -> list[Finding]:
    """Return the errors in a revision that nobody has waived."""
    pairs = with_waivers(check_revision(revision).findings, [revision])
    return [finding for finding, waiver in pairs if finding.is_error and waiver is None]


def check_guide(revisions: Iterable[SectionRevision]) -> list[Finding]:
    """Return the findings in each text of a guide, and in the guide as a whole.

    Needs ``with_text``.
    """
    sections, guide = _read_guide(revisions)
    return preflight_guide(sections, guide)


def score_guide(revisions: Iterable[SectionRevision]) -> ScoreSheet:
    """Return the score sheet of the texts of a guide, by what `check_guide` finds in them.

    Needs ``with_text``.
    """
    sections, guide = _read_guide(revisions)
    return score_sheet(sections, guide, preflight_guide(sections, guide))


def _read_guide(revisions: Iterable[SectionRevision]) -> tuple[list[Section], Guide]:
    texts = _shown_texts(revisions)
    kinds, glossary = list(SectionKind.objects.all()), list(GlossaryTerm.objects.all())
    return [text.section for text in texts], _build_guide(texts, kinds, glossary, site_words(glossary))


def finding_key(finding: Finding) -> str:
    """Return the key that a waiver stores: this finding, its words and its place."""
    return seal({"code": finding.code, "message": finding.message, "quote": finding.quote, "start": finding.start})


def with_waivers(
    findings: Iterable[Finding], revisions: Iterable[SectionRevision]
) -> list[tuple[Finding, Waiver | None]]:
    """Pair each finding in these revisions with its waiver, or with None.

    A waiver covers one finding in one revision. It does not cover another finding there, nor the same finding in
    another section or in another revision of the section. Needs ``section__kind``; one query, none without findings.
    """
    findings = list(findings)
    if not findings:
        return []
    revision_keys = {revision.section.kind.code: revision.pk for revision in revisions}
    given = Waiver.objects.filter(revision__in=revision_keys.values()).select_related("signature")
    waivers: dict[tuple[int | None, str], Waiver] = {(one.revision_id, one.finding): one for one in given}
    return [(finding, waivers.get((revision_keys.get(finding.section), finding_key(finding)))) for finding in findings]
