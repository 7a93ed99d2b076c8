"""Parse any text or HTML into a light tree of what a guide may hold.

`content.sanitise` refuses what may not be stored. A comparison must read whatever it is given, so the same things are
dropped here: only the listed elements stay, by name, and their words stay words, never markup. The tree of a body in
the normal form (docs/content.md) says exactly that body.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree

from ..content.document import UNREAD_TAGS
from ..content.normal_form import (
    HEADINGS,
    INLINE,
    LINE_BREAK,
    MARK_ORDER,
    MARKS,
    NOTE_NAME,
    SPACE,
    TONES,
    Marks,
    Run,
    cell_spans,
    list_attributes,
)
from ..content.sanitise import LINK
from .block_tree import CELLS, LEAVES, LISTS, Node
from .tree_cleanup import drop_empty, without_hidden

# Inline elements whose words are kept without a mark.
UNMARKED = frozenset(
    "span font u s ins del small big code abbr q label strike mark kbd samp var cite dfn time wbr".split()
)
# Open elements; a parser's work grows with their square.
MAX_OPEN = 400
MAX_PATH = 60
# Characters that are parsed before the depth is checked.
PIECE_LENGTH = 16_384

_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|tr|td|th|h\d|ul|ol|table|br|aside|blockquote)\b[^<>]*>", re.IGNORECASE)


@dataclass
class _OpenElement:
    tag: str
    node: Node | None = None
    has_mark: bool = False


class _TreeBuilder:
    """The target of lxml's parser: puts blocks where they may be, words in paragraphs."""

    def __init__(self) -> None:
        self.root = Node("")
        self.path = [self.root]
        self.open: list[_OpenElement] = []
        self.marks: list[tuple[str, str]] = []
        self.hidden = 0

    def start(self, tag: Any, attributes: Any) -> None:
        tag = str(tag)
        opened = _OpenElement(tag)
        self.open.append(opened)
        if tag in UNREAD_TAGS:
            self.hidden += 1
        elif self.hidden:
            pass
        elif tag == "br":
            self._add_words(LINE_BREAK, ())
        elif tag in INLINE:
            self.marks.append(_mark(tag, attributes))
            opened.has_mark = True
        elif tag not in UNMARKED:
            self._end_paragraph()
            opened.node = self._open_block(tag, attributes)

    def end(self, tag: Any) -> None:
        if not self.open or self.open[-1].tag != str(tag):
            return
        opened = self.open.pop()
        if opened.tag in UNREAD_TAGS:
            self.hidden -= 1
        elif opened.has_mark:
            self.marks.pop()
        elif opened.node is not None:
            self._close(opened.node)
        elif opened.tag not in INLINE and opened.tag not in UNMARKED:
            self._end_paragraph()

    def data(self, data: Any) -> None:
        if self.hidden:
            return
        data = data.replace("\n", " ")
        if self.marks:
            marks = dict.fromkeys(mark for mark in self.marks if mark[0])
            ordered = dict(sorted(marks, key=lambda mark: MARK_ORDER.index(mark[0]) if mark[0] != "marker" else -1))
            self._add_words(data, (("marker", ordered["marker"]),) if "marker" in ordered else tuple(ordered.items()))
        else:
            self._add_words(data, ())

    def comment(self, text: Any) -> None:
        pass

    def close(self) -> Node:
        return self.root

    def _add_words(self, words: str, marks: Marks) -> None:
        top = self.path[-1]
        if top.tag not in LEAVES:
            if words.isspace() and "\u00a0" not in words:
                return
            top = self._put(Node("p", is_implied=True))
        top.runs.append((words, marks))

    def _end_paragraph(self) -> None:
        if self.path[-1].is_implied and self.path[-1].tag == "p":
            self.path.pop()

    def _close(self, node: Node) -> None:
        for place in range(len(self.path) - 1, 0, -1):
            if self.path[place] is node:
                del self.path[place:]
                return

    def _open_block(self, tag: str, attributes: Any) -> Node | None:
        """Open a block where it may be; None if only its words are kept."""
        if len(self.path) >= MAX_PATH:
            return None
        if tag in HEADINGS or tag in ("p", *LISTS, "table", "blockquote", "aside"):
            named = _attributes(tag, attributes)
            return None if tag == "aside" and not named else self._put(Node(HEADINGS.get(tag, tag), named))
        if tag == "li":
            return self._open_inside(LISTS, "li", ())
        if tag == "tr":
            return self._open_inside({"table"}, "tr", ())
        if tag in CELLS:
            return self._open_inside({"tr"}, tag, _attributes(tag, attributes))
        return None

    def _open_inside(self, holders: Any, tag: str, attributes: Marks) -> Node | None:
        """Open an item, row or cell in the open list, table or row; None without one."""
        for place in range(len(self.path) - 1, 0, -1):
            if self.path[place].tag in holders:
                del self.path[place + 1 :]
                return self._put(Node(tag, attributes))
            if self.path[place].tag in ("blockquote", "aside", "table"):
                break
        if tag in CELLS and any(node.tag == "table" for node in self.path):
            return self._put(Node(tag, attributes))
        return None

    def _put(self, node: Node) -> Node:
        """Add a node to the open one, with the item, row or cell that it needs around it."""
        if self.path[-1].tag in LEAVES:
            self.path.pop()
        top = self.path[-1].tag
        needed = {"table": "tr", "tr": "td", "ul": "li", "ol": "li"}.get(top)
        fits = node.tag == needed or (top == "tr" and node.tag in CELLS) or (needed is None and node.tag not in CELLS)
        if needed is not None and not fits:
            self._put(Node(needed))
            return self._put(node)
        self.path[-1].children.append(node)
        self.path.append(node)
        return node


