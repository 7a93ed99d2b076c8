"""What only the whole guide shows: sections that are missing, and sections that contradict each other.

Source: the catalogue of section kinds; EMA, "A guideline on summary of product characteristics" (2009), 4.8, for the
words of frequency.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..content.sentences import WORD
from .finding import Finding, Guide, Section, Severity
from .passage import Passage

BOXED_WARNING = "boxed-warning"


def missing_kinds(guide: Guide) -> Iterator[Finding]:
    """Required kinds that the guide lacks, and a boxed warning that is on one side only."""
    have = {code for code, _ in guide.headings or ()}
    for code in sorted(guide.required - have):
        message = "A guide can't be published without this section, signed."
        yield Finding("required-section", Severity.ERROR, message, section=code)
    has = guide.medicine.has_boxed_warning
    for code in sorted(guide.required_if_boxed - have if has else ()):
        message = "The drug facts say that there is a boxed warning, and the guide has no such section. Write it."
        yield Finding("boxed-warning-section", Severity.ERROR, message, section=code)
    if has is False and BOXED_WARNING in have:
        message = "The drug facts say that there is no boxed warning, and the guide has such a section. Correct one."
        yield Finding("boxed-warning-section", Severity.ERROR, message, section=BOXED_WARNING)


RARE, COMMON = "rare", "common"
HOW_OFTEN = {
    "rare": RARE, "rarely": RARE, "uncommon": RARE, "uncommonly": RARE, "very rare": RARE, "not common": RARE,
    "infrequent": RARE, "seldom": RARE, "less common": RARE, "unusual": RARE,
    "common": COMMON, "commonly": COMMON, "very common": COMMON, "most common": COMMON, "often": COMMON,
    "frequent": COMMON, "frequently": COMMON, "usual": COMMON, "more common": COMMON, "quite common": COMMON,
    "most people": COMMON, "many people": COMMON,
}  # fmt: skip
WORDS = "|".join(sorted((re.escape(word).replace(r"\ ", r"\s") for word in HOW_OFTEN), key=len, reverse=True))
# ASCII: the long s and the dotless i, which ignoring case would take for s and i, are in no key of the table.
FLAGS = re.IGNORECASE | re.ASCII
OFTEN = re.compile(rf"\b(?:{WORDS})\b", FLAGS)
LISTED = re.compile(rf"\b(?P<often>{WORDS})\b[^.:]{{0,60}}\b(?:side effects?|reactions?|effects|problems?)\b", FLAGS)
# What stands around a word of frequency when it is said of an effect. Looked for in `NEAR` characters alone.
NEAR = 150
BEFORE = re.compile(r"\s(?:is|are|was|were|may be|can be)\s+(?:(?:a|an|one of the)\s+)?(?:not\s+(?:very\s+)?)?$")
NEGATED = re.compile(r"\b(?:not|n['’]t)\s+(?:very\s+)?$")
DONE = re.compile(r"\s(?:happens?|occurs?|comes?|appears?)\s+(?:in )?$", re.IGNORECASE)
APPOSED = re.compile(r", (?:a|an) (?:very )?$")
DOING = re.compile(r"\s+(?:happens?|occurs?|comes?|appears?|affects?)\b")
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
    """That a side effect is rare or common, and where that is said."""

    effect: str
    often: str
    start: int
    end: int
    quote: str


def _frequency(words: str) -> str:
    return HOW_OFTEN[" ".join(words.lower().split())]


def _effects(said: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Yield each effect of an enumeration, in small letters and without articles, with its place."""
    for found in re.finditer(r"(?:(?!\band\b|\bor\b)[^,;*†])+", said):
        words = [word.lower() for word in WORD.findall(found[0]) if word.lower() not in NOT_EFFECTS]
        if 1 <= len(words) <= 4:
            piece = found[0].strip()
            start = at + found.start() + found[0].index(piece)
            effect = " ".join(word.removesuffix("s") if len(word) > 4 else word for word in words)
            yield effect, start, start + len(piece)


