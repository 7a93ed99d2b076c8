"""Values that stayed but changed their places: "A 5 mg, B 10 mg" became "A 10 mg, B 5 mg"."""

from collections import defaultdict
from collections.abc import Iterator

from .changes import Said

Neighbour = tuple[str, str]  # the side, and what stands there
Left = tuple[list[Said], list[Said]]  # of one kind: what only the old sentences say, and what only the new ones


def swapped(old: list[Said], new: list[Said], left: Left) -> list[tuple[Said, Said]]:
    """Return the values that stayed but changed their places: "A 5 mg, B 10 mg" became "A 10 mg, B 5 mg"."""
    if left[0] or left[1] or len({each.statement.value for each in old}) < 2:
        return []
    by_neighbour = [_by_neighbour(side) for side in (old, new)]
    neighbours = [_neighbours_of_values(side) for side in (old, new)]
    pairs: dict[int, tuple[Said, Said]] = {}
    for neighbour, each in by_neighbour[0].items():
        other = by_neighbour[1].get(neighbour)
        if each and other and (value := each.statement.value) != other.statement.value:
            if neighbours[0][value].isdisjoint(neighbours[1][value]):
                pairs.setdefault(id(each), (each, other))
    return list(pairs.values())


def _neighbours(said: Said) -> Iterator[Neighbour]:
    yield from ((side, word) for side, word in (("left", said.statement.left), ("right", said.statement.right)) if word)


def _by_neighbour(side: list[Said]) -> dict[Neighbour, Said | None]:
    """Return the statements by what stands on either side of them; None where two have the same neighbour."""
    found: dict[Neighbour, Said | None] = {}
    for each in side:
        for neighbour in _neighbours(each):
            found[neighbour] = None if neighbour in found else each
    return found


def _neighbours_of_values(side: list[Said]) -> dict[object, set[Neighbour]]:
    found: dict[object, set[Neighbour]] = defaultdict(set)
    for each in side:
        found[each.statement.value].update(_neighbours(each))
    return found
