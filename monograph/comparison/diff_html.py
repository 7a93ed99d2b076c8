"""The diff as well-formed HTML: elements of a guide, ``ins``, ``del`` and labels.

``ins`` and ``del`` are only inside leaf blocks, so that lists and tables stay lists and tables. A block that was
removed, added, moved or reformatted also has a label in words, because not everyone can see its color.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from operator import itemgetter

from ..content.normal_form import LINE_BREAK, Marks
from ..content.translatable import gettext_noop
from .block_tree import FLOW, Node
from .edits import ADDED, REFORMATTED, REMOVED, SAME, Edit
from .word_diff import DELETED, EQUAL, INSERTED, Segment, Token

BOTH, OLD, NEW = "both", "old", "new"
LABELS = {
    (REMOVED, False): ("change-removed", gettext_noop("Removed:")),
    (REMOVED, True): ("change-moved", gettext_noop("Moved away from here:")),
    (ADDED, False): ("change-added", gettext_noop("Added:")),
    (ADDED, True): ("change-moved", gettext_noop("Moved to here:")),
    (REFORMATTED, False): ("change-reformatted", gettext_noop("Formatting changed, same words:")),
}
ELEMENTS = {DELETED: "del", INSERTED: "ins"}
MOVED = {DELETED: gettext_noop("moved from here"), INSERTED: gettext_noop("moved here")}
LEFT_OUT = {BOTH: (), OLD: (INSERTED, ADDED), NEW: (DELETED, REMOVED)}

# The kind of change, whether it moved, the token, and the white space before it.
Piece = tuple[str, bool, Token, str]


def edit_html(edit: Edit, side: str, *, parent: str = "", is_labeled: bool = False) -> str:
    """Return the block for one side of the view.

    `is_labeled` says that a block around it has the label already.
    """
    if edit.kind in LEFT_OUT[side]:
        return ""
    node = edit.old if side == OLD and edit.old else edit.node
    if edit.kind == SAME:
        return node_html(node)
    label = None if is_labeled or parent not in FLOW else LABELS.get((edit.kind, _is_moved(edit)))
    is_labeled = is_labeled or label is not None
    if edit.children:
        children = [
            (child.node, edit_html(child, side, parent=node.tag, is_labeled=is_labeled)) for child in edit.children
        ]
        inner = _container(node, children)
    else:
        inner = _leaf(node, _inline(edit.segments, side))
    if label is None:
        return inner
    return f'<div class="{label[0]}"><p class="change-label">{label[1]}</p>{inner}</div>'


def node_html(node: Node) -> str:
    """Return a block without marks of change."""
    if not node.is_leaf or not node.tag:
        return _container(node, [(child, node_html(child)) for child in node.children])
    return _leaf(node, "".join(_run_html(words, marks) for words, marks in node.runs))


def _is_moved(edit: Edit) -> bool:
    segments = [segment for leaf in edit.leaves() for segment in leaf.segments if segment.tokens]
    return edit.kind in (REMOVED, ADDED) and bool(segments) and all(segment.is_moved for segment in segments)


def _leaf(node: Node, words: str) -> str:
    return f"{_start(node)}{words}</{node.tag}>"


def _start(node: Node, scope: str = "row") -> str:
    attributes = node.attributes + ((("scope", scope),) if node.tag == "th" else ())
    return f"<{node.tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + ">"


def _container(node: Node, children: list[tuple[Node, str]]) -> str:
    parts = [html for _, html in children]
    if not node.tag:
        return "\n".join(filter(None, parts))
    if node.tag == "table":
        return _table(node, children)
    return f"{_start(node)}{''.join(parts)}</{node.tag}>"


def _table(node: Node, rows: list[tuple[Node, str]]) -> str:
    """Return a table whose leading rows of header cells are its head."""
    count = 0
    while count < len(rows) and all(cell.tag == "th" for cell in rows[count][0].children):
        count += 1
    head = "".join(html for _, html in rows[:count]).replace('scope="row"', 'scope="col"')
    body = "".join(html for _, html in rows[count:])
    parts = (f"<{part}>{html}</{part}>" for part, html in (("thead", head), ("tbody", body)) if html)
    return f"{_start(node)}{''.join(parts)}</table>"


def _inline(segments: list[Segment], side: str) -> str:
    """Return the words of a leaf with marks, in ``del`` and ``ins`` where changed."""
    pieces = [piece for segment in segments for piece in _pieces(segment, side)]
    marks = {(kind, token.marks) for kind, _, token, _ in pieces}
    deleted, inserted = ({_address(own) for kind, own in marks if kind == one} for one in (DELETED, INSERTED))
    groups = [(kind, list(group)) for kind, group in groupby(pieces, key=itemgetter(0, 1))]
    parts: list[str] = []
    # The space before a replaced word is written once, before what was removed and added.
    hoisted = False
    for place, ((kind, is_moved), group) in enumerate(groups):
        words = _marked(group, show_addresses=deleted != inserted and kind in ELEMENTS)
        if kind in ELEMENTS:
            follows = groups[place + 1] if place + 1 < len(groups) else None
            if hoisted:
                words = words.removeprefix(" ")
            is_replaced = kind == DELETED and follows is not None and follows[0][0] == INSERTED
            hoisted = is_replaced and follows is not None and group[0][3] == follows[1][0][3] == " "
            if hoisted or (side != BOTH and words.startswith(" ")):
                parts.append(" ")
                words = words.removeprefix(" ")
            words = _changed(words, kind, is_moved=is_moved)
        else:
            hoisted = False
        parts.append(words)
    return "".join(parts)


def _changed(words: str, kind: str, *, is_moved: bool) -> str:
    name = ELEMENTS[kind]
    if not is_moved:
        return f"<{name}>{words}</{name}>"
    label = MOVED[kind]
    stripped = words.lstrip(" ")
    space = words[: len(words) - len(stripped)]
    return f'<{name} class="change-moved">{space}<span class="change-label">{label}: </span>{stripped}</{name}>'


def _pieces(segment: Segment, side: str) -> Iterable[Piece]:
    if segment.kind in LEFT_OUT[side]:
        return []
    if segment.kind != EQUAL:
        return [(segment.kind, segment.is_moved, token, token.space) for token in segment.tokens]
    return _equal_pieces(segment, side)


def _equal_pieces(segment: Segment, side: str) -> Iterator[Piece]:
    for old, new in zip(segment.old, segment.new, strict=True):
        if old.space != new.space:
            for kind, token in ((DELETED, old), (INSERTED, new)):
                if token.space and kind not in LEFT_OUT[side]:
                    yield kind, False, Token("", "", ()), token.space
        yield EQUAL, False, old if side == OLD else new, new.space if old.space == new.space else ""


def _marks(piece: Piece) -> Marks:
    return piece[2].marks


def _address(marks: Marks) -> str:
    return dict(marks).get("a", "")


def _marked(pieces: Iterable[Piece], *, show_addresses: bool) -> str:
    parts: list[str] = []
    for marks, group in groupby(pieces, key=_marks):
        words = "".join([space + token.text for _, _, token, space in group])
        stripped = words.lstrip(" ")
        parts += [words[: len(words) - len(stripped)], _run_html(stripped, marks)]
        if show_addresses and _address(marks):
            parts.append(f'<span class="change-label"> ({escape(_address(marks))})</span>')
    return "".join(parts)


def _run_html(words: str, marks: Marks) -> str:
    html = escape(words, quote=False).replace(LINE_BREAK, "<br>")
    for name, value in reversed(marks):
        html = _wrapped(name, value, html)
    return html


def _wrapped(name: str, value: str, words: str) -> str:
    if name == "a":
        return f'<a href="{escape(value)}">{words}</a>'
    if name == "marker":
        return f'<sup class="footnote-marker" data-note="{value}">{words}</sup>'
    return f"<{name}>{words}</{name}>"
