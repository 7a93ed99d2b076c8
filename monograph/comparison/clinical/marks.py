"""Links and footnote markers that came, went, or lead elsewhere."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, zip_longest

from .changes import Change, quote_of
from .groups import Group
from .reading import is_content, stem
from .units import Unit


def marks(group: Group) -> Iterator[Change]:
    """Yield the links and footnote markers that changed."""
    links = [[address for unit in units for _, address in unit.links] for units in (group.old, group.new)]
    has_call = _has_new_contact(group)
    for old, new in zip_longest(*_difference(*links), fillvalue=""):
        if not (has_call and (old or new).startswith("tel:")):
            yield Change("reference" if (old or new).startswith("#") else "link", old, new, quote_of(group))
    markers = [[each for unit in units for each in _markers(unit)] for units in (group.old, group.new)]
    names = [[name for name, _ in side] for side in markers]
    for old, new in zip_longest(*_difference(*names), fillvalue=""):
        yield Change("reference", old and f"note {old}", new and f"note {new}", quote_of(group))
    if Counter(names[0]) == Counter(names[1]) and names[0]:
        words = [{stem(word) for unit in units for word in unit.sentence.words} for units in (group.old, group.new)]
        for (name, before), (_, after) in zip(sorted(markers[0]), sorted(markers[1]), strict=True):
            if before != after and before in words[1] and after in words[0]:
                yield Change("reference", f"note {name} at “{before}”", f"note {name} at “{after}”", quote_of(group))


def _has_new_contact(group: Group) -> bool:
    values = [
        {each.value for unit in units for each in unit.sentence.statements if each.kind == "contact"}
        for units in (group.old, group.new)
    ]
    return values[0] != values[1]


def _difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    count = Counter(map(_address, old)) & Counter(map(_address, new))
    sides = []
    for side in (old, new):
        left, over = Counter(count), []
        for each in side:
            if left[_address(each)] > 0:
                left[_address(each)] -= 1
            else:
                over.append(each)
        sides.append(over)
    return sides[0], sides[1]


def _address(href: str) -> str:
    """Return what an address leads to: http or https, with or without the last slash, it is the same."""
    return href.removeprefix("https://").removeprefix("http://").rstrip("/")


def _markers(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield the name of each footnote marker, and the word of content that it stands at."""
    sentence = unit.sentence
    before = list(accumulate(sentence.words, lambda last, word: stem(word) if is_content(word) else last, initial=""))
    for at, name in unit.markers:
        yield name, before[bisect_right(sentence.places, (at, len(unit.text)))]
