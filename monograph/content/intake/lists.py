"""The lists of other programs: paragraphs with a mark before each, or one list for each item.

Word writes a paragraph for each item, with its level in a style and its mark as text. Word Online writes a list for
each item, with its level as an attribute. Google Docs puts the inner list beside the item that it belongs to.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from .source import classes_of, elements, style_of, words_of

SPACES = "[ \\t\\r\\n\\u00a0]"
BULLET = re.compile(rf"{SPACES}*(?:[·•▪●○◦‣§ü–-]|[o\uf0b7\uf0a7\uf0d8\uf0fc])(?:{SPACES}+|$)")
NUMBER = re.compile(rf"{SPACES}*\(?(\d{{1,3}}|[a-z]|[ivx]{{1,5}})[.)](?:{SPACES}+|$)", re.IGNORECASE)
LEVEL = re.compile(r"level(\d)")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LEVELED = ("data-aria-level", "aria-level")


def rebuild_lists(root: HtmlElement) -> None:
    _unmark_headings(root)
    _rebuild_paragraphs(root)
    _rebuild_single_items(root)
    # <ul><li>one</li><ul>…</ul></ul>: the inner list belongs to the item before it.
    for element in elements(root):
        if element.tag in ("ul", "ol") and element.getparent().tag in ("ul", "ol"):
            before = element.getprevious()
            if before is not None and before.tag == "li":
                before.append(element)


def _is_marked(element: HtmlElement) -> bool:
    listed = style_of(element).get("mso-list", "")
    return bool(listed) and not listed.startswith(("ignore", "none"))


def _mark_of(element: HtmlElement) -> HtmlElement | None:
    """Return the part that the source itself calls a mark."""
    return next((part for part in element.iterdescendants() if style_of(part).get("mso-list") == "ignore"), None)


def _unmark_headings(root: HtmlElement) -> None:
    """Take the mark from headings that are items; a number to which the text refers is a part of its words."""
    words = words_of(root)
    for element in elements(root):
        if element.tag in HEADINGS and _is_marked(element) and (mark := _mark_of(element)) is not None:
            number = NUMBER.match(words_of(mark))
            if number and re.search(rf"\b(?:section|step|part|chapter)s? {number[1]}\b", words, re.IGNORECASE):
                continue
            mark.drop_tree()


def _take_mark(paragraph: HtmlElement) -> str:
    """Remove the mark; return "ul" or "ol" by what it was, "" if there is none."""
    mark = _mark_of(paragraph)
    if mark is not None:
        kind = "ol" if NUMBER.match(words_of(mark)) else "ul"
        mark.drop_tree()
    else:
        first, name = next(
            ((part, name) for part, name in _texts(paragraph) if getattr(part, name).strip()), (None, "")
        )
        text = getattr(first, name) if first is not None else ""
        pattern = BULLET if BULLET.match(text) else NUMBER if NUMBER.match(text) else None
        if pattern is None:
            return ""
        kind = "ul" if pattern is BULLET else "ol"
        setattr(first, name, pattern.sub("", text, count=1))
    for part, name in _texts(paragraph):
        # The space between the mark and the words.
        setattr(part, name, getattr(part, name).lstrip(" \t\r\n\u00a0"))
        if getattr(part, name):
            break
    return kind


def _texts(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each text in an element as a part and the name of its attribute, in order."""
    if element.text:
        yield element, "text"
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child, "tail"


class _Builder:
    """Puts items one after the other into nested lists, before the element that was the first of them."""

    def __init__(self) -> None:
        self.open: list[HtmlElement] = []

    def add(self, place: HtmlElement, kind: str, level: int, item: HtmlElement) -> None:
        del self.open[level:]
        if len(self.open) == level and self.open[-1].tag != kind:
            if level > 1:
                self.open.pop()
            else:
                self.open.clear()
        while len(self.open) < level:
            new = place.makeelement(kind if len(self.open) == level - 1 else "ul")
            if not self.open:
                place.addprevious(new)
            else:
                outer = self.open[-1]
                if not len(outer):
                    outer.append(place.makeelement("li"))
                outer[-1].append(new)
            self.open.append(new)
        self.open[-1].append(item)


def _rebuild_paragraphs(root: HtmlElement) -> None:
    builder = _Builder()
    for paragraph in elements(root):
        is_item = _is_marked(paragraph) or any(name.startswith("msolistparagraph") for name in classes_of(paragraph))
        if paragraph.tag not in ("p", "div") or not is_item:
            continue
        if builder.open and (paragraph.getprevious() is not builder.open[0] or (builder.open[0].tail or "").strip()):
            builder = _Builder()  # anything between two items ends the list
        kind = _take_mark(paragraph)
        if not kind and not builder.open:
            continue  # a plain paragraph in the style of a list
        item = paragraph.makeelement("li" if kind else "p")
        item.text = paragraph.text
        item.extend(list(paragraph))
        if kind:
            level = LEVEL.search(style_of(paragraph).get("mso-list", ""))
            builder.add(paragraph, kind, int(level[1]) if level and level[1] != "0" else 1, item)
        else:
            builder.open[-1][-1].append(item)  # this is how Word continues the item before
        paragraph.text = None
        paragraph.drop_tree()


def _rebuild_single_items(root: HtmlElement) -> None:
    """Join lists that name the level of their only item."""
    builder = _Builder()
    for element in elements(root):
        if element.tag not in ("ul", "ol") or not len(element) or element[0].tag != "li":
            continue
        levels = [next(filter(None, map(item.get, LEVELED)), "") for item in element]
        container = element.getparent()
        if "listcontainerwrapper" not in classes_of(container) or not all(level.isdigit() for level in levels):
            continue
        if builder.open and container.getprevious() is not builder.open[0]:
            builder = _Builder()
        for level, item in zip(levels, list(element), strict=True):
            builder.add(container, str(element.tag), max(1, min(9, int(level))), item)
        element.drop_tree()
        if not words_of(container):
            container.drop_tree()
