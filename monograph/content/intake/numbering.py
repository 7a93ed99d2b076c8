"""How numbered lists count: the numbers that the source shows are the numbers that readers see.

A list that can't say them, because a number is left out in its middle, becomes two.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from ..normal_form import LIST_START, LIST_TYPES
from .messages import Messages
from .source import elements, style_of, words_of

MARK = re.compile(r"\(?(\d{1,3}|[a-z]|[ivxlc]{1,7})[.)]", re.IGNORECASE)
# As browsers read a number: what follows the digits is overlooked.
INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
STYLES = {
    **dict.fromkeys(("lower-alpha", "lower-latin"), "a"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "A"),
    "lower-roman": "i",
    "upper-roman": "I",
}
# Marks that say no more than that an item begins, or its number as we write it.
USUAL = {
    *STYLES,
    *"none disc circle square decimal decimal-leading-zero inside outside inherit initial unset".split(),
}
WRITTEN = re.compile(r"\s*(\d{1,3})[.)][ \u00a0]+")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
ROMAN_NUMBER = re.compile(r"(?:c{1,3})?(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


@dataclass(frozen=True)
class Mark:
    """What a mark says of its item: the list it is in, and for a numbered one the number and how it is written.

    `number` is None where the source does not say it; `type` is one of `LIST_TYPES`, or "" for figures.
    """

    tag: str
    number: int | None = None
    type: str = ""

    def continues(self, before: HtmlElement) -> bool:
        """Return whether the item can be the next of an open list."""
        return before.tag == self.tag and (
            self.tag == "ul"
            or self.number is None
            or (self.number, self.type) == (next_number(before), type_of(before))
        )


def type_of(numbered: HtmlElement) -> str:
    return numbered.get("type") or ""


def next_number(numbered: HtmlElement) -> int:
    """Return the number of the next item that a list would get."""
    return int(numbered.get("start") or 1) + len(numbered)


def mark_of(written: str, before: HtmlElement | None) -> Mark | None:
    """Return what a mark such as 2. or (iv) says; None if it is none.

    "i" is a letter in a list of letters, the open list `before`, and the number one everywhere else.
    """
    found = MARK.fullmatch(written)
    if found is None:
        return None
    digits = found[1]
    if digits.isdigit():
        return Mark("ol", int(digits))
    types = ("a", "i") if digits.islower() else ("A", "I")
    roman, letter = _roman(digits.lower()), ord(digits.lower()) - ord("a") + 1 if len(digits) == 1 else None
    readings = [Mark("ol", letter, types[0])] if letter else []
    readings.insert(0 if len(digits) > 1 or digits in "iI" else 1, Mark("ol", roman, types[1]))
    known = [reading for reading in readings if reading.number]
    going_on = (reading for reading in known if before is not None and reading.continues(before))
    return next(going_on, known[0] if known else Mark("ol"))


def _roman(digits: str) -> int | None:
    if not ROMAN_NUMBER.fullmatch(digits):
        return None
    values = [ROMAN[digit] for digit in digits]
    return sum(-value if value < following else value for value, following in pairwise([*values, 0]))


MAX_WRITTEN = 32_767  # Word's largest number; beyond it, Roman numerals are as long as the number is large


def written_number(number: int, type: str) -> str:
    """Return a number as a list of this type shows it: in figures, or as letters or Roman numerals."""
    if not type or not 1 <= number <= MAX_WRITTEN:
        return str(number)
    words = _letters(number) if type in "aA" else _roman_numeral(number)
    return words if type.islower() else words.upper()


def _letters(number: int) -> str:
    words = ""
    while number:
        number, place = divmod(number - 1, 26)
        words = chr(ord("a") + place) + words
    return words


def _roman_numeral(number: int) -> str:
    ones, tens = ("", *"i ii iii iv v vi vii viii ix".split()), ("", *"x xx xxx xl l lx lxx lxxx xc".split())
    return "m" * (number // 1000) + "c" * (number // 100 % 10) + tens[number // 10 % 10] + ones[number % 10]


def number_lists(root: HtmlElement, messages: Messages) -> None:
    """Give each numbered list the attributes of the normal form; name the numbers that can't be kept."""
    for element in elements(root, "ul", "ol"):
        _check_style(element, messages)
    for element in elements(root, "ol"):
        items = [child for child in element if child.tag == "li"]
        styles = [
            style_of(part).get("list-style-type") or style_of(part).get("list-style") for part in (element, *items[:1])
        ]
        written = next((STYLES[name] for style in styles for name in (style or "").split() if name in STYLES), "")
        if written and element.get("type") not in LIST_TYPES:
            element.set("type", written)
        _set_start(element, element.get("start"), items, messages)
        _split_at_values(element, items, messages)


def _check_style(listed: HtmlElement, messages: Messages) -> None:
    """Name marks that can't be kept; take those that are words, where the list itself shows none, for its own."""
    items = [child for child in listed if child.tag == "li"]
    styles = [style_of(part) for part in (listed, *items[:1])]
    names = [style.get("list-style-type") or style.get("list-style") or "" for style in styles]
    is_picture = any("url(" in f"{style.get('list-style-image', '')}{style.get('list-style', '')}" for style in styles)
    if items and (is_picture or any(set(name.split()) - USUAL for name in names)):
        messages.notice("list_style", words_of(items[0]))
    marks = [WRITTEN.match(item.text or "") for item in items]
    if listed.tag == "ol" and any("none" in name.split() for name in names) and marks and all(marks):
        for item, mark in zip(items, marks, strict=True):
            item.text = (item.text or "")[mark.end() :]  # type: ignore[union-attr]  # all of them are found
            item.set("value", mark[1])  # type: ignore[index]
            messages.notice("list_mark", f"{mark[1]}.")  # type: ignore[index]


def _set_start(numbered: HtmlElement, written: str | None, items: list[HtmlElement], messages: Messages) -> None:
    numbered.attrib.pop("start", None)
    if (found := INTEGER.match(written or "")) is None:
        return
    if LIST_START.fullmatch(start := str(int(found[1]))):
        numbered.set("start", start)
    elif items:
        messages.notice("list_number", f"{start}. {words_of(items[0])}")


def _split_at_values(numbered: HtmlElement, items: list[HtmlElement], messages: Messages) -> None:
    """Begin a new list at each item whose own number is not the next."""
    is_reversed = numbered.get("reversed") is not None
    step = -1 if is_reversed else 1
    number = int(numbered.get("start") or (len(items) if is_reversed else 1))
    current = numbered
    for child in list(numbered):
        found = INTEGER.match(child.get("value") or "") if child.tag == "li" else None
        if found is not None and int(found[1]) != number:
            if is_reversed and not numbered.get("start"):
                numbered.set("start", str(len(items)))
            kept = {name: numbered.get(name) for name in ("reversed", "type") if name in numbered.attrib}
            following = numbered.makeelement("ol", kept)
            _set_start(following, found[1], [child], messages)
            following.tail, current.tail = current.tail, None
            current.addnext(following)
            current, number = following, int(found[1])
        if current is not numbered:
            current.append(child)
        number += step if child.tag == "li" else 0
    if current is not numbered and not len(numbered) and not (numbered.text or "").strip():
        numbered.drop_tree()
