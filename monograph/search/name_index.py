"""All names that lead to a guide, in memory, to find them by what readers type."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..content.search_words import fold, folded_words
from ..models import PublicName
from .memoize import memoize_until_published

MAX_SUGGESTIONS = 8
MIN_SIMILARITY = 0.7  # of two words, for one to be taken for a misspelling of the other
SIMILARITY_MARGIN = 0.12  # by which a suggestion may be less similar than the best one
MIN_MISSPELLED_LETTERS = 4  # shorter words are similar to too many others


class SearchName(NamedTuple):
    """A name and where it leads.

    `brand` and `generic` are the guide's. `slug` is the guide's, or for a class or condition its own.
    """

    name: str
    kind: str
    brand: str
    generic: str
    slug: str

    @property
    def is_medicine(self) -> bool:
        return self.kind in PublicName.OF_MEDICINES


class NameIndex:
    """The names at one version of what is public."""

    def __init__(self, names: Iterable[SearchName]) -> None:
        first: dict[tuple[str, str, str], SearchName] = {}
        for name in names:
            first.setdefault((name.kind, name.slug, fold(name.name)), name)  # a class of many guides is listed once
        self.names = sorted(first.values(), key=lambda name: (fold(name.name), not name.is_medicine))
        self.keys = [fold(name.name) for name in self.names]
        by_word: dict[str, list[int]] = {}
        for place, key in enumerate(self.keys):
            for word in folded_words(key):
                by_word.setdefault(word, []).append(place)
        self.by_word = by_word
        self.words = sorted(by_word)

    def starting_with(self, typed: str) -> list[SearchName]:
        """Return names that begin with `typed`, then names in which a later word does.

        In both groups, medicines come first.
        """
        start = fold(typed.strip())
        if not start:
            return []
        whole = [self.names[place] for place in _places_with_prefix(self.keys, start)]
        words = (self.words[place] for place in _places_with_prefix(self.words, start))
        in_words = [self.names[place] for word in words for place in self.by_word[word]]
        unique = dict.fromkeys((*_medicines_first(whole), *_medicines_first(in_words)))
        return list(unique)[:MAX_SUGGESTIONS]

    def similar_to(self, word: str) -> list[SearchName]:
        """Return names with a word similar to a misspelled one, the most similar first."""
        word = fold(word)
        if len(word) < MIN_MISSPELLED_LETTERS:
            return []
        # By letters left out, added, changed, or swapped with their neighbor ("optimal string alignment").
        matches = process.extract(
            word, self.words, scorer=OSA.normalized_similarity, score_cutoff=MIN_SIMILARITY, limit=MAX_SUGGESTIONS
        )
        close = [match for match, similarity, _ in matches if similarity >= matches[0][1] - SIMILARITY_MARGIN]
        unique = dict.fromkeys(self.names[place] for match in close for place in self.by_word[match])
        return list(unique)[:MAX_SUGGESTIONS]

    def suggestions(self, typed: str) -> list[SearchName]:
        """Return what to suggest for `typed`: names that begin so, else similar ones."""
        names = self.starting_with(typed)
        if names:
            return names
        words = sorted(folded_words(typed), key=len, reverse=True)
        return self.similar_to(words[0]) if words else []


def _places_with_prefix(ordered: Sequence[str], prefix: str) -> Iterator[int]:
    """Yield the places of all items in a sorted list that begin with `prefix`."""
    place = bisect_left(ordered, prefix)
    while place < len(ordered) and ordered[place].startswith(prefix):
        yield place
        place += 1


def _medicines_first(names: Iterable[SearchName]) -> list[SearchName]:
    return sorted(names, key=lambda name: not name.is_medicine)


@memoize_until_published
def name_index() -> NameIndex:
    """Return the names of all current guides.

    Takes one small query, and another after the next publication.
    """
    rows = PublicName.objects.current().values_list("name", "kind", "slug", "brand", "generic", "guide")
    return NameIndex(
        SearchName(name, kind, brand, generic, guide if kind in PublicName.OF_MEDICINES else slug)
        for name, kind, slug, brand, generic, guide in rows.iterator(10_000)
    )
