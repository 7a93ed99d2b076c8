"""What things words name, and which words are opposites, as far as WordNet knows (see `data/`).

Two words of one class that share no sense, and of which neither is a kind of the other, name different things: milk and
honey. Only classes are kept whose words nobody exchanges for better style: foods, substances, parts of the body,
animals, plants, amounts and times.
"""

import gzip
from dataclasses import dataclass
from functools import cache

from . import DATA

SENSES_FILE = "senses.txt.gz"


@dataclass(frozen=True)
class _Thing:
    """The class of a noun by its usual sense, the senses that it may have, and those of what it is a kind of."""

    kind: str
    senses: frozenset[str]
    wider: frozenset[str]


@cache
def _blocks() -> tuple[dict[str, _Thing], frozenset[tuple[str, str]]]:
    text = gzip.decompress((DATA / SENSES_FILE).read_bytes()).decode()
    things, opposites = text.split("\n\n")
    lines = (line.split("|") for line in things.split("\n"))
    pairs = (line.split(" ") for line in opposites.split("\n"))
    return (
        {word: _Thing(kind, frozenset(own.split()), frozenset(wider.split())) for word, kind, own, wider in lines},
        frozenset((one, other) for one, other in pairs),
    )


def are_opposites(one: str, other: str) -> bool:
    """Return whether two lowercase words are opposites: shallow and deep."""
    pairs = _blocks()[1]
    return (one, other) in pairs or (other, one) in pairs


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
