"""All names that lead to a guide, in memory: what begins with what was typed, and what is close to it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..content.search_words import fold, folded_words
from ..models import PublicName
from .memoize import memoize_until_published

MAX_SUGGESTIONS = 8  # suggestions
# Below this two words are not taken for the same one, misspelt; and letters of the shortest that is looked for.
CLOSE = 0.7
NEARLY_AS_CLOSE = 0.12
MIN_LENGTH = 4


class Named(NamedTuple):
    """A name and where it leads: `brand` and `generic` are the guide's, `slug` its own for a class or a condition."""

    name: str
    kind: str
    brand: str
    generic: str
    slug: str

    @property
    def is_medicine(self) -> bool:
        return self.kind in PublicName.OF_MEDICINES


class Names:
    """The names as they were at one version of what is public."""

    def __init__(self, rows: Iterable[Named]) -> None:
        first: dict[tuple[str, str, str], Named] = {}
        for row in rows:
            first.setdefault((row.kind, row.slug, fold(row.name)), row)  # a class of many guides is named once
        self.all = sorted(first.values(), key=lambda each: (fold(each.name), not each.is_medicine))
        self.keys = [fold(each.name) for each in self.all]
        by_word: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            for word in folded_words(key):
                by_word.setdefault(word, []).append(place)
        self.by_word = by_word
        self.words = sorted(by_word)

    def beginning_with(self, typed: str) -> list[Named]:
        """Return names that begin with what was typed, then those in which a later word does; medicines first."""
        start = fold(typed.strip())
        if not start:
            return []
        whole = [self.all[place] for place in _range(self.keys, start)]
        in_words = [self.all[place] for at in _range(self.words, start) for place in self.by_word[self.words[at]]]
        found = dict.fromkeys((*_medicines_first(whole), *_medicines_first(in_words)))
        return list(found)[:MAX_SUGGESTIONS]

    def close_to(self, word: str) -> list[Named]:
        """Return names in which a word is close to a misspelt one, the closest first."""
        word = fold(word)
        if len(word) < MIN_LENGTH:
            return []
        # By letters left out, added, changed or swapped with the next one ("optimal string alignment").
        near = process.extract(
            word, self.words, scorer=OSA.normalized_similarity, score_cutoff=CLOSE, limit=MAX_SUGGESTIONS
        )
        kept = [found for found, likeness, _ in near if likeness >= near[0][1] - NEARLY_AS_CLOSE]
        return list(dict.fromkeys(self.all[place] for each in kept for place in self.by_word[each]))[:MAX_SUGGESTIONS]

    def suggested(self, typed: str) -> list[Named]:
        """Return what to offer while somebody types: what begins so, else what is close to it."""
        found = self.beginning_with(typed)
        if found:
            return found
        words = sorted(folded_words(typed), key=len, reverse=True)
        return self.close_to(words[0]) if words else []


def _range(ordered: Sequence[str], start: str) -> Iterator[int]:
    """Yield the places of all that begin with `start`, in a sorted list."""
    place = bisect_left(ordered, start)
    while place < len(ordered) and ordered[place].startswith(start):
        yield place
        place += 1


def _medicines_first(found: Iterable[Named]) -> list[Named]:
    return sorted(found, key=lambda each: not each.is_medicine)


@memoize_until_published
def names() -> Names:
    """Return the names of all current guides: one small question, and another when something was published since."""
    rows = PublicName.objects.current().values_list("name", "kind", "slug", "brand", "generic", "guide")
    return Names(
        Named(name, kind, brand, generic, guide if kind in PublicName.OF_MEDICINES else slug)
        for name, kind, slug, brand, generic, guide in rows.iterator(10_000)
    )
