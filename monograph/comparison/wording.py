"""Rules that prove a change of words harmless (docs/clinical-changes.md). The list is closed: what no rule proves is
shown to the reviewer.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from ..content.sentences import sentences
from .dates import MONTHS
from .same_words import CONTRACTIONS, SPELLINGS, SYNONYMS, UNHYPHENATED

SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u2010": "-", "\u2011": "-", "–": "-", "\u00a0": " ", "\u00ad": ""}
)
NUMBER_WORDS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
MONTH = "|".join(MONTHS)
DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({MONTH}),? (\d{{4}})\b", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"\b({MONTH}) (\d{{1,2}}),? (\d{{4}})\b", re.IGNORECASE)
# To grams or liters; only units that mean one thing each.
UNITS = {
    **dict.fromkeys(("mcg", "µg", "microgram", "micrograms"), ("g", Decimal("0.000001"))),
    **dict.fromkeys(("mg", "milligram", "milligrams"), ("g", Decimal("0.001"))),
    **dict.fromkeys(("g", "gram", "grams"), ("g", Decimal(1))),
    **dict.fromkeys(("mL", "ml", "milliliter", "milliliters"), ("L", Decimal("0.001"))),
    **dict.fromkeys(("L", "liter", "liters"), ("L", Decimal(1))),
}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?"
QUANTITY = re.compile(rf"(?<![\w.,]){NUMBER}(?<=\d) ?(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})\b")
PLAIN_NUMBER = re.compile(rf"(?<![\w.,/-]){NUMBER}(?<=\d)(?![\w,/-])(?!\.\d)")
_FRACTION = re.compile(r"(\d?)([¼-¾⅐-⅞])")
# With one of these a sentence or item may say something about what is before or after it.
CONNECTING = frozenset(
    "this that these those it its they them their he she such then next first second third last finally after "
    "afterward before above below following also too but however so therefore instead otherwise again same other "
    "others another both either neither step later earlier previous now until".split()
)
# A sentence that begins with one of these is a step, perhaps; the order of steps matters.
_STEP = re.compile(
    r"\b(?:then|shake|inject|open|close|remove|insert|press|push|pull|turn|twist|wash|wipe|rinse|fill|mix|"
    r"place|put|attach|hold|pinch|prime|dial|check|wait|draw|tap|breathe|inhale|spray|apply|swallow)\b"
)


def _listed(pairs: dict[str, str]) -> Callable[[str], str]:
    """Return a rule that writes the first of each pair as the second."""
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(pairs, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
    return lambda words: pattern.sub(lambda found: pairs[found[0].lower()], words)


def _typography(words: str) -> str:
    words = words.translate(SIGNS).replace("…", "...")
    if words.isascii():
        return words
    words = "".join(str(unicodedata.decimal(sign, sign)) for sign in words)
    return _FRACTION.sub(lambda found: f"{found[1]}{' ' if found[1] else ''}{_in_figures(found[2])}", words)


def _in_figures(fraction: str) -> str:
    return unicodedata.normalize("NFKC", fraction).replace("\u2044", "/")


def _spacing(words: str) -> str:
    # Between a figure and a letter a space says nothing; between two figures it makes one number of two.
    return re.sub(r"(?<=\d) (?=[^\W\d_])|(?<=[^\W\d_]) (?=\d)", "", " ".join(words.split()))


def _capitals(words: str) -> str:
    # At the start of a sentence; a word in capitals may be an abbreviation.
    return re.sub(r"^[A-Z](?=[a-z])", lambda found: found[0].lower(), words)


def _dates(words: str) -> str:
    words = DAY_FIRST.sub(lambda found: f"{found[3]}/{found[2].lower()}/{int(found[1])}", words)
    return MONTH_FIRST.sub(lambda found: f"{found[3]}/{found[1].lower()}/{int(found[2])}", words)


def _number_words(words: str) -> str:
    names = "|".join(NUMBER_WORDS)
    return re.sub(rf"\b(?:{names})\b", lambda found: NUMBER_WORDS[found[0].lower()], words, flags=re.IGNORECASE)


def _quantities(words: str) -> str:
    def in_base_unit(found: re.Match[str]) -> str:
        number = re.match(NUMBER, found[0])
        digits = number[0] if number else ""
        unit, factor = UNITS[found[0][len(digits) :].strip()]
        return f"{_number(digits) * factor:f}".rstrip("0").rstrip(".") + unit

    words = QUANTITY.sub(in_base_unit, words)
    return PLAIN_NUMBER.sub(lambda found: f"{_number(found[0]):f}", words)


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _hyphenation(words: str) -> str:
    # Between two words a hyphen says no more than a space; a dash may say "to", and a letter alone may be a name.
    return re.sub(r"(?<=[a-z]{2})[-\u2010\u2011](?=[a-z]{2})", " ", _unhyphenated(words))


_unhyphenated = _listed(UNHYPHENATED)


# In this order: each begins with what the ones before it left.
RULES: dict[str, Callable[[str], str]] = {
    "hyphenation": _hyphenation,
    "typography": _typography,
    "capitals": _capitals,
    "dates": _dates,
    "number words": _number_words,
    "quantities": _quantities,
    "spelling": _listed(SPELLINGS),
    "contractions": _listed(CONTRACTIONS),
    "synonyms": _listed(SYNONYMS),
    "spacing": _spacing,
}


def proof(old: str, new: str) -> list[str]:
    """Return the rules by which two passages mean the same; none if they may not."""
    if _applied(old, new, RULES) is None:
        return []
    needed = dict(RULES)
    for name in RULES:
        without = {other: rule for other, rule in needed.items() if other != name}
        if _applied(old, new, without) is not None:
            needed = without
    return list(needed)


def _applied(old: str, new: str, rules: dict[str, Callable[[str], str]]) -> str | None:
    """Return what both passages are by these rules; None if they are not the same."""
    for rule in rules.values():
        old, new = rule(old), rule(new)
    return old if old == new else None


def is_reordered(old: list[str], new: list[str]) -> bool:
    """Return whether the same passages are in another order, and none refers to another one or is a step."""
    if old == new or Counter(old) != Counter(new):
        return False
    texts = [text.lower() for text in new]
    is_connected = any(not CONNECTING.isdisjoint(re.findall(r"[a-z]+", text)) for text in texts)
    return not is_connected and not any(_STEP.match(text) for text in texts)


def sentences_are_reordered(old: str, new: str) -> bool:
    """Return whether a paragraph has the same sentences in an order that says the same."""
    return is_reordered(*([text[start:end] for start, end in sentences(text)] for text in (old, new)))
