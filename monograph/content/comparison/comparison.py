"""compare: the one door of the comparison."""

from dataclasses import dataclass, field

from . import markup
from .edits import SAME, overlaid
from .moved import mark_moved
from .tree import read


@dataclass(frozen=True)
class Change:
    """A change of the meaning: what it is about, the words before and after ("" for none), the sentence it is in."""

    kind: str
    old: str
    new: str
    quote: str

    @property
    def words(self) -> str:
        if self.kind == "removed":
            return f"removed: {self.old}"
        if not self.old:
            return f"{self.kind}: {self.new} was added"
        return f"{self.kind}: {self.old} became {self.new}" if self.new else f"{self.kind}: {self.old} was taken out"


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
    return Comparison(markup.block(root, markup.BOTH), rows, [], is_empty=False)
