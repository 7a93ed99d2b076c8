"""A strict reader of the normal form, written from docs/content.md alone."""

import re
import unicodedata
from dataclasses import dataclass, field

from monograph.content.intake import clean_body
from monograph.content.sanitise import MAX_BODY

NOTE = "[a-z0-9-]{1,40}"
HREF = (
    r"https?://[^\s\"<>]+|mailto:[^\s\"<>]+|tel:\+?[0-9-]+|#[a-z0-9-]+|/guides/[a-z0-9-]+/(?:#[a-z0-9-]+)?"  # escaped
)
SPANS = '(?: colspan="[0-9]{1,3}")?(?: rowspan="[0-9]{1,3}")?'
START = {
    **dict.fromkeys(("blockquote", "ul", "li", "h3", "h4", "table", "thead", "tbody", "tr"), ""),
    **dict.fromkeys(("strong", "em", "sub", "br"), ""),
    "p": f'(?: class="footnote" data-note="{NOTE}")?',
    "ol": '(?: reversed="")?(?: start="-?[0-9]{1,4}")?(?: type="[aAiI]")?',
    "td": SPANS,
    "th": f'{SPANS} scope="(?:col|row)"',
    "a": f' href="(?:{HREF})"',
    "aside": ' class="callout" data-tone="(?:note|warning|doctor|emergency)"',
    "sup": f'(?: class="footnote-marker" data-note="{NOTE}")?',
}
TOKEN = re.compile(
    "|".join(f"<({name}){attributes}>" for name, attributes in START.items())
    + r"|</(?P<end>[a-z0-9]+)>|(?P<text>(?:[^<>&]|&(?:amp|lt|gt);)+)"
)
BLOCKS = {"p", "h3", "h4", "blockquote", "ul", "ol", "table", "aside"}
MARKS = ("a", "strong", "em", "sub", "sup")
HOLDS = {
    **{name: set(MARKS) | {"br", "text"} for name in ("p", "h3", "h4")},
    **{name: BLOCKS | set(MARKS) | {"br", "text"} for name in ("li", "td", "th")},
    **{name: {"li"} for name in ("ul", "ol")},
    **dict.fromkeys(("blockquote", "aside"), BLOCKS),
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    # Marks nest in one order, so that bold italics and italic bold are one text.
    **{mark: {"text", "br", *MARKS[place + 1 :]} for place, mark in enumerate(MARKS)},
}
MAY_BE_EMPTY = {"td", "th", "br"}


@dataclass
class Node:
    name: str
    children: list["Node"] = field(default_factory=list)
    text: str = ""


def parsed(line: str) -> Node:
    """Read one top-level block; fail where it is not in the normal form."""
    root, place = Node("line"), 0
    stack = [root]
    while place < len(line):
        token = TOKEN.match(line, place)
        assert token, f"not of the normal form: {line[place : place + 60]!r}"
        place = token.end()
        if token["end"]:
            assert stack.pop().name == token["end"]
            continue
        node = Node("text", text=token["text"]) if token["text"] else Node(next(filter(None, token.groups())))
        stack[-1].children.append(node)
        if node.name not in ("br", "text"):
            stack.append(node)
    assert stack == [root], "an element is not closed"
    return root


def check_node(node: Node) -> None:
    names = [child.name for child in node.children]
    assert set(names) <= HOLDS.get(node.name, set()), f"<{node.name}> may not hold {names}"
    assert names or node.name in MAY_BE_EMPTY | {"text"}, f"<{node.name}> is empty"
    if node.name in ("li", "td", "th"):
        blocks = [name for name in names if name in BLOCKS]
        assert blocks in ([], names), "loose words beside blocks"
    if BLOCKS & set(names) == set() and names and node.name in {"p", "h3", "h4", "li", "td", "th"}:
        words = node.children
        assert not words[0].text.startswith(" "), "a block begins with white space"
        assert not words[-1].text.endswith(" "), "a block ends with white space"
        assert "br" not in (names[0], names[-1]), "a block begins or ends with a line break"
    assert not re.search(r"[\t\r\n\f]|  ", node.text), "white space is not folded"
    assert unicodedata.is_normalized("NFC", node.text)
    for child in node.children:
        check_node(child)


def assert_normal(body: str) -> None:
    for line in body.split("\n") if body else ():
        (block,) = parsed(line).children
        assert block.name in BLOCKS
        check_node(block)
    assert len(body) <= MAX_BODY
    assert clean_body(body) == body
