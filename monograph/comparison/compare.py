"""Compare two texts: the entry point of this package."""

from dataclasses import dataclass, field

from . import diff_html
from .block_tree import Node
from .budget import split_edits
from .clinical.changes import ClinicalChange
from .clinical.detection import find_clinical_changes
from .clinical.structure import find_structure
from .edits import SAME, Edit, diff_nodes
from .moves import mark_moves
from .tree_parser import parse_tree
from .unproved import Classes, Unproved, classify, unexamined


@dataclass(frozen=True)
class Comparison:
    """What changed between two texts.

    `html` is the diff in one text; `rows` are the blocks before and after, side by side, as (old, new) HTML;
    Every difference is in one of three: `critical` are the clinical changes, `check` are those that nothing proves
    harmless, and `wording` are the rules that proved the other ones harmless.
    """

    html: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    critical: list[ClinicalChange] = field(default_factory=list)
    check: list[Unproved] = field(default_factory=list)
    wording: list[str] = field(default_factory=list)
    is_empty: bool = True

    @property
    def summary(self) -> str:
        """Return how many changes are in each class; it claims no more than was proved."""
        clinical, check = len(self.critical), len(self.check)
        parts = [f"{clinical} clinical change{'s' if clinical != 1 else ''}", f"{check} to check"]
        return f"{', '.join(parts)}{', others of wording only' if self.wording else ''}."


def compare(old: str, new: str, *, names: frozenset[str] = frozenset()) -> Comparison:
    """Compare two texts of any kind.

    It never raises, and its time grows linearly with the length. `names` are further names of medicines, lowercase.
    """
    before, after = parse_tree(old), parse_tree(new)
    root = diff_nodes(before, after)
    if root.kind == SAME:
        return Comparison(diff_html.node_html(after))
    mark_moves(root)
    rows = [
        (diff_html.edit_html(edit, diff_html.OLD), diff_html.edit_html(edit, diff_html.NEW)) for edit in root.children
    ]
    html = diff_html.edit_html(root, diff_html.BOTH)
    # A first text changes nothing.
    classes = _classes(root, names) if before.children else Classes([])
    return Comparison(html, rows, classes.critical, classes.check, classes.wording, is_empty=False)


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
