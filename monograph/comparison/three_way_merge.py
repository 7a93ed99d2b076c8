"""Three texts -> one: what two people made of the same text, passage by passage.

A body in the normal form (docs/content.md) is a line for each top-level block, so its lines are the passages; where
both changed one list, callout or table, its items, blocks and rows are. Each side is held against the base by itself;
changes that share a passage of the base, or add something at the same place, are a conflict, and nobody but a person
can settle it. All work is bounded as in the comparison, so that time grows with the length.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from ..content.normal_form import normal_form
from .align import best_pairs, gaps, matches
from .edits import FAMILY, MIN_LIKENESS

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_CONTAINER = re.compile(r"<(ul|ol|table|blockquote|aside)\b[^>]*>")
_ROW_GROUP = re.compile(r"</?(?:thead|tbody)>")
_WORD = re.compile(r"\w+")
_ROW = re.compile(r"<t[dh]\b")


class Origin(StrEnum):
    """Who changed a passage."""

    NOBODY = "nobody"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH_ALIKE = "both alike"
    CONFLICT = "conflict"


class Choice(StrEnum):
    """What a person can take of a conflict."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True)
class Passage:
    """A piece of the text in its three forms, "" where it is not there.

    `around` is the list, table or callout, as its start and end, that a piece of it stands in: ``base`` and the others
    are items or rows then, to be read between the two. `joint` is what parts two pieces.
    """

    base: str
    theirs: str
    mine: str
    around: tuple[str, str] = ("", "")
    joint: str = ""

    @property
    def origin(self) -> Origin:
        if self.theirs == self.mine:
            return Origin.NOBODY if self.mine == self.base else Origin.BOTH_ALIKE
        if self.theirs == self.base:
            return Origin.MINE
        return Origin.THEIRS if self.mine == self.base else Origin.CONFLICT

    @property
    def is_conflict(self) -> bool:
        return self.origin == Origin.CONFLICT

    def taken(self, choice: Choice | None = None) -> str:
        """Return what the joined text says here. A conflict needs a `choice`: raises `ValueError` without."""
        if not self.is_conflict:
            return self.theirs if self.origin == Origin.THEIRS else self.mine
        if choice is None:
            raise ValueError("A conflict has to be settled by a person.")
        both = self.joint.join(filter(None, [self.theirs, self.mine]))
        return {Choice.THEIRS: self.theirs, Choice.MINE: self.mine, Choice.BOTH: both}[choice]

    def whole(self, piece: str) -> str:
        """Return one of the pieces as a body of its own, in the normal form."""
        return normal_form(self.around[0] + piece + self.around[1]) if piece else ""


@dataclass(frozen=True)
class Merge:
    """The passages of three bodies in order. `joined` is their one text, once every conflict has its choice."""

    passages: list[Passage]

    @property
    def conflicts(self) -> list[Passage]:
        return [each for each in self.passages if each.is_conflict]

    def joined(self, choices: Sequence[Choice] = ()) -> str:
        """Return the body in the normal form, with a choice for each of `conflicts`, in their order.

        Raises `ValueError` where a conflict has none.
        """
        given = iter(choices)
        return normal_form(
            "".join(each.taken(next(given, None) if each.is_conflict else None) for each in self.passages)
        )

    def with_gaps(self, words: Callable[[int], str]) -> str:
        """Return the body with `words` in the place of each conflict, which are told its number, from 1."""
        pieces: list[str] = []
        number = 0
        for each in self.passages:
            if each.is_conflict:
                number += 1
            pieces.append(_as_piece(escape(words(number)), each.around[0]) if each.is_conflict else each.taken())
        return normal_form("".join(pieces))


def _as_piece(words: str, start: str) -> str:
    """Return words as a piece of what begins with these tags: an item, a row or a paragraph."""
    within = _TAG.findall(start)[-1:]
    if within and within[0][1] == "table":
        return f"<tr><td>{words}</td></tr>"
    return f"<li>{words}</li>" if within and within[0][1] in ("ul", "ol") else f"<p>{words}</p>"


