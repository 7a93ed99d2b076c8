"""Formulas and raised figures as text: MathML, and what styles raise or lower."""

import re
from fractions import Fraction
from html import escape

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
RAISED = {"super": "sup", "sub": "sub", "text-top": "sup", "text-bottom": "sub"}
HANDED_DOWN = {"strong": "font-weight:bold;", "em": "font-style:italic;"}


class _NotText(Exception):
    """A formula has a part that no text can show."""


def write_out(root: HtmlElement, messages: Messages) -> None:
    """Turn formulas of figures, fractions and powers into text; refuse all others by name."""
    for element in elements(root, "math"):
        try:
            html = _written(element)
            messages.notice("formula", re.sub("</?su[bp]>", "", html.replace("<sup>", "^")))
        except _NotText:
            messages.refuse("formula", words_of(element))
            html = escape(words_of(element), quote=False)
        # A whole number beside a fraction must not become one number with it.
        has_space = html[:1].isdigit() and _text_before(element, root)[-1:].isdigit()
        _replace(element, f"{' ' if has_space else ''}{html}{' ' if html[-1:].isdigit() and _goes_on(element) else ''}")


def _text_before(element: HtmlElement, root: HtmlElement) -> str:
    """Return the last text before an element, at any depth of its block."""
    current = element
    while current is not root:
        previous = current.getprevious()
        if previous is not None:
            words = previous.tail or "".join(previous.itertext())
            if words:
                return words
            current = previous
            continue
        current = current.getparent()
        if current.text:
            return current.text
        if current.tag in BLOCKS:
            break
    return ""


def _goes_on(element: HtmlElement) -> bool:
    """Return whether the next character after an element, at any depth of its block, is a figure."""
    current: HtmlElement | None = element
    while current is not None and current.tag not in BLOCKS:
        if current.tail:
            return current.tail[0].isdigit()
        following = current.getnext()
        words = next(following.itertext(), "") if following is not None else ""
        if words:
            return words[0].isdigit()
        current = following if following is not None else current.getparent()
    return False


def _replace(element: HtmlElement, html: str) -> None:
    new = fragment_fromstring(html, create_parent="span")
    new.tail = element.tail
    element.tail = None
    element.getparent().replace(element, new)


def _written(element: HtmlElement) -> str:
    tag, parts = str(element.tag), [part for part in element if part.tag not in NOT_SHOWN]
    if tag in LEAVES:
        if len(element):
            raise _NotText
        words = re.sub(r"\s+", " ", element.text or "") if tag == "mtext" else " ".join((element.text or "").split())
        return " " if tag == "mspace" else escape(words, quote=False)
    # Loose words in a formula, or a part of it that is none.
    if (element.text or "").strip() or any((part.tail or "").strip() for part in element):
        raise _NotText
    if tag in ROWS:
        return _row(parts)
    if tag in ("msup", "msub") and len(parts) == 2 and not len(parts[0]) and not len(parts[1]):
        mark = "sup" if tag == "msup" else "sub"
        return f"{_written(parts[0])}<{mark}>{_written(parts[1])}</{mark}>"
    if tag == "mfrac" and len(parts) == 2 and element.get("linethickness") is None:
        return _fraction(_written(parts[0]), _written(parts[1]))
    raise _NotText


def _row(parts: list[HtmlElement]) -> str:
    """Join parts; a whole number and the fraction after it stay two."""
    row = ""
    for part in parts:
        words = _written(part)
        row += f" {words}" if row[-1:].isdigit() and words[:1].isdigit() and "/" in words else words
    return row


def _fraction(above: str, below: str) -> str:
    if re.fullmatch(r"[0-9]{1,4}", above) and re.fullmatch(r"[0-9]{1,4}", below) and int(below):
        value = Fraction(int(above), int(below))
        if value in FRACTIONS and value.denominator == int(below):
            return FRACTIONS[value]
    if not re.fullmatch(r"[\w.,%µ]{1,30}", above) or not re.fullmatch(r"[\w.,%µ]{1,30}", below):
        raise _NotText
    return f"{above}/{below}"


def keep_raised(root: HtmlElement, messages: Messages) -> None:
    """Turn passages that a style raises, lowers, or makes bold or italic into elements."""
    for element in elements(root, *RAISED.values()):
        outer = next(element.iterancestors(*RAISED.values()), None)
        if outer is not None and words_of(element) and words_of(outer) != words_of(element):
            messages.notice("raised_twice", words_of(outer))  # a power of a power
    for element in elements(root):
        if "noteref" in (element.get("role") or element.get("epub:type") or ""):
            _mark_note(element, messages)
        if not element.get("style"):
            continue
        style = style_of(element)
        marks = [mark for mark in (_raised(style), _weight(style), _slant(style)) if mark]
        if element.tag in NORMAL and NOT_MARKED.match(style.get(NORMAL[element.tag], "")):
            # Google Docs wraps everything in a <b> that is not bold; many pages raise by other means than the baseline.
            if element.tag not in RAISED.values() or not _is_moved(style):
                element.tag = "span"
        if marks:
            _mark(element, [mark for mark in marks if mark != element.tag], messages)


def _mark_note(element: HtmlElement, messages: Messages) -> None:
    """Raise the mark of a note in an e-book, which its style sheet raises: 5 mg¹ is not 51 mg."""
    around = (*element.iterancestors(), *element.iterdescendants())
    if not any(part.tag in RAISED.values() for part in around):
        _mark(element, ["sup"], messages)


def _mark(element: HtmlElement, marks: list[str], messages: Messages) -> None:
    if element.tag in HEADINGS or element.tag in RAISED.values():
        return
    if any(part.tag in BLOCKS for part in element.iterdescendants()):
        handed_down = "".join(HANDED_DOWN.get(mark, "") for mark in marks)
        for child in element:  # its own style comes last, and wins
            if handed_down and child.tag not in RAISED.values():
                child.set("style", f"{handed_down}{child.get('style') or ''}")
        return
    for mark in marks:
        inner = element.makeelement(mark)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)
        if mark in RAISED.values() and (words := words_of(inner)):
            messages.notice("raised_figure", words)


def _is_moved(style: dict[str, str]) -> bool:
    return style.get("position") == "relative" and bool({"top", "bottom"} & set(style))


def _raised(style: dict[str, str]) -> str:
    aligned = style.get("vertical-align", "")
    if (mark := RAISED.get(aligned)) is not None:
        return mark
    up = 0.0
    for value, sign in ((aligned, 1), (style.get("mso-text-raise", ""), 1)):
        up = up or sign * float((LENGTH.match(value) or ["0"])[0])
    if style.get("position") == "relative":
        for name, sign in (("top", -1), ("bottom", 1)):
            up = up or sign * float((LENGTH.match(style.get(name, "")) or ["0"])[0])
    return "sup" if up > 0 else "sub" if up < 0 else ""


def _weight(style: dict[str, str]) -> str:
    return "strong" if re.match(r"bold|[6-9]00", style.get("font-weight", "")) else ""


def _slant(style: dict[str, str]) -> str:
    return "em" if style.get("font-style", "").startswith("italic") else ""
