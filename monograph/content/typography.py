"""One form for signs that are written in several ways: dashes, apostrophes, spaces, fractions, Greek letters.

For search and comparison by words, of which nobody sees the result.
"""

import re
import unicodedata

# Of any kind; a soft hyphen and a zero-width space only say where a line may break.
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2e3a\u2e3b\u2043"
APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`\uff07"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
FRACTION = "\u2044"
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon "
    "phi chi psi omega"
)
GREEK = {chr(0x3B1 + place): name for place, name in enumerate(_GREEK_NAMES.split())}
GREEK_NAMES = frozenset(GREEK.values()) - {"mu", "nu", "pi", "psi", "eta", "rho", "tau", "chi", "phi", "xi"}

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_HYPHEN = re.compile(f"[{re.escape(HYPHENS)}]")
_VULGAR = "\u00bc-\u00be\u2150-\u215e\u2189"
_APOSTROPHE = re.compile(rf"(?<=[^\W\d_{_VULGAR}])[{APOSTROPHES}](?=[^\W\d_{_VULGAR}])")
# ½ after a figure is a number of its own, and so is a raised figure: 2½ is not 21/2, nor 10⁹ 109.
_RAISED = re.compile(rf"(?<=\w)(?=[{_VULGAR}])|(?<=[{_VULGAR}])(?=\w)|(?<=[0-9])(?=[\u00b2\u00b3\u00b9\u2070-\u2089])")
_SLASH = re.compile(r"(?<![\d/\u2044])(\d{1,2})\s?[/\u2044]\s?(\d{1,3})(?![\d/\u2044])")
_MICRO = re.compile("[\u03bc\u00b5](?=(g|mol|l|m|s|gram|grams)\\b)")
_GREEK = re.compile("(?<![\u0370-\u03ff])([\u03b1-\u03c9])(?![^\\W\\d_])")
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
# Signs beside names that nobody searches for.
_IGNORED_SIGNS = dict.fromkeys(map(ord, "™®℠"))


def without_invisible(text: str) -> str:
    """Return a text without soft hyphens, zero-width characters and marks of direction."""
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """Return a text lowercase and without accents, to sort and compare it by."""
    # Most texts are ASCII, and this is some thirty times faster for them.
    if text.isascii():
        return text.lower()
    # Decompose before casefolding, as "℃" has a capital only then; and again, as casefolding can compose letters.
    lowered = unicodedata.normalize("NFKD", text.translate(_IGNORED_SIGNS)).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def plain_signs(text: str) -> str:
    """Return a text folded, with "-" for every dash, no apostrophe in a word, "beta" for β, the same for ½ and 1/2.

    µg becomes "mcg", as the Institute for Safe Medication Practices asks to write it.
    """
    if not text.isascii():
        text = _RAISED.sub(" ", _HYPHEN.sub("-", without_invisible(text)))
    text = _APOSTROPHE.sub("", text)
    text = fold(text)
    if not text.isascii():
        text = text.translate(_LETTERS)
        text = _MICRO.sub(lambda found: "mc" if found[1] == "g" else "micro", text)
        text = _GREEK.sub(lambda found: GREEK[found[1]], text)
    return _SLASH.sub(rf"\1{FRACTION}\2", text)
