"""Preflight: what to mend in a text before patients read it.

A pure library: the text and what is known of its guide go in, findings come out. It never raises, whatever the text
holds, and its time grows with the length alone. `docs/preflight.md` lists every code.
"""

from collections.abc import Iterable
from functools import lru_cache

from ..readability import Readability
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

__all__ = [
    "Finding",
    "Guide",
    "Medicine",
    "Readability",
    "Section",
    "Severity",
    "Strength",
    "preflight",
    "preflight_guide",
    "readability",
]

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


@lru_cache(maxsize=256)
def _looked_at(section: Section, guide: Guide) -> tuple[tuple[Finding, ...], tuple[whole.Claim, ...]]:
    """Return the findings in one text, and what it claims of side effects. Kept, for most texts stay as they are."""
    passage = Passage(section, guide)
    for check in CHECKS:
        check(passage)
    return tuple(passage.findings), tuple(whole.claims(passage))


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, errors and warnings together, in the order of the text; what is missing comes first."""
    return sorted(dict.fromkeys(findings), key=lambda each: (-1 if each.start is None else each.start, each.code))


def preflight(section: Section, guide: Guide) -> list[Finding]:
    """Return what is to mend in one text, in the order of the text."""
    found, claims = _looked_at(section, guide)
    return _in_order([*found, *whole.frequency_conflicts([(section, claims)])])


def preflight_guide(sections: Iterable[Section], guide: Guide) -> list[Finding]:
    """Return what is to mend in a whole guide: that of each section, and what only all of them together show.

    What is missing in the guide comes first; each other finding has its `section`.
    """
    looked_at = [(section, *_looked_at(section, guide)) for section in sections]
    conflicts = whole.frequency_conflicts((section, claims) for section, _, claims in looked_at)
    found = list(whole.missing_kinds(guide))
    for section, own, _ in looked_at:
        found += _in_order([*own, *(each for each in conflicts if each.section == section.kind)])
    return found


def readability(sections: Iterable[Section], guide: Guide) -> Readability:
    """Return how hard texts are to read, taken together: Flesch-Kincaid and SMOG, in years of school."""
    return language.readability([Passage(section, guide) for section in sections])