def claims(passage: Passage) -> Iterator[Claim]:
    """Yield what a passage claims in its sentences, lists and tables."""
    text = passage.text
    for _, start, end in passage.sentences:
        for word in OFTEN.finditer(text, start, end):
            often = _frequency(word[0])
            at = max(start, word.start() - NEAR)
            before, after = text[at : word.start()], text[word.end() : min(end, word.end() + NEAR)]
            if often == COMMON and NEGATED.search(before):
                often = RARE
            for effect, begun, ended in _said_of(before, after, at, word.end()):
                yield Claim(effect, often, begun, ended, passage.text[begun:ended])
    yield from _listed_claims(passage)
    yield from _table_claims(passage)


def _said_of(before: str, after: str, at: int, past: int) -> Iterator[tuple[str, int, int]]:
    """Yield the effects that a word of frequency is said of, with their places.

    `at` and `past` are the offsets in the text at which the words before it and those after it begin.
    """
    if told := BEFORE.search(before) or DONE.search(before):
        effects = before[: told.start()]
    elif DOING.match(after):
        effects = before
    elif found := AFTER.match(after):
        if "side effect" not in found["effects"]:
            yield from _effects(found["effects"], past + found.start("effects"))
        return
    elif (told := APPOSED.search(before)) and re.match(r"\s+(?:side effect|reaction|effect)\b", after):
        effects = before[: told.start()]
    else:
        return
    begun = max(effects.rfind(stop) for stop in ".;:(!?") + 1
    if "side effect" not in effects[begun:].lower():
        yield from _effects(effects[begun:], at + begun)


def _table_claims(passage: Passage) -> Iterator[Claim]:
    """Yield the claims of the rows of a table: an effect in one cell, how often in another."""
    for cells in passage.rows:
        said = [" ".join(WORD.findall(passage.document.block_text(cell).lower())) for cell in cells]
        often = next((HOW_OFTEN[words] for words in said if words in HOW_OFTEN), None)
        if often and said[0] not in HOW_OFTEN:
            for effect, start, end in _effects(passage.document.block_text(cells[0]), cells[0].start):
                yield Claim(effect, often, start, end, passage.text[start:end])


def _listed_claims(passage: Passage) -> Iterator[Claim]:
    """Yield the claims of lists under a heading or lead-in that says how often its items come."""
    often: str | None = None
    for block in passage.document.blocks:
        said = passage.document.block_text(block)
        if block.tag == "li":
            if often:
                head = re.split(r"[.:(]", said, maxsplit=1)[0]
                for effect, start, end in _effects(head, block.start):
                    yield Claim(effect, often, start, end, passage.text[start:end])
            continue
        if block.tag.startswith("h"):
            told = LISTED.search(said)
            often = _frequency(told["often"]) if told else None
        elif not said.rstrip().endswith(":"):
            often = None
        elif told := LISTED.search(said):
            often = _frequency(told["often"])


def frequency_conflicts(told: Iterable[tuple[Section, Iterable[Claim]]]) -> list[Finding]:
    """Return a finding at each end of every contradiction: a side effect that is called rare here and common there."""
    found: list[Finding] = []
    known: dict[str, tuple[Section, Claim]] = {}
    for section, claims in told:
        for claim in claims:
            first_section, first = known.setdefault(claim.effect, (section, claim))
            if first.often != claim.often:
                found.append(_conflict(section, claim, first_section, first))
                found.append(_conflict(first_section, first, section, claim))
    return found


def _conflict(section: Section, claim: Claim, other_section: Section, other: Claim) -> Finding:
    where = "elsewhere in this text" if section is other_section else f"in “{other_section.heading}”"
    message = f"“{claim.effect}” is called {claim.often} here and {other.often} {where}. Find out which is true."
    place = claim.quote, claim.start, claim.end
    return Finding("frequency-conflict", Severity.ERROR, message, *place, section.kind)
