"""Values that changed places: "A 5 mg, B 10 mg" became "A 10 mg, B 5 mg"."""

from collections import defaultdict
from collections.abc import Iterator

from .changes import Occurrence

# The side, and what is there.
Neighbor = tuple[str, str]
# Of one kind: what only the old sentences say, and what only the new ones do.
Unmatched = tuple[list[Occurrence], list[Occurrence]]


def swapped_values(
    old: list[Occurrence], new: list[Occurrence], unmatched: Unmatched
) -> list[tuple[Occurrence, Occurrence]]:
    """Return the pairs of values that changed places; none where a value was changed."""
    if unmatched[0] or unmatched[1] or len({item.statement.value for item in old}) < 2:
        return []
    old_by_neighbor, new_by_neighbor = _by_neighbor(old), _by_neighbor(new)
    old_neighbors, new_neighbors = _neighbors_by_value(old), _neighbors_by_value(new)
    pairs: dict[int, tuple[Occurrence, Occurrence]] = {}
    for neighbor, item in old_by_neighbor.items():
        other = new_by_neighbor.get(neighbor)
        if item and other and (value := item.statement.value) != other.statement.value:
            if old_neighbors[value].isdisjoint(new_neighbors[value]):
                pairs.setdefault(id(item), (item, other))
    return list(pairs.values())


def _neighbors(item: Occurrence) -> Iterator[Neighbor]:
    yield from ((side, word) for side, word in (("left", item.statement.left), ("right", item.statement.right)) if word)


def _by_neighbor(side: list[Occurrence]) -> dict[Neighbor, Occurrence | None]:
    """Return the statements by their neighbors; None if two have the same one."""
    found: dict[Neighbor, Occurrence | None] = {}
    for item in side:
        for neighbor in _neighbors(item):
            found[neighbor] = None if neighbor in found else item
    return found


def _neighbors_by_value(side: list[Occurrence]) -> dict[object, set[Neighbor]]:
    found: dict[object, set[Neighbor]] = defaultdict(set)
    for item in side:
        found[item.statement.value].update(_neighbors(item))
    return found
