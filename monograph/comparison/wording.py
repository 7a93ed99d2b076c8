"""Rules that prove a change of words harmless (docs/clinical-changes.md). The list is closed: what no rule proves is
shown to the reviewer.
"""

import re
from collections.abc import Callable
from decimal import Decimal

SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u2010": "-", "\u2011": "-", "–": "-", "\u00a0": " ", "\u00ad": ""}
)
NUMBER_WORDS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
MONTHS = "january february march april may june july august september october november december".split()
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
# The second means to a patient what the first means.
SYNONYMS = {
    "physician": "doctor",
    "physicians": "doctors",
    "medication": "medicine",
    "medications": "medicines",
    "approximately": "about",
    "prior to": "before",
    "begin": "start",
    "begins": "starts",
    "purchase": "buy",
    "obtain": "get",
    "in order to": "to",
    "assist": "help",
    "assistance": "help",
    "however": "but",
    "additional": "more",
    "utilize": "use",
}
SYNONYM = re.compile(rf"\b(?:{'|'.join(sorted(SYNONYMS, key=len, reverse=True))})\b", re.IGNORECASE)


def _typography(words: str) -> str:
    return words.translate(SIGNS).replace("…", "...")


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


def _synonyms(words: str) -> str:
    return SYNONYM.sub(lambda found: SYNONYMS[found[0].lower()], words)


# In this order: each begins with what the ones before it left.
RULES: dict[str, Callable[[str], str]] = {
    "typography": _typography,
    "capitals": _capitals,
    "dates": _dates,
    "number words": _number_words,
    "quantities": _quantities,
    "synonyms": _synonyms,
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
