"""The tokens of a sentence, and what makes two words the same."""

import re
import unicodedata
from functools import lru_cache

from ..same_words import SPELLINGS
from .vocabulary import SAME_WORD, STOPWORDS

MINUS = "\u2212"
# A hyphen is a minus sign before a figure and after a space, not in a range.
_SIGN = r"(?:(?<![^\s(\[<>≤≥=:|])[\u2212-](?=\.?\d))?"
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_POWER = r"(?:\^[\u2212-]?\d{1,2}|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})?"
TOKEN = re.compile(
    rf"{_SIGN}{_FIGURES}{_POWER}|[¼-¾⅐-⅞]|m²|[^\W\d_]\.[^\W\d_](?=\.)|[^\W\d_]+"
    r"(?:['\u2018\u2019\u02bc][^\W\d_]+)*|[^\s\w]|\w"
)
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'"})
_SHORT_IS = frozenset("it's that's there's here's what's who's he's she's let's how's where's when's".split())


class Tokens:
    """The tokens of a sentence, lowercase, and their places in its text.

    `names` are further names of medicines, lowercase.
    """

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.names = names
        matches = list(TOKEN.finditer(text))
        self.words = [_plain_word(match[0]) for match in matches]
        self.places = [match.span() for match in matches]


def _plain_word(written: str) -> str:
    """Return a token lowercase, with the figures, the minus sign and the apostrophe that every reader here knows."""
    word = written.lower()
    if word[0] in "-\u2212" and len(word) > 1:
        word = MINUS + word[1:]
    if not word.isascii():
        word = "".join(str(unicodedata.decimal(sign, sign)) for sign in word.translate(_APOSTROPHES))
    # "The children's reach" is the reach of children; "it's" is "it is".
    return word if word in _SHORT_IS else word.removesuffix("'s")


def is_content(word: str) -> bool:
    """Return whether a word has content: it is no sign and no stop word."""
    return word[-1].isalnum() and word not in STOPWORDS


def is_number(word: str) -> bool:
    """Return whether a token is written in figures."""
    return word[:1].isdigit() or (len(word) > 1 and word[0] in f"{MINUS}." and word[1] in ".0123456789")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word without the endings of number and tense.

    "stores", "stored" and "storing" have one stem, and so have synonyms and British spellings.
    """
    word = SPELLINGS.get(word, word)
    word = SAME_WORD.get(word, word)
    for ending in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "ed" and word.endswith("eed")):
            return word[: -len(ending)]
    return word
