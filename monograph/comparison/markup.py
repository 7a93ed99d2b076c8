"""The change as HTML that is well-formed and holds nothing but what a guide may hold, ``ins``, ``del`` and labels.

``ins`` and ``del`` stand inside leaf blocks only, so that lists and tables stay lists and tables. A block that went,
came, moved or was reformatted is told in words too: colour alone says nothing to those who can't see it.
"""

from collections.abc import Iterable
from html import escape
from itertools import groupby

from ..content.translatable import gettext_noop
from .edits import ADDED, REFORMATTED, REMOVED, SAME, Edit
from .tree import BR, FLOW, Marks, Node
from .words import CAME, EQUAL, GONE, Segment, Token

BOTH, OLD, NEW = "both", "old", "new"
LABELS = {
    (REMOVED, False): ("change-removed", gettext_noop("Removed:")),
    (REMOVED, True): ("change-moved", gettext_noop("Moved away from here:")),
    (ADDED, False): ("change-added", gettext_noop("Added:")),
    (ADDED, True): ("change-moved", gettext_noop("Moved to here:")),
    (REFORMATTED, False): ("change-reformatted", gettext_noop("Formatting changed, same words:")),
}
ELEMENTS = {GONE: "del", CAME: "ins"}
MOVED = {GONE: gettext_noop("moved from here"), CAME: gettext_noop("moved here")}
LEFT_OUT = {BOTH: (), OLD: (CAME, ADDED), NEW: (GONE, REMOVED)}

Piece = tuple[str, bool, Token, str]  # what became of it, whether it was moved, the token, the white space before it


def block(edit: Edit, side: str, *, parent: str = "", is_told: bool = False) -> str:
    """Return the block for one side of the view; `is_told` says that a block around it has its label already."""
    if edit.what in LEFT_OUT[side]:
        return ""
    node = edit.old if side == OLD and edit.old else edit.node
    if edit.what == SAME:
        return plain(node)
    label = None if is_told or parent not in FLOW else LABELS.get((edit.what, _is_moved(edit)))
    is_told = is_told or label is not None
    if edit.inside:
        inner = _around(
            node, [(each.node, block(each, side, parent=node.tag, is_told=is_told)) for each in edit.inside]
        )
    else:
        inner = _leaf(node, _inline(edit.segments, side))
    if label is None:
        return inner
    return f'<div class="{label[0]}"><p class="change-label">{label[1]}</p>{inner}</div>'


def plain(node: Node) -> str:
    """Return a block as it is."""
    if not node.is_leaf or not node.tag:
        return _around(node, [(child, plain(child)) for child in node.children])
    return _leaf(node, "".join(_written(words, marks) for words, marks in node.runs))


def _is_moved(edit: Edit) -> bool:
    segments = [each for leaf in edit.leaves() for each in leaf.segments if each.tokens]
    return edit.what in (REMOVED, ADDED) and bool(segments) and all(each.is_moved for each in segments)


def _leaf(node: Node, words: str) -> str:
    return f"{_start(node)}{words}</{node.tag}>"


def _start(node: Node, scope: str = "row") -> str:
    attributes = node.attributes + ((("scope", scope),) if node.tag == "th" else ())
    return f"<{node.tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + ">"


def _around(node: Node, children: list[tuple[Node, str]]) -> str:
    written = [html for _, html in children]
    if not node.tag:
        return "\n".join(filter(None, written))
    if node.tag == "table":
        return _table(node, children)
    return f"{_start(node)}{''.join(written)}</{node.tag}>"


def _table(node: Node, rows: list[tuple[Node, str]]) -> str:
    """Leading rows of nothing but header cells are the head, as in the normal form."""
    count = 0
    while count < len(rows) and all(cell.tag == "th" for cell in rows[count][0].children):
        count += 1
    head = "".join(html for _, html in rows[:count]).replace('scope="row"', 'scope="col"')
    body = "".join(html for _, html in rows[count:])
    parts = (f"<{part}>{html}</{part}>" for part, html in (("thead", head), ("tbody", body)) if html)
    return f"{_start(node)}{''.join(parts)}</table>"


def _inline(segments: list[Segment], side: str) -> str:
    """Return the words of a leaf with their marks, ``del`` and ``ins`` around what went and came."""
    shown = [piece for segment in segments for piece in _pieces(segment, side)]
    addresses = {what: {_address(token.marks) for each, _, token, _ in shown if each == what} for what in (GONE, CAME)}
    tell = addresses[GONE] != addresses[CAME]
    groups = [(kind, list(group)) for kind, group in groupby(shown, key=lambda piece: piece[:2])]
    parts: list[str] = []
    hoisted = False  # the space before a replaced word stands once, before what went and came
    for place, ((what, is_moved), group) in enumerate(groups):
        words = _marked(group, tell_addresses=tell and what in ELEMENTS)
        if what in ELEMENTS:
            follows = groups[place + 1] if place + 1 < len(groups) else None
            if hoisted:
                words = words.removeprefix(" ")
            is_replaced = what == GONE and follows is not None and follows[0][0] == CAME
            hoisted = is_replaced and follows is not None and group[0][3] == follows[1][0][3] == " "
            if hoisted or (side != BOTH and words.startswith(" ")):
                parts.append(" ")
                words = words.removeprefix(" ")
            words = _told(words, what, is_moved=is_moved)
        else:
            hoisted = False
        parts.append(words)
    return "".join(parts)


def _told(words: str, what: str, *, is_moved: bool) -> str:
    name = ELEMENTS[what]
    if not is_moved:
        return f"<{name}>{words}</{name}>"
    label = MOVED[what]
    said = words.lstrip(" ")
    space = words[: len(words) - len(said)]
    return f'<{name} class="change-moved">{space}<span class="change-label">{label}: </span>{said}</{name}>'


def _pieces(segment: Segment, side: str) -> Iterable[Piece]:
    if segment.what in LEFT_OUT[side]:
        return
    if segment.what != EQUAL:
        for token in segment.tokens:
            yield segment.what, segment.is_moved, token, token.space
        return
    for old, new in zip(segment.old, segment.new, strict=True):
        if old.space != new.space:
            for what, token in ((GONE, old), (CAME, new)):
                if token.space and what not in LEFT_OUT[side]:
                    yield what, False, Token("", "", ()), token.space
        yield EQUAL, False, old if side == OLD else new, new.space if old.space == new.space else ""


def _address(marks: Marks) -> str:
    return dict(marks).get("a", "")


def _marked(pieces: Iterable[Piece], *, tell_addresses: bool) -> str:
    parts: list[str] = []
    for marks, group in groupby(pieces, key=lambda piece: piece[2].marks):
        words = "".join([space + token.text for _, _, token, space in group])
        said = words.lstrip(" ")
        parts += [words[: len(words) - len(said)], _written(said, marks)]
        if tell_addresses and _address(marks):
            parts.append(f'<span class="change-label"> ({escape(_address(marks))})</span>')
    return "".join(parts)


def _written(words: str, marks: Marks) -> str:
    html = escape(words, quote=False).replace(BR, "<br>")
    for name, value in reversed(marks):
        html = _wrapped(name, value, html)
    return html


def _wrapped(name: str, value: str, words: str) -> str:
    if name == "a":
        return f'<a href="{escape(value)}">{words}</a>'
    if name == "marker":
        return f'<sup class="footnote-marker" data-note="{value}">{words}</sup>'
    return f"<{name}>{words}</{name}>"
