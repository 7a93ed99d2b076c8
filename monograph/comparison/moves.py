"""Passages that moved: removed in one place and added in another.

Whole blocks count, and runs of several words.
"""

from collections import defaultdict
from collections.abc import Sequence

from .edits import ADDED, REMOVED, Edit
from .word_diff import DELETED, INSERTED, Segment

# Words; shorter runs are in two places by chance.
MIN_RUN = 6

# Token places, end exclusive.
Run = tuple[int, int]


def mark_moves(root: Edit) -> None:
    """Mark the segments that moved, splitting those of which only a part moved."""
    leaves = [edit for edit in root.leaves() if any(segment.kind in (DELETED, INSERTED) for segment in edit.segments)]
    _mark_blocks(leaves)
    segments = [segment for edit in leaves for segment in edit.segments if not segment.is_moved]
    deleted = [segment for segment in segments if segment.kind == DELETED]
    inserted = [segment for segment in segments if segment.kind == INSERTED]
    runs = _moved_runs(deleted, inserted)
    for edit in leaves if runs else ():
        edit.segments = [part for segment in edit.segments for part in _split(segment, runs.get(id(segment), ()))]


def _words(segment: Segment) -> tuple[str, ...]:
    return tuple(token.text for token in segment.tokens)


def _mark_blocks(leaves: list[Edit]) -> None:
    waiting: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    for edit in leaves:
        if edit.kind == REMOVED:
            waiting[_words(edit.segments[0])].append(edit.segments[0])
    for edit in leaves:
        if edit.kind == ADDED and (same := waiting.get(_words(edit.segments[0]))):
            same.pop(0).is_moved = edit.segments[0].is_moved = True


def _moved_runs(deleted: list[Segment], inserted: list[Segment]) -> dict[int, list[Run]]:
    """Return the runs that are in both, by the identity of their segment.

    Every word is compared once, so that the time grows linearly.
    """
    words = {
        id(segment): [i for i, token in enumerate(segment.tokens) if token.text[:1].isalnum()]
        for segment in [*deleted, *inserted]
    }
    texts = {id(segment): [segment.tokens[i].text for i in words[id(segment)]] for segment in [*deleted, *inserted]}
    origins: dict[tuple[str, ...], tuple[int, int]] = {}
    for segment in deleted:
        text = texts[id(segment)]
        for i in range(len(text) - MIN_RUN + 1):
            origins.setdefault(tuple(text[i : i + MIN_RUN]), (id(segment), i))
    runs: dict[int, list[Run]] = defaultdict(list)
    # How far a removed segment has been used.
    used: dict[int, int] = defaultdict(int)
    for segment in inserted:
        text = texts[id(segment)]
        i = 0
        while i <= len(text) - MIN_RUN:
            origin, start = origins.get(tuple(text[i : i + MIN_RUN]), (0, -1))
            if start < used[origin]:
                i += 1
                continue
            length = _common_length(text, i, texts[origin], start)
            runs[id(segment)].append((words[id(segment)][i], words[id(segment)][i + length - 1] + 1))
            runs[origin].append((words[origin][start], words[origin][start + length - 1] + 1))
            used[origin] = start + length
            i += length
    return runs


def _common_length(a: list[str], i: int, b: list[str], j: int) -> int:
    length = MIN_RUN
    while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
        length += 1
    return length


def _split(segment: Segment, runs: Sequence[Run]) -> list[Segment]:
    if not runs:
        return [segment]
    parts: list[Segment] = []
    place = 0
    for start, end in [*sorted(runs), (len(segment.tokens), len(segment.tokens))]:
        for first, last, is_moved in ((place, start, segment.is_moved), (start, end, True)):
            if first < last:
                parts.append(Segment(segment.kind, segment.old[first:last], segment.new[first:last], is_moved))
        place = end
    return parts
