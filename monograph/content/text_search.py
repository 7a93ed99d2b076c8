"""Search in texts as people do it: whatever the case, the accents and the markup."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

# Both in characters; the context is shown on either side of the match.
MAX_QUERY = 200
CONTEXT = 90

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")
_TAGS = "(?:<[^<>]*>)*"
# The Unicode blocks of Latin letters with accents.
_ACCENTED_LETTERS = [chr(code) for first, last in ((0xC0, 0x250), (0x1E00, 0x1F00)) for code in range(first, last)]


@dataclass(frozen=True)
class Excerpt:
    """A match in its context: the words before it, the match, and the words after it."""

    before: str
    found: str
    after: str


def query_terms(query: str) -> list[str]:
    """Return the terms that a text must all contain: words, and quoted phrases as one."""
    straight = query[:MAX_QUERY].replace("“", '"').replace("”", '"')
    terms = (" ".join(_folded(phrase or word)[0].split()) for phrase, word in _TERM.findall(straight))
    return list(dict.fromkeys(filter(None, terms)))


def find_terms(terms: Sequence[str], text: str) -> Excerpt | None:
    """Return the first term in its context, if a plain text contains all the terms."""
    folded, places = _folded(text)
    if not terms or any(term not in folded for term in terms):
        return None
    start = folded.index(terms[0])
    first, last = places[start], places[start + len(terms[0]) - 1] + 1
    while last < len(text) and unicodedata.combining(text[last]):
        last += 1
    before, after = text[max(0, first - CONTEXT) : first], text[last : last + CONTEXT]
    return Excerpt(
        ("…" + before.partition(" ")[2] if first > CONTEXT else before).replace("\n", " · "),
        text[first:last].replace("\n", " "),
        (after.rpartition(" ")[0] + "…" if last + CONTEXT < len(text) else after).replace("\n", " · "),
    )


def search_pattern(terms: Sequence[str]) -> str:
    """Return a regular expression that preselects HTML in a database.

    Matched without case, it finds every HTML whose words contain the terms, and more: it is their longest word with any
    accents and with tags between its letters, or '' without a word. A letter that folds to two, such as ß, is not found
    by the two.
    """
    word = max((word for term in terms for word in _WORD.findall(term)), key=len, default="")
    return _TAGS.join(f"[{letter}{_with_accents().get(letter, '')}]" if letter.isascii() else "." for letter in word)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and its characters' original places."""
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
    bare = (part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    folded = "".join(bare).casefold()
    return " " if folded.isspace() else folded


@cache
def _with_accents() -> dict[str, str]:
    """Return, for each letter, the accented letters that fold to it alone."""
    accented: dict[str, str] = {}
    for letter in _ACCENTED_LETTERS:
        if len(folded := _fold(letter)) == 1:
            accented[folded] = accented.get(folded, "") + letter
    return accented
