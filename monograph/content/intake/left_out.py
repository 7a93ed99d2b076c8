"""What is on the page of another program and is not its text: comments, hidden and deleted words, pictures."""

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from .characters import REMOVABLE
from .messages import Messages
from .source import classes_of, elements, style_of, words_of

# Parts of a web page that its readers do not take for its text, and what is no text at all.
PAGE_FRAME = set("script style template iframe title".split())
CONTROLS = {"select", "textarea", "noscript", "object"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CONTENT = {"article", "main", "section", "blockquote", *HEADINGS}
FRAME_ROLES = {"navigation", "banner", "contentinfo"}
DELETED_TAGS = {"del", "s", "strike"}
# Word's own names for the parts of a comment: its words, the mark in the text, and the mark's invisible character.
COMMENT_CLASSES = {"msocomtxt", "msocomanchor", "msocomoff", "msocommentreference"}
COMMENT_ELEMENTS = {"comment-list", "comment"}
DRAWINGS = {"img", "svg", "picture"}
NO_SIZE = re.compile(r"0(?:\.0+)?(?:[a-z]+|%)?")
BLOCKS = set("p div ul ol table blockquote aside section article header footer nav h1 h2 h3 h4 h5 h6 pre dl".split())


def leave_out(root: HtmlElement, messages: Messages, *, is_pasted: bool) -> None:
    """Take out what is not text, in this order, so that each passage is named once."""
    if is_pasted:
        _take_page_frame(root, messages)
    _take_comments(root, messages)
    _take(root, is_hidden, messages, "hidden_text", is_pasted=is_pasted)
    _take(root, is_deleted, messages, "deleted_text", is_pasted=is_pasted)


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
            if words := words_of(element):
                messages.notice("page_frame", words)
            _drop(element)


def is_deleted(element: HtmlElement) -> bool:
    style = style_of(element)
    struck = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    return element.tag in DELETED_TAGS or "line-through" in struck or "msodel" in classes_of(element)


def is_hidden(element: HtmlElement) -> bool:
    style = style_of(element)
    return (
        element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
        or NO_SIZE.fullmatch(style.get("opacity", "")) is not None
        or style.get("color") == "transparent"
        or style.get("font", "").startswith("0/")
        or (element.tag not in ("table", "tr", "td", "th") and bool(NO_SIZE.fullmatch(style.get("font-size", ""))))
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
    elif element.tag in BLOCKS:
        empty = element.makeelement("div")
        empty.tail, element.tail = element.tail, None
        element.getparent().replace(element, empty)
    else:
        element.drop_tree()


def _is_comment(element: HtmlElement) -> bool:
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
    for element in elements(root, *DRAWINGS):
        alternatives = [part.get(name) for part in element.iter() for name in ("alt", "aria-label", "title")]
        words = " ".join(REMOVABLE.sub("", next(filter(None, alternatives), "")).split()) or words_of(element)
        messages.notice("picture", words)
        mark = element.makeelement("span")
        mark.text = f"[insert: picture “{words}”]" if words else "[insert: picture]"
        mark.tail, element.tail = element.tail, None
        element.getparent().replace(element, mark)
