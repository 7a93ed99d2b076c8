"""Invented medicines and texts about them, in words of no language.

Everything comes from one seed, so that the same number of guides always gives the same guides. A few words are in
exactly as many guides as their names say, for searches that find few, many or all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from django.utils.text import slugify

from monograph.content.search_words import stem

SEED = 20_260_101
EVERYWHERE, IN_A_FIFTH, IN_A_HUNDREDTH = "mordalk", "ketrimp", "plovask"
RARE = tuple(f"zub{middle}ark" for middle in ("re", "li", "no", "ta", "vi", "sho", "ga", "pe", "du", "fo"))
RARE_IN = 3  # guides that have a given rare word
VOCABULARY, CLASSES, CONDITIONS, MAKERS = 6_000, 60, 48, 30
WORDS_OF_GUIDE = 1_500
# How often names begin with each letter: unevenly, as in a real list.
FIRST_LETTERS = {
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 2),
    **dict.fromkeys("aclmpstv", 5),
    **dict.fromkeys("jkqwxyuh", 1),
}
BRAND_ENDINGS = ("quol", "vandu", "zemo", "drasp", "thyx", "nuvro", "brelk", "xandu", "jolv", "kimpo")
GENERIC_ENDINGS = ("ovarsin", "etrulk", "ulvidane", "imoquar", "andrexol", "opulmine", "isquatel", "urmogran")
CONSONANTS, VOWELS, CLOSING = "bcdfghjklmnprstvwz", "aeiou", ("", "", "", "n", "r", "l", "s")
LITTLE = ("the", "of", "and", "with", "for", "in", "a", "from", "on", "by")


@dataclass(frozen=True)
class InventedGuide:
    """The facts of one medicine, and the body of each section by its kind."""

    slug: str
    facts: dict[str, Any]
    bodies: dict[str, str]


def _word(rng: Random, syllables: int, first: str = "") -> str:
    parts = []
    for place in range(syllables):
        begins = first if first and not place else rng.choice(CONSONANTS)
        vowel = rng.choice(CONSONANTS) + rng.choice(VOWELS) if begins in VOWELS else rng.choice(VOWELS)
        parts.append(begins + vowel + rng.choice(CLOSING))
    return "".join(parts)


def _unique(words: Iterator[str], number: int) -> list[str]:
    """Return a number of words with different stems."""
    by_stem: dict[str, str] = {}
    for word in words:
        by_stem.setdefault(stem(word), word)
        if len(by_stem) == number:
            break
    return list(by_stem.values())


def _ending_in(rng: Random, endings: Sequence[str]) -> Iterator[str]:
    letters, weights = list(FIRST_LETTERS), list(accumulate(FIRST_LETTERS.values()))
    while True:
        first = rng.choices(letters, cum_weights=weights)[0]
        yield _word(rng, rng.choice((1, 2, 2)), first) + rng.choice(endings)


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Return the words of the texts, and their cumulative weights: few are frequent."""
    rng = Random(SEED)
    words = _unique((_word(rng, rng.choice((2, 2, 3))) for _ in iter(int, 1)), VOCABULARY)
    return words, list(accumulate(1 / (place + 8) for place in range(VOCABULARY)))


@cache
def topics() -> tuple[list[str], list[str], list[str]]:
    """Return the names of classes, conditions and makers."""
    rng = Random(SEED + 1)
    words = _unique((_word(rng, 3) for _ in iter(int, 1)), CLASSES + CONDITIONS + MAKERS)
    classes = [f"{word.capitalize()} agent" for word in words[:CLASSES]]
    conditions = [f"{word.capitalize()} state" for word in words[CLASSES : CLASSES + CONDITIONS]]
    return classes, conditions, [f"{word.capitalize()} Works" for word in words[CLASSES + CONDITIONS :]]


