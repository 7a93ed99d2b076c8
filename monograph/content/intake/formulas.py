"""Formulas and raised figures as text: MathML, and what styles raise or lower."""

import re
from fractions import Fraction

from lxml.html import HtmlElement, fragment_fromstring

from .messages import Messages
from .source import elements, style_of, words_of

FRACTIONS = {
    Fraction(numerator, denominator): character
    for character, numerator, denominator in (
        ("½", 1, 2), ("⅓", 1, 3), ("⅔", 2, 3), ("¼", 1, 4), ("¾", 3, 4), ("⅕", 1, 5), ("⅖", 2, 5), ("⅗", 3, 5),
        ("⅘", 4, 5), ("⅙", 1, 6), ("⅚", 5, 6), ("⅛", 1, 8), ("⅜", 3, 8), ("⅝", 5, 8), ("⅞", 7, 8),
    )
}  # fmt: skip
ROWS = {"math", "mrow", "mstyle", "mpadded", "semantics"}
LEAVES = {"mi", "mn", "mo", "mtext", "ms", "mspace", "none"}
NOT_SHOWN = {"annotation", "annotation-xml"}
LENGTH = re.compile(r"-?\d*\.?\d+")
BLOCKS = {"p", "div", "ul", "ol", "li", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "th"}
NORMAL = {
    **dict.fromkeys(("b", "strong"), "font-weight"),
    **dict.fromkeys(("i", "em"), "font-style"),
    **dict.fromkeys(("sup", "sub"), "vertical-align"),
}
NOT_MARKED = re.compile(r"normal|[1-4]00|baseline")
RAISED = {"super": "sup", "sub": "sub"}


class _NotText(Exception):
    """A formula has a part that no text can show."""


def write_out(root: HtmlElement, messages: Messages) -> None:
    """Turn formulas of figures, fractions and powers into text; refuse all others by name."""
    for element in elements(root):
        if element.tag != "math":
            continue
        try:
            html = _written(element)
        except _NotText:
            messages.refuse("formula", words_of(element))
            html = words_of(element)
        else:
            messages.notice("formula", re.sub("</?su[bp]>", "", html.replace("<sup>", "^")))
        # A whole number before a fraction is a part of it, and must not become one number with it.
        before = _text_before(element)
        space = " " if before[-1:].isdigit() and html[:1].isdigit() else ""
        _replace(element, f"{space}{html}")


def _text_before(element: HtmlElement) -> str:
    previous = element.getprevious()
    return (previous.tail if previous is not None else element.getparent().text) or ""


def _replace(element: HtmlElement, html: str) -> None:
    new = fragment_fromstring(html, create_parent="span")
    new.tail = element.tail
    element.tail = None
    element.getparent().replace(element, new)


def _written(element: HtmlElement) -> str:
    tag, parts = str(element.tag), [part for part in element if part.tag not in NOT_SHOWN]
    if tag in LEAVES and not parts:
        words = " ".join((element.text or "").split())
        return words.replace("&", "&amp;").replace("<", "&lt;")
    if tag in ROWS:
        return "".join(_written(part) for part in parts)
    if tag in ("msup", "msub") and len(parts) == 2:
        mark = "sup" if tag == "msup" else "sub"
        return f"{_written(parts[0])}<{mark}>{_written(parts[1])}</{mark}>"
    if tag == "mfrac" and len(parts) == 2:
        return _fraction(_written(parts[0]), _written(parts[1]))
    raise _NotText


def _fraction(above: str, below: str) -> str:
    if above.isascii() and below.isascii() and above.isdigit() and below.isdigit() and int(below):
        value = Fraction(int(above), int(below))
        if value in FRACTIONS and value.denominator == int(below):
            return FRACTIONS[value]
    if not re.fullmatch(r"[\w.,%µ]+", above) or not re.fullmatch(r"[\w.,%µ]+", below):
        raise _NotText
    return f"{above}/{below}"


def keep_raised(root: HtmlElement, messages: Messages) -> None:
    """Turn passages that a style raises, lowers, or makes bold or italic into elements."""
    for element in elements(root):
        style = style_of(element)
        if element.tag in NORMAL and (name := NORMAL[element.tag]) in style:
            # Google Docs wraps everything in a <b> that is not bold.
            if NOT_MARKED.match(style[name]):
                element.tag = "span"
        elif marks := [mark for mark in (_raised(style), _weight(style), _slant(style)) if mark]:
            _mark(element, marks, messages)


def _mark(element: HtmlElement, marks: list[str], messages: Messages) -> None:
    if element.tag in HEADINGS:
        return
    if any(part.tag in BLOCKS for part in element.iterdescendants()):
        for child in element:  # its own style comes last, and wins
            child.set("style", f"{element.get('style')};{child.get('style') or ''}")
        return
    for mark in marks:
        inner = element.makeelement(mark)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)
        if mark in RAISED.values() and (words := words_of(inner)):
            messages.notice("raised_figure", words)


def _raised(style: dict[str, str]) -> str:
    if (mark := RAISED.get(style.get("vertical-align", ""))) is not None:
        return mark
    raise_by = LENGTH.match(style.get("mso-text-raise", ""))
    down_by = LENGTH.match(style.get("top", "")) if style.get("position") == "relative" else None
    up = float(raise_by[0]) if raise_by else -float(down_by[0]) if down_by else 0.0
    return "sup" if up > 0 else "sub" if up < 0 else ""


def _weight(style: dict[str, str]) -> str:
    return "strong" if re.match(r"bold|[6-9]00", style.get("font-weight", "")) else ""


def _slant(style: dict[str, str]) -> str:
    return "em" if style.get("font-style", "").startswith("italic") else ""
