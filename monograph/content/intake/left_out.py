"""What is on the page of another program and is not its text: comments, hidden and deleted words, pictures."""

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from .characters import REMOVABLE
from .messages import Messages
from .source import classes_of, elements, is_block, style_of, words_of

# Parts of a web page that its readers do not take for its text, and what is no text at all.
PAGE_FRAME = set("script style template iframe title".split())
CONTROLS = set("select textarea input noscript object video audio canvas".split())
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CONTENT = {"article", "main", "section", "blockquote", *HEADINGS}
FRAME = re.compile(r"<iframe\b([^<>]*)", re.IGNORECASE)
FRAME_NAME = re.compile(r"\b(?:title|src)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)
FRAME_ROLES = {"navigation", "banner", "contentinfo"}
DELETED_TAGS = {"del", "s", "strike"}
# Of Word, Word Online, and of the style sheets of many web pages.
DELETED_CLASS = re.compile(
    r"mso(?:del|movefrom)|track(?:ed)?change\w*delet\w*|trackeddeletion|line-through|strike(?:-?through)?"
)
HIDDEN_CLASSES = {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
NEVER_SHOWN = {"datalist", "noframes"}
# Word's own names for the parts of a comment: its words, the mark in the text, and the mark's invisible character.
COMMENT_CLASSES = {"msocomtxt", "msocomanchor", "msocomoff", "msocommentreference"}
COMMENT_ELEMENTS = {"comment-list", "comment"}
DRAWINGS = {"img", "svg", "picture"}
TINY = re.compile(r"[01](?:\.0+)?(?:px|pt|em|rem)?")
FAR = re.compile(r"-(?:[5-9]\d\d|\d{4,})")  # farther than any hanging indent
CLIPPED = re.compile(r"rect\(\s*([01])(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?[\s,]+\1(?:px)?\s*\)")
CLIPPED_PATH = re.compile(r"inset\((?:50|100)%")
NO_SIZE = re.compile(r"0(?:\.0+)?(?:[a-z]+|%)?")
RELATIVE_SIZE = re.compile(r"(?<!r)em$|%$|ex$|ch$|smaller|larger|inherit|unset")
TABLE_PARTS = ("table", "tr", "td", "th")
BLOCKS = set("p div ul ol table blockquote aside section article header footer nav h1 h2 h3 h4 h5 h6 pre dl".split())


def leave_out(root: HtmlElement, messages: Messages, *, is_pasted: bool) -> None:
    """Take out what is not text, in this order, so that each passage is named once."""
    _take_twins(root)
    if is_pasted:
        _take_page_frame(root, messages)
    _refuse_reversed(root, messages)
    _take_comments(root, messages)
    _take(root, is_hidden, messages, "hidden_text", is_pasted=is_pasted)
    _take_words_without_size(root, messages, is_pasted=is_pasted)
    _take(root, is_deleted, messages, "deleted_text", is_pasted=is_pasted)


def name_frames(html: str, messages: Messages) -> None:
    """Name the pages that a pasted page has in it: the parser has dropped them."""
    for frame in FRAME.findall(html):
        named = FRAME_NAME.search(frame)
        messages.notice("page_frame", named[1] or named[2] if named else "an embedded page")


def _take_twins(root: HtmlElement) -> None:
    """Take out what shows a formula to the eye (KaTeX, MathJax): beside it the formula itself is read."""
    twins: dict[HtmlElement, list[HtmlElement]] = {}
    for element in root.iterdescendants():
        if _is_for_eyes(element):
            twins.setdefault(element.getparent(), []).append(element)
    for formula in elements(root, "math") if twins else ():
        shown, place = formula, formula.getparent()
        while place is not root and place.tag == "span" and place not in twins:
            shown, place = place, place.getparent()
        for twin in twins.pop(place, []):
            if twin is not shown:
                twin.drop_tree()


def _is_for_eyes(element: HtmlElement) -> bool:
    return element.get("aria-hidden") == "true"


def _refuse_reversed(root: HtmlElement, messages: Messages) -> None:
    """Refuse words that are shown from right to left letter by letter: 01 would be read as 10."""
    for element in elements(root):
        style = style_of(element)
        is_forced = element.tag == "bdo" or style.get("unicode-bidi", "").endswith("override")
        if is_forced and "rtl" in (element.get("dir", "").lower(), style.get("direction")) and words_of(element):
            messages.refuse("reversed_text", words_of(element))


def _take_page_frame(root: HtmlElement, messages: Messages) -> None:
    """Take out what frames the text of a web page: nobody who copies a page means it."""
    for element in elements(root):
        if element.tag == "button" and any(ancestor.tag in HEADINGS for ancestor in element.iterancestors()):
            element.drop_tag()  # it folds the text below its heading away
            continue
        is_frame = element.tag in ("nav", "button") or element.get("role") in FRAME_ROLES
        if element.tag in ("header", "footer"):
            is_frame = not any(part.tag in CONTENT for part in (*element.iterancestors(), *element.iterdescendants()))
        if is_frame or element.tag in CONTROLS or element.get("aria-hidden") == "true":
            if words := _shown_in(element):
                messages.notice("page_frame", words)
            _drop(element)


def _shown_in(element: HtmlElement) -> str:
    """Return the words of a part of a page, those in its fields among them."""
    kind = element.get("type", "").lower()
    if element.tag == "select":
        return " / ".join(map(words_of, element.iter("option")))
    if element.tag != "input":
        return words_of(element)
    if kind in ("checkbox", "radio"):
        return "☒" if element.get("checked") is not None else "☐"
    return "" if kind == "hidden" else next(filter(None, map(element.get, ("value", "alt", "placeholder"))), "")


def is_deleted(element: HtmlElement) -> bool:
    if not element.attrib:
        return element.tag in DELETED_TAGS
    style = style_of(element)
    struck = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    return (
        element.tag in DELETED_TAGS
        or "line-through" in struck
        or any(map(DELETED_CLASS.fullmatch, classes_of(element)))
    )


def is_hidden(element: HtmlElement) -> bool:
    if not element.attrib:
        return element.tag in NEVER_SHOWN
    style = style_of(element)
    return (
        element.get("hidden") is not None
        or element.get("popover") is not None
        or element.tag in NEVER_SHOWN
        or bool(HIDDEN_CLASSES & classes_of(element))
        or _is_out_of_sight(style)
        or style.get("content-visibility") == "hidden"
        or style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
        or NO_SIZE.fullmatch(style.get("opacity", "")) is not None
        or style.get("color") == "transparent"
        or (
            _has_no_size(style)
            and element.tag not in TABLE_PARTS
            and not any(map(_has_own_size, element.iterdescendants()))
        )
    )


def _has_no_size(style: dict[str, str]) -> bool:
    return style.get("font", "").startswith("0/") or NO_SIZE.fullmatch(style.get("font-size", "")) is not None


def _has_own_size(element: HtmlElement) -> bool:
    """Return whether an element in one of no size can be seen: its own size is no multiple of that."""
    size = style_of(element).get("font-size", "")
    return bool(size) and not NO_SIZE.fullmatch(size) and not RELATIVE_SIZE.search(size)


def _words_without_size(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each text that has no size, as a part and the name of its attribute."""
    yield element, "text"
    for child in element:
        if not _has_own_size(child):
            yield from _words_without_size(child)
        yield child, "tail"


def _take_words_without_size(root: HtmlElement, messages: Messages, *, is_pasted: bool) -> None:
    """Take the words of no size around those that have a size of their own."""
    for element in elements(root):
        if element.tag == "table" or not element.get("style") or not _has_no_size(style_of(element)):
            continue
        hidden = [(part, name, getattr(part, name) or "") for part, name in _words_without_size(element)]
        for part, name, words in hidden:
            if words.strip():
                (messages.notice if is_pasted else messages.refuse)("hidden_text", " ".join(words.split()))
                setattr(part, name, " ")


def _is_out_of_sight(style: dict[str, str]) -> bool:
    """Return whether a style puts words where nobody sees them, as web pages do for screen readers."""
    is_cut = any(style.get(name) in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    return (
        (is_cut and any(TINY.fullmatch(style.get(name, "")) for name in ("width", "height", "max-height")))
        or (
            style.get("position") in ("absolute", "fixed")
            and FAR.match(style.get("left", style.get("top", ""))) is not None
        )
        or FAR.match(style.get("text-indent", "")) is not None
        or CLIPPED.match(style.get("clip", "")) is not None
        or CLIPPED_PATH.match(style.get("clip-path", "")) is not None
    )


def _take(
    root: HtmlElement, is_one: Callable[[HtmlElement], bool], messages: Messages, code: str, *, is_pasted: bool
) -> None:
    """Leave passages out of a pasted text; refuse them elsewhere, where nobody would see that they are gone."""
    for element in elements(root):
        if is_one(element):
            picture = next((part.get("alt") or "picture" for part in element.iter(*DRAWINGS)), "")
            if passage := words_of(element) or picture:
                (messages.notice if is_pasted else messages.refuse)(code, passage)
            _drop(element)


def _drop(element: HtmlElement) -> None:
    """Take out an element, and keep apart what it parted: cells keep their place, blocks their borders."""
    if element.tag in ("td", "th"):
        element.text = None
        del element[:]
    elif element.tag in BLOCKS or (is_block(element) and style_of(element).get("position") is None):
        empty = element.makeelement("div")
        empty.tail, element.tail = element.tail, None
        element.getparent().replace(element, empty)
    else:
        element.drop_tree()


def _is_comment(element: HtmlElement) -> bool:
    if not element.attrib:
        return False
    style = style_of(element)
    return (
        style.get("mso-element") in COMMENT_ELEMENTS
        or style.get("mso-special-character") == "comment"
        or bool(COMMENT_CLASSES & classes_of(element))
        or re.fullmatch(r"#_?(?:cmnt|msocom_)(?:_ref)?\d+", element.get("href") or "") is not None
    )


def _take_comments(root: HtmlElement, messages: Messages) -> None:
    """Take out the comments of the margin and their marks in the text.

    Google Docs exports a comment as a link to it, and its words as a paragraph with a link back.
    """
    marks = 0
    for element in elements(root):
        if not _is_comment(element):
            continue
        words = words_of(element)
        if element.tag == "a" and (element.get("href") or "").startswith("#cmnt_ref"):  # before a comment's words
            element = element.getparent() if element.getparent() is not root else element
            words = words_of(element)
        is_mark = re.fullmatch(r"(?:\[?[A-Za-z]{0,4}\d{0,3}\]?)?", words) is not None
        if words and not is_mark:
            messages.notice("comment", words)
        marks += is_mark
        _drop(element)
    if marks and "comment" not in messages.noticed:
        messages.notice("comment", "")


def mark_pictures(root: HtmlElement, messages: Messages) -> None:
    """Put a mark, which preflight reports as an error, in the place of each picture."""
    for element in elements(root):
        if element.tag not in DRAWINGS and (element.get("role") != "img" or words_of(element)):
            continue
        alternatives = [part.get(name) for part in element.iter() for name in ("alt", "aria-label", "title")]
        words = " ".join(REMOVABLE.sub("", next(filter(None, alternatives), "")).split())
        words = words or " ".join(" ".join(element.itertext()).split())
        messages.notice("picture", words)
        mark = element.makeelement("span")
        mark.text = f"[insert: picture “{words}”]" if words else "[insert: picture]"
        mark.tail, element.tail = element.tail, None
        element.getparent().replace(element, mark)