@cache
def names(number: int) -> list[tuple[str, str, str]]:
    """Return a brand name, a generic name and another name for each guide, all unique."""
    rng = Random(SEED + 2)
    brands = _unique(_ending_in(rng, BRAND_ENDINGS), 2 * number)
    generics = _unique(_ending_in(rng, GENERIC_ENDINGS), number)
    return list(zip(map(str.capitalize, brands[::2]), generics, map(str.capitalize, brands[1::2]), strict=True))


def rare_words(place: int, number: int) -> list[str]:
    """Return the rare words in one of `number` guides."""
    step = max(1, number // RARE_IN)
    return [word for at, word in enumerate(RARE) if place in {(at + step * turn) % number for turn in range(RARE_IN)}]


def _sentences(rng: Random, words: int) -> Iterator[str]:
    """Yield sentences until they have a number of words."""
    vocabulary, weights = _vocabulary()
    while words > 0:
        length = min(rng.randint(7, 13), max(words, 5))
        # No word twice, which preflight would report.
        chosen = list(dict.fromkeys(rng.choices(vocabulary, cum_weights=weights, k=length)))
        for place in range(1, len(chosen) - 1, 3):
            chosen[place] = LITTLE[place % len(LITTLE)]
        words -= len(chosen)
        yield f"{' '.join(chosen).capitalize()}."


def _body(rng: Random, words: int, special: str) -> str:
    """Return the body of one section in its normal form.

    It has paragraphs, a heading and a list.
    """
    sentences = [special, *_sentences(rng, words - 20)]
    half = len(sentences) // 2
    items = "".join(f"<li>{sentence.rstrip('.').lower()}</li>" for sentence in _sentences(rng, 20))
    first, second = " ".join(sentences[:half]), " ".join(sentences[half:])
    return f"<p>{first}</p>\n<ul>{items}</ul>\n<h3>{next(_sentences(rng, 5)).rstrip('.')}</h3>\n<p>{second}</p>"


def _facts(rng: Random, brand: str, generic: str, other: str) -> dict[str, Any]:
    classes, conditions, makers = topics()
    return {
        "brand_name": brand,
        "generic_name": generic,
        "drug_class": rng.choice(classes),
        "form": rng.choice(("tablet", "capsule", "liquid")),
        "route": "by mouth",
        "maker": rng.choice(makers),
        "other_names": [other] if rng.random() < 0.3 else [],
        "strengths": [{"number": str(rng.choice((5, 10, 20, 50))), "unit": "mg"}],
        "identifiers": {"spl_set_id": "", "rxnorm": "", "unii": "", "atc": ""},
        "conditions": rng.sample(conditions, rng.choice((1, 1, 2))),
        "prescription": True,
        "biologic": False,
        "boxed_warning": True,
        "habit_forming": False,
    }


def invent_guide(place: int, number: int, kinds: Sequence[str]) -> InventedGuide:
    """Return one of `number` guides.

    `kinds` are the codes of the sections with a body.
    """
    rng = Random(f"{SEED} {place}")
    brand, generic, other = names(number)[place]
    facts = _facts(rng, brand, generic, other)
    openings = {kind: f"{brand} is {generic}, the {next(_sentences(rng, 6)).lower()}" for kind in kinds}
    openings["side-effects"] += f" The {EVERYWHERE} is named here."
    openings["overdose"] += " In an emergency, call 911."
    openings["uses"] += f" It is for {' and '.join(condition.lower() for condition in facts['conditions'])}."
    if place % 5 == 0:
        openings["dosage"] += f" The {IN_A_FIFTH} is named here."
    if place % 100 == 0:
        openings["interactions"] += f" The {IN_A_HUNDREDTH} is named here."
    for word in rare_words(place, number):
        openings["storage"] += f" The {word} is named here."
    words = WORDS_OF_GUIDE // len(kinds) - 12
    return InventedGuide(slugify(brand), facts, {kind: _body(rng, words, openings[kind]) for kind in kinds})
