"""The requests to a site, by how many guides it has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import quote

from django.utils.text import slugify

from bench.guides.words import EVERYWHERE, IN_A_FIFTH, IN_A_HUNDREDTH, RARE, names, topics

SEARCH, LIST, GUIDE = "search", "list", "guide"
MIN_WORD = 4  # letters


@dataclass(frozen=True)
class Case:
    """One kind of request, and the addresses to request in turn.

    `is_cached` requests are served from the page cache of a worker.
    """

    kind: str
    name: str
    paths: tuple[str, ...]
    is_cached: bool = False

    def addresses(self, first: int, number: int) -> Iterator[str]:
        """Yield addresses.

        Workers don't cache pages with a query string, so one is added to bypass the cache.
        """
        for place, path in enumerate(islice(cycle(self.paths), first, first + number), first):
            yield path if self.is_cached or "?" in path else f"{path}?n={place}"


def _misspelled(name: str) -> str:
    """Return a name with its third letter doubled and its last but one missing."""
    return f"{name[:3]}{name[2:-2]}{name[-1]}"


def _searches(number: int) -> Iterator[Case]:
    sample = names(number)[:: max(1, number // 20)][:20]
    queries = {
        "a word in 3 guides": list(RARE),
        "a word in 1 %": [IN_A_HUNDREDTH],
        "a word in 20 %": [IN_A_FIFTH],
        "a word in every guide": [EVERYWHERE],
        "two words, in 3 guides and in every one": [f"{word} {EVERYWHERE}" for word in RARE],
        "two words, in 20 % and in every guide": [f"{IN_A_FIFTH} {EVERYWHERE}"],
        "two words that no guide has both of": [f"{RARE[0]} {RARE[1]}"],
        "a brand name": [brand for brand, _, _ in sample],
        "a generic name": [generic for _, generic, _ in sample],
        "a condition": topics()[1][:10],
        "a misspelled name": [_misspelled(brand) for brand, _, _ in sample],
    }
    for name, words in queries.items():
        yield Case(SEARCH, name, tuple(f"/search/?q={quote(query)}" for query in words))
    typed = {
        "as you type, one letter": [brand[:1] for brand, _, _ in sample],
        "as you type, four letters": [brand[:MIN_WORD] for brand, _, _ in sample],
        "as you type, misspelled": [_misspelled(brand) for brand, _, _ in sample],
    }
    for name, words in typed.items():
        yield Case(SEARCH, name, tuple(f"/search/names.json?q={quote(query)}" for query in words))


def _most_frequent_prefix(number: int, letters: int) -> str:
    """Return the first letters that most names begin with."""
    counts = Counter(name.lower()[:letters] for brand, generic, _ in names(number) for name in (brand, generic))
    return max(counts, key=lambda prefix: counts[prefix])


def _lists(number: int) -> Iterator[Case]:
    lists = {
        "home": "/",
        "all guides": "/guides/",
        "the fullest letter": f"/a-to-z/{_most_frequent_prefix(number, 1)}/",
        "the fullest pair of letters": f"/a-to-z/{_most_frequent_prefix(number, 2)}/",
        "all conditions": "/conditions/",
        "one condition": f"/conditions/{slugify(topics()[1][0])}/",
    }
    for name, path in lists.items():
        yield Case(LIST, name, (path,))
        yield Case(LIST, f"{name}, cached", (path,), is_cached=True)


def guide_path(number: int) -> str:
    return f"/guides/{slugify(names(number)[0][0])}/"


def cases(number: int) -> list[Case]:
    """Return the requests to a site with a number of guides.

    Their names do not depend on the number.
    """
    guide = [
        Case(GUIDE, "a guide's page, stored", (guide_path(number),)),
        Case(GUIDE, "a guide's page, cached", (guide_path(number),), is_cached=True),
    ]
    return [*_searches(number), *_lists(number), *guide]
