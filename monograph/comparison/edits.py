"""What became of each block: the two trees, laid over each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .align import best_pairs, gaps, matches
from .tree import CELLS, Node
from .words import CAME, EQUAL, GONE, Segment, compared, tokens

SAME, CHANGED, REFORMATTED, REMOVED, ADDED = "same", "changed", "reformatted", "removed", "added"
# Blocks of one family can become each other: a heading of another level, a numbered list.
FAMILY = {"p": "text", "h3": "text", "h4": "text", "ul": "list", "ol": "list", "td": "cell", "th": "cell"}
MIN_LIKENESS = 0.35
MIN_LIKENESS_ALONE = 0.15  # where one block stands for one block, between others that stayed
SHORT = 4  # words


@dataclass
class Edit:
    what: str
    old: Node | None
    new: Node | None
    segments: list[Segment] = field(default_factory=list)  # of a leaf
    inside: list["Edit"] = field(default_factory=list)  # of any other block

    @property
    def node(self) -> Node:
        node = self.new or self.old
        assert node is not None  # noqa: S101  # an edit has at least one side
        return node

    def leaves(self) -> Iterator["Edit"]:
        if not self.inside:
            yield self
        for edit in self.inside:
            yield from edit.leaves()


def overlaid(old: Node, new: Node) -> Edit:
    """Return the edit that makes the new block of the old one; both are of one family."""
    if old.key == new.key:
        return Edit(SAME, old, new)
    if old.is_leaf and new.is_leaf:
        segments = compared(tokens(old), tokens(new))
        has_changed = any(segment.what != EQUAL for segment in segments)
        return Edit(CHANGED if has_changed else REFORMATTED, old, new, segments)
    before, after = _children(old), _children(new)
    edits = _edits(before, after, by_place=old.tag == "tr" and len(before) == len(after))
    has_other_form = (old.tag, old.attributes) != (new.tag, new.attributes)
    is_whole = has_other_form and all(edit.what in (SAME, REFORMATTED) for edit in edits)
    return Edit(REFORMATTED if is_whole else CHANGED, old, new, inside=edits)


def _children(node: Node) -> list[Node]:
    return [Node("p", runs=node.runs)] if node.is_leaf and node.runs else node.children


def _edits(old: list[Node], new: list[Node], *, by_place: bool) -> list[Edit]:
    if by_place:
        return [overlaid(a, b) for a, b in zip(old, new, strict=True)]
    pairs = matches([node.key for node in old], [node.key for node in new])
    edits: list[Edit] = []
    whole = (0, len(old), 0, len(new))
    for (i1, i2, j1, j2), pair in zip(gaps(pairs, whole), [*pairs, None], strict=True):
        edits += _gap(old[i1:i2], new[j1:j2])
        edits += [Edit(SAME, old[pair[0]], new[pair[1]])] if pair else []
    return edits


def _gap(old: list[Node], new: list[Node]) -> list[Edit]:
    """Pair the blocks of a gap that are alike; the others went or came."""
    is_alone = len(old) == len(new) == 1
    least = MIN_LIKENESS_ALONE if is_alone else MIN_LIKENESS
    pairs = best_pairs((len(old), len(new)), lambda i, j: _likeness(old[i], new[j], is_alone=is_alone), least)
    edits: list[Edit] = []
    for (i1, i2, j1, j2), pair in zip(gaps(pairs, (0, len(old), 0, len(new))), [*pairs, None], strict=True):
        edits += [whole(node, REMOVED) for node in old[i1:i2]]
        edits += [whole(node, ADDED) for node in new[j1:j2]]
        edits += [overlaid(old[pair[0]], new[pair[1]])] if pair else []
    return edits


def _likeness(old: Node, new: Node, *, is_alone: bool) -> float:
    """Return the share of words that two blocks have in common: 1 for the same words, 0 for none or another family."""
    if FAMILY.get(old.tag, old.tag) != FAMILY.get(new.tag, new.tag):
        return 0.0
    if old.tag in CELLS and is_alone:
        return 1.0
    count = len(old.words) + len(new.words)
    alike = 2 * len(old.words & new.words) / count if count else 1.0
    return max(alike, 0.5) if is_alone and count <= SHORT and alike else alike


def whole(node: Node, what: str) -> Edit:
    """Return the edit of a block that went or came with all that is in it."""
    old, new = (node, None) if what == REMOVED else (None, node)
    if not node.is_leaf:
        return Edit(what, old, new, inside=[whole(child, what) for child in node.children])
    said = tokens(node)
    segment = Segment(GONE, said, []) if what == REMOVED else Segment(CAME, [], said)
    return Edit(what, old, new, [segment])
