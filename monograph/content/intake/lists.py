"""The lists of other programs: paragraphs with a mark before each, or one list for each item.

Word writes a paragraph for each item, with its level in a style and its mark as text. Word Online writes a list for
each item, with its level as an attribute. Google Docs puts the inner list beside the item that it belongs to.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from .messages import Messages
from .numbering import MARK, Mark, mark_of, number_lists, type_of
from .source import classes_of, elements, style_of, words_of

BULLET = re.compile("[·•▪●○◦‣§ü–-]|[o\uf0b7\uf0a7\uf0d8\uf0fc]|\uf0fe|\uf06f")
# Of a heading or of numbers in several levels: their digits are words that a text refers to.
LEVELS = re.compile(r"(?:\d+\.)*\d+[.)]?")
LEVEL = re.compile(r"level(\d)")
REFERRED = re.compile(r"\b(?:section|step|part|chapter)s? ([\d.]+)", re.IGNORECASE)
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LEVELED = ("data-aria-level", "aria-level")


def rebuild_lists(root: HtmlElement, messages: Messages) -> None:
    """Put items into nested lists; name the marks that only looked like marks, and numbers that can't be kept."""
    _unmark_headings(root)
    number_lists(root, messages)
    _rebuild_paragraphs(root, messages)
    _rebuild_single_items(root)
    # <ul><li>one</li><ul>…</ul></ul>: the inner list belongs to the item before it.
    for element in elements(root, "ul", "ol"):
        if element.getparent().tag in ("ul", "ol"):
            before = element.getprevious()
            if before is not None and before.tag == "li":
                before.append(element)


def _is_marked(element: HtmlElement) -> bool:
    listed = style_of(element).get("mso-list", "")
    return bool(listed) and not listed.startswith(("ignore", "none"))


def _own_mark(element: HtmlElement) -> HtmlElement | None:
    """Return the part that the source itself calls a mark."""
    return next((part for part in element.iterdescendants() if style_of(part).get("mso-list") == "ignore"), None)


def _unmark_headings(root: HtmlElement) -> None:
    """Take the mark from headings that are items; a number to which the text refers is a part of its words."""
    named = {number.rstrip(".") for number in REFERRED.findall(words_of(root))}
    for element in elements(root, *HEADINGS):
        if _is_marked(element) and (mark := _own_mark(element)) is not None:
            words = words_of(mark)
            if BULLET.fullmatch(words) or (LEVELS.fullmatch(words) and words.rstrip(".)") not in named):
                mark.drop_tree()


def _take_mark(paragraph: HtmlElement, before: HtmlElement | None, messages: Messages) -> Mark | None:
    """Remove the mark; return what it says, None if there is none. `before` is the open list of its level."""
    own = _own_mark(paragraph)
    if own is not None:
        words = words_of(own)
        mark = mark_of(words, before)
        if not mark and not BULLET.fullmatch(words):
            return Mark("ul") if words else None  # such as Day 1: they are words of the item
        own.drop_tree()
    else:
        words = _guessed_mark(paragraph)
        if not words:
            return None
        mark = mark_of(words, before)
        part, name = next((part, name) for part, name in _texts(paragraph) if getattr(part, name).strip())
        setattr(part, name, getattr(part, name).lstrip().removeprefix(words))
        messages.notice("list_mark", words)
    for part, name in _texts(paragraph):
        # The space between the mark and the words.
        setattr(part, name, getattr(part, name).lstrip(" \t\r\n\u00a0"))
        if getattr(part, name):
            break
    return mark or Mark("ul")


def _guessed_mark(paragraph: HtmlElement) -> str:
    """Return what looks like a mark: one that white space follows, and that is no sign, name or abbreviation."""
    words = "".join(paragraph.itertext()).replace("\u00a0", " ").lstrip()
    mark, space, rest = words.partition(" ")
    rest = rest.lstrip()
    first = next((getattr(part, name).split() for part, name in _texts(paragraph) if getattr(part, name).strip()), [""])
    if not space or first[0] != mark or not (BULLET.fullmatch(mark) or MARK.fullmatch(mark)):
        return ""
    is_sign = mark in "–-" and rest[:1].isdigit()
    is_name = mark[:1].isalpha() and mark.endswith(".")  # C. difficile, a. m.
    return "" if is_sign or is_name else mark