def _mark(tag: str, attributes: Any) -> tuple[str, str]:
    if tag == "a":
        href = str(attributes.get("href", "")).strip()
        return ("a", href) if LINK.fullmatch(href) else ("", "")
    name = str(attributes.get("data-note", ""))
    if tag == "sup" and attributes.get("class") == "footnote-marker" and NOTE_NAME.fullmatch(name):
        return "marker", name
    return MARKS[tag], ""


def _attributes(tag: str, written: Any) -> Marks:
    name, tone = str(written.get("data-note", "")), str(written.get("data-tone", ""))
    if tag == "p" and written.get("class") == "footnote" and NOTE_NAME.fullmatch(name):
        return (("class", "footnote"), ("data-note", name))
    if tag == "aside" and written.get("class", "callout") == "callout" and tone in TONES:
        return (("class", "callout"), ("data-tone", tone))
    if tag == "ol":
        return list_attributes(tag, written, None)
    if tag in CELLS:
        return cell_spans(written)
    return ()


def _lines(source: str) -> list[str]:
    """Return only the words, a line for every block."""
    lines = unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", source))).split("\n")
    return [SPACE.sub(" ", line) for line in lines]


def _as_plain_text(source: str) -> Node:
    """Return a paragraph for every line, of HTML that is nested more deeply than in any text from an editor."""
    return Node("", children=[Node("p", runs=[(line, ())]) for line in _lines(source)])


def _storable(html: str) -> str:
    return without_hidden(html.replace("\0", "\ufffd").replace("\f", " "))


def parse_words(html: str) -> Node:
    """Return all words in one paragraph, of HTML with too many elements to read each; no paragraph without words."""
    lines = [line for line in map(str.strip, _lines(_storable(html))) if line]
    runs: list[Run] = [run for line in lines for run in ((LINE_BREAK, ()), (line, ()))]
    root = Node("", children=[Node("p", runs=runs[1:])])
    drop_empty(root)
    return root


def parse_tree(html: str) -> Node:
    """Return the tree of any text or HTML, in linear time."""
    source = _storable(html)
    builder = _TreeBuilder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True, recover=True)
    root = builder.root
    if source.strip():
        for start in range(0, len(source), PIECE_LENGTH):
            parser.feed(source[start : start + PIECE_LENGTH].encode())
            if len(builder.open) > MAX_OPEN:
                root = _as_plain_text(source)
                break
        else:
            parser.close()
    drop_empty(root)
    return root
