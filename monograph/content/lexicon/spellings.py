"""British spellings and their American form, by rule: tumour and tumor, haemorrhage and hemorrhage."""

import re
from functools import lru_cache

from . import lexicon
from .formation import is_formation

# British -> American, tried in this order, also two together: haematolog(ise).
RULES = (
    (re.compile("our"), "or"),
    (re.compile("is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile("ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile("ae"), "e"),
    (re.compile("oe"), "e"),
    (re.compile("ll(?=(?:ed|ing|er|ers|ation)$)"), "l"),
    (re.compile("re(?=s?$)"), "er"),
    (re.compile("ence(?=s?$)"), "ense"),
    (re.compile("l(?=ful|fully|ment|ments|s$|$)"), "ll"),
    (re.compile("mme(?=s?$)"), "m"),
    (re.compile("sulph"), "sulf"),
)
# Shorter words are of both, or abbreviations.
MIN_LENGTH = 5


@lru_cache(maxsize=20_000)
def american_spelling(word: str) -> str:
    """Return how American English spells a lowercase British word; '' if the word is not only British."""
    words = lexicon()
    if len(word) < MIN_LENGTH or word in words.plausible:
        return ""
    if word in words.british or (not words.has(word) and not is_formation(word)):
        once = _respelled(word)
        for spelled in (*once, *(twice for half in once for twice in _respelled(half))):
            if spelled in words.plausible or (word in words.british and words.has(spelled)):
                return spelled
    return ""


def _respelled(word: str) -> list[str]:
    """Return what each rule that applies makes of a word."""
    respelled = (pattern.sub(american, word) for pattern, american in RULES)
    return [spelled for spelled in respelled if spelled != word]
