"""Clean up a parsed tree: white space, hidden characters, blocks without words."""

import re
import unicodedata
from itertools import groupby

from ..content.normal_form import LINE_BREAK, SPACE, Run, trim_end
from ..content.plain import CONTROL, INVISIBLE, MAX_MARKS, UNPAIRED
from .block_tree import CELLS, LEAVES, Node

_MANY_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{31,}"
)


def without_hidden(text: str) -> str:
    """Drop the characters that no text of a guide may hold (see content.plain)."""
    if text.isascii() and text.isprintable():
        return text
    text = UNPAIRED.sub("\ufffd", INVISIBLE.sub("", CONTROL.sub("", text)))
    return _MANY_MARKS.sub(lambda found: found[0][:MAX_MARKS], text)


def drop_empty(node: Node) -> bool:
    """Drop the blocks without words, and return whether any block is left.

    The words of a lone paragraph in a list item or cell become those of the item or cell.
    """
    if node.tag in LEAVES:
        node.runs = _collapsed(node.runs)
        return bool(node.runs)
    node.children = [child for child in node.children if drop_empty(child)]
    if node.tag == "li" or node.tag in CELLS:
        if len(node.children) == 1 and node.children[0].tag == "p" and not node.children[0].attributes:
            node.runs, node.children = node.children[0].runs, []
        return bool(node.runs or node.children or node.tag in CELLS)
    return bool(node.children)


def _collapsed(runs: list[Run]) -> list[Run]:
    """Merge neighbors with equal marks, collapse white space across runs, and trim it.

    White space is trimmed at line breaks and at both ends. Two adjacent footnote markers stay two.
    """
    collapsed: list[Run] = []
    for (marks, is_break), group in groupby(runs, key=lambda run: (run[1], run[0] == LINE_BREAK)):
        if is_break:
            trim_end(collapsed)
            if collapsed:
                collapsed += group
            continue
        is_marker = bool(marks) and marks[0][0] == "marker"
        for words in (words for words, _ in group) if is_marker else ["".join(words for words, _ in group)]:
            words = SPACE.sub(" ", without_hidden(words))
            if not collapsed or collapsed[-1][0].endswith((" ", LINE_BREAK)):
                words = words.lstrip(" ")
            if words:
                collapsed.append((unicodedata.normalize("NFC", words), marks))
    while collapsed and collapsed[-1][0] in (LINE_BREAK, "", " "):
        collapsed.pop()
    trim_end(collapsed)
    return collapsed if any(words.strip(f"{LINE_BREAK} \u00a0") for words, _ in collapsed) else []
