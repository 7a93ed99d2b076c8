"""Where a passage is: under which headings and lead-in, in which item, row, column and callout."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from ...content.sentences import sentences
from ..block_tree import LISTS, Node
from .source_sentences import text_and_marks

# From the nearest to the farthest: what a passage that moved is said to have left.
SURROUNDINGS = ("item", "lead", "column", "row", "h4", "h3", "tone")
MAX_BOLD_HEADING = 60
_END = re.compile(r"[\s:.;,]+$")


@dataclass(frozen=True, eq=False)
class Passage:
    """A sentence, item or cell, and the words of what it is under, by name of the surrounding."""

    text: str
    tag: str
    around: dict[str, str] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        return folded(self.text)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return words by which a passage is known in another place."""
    return _END.sub("", " ".join(text.split())).casefold()


def passages(root: Node) -> list[Passage]:
    """Return the passages of a text in order; headings are none."""
    return list(_in_flow(root, Passage("", "p")))


def _in_flow(node: Node, context: Passage) -> Iterator[Passage]:
    """Yield the passages of a text, callout, item or cell."""
    around = dict(context.around)
    lead = ""
    for number, child in enumerate(node.children):
        if child.tag in ("h3", "h4") or _is_bold_line(child):
            around.pop("h4", "")
            around["h4" if child.tag != "h3" else "h3"] = _text(child)
            lead = ""
            continue
        own = replace(context, around={**around, "lead": lead} if lead else dict(around))
        if child.is_leaf:
            yield from _sentences(child, context.tag, own if number else replace(context, around=dict(around)))
            lead = _text(child) if child.tag == "p" else ""
        elif child.tag in LISTS:
            yield from _in_list(child, own)
            lead = ""
        elif child.tag == "table":
            yield from _in_table(child, replace(context, around=dict(around)))
            lead = ""
        else:
            # A note is no more to readers than the text around it.
            tone = dict(child.attributes).get("data-tone", "").replace("note", "")
            yield from _in_flow(child, replace(context, around={**around, "tone": tone} if tone else dict(around)))
            lead = ""
        if not lead.endswith(":") and not _is_list(node.children[number + 1 : number + 2]):
            lead = ""


def _is_list(nodes: list[Node]) -> bool:
    return bool(nodes) and nodes[0].tag in LISTS


def _in_list(node: Node, context: Passage) -> Iterator[Passage]:
    for item in node.children:
        inner = replace(context, tag="li")
        if item.is_leaf:
            yield from _sentences(item, "li", inner)
            continue
        first = item.children[0]
        if first.is_leaf and len(item.children) > 1:
            yield from _sentences(first, "li", inner)
            around = {**context.around, "item": _text(first)}
            yield from _in_flow(Node("li", children=item.children[1:]), replace(inner, around=around))
        else:
            yield from _in_flow(item, inner)


def _in_table(node: Node, context: Passage) -> Iterator[Passage]:
    heads: list[str] = []
    for row in node.children:
        cells = row.children
        if cells and all(cell.tag == "th" for cell in cells):
            heads = [_text(cell) for cell in cells]
            continue
        for place, cell in enumerate(cells):
            around = dict(context.around)
            if place < len(heads) and len(heads) == len(cells) and heads[place]:
                around["column"] = heads[place]
            if place and _text(cells[0]):
                around["row"] = _text(cells[0])
            if cell.is_leaf and cell.runs:
                yield Passage(_text(cell), "td", around)
            elif cell.children:
                yield from _in_flow(cell, replace(context, tag="td", around=around))


def _sentences(leaf: Node, tag: str, context: Passage) -> Iterator[Passage]:
    text = _text(leaf)
    for start, end in sentences(text):
        yield replace(context, text=text[start:end], tag=tag)


def _text(node: Node) -> str:
    return text_and_marks(node)[0].strip()


def _is_bold_line(node: Node) -> bool:
    """Return whether a paragraph is a heading in bold."""
    if node.tag != "p" or not node.runs:
        return False
    text = node.text.strip()
    is_bold = all(("strong", "") in marks for words, marks in node.runs if words.strip())
    return is_bold and len(text) <= MAX_BOLD_HEADING and text[-1:] not in (".", "!")


def surrounding_texts(found: list[Passage], name: str) -> list[str]:
    """Return the words of one surrounding in order, without repetitions."""
    return list(dict.fromkeys(passage.around[name] for passage in found if name in passage.around))
