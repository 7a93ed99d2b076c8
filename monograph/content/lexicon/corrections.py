"""What a word that is no word was meant to be: one edit away, misread, or two words run together."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from . import lexicon
from .word_pairs import count_in_guides

# In longer words nothing is searched: no word that is meant is longer, and a hostile text has any length.
MAX_LENGTH = 30
# What scanning makes of letters: (as printed, as read), from the shapes of printed letters.
MISREADINGS = (
    ("m", "rn"), ("rn", "m"), ("d", "cl"), ("cl", "d"), ("w", "vv"), ("h", "li"), ("li", "h"), ("n", "ri"), ("u", "ii"),
    ("m", "in"), ("m", "nn"), ("m", "ni"), ("i", "l"), ("l", "i"), ("t", "l"), ("l", "t"), ("e", "c"), ("c", "e"),
    ("h", "b"), ("b", "h"), ("t", "f"), ("f", "t"), ("o", "0"), ("l", "1"), ("i", "1"), ("s", "5"), ("b", "8"),
    ("b", "6"), ("g", "9"), ("e", "3"), ("a", "4"),
)  # fmt: skip
# The shortest part of a compound, in letters.
MIN_PART = 3
# A longer word after a grammatical one may be any usual word: youreyelashes.
MIN_REST = 6
# Occurrences in guides of a word that is common there.
MIN_COMMON = 5
LETTERS = string.ascii_lowercase + "'"
# Words that are no part of any compound, so where they are, two words are glued: ofthe, takethe.
GRAMMATICAL_WORDS = frozenset(
    "a about also an and any are as at because been but can could did do does each every for from had has have her his "
    "how if into is it its may more most must no not of or our should than that the their them then there these they "
    "this to was we were what when which while who will with without would you your".split()
)
# Words that are glued to others most often, and may be as short as this.
FUNCTION_WORDS = GRAMMATICAL_WORDS | frozenset(
    "after all ask be before by call daily day get in off on once one out over per side so some stop take too twice "
    "two until up use".split()
)


class Kind(IntEnum):
    """How a word came about, the likeliest first."""

    SWAPPED = 0
    DOUBLED = 1
    MISREAD = 2
    MISSING = 3
    ADDED = 4
    REPLACED = 5


@dataclass(frozen=True, order=True)
class Correction:
    """A known word, and how the word that was found came about.

    `is_medicine` is true for words of medicines' names, which no other list has.
    """

    rank: int
    kind: Kind
    word: str
    is_medicine: bool = False


def edits(word: str) -> Iterator[str]:
    """Yield what is one edit away: two letters swapped, one left out, added or replaced."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after:
            yield before + after[1:]
            yield from [before + letter + after[1:] for letter in LETTERS]
        yield from [before + letter + after for letter in LETTERS]


def _kind(word: str, meant: str) -> Kind:
    """Return how a word came about of another one that is one edit away."""
    if len(word) == len(meant):
        return Kind.SWAPPED if sorted(word) == sorted(meant) else Kind.REPLACED
    longer, shorter = (word, meant) if len(word) > len(meant) else (meant, word)
    place = next((place for place, letter in enumerate(shorter) if longer[place] != letter), len(shorter))
    if longer[place] == longer[place - 1] and place:
        return Kind.DOUBLED
    return Kind.ADDED if longer is word else Kind.MISSING


def unmisread(word: str) -> Iterator[str]:
    """Yield what a word was if one or two kinds of letters in it were misread."""
    pairs = [(printed, read) for printed, read in MISREADINGS if read in word]
    once = [word.replace(read, printed) for printed, read in pairs]
    for printed, read in pairs:
        if word.count(read) > 1:
            places = [found.span() for found in re.finditer(read, word)]
            once += [word[:start] + printed + word[end:] for start, end in places]
    yield from once
    for half in once:
        yield from [half.replace(read, printed) for printed, read in MISREADINGS if read in half]


@lru_cache(maxsize=20_000)
def corrections(word: str, known: frozenset[str] = frozenset()) -> tuple[Correction, ...]:
    """Return the usual words, and words of `known`, that a lowercase word may have been; the likeliest first."""
    if len(word) > MAX_LENGTH:
        return ()
    words = lexicon()
    meant = {edit: _kind(word, edit) for edit in edits(word) if edit in words.plausible or edit in known}
    for reading in unmisread(word):
        if reading in words.plausible or reading in known:
            meant[reading] = min(meant.get(reading, Kind.MISREAD), Kind.MISREAD)
    meant.pop(word, None)
    return tuple(sorted(_rated(kind, word) for word, kind in meant.items()))


def _rated(kind: Kind, word: str) -> Correction:
    words = lexicon()
    is_common = word in words.common or "'" in word
    return Correction(kind + (0 if is_common else 3), kind, word, not is_common and word in words.medicines)


def unglue(word: str) -> tuple[str, ...]:
    """Return the two or three common words that a lowercase word is made of, () if there are none.

    All but one are function words, or both have four letters or more.
    """
    if len(word) > MAX_LENGTH or not word.isalpha():
        return ()
    return min(_splits(word, 3), key=_oddness, default=())


def is_compound(word: str) -> bool:
    """Return whether a lowercase word is two known words, as in callouts: perhaps one that no list has yet."""
    known = lexicon().has
    return any(known(word[:place]) and known(word[place:]) for place in range(MIN_PART, len(word) - MIN_PART + 1))


def _oddness(parts: tuple[str, ...]) -> tuple[int, int, int]:
    return (len(parts), sum(part not in FUNCTION_WORDS for part in parts), min(map(len, parts)) * -1)


def _is_common(word: str) -> bool:
    """Return whether a word is common in English, or in guides: tablets."""
    return word in lexicon().common or count_in_guides(word) >= MIN_COMMON


def _splits(word: str, most: int) -> Iterator[tuple[str, ...]]:
    for place in range(1, len(word)):
        first, rest = word[:place], word[place:]
        if first in GRAMMATICAL_WORDS and len(first) > 2 and len(rest) > MIN_REST and rest in lexicon().usual:
            yield first, rest
        if first in FUNCTION_WORDS:
            if rest in FUNCTION_WORDS or (_is_common(rest) and len(rest) > 2):
                yield first, rest
            if most > 2:
                yield from ((first, *parts) for parts in _splits(rest, most - 1) if parts[0] in FUNCTION_WORDS)
        elif _is_common(first) and len(first) > 2:
            if rest in FUNCTION_WORDS or (_is_common(rest) and min(len(first), len(rest)) > 3):
                yield first, rest
            if most > 2 and len(first) > 3:
                yield from ((first, *parts) for parts in _splits(rest, 2) if {*parts} <= FUNCTION_WORDS)