def merge(base: str, theirs: str, mine: str) -> Merge:
    """Merge three bodies in the normal form, each of which may be empty."""
    return Merge(_merged([_lines(each) for each in (base, theirs, mine)], _inside))


def merge_lines(base: str, theirs: str, mine: str) -> list[Passage]:
    """Merge plain texts that are lists of one thing a line, such as references. Blank lines are no lines."""
    lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in (base, theirs, mine)]
    return _merged(lines, lambda passage: None, joint="\n")


def joined_lines(passages: Sequence[Passage], choices: Sequence[Choice] = ()) -> str:
    """Return the one text that `merge_lines` parted, with a choice for each conflict. Raises `ValueError` without."""
    given = iter(choices)
    pieces = [each.taken(next(given, None) if each.is_conflict else None) for each in passages]
    return "\n".join(filter(None, pieces))


def merge_fields(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str], *, lists: frozenset[str] = frozenset()
) -> dict[str, list[Passage]]:
    """Merge forms field by field, in the order of `mine`; the `lists` line by line, of the others each as a whole."""
    return {
        name: merge_lines(base.get(name, ""), theirs.get(name, ""), value)
        if name in lists
        else [Passage(base.get(name, ""), theirs.get(name, ""), value)]
        for name, value in mine.items()
    }


def _lines(body: str) -> list[str]:
    return body.split("\n") if body else []


@dataclass(frozen=True)
class _Hunk:
    """One side's change: ``base[start:end]`` became `now`. Nothing of the base where it only adds."""

    start: int
    end: int
    now: list[str]


def _hunks(base: Sequence[str], side: Sequence[str]) -> list[_Hunk]:
    """Return what one side changed, as small as it can be told: a passage that was reworded is a change of its own, so
    that a neighbour's change is not in its way."""
    hunks: list[_Hunk] = []
    pairs = matches(base, side)
    for i1, i2, j1, j2 in gaps(pairs, (0, len(base), 0, len(side))):
        if i1 == i2 and j1 == j2:
            continue
        reworded = best_pairs((i2 - i1, j2 - j1), _likeness(base[i1:i2], side[j1:j2]), MIN_LIKENESS)
        reworded = [(i1 + i, j1 + j) for i, j in reworded]
        for (a1, a2, b1, b2), pair in zip(gaps(reworded, (i1, i2, j1, j2)), [*reworded, None], strict=True):
            if a1 < a2 or b1 < b2:
                hunks.append(_Hunk(a1, a2, list(side[b1:b2])))
            if pair:
                hunks.append(_Hunk(pair[0], pair[0] + 1, [side[pair[1]]]))
    return hunks


def _likeness(old: Sequence[str], new: Sequence[str]) -> Callable[[int, int], float]:
    before, after = ([_family_and_words(each) for each in side] for side in (old, new))

    def alike(i: int, j: int) -> float:
        (family, words), (other_family, other_words) = before[i], after[j]
        count = len(words) + len(other_words)
        return 2 * len(words & other_words) / count if count and family == other_family else 0.0

    return alike


def _family_and_words(passage: str) -> tuple[str, frozenset[str]]:
    found = _TAG.match(passage)
    tag = found[2] if found else ""
    return FAMILY.get(tag, tag), frozenset(_WORD.findall(_TAG.sub("", passage).lower()))


def _merged(
    texts: Sequence[Sequence[str]],
    inside: Callable[[Passage], list[Passage] | None],
    *,
    joint: str = "",
) -> list[Passage]:
    """Return the passages that three sequences make; `inside` parts a conflict further, where it can."""
    base, theirs, mine = texts
    waiting = [_hunks(base, theirs), _hunks(base, mine)]
    passages: list[Passage] = []
    place = 0
    while waiting[0] or waiting[1]:
        start, end, taken = _region(waiting)
        passages += [Passage(each, each, each) for each in base[place:start]]
        sides = [_applied(base, start, end, hunks) for hunks in taken]
        passages += _settled(list(base[start:end]), sides[0], sides[1], inside, joint)
        place = end
    return passages + [Passage(each, each, each) for each in base[place:]]


