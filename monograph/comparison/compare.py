"""Compare two texts: the entry point of this package."""

from dataclasses import dataclass, field

from . import diff_html
from .clinical.changes import ClinicalChange
from .clinical.detection import find_clinical_changes
from .edits import SAME, diff_nodes
from .moves import mark_moves
from .tree_parser import parse_tree


@dataclass(frozen=True)
class Comparison:
    """What changed between two texts.

    `html` is the diff in one text; `rows` are the blocks before and after, side by side, as (old, new) HTML;
    `critical` are the clinical changes.
    """

    html: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    critical: list[ClinicalChange] = field(default_factory=list)
    is_empty: bool = True


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
    return Comparison(html, rows, find_clinical_changes(before, after, names), is_empty=False)
