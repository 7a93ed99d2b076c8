"""For each kind: which statements that only one text makes are told as changes.

A rule is given what only the old sentences say, and what only the new ones do; it yields pairs, with None for nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

from . import vocabulary as v
from .changes import Said
from .groups import Group
from .units import Unit

Pairs = Iterator[tuple[Said | None, Said | None]]
Rule = Callable[[list[Said], list[Said], Group], Pairs]


def plain(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    yield from zip_longest(lost, gained)


def _only_substituted(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    yield from zip(lost, gained, strict=False)


def _frequency(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    """An order holds always, said or not."""
    for old, new in zip_longest(lost, gained):
        if (old and new) or ("always",) not in {each.statement.value for each in (old, new) if each}:
            yield old, new


def _route(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    """An injection is no other route than that by which it is given."""
    sides = [[each for each in side if each.statement.value != ("injection",)] for side in (lost, gained)]
    if sides[0] or sides[1]:
        yield from zip_longest(*sides)


def _medicine(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    """A name that gave way to "it" or "the medicine", or took their place, names the same."""
    count = min(len(lost), len(gained))
    yield from zip(lost[:count], gained[:count], strict=True)
    before, after = (Counter(word for unit in side for word in unit.sentence.words) for side in (group.old, group.new))
    if v.STANDS_FOR_MEDICINE.isdisjoint(after - before):
        yield from ((each, None) for each in lost[count:])
    if v.STANDS_FOR_MEDICINE.isdisjoint(before - after):
        yield from ((None, each) for each in gained[count:])


def _population(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    """Who is pregnant or breastfeeds is a woman, said or not; an illness tells something where another stood."""
    for old, new in zip_longest(lost, gained):
        alone = old or new if not (old and new) else None
        if alone is None or not (alone.statement.value == ("women",) or alone.statement.value[0] == "with"):
            yield old, new


def _obligation(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    """Must and should may be said by the mere imperative; a permission that becomes an order may not."""
    count = min(len(lost), len(gained))
    yield from zip(lost[:count], gained[:count], strict=True)
    orders = {each for unit in group.new for each in _orders(unit)}
    for each in lost[count:]:
        words, place = each.unit.sentence.words, each.statement.place
        is_permission = each.statement.value == ("may",) and place and words[place - 1] == "you"
        if is_permission and place + 1 < len(words) and words[place + 1] in orders:
            yield each, None


def _orders(unit: Unit) -> Iterator[str]:
    words = unit.sentence.words
    for place, word in enumerate(words):
        if not place or words[place - 1] in (",", ".", ";", ":", "then", "please", "always"):
            yield word


def _none(lost: list[Said], gained: list[Said], group: Group) -> Pairs:
    yield from ()


RULES: dict[str, Rule] = {
    "relation": _only_substituted,
    "frequency": _frequency,
    "route": _route,
    "medicine": _medicine,
    "population": _population,
    "obligation": _obligation,
    "negation": _none,  # see negation.py
}
