"""A light tree of what a guide may hold, which the comparison works on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..content.normal_form import Marks, Run
from ..content.plain_text import shifted

LEAVES = frozenset({"p", "h3", "h4"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
# What may hold paragraphs; "" is the whole text.
FLOW = frozenset({"", "blockquote", "aside", "li", *CELLS})

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


@dataclass(eq=False)
class Node:
    """A block: a leaf holds runs of words, any other node holds nodes.

    `is_implied` is true for a paragraph of loose words.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list["Node"] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    is_implied: bool = False

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @cached_property
    def key(self) -> int:
        """Return a key that is equal for nodes with the same words in the same form."""
        return hash((self.tag, self.attributes, tuple(self.runs), tuple(child.key for child in self.children)))

    @cached_property
    def text(self) -> str:
        """Return the words, with a line break between leaves."""
        if self.is_leaf:
            return "".join(words for words, _ in self.runs)
        return "\n".join(child.text for child in self.children)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.lower()))

    def leaves(self) -> Iterator["Node"]:
        if self.is_leaf:
            yield self
        for child in self.children:
            yield from child.leaves()


def raised_or_lowered(words: str, marks: Marks) -> str:
    """Return words as they are read without markup: 10 with a raised 9 is 10⁹, and no 109."""
    names = {name for name, _ in marks}
    tag = next((tag for tag in ("sup", "sub") if tag in names), "")
    return shifted(words, tag) if tag else words
