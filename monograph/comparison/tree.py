"""Any text or HTML -> a light tree of what a guide may hold, and nothing else.

`content.sanitise` refuses what may not be stored. A comparison must read whatever it is given, so here the same things
are dropped: only the listed elements are kept, by name, and what they say is kept as words, never as markup. For a body
in the normal form (docs/content.md) the tree says exactly that body.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import groupby
from typing import Any

from lxml import etree

from ..content.document import UNREAD_TAGS
from ..content.normal_form import HEADINGS, INLINE, MARK_ORDER, MARKS, NOTE_NAME, TONES
from ..content.plain import CONTROL, INVISIBLE, MAX_MARKS, UNPAIRED
from ..content.sanitise import LINK

Marks = tuple[tuple[str, str], ...]  # (element, address or name of the note), outermost first
Run = tuple[str, Marks]

BR = "\n"  # stands for a line break among runs; white space in words is folded to spaces
LEAVES = frozenset({"p", "h3", "h4"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
FLOW = frozenset({"", "blockquote", "aside", "li", *CELLS})  # what may hold paragraphs; "" is the whole text
SECTIONS = frozenset({"thead", "tbody", "tfoot", "caption", "colgroup"})  # a table's head is known by its cells
# Inside a line, and nothing of their own is kept of them.
UNMARKED = frozenset(
    "span font u s ins del small big code abbr q label strike mark kbd samp var cite dfn time wbr".split()
)
MAX_OPEN = 400  # elements; a parser's work grows with their square
MAX_PATH = 60
PIECE = 16_384  # characters that are read before the depth is looked at

_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|tr|td|th|h\d|ul|ol|table|br|aside|blockquote)\b[^<>]*>", re.IGNORECASE)
_MANY_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{31,}"
)
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


@dataclass(eq=False)
class Node:
    """A block: a leaf holds runs of words, any other node holds nodes."""

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
        """Equal for nodes that say the same in the same form."""
        return hash((self.tag, self.attributes, tuple(self.runs), tuple(child.key for child in self.children)))

    @cached_property
    def text(self) -> str:
        """The words, with a line break after each leaf."""
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


def _readable(text: str) -> str:
    """Drop the characters that no text of a guide may hold (see content.plain)."""
    if text.isascii() and text.isprintable():
        return text
    text = UNPAIRED.sub("\ufffd", INVISIBLE.sub("", CONTROL.sub("", text)))
    return _MANY_MARKS.sub(lambda found: found[0][:MAX_MARKS], text)


@dataclass
class _Open:
    tag: str
    node: Node | None = None
    has_mark: bool = False


class _Builder:
    """The target of lxml's parser: puts every block where it may stand, and words into a paragraph."""

    def __init__(self) -> None:
        self.root = Node("")
        self.path = [self.root]
        self.open: list[_Open] = []
        self.marks: list[tuple[str, str]] = []
        self.hidden = 0

    def start(self, tag: Any, attributes: Any) -> None:
        tag = str(tag)
        opened = _Open(tag)
        self.open.append(opened)
        if tag in UNREAD_TAGS:
            self.hidden += 1
        elif self.hidden:
            pass
        elif tag == "br":
            self._say(BR, ())
        elif tag in INLINE:
            self.marks.append(_mark(tag, attributes))
            opened.has_mark = True
        elif tag not in UNMARKED:
            self._end_paragraph()
            opened.node = self._block(tag, attributes)

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
            known = dict(sorted(marks, key=lambda mark: MARK_ORDER.index(mark[0]) if mark[0] != "marker" else -1))
            self._say(data, (("marker", known["marker"]),) if "marker" in known else tuple(known.items()))
        else:
            self._say(data, ())

    def comment(self, text: Any) -> None:
        pass

    def close(self) -> Node:
        return self.root

    def _say(self, words: str, marks: Marks) -> None:
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

    def _block(self, tag: str, attributes: Any) -> Node | None:
        """Open a block where it may stand, or nothing where its words alone are kept."""
        if len(self.path) >= MAX_PATH:
            return None
        if tag in HEADINGS or tag in ("p", *LISTS, "table", "blockquote", "aside"):
            named = _attributes(tag, attributes)
            return None if tag == "aside" and not named else self._put(Node(HEADINGS.get(tag, tag), named))
        if tag == "li":
            return self._inside(LISTS, "li", ())
        if tag == "tr":
            return self._inside({"table"}, "tr", ())
        if tag in CELLS:
            return self._inside({"tr"}, tag, _attributes(tag, attributes))
        return None

    def _inside(self, holders: Any, tag: str, attributes: Marks) -> Node | None:
        """Open an item, row or cell in the list, table or row that is open; nothing when none is."""
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
        """Add a node to what is open, with the item, row or cell between that it needs."""
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


