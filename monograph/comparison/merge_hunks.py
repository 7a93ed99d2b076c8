"""The hunks that each side of a merge changed, and which of them overlap."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .align import best_pairs, gaps, matches
from .edits import FAMILY, MIN_SIMILARITY

TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hunk:
    """One side's change: `replacement` for ``base[start:end]``.

    `start` and `end` are equal where it only adds.
    """

    start: int
    end: int
    replacement: list[str]


def find_hunks(base: Sequence[str], side: Sequence[str]) -> list[Hunk]:
    """Return what one side changed, in hunks as small as possible.

    A reworded passage is a hunk of its own, so that it does not overlap with a neighbor's change.
    """
    hunks: list[Hunk] = []
    pairs = matches(base, side)
    for i1, i2, j1, j2 in gaps(pairs, (0, len(base), 0, len(side))):
        if i1 == i2 and j1 == j2:
            continue
        reworded = best_pairs((i2 - i1, j2 - j1), _similarity(base[i1:i2], side[j1:j2]), MIN_SIMILARITY)
        reworded = [(i1 + i, j1 + j) for i, j in reworded]
        for (a1, a2, b1, b2), pair in zip(gaps(reworded, (i1, i2, j1, j2)), [*reworded, None], strict=True):
            if a1 < a2 or b1 < b2:
                hunks.append(Hunk(a1, a2, list(side[b1:b2])))
            if pair:
                hunks.append(Hunk(pair[0], pair[0] + 1, [side[pair[1]]]))
    return hunks


def _similarity(old: Sequence[str], new: Sequence[str]) -> Callable[[int, int], float]:
    before, after = ([_family_and_words(passage) for passage in side] for side in (old, new))

    def similarity(i: int, j: int) -> float:
        (family, words), (other_family, other_words) = before[i], after[j]
        count = len(words) + len(other_words)
        return 2 * len(words & other_words) / count if count and family == other_family else 0.0

    return similarity


def _family_and_words(passage: str) -> tuple[str, frozenset[str]]:
    found = TAG.match(passage)
    tag = found[2] if found else ""
    return FAMILY.get(tag, tag), frozenset(_WORD.findall(TAG.sub("", passage).lower()))


def pop_region(waiting: list[list[Hunk]]) -> tuple[int, int, list[list[Hunk]]]:
    """Pop the next hunk of the two lists with all that it overlaps, directly or not.

    Returns the start and end of the region in the base, and the hunks of either side.
    """
    first = min((hunks[0] for hunks in waiting if hunks), key=lambda hunk: (hunk.start, hunk.end))
    start, end = first.start, first.end
    popped: list[list[Hunk]] = [[], []]
    grows = True
    while grows:
        grows = False
        for hunks, own in zip(waiting, popped, strict=True):
            while hunks and _overlaps(hunks[0], start, end):
                own.append(hunks.pop(0))
                end, grows = max(end, own[-1].end), True
    return start, end, popped


def _overlaps(hunk: Hunk, start: int, end: int) -> bool:
    # Then both add something at one place.
    if start == end:
        return hunk.start == hunk.end == start
    if hunk.start == hunk.end:
        return start < hunk.start < end
    return hunk.start < end


def apply_hunks(base: Sequence[str], start: int, end: int, hunks: list[Hunk]) -> list[str]:
    """Return ``base[start:end]`` with the hunks applied."""
    result: list[str] = []
    for hunk in hunks:
        result += [*base[start : hunk.start], *hunk.replacement]
        start = hunk.end
    return result + list(base[start:end])
