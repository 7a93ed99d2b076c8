"""The style sheets of a pasted text: Excel says by class what is struck out, web pages what is hidden.

Their rules are put into the style of each element, by the cascade of CSS, so that all that follows reads one place.
"""

import re
from collections.abc import Iterator

import cssselect2
import tinycss2
from lxml.html import HtmlElement

from ..errors import ContentError, Problem
from .messages import Messages
from .source import words_of

STYLE_SHEET = re.compile(r"<style\b[^<>]*>(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
# What changes the words or their borders; a sheet of Word has thousands of others.
READ = re.compile(
    r"display|visibility|opacity|color|content|position|top|bottom|left|overflow(?:-[xy])?|width|(?:max-)?height"
    r"|clip(?:-path)?|content-visibility|text-(?:indent|decoration(?:-line)?)|vertical-align|white-space|direction"
    r"|unicode-bidi|font(?:-(?:family|size|weight|style))?|list-style(?:-type|-image)?|mso-[a-z-]+"
)
NESTED = {"supports", "layer", "media"}
PSEUDO_ELEMENTS = ("before", "after")
MAX_SHEETS = 100_000  # characters; those of Word have about a third
MAX_SELECTOR = 1_000
# Each rule is tried on each element, where its selector names no class and no element.
MAX_WORK = 400_000
STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
COUNTED = re.compile(r"\b(?:counters?|attr)\(")
# Its name, its value, and whether it is important.
Declarations = list[tuple[str, str, bool]]
# Specificity, order, pseudo-element.
Match = tuple[tuple[int, int, int], int, str | None, Declarations]


def apply_style_sheets(root: HtmlElement, html: str, messages: Messages) -> None:
    """Put what style sheets say into the style of elements; announce the words that only a sheet writes."""
    matcher, count = cssselect2.Matcher(), 0
    sheets = STYLE_SHEET.findall(html)
    if sum(map(len, sheets)) > MAX_SHEETS:
        raise _too_long()
    try:
        for sheet in sheets:
            rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
            for selector, declarations in _rules(rules):
                matcher.add_selector(selector, declarations)
                count += 1
    except RecursionError:  # the parser has no limit of its own for brackets in brackets
        raise _too_long() from None
    if not count:
        return
    if count * sum(1 for _ in root.iter()) > MAX_WORK:
        raise _too_long()
    for wrapped in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
        _apply(wrapped.etree_element, sorted(matcher.match(wrapped), key=lambda match: match[:2]), messages)


def _too_long() -> ContentError:
    message = "The style sheet of the text is far longer than a guide's. Paste the passage as plain text."
    return ContentError([Problem("body", "too_long", message)])


def _rules(rules: list[tinycss2.ast.Node]) -> Iterator[tuple[cssselect2.compiler.CompiledSelector, Declarations]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in NESTED and rule.content:
            if "print" not in tinycss2.serialize(rule.prelude).lower():
                yield from _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.type == "qualified-rule":
            parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            read = [
                (part.lower_name, tinycss2.serialize(part.value).strip(), part.important)
                for part in parts
                if part.type == "declaration" and READ.fullmatch(part.lower_name)
            ]
            try:
                is_read = read and len(tinycss2.serialize(rule.prelude)) < MAX_SELECTOR
                selectors = cssselect2.compile_selector_list(rule.prelude) if is_read else []
            except cssselect2.SelectorError:
                continue  # no browser reads it either, or it is about a state such as :hover
            yield from ((selector, read) for selector in selectors)


def _apply(element: HtmlElement, matches: list[Match], messages: Messages) -> None:
    usual: list[str] = []
    important: list[str] = []
    generated: dict[str, dict[str, str]] = {}
    for _, _, pseudo, declarations in matches:
        for name, value, is_important in declarations:
            if pseudo is None:
                (important if is_important else usual).append(f"{name}:{value}")
            elif pseudo in PSEUDO_ELEMENTS:
                generated.setdefault(pseudo, {})[name] = value
    if usual or important:
        element.set("style", ";".join([*usual, element.get("style") or "", *important]))
    for style in generated.values():
        content = style.get("content", "")
        words = " ".join(STRING.findall(content)).replace("'", "").replace('"', "").strip()
        is_written = re.search(r"\w", words) or COUNTED.search(content)
        if is_written and style.get("display") != "none":
            messages.notice("generated_text", f"{words} {words_of(element)}".strip())
