"""Words found in texts as people look for them: whatever the case, the accents and the markup."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

MAX_QUERY = 200  # characters
AROUND = 90  # characters that are shown on either side of what was found

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")
_TAGS = "(?:<[^<>]*>)*"
# Where Latin letters with accents stand.
_LETTERS = [chr(code) for first, last in ((0xC0, 0x250), (0x1E00, 0x1F00)) for code in range(first, last)]


@dataclass(frozen=True)
class Found:
    """Where something was found: the words before it, it, and the words after."""

    before: str
    found: str
    after: str


def terms_of(query: str) -> list[str]:
    """Return what has to be found, each of it: words, and what stands in quotation marks as one phrase."""
    typed = query[:MAX_QUERY].replace("“", '"').replace("”", '"')
    terms = (" ".join(_folded(phrase or word)[0].split()) for phrase, word in _TERM.findall(typed))
    return list(dict.fromkeys(filter(None, terms)))


def find(terms: Sequence[str], text: str) -> Found | None:
    """Return where the first of the terms stands in a plain text, if all of them stand in it."""
    folded, places = _folded(text)
    if not terms or any(term not in folded for term in terms):
        return None
    start = folded.index(terms[0])
    first, last = places[start], places[start + len(terms[0]) - 1] + 1
    while last < len(text) and unicodedata.combining(text[last]):
        last += 1
    before, after = text[max(0, first - AROUND) : first], text[last : last + AROUND]
    return Found(
        ("…" + before.partition(" ")[2] if first > AROUND else before).replace("\n", " · "),
        text[first:last].replace("\n", " "),
        (after.rpartition(" ")[0] + "…" if last + AROUND < len(text) else after).replace("\n", " · "),
    )


def pattern(terms: Sequence[str]) -> str:
    """Return a regular expression, for a database that heeds no case, that finds every HTML whose words hold the terms,
    and more: their longest word with any accents, and with tags between its letters. "" where there is no word.

    A letter that is written for two, as ß, is not found by the two.
    """
    word = max((word for term in terms for word in _WORD.findall(term)), key=len, default="")
    return _TAGS.join(f"[{letter}{_with_accents().get(letter, '')}]" if letter.isascii() else "." for letter in word)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and of each character of it the place it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _fold(character):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@cache
def _fold(character: str) -> str:
    if character == "\n":
        return "\n"  # a phrase does not reach from one block into the next
    bare = (each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
    folded = "".join(bare).casefold()
    return " " if folded.isspace() else folded


@cache
def _with_accents() -> dict[str, str]:
    """Return, for each letter, the letters that fold to it alone."""
    found: dict[str, str] = {}
    for each in _LETTERS:
        if len(folded := _fold(each)) == 1:
            found[folded] = found.get(folded, "") + each
    return found
