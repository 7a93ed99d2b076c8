"""Passages with the same words in another place: under another heading, lead-in, item, row, column or callout."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..align import gaps, matches
from ..edits import Edit
from .passages import SURROUNDINGS, Passage, folded, passages, surrounding_texts
from .source_sentences import text_and_marks
from .statements import ParsedSentence

# Kinds of statements by which a heading that only one text has changes what is under it.
TELLING_KINDS = frozenset(
    "negation severity population time frequency dose route medicine limit number contact".split()
)


@dataclass(frozen=True)
class Move:
    """A passage that left one surrounding for another; "" for none."""

    passage: Passage
    name: str
    old: str
    new: str


def find_moves(root: Edit) -> list[Move]:
    """Return the passages that are in another place, in the order of the new text."""
    if root.old is None or root.new is None:
        return []
    before, after = passages(root.old), passages(root.new)
    pairs = _rewordings(root)
    known = _known(before), _known(after)
    renamed = {name: _renamed(before, after, name, known, pairs) for name in SURROUNDINGS}
    return list(_moves(before, after, renamed, known))


def _rewordings(root: Edit) -> dict[str, str]:
    """Return the new words of each leaf, by its old ones."""
    both = [(edit.old, edit.new) for edit in root.leaves() if edit.old and edit.new]
    return {folded(text_and_marks(old)[0]): folded(text_and_marks(new)[0]) for old, new in both}


def _renamed(
    before: list[Passage], after: list[Passage], name: str, known: tuple[set[str], set[str]], pairs: dict[str, str]
) -> dict[str, str]:
    """Return the new words of a heading that was only reworded, by its old ones."""
    old, new = ([folded(text) for text in surrounding_texts(side, name)] for side in (before, after))
    lost = [text for text in old if text not in known[1]]
    gained = {text for text in new if text not in known[0]}
    renamed = {text: pairs[text] for text in lost if pairs.get(text) in gained}
    taken = set(renamed.values())
    for i1, i2, j1, j2 in gaps(matches(old, new), (0, len(old), 0, len(new))):
        # The headings of one gap are the same ones if there are as many.
        left = [text for text in old[i1:i2] if text in lost and text not in renamed]
        right = [text for text in new[j1:j2] if text in gained and text not in taken]
        if len(left) == len(right):
            renamed.update(zip(left, right, strict=True))
    return renamed


def _moves(
    before: list[Passage],
    after: list[Passage],
    renamed: dict[str, dict[str, str]],
    known: tuple[set[str], set[str]],
) -> Iterator[Move]:
    old_places: dict[str, list[Passage]] = defaultdict(list)
    for passage in before:
        old_places[passage.key].append(passage)
    seen: dict[str, list[Passage]] = defaultdict(list)
    for passage in after:
        seen[passage.key].append(passage)
    partner: dict[int, Passage] = {}
    for key, new_places in seen.items():
        places = old_places.get(key, [])
        if [passage.around for passage in places] == [passage.around for passage in new_places]:
            continue
        left = _without_same(places, new_places, renamed)
        partner.update({id(new): old for old, new in zip(*left, strict=False)})
    for passage in after:
        if id(passage) in partner and (move := _move(partner[id(passage)], passage, renamed, known)):
            yield move


def _around(passage: Passage, renamed: dict[str, dict[str, str]] | None = None) -> tuple[str, ...]:
    """Return what a passage is under, in the words of the new text."""
    texts = ((name, folded(passage.around.get(name, ""))) for name in SURROUNDINGS)
    return tuple(renamed[name].get(text, text) if renamed else text for name, text in texts)


def _without_same(
    old: list[Passage], new: list[Passage], renamed: dict[str, dict[str, str]]
) -> tuple[list[Passage], list[Passage]]:
    """Return what is left when passages in the same place cancel out."""
    old_count = Counter(_around(passage, renamed) for passage in old)
    common = old_count & Counter(_around(passage) for passage in new)
    sides = []
    for side, names in ((old, renamed), (new, None)):
        free, left = Counter(common), []
        for passage in side:
            place = _around(passage, names)
            if free[place] > 0:
                free[place] -= 1
            else:
                left.append(passage)
        sides.append(left)
    return sides[0], sides[1]


def _known(side: list[Passage]) -> set[str]:
    """Return the words of all passages, and of all that they are under."""
    return {passage.key for passage in side} | {
        folded(text) for name in SURROUNDINGS for text in surrounding_texts(side, name)
    }


def _move(
    old: Passage, new: Passage, renamed: dict[str, dict[str, str]], known: tuple[set[str], set[str]]
) -> Move | None:
    """Return what a passage left for what; None if no more than the outline changed."""
    for name, before, after in zip(SURROUNDINGS, _around(old, renamed), _around(new), strict=True):
        if before == after:
            continue
        old_text, new_text = old.around.get(name, ""), new.around.get(name, "")
        is_other = bool(before) and bool(after) and before in known[1] and after in known[0]
        if name == "lead" and not all(text.endswith(":") for text in (old_text, new_text) if text):
            continue
        is_outline = name in ("row", "column") or not (_is_telling(old_text) or _is_telling(new_text))
        if name == "tone" or is_other or not is_outline:
            return Move(new, name, old_text, new_text)
    return None


def _is_telling(label: str) -> bool:
    return any(statement.kind in TELLING_KINDS for statement in ParsedSentence(label, frozenset()).statements)
