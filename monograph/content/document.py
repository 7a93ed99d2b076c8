"""HTML as its reader sees it: one plain text, and the place of every block in it.

Accepts any text and any HTML, of any depth, and never raises; its time grows linearly with the length. libxml2 parses
it as a stream of events, so that deep nesting can't overflow the stack.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

BLOCKS = frozenset("p li h1 h2 h3 h4 h5 h6 td th blockquote aside dt dd caption div section article body".split())
CONTAINERS = frozenset("ul ol table tr".split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNREAD_TAGS = frozenset("script style template head title".split())
NEVER_EMPTY = frozenset("ul ol li table tr p h1 h2 h3 h4 h5 h6 a blockquote".split())
BLANK = re.compile(r"[\s\u00a0\u200b]*")
BLANK_OR_BULLET = re.compile(r"[\s\u00a0\u200b•·.–-]*")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or cell; ``text[start:end]`` are its own words.

    `depth` counts the lists and tables around it; `note` is the name of a footnote. A cell has the numbers of its
    table, row and column, from 1; other blocks have 0. What is in a list has the numbers of its innermost list and
    item, from 1 in the document.
    """

    tag: str
    start: int
    end: int
    depth: int
    is_footnote: bool = False
    note: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    list: int = 0
    item: int = 0


@dataclass(frozen=True)
class Link:
    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Marker:
    """A mark such as * that points to the footnote named `note`."""

    start: int
    end: int
    note: str


@dataclass(frozen=True)
class Empty:
    """An element that should hold words and has none, at an offset of the text."""

    tag: str
    offset: int


@dataclass(frozen=True)
class Cell:
    """A table cell, empty ones included; ``text[start:end]`` is all that is in it.

    The numbers of its table, row and column count from 1, without regard to the cells that others span.
    """

    tag: str
    start: int
    end: int
    table: int
    row: int
    column: int
    is_spanning: bool


@dataclass
class Document:
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    empties: list[Empty] = field(default_factory=list)
    emphasized: list[tuple[int, int]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)
    # Raised and lowered passages, which `text` has like all others: start, end, and ``sup`` or ``sub``.
    shifted: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def headings(self) -> list[tuple[int, Block]]:
        """Return the headings with their level, 1 to 6."""
        return [(HEADINGS[block.tag], block) for block in self.blocks if block.tag in HEADINGS]

    def block_text(self, block: Block) -> str:
        return self.text[block.start : block.end]


@dataclass
class _OpenElement:
    tag: str
    attributes: dict[str, str]
    start: int
    blocks_before: int
    cell: tuple[int, int, int] = (0, 0, 0)


