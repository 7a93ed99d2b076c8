"""The normal form of a body: equal texts become one string, whoever wrote them.

The input has been through nh3: it is well-formed and holds only listed elements. The output is serialized from scratch.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from lxml.etree import ElementDefaultClassLookup, HTMLParser, _Element, fromstring
from lxml.html import HtmlElement

VOID = re.compile(r"<(br|col|hr|img|input|source|wbr)((?: [a-z-]+=\"[^\"]*\")*)>")
START_TAG = re.compile("<(?=[a-z])")
END_TAG = re.compile("</(?=[a-z])")
SPACE = re.compile(r"[ \t\r\n\f]+")
TONES = ("note", "warning", "doctor", "emergency")
MAX_SPAN = 999  # rows or columns of a cell
SPAN = re.compile(r"[2-9]|[1-9][0-9]{1,2}")
LIST_START = re.compile(r"-?[0-9]{1,4}")
LIST_TYPES = ("a", "A", "i", "I")  # letters and Roman numerals, small and capital
NOTE_NAME = re.compile(r"[a-z0-9-]{1,40}")
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
# Marks always nest in this order: a rich-text editor's own order would make a new digest.
MARK_ORDER = ("a", "strong", "em", "sub", "sup")
INLINE = {*MARKS, "a", "br"}
# Represents a line break among runs; white space in words has been collapsed to spaces before.
LINE_BREAK = "\n"
# A no-break space alone is no text: editors keep an empty paragraph open with it.
NO_WORDS = f"{LINE_BREAK} \u00a0"

# ((element, link target or name of the note), …), outermost first.
Marks = tuple[tuple[str, str], ...]
Run = tuple[str, Marks]


def normal_form(html: str) -> str:
    """Return the normal form, one top-level block a line."""
    # NFC is for words, never for markup: it would compose ">" with a combining stroke (U+0338) after it.
    root = parse(html)
    # lxml makes an element's object again each time, unless somebody holds it.
    _held = list(root.iter())
    return "\n".join(_blocks(_children(root)))


def parse(html: str) -> HtmlElement:
    """Return the elements nested as they are written.

    By the rules of older HTML libxml2 ends a heading at a paragraph inside it, and lets what follows run into the next
    words: 5 and 6 become 56. It has no rules for unknown elements, so every element is renamed while it parses.
    """
    renamed = END_TAG.sub("</x-", START_TAG.sub("<x-", VOID.sub(r"<\1\2></\1>", html)))
    # Without `huge_tree`, libxml2 drops whatever is more than 255 elements deep, and all that follows.
    parser = HTMLParser(huge_tree=True)
    # All elements are of one class: lxml's own parser of HTML asks Python for the class of each.
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    document = fromstring(f"<html><body>{renamed}</body></html>", parser)
    root: HtmlElement = document.find("body")
    document.remove(root)
    root.tag = "div"
    for element in root.iterdescendants():
        element.tag = str(element.tag).removeprefix("x-")
    return root


def _children(node: _Element) -> Iterator[str | _Element]:
    if node.text:
        yield node.text
    for child in node:
        yield child
        if child.tail:
            yield child.tail


def _is_inline(node: str | _Element) -> bool:
    return isinstance(node, str) or (node.tag in INLINE and all(part.tag in INLINE for part in node.iter()))


def _blocks(nodes: Iterable[str | _Element]) -> list[str]:
    """Return the blocks in a container; loose words between them become paragraphs."""
    blocks: list[str] = []
    loose: list[str | _Element] = []

    def end_paragraph() -> None:
        if words := _inline(loose):
            blocks.append(f"<p>{words}</p>")
        loose.clear()

    for child in nodes:
        if _is_inline(child):
            loose.append(child)
        else:
            end_paragraph()
            blocks += _block(child)  # type: ignore[arg-type]  # a str is inline
    end_paragraph()
    return blocks


def _block(node: _Element) -> list[str]:
    tag = str(node.tag)
    if tag in HEADINGS:
        words = _inline(_children(node)) if all(map(_is_inline, node)) else ""
        return [f"<{HEADINGS[tag]}>{words}</{HEADINGS[tag]}>"] if words else _blocks(_children(node))
    if tag == "p" and all(map(_is_inline, node)):
        name = node.get("data-note", "")
        is_note = node.get("class") == "footnote" and NOTE_NAME.fullmatch(name)
        start = f'<p class="footnote" data-note="{name}">' if is_note else "<p>"
        words = _inline(_children(node))
        return [f"{start}{words}</p>"] if words else []
    if tag in ("ul", "ol"):
        items = [f"<li>{item}</li>" for item in _items(node) if item]
        attributes = "".join(f' {name}="{value}"' for name, value in list_attributes(tag, _written(node), len(items)))
        return [f"<{tag}{attributes}>{''.join(items)}</{tag}>"] if items else []
    if tag == "table":
        return _table(node)
    inner = _blocks(_children(node))
    if inner and tag == "blockquote":
        return [f"<blockquote>{''.join(inner)}</blockquote>"]
    if inner and tag == "aside" and node.get("class") == "callout" and node.get("data-tone") in TONES:
        return [f'<aside class="callout" data-tone="{node.get("data-tone")}">{"".join(inner)}</aside>']
    return inner


def _written(node: _Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def list_attributes(tag: str, written: Mapping[str, str], count: int | None) -> Marks:
    """Return the attributes that say how a list is numbered, without those that say the usual.

    `count` is the number of its items, None if it is unknown: where a reversed list usually starts.
    """
    if tag != "ol":
        return ()
    is_reversed = written.get("reversed") is not None
    start = written.get("start", "").strip()
    usual = count if is_reversed else 1
    attributes = [("reversed", "")] if is_reversed else []
    if LIST_START.fullmatch(start) and int(start) != usual:
        attributes.append(("start", str(int(start))))
    if written.get("type") in LIST_TYPES:
        attributes.append(("type", written["type"]))
    return tuple(attributes)


def _items(node: _Element) -> Iterator[str]:
    """Yield the items of a list; anything between them becomes an item too."""
    loose: list[str | _Element] = []
    for child in _children(node):
        if isinstance(child, str) or child.tag != "li":
            loose.append(child)
            continue
        yield _item(loose)
        loose = []
        yield _item(_children(child))
    yield _item(loose)


def _item(nodes: Iterable[str | _Element]) -> str:
    """Return the content of a list item or cell: a lone paragraph without its tags."""
    inner = _blocks(nodes)
    if len(inner) == 1 and inner[0].startswith("<p>"):
        return inner[0][len("<p>") : -len("</p>")]
    return "".join(inner)


def _table(node: _Element) -> list[str]:
    rows = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
    # HTML lets the foot stand before the body; readers find it at the end.
    rows.sort(key=lambda row: next(row.iterancestors()).tag == "tfoot")
    head: list[str] = []
    body: list[str] = []
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        # Leading rows of nothing but header cells are the head, whether or not the editor wrote <thead>.
        is_head = bool(cells) and not body and all(cell.tag == "th" for cell in cells)
        if cells:
            (head if is_head else body).append(f"<tr>{''.join(_cell(cell, is_head=is_head) for cell in cells)}</tr>")
    captions = [block for caption in node.findall("caption") for block in _blocks(_children(caption))]
    if not head and not body:
        return captions
    parts = (f"<{part}>{''.join(rows)}</{part}>" for part, rows in (("thead", head), ("tbody", body)) if rows)
    return [*captions, f"<table>{''.join(parts)}</table>"]


def _cell(node: _Element, *, is_head: bool) -> str:
    spans = "".join(f' {name}="{size}"' for name, size in cell_spans(_written(node)))
    scope = f' scope="{"col" if is_head else "row"}"' if node.tag == "th" else ""
    return f"<{node.tag}{spans}{scope}>{_item(_children(node))}</{node.tag}>"


def cell_spans(written: Mapping[str, str]) -> Marks:
    """Return the attributes of a cell over several columns or rows."""
    spans = ((name, written.get(name, "1").strip().lstrip("0")) for name in ("colspan", "rowspan"))
    return tuple((name, size) for name, size in spans if SPAN.fullmatch(size) and int(size) <= MAX_SPAN)


def _inline(nodes: Iterable[str | _Element]) -> str:
    nodes = list(nodes)
    if len(nodes) == 1 and isinstance(nodes[0], str):
        # Most blocks hold words and nothing else, which have no runs to merge.
        words = unicodedata.normalize("NFC", SPACE.sub(" ", nodes[0]).strip(" "))
        return escape(words, quote=False) if words.strip(NO_WORDS) else ""
    runs = _collapsed(run for node in nodes for run in _runs(node, ()))
    return _serialize(runs) if any(words.strip(NO_WORDS) for words, _ in runs) else ""


def _runs(node: str | _Element, marks: Marks) -> Iterator[Run]:
    if isinstance(node, str):
        yield SPACE.sub(" ", node), marks
        return
    tag = str(node.tag)
    if tag == "br":
        yield LINE_BREAK, ()
        return
    name = node.get("data-note", "")
    if tag == "sup" and node.get("class") == "footnote-marker" and NOTE_NAME.fullmatch(name):
        if words := SPACE.sub(" ", "".join(map(str, node.itertext()))).strip(" "):
            yield words, (("marker", name),)
        return
    inner = marks
    if tag == "a" and node.get("href") and "a" not in dict(marks):
        inner = _add_mark(marks, ("a", node.get("href", "").strip()))
    elif tag in MARKS and MARKS[tag] not in dict(marks):
        inner = _add_mark(marks, (MARKS[tag], ""))
    for child in _children(node):
        yield from _runs(child, inner)


def _add_mark(marks: Marks, mark: tuple[str, str]) -> Marks:
    return tuple(sorted({*marks, mark}, key=lambda item: MARK_ORDER.index(item[0])))


def _collapsed(runs: Iterable[Run]) -> list[Run]:
    """Collapse white space across runs, trim it, and merge neighbors with equal marks.

    White space is trimmed at line breaks and at both ends.
    """
    collapsed: list[Run] = []
    for words, marks in runs:
        follows_space = not collapsed or collapsed[-1][0].endswith((" ", LINE_BREAK))
        if words == LINE_BREAK:
            trim_end(collapsed)
            if collapsed:
                collapsed.append((LINE_BREAK, ()))
            continue
        if follows_space:
            words = words.lstrip(" ")
        if not words:
            continue
        if collapsed and collapsed[-1][1] == marks and collapsed[-1][0] != LINE_BREAK and not _is_marker(marks):
            collapsed[-1] = (collapsed[-1][0] + words, marks)
        else:
            collapsed.append((words, marks))
    while collapsed and collapsed[-1][0] in (LINE_BREAK, "", " "):
        collapsed.pop()
    trim_end(collapsed)
    return [(unicodedata.normalize("NFC", words), marks) for words, marks in collapsed]


def trim_end(runs: list[Run]) -> None:
    """Drop the spaces at the end of the last line of runs."""
    while runs and runs[-1][0] != LINE_BREAK and (words := runs[-1][0].rstrip(" ")) != runs[-1][0]:
        runs[-1:] = [(words, runs[-1][1])] if words else []


def _is_marker(marks: Marks) -> bool:
    return bool(marks) and marks[0][0] == "marker"


def _serialize(runs: list[Run]) -> str:
    parts: list[str] = []
    open_marks: Marks = ()
    for words, marks in [*runs, ("", ())]:
        common = 0
        # Two adjacent footnote markers stay two.
        while (
            common < min(len(open_marks), len(marks)) and open_marks[common] == marks[common] and not _is_marker(marks)
        ):
            common += 1
        parts += [f"</{_element(mark)}>" for mark in reversed(open_marks[common:])]
        parts += [_start(mark) for mark in marks[common:]]
        parts.append("<br>" if words == LINE_BREAK else escape(words, quote=False))
        open_marks = marks
    return "".join(parts)


def _element(mark: tuple[str, str]) -> str:
    return "sup" if mark[0] == "marker" else mark[0]


def _start(mark: tuple[str, str]) -> str:
    name, value = mark
    if name == "marker":
        return f'<sup class="footnote-marker" data-note="{value}">'
    return f'<a href="{escape(value)}">' if name == "a" else f"<{name}>"
