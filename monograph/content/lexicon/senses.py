"""What things words name, and which words are opposites or can say the same, as far as WordNet knows (see `data/`).

Two words of one class that share no sense, and of which neither is a kind of the other, name different things: milk and
honey. Only classes are kept whose words nobody exchanges for better style: foods, substances, parts of the body,
animals, plants, amounts and times.

Synonyms are listed generously, those of the Moby Thesaurus as well: that two words can say the same proves nothing, but
that they can't says much.
"""

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache

from . import DATA

SENSES_FILE = "senses.txt.gz"
SYNONYMS_FILE = "synonyms.txt.gz"
# Endings of a form, and what the dictionary form has in their place.
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("ly", ""),
)


@dataclass(frozen=True)
class _Thing:
    """The class of a noun by its usual sense, the senses that it may have, and those of what it is a kind of."""

    kind: str
    senses: frozenset[str]
    wider: frozenset[str]


@cache
def _blocks() -> tuple[dict[str, _Thing], frozenset[tuple[str, str]], dict[str, str]]:
    text = gzip.decompress((DATA / SENSES_FILE).read_bytes()).decode()
    things, opposites, nouns = text.split("\n\n")
    lines = (line.split("|") for line in things.split("\n"))
    pairs = (line.split(" ") for line in opposites.split("\n"))
    return (
        {word: _Thing(kind, frozenset(own.split()), frozenset(wider.split())) for word, kind, own, wider in lines},
        frozenset((one, other) for one, other in pairs),
        {word: kind for kind, *words in map(str.split, nouns.split("\n")) for word in words},
    )


def are_opposites(one: str, other: str) -> bool:
    """Return whether two lowercase words are opposites: shallow and deep."""
    pairs = _blocks()[1]
    return (one, other) in pairs or (other, one) in pairs


def noun_class(word: str) -> str:
    """Return WordNet's class of the usual sense of a lowercase noun, also in the plural; "" for what is none."""
    classes = _blocks()[2]
    return classes.get(word) or next((classes[base] for base in sorted(_bases(word)) if base in classes), "")


def are_different_things(one: str, other: str) -> bool:
    """Return whether two lowercase nouns name different things of one class; plurals are looked up, too."""
    first, second = _thing(one), _thing(other)
    if first is None or second is None or first.kind != second.kind or first.senses & second.senses:
        return False
    return not (first.senses & second.wider or second.senses & first.wider)


def _thing(word: str) -> _Thing | None:
    things = _blocks()[0]
    ending = "es" if word.endswith(("ses", "xes", "ches", "shes", "oes")) else "s"
    singular = word.removesuffix(ending)
    return things.get(word) or things.get(singular) or things.get(f"{word.removesuffix('ies')}y")


@cache
def _synonyms() -> dict[str, str]:
    text = gzip.decompress((DATA / SYNONYMS_FILE).read_bytes()).decode()
    return {word: f" {others} " for word, _, others in (line.partition(" ") for line in text.split("\n"))}


@lru_cache(maxsize=20_000)
def can_say_the_same(one: str, other: str) -> bool:
    """Return whether two lowercase words, in any form, have a common form or are synonyms in some sentence."""
    bases = _bases(one), _bases(other)
    if not bases[0].isdisjoint(bases[1]):
        return True
    listed = _synonyms()
    return any(f" {max(a, b)} " in listed.get(min(a, b), "") for a in bases[0] for b in bases[1])


def _bases(word: str) -> set[str]:
    """Return what may be the dictionary form of a word: "stop" and "stopp" of "stopped"."""
    found = {word}
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            base = word.removesuffix(ending)
            found.add(base + instead)
            if ending in ("ing", "ed", "er") and base[-1] == base[-2]:
                found.add(base[:-1])
    return found
