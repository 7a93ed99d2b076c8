"""compare: the one door of the comparison."""

from dataclasses import dataclass, field

from . import markup
from .clinical.changes import Change
from .clinical.clinical_changes import critical_changes
from .edits import SAME, overlaid
from .moved import mark_moved
from .tree import read


@dataclass(frozen=True)
class Comparison:
    """`html` is the change in one text; `rows` the blocks before and after, side by side, as (old, new) HTML."""

    html: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    critical: list[Change] = field(default_factory=list)
    is_empty: bool = True


def compare(old: str, new: str, *, names: frozenset[str] = frozenset()) -> Comparison:
    """Compare two texts of any kind. It never raises, and its time grows with the length alone.

    `names` are further names of medicines, in small letters.
    """
    before, after = read(old), read(new)
    root = overlaid(before, after)
    if root.what == SAME:
        return Comparison(markup.plain(after))
    mark_moved(root)
    rows = [(markup.block(edit, markup.OLD), markup.block(edit, markup.NEW)) for edit in root.inside]
    return Comparison(markup.block(root, markup.BOTH), rows, critical_changes(before, after, names), is_empty=False)
