"""Cells that span rows and columns: a span that was changed would move every cell behind it."""

from lxml.html import HtmlElement

from ..normal_form import MAX_SPAN
from .messages import Messages
from .source import elements, words_of


def check_spans(root: HtmlElement, messages: Messages) -> None:
    for element in elements(root, "td", "th"):
        for name in ("colspan", "rowspan"):
            value = (element.get(name) or "1").strip()
            # Browsers take what is no number for 1, and 0 for all rows that follow.
            if value.isascii() and value.isdigit() and not 1 <= int(value[:6]) <= MAX_SPAN:
                messages.refuse("table_span", words_of(element))
