"""Compare two texts: the entry point of this package."""

from dataclasses import dataclass, field
from functools import cached_property

from ..content.memory import without_collection
from . import diff_html
from .block_tree import Node
from .budget import is_too_much, split_edits
from .clinical.changes import ClinicalChange
from .clinical.detection import find_clinical_changes
from .clinical.structure import find_structure
from .edits import SAME, Edit, diff_nodes, replace_whole
from .moves import mark_moves
from .tree_parser import parse_tree, parse_words
from .unproved import Classes, Unproved, classify, unexamined


@dataclass(frozen=True)
class Comparison:
    """What changed between two texts.

    Every difference is in one of three: `critical` are the clinical changes, `check` are those that nothing proves
    harmless, and `wording` are the rules that proved the other ones harmless.
    """

    edit: Edit
    critical: list[ClinicalChange] = field(default_factory=list)
    check: list[Unproved] = field(default_factory=list)
    wording: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return self.edit.kind == SAME

    @cached_property
    def html(self) -> str:
        """Return the diff in one text."""
        return diff_html.edit_html(self.edit, diff_html.BOTH)

    @cached_property
    def rows(self) -> list[tuple[str, str]]:
        """Return the blocks before and after, side by side, as (old, new) HTML."""
        sides = (diff_html.OLD, diff_html.NEW)
        return [
            (diff_html.edit_html(edit, sides[0]), diff_html.edit_html(edit, sides[1])) for edit in self.edit.children
        ]

    @property
    def summary(self) -> str:
        """Return how many changes are in each class; it claims no more than was proved."""
        clinical, check = len(self.critical), len(self.check)
        parts = [f"{clinical} clinical change{'s' if clinical != 1 else ''}", f"{check} to check"]
        return f"{', '.join(parts)}{', others of wording only' if self.wording else ''}."


@without_collection
def compare(old: str, new: str, *, names: frozenset[str] = frozenset()) -> Comparison:
    """Compare two texts of any kind.

    It never raises, and its time grows linearly with the length. `names` are further names of medicines, lowercase.
    """
    if is_too_much(old, new):
        before, after = parse_words(old), parse_words(new)
        root = Edit(SAME, before, after) if old == new else replace_whole(before, after)
        return Comparison(root, check=unexamined(root.children) if before.children else [])
    before, after = parse_tree(old), parse_tree(new)
    root = diff_nodes(before, after)
    if root.kind == SAME:
        return Comparison(Edit(SAME, before, after))
    mark_moves(root)
    # A first text changes nothing.
    classes = _classes(root, names) if before.children else Classes([])
    return Comparison(root, classes.critical, classes.check, classes.wording)


def _classes(root: Edit, names: frozenset[str]) -> Classes:
    """Put every difference into a class; those beyond the budget are to be checked."""
    examined, others = split_edits(root)
    before = Node("", children=[edit.old for edit in examined if edit.old])
    after = Node("", children=[edit.new for edit in examined if edit.new])
    part = Edit(root.kind, before, after, children=examined)
    critical = find_clinical_changes(before, after, names)
    classes = classify(part, critical, find_structure(part, critical))
    classes.check += unexamined(others)
    return classes
