"""Regular expressions by which a database preselects texts for `text_search`, which then decides.

They must find every text that `find_terms` finds, and may find more.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from .search_words import POINT, stem
from .spelling import irregular_forms
from .text_search import Term
from .typography import APOSTROPHES, FRACTION, GREEK, GREEK_NAMES, HYPHENS

# Letters of the pattern: longer endings differ in spelling, and a few letters are rare enough.
MAX_LETTERS = 6
# Between two letters of a word: tags, accents, hyphens of any kind, an apostrophe, the comma of thousands, white space.
_GAP = "(?:<[^<>]*>|[ ,\u00a0\u00ad\u2009\u200b\u202f" + re.escape(HYPHENS + APOSTROPHES) + "])*"
# What British spelling adds to a letter, or writes for it.
_SPELLED = {"c": "csk", "k": "kc", "s": "scz", "z": "zs", "u": "u\u00b5\u03bc"}
_BEFORE, _AFTER = {"e": f"(?:[ao]{_GAP})?"}, {"o": "u?", "l": "l?"}
_GREEK_NAME = re.compile("|".join(sorted(GREEK_NAMES)))
_VULGAR = [chr(code) for code in (*range(0xBC, 0xBF), *range(0x2150, 0x215F), 0x2189)]


def search_pattern(terms: Sequence[Term]) -> str:
    """Return a regular expression, to be matched without case, for the longest word of the terms.

    It is "" if no term has a word.
    """
    words = [stems[0] for term in terms for stems in term.words]
    words = words or [word for term in terms for word in re.findall(r"[^\W_]+", term.typed)]
    return _pattern(max(words, key=len, default=""))


def _pattern(word: str) -> str:
    if FRACTION in word:
        written = "|".join(sign for sign in _VULGAR if unicodedata.normalize("NFKD", sign) == word)
        figures = "[ ]?[/\u2044][ ]?".join(_letters(part) for part in word.split(FRACTION))
        return f"{figures}|{written}" if written else figures
    # Greek letters may be written as letters: what is left of "betablock" is in "β-blocker" too.
    kept = max(_GREEK_NAME.split(word), key=len) or word
    forms = [kept, *(other for other, one in irregular_forms().items() if stem(one) == word)]
    return "|".join([*map(_letters, forms), *(sign for sign, name in GREEK.items() if name == word)])


def _letters(word: str) -> str:
    """Return the pattern of the letters that a word keeps in every spelling and with every ending."""
    word = re.sub("[ao]e", "e", word)
    if word.isalpha():
        word = re.sub(r"(?<=..)(?:er|[eiy])$", "", word)[:MAX_LETTERS]
    return _GAP.join(map(_letter, word))


def _letter(letter: str) -> str:
    if letter == POINT:
        return "[.]"
    if not letter.isascii():
        return "."
    forms = "".join(dict.fromkeys(form for one in _SPELLED.get(letter, letter) for form in one + _forms().get(one, "")))
    written = f"{_BEFORE.get(letter, '')}[{forms}]{_AFTER.get(letter, '')}"
    return f"(?:{written}|ph)" if letter == "f" else written


@cache
def _forms() -> dict[str, str]:
    """Return, for each ASCII letter and figure, the signs that fold to it or begin with it, such as é, œ, ½ and ㎎."""
    forms: dict[str, str] = {}
    for code in range(0xA0, 0x10000):
        sign = chr(code)
        decomposed = unicodedata.normalize("NFKD", sign).casefold()
        if decomposed[:1].isascii() and decomposed[:1].isalnum():
            forms[decomposed[0]] = forms.get(decomposed[0], "") + sign
    for sign, letters in (("œŒ", "oe"), ("æÆ", "ae"), ("øØ", "o"), ("łŁ", "l"), ("đĐðÐ", "d"), ("þÞ", "t")):
        for letter in letters:
            forms[letter] = forms.get(letter, "") + sign
    return forms
