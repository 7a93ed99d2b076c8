"""Side effects that one place in a guide calls rare and another common.

Source: EMA, "A guideline on summary of product characteristics" (2009), 4.8, for the words of frequency.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..content.sentences import WORD
from .checked_section import CheckedSection
from .finding import Finding, Severity
from .guide import Section

RARE, COMMON = "rare", "common"
HOW_OFTEN = {
    "rare": RARE, "rarely": RARE, "uncommon": RARE, "uncommonly": RARE, "very rare": RARE, "not common": RARE,
    "infrequent": RARE, "seldom": RARE, "less common": RARE, "unusual": RARE,
    "common": COMMON, "commonly": COMMON, "very common": COMMON, "most common": COMMON, "often": COMMON,
    "frequent": COMMON, "frequently": COMMON, "usual": COMMON, "more common": COMMON, "quite common": COMMON,
    "most people": COMMON, "many people": COMMON,
}  # fmt: skip
FREQUENCY = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s") for word in HOW_OFTEN), key=len, reverse=True))
# ASCII: otherwise ignoring case takes the long s and the dotless i for s and i, which are in no key of the table.
FLAGS = re.IGNORECASE | re.ASCII
OFTEN = re.compile(rf"\b(?:{FREQUENCY})\b", FLAGS)
LISTED = re.compile(
    rf"\b(?P<often>{FREQUENCY})\b[^.:]{{0,60}}\b(?:side effects?|reactions?|effects|problems?)\b", FLAGS
)
# What surrounds a word of frequency that is about an effect, within `NEAR` characters.
NEAR = 150
BEFORE = re.compile(r"\s(?:is|are|was|were|may be|can be)\s+(?:(?:a|an|one of the)\s+)?(?:not\s+(?:very\s+)?)?$")
NEGATED = re.compile(r"\b(?:not|n['’]t)\s+(?:very\s+)?$")
HAPPENS_BEFORE = re.compile(r"\s(?:happens?|occurs?|comes?|appears?)\s+(?:in )?$", re.IGNORECASE)
APPOSITION = re.compile(r", (?:a|an) (?:very )?$")
HAPPENS_AFTER = re.compile(r"\s+(?:happens?|occurs?|comes?|appears?|affects?)\b")
AFTER = re.compile(
    r"\s+(?:(?:but )?(?:serious |mild )?(?:side effects?|reactions?|effects)"
    r"(?:\b[^.:;]{0,60}?\b(?:are|is|include|includes|including|such as|like)\b:?|,(?= [^.]+[.;]))"
    r"|(?:people|patients) (?:have|get|had)|have|get|it (?:can )?causes?|there (?:is|are))\s+(?P<effects>[^.;:]+)"
)
NOT_EFFECTS = frozenset(
    "the a an of and or side effect effects reaction reactions this that it these they other very some mild people can "
    "may in with from as most more less many also such called is are have had sometimes but who cause causes get gets "
    "got".split()
)


@dataclass(frozen=True)
class Claim:
    """The claim that a side effect is rare or common, and its place in the text."""

    effect: str
    often: str
    start: int
    end: int
    quote: str


def claims(checked: CheckedSection) -> Iterator[Claim]:
    """Yield what a text claims about side effects in sentences, lists and tables."""
    text = checked.text
    # Most texts claim nothing; asking that first is faster.
    if not OFTEN.search(text):
        return
    for _, start, end in checked.sentences:
        for word in OFTEN.finditer(text, start, end):
            often = _frequency(word[0])
            near = max(start, word.start() - NEAR)
            before, after = text[near : word.start()], text[word.end() : min(end, word.end() + NEAR)]
            if often == COMMON and NEGATED.search(before):
                often = RARE
            for effect, first, last in _effects_around(before, after, near, word.end()):
                yield Claim(effect, often, first, last, text[first:last])
    yield from _list_claims(checked)
    yield from _table_claims(checked)


def _frequency(words: str) -> str:
    return HOW_OFTEN[" ".join(words.lower().split())]


def _effects(words: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Yield the effects of an enumeration, lowercase, without articles, and places."""
    for found in re.finditer(r"(?:(?!\band\b|\bor\b)[^,;*†])+", words):
        effect_words = [word.lower() for word in WORD.findall(found[0]) if word.lower() not in NOT_EFFECTS]
        if 1 <= len(effect_words) <= 4:
            piece = found[0].strip()
            start = offset + found.start() + found[0].index(piece)
            effect = " ".join(word.removesuffix("s") if len(word) > 4 else word for word in effect_words)
            yield effect, start, start + len(piece)


