"""The edits that turn one tree into another, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .align import best_pairs, gaps, matches
from .block_tree import CELLS, Node
from .word_diff import DELETED, EQUAL, INSERTED, Segment, Token, diff_tokens, tokenize

SAME, CHANGED, REFORMATTED, REMOVED, ADDED = "same", "changed", "reformatted", "removed", "added"
# Blocks of one family can turn into each other: a heading of another level, a numbered list.
FAMILY = {"p": "text", "h3": "text", "h4": "text", "ul": "list", "ol": "list", "td": "cell", "th": "cell"}
MIN_SIMILARITY = 0.35
# Where a single block replaces a single block between unchanged ones.
MIN_SIMILARITY_ALONE = 0.15
# Words.
SHORT = 4
# Letters before and after of a leaf that is compared word by word. Nobody reads a longer one for its words, and none is
# examined (`budget.py`).
MAX_COMPARED = 80_000


@dataclass
class Edit:
    """The change of a block: segments of words in a leaf, children in any other."""

    kind: str
    old: Node | None
    new: Node | None
    segments: list[Segment] = field(default_factory=list)
    children: list["Edit"] = field(default_factory=list)

    @property
    def node(self) -> Node:
        node = self.new or self.old
        assert node is not None  # noqa: S101  # an edit has at least one side
        return node

    def leaves(self) -> Iterator["Edit"]:
        if not self.children:
            yield self
        for edit in self.children:
            yield from edit.leaves()


def diff_nodes(old: Node, new: Node) -> Edit:
    """Return the edit that turns the old block into the new one, of the same family."""
    if old.key == new.key:
        return Edit(SAME, old, new)
    if old.is_leaf and new.is_leaf:
        if len(old.text) + len(new.text) > MAX_COMPARED:
            return Edit(CHANGED, old, new, [Segment(DELETED, _whole(old), []), Segment(INSERTED, [], _whole(new))])
        segments = diff_tokens(tokenize(old), tokenize(new))
        has_changed = any(segment.kind != EQUAL for segment in segments)
        return Edit(CHANGED if has_changed else REFORMATTED, old, new, segments)
    before, after = _child_blocks(old), _child_blocks(new)
    edits = _diff_lists(before, after, by_place=old.tag == "tr" and len(before) == len(after))
    has_other_form = (old.tag, old.attributes) != (new.tag, new.attributes)
    has_same_words = all(edit.kind in (SAME, REFORMATTED) for edit in edits)
    return Edit(REFORMATTED if has_other_form and has_same_words else CHANGED, old, new, children=edits)


def _whole(leaf: Node) -> list[Token]:
    """Return one token for every run of words."""
    return [Token("", words, marks) for words, marks in leaf.runs]


def _child_blocks(node: Node) -> list[Node]:
    return [Node("p", runs=node.runs)] if node.is_leaf and node.runs else node.children


def _diff_lists(old: list[Node], new: list[Node], *, by_place: bool) -> list[Edit]:
    if by_place:
        return [diff_nodes(a, b) for a, b in zip(old, new, strict=True)]
    pairs = matches([node.key for node in old], [node.key for node in new])
    edits: list[Edit] = []
    for (i1, i2, j1, j2), pair in zip(gaps(pairs, (0, len(old), 0, len(new))), [*pairs, None], strict=True):
        edits += _diff_gap(old[i1:i2], new[j1:j2])
        edits += [Edit(SAME, old[pair[0]], new[pair[1]])] if pair else []
    return edits


def _diff_gap(old: list[Node], new: list[Node]) -> list[Edit]:
    """Pair the similar blocks of a gap; the others were removed or added."""
    is_alone = len(old) == len(new) == 1
    min_similarity = MIN_SIMILARITY_ALONE if is_alone else MIN_SIMILARITY
    pairs = best_pairs(
        (len(old), len(new)), lambda i, j: _similarity(old[i], new[j], is_alone=is_alone), min_similarity
    )
    edits: list[Edit] = []
    for (i1, i2, j1, j2), pair in zip(gaps(pairs, (0, len(old), 0, len(new))), [*pairs, None], strict=True):
        edits += [_one_sided(node, REMOVED) for node in old[i1:i2]]
        edits += [_one_sided(node, ADDED) for node in new[j1:j2]]
        edits += [diff_nodes(old[pair[0]], new[pair[1]])] if pair else []
    return edits


def _similarity(old: Node, new: Node, *, is_alone: bool) -> float:
    """Return the share of common words: 1 for the same, 0 for none or another family."""
    if FAMILY.get(old.tag, old.tag) != FAMILY.get(new.tag, new.tag):
        return 0.0
    if old.tag in CELLS and is_alone:
        return 1.0
    count = len(old.words) + len(new.words)
    alike = 2 * len(old.words & new.words) / count if count else 1.0
    return max(alike, 0.5) if is_alone and count <= SHORT and alike else alike


def replace_whole(old: Node, new: Node) -> Edit:
    """Return the edit that removes all blocks of the old text and adds all of the new one."""
    removed = [_one_sided(node, REMOVED) for node in old.children]
    added = [_one_sided(node, ADDED) for node in new.children]
    return Edit(CHANGED, old, new, children=[*removed, *added])


def _one_sided(node: Node, kind: str) -> Edit:
    """Return the edit of a block that was removed or added with all its content."""
    old, new = (node, None) if kind == REMOVED else (None, node)
    if not node.is_leaf:
        return Edit(kind, old, new, children=[_one_sided(child, kind) for child in node.children])
    tokens = tokenize(node) if 2 * len(node.text) <= MAX_COMPARED else _whole(node)
    segment = Segment(DELETED, tokens, []) if kind == REMOVED else Segment(INSERTED, [], tokens)
    return Edit(kind, old, new, [segment])
