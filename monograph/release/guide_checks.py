"""What preflight finds in texts, saved or being typed: a guide's rows handed to the pure library, and the waivers."""

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
from ..preflight import Finding, Guide, Medicine, Readability, Section, Strength, preflight_guide, readability
from .draft import Draft, as_saved


def medicine_from_facts(facts: dict[str, Any] | None) -> Medicine:
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


@dataclass(frozen=True)
class GuideContext:
    """What a text is held against: the other texts of its guide, the catalogue, the glossary.

    `own` are the texts of the section itself that were asked for with the others, by key.
    """

    others: list[SectionRevision]
    kinds: list[SectionKind]
    glossary: list[GlossaryTerm]
    own: dict[int, SectionRevision] = field(default_factory=dict)


@dataclass(frozen=True)
class _Text:
    """A section's text as preflight takes it, saved or only typed."""

    kind: SectionKind
    section: Section
    facts: dict[str, Any] | None
    library: tuple[str, ...]  # the words that the library has now for what the text cites


def _text_of(revision: SectionRevision) -> _Text:
    library = tuple(citation.reference.wording for citation in revision.citations.all())
    return _Text(revision.section.kind, preflight_section_of(revision), revision.facts, library)


def _shown(revisions: Iterable[SectionRevision]) -> list[_Text]:
    return _in_order(_text_of(each) for each in revisions if not each.is_removal)


def _in_order(texts: Iterable[_Text]) -> list[_Text]:
    return sorted(texts, key=lambda text: text.kind.position)


def guide_context(section: MonographSection, own: Collection[int] = ()) -> GuideContext:
    """Return what a text of this section is held against, as at the gate: the signed texts, or the latest.

    `own` are keys of texts of the section itself, to be loaded by the way. Four queries.
    """
    signed = Q(section__approved_revision=F("pk"))
    written = Q(section__approved_revision=None, section__latest_revision=F("pk"))
    others = (signed | written) & ~Q(section=section)
    texts = SectionRevision.objects.with_text().filter(others | Q(pk__in=own), section__monograph=section.monograph_id)
    kinds, glossary = list(SectionKind.objects.all()), list(GlossaryTerm.objects.all())
    loaded = list(texts)
    return GuideContext(
        others=[each for each in loaded if each.section_id != section.pk],
        kinds=kinds,
        glossary=glossary,
        own={each.pk: each for each in loaded if each.section_id == section.pk},
    )


def preflight_guide_of(revisions: Iterable[SectionRevision], today: date | None = None) -> Guide:
    """Return what the texts of one guide are held against. Needs ``with_text``; two queries."""
    kinds, terms = SectionKind.objects.all(), GlossaryTerm.objects.all()
    return _guide_of(_shown(revisions), list(kinds), list(terms), today)


def _guide_of(
    shown: list[_Text], kinds: list[SectionKind], glossary: list[GlossaryTerm], today: date | None = None
) -> Guide:
    always, if_boxed = SectionKind.Requirement.ALWAYS, SectionKind.Requirement.IF_BOXED
    return Guide(
        today=today or timezone.now().date(),
        medicine=medicine_from_facts(next((each.facts for each in shown if each.facts), None)),
        headings=tuple((each.kind.code, each.section.heading) for each in shown),
        required=frozenset(kind.code for kind in kinds if kind.requirement == always),
        required_if_boxed=frozenset(kind.code for kind in kinds if kind.requirement == if_boxed),
        must_cite=frozenset(kind.code for kind in kinds if kind.must_cite),
        glossary=frozenset(each.term for each in glossary),
        library=frozenset(words for each in shown for words in each.library),
        emergency_numbers=tuple(settings.EMERGENCY_NUMBERS),
    )


def preflight_section_of(revision: SectionRevision) -> Section:
    """Return a revision as preflight reads it. Needs ``section__kind`` and the citations loaded."""
    cited = tuple(reference["wording"] for reference in revision.references)
    return Section(revision.body, revision.section.kind.code, revision.heading, cited)


@dataclass(frozen=True)
class CheckResult:
    """What preflight says of one text: what to mend, how hard it is to read, which terms of the glossary it uses.

    `text` is the plain text in which the findings have their places.
    """

    text: str
    findings: list[Finding]
    readability: Readability
    terms: list[GlossaryTerm]


def check_revision(revision: SectionRevision, known: GuideContext | None = None) -> CheckResult:
    """Look at one text as the gate will see it: among the signed texts of its guide, or the latest where none is.

    `known` is what `guide_context` returned for its section, where the caller has asked for it already.
    """
    known = known or guide_context(revision.section)
    if revision.is_removal:
        return CheckResult("", [], readability([], _guide_of([], known.kinds, known.glossary)), [])
    return _check(_text_of(revision), known)


def check_draft(section: MonographSection, draft: Draft) -> CheckResult:
    """Check a text that is not saved, as `check_revision` would if it were. Raises `InvalidContent` as saving would.

    Needs ``kind`` loaded; five queries.
    """
    kind = section.kind
    draft, cited = as_saved(kind, draft)
    words = tuple(each["wording"] for each in cited)
    return _check(
        _Text(kind, Section(draft.body, kind.code, draft.heading, words), draft.facts, words), guide_context(section)
    )


def _check(text: _Text, known: GuideContext) -> CheckResult:
    shown = _in_order([*_shown(known.others), text])
    guide = _guide_of(shown, known.kinds, known.glossary)
    found = preflight_guide([each.section for each in shown], guide, kind=text.kind.code)
    plain = read_document(text.section.body).text
    terms = terms_in(plain, [each.term for each in known.glossary])
    return CheckResult(
        plain,
        found,
        readability([text.section], guide),
        [each for each in known.glossary if each.term in terms],
    )


def unwaived_errors(revision: SectionRevision) -> list[Finding]:
    """Return the errors in a revision that nobody has waived."""
    pairs = with_waivers(check_revision(revision).findings, [revision])
    return [finding for finding, waiver in pairs if finding.is_error and waiver is None]


def check_guide(revisions: Iterable[SectionRevision]) -> list[Finding]:
    """Return the findings in all texts of a guide, and what only all of them show. Needs ``with_text``."""
    shown = _shown(revisions)
    guide = _guide_of(shown, list(SectionKind.objects.all()), list(GlossaryTerm.objects.all()))
    return preflight_guide([each.section for each in shown], guide)


def finding_key(finding: Finding) -> str:
    """Return what a waiver is for: exactly this finding, in these words, at this place."""
    return seal({"code": finding.code, "message": finding.message, "quote": finding.quote, "start": finding.start})


def with_waivers(
    findings: Iterable[Finding], revisions: Iterable[SectionRevision]
) -> list[tuple[Finding, Waiver | None]]:
    """Pair each finding in these revisions with its waiver, None where it has none.

    A waiver covers one finding in one revision: neither another finding there, nor the same one in another section or
    in another revision of the section. Needs ``section__kind``; one query, none without findings.
    """
    findings = list(findings)
    if not findings:
        return []
    revision_keys = {revision.section.kind.code: revision.pk for revision in revisions}
    given = Waiver.objects.filter(revision__in=revision_keys.values()).select_related("signature")
    waivers = {(waiver.revision_id, waiver.finding): waiver for waiver in given}
    return [
        (finding, waivers.get((revision_keys.get(finding.section, 0), finding_key(finding)))) for finding in findings
    ]
