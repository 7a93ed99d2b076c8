"""Advice of one section that another section contradicts: once a day here, twice a day there.

Source: ISMP, "Medication Errors", chapter 6 (two instructions for one medicine are a wrong dose for somebody). Only
advice that depends on no condition is compared, so both can hardly be right; still warnings, because a guide may have
two forms of a medicine.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .checked_section import CheckedSection
from .conflicting_advice import OPPOSITES, plain_sentences
from .finding import Finding, Severity
from .guide import Section
from .numbers import TIMES, plain_number, times_in

# Take one tablet … twice a day
OFTEN = re.compile(
    r"\b(?:take|inject|swallow|use|apply|taken|injected|used|applied)\b(?P<object>[^,;.:]{0,60}?)"
    rf"\b(?P<times>{TIMES})(?: (?:a|per|each|every) (?P<period>day|week|month)| (?P<adverb>daily|weekly|monthly))"
)
PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}
OBJECT = re.compile(r"\b(?:it|tablets?|capsules?|pills?|doses?|mg|mcg|units|puffs?|drops?|medicine)\b")
UP_TO = re.compile(r"\b(?:up to|more than|at most|no more|maximum|start\w*|then|increase\w*|reduce\w*)\b")


@dataclass(frozen=True)
class Claim:
    """What a sentence advises on a topic, and its place in the text."""

    topic: str
    said: str
    start: int
    end: int
    quote: str


def claims(checked: CheckedSection) -> Iterator[Claim]:
    """Yield what the sentences about this medicine advise without a condition."""
    own = checked.guide.medicine.names
    about = {start for start, _, _ in checked.about_medicine}
    for sentence in plain_sentences(checked):
        if sentence.start not in about:
            continue
        place = sentence.start, sentence.end, checked.whole[sentence.start : sentence.end]
        found = OFTEN.search(sentence.words)
        if found and not UP_TO.search(sentence.words):
            named = OBJECT.search(found["object"]) or any(name in found["object"] for name in own)
            period = found["period"] or PERIODS[found["adverb"]]
            times = plain_number(times_in(found["times"]))
            yield from [Claim("how often", f"{times} times a {period}", *place)] if named else []
        for number, sides in enumerate(OPPOSITES):
            for side, pattern in enumerate(sides):
                if pattern.search(sentence.words):
                    yield Claim(f"advice {number}", str(side), *place)


def find_conflicts(claimed: Iterable[tuple[Section, Iterable[Claim]]]) -> list[Finding]:
    """Return a finding at both ends of every contradiction between two sections."""
    findings: list[Finding] = []
    first_claims: dict[str, tuple[Section, Claim]] = {}
    for section, section_claims in claimed:
        for claim in section_claims:
            first_section, first = first_claims.setdefault(claim.topic, (section, claim))
            if first.said != claim.said and first_section is not section:
                findings += [_conflict(section, claim, first_section), _conflict(first_section, first, section)]
    return findings


def _conflict(section: Section, claim: Claim, other: Section) -> Finding:
    message = f"“{other.heading}” says something else. Correct one of the two, or say when each is right."
    return Finding("contradiction", Severity.WARNING, message, claim.quote, claim.start, claim.end, section.kind)
