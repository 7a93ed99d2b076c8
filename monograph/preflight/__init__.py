"""Preflight: what to fix in a text before patients read it.

A pure library: the text and what is known of its guide go in, findings come out. It never raises, whatever the text
holds, and its time grows linearly with the length. `docs/preflight.md` lists every code.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from . import (
    abbreviations,
    agreement,
    boxed_warning,
    clear_numbers,
    conflicting_advice,
    counts,
    cross_references,
    doses,
    emergency_number,
    endings,
    equivalents,
    evidence,
    footnotes,
    form_and_route,
    frequency_conflicts,
    grammar,
    guide_links,
    headings,
    language,
    lost_words,
    markup,
    names,
    notation,
    opposite_advice,
    phone_numbers,
    plausibility,
    punctuation,
    ranges,
    repetition,
    required_sections,
    residue,
    schedules,
    section_conflicts,
    similar_passages,
    spelling,
    strengths,
    structure,
    tables,
    targets,
    totals,
    unclosed_marks,
    uses_of_forms,
    word_clashes,
)
from .checked_section import CheckedSection
from .finding import Finding, Severity
from .guide import Guide, Medicine, NumberToCall, Section, Strength
from .readability import Readability
from .words import vocabulary
from .written_strengths import parse_strengths

__all__ = [
    "Finding",
    "Guide",
    "Medicine",
    "NumberToCall",
    "Readability",
    "Section",
    "Severity",
    "Strength",
    "find_new_words",
    "is_known_word",
    "parse_strengths",
    "preflight",
    "preflight_guide",
    "readability",
]

NO_GUIDE = Guide(today=date.min)
CHECKS = (
    *repetition.CHECKS,
    *punctuation.CHECKS,
    *unclosed_marks.CHECKS,
    *structure.CHECKS,
    *residue.CHECKS,
    *clear_numbers.CHECKS,
    *word_clashes.CHECKS,
    *agreement.CHECKS,
    *grammar.CHECKS,
    *lost_words.CHECKS,
    *conflicting_advice.CHECKS,
    *opposite_advice.CHECKS,
    *uses_of_forms.CHECKS,
    *markup.CHECKS,
    *similar_passages.CHECKS,
    *targets.CHECKS,
    *tables.CHECKS,
    *headings.CHECKS,
    *ranges.CHECKS,
    *phone_numbers.CHECKS,
    *endings.CHECKS,
    *totals.CHECKS,
    *doses.CHECKS,
    *schedules.CHECKS,
    *plausibility.CHECKS,
    *equivalents.CHECKS,
    *counts.CHECKS,
    *cross_references.CHECKS,
    *guide_links.CHECKS,
    *footnotes.CHECKS,
    *names.CHECKS,
    *notation.CHECKS,
    *abbreviations.CHECKS,
    *strengths.CHECKS,
    *form_and_route.CHECKS,
    *boxed_warning.CHECKS,
    *emergency_number.CHECKS,
    *language.CHECKS,
    *evidence.CHECKS,
    # Last, because they leave out what others have reported.
    *spelling.CHECKS,
)


# Both are cached because most texts of a guide stay unchanged. Claims depend on the words alone, so they are still
# cached when the guide around a text changes.
@lru_cache(maxsize=256)
def _section_findings(section: Section, guide: Guide) -> tuple[Finding, ...]:
    checked = CheckedSection(section, guide)
    for check in CHECKS:
        check(checked)
    return tuple(checked.findings)


@lru_cache(maxsize=1024)
def _frequency_claims(body: str) -> tuple[frequency_conflicts.Claim, ...]:
    return tuple(frequency_conflicts.claims(CheckedSection(Section(body), NO_GUIDE)))


@lru_cache(maxsize=1024)
def _advice_claims(body: str, medicine: Medicine) -> tuple[section_conflicts.Claim, ...]:
    checked = CheckedSection(Section(body), Guide(today=date.min, medicine=medicine))
    return tuple(section_conflicts.claims(checked))


def _conflicts(sections: Sequence[Section], guide: Guide) -> list[Finding]:
    """Return what sections say against each other."""
    medicine = Medicine(guide.medicine.brand, guide.medicine.generic, guide.medicine.other_names)
    own = (section for section in sections if section.kind not in guide.about_other_medicines)
    return [
        *frequency_conflicts.find_conflicts((section, _frequency_claims(section.body)) for section in sections),
        *section_conflicts.find_conflicts((section, _advice_claims(section.body, medicine)) for section in own),
    ]


def _in_text_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return distinct findings in the order of the text, those without a place first."""
    return sorted(
        dict.fromkeys(findings), key=lambda finding: (-1 if finding.start is None else finding.start, finding.code)
    )


def preflight(section: Section, guide: Guide) -> list[Finding]:
    """Return what to fix in one text, in the order of the text."""
    conflicts = frequency_conflicts.find_conflicts([(section, _frequency_claims(section.body))])
    return _in_text_order([*_section_findings(section, guide), *conflicts])


def preflight_guide(sections: Sequence[Section], guide: Guide, *, kind: str | None = None) -> list[Finding]:
    """Return what to fix in a whole guide, including what only all sections show.

    Missing sections come first; every other finding has its `section`. With `kind`, only the findings in the section of
    that kind are returned, in a fraction of the time: of the other sections only their claims are read.
    """
    conflicts = _conflicts(sections, guide)
    findings = list(required_sections.missing_sections(guide))
    for section in sections:
        if kind in (None, section.kind):
            own_conflicts = [finding for finding in conflicts if finding.section == section.kind]
            findings += _in_text_order([*_section_findings(section, guide), *own_conflicts])
    return [finding for finding in findings if kind in (None, finding.section)]


def readability(sections: Iterable[Section], guide: Guide) -> Readability:
    """Measure how hard texts are to read together, by Flesch-Kincaid and by SMOG."""
    return language.readability([CheckedSection(section, guide) for section in sections])


def is_known_word(word: str, guide: Guide = NO_GUIDE) -> bool:
    """Return whether spelling knows a word, without a possessive 's."""
    return vocabulary(guide).knows(word)


def find_new_words(section: Section) -> list[Finding]:
    """Return the words of a text that no list has, and that are near to no other word."""
    checked = CheckedSection(section, NO_GUIDE)
    spelling.spelling(checked)
    return [finding for finding in checked.findings if finding.code == "unknown-word"]