def _region(waiting: list[list[_Hunk]]) -> tuple[int, int, list[list[_Hunk]]]:
    """Take the next change off the two lists, with all that it overlaps, and what that overlaps."""
    first = min((hunks[0] for hunks in waiting if hunks), key=lambda hunk: (hunk.start, hunk.end))
    start, end = first.start, first.end
    taken: list[list[_Hunk]] = [[], []]
    grows = True
    while grows:
        grows = False
        for hunks, own in zip(waiting, taken, strict=True):
            while hunks and _overlaps(hunks[0], start, end):
                own.append(hunks.pop(0))
                end, grows = max(end, own[-1].end), True
    return start, end, taken


def _overlaps(hunk: _Hunk, start: int, end: int) -> bool:
    if start == end:
        return hunk.start == hunk.end == start  # both add something at one place
    if hunk.start == hunk.end:
        return start < hunk.start < end
    return hunk.start < end


def _applied(base: Sequence[str], start: int, end: int, hunks: list[_Hunk]) -> list[str]:
    now: list[str] = []
    for hunk in hunks:
        now += [*base[start : hunk.start], *hunk.now]
        start = hunk.end
    return now + list(base[start:end])


def _settled(
    base: list[str],
    theirs: list[str],
    mine: list[str],
    inside: Callable[[Passage], list[Passage] | None],
    joint: str,
) -> list[Passage]:
    """Return the passages of one region. Where both add, what both begin or end alike with is taken once."""
    head: list[Passage] = []
    tail: list[Passage] = []
    if not base and theirs != mine:
        while theirs and mine and theirs[0] == mine[0]:
            head.append(Passage("", theirs.pop(0), mine.pop(0)))
        while theirs and mine and theirs[-1] == mine[-1]:
            tail.insert(0, Passage("", theirs.pop(), mine.pop()))
    passage = Passage(joint.join(base), joint.join(theirs), joint.join(mine), joint=joint)
    finer = inside(passage) if passage.is_conflict and len(base) == len(theirs) == len(mine) == 1 else None
    return [*head, *([passage] if finer is None else finer), *tail]


def _inside(passage: Passage) -> list[Passage] | None:
    """Part a conflict about one list, callout or table into its items, blocks or rows; None where it can't be."""
    texts = (passage.base, passage.theirs, passage.mine)
    starts = {found[0] for text in texts if (found := _CONTAINER.match(text))}
    if len(starts) != 1 or not all(_CONTAINER.match(text) for text in texts):
        return None
    (start,) = starts
    tag = start.strip("<>").split(" ")[0]
    end = f"</{tag}>"
    children = [_children(text[len(start) : -len(end)], is_table=tag == "table") for text in texts]
    if tag == "table" and not _has_one_shape(texts, children):
        return None
    parts = [
        replace(each, around=(start + each.around[0], each.around[1] + end)) for each in _merged(children, _inside)
    ]
    return [Passage(start, start, start), *parts, Passage(end, end, end)]


def _has_one_shape(tables: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Say whether rows of one of these tables could stand in another: as many columns, and no cell over two rows."""
    return not any("rowspan=" in table for table in tables) and len({len(_ROW.findall(each[0])) for each in rows}) == 1


def _children(inner: str, *, is_table: bool) -> list[str]:
    """Part what stands inside an element into its children. The rows of a table's head and body are rows of the table:
    the normal form parts them again."""
    children: list[str] = []
    depth = start = 0
    for found in _TAG.finditer(inner):
        if found[2] == "br":
            continue
        if is_table and depth == 0 and _ROW_GROUP.fullmatch(found[0]):
            start = found.end()
            continue
        depth += -1 if found[1] else 1
        if depth == 0:
            children.append(inner[start : found.end()])
            start = found.end()
    return children
