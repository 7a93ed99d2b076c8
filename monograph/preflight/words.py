"""The words of a text as spelling sees them: which are checked, and which are known."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..content.lexicon import lexicon
from ..content.lexicon.formation import PREFIXES, is_formation
from .checked_section import CheckedSection
from .guide import Guide

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
HYPHENS = frozenset(("-", "\u2010", "\u2011", "\u00ad"))
# A run of characters without space that holds one of these is an address, a path or the formula of a substance.
ADDRESS = re.compile(
    r"@|://|\bwww\.|\w\.(?:com|org|net|gov|edu|int|info|io|html?|pdf)\b|\\|_|-\d-|\d-[\[(]|[\])]-[\[\w]"
)
RUN = re.compile(r"\S+")
# A capital after one of these says nothing about the word.
OPENING = re.compile(r"[\"“‘'(\[:;•–—/-]\s*\Z")
# In a heading with this share of capitals, a capital says nothing about the word.
TITLE_SHARE = 0.6
# Streptococcus pyogenes, E. coli: the name of a species, in italics.
SPECIES = re.compile(r"(?:[A-Z]\.|[A-Z][a-z]+(?:us|a|um|is|es|er|ix)) [a-z]{4,}")
# Nobody writes more footnotes in one text; a hostile text has any number.
MAX_MARKERS = 300


@dataclass(frozen=True)
class Word:
    """A word of the text.

    `starts` is true where every word has a capital: at the start of a sentence, of a quotation, in a title.
    """

    text: str
    start: int
    end: int
    starts: bool

    @property
    def plain(self) -> str:
        """Return the word with straight apostrophes and without a possessive 's."""
        return _plain(self.text)

    def is_prefix(self, text: str) -> bool:
        """Return whether this is the first part of a compound: the "pre" of "pre-dose"."""
        return text[self.end : self.end + 1] in HYPHENS and self.text.lower() in PREFIXES

    @property
    def is_lower(self) -> bool:
        return self.text.islower()

    @property
    def is_capitalized(self) -> bool:
        return self.text[0].isupper() and self.text[1:].islower()


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    word = text.replace("’", "'")
    for possessive in ("'s", "'S"):
        word = word.removesuffix(possessive)
    if word.isascii():
        return word
    spelled = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))


def words_in(checked: CheckedSection) -> Iterator[list[Word]]:
    """Yield the words of every block that has any, without addresses."""
    text = _without_markers(checked)
    starts = {start for _, start, _ in checked.sentences}
    species = [span for span in checked.document.emphasized if SPECIES.fullmatch(text, *span)]
    for block in checked.document.blocks:
        skipped = [run.span() for run in RUN.finditer(text, block.start, block.end) if ADDRESS.search(run[0])]
        skipped = sorted([*skipped, *(span for span in species if block.start <= span[0] < block.end)])
        found = _outside(WORD.finditer(text, block.start, block.end), skipped)
        long = [word for word in found if len(word[0]) > 3]
        is_title = len(long) > 1 and sum(word[0][0].isupper() for word in long) >= TITLE_SHARE * len(long)
        words = [
            Word(
                word[0],
                word.start(),
                word.end(),
                is_title
                or word.start() in starts
                or OPENING.search(text, max(0, word.start() - 2), word.start()) is not None,
            )
            for word in found
        ]
        if words:
            yield words


def _without_markers(checked: CheckedSection) -> str:
    """Return the text with spaces for the marks of footnotes, which belong to no word."""
    text = checked.text
    for marker in checked.document.markers[:MAX_MARKERS]:
        text = text[: marker.start] + " " * (marker.end - marker.start) + text[marker.end :]
    return text


def _outside(found: Iterator[re.Match[str]], skipped: list[tuple[int, int]]) -> list[re.Match[str]]:
    """Return the matches that begin in none of these spans; both are in the order of the text."""
    kept, spans = [], iter([*skipped, (1 << 62, 1 << 62)])
    start, end = next(spans)
    for match in found:
        while match.start() >= end:
            start, end = next(spans)
        if match.start() < start:
            kept.append(match)
    return kept


@dataclass(frozen=True)
class Vocabulary:
    """What is known in one guide: the lexicon, and the words of the guide and the site, lowercase."""

    own: frozenset[str]

    def knows(self, word: str) -> bool:
        """Return whether a word without possessive is known, as it is written or with other capitals.

        Lowercase words that are names only with a capital are not known, unless they are long: "english", "tim".
        """
        lower = word.lower()
        return len(lower) < 2 or lower in self.own or _is_listed(word)

    def is_rare(self, word: str) -> bool:
        return word in lexicon().rare or word in lexicon().british


@lru_cache(maxsize=50_000)
def _is_listed(word: str) -> bool:
    words, lower = lexicon(), word.lower()
    if words.has(word):
        return True
    if not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False  # capitals inside a word: a name, or an I for an l
    if words.has(lower) or is_formation(lower):
        return True
    if word != lower:
        return words.has(lower.capitalize()) or words.has(word.upper())
    return False


@lru_cache(maxsize=64)
def vocabulary(guide: Guide) -> Vocabulary:
    """Return what is known in a guide. Cached: it is the same for every section of it."""
    listed = (*guide.medicine.names, *guide.glossary)
    own = {part.lower() for name in listed for part in WORD.findall(name.replace("’", "'"))}
    return Vocabulary(frozenset(own) | guide.known_words)
