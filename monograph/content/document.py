"""HTML -> what a reader reads of it: one plain text, and where in it each block, heading, link and footnote stands.

Takes any text and any HTML, of any depth, and never raises; its time grows with the length alone. It is read by
libxml2's parser as a stream of events, so that no depth of nesting costs a stack.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

BLOCKS = frozenset("p li h1 h2 h3 h4 h5 h6 td th blockquote aside dt dd caption div section article body".split())
CONTAINERS = frozenset("ul ol table tr".split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NOT_READ = frozenset("script style template head title".split())
NEVER_EMPTY = frozenset("ul ol li table tr p h1 h2 h3 h4 h5 h6 a blockquote".split())
NOTHING_SEEN = re.compile(r"[\s\u00a0\u200b]*")
NOTHING_READ = re.compile(r"[\s\u00a0\u200b•·.–-]*")


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or cell; ``text[start:end]`` is what it says by itself."""

    tag: str
    start: int
    end: int
    depth: int  # of lists and tables around it
    is_footnote: bool = False
    note: str = ""  # the name of the footnote
    table: int = 0  # of a cell: its table, row and column, each from 1
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Link:
    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Marker:
    """A mark such as * that sends the reader to a footnote of the name ``note``."""

    start: int
    end: int
    note: str


@dataclass(frozen=True)
class Empty:
    """An element that should hold words and holds none; `at` is the offset where they would stand."""

    tag: str
    at: int


@dataclass
class Document:
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    empties: list[Empty] = field(default_factory=list)
    emphasised: list[tuple[int, int]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    @property
    def headings(self) -> list[tuple[int, Block]]:
        """Return the headings with their level, 1 to 6."""
        return [(HEADINGS[block.tag], block) for block in self.blocks if block.tag in HEADINGS]

    def said_by(self, block: Block) -> str:
        return self.text[block.start : block.end]


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int
    blocks_before: int


class _Reader:
    """The target of lxml's parser: collects the text and its places as the tags come by."""

    def __init__(self) -> None:
        self.found = Document()
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.depth = 0
        self.hidden = 0
        self.tables = self.rows = self.columns = 0
        self.block: _Open | None = None
        self.block_start = 0
        self.block_parts = 0
        self.is_spaced = True  # the text so far ends at a place where white space says nothing

    def start(self, tag: Any, attributes: Any) -> None:
        tag = str(tag)
        if tag in NOT_READ:
            self.hidden += 1
        if tag in BLOCKS or tag in CONTAINERS:
            self._end_block()
        if tag in CONTAINERS:
            self.depth += 1
        self.tables, self.rows, self.columns = (
            self.tables + (tag == "table"),
            self.rows + 1 if tag == "tr" else 0 if tag == "table" else self.rows,
            self.columns + 1 if tag in ("td", "th") else 0 if tag == "tr" else self.columns,
        )
        if tag == "br":
            self.data(" ")
        given = {str(name): str(value) for name, value in attributes.items()}
        if "id" in given:
            self.found.anchors.add(given["id"])
        opened = _Open(tag, given, self._place(), len(self.found.blocks))
        self.open.append(opened)
        if tag in BLOCKS:
            self.block = opened

    def end(self, tag: Any) -> None:
        tag = str(tag)
        if not self.open or self.open[-1].tag != tag:
            return
        if tag in NOT_READ:
            self.hidden -= 1
        if tag in BLOCKS or tag in CONTAINERS:
            self._end_block()
        opened = self.open.pop()
        if tag in CONTAINERS:
            self.depth -= 1
        if tag in BLOCKS:
            # Words after a block inside another one belong to the outer: <li>One<ul>…</ul>two</li>.
            self.block = next((each for each in reversed(self.open[-8:]) if each.tag in BLOCKS), None)
        self._note(opened)

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
        self.found.text = "".join(self.parts)
        return self.found

    def _place(self) -> int:
        return self.length

    def _end_block(self) -> None:
        """End the run of words that were read since the last block began or ended."""
        start, end = self.block_start, self.length
        if start == end:
            return
        if self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length = end = end - 1
        block = self.block or _Open("p", {}, start, 0)
        if end > start and NOTHING_SEEN.fullmatch("".join(self.parts[self.block_parts :])) is None:
            note = block.attributes.get("data-note", "")
            is_footnote = "footnote" in block.attributes.get("class", "").split()
            tag = block.tag if block.tag not in ("body", "div", "section", "article") else "p"
            cell = (self.tables, self.rows, self.columns) if tag in ("td", "th") else (0, 0, 0)
            self.found.blocks.append(Block(tag, start, end, self.depth, is_footnote, note, *cell))
            self.parts.append("\n")
            self.length += 1
        self.block_start, self.block_parts = self.length, len(self.parts)
        self.is_spaced = True

    def _note(self, opened: _Open) -> None:
        start, end = min(opened.start, self.length), self.length
        said = self._said(start)
        if opened.tag in NEVER_EMPTY and not said and len(self.found.blocks) == opened.blocks_before:
            self.found.empties.append(Empty(opened.tag, start))
        elif opened.tag == "a" and "href" in opened.attributes:
            self.found.links.append(Link(start, end, opened.attributes["href"].strip()))
        elif opened.tag == "sup" and "footnote-marker" in opened.attributes.get("class", "").split():
            self.found.markers.append(Marker(start, end, opened.attributes.get("data-note", "")))
        elif opened.tag in ("strong", "em", "b", "i"):
            self.found.emphasised.append((start, end))

    def _said(self, start: int) -> bool:
        """Say whether any word was read since `start`: looked for from the end, one part is enough."""
        place = self.length
        for part in reversed(self.parts):
            place -= len(part)
            piece = part[max(0, start - place) :]
            if NOTHING_READ.fullmatch(piece) is None:
                return True
            if place <= start:
                return False
        return False


@lru_cache(maxsize=32)  # a text that is looked at is read for its checks, its grade and its terms, one after the other
def read(html: str) -> Document:
    """Return what a reader reads of a text or of HTML, whatever it holds. Shared by all who read it: not to change."""
    source = html.replace("\0", "\ufffd").encode("utf-8", "replace")
    if not source.strip():
        return Document()
    reader: Any = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True, recover=True)
    parser.feed(source)
    document: Any = parser.close()
    return document
