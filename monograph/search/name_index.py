"""All names that lead to a guide, in memory, to find them by what readers type."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..content.search_words import folded_words
from ..content.spelling import one_spelling
from ..content.typography import fold, plain_signs
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
        return self.kind not in (PublicName.Kind.CLASS, PublicName.Kind.CONDITION)


class NameIndex:
    """The names at one version of what is public."""

    def __init__(self, names: Iterable[SearchName]) -> None:
        first: dict[tuple[str, str, str], SearchName] = {}
        for name in names:
            first.setdefault((name.kind, name.slug, fold(name.name)), name)  # a class of many guides is listed once
        self.names = sorted(first.values(), key=lambda name: (fold(name.name), not name.is_medicine))
        by_word: dict[str, list[int]] = {}
        by_letters: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            by_letters.setdefault(_letters(name.name), []).append(place)
            for word in folded_words(name.name):
                by_word.setdefault(word, []).append(place)
        self.by_word, self.by_letters = by_word, by_letters
        self.words, self.letters = sorted(by_word), sorted(by_letters)

    def starting_with(self, typed: str) -> list[SearchName]:
        """Return names that begin with `typed`, then those in which a later word does.

        In both groups, medicines come first. Hyphens, spaces and British spelling make no difference.
        """
        start = _letters(typed)
        if not start:
            return []
        found: list[SearchName] = []
        for spelled in dict.fromkeys((start, one_spelling(start))):
            for keys, places in ((self.letters, self.by_letters), (self.words, self.by_word)):
                names = (self.names[place] for key in _with_prefix(keys, spelled) for place in places[key])
                found += _medicines_first(names)
        return list(dict.fromkeys(found))[:MAX_SUGGESTIONS]

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


def _letters(name: str) -> str:
    """Return the letters and figures of a name, folded, without what is between them."""
    return "".join(filter(str.isalnum, plain_signs(name)))


def _with_prefix(ordered: Sequence[str], prefix: str) -> Iterator[str]:
    """Yield the items of a sorted list that begin with `prefix`."""
    place = bisect_left(ordered, prefix)
    while place < len(ordered) and ordered[place].startswith(prefix):
        yield ordered[place]
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
        SearchName(name, kind, brand, generic, guide if kind in PublicName.MEDICINE_KINDS else slug)
        for name, kind, slug, brand, generic, guide in rows.iterator(10_000)
    )
