"""Search in texts as people do it: whatever the case, the accents, the typography and the markup.

A term is found as it is typed, also inside words, or by its words as readers' search compares them (`search_words`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .search_words import search_terms, stems
from .typography import APOSTROPHES, FRACTION, HYPHENS, without_invisible

# Both in characters; the context is shown on either side of the match.
MAX_QUERY = 200
CONTEXT = 90

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_PIECE = re.compile(r"\S+")
_SIGNS = {
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    FRACTION: "/",
}

_MARKS = ".,;:!?…()[]\"'“”„«»‘’"

Span = tuple[int, int]


@dataclass(frozen=True)
class Term:
    """A word or phrase of a query.

    `typed` is folded; `words` are the stems of which a text must have one, for each word of it in a row.
    """

    typed: str
    words: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Excerpt:
    """A match in its context: the words before it, the match, and the words after it."""

    before: str
    found: str
    after: str


def query_terms(query: str) -> list[Term]:
    """Return the terms that a text must all contain: words, and quoted phrases as one."""
    straight = query[:MAX_QUERY].replace("“", '"').replace("”", '"')
    terms = []
    for phrase, word in _TERM.findall(straight):
        typed = " ".join(_folded(phrase or word)[0].split())
        words = tuple(term.stems for term in search_terms(phrase or word))
        # Of a word that is too common to be compared, the marks around it would have to be in the text too.
        terms.append(Term(typed if words else typed.strip(_MARKS) or typed, words))
    return list({term.typed: term for term in terms if term.typed}.values())


def find_terms(terms: Sequence[Term], text: str) -> Excerpt | None:
    """Return the first term in its context, if a plain text contains all the terms."""
    folded = _folded(text)
    spans = [_find(term, text, folded) for term in terms]
    if not spans or None in spans:
        return None
    first, last = spans[0] or (0, 0)
    before, after = text[max(0, first - CONTEXT) : first], text[last : last + CONTEXT]
    return Excerpt(
        ("…" + before.partition(" ")[2] if first > CONTEXT else before).replace("\n", " · "),
        text[first:last].replace("\n", " "),
        (after.rpartition(" ")[0] + "…" if last + CONTEXT < len(text) else after).replace("\n", " · "),
    )


def _find(term: Term, text: str, folded: tuple[str, list[int]]) -> Span | None:
    letters, places = folded
    start = letters.find(term.typed)
    if start < 0:
        return _find_words(term, text)
    first, last = places[start], places[start + len(term.typed) - 1] + 1
    while last < len(text) and unicodedata.combining(text[last]):
        last += 1
    return first, last


def _find_words(term: Term, text: str) -> Span | None:
    """Return where the words of a term are in a row, compared by their stems."""
    held = _all_stems(text) if term.words else frozenset()
    if not term.words or any(held.isdisjoint(word) for word in term.words):
        return None
    for line in _lines(text):
        for place in range(len(line)):
            if (last := _end_of_row(term.words, line, place)) >= 0:
                return _without_marks(text, line[place][0], line[last][1])
    return None


def _without_marks(text: str, first: int, last: int) -> Span:
    """Return a span without the marks of the sentence around its words, such as a period or a quotation mark."""
    words = text[first:last]
    return last - len(words.lstrip(_MARKS)), first + len(words.rstrip(_MARKS))


@lru_cache(maxsize=8)
def _all_stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=50_000)
def _piece_stems(piece: str) -> frozenset[str]:
    return frozenset(stems(piece))


Piece = tuple[int, int, str]


def _lines(text: str) -> Iterator[list[Piece]]:
    """Yield the pieces between white space of each block that hold a word to search for.

    No phrase reaches from one block into the next.
    """
    start = 0
    for line in text.split("\n"):
        pieces = ((start + found.start(), start + found.end(), found[0]) for found in _PIECE.finditer(line))
        yield [piece for piece in pieces if _piece_stems(piece[2])]
        start += len(line) + 1


def _end_of_row(words: Sequence[Sequence[str]], line: Sequence[Piece], place: int) -> int:
    """Return the last piece of the words that begin in a piece; -1 if they don't."""
    at = place
    for number, word in enumerate(words):
        starts = (at, at + 1) if number else (at,)
        spans = [(start, start + count) for start in starts for count in (2, 3)]
        if _holds(line[at : at + 1], word):
            continue
        if number and _holds(line[at + 1 : at + 2], word):
            at += 1
            continue
        last = next((end for start, end in spans if end <= len(line) and _is_compound(line[start:end], word)), 0)
        if not last:
            return -1
        at = last - 1
    return at


def _is_compound(pieces: Sequence[Piece], word: Sequence[str]) -> bool:
    """Return whether pieces together, but not those after the first, are a word: "eye drops", "1 000 000"."""
    return _holds(pieces, word) and not _holds(pieces[1:], word)


def _holds(pieces: Sequence[Piece], word: Sequence[str]) -> bool:
    return not _piece_stems(" ".join(piece for _, _, piece in pieces)).isdisjoint(word)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case, accents and typography, and its characters' original places."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _fold(character):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@cache
def _fold(character: str) -> str:
    # A phrase does not reach from one block into the next.
    if character == "\n":
        return "\n"
    bare = (part for part in unicodedata.normalize("NFKD", without_invisible(character)))
    folded = "".join(_SIGNS.get(part, part) for part in bare if not unicodedata.combining(part)).casefold()
    return " " if folded.isspace() else folded
