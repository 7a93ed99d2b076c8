"""Preflight: what to mend in a text before patients read it.

A pure library: the text and what is known of its guide go in, findings come out. It never raises, whatever the text
holds, and its time grows with the length alone. `docs/preflight.md` lists every code.
"""

from collections.abc import Iterable

from . import (
    boxed_warning,
    emergency,
    evidence,
    footnotes,
    form_and_route,
    inside,
    language,
    names,
    notation,
    pairs,
    repeats,
    stops,
    strengths,
    structure,
    whole,
)
from .finding import Finding, Guide, Medicine, Section, Severity, Strength
from .passage import Passage

__all__ = ["Finding", "Guide", "Medicine", "Section", "Severity", "Strength", "preflight", "preflight_guide"]

CHECKS = (
    *repeats.CHECKS,
    *stops.CHECKS,
    *pairs.CHECKS,
    *structure.CHECKS,
    *inside.CHECKS,
    *footnotes.CHECKS,
    *names.CHECKS,
    *notation.CHECKS,
    *strengths.CHECKS,
    *form_and_route.CHECKS,
    *boxed_warning.CHECKS,
    *emergency.CHECKS,
    *language.CHECKS,
    *evidence.CHECKS,
)


def _looked_at(section: Section, guide: Guide) -> Passage:
    passage = Passage(section, guide)
    for check in CHECKS:
        check(passage)
    return passage


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, errors and warnings together, in the order of the text; what is missing comes first."""
    return sorted(dict.fromkeys(findings), key=lambda each: (-1 if each.start is None else each.start, each.code))


def preflight(section: Section, guide: Guide) -> list[Finding]:
    """Return what is to mend in one text, in the order of the text."""
    passage = _looked_at(section, guide)
    whole.frequency_conflicts([passage])
    return _in_order(passage.findings)


def preflight_guide(sections: Iterable[Section], guide: Guide) -> list[Finding]:
    """Return what is to mend in a whole guide: that of each section, and what only all of them together show."""
    passages = [_looked_at(section, guide) for section in sections]
    whole.frequency_conflicts(passages)
    found = [finding for passage in passages for finding in _in_order(passage.findings)]
    return [*whole.missing_kinds(guide), *found]
