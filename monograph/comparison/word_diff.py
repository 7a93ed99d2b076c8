"""The words of a leaf block, and which of them were removed and added."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from ..content.normal_form import LINE_BREAK, Marks
from .align import matches
from .block_tree import Node

EQUAL, DELETED, INSERTED = "equal", "deleted", "inserted"
# Marks for how words look, not for what they say.
STYLES = ("strong", "em")

_TOKEN = re.compile(r"([ \u00a0]*)(\d+(?:[.,-]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^ \u00a0]|$)")


class Token(NamedTuple):
    """A word or sign with its marks, and the white space before it."""

    space: str
    text: str
    marks: Marks

    @property
    def compared(self) -> tuple[str, Marks]:
        """Return what makes two tokens equal: all but space and styles."""
        return self.text, tuple(mark for mark in self.marks if mark[0] not in STYLES) if self.marks else ()


@dataclass
class Segment:
    """Words that stayed, with their form before and after, or were removed or added."""

    kind: str
    old: list[Token]
    new: list[Token]
    is_moved: bool = False

    @property
    def tokens(self) -> list[Token]:
        return self.old if self.kind == DELETED else self.new


def tokenize(leaf: Node) -> list[Token]:
    """Return the tokens of a leaf; white space at its end becomes an empty one."""
    tokens: list[Token] = []
    # White space at the end of a run precedes the first word of the next.
    space = ""
    for words, marks in leaf.runs:
        for before, text in [("", LINE_BREAK)] if words == LINE_BREAK else _TOKEN.findall(words):
            space += before
            if text:
                tokens.append(Token(space, text, marks))
                space = ""
    return [*tokens, Token(space, "", ())] if space else tokens


def diff_tokens(old: list[Token], new: list[Token]) -> list[Segment]:
    """Return the segments of a change.

    Without the inserted ones they are the old words, without the deleted ones the new words.
    """
    pairs = matches([token.compared for token in old], [token.compared for token in new])
    segments: list[Segment] = []
    i = j = 0
    for x, y in [*_without_islands(old, new, pairs), (len(old), len(new))]:
        if i < x:
            segments.append(Segment(DELETED, old[i:x], []))
        if j < y:
            segments.append(Segment(INSERTED, [], new[j:y]))
        if x < len(old) and y < len(new):
            if segments and segments[-1].kind == EQUAL:
                segments[-1].old.append(old[x])
                segments[-1].new.append(new[y])
            else:
                segments.append(Segment(EQUAL, [old[x]], [new[y]]))
        i, j = x + 1, y + 1
    return segments


def _without_islands(old: list[Token], new: list[Token], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out short words that are equal by chance among changed ones.

    They would make the change hard to read.
    """
    kept = []
    for place, (i, j) in enumerate(pairs):
        before = pairs[place - 1] if place else (-1, -1)
        after = pairs[place + 1] if place + 1 < len(pairs) else (len(old), len(new))
        is_alone = min(i - before[0], j - before[1], after[0] - i, after[1] - j) > 1
        if not (is_alone and len(old[i].text) < 4 and not old[i].text.isdigit()):
            kept.append((i, j))
    return kept
