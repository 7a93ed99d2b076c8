"""Changes of structure that are clinical though the words are the same: places, callouts, steps, heads of a table."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from ...content.intake.numbering import written_number
from ..block_tree import Node
from ..edits import Edit
from .changes import ClinicalChange, shortened
from .passages import folded, passages
from .places import Move, find_moves
from .source_sentences import text_and_marks

TONES = {"note": "note", "warning": "warning", "doctor": "callout to call the doctor", "emergency": "emergency callout"}
# Passages that are quoted of those which moved together.
MAX_QUOTED = 5


@dataclass
class Structure:
    """The changes of structure, and what they are about: `explained` passages, folded, and `blocks` by identity."""

    changes: list[ClinicalChange] = field(default_factory=list)
    explained: set[str] = field(default_factory=set)
    blocks: set[int] = field(default_factory=set)

    def add(self, change: ClinicalChange, *, texts: Iterator[str] | None = None, block: Edit | None = None) -> None:
        self.changes.append(change)
        self.explained.update(map(folded, texts or ()))
        if block is not None:
            self.blocks.add(id(block))


def find_structure(root: Edit, critical: list[ClinicalChange]) -> Structure:
    """Return the changes of structure that the clinical changes of words don't name already."""
    structure = Structure()
    for edit in _all_edits(root):
        if edit.old is not None and edit.new is not None:
            _add_tone(edit, edit.old, edit.new, structure)
            _add_steps(edit, edit.old, edit.new, structure)
            _add_lost_heads(edit, structure)
    moves = find_moves(root)
    for edit in _all_edits(root):
        if edit.old is not None and edit.new is not None:
            _add_swapped_heads(edit, edit.old, edit.new, moves, structure)
    named = {folded(words) for change in critical for words in (change.quote, change.old, change.new)}
    left = [move for move in moves if move.passage.key not in named and not _is_explained(move, structure)]
    for (name, old, new), group in groupby(left, key=lambda move: (move.name, move.old, move.new)):
        moved = [move.passage for move in group]
        structure.add(_moved(name, old, new, [passage.text for passage in moved]))
        structure.explained.update(passage.key for passage in moved)
    return structure


def _all_edits(edit: Edit) -> Iterator[Edit]:
    yield edit
    for child in edit.children:
        yield from _all_edits(child)


def _moved(name: str, old: str, new: str, texts: list[str]) -> ClinicalChange:
    quote = shortened("; ".join(texts[:MAX_QUOTED]) + (" …" if len(texts) > MAX_QUOTED else ""))
    if name == "tone":
        return ClinicalChange("callout", TONES.get(old, ""), TONES.get(new, ""), quote)
    return ClinicalChange("place", shortened(old), shortened(new), quote)


def _is_explained(move: Move, structure: Structure) -> bool:
    """Return whether a move is that of the heads of a table, or of a callout, which is said once."""
    if move.name == "tone":
        return move.passage.key in structure.explained
    ends = {folded(move.old), folded(move.new)} - {""}
    return move.name in ("column", "row") and ends <= structure.explained


def _texts(node: Node) -> list[str]:
    return [text_and_marks(child)[0] for child in node.children]


def _add_tone(edit: Edit, old: Node, new: Node, structure: Structure) -> None:
    if old.tag == new.tag == "aside":
        tones = [TONES.get(dict(node.attributes).get("data-tone", ""), "") for node in (old, new)]
        if tones[0] != tones[1]:
            inside = (passage.text for passage in passages(new))
            change = ClinicalChange("callout", tones[0], tones[1], shortened(" ".join(new.text.split())))
            structure.add(change, texts=inside, block=edit)


def _add_steps(edit: Edit, old: Node, new: Node, structure: Structure) -> None:
    """Add the steps that are in another order, and a list that lost its numbers."""
    if old.tag != "ol" or new.tag not in ("ol", "ul"):
        return
    steps = _texts(old), _texts(new)
    common = Counter(map(folded, steps[0])) & Counter(map(folded, steps[1]))
    before, after = ([text for text in side if common[folded(text)] == 1] for side in steps)
    differs = [folded(one) != folded(other) for one, other in zip(before, after, strict=True)]
    if any(differs):
        first, last = differs.index(True), len(differs) - differs[::-1].index(True)
        words = [shortened(" → ".join(side[first:last])) for side in (before, after)]
        structure.add(ClinicalChange("steps", words[0], words[1], words[1]), texts=iter(before), block=edit)
    elif new.tag == "ul":
        words = [shortened(" → ".join(steps[0])), shortened("; ".join(steps[1]))]
        structure.add(ClinicalChange("steps", words[0], "", words[1]), block=edit)
    elif _numbering(old) != _numbering(new):
        structure.add(ClinicalChange("numbers", _numbering(old), _numbering(new), shortened(steps[1][0])), block=edit)


def _numbering(numbered: Node) -> str:
    """Return the number of the first item as readers see it, and whether the list counts down."""
    attributes, count = dict(numbered.attributes), len(numbered.children)
    is_reversed = "reversed" in attributes
    first = int(attributes.get("start") or (count if is_reversed else 1))
    return written_number(first, attributes.get("type", "")) + (", counting down" if is_reversed else "")


def _add_lost_heads(edit: Edit, structure: Structure) -> None:
    """Add the heads of rows and columns that became ordinary cells, those of a row as one."""
    lost = [cell for cell in edit.children if cell.old and cell.new and (cell.old.tag, cell.new.tag) == ("th", "td")]
    texts = [text for cell in lost if cell.old and (text := text_and_marks(cell.old)[0])]
    if texts:
        words = shortened(" | ".join(texts))
        structure.add(ClinicalChange("heads", words, "", words), texts=iter(texts))
        structure.blocks.update(map(id, lost))


def _add_swapped_heads(edit: Edit, old: Node, new: Node, moves: list[Move], structure: Structure) -> None:
    """Add the heads of columns that changed places while their cells did not."""
    heads = _texts(old), _texts(new)
    is_head_row = old.tag == new.tag == "tr" and all(cell.tag == "th" for cell in (*old.children, *new.children))
    if is_head_row and heads[0] != heads[1] and Counter(heads[0]) == Counter(heads[1]):
        if {folded(move.old) for move in moves if move.name == "column"} & {*map(folded, heads[0])}:
            words = [shortened(" | ".join(side)) for side in heads]
            structure.add(ClinicalChange("columns", words[0], words[1], words[1]), texts=iter(heads[0]))
            structure.blocks.update(map(id, edit.children))