def _effects_around(before: str, after: str, before_offset: int, after_offset: int) -> Iterator[tuple[str, int, int]]:
    """Yield the effects that a word of frequency is about, with their places.

    The offsets are those at which the words before and after it begin in the text.
    """
    if verb := BEFORE.search(before) or HAPPENS_BEFORE.search(before):
        effects = before[: verb.start()]
    elif HAPPENS_AFTER.match(after):
        effects = before
    elif found := AFTER.match(after):
        if "side effect" not in found["effects"]:
            yield from _effects(found["effects"], after_offset + found.start("effects"))
        return
    elif (article := APPOSITION.search(before)) and re.match(r"\s+(?:side effect|reaction|effect)\b", after):
        effects = before[: article.start()]
    else:
        return
    begin = max(effects.rfind(stop) for stop in ".;:(!?") + 1
    if "side effect" not in effects[begin:].lower():
        yield from _effects(effects[begin:], before_offset + begin)


def _table_claims(checked: CheckedSection) -> Iterator[Claim]:
    """Yield the claims of table rows: an effect in one cell, how often in another."""
    for cells in checked.rows:
        texts = [" ".join(WORD.findall(checked.document.block_text(cell).lower())) for cell in cells]
        often = next((HOW_OFTEN[words] for words in texts if words in HOW_OFTEN), None)
        if often and texts[0] not in HOW_OFTEN:
            for effect, start, end in _effects(checked.document.block_text(cells[0]), cells[0].start):
                yield Claim(effect, often, start, end, checked.text[start:end])


def _list_claims(checked: CheckedSection) -> Iterator[Claim]:
    """Yield the claims of lists whose heading or lead-in has a word of frequency."""
    often: str | None = None
    for block in checked.document.blocks:
        words = checked.document.block_text(block)
        if block.tag == "li":
            if often:
                head = re.split(r"[.:(]", words, maxsplit=1)[0]
                for effect, start, end in _effects(head, block.start):
                    yield Claim(effect, often, start, end, checked.text[start:end])
            continue
        if block.tag.startswith("h"):
            listed = LISTED.search(words)
            often = _frequency(listed["often"]) if listed else None
        elif not words.rstrip().endswith(":"):
            often = None
        elif listed := LISTED.search(words):
            often = _frequency(listed["often"])


def find_conflicts(claimed: Iterable[tuple[Section, Iterable[Claim]]]) -> list[Finding]:
    """Return a finding at both ends of every contradiction between claims."""
    findings: list[Finding] = []
    first_claims: dict[str, tuple[Section, Claim]] = {}
    for section, section_claims in claimed:
        for claim in section_claims:
            first_section, first = first_claims.setdefault(claim.effect, (section, claim))
            if first.often != claim.often:
                findings.append(_conflict(section, claim, first_section, first))
                findings.append(_conflict(first_section, first, section, claim))
    return findings


def _conflict(section: Section, claim: Claim, other_section: Section, other: Claim) -> Finding:
    where = "elsewhere in this text" if section is other_section else f"in “{other_section.heading}”"
    message = f"“{claim.effect}” is called {claim.often} here and {other.often} {where}. Find out which is right."
    place = claim.quote, claim.start, claim.end
    return Finding("frequency-conflict", Severity.ERROR, message, *place, section.kind)
