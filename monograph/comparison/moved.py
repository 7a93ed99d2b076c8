"""Passages that went here and came there were moved: whole blocks, and runs of several words."""

from collections import defaultdict
from collections.abc import Iterable

from .edits import ADDED, REMOVED, Edit
from .words import CAME, GONE, Segment

RUN = 6  # words: fewer stand in two places by chance

Run = tuple[int, int]  # token places, end exclusive


def mark_moved(root: Edit) -> None:
    """Mark the segments of `root` that were moved; those of which a part was moved are parted."""
    leaves = [edit for edit in root.leaves() if any(each.what in (GONE, CAME) for each in edit.segments)]
    _mark_blocks(leaves)
    went = [each for edit in leaves for each in edit.segments if each.what == GONE and not each.is_moved]
    came = [each for edit in leaves for each in edit.segments if each.what == CAME and not each.is_moved]
    runs = _runs(went, came)
    for edit in leaves:
        edit.segments = [part for each in edit.segments for part in _parted(each, runs.get(id(each), ()))]


def _said(segment: Segment) -> tuple[str, ...]:
    return tuple(token.text for token in segment.tokens)


def _mark_blocks(leaves: list[Edit]) -> None:
    waiting: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    for edit in leaves:
        if edit.what == REMOVED:
            waiting[_said(edit.segments[0])].append(edit.segments[0])
    for edit in leaves:
        if edit.what == ADDED and (same := waiting.get(_said(edit.segments[0]))):
            same.pop(0).is_moved = edit.segments[0].is_moved = True


def _runs(went: list[Segment], came: list[Segment]) -> dict[int, list[Run]]:
    """Return the runs that stand in both, by the identity of their segment. Each word is looked at once."""
    words = {
        id(each): [i for i, token in enumerate(each.tokens) if token.text[:1].isalnum()] for each in [*went, *came]
    }
    texts = {id(each): [each.tokens[i].text for i in words[id(each)]] for each in [*went, *came]}
    places: dict[tuple[str, ...], tuple[int, int]] = {}
    for segment in went:
        said = texts[id(segment)]
        for i in range(len(said) - RUN + 1):
            places.setdefault(tuple(said[i : i + RUN]), (id(segment), i))
    runs: dict[int, list[Run]] = defaultdict(list)
    used: dict[int, int] = defaultdict(int)  # how far a segment that went has been taken
    for segment in came:
        said = texts[id(segment)]
        i = 0
        while i <= len(said) - RUN:
            origin, start = places.get(tuple(said[i : i + RUN]), (0, -1))
            if start < used[origin]:
                i += 1
                continue
            length = _common(said, i, texts[origin], start)
            runs[id(segment)].append((words[id(segment)][i], words[id(segment)][i + length - 1] + 1))
            runs[origin].append((words[origin][start], words[origin][start + length - 1] + 1))
            used[origin] = start + length
            i += length
    return runs


def _common(a: list[str], i: int, b: list[str], j: int) -> int:
    length = RUN
    while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
        length += 1
    return length


def _parted(segment: Segment, runs: Iterable[Run]) -> list[Segment]:
    parts: list[Segment] = []
    place = 0
    for start, end in [*sorted(runs), (len(segment.tokens), len(segment.tokens))]:
        for first, last, is_moved in ((place, start, segment.is_moved), (start, end, True)):
            if first < last:
                parts.append(Segment(segment.what, segment.old[first:last], segment.new[first:last], is_moved))
        place = end
    return parts
