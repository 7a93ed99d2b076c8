"""The tokens of a sentence, and what makes two words the same."""

import re

from .vocabulary import SAME_WORD, STOPWORDS

TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[½¼¾]|m²|[^\W\d_]\.[^\W\d_](?=\.)|[^\W\d_]+"
    r"(?:['\u2019][^\W\d_]+)*|[^\s\w]|\w"
)


class Tokens:
    """The tokens of a sentence, lowercase, and their places in its text.

    `names` are further names of medicines, lowercase.
    """

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.names = names
        matches = list(TOKEN.finditer(text))
        self.words = [match[0].lower().replace("\u2019", "'") for match in matches]
        self.places = [match.span() for match in matches]


def is_content(word: str) -> bool:
    """Return whether a word has content: it is no sign and no stop word."""
    return word[0].isalnum() and word not in STOPWORDS


def stem(word: str) -> str:
    """Return a word without the endings of number and tense.

    "stores", "stored" and "storing" have one stem, and so have synonyms.
    """
    word = SAME_WORD.get(word, word)
    for ending in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