def _attributes(tag: str, given: Any) -> Marks:
    name, tone = str(given.get("data-note", "")), str(given.get("data-tone", ""))
    if tag == "p" and given.get("class") == "footnote" and NOTE_NAME.fullmatch(name):
        return (("class", "footnote"), ("data-note", name))
    if tag == "aside" and given.get("class") == "callout" and tone in TONES:
        return (("class", "callout"), ("data-tone", tone))
    if tag in CELLS:
        spans = ((span, str(given.get(span, "1"))) for span in ("colspan", "rowspan"))
        return tuple((span, size) for span, size in spans if re.fullmatch(r"[2-9]|[1-4][0-9]|50", size))
    return ()


def _folded(runs: list[Run]) -> list[Run]:
    """Join neighbours of the same marks, fold white space across runs, trim it at breaks and at both ends."""
    folded: list[Run] = []
    for (marks, is_break), group in groupby(runs, key=lambda run: (run[1], run[0] == BR)):
        if is_break:
            _trim(folded)
            if folded:
                folded += group
            continue
        is_marker = bool(marks) and marks[0][0] == "marker"  # two of them side by side stay two
        for words in (each for each, _ in group) if is_marker else ["".join(each for each, _ in group)]:
            words = _SPACE.sub(" ", _readable(words))
            if not folded or folded[-1][0].endswith((" ", BR)):
                words = words.lstrip(" ")
            if words:
                folded.append((unicodedata.normalize("NFC", words), marks))
    while folded and folded[-1][0] in (BR, "", " "):
        folded.pop()
    _trim(folded)
    return folded if any(words.strip(f"{BR} \u00a0") for words, _ in folded) else []


def _trim(folded: list[Run]) -> None:
    while folded and folded[-1][0] != BR and (words := folded[-1][0].rstrip(" ")) != folded[-1][0]:
        folded[-1:] = [(words, folded[-1][1])] if words else []


def _settle(node: Node) -> bool:
    """Drop what holds no words, and let a lone paragraph's words be those of its item or cell. Say if any is left."""
    if node.tag in LEAVES:
        node.runs = _folded(node.runs)
        return bool(node.runs)
    node.children = [child for child in node.children if _settle(child)]
    if node.tag == "li" or node.tag in CELLS:
        if len(node.children) == 1 and node.children[0].tag == "p" and not node.children[0].attributes:
            node.runs, node.children = node.children[0].runs, []
        return bool(node.runs or node.children or node.tag in CELLS)
    return bool(node.children)


def _as_plain_text(html: str) -> Node:
    """Return the words alone, a paragraph for each line: for what is nested deeper than any editor leaves it."""
    lines = unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", html))).split("\n")
    return Node("", children=[Node("p", runs=[(_SPACE.sub(" ", line), ())]) for line in lines])


def read(html: str) -> Node:
    """Return the tree of a text or of HTML, whatever it holds; its time grows with the length alone."""
    source = _readable(html.replace("\0", "\ufffd").replace("\f", " "))
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True, recover=True)
    root = builder.root
    if source.strip():
        for start in range(0, len(source), PIECE):
            parser.feed(source[start : start + PIECE].encode())
            if len(builder.open) > MAX_OPEN:
                root = _as_plain_text(source)
                break
        else:
            parser.close()
    _settle(root)
    return root
