"""Merge two people's changes to the same text, passage by passage.

A body in the normal form (docs/content.md) has a line for every top-level block, so its lines are the passages; where
both sides changed one list, callout or table, its items, blocks and rows are. Both sides are compared with the base;
changes that share a passage of the base, or add something at the same place, are a conflict, which only a person can
resolve. The work is bounded as in the comparison, so that the time grows linearly with the length.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from ..content.normal_form import normal_form
from .merge_hunks import TAG, apply_hunks, find_hunks, pop_region

_CONTAINER = re.compile(r"<(ul|ol|table|blockquote|aside)\b[^>]*>")
_ROW_GROUP = re.compile(r"</?(?:thead|tbody)>")
_CELL = re.compile(r"<t[dh]\b")


class Origin(StrEnum):
    """Who changed a passage."""

    NOBODY = "nobody"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH_ALIKE = "both alike"
    CONFLICT = "conflict"


class Choice(StrEnum):
    """How a person can resolve a conflict."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True)
class Passage:
    """A piece of the text in its three forms, "" if it is missing.

    `wrapper` are the start and end tags of the list, table or callout around it: the three forms are items, rows or
    blocks of it. `separator` goes between two pieces.
    """

    base: str
    theirs: str
    mine: str
    wrapper: tuple[str, str] = ("", "")
    separator: str = ""

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

    def resolved(self, choice: Choice | None = None) -> str:
        """Return what the merged text says here.

        Raises `ValueError` for a conflict without a `choice`.
        """
        if not self.is_conflict:
            return self.theirs if self.origin == Origin.THEIRS else self.mine
        if choice is None:
            raise ValueError("A person has to resolve this conflict.")
        both = self.separator.join(filter(None, [self.theirs, self.mine]))
        return {Choice.THEIRS: self.theirs, Choice.MINE: self.mine, Choice.BOTH: both}[choice]

    def as_body(self, piece: str) -> str:
        """Return one of the three forms as a body of its own, in the normal form."""
        return normal_form(self.wrapper[0] + piece + self.wrapper[1]) if piece else ""


@dataclass(frozen=True)
class Merge:
    """The passages of three bodies, in order."""

    passages: list[Passage]

    @property
    def conflicts(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.is_conflict]

    def merged(self, choices: Sequence[Choice] = ()) -> str:
        """Return the merged body, in the normal form.

        `choices` are for the conflicts in order. Raises `ValueError` for a conflict without a choice.
        """
        return normal_form("".join(_resolved(self.passages, choices)))

    def with_placeholders(self, placeholder: Callable[[int], str]) -> str:
        """Return the body with a placeholder for every conflict, made from its number."""
        pieces: list[str] = []
        number = 0
        for passage in self.passages:
            if passage.is_conflict:
                number += 1
                pieces.append(_as_piece(escape(placeholder(number)), passage.wrapper[0]))
            else:
                pieces.append(passage.resolved())
        return normal_form("".join(pieces))


def _resolved(passages: Sequence[Passage], choices: Sequence[Choice]) -> list[str]:
    waiting = iter(choices)
    return [passage.resolved(next(waiting, None) if passage.is_conflict else None) for passage in passages]


def _as_piece(words: str, start: str) -> str:
    """Return words as an item, row or paragraph of what begins with these tags."""
    within = TAG.findall(start)[-1:]
    if within and within[0][1] == "table":
        return f"<tr><td>{words}</td></tr>"
    return f"<li>{words}</li>" if within and within[0][1] in ("ul", "ol") else f"<p>{words}</p>"


def merge(base: str, theirs: str, mine: str) -> Merge:
    """Merge three bodies in the normal form, each of which may be empty."""
    return Merge(_merge_sequences([_lines(body) for body in (base, theirs, mine)], _split_container))


def merge_lines(base: str, theirs: str, mine: str) -> list[Passage]:
    """Merge plain texts of one thing a line, such as references; skip blank lines."""
    lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in (base, theirs, mine)]
    return _merge_sequences(lines, lambda passage: None, separator="\n")


def merged_lines(passages: Sequence[Passage], choices: Sequence[Choice] = ()) -> str:
    """Return the merged text of the passages of `merge_lines`.

    Raises `ValueError` for a conflict without a choice.
    """
    return "\n".join(filter(None, _resolved(passages, choices)))


def merge_fields(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str], *, lists: frozenset[str] = frozenset()
) -> dict[str, list[Passage]]:
    """Merge forms field by field, in the order of `mine`.

    The fields in `lists` are merged line by line, the others as a whole.
    """
    return {
        name: merge_lines(base.get(name, ""), theirs.get(name, ""), value)
        if name in lists
        else [Passage(base.get(name, ""), theirs.get(name, ""), value)]
        for name, value in mine.items()
    }


def _lines(body: str) -> list[str]:
    return body.split("\n") if body else []


def _merge_sequences(
    texts: Sequence[Sequence[str]],
    split: Callable[[Passage], list[Passage] | None],
    *,
    separator: str = "",
) -> list[Passage]:
    """Return the passages of three sequences; `split` divides a conflict where it can."""
    base, theirs, mine = texts
    waiting = [find_hunks(base, theirs), find_hunks(base, mine)]
    passages: list[Passage] = []
    place = 0
    while waiting[0] or waiting[1]:
        start, end, hunks = pop_region(waiting)
        passages += [Passage(piece, piece, piece) for piece in base[place:start]]
        sides = [apply_hunks(base, start, end, own) for own in hunks]
        passages += _region_passages(list(base[start:end]), sides[0], sides[1], split, separator)
        place = end
    return passages + [Passage(piece, piece, piece) for piece in base[place:]]


def _region_passages(
    base: list[str],
    theirs: list[str],
    mine: list[str],
    split: Callable[[Passage], list[Passage] | None],
    separator: str,
) -> list[Passage]:
    """Return the passages of one region.

    Where both sides add something, a common beginning and a common end are taken once.
    """
    head: list[Passage] = []
    tail: list[Passage] = []
    if not base and theirs != mine:
        while theirs and mine and theirs[0] == mine[0]:
            head.append(Passage("", theirs.pop(0), mine.pop(0)))
        while theirs and mine and theirs[-1] == mine[-1]:
            tail.insert(0, Passage("", theirs.pop(), mine.pop()))
    passage = Passage(separator.join(base), separator.join(theirs), separator.join(mine), separator=separator)
    finer = split(passage) if passage.is_conflict and len(base) == len(theirs) == len(mine) == 1 else None
    return [*head, *([passage] if finer is None else finer), *tail]


def _split_container(passage: Passage) -> list[Passage] | None:
    """Split a conflict about one list, callout or table; None if that is impossible."""
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
        replace(part, wrapper=(start + part.wrapper[0], part.wrapper[1] + end))
        for part in _merge_sequences(children, _split_container)
    ]
    return [Passage(start, start, start), *parts, Passage(end, end, end)]


def _has_one_shape(tables: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether rows of these tables could be exchanged.

    They have as many columns, and no cell spans rows.
    """
    columns = {len(_CELL.findall(table_rows[0])) for table_rows in rows}
    return not any("rowspan=" in table for table in tables) and len(columns) == 1


def _children(inner: str, *, is_table: bool) -> list[str]:
    """Return the children of an element.

    The rows of a table's head and body count as rows of the table: the normal form separates them again.
    """
    children: list[str] = []
    depth = start = 0
    for found in TAG.finditer(inner):
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
