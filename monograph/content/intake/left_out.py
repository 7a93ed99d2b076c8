"""What is on the page of another program and is not its text: comments, hidden and deleted words, pictures."""

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from .characters import REMOVABLE
from .messages import Messages
from .source import classes_of, elements, style_of, words_of

# Parts of a web page that its readers do not take for its text, and what is no text at all.
PAGE_FRAME = set("script style template noscript iframe object nav button select textarea title".split())
FRAME_ROLES = {"navigation", "banner", "contentinfo"}
DELETED_TAGS = {"del", "s", "strike"}
# Word's own names for the parts of a comment: its words, the mark in the text, and the mark's invisible character.
COMMENT_CLASSES = {"msocomtxt", "msocomanchor", "msocomoff", "msocommentreference"}
COMMENT_ELEMENTS = {"comment-list", "comment"}
# Google Docs exports a comment as a link to it, and its words as a paragraph with a link back.
DRAWINGS = {"img", "svg", "picture"}
NO_SIZE = re.compile(r"0(?:\.0+)?(?:px|pt|em|in|cm|mm|%)?")


def leave_out(root: HtmlElement, messages: Messages, *, is_pasted: bool) -> None:
    """Take out what is not text, in this order, so that each passage is named once."""
    if is_pasted:
        _take_page_frame(root)
    _take_comments(root, messages)
    _take(root, is_hidden, messages, "hidden_text", is_pasted=is_pasted)
    _take(root, is_deleted, messages, "deleted_text", is_pasted=is_pasted)


def _take_page_frame(root: HtmlElement) -> None:
    """Take out what frames the text of a web page: nobody who copies a page means it."""
    for element in elements(root):
        is_frame = element.tag in ("header", "footer") and not any(
            ancestor.tag in ("article", "main") for ancestor in element.iterancestors()
        )
        if is_frame or element.get("role") in FRAME_ROLES or element.get("aria-hidden") == "true":
            element.drop_tree()


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
        or (element.tag not in ("table", "tr", "td", "th") and bool(NO_SIZE.fullmatch(style.get("font-size", ""))))
    )


def _take(
    root: HtmlElement, is_one: Callable[[HtmlElement], bool], messages: Messages, code: str, *, is_pasted: bool
) -> None:
    """Leave passages out of a pasted text; refuse them elsewhere, where nobody would see that they are gone."""
    for element in elements(root):
        if is_one(element):
            if passage := words_of(element):
                (messages.notice if is_pasted else messages.refuse)(code, passage)
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
        element.drop_tree()
    if marks and "comment" not in messages.noticed:
        messages.notice("comment", "")


def mark_pictures(root: HtmlElement, messages: Messages) -> None:
    """Put a mark, which preflight reports as an error, in the place of each picture."""
    for element in elements(root):
        if element.tag not in DRAWINGS:
            continue
        words = " ".join(REMOVABLE.sub("", element.get("alt") or "").split()) or words_of(element)
        messages.notice("picture", words)
        mark = f"[insert: picture “{words}”]" if words else "[insert: picture]"
        element.tail = mark + (element.tail or "")
        element.drop_tree()