class _DocumentBuilder:
    """The target of lxml's parser: builds a `Document` from the stream of tags.

    `is_spaced` is true while white space that follows is redundant: at the start of a block, or after a space.
    """

    def __init__(self) -> None:
        self.document = Document()
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_OpenElement] = []
        self.depth = 0
        self.hidden = 0
        self.tables = self.rows = self.columns = 0
        self.lists = self.items = 0
        self.open_lists: list[int] = []
        self.open_items: list[int] = []
        self.block: _OpenElement | None = None
        self.block_start = 0
        self.block_parts = 0
        self.is_spaced = True

    def start(self, tag: Any, attributes: Any) -> None:
        tag = str(tag)
        if tag in UNREAD_TAGS:
            self.hidden += 1
        if tag in BLOCKS or tag in CONTAINERS:
            self._end_block()
        if tag in CONTAINERS:
            self.depth += 1
        if tag in ("ul", "ol"):
            self.lists += 1
            self.open_lists.append(self.lists)
        elif tag == "li":
            self.items += 1
            self.open_items.append(self.items)
        self.tables, self.rows, self.columns = (
            self.tables + (tag == "table"),
            self.rows + 1 if tag == "tr" else 0 if tag == "table" else self.rows,
            self.columns + 1 if tag in ("td", "th") else 0 if tag == "tr" else self.columns,
        )
        if tag == "br":
            self.data(" ")
        named = {str(name): str(value) for name, value in attributes.items()}
        if "id" in named:
            self.document.anchors.add(named["id"])
        cell = (self.tables, self.rows, self.columns)
        opened = _OpenElement(tag, named, self.length, len(self.document.blocks), cell)
        self.open.append(opened)
        if tag in BLOCKS:
            self.block = opened

    def end(self, tag: Any) -> None:
        tag = str(tag)
        if not self.open or self.open[-1].tag != tag:
            return
        if tag in UNREAD_TAGS:
            self.hidden -= 1
        if tag in BLOCKS or tag in CONTAINERS:
            self._end_block()
        opened = self.open.pop()
        if tag in CONTAINERS:
            self.depth -= 1
        if tag in ("ul", "ol"):
            self.open_lists.pop()
        elif tag == "li":
            self.open_items.pop()
        if tag in BLOCKS:
            # Words after a block inside another one belong to the outer: <li>One<ul>…</ul>two</li>.
            self.block = next((outer for outer in reversed(self.open[-8:]) if outer.tag in BLOCKS), None)
        self._record(opened)

    def data(self, data: Any) -> None:
        if self.hidden:
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", str(data))
        if self.is_spaced:
            words = words.lstrip(" ")
        if words:
            self.parts.append(words)
            self.length += len(words)
            self.is_spaced = words.endswith(" ")

    def close(self) -> Document:
        self._end_block()
        self.document.text = "".join(self.parts)
        return self.document

    def _end_block(self) -> None:
        """End the run of words read since the last block began or ended."""
        start, end = self.block_start, self.length
        if start == end:
            return
        if self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length = end = end - 1
        block = self.block or _OpenElement("p", {}, start, 0)
        if end > start and BLANK.fullmatch("".join(self.parts[self.block_parts :])) is None:
            note = block.attributes.get("data-note", "")
            is_footnote = "footnote" in block.attributes.get("class", "").split()
            tag = block.tag if block.tag not in ("body", "div", "section", "article") else "p"
            cell = (self.tables, self.rows, self.columns) if tag in ("td", "th") else (0, 0, 0)
            item = self.open_lists[-1] if self.open_lists else 0, self.open_items[-1] if self.open_items else 0
            self.document.blocks.append(Block(tag, start, end, self.depth, is_footnote, note, *cell, *item))
            self.parts.append("\n")
            self.length += 1
        self.block_start, self.block_parts = self.length, len(self.parts)
        self.is_spaced = True

    def _record(self, opened: _OpenElement) -> None:
        """Record an element that ends here, if the document lists its kind."""
        start, end = min(opened.start, self.length), self.length
        is_new = len(self.document.blocks) == opened.blocks_before
        if opened.tag in NEVER_EMPTY and is_new and not self._has_words(start):
            self.document.empties.append(Empty(opened.tag, start))
        elif opened.tag == "a" and "href" in opened.attributes:
            self.document.links.append(Link(start, end, opened.attributes["href"].strip()))
        elif opened.tag == "sup" and "footnote-marker" in opened.attributes.get("class", "").split():
            self.document.markers.append(Marker(start, end, opened.attributes.get("data-note", "")))
        elif opened.tag in ("td", "th"):
            is_spanning = "colspan" in opened.attributes or "rowspan" in opened.attributes
            self.document.cells.append(Cell(opened.tag, start, end, *opened.cell, is_spanning))
        elif opened.tag in ("strong", "em", "b", "i"):
            self.document.emphasized.append((start, end))
        elif opened.tag in ("sup", "sub"):
            self.document.shifted.append((start, end, opened.tag))

    def _has_words(self, start: int) -> bool:
        """Return whether any word was read since `start`, searching backward."""
        place = self.length
        for part in reversed(self.parts):
            place -= len(part)
            piece = part[max(0, start - place) :]
            if BLANK_OR_BULLET.fullmatch(piece) is None:
                return True
            if place <= start:
                return False
        return False


# Cached: one page asks for the checks, the reading grade and the glossary terms of the same text.
@lru_cache(maxsize=32)
def read_document(html: str) -> Document:
    """Return the document that a reader sees in any text or HTML.

    Callers share the cached document: never change it.
    """
    source = html.replace("\0", "\ufffd").encode("utf-8", "replace")
    if not source.strip():
        return Document()
    builder: Any = _DocumentBuilder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True, recover=True)
    parser.feed(source)
    document: Any = parser.close()
    return document
