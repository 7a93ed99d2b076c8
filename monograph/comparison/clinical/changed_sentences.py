"""The sentences that only one of two texts has."""

import re
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from ..block_tree import Node
from .source_sentences import Mark, SourceSentence, block_sentences, compared_blocks, text_and_marks
from .statements import ParsedSentence

_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class _BlockInContext:
    """A block, with the heading or line above it and the denying line before its list.

    `under` may be a heading, or a line such as "Adults:".
    """

    block: Node
    key: tuple[Hashable, ...]
    under: str
    denied_by: str

    @property
    def shape(self) -> tuple[str, str]:
        """Return the line above it, and its words with every number replaced by 0."""
        return self.under, _NUMBER.sub("0", self.block.text)

    @property
    def has_number(self) -> bool:
        return bool(self.under) and _NUMBER.search(self.block.text) is not None


def changed_sentences(
    old: Node, new: Node, names: frozenset[str]
) -> tuple[list[SourceSentence], list[SourceSentence], list[str]]:
    """Return the sentences of only the old and only the new text, and common blocks.

    A block that moved as a whole is common to both. The slot of a sentence is its place between unchanged ones.
    """
    before, after = list(compared_blocks(old)), list(compared_blocks(new))
    lines = {block.text for block in before if block.text.endswith(":")} & {block.text for block in after}
    denying = frozenset(line for line in lines if _is_denial(line))
    old_blocks, new_blocks = _in_context(before, denying), _in_context(after, denying)
    same, swappable = _same_blocks(old_blocks, new_blocks)
    old_sentences = _sentences_left(old_blocks, same, swappable[0], names)
    new_sentences = _sentences_left(new_blocks, {place: place for place in same.values()}, swappable[1], names)
    partners = _partners([sentence.key for sentence in old_sentences], [sentence.key for sentence in new_sentences])
    unchanged = [after[place].text for place in same.values()]
    unchanged += [new_sentences[place].text for place in partners.values()]
    new_places = {place: place for place in partners.values()}
    return _unpaired(old_sentences, partners), _unpaired(new_sentences, new_places), unchanged


def _is_denial(line: str) -> bool:
    return any(statement.kind == "negation" for statement in ParsedSentence(line, frozenset()).statements)


def _in_context(blocks: list[Node], denying: frozenset[str]) -> list[_BlockInContext]:
    found: list[_BlockInContext] = []
    denied_by = under = ""
    for block in blocks:
        if block.tag != "li":
            denied_by = block.text if block.text in denying else ""
        found.append(_BlockInContext(block, _block_key(block), under, denied_by if block.tag == "li" else ""))
        if block.tag in ("h3", "h4") or block.text.endswith(":"):
            under = block.text
    return found


def _same_blocks(
    old: list[_BlockInContext], new: list[_BlockInContext]
) -> tuple[dict[int, int], tuple[set[int], set[int]]]:
    """Return old -> new place of common blocks, and the blocks that may be swapped.

    "5 mg" and "2 mg" that changed places under "Adults" and "Children" did not move: they are compared with what is
    under their own line.
    """
    same = _partners(
        [(*block.key, block.denied_by, block.under) for block in old],
        [(*block.key, block.denied_by, block.under) for block in new],
    )
    taken = set(same.values())
    old_left = [i for i in range(len(old)) if i not in same]
    new_left = [j for j in range(len(new)) if j not in taken]
    shapes = {old[i].shape for i in old_left} & {new[j].shape for j in new_left}
    old_swappable = {i for i in old_left if old[i].shape in shapes and old[i].has_number}
    new_swappable = {j for j in new_left if new[j].shape in shapes and new[j].has_number}
    old_free = [i for i in old_left if i not in old_swappable]
    new_free = [j for j in new_left if j not in new_swappable]
    moved = _partners(
        [(*old[i].key, old[i].denied_by) for i in old_free], [(*new[j].key, new[j].denied_by) for j in new_free]
    )
    return {**same, **{old_free[i]: new_free[j] for i, j in moved.items()}}, (old_swappable, new_swappable)


def _block_key(block: Node) -> tuple[str, tuple[Mark, ...], tuple[Mark, ...]]:
    text, links, markers = text_and_marks(block)
    return text, tuple(links), tuple(markers)


def _partners(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    """Return old -> new place of equal members, wherever they are, one to one."""
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for j, member in enumerate(new):
        places[member].append(j)
    return {i: places[member].popleft() for i, member in enumerate(old) if places.get(member)}


def _sentences_left(
    blocks: list[_BlockInContext], partners: dict[int, int], swappable: set[int], names: frozenset[str]
) -> list[SourceSentence]:
    """Return the sentences of the blocks without partners."""
    left: list[SourceSentence] = []
    slot = -1
    for place, context in enumerate(blocks):
        if place in partners:
            slot = partners[place]
            continue
        for sentence in block_sentences(context.block, names):
            sentence.slot = (slot, -1)
            sentence.denied_by = context.denied_by
            sentence.under = context.under if place in swappable else ""
            left.append(sentence)
    return left


def _unpaired(sentences: list[SourceSentence], partners: dict[int, int]) -> list[SourceSentence]:
    left: list[SourceSentence] = []
    slot = -1
    for place, sentence in enumerate(sentences):
        if place in partners:
            slot = partners[place]
        else:
            sentence.slot = (sentence.slot[0], slot)
            left.append(sentence)
    return left
