"""Preflight: what to mend in a text before patients read it.

A pure library: the text and what is known of its guide go in, findings come out. It never raises, whatever the text
holds, and its time grows with the length alone. `docs/preflight.md` lists every code.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

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
from .readability import Readability

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

NO_GUIDE = Guide(today=date.min)
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


# Kept, both of them, for most texts stay as they are. What a text claims depends on nothing but its words, so that it
# is still known when its guide changes.
@lru_cache(maxsize=256)
def _looked_at(section: Section, guide: Guide) -> tuple[Finding, ...]:
    """Return the findings in one text."""
    passage = Passage(section, guide)
    for check in CHECKS:
        check(passage)
    return tuple(passage.findings)


@lru_cache(maxsize=1024)
def _claims(body: str) -> tuple[whole.Claim, ...]:
    """Return what a text claims of side effects."""
    return tuple(whole.claims(Passage(Section(body), NO_GUIDE)))


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, errors and warnings together, in the order of the text; what is missing comes first."""
    return sorted(dict.fromkeys(findings), key=lambda each: (-1 if each.start is None else each.start, each.code))


def preflight(section: Section, guide: Guide) -> list[Finding]:
    """Return what is to mend in one text, in the order of the text."""
    conflicts = whole.frequency_conflicts([(section, _claims(section.body))])
    return _in_order([*_looked_at(section, guide), *conflicts])


def preflight_guide(sections: Sequence[Section], guide: Guide, *, kind: str | None = None) -> list[Finding]:
    """Return what is to mend in a whole guide: that of each section, and what only all of them together show.

    What is missing in the guide comes first; each other finding has its `section`. With `kind` only the findings in the
    section of that kind are returned, in a fraction of the time: of the others only what they claim is read.
    """
    conflicts = whole.frequency_conflicts((section, _claims(section.body)) for section in sections)
    found = list(whole.missing_kinds(guide))
    for section in sections:
        if kind in (None, section.kind):
            own = _looked_at(section, guide)
            found += _in_order([*own, *(each for each in conflicts if each.section == section.kind)])
    return [each for each in found if kind in (None, each.section)]


def readability(sections: Iterable[Section], guide: Guide) -> Readability:
    """Return how hard texts are to read, taken together: Flesch-Kincaid and SMOG, in years of school."""
    return language.readability([Passage(section, guide) for section in sections])
