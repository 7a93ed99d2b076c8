"""What is asked of a site, by how many guides it has."""

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
    """One kind of request, and the addresses that are asked in turn. What is kept is answered by a worker's memory."""

    kind: str
    name: str
    paths: tuple[str, ...]
    is_kept: bool = False

    def addresses(self, first: int, number: int) -> Iterator[str]:
        """Yield so many addresses. A worker keeps no page that was asked for with a query: such are made each time."""
        for place, path in enumerate(islice(cycle(self.paths), first, first + number), first):
            yield path if self.is_kept or "?" in path else f"{path}?n={place}"


def _misspelt(name: str) -> str:
    """Return a name with its third letter twice and its last but one left out."""
    return f"{name[:3]}{name[2:-2]}{name[-1]}"


def _searches(number: int) -> Iterator[Case]:
    told = names(number)[:: max(1, number // 20)][:20]
    queries = {
        "a word in 3 guides": list(RARE),
        "a word in 1 %": [IN_A_HUNDREDTH],
        "a word in 20 %": [IN_A_FIFTH],
        "a word in every guide": [EVERYWHERE],
        "two words, in 3 guides and in every one": [f"{word} {EVERYWHERE}" for word in RARE],
        "two words, in 20 % and in every guide": [f"{IN_A_FIFTH} {EVERYWHERE}"],
        "two words that no guide has both of": [f"{RARE[0]} {RARE[1]}"],
        "a brand name": [brand for brand, _, _ in told],
        "a generic name": [generic for _, generic, _ in told],
        "a condition": topics()[1][:10],
        "a misspelt name": [_misspelt(brand) for brand, _, _ in told],
    }
    for name, words in queries.items():
        yield Case(SEARCH, name, tuple(f"/search/?q={quote(each)}" for each in words))
    typed = {
        "as you type, one letter": [brand[:1] for brand, _, _ in told],
        "as you type, four letters": [brand[:MIN_WORD] for brand, _, _ in told],
        "as you type, misspelt": [_misspelt(brand) for brand, _, _ in told],
    }
    for name, words in typed.items():
        yield Case(SEARCH, name, tuple(f"/search/names.json?q={quote(each)}" for each in words))


def _fullest(number: int, letters: int) -> str:
    """Return the first letters with which most names begin."""
    counted = Counter(name.lower()[:letters] for brand, generic, _ in names(number) for name in (brand, generic))
    return max(counted, key=lambda prefix: counted[prefix])


def _lists(number: int) -> Iterator[Case]:
    lists = {
        "home": "/",
        "all guides": "/guides/",
        "the fullest letter": f"/a-to-z/{_fullest(number, 1)}/",
        "the fullest pair of letters": f"/a-to-z/{_fullest(number, 2)}/",
        "all conditions": "/conditions/",
        "one condition": f"/conditions/{slugify(topics()[1][0])}/",
    }
    for name, path in lists.items():
        yield Case(LIST, name, (path,))
        yield Case(LIST, f"{name}, kept", (path,), is_kept=True)


def guide_path(number: int) -> str:
    return f"/guides/{slugify(names(number)[0][0])}/"


def cases(number: int) -> list[Case]:
    """Return what is asked of a site with so many guides; the same names for any number."""
    guide = [
        Case(GUIDE, "a guide's page, stored", (guide_path(number),)),
        Case(GUIDE, "a guide's page, kept", (guide_path(number),), is_kept=True),
    ]
    return [*_searches(number), *_lists(number), *guide]