def _texts(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each text in an element as a part and the name of its attribute, in order."""
    if element.text:
        yield element, "text"
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child, "tail"


def _level(paragraph: HtmlElement) -> int:
    level = LEVEL.search(style_of(paragraph).get("mso-list", ""))
    return max(1, int(level[1])) if level else 1


class _Builder:
    """Puts items one after the other into nested lists, before the element that was the first of them."""

    def __init__(self) -> None:
        self.open: list[HtmlElement] = []

    def at(self, level: int) -> HtmlElement | None:
        """Return the open list of a level."""
        return self.open[level - 1] if level <= len(self.open) else None

    def add(self, place: HtmlElement, mark: Mark, level: int, item: HtmlElement) -> None:
        before = self.at(level)
        del self.open[level if before is not None and mark.continues(before) else level - 1 :]
        while len(self.open) < level:
            new = place.makeelement(mark.tag if len(self.open) == level - 1 else "ul")
            if new.tag == "ol" and (mark.number or 1) != 1:
                new.set("start", str(mark.number))
            if new.tag == "ol" and mark.type:
                new.set("type", mark.type)
            if not self.open:
                place.addprevious(new)
            else:
                outer = self.open[-1]
                if not len(outer):
                    outer.append(place.makeelement("li"))
                outer[-1].append(new)
            self.open.append(new)
        self.open[-1].append(item)


def _rebuild_paragraphs(root: HtmlElement, messages: Messages) -> None:
    builder = _Builder()
    for paragraph in elements(root, "p", "div"):
        is_item = _is_marked(paragraph) or any(name.startswith("msolistparagraph") for name in classes_of(paragraph))
        if not is_item:
            continue
        if builder.open and (paragraph.getprevious() is not builder.open[0] or (builder.open[0].tail or "").strip()):
            builder = _Builder()  # anything between two items ends the list
        mark = _take_mark(paragraph, builder.at(_level(paragraph)), messages)
        if not mark and not builder.open:
            continue  # a plain paragraph in the style of a list
        item = paragraph.makeelement("li" if mark else "p")
        item.text = paragraph.text
        item.extend(list(paragraph))
        if mark:
            builder.add(paragraph, mark, _level(paragraph), item)
        else:
            builder.open[-1][-1].append(item)  # this is how Word continues the item before
        paragraph.text = None
        paragraph.drop_tree()


def _rebuild_single_items(root: HtmlElement) -> None:
    """Join lists that name the level of their only item."""
    builder = _Builder()
    for element in elements(root, "ul", "ol"):
        if not len(element) or element[0].tag != "li":
            continue
        levels = [next(filter(None, map(item.get, LEVELED)), "") for item in element]
        container = element.getparent()
        # Where words are between the items, the lists stay as they are.
        between = (container.text, element.text, *(item.tail for item in element))
        is_single = (
            "listcontainerwrapper" in classes_of(container)
            and all(level.isascii() and level.isdigit() for level in levels)
            and not any((words or "").strip() for words in between)
        )
        outermost = builder.open[0] if builder.open else None
        is_next = outermost is not None and container.getprevious() is outermost and not (outermost.tail or "").strip()
        if not is_single or not is_next or element.getprevious() is not None:
            builder = _Builder()
        if not is_single:
            continue
        start = int(element.get("start")) if element.get("start") else None
        for place, (level, item) in enumerate(zip(levels, list(element), strict=True)):
            number = start + place if start is not None else None
            mark = Mark(str(element.tag), number, type_of(element) if element.tag == "ol" else "")
            builder.add(container, mark, max(1, min(9, int(level))), item)
        element.drop_tree()
        if not words_of(container) and not len(container):
            container.drop_tree()
