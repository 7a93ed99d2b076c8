"""The sentences of a text, as the meaning is compared: with their links and footnote markers; a table's row is one."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...content.sentences import sentences
from ..tree import BR, Node
from .reading import is_content, stem
from .statements import Sentence

Place = tuple[int, str]  # where in the sentence, and the address or the name of the note


@dataclass(eq=False)
class Unit:
    """A sentence, or a row of a table."""

    text: str
    tag: str
    names: frozenset[str]
    links: list[Place] = field(default_factory=list)
    markers: list[Place] = field(default_factory=list)
    denied_by: str = ""  # the line before its list, such as "Do not take it with:", where both texts have that line
    under: str = ""  # the heading or line it stands under, where that tells it from others
    slot: tuple[int, int] = (-1, -1)  # the block and the sentence before it that stayed

    @cached_property
    def sentence(self) -> Sentence:
        return Sentence(self.text, self.names)

    @cached_property
    def key(self) -> tuple[object, ...]:
        said = tuple(word for word in self.sentence.words if word[0].isalnum() or word in "%<>≤≥/°")
        return self.denied_by, self.under, said, tuple(address for _, address in self.links), tuple(self._marked())

    def _marked(self) -> list[tuple[str, int]]:
        return [(name, bisect_left(self.sentence.places, (at, 0))) for at, name in self.markers]

    @cached_property
    def content(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.sentence.words if is_content(word))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The words of content without the numbers: of "morning: 5 mg" they tell which it is."""
        return frozenset(word for word in self.content if not word[0].isdigit())

    @cached_property
    def signature(self) -> frozenset[str]:
        """The words of content, with a kind in the place of each statement: what is said, whatever the values."""
        places, spans = self.sentence.places, [(each.start, each.end) for each in self.sentence.statements]
        taken = {k for k, (at, _) in enumerate(places) if spans and is_within(at, spans)}
        words = {stem(word) for k, word in enumerate(self.sentence.words) if k not in taken and is_content(word)}
        return frozenset(words | {f"<{each.kind}>" for each in self.sentence.statements if each.kind != "relation"})


@dataclass(frozen=True)
class _Placed:
    """A block, and the lines it stands under."""

    block: Node
    key: tuple[Hashable, ...]
    under: str  # the heading, or the line such as "Adults:"
    denied_by: str

    @property
    def shape(self) -> tuple[str, str]:
        """What it says whatever the numbers, and under which line."""
        return self.under, _NUMBER.sub("0", self.block.text)

    @property
    def has_number(self) -> bool:
        return bool(self.under) and _NUMBER.search(self.block.text) is not None


_NUMBER = re.compile(r"\d[\d.,]*")


def is_within(at: int, spans: list[tuple[int, int]]) -> bool:
    place = bisect_right(spans, (at, at + 1_000_000_000)) - 1
    return place >= 0 and at < spans[place][1]


def blocks(root: Node) -> Iterator[Node]:
    """Yield what is compared as one: leaves, and rows of tables with all their cells."""
    for child in root.children:
        if child.tag == "tr" or child.is_leaf:
            yield child
        else:
            yield from blocks(child)


def units(block: Node, names: frozenset[str]) -> list[Unit]:
    text, links, markers = _flat(block)
    places = [(0, len(text))] if block.tag == "tr" else list(sentences(text))
    found = []
    for number, (start, end) in enumerate(places):
        limit = places[number + 1][0] if number + 1 < len(places) else len(text) + 1
        here = (_between(links, start, limit), _between(markers, start, limit))
        found.append(Unit(text[start:end], block.tag, names, here[0], here[1]))
    return found


def _between(marks: list[Place], start: int, end: int) -> list[Place]:
    first, last = (bisect_left(marks, (at, "")) for at in (start, end))
    return [(at - start, what) for at, what in marks[first:last]]


def _flat(block: Node) -> tuple[str, list[Place], list[Place]]:
    parts: list[str] = []
    links: list[Place] = []
    markers: list[Place] = []
    length = 0
    for number, leaf in enumerate(block.leaves()):
        for words, marks in [(" | ", ()), *leaf.runs] if number else leaf.runs:
            known = dict(marks)
            name = known.get("marker") or (_cited(words, parts) if "sup" in known else "")
            if name:
                markers.append((max(0, length - 1), name))
                continue
            if "a" in known and (not links or links[-1][1] != known["a"] or parts[-1:] == [" | "]):
                links.append((length, known["a"]))
            parts.append(" " if words == BR else words)
            length += len(parts[-1])
    return "".join(parts), links, markers


_CITED = re.compile(r"\[?\d{1,3}(?:[,\u2013-] ?\d{1,3}){0,9}\]?|[*†‡§¶]")


def _cited(words: str, before: list[str]) -> str:
    """Return the number of a note in raised figures, "" for a power such as that of m²."""
    last = before[-1].split()[-1] if before and before[-1].split() else ""
    is_power = (
        last[-1:].isdigit() or last.lower().lstrip("(/").endswith(("/m", "cm", "mm", "km")) or last.lower() == "m"
    )
    return words.strip() if _CITED.fullmatch(words.strip()) and last and not is_power else ""


def changed(old: Node, new: Node, names: frozenset[str]) -> tuple[list[Unit], list[Unit], list[str]]:
    """Return the old and the new sentences that stand in one text only, and the new blocks that stand in both.

    What was moved as a whole stands in both. Each sentence that is left gets the place between the others as its slot.
    """
    before, after = list(blocks(old)), list(blocks(new))
    lines = {each.text for each in before if each.text.endswith(":")} & {each.text for each in after}
    denying = frozenset(line for line in lines if _denies(line))
    sides = [_placed(each, denying) for each in (before, after)]
    same, held = _same(sides[0], sides[1])
    old_units = _left(sides[0], same, held[0], names)
    new_units = _left(sides[1], {place: place for place in same.values()}, held[1], names)
    partners = _partners([each.key for each in old_units], [each.key for each in new_units])
    stayed = [after[place].text for place in same.values()] + [new_units[place].text for place in partners.values()]
    return _without(old_units, partners), _without(new_units, {j: j for j in partners.values()}), stayed


def _denies(line: str) -> bool:
    return any(each.kind == "negation" for each in Sentence(line, frozenset()).statements)


def _placed(blocks: list[Node], denying: frozenset[str]) -> list[_Placed]:
    """Return the blocks with the line that each stands under, and the denying line before its list, or ""."""
    placed: list[_Placed] = []
    denied_by = under = ""
    for block in blocks:
        if block.tag != "li":
            denied_by = block.text if block.text in denying else ""
        placed.append(_Placed(block, _key(block), under, denied_by if block.tag == "li" else ""))
        if block.tag in ("h3", "h4") or block.text.endswith(":"):
            under = block.text
    return placed


def _same(old: list[_Placed], new: list[_Placed]) -> tuple[dict[int, int], tuple[set[int], set[int]]]:
    """Return old place -> new place of blocks that stayed or moved, and those that may have changed places.

    "5 mg" and "2 mg" that changed their places under "Adults" and "Children" were not moved: each is compared with
    what stands under its own line.
    """
    same = _partners(
        [(*each.key, each.denied_by, each.under) for each in old],
        [(*each.key, each.denied_by, each.under) for each in new],
    )
    taken = set(same.values())
    left = [i for i in range(len(old)) if i not in same], [j for j in range(len(new)) if j not in taken]
    shapes = {old[i].shape for i in left[0]} & {new[j].shape for j in left[1]}
    held = (
        {i for i in left[0] if old[i].shape in shapes and old[i].has_number},
        {j for j in left[1] if new[j].shape in shapes and new[j].has_number},
    )
    free = [i for i in left[0] if i not in held[0]], [j for j in left[1] if j not in held[1]]
    moved = _partners(
        [(*old[i].key, old[i].denied_by) for i in free[0]], [(*new[j].key, new[j].denied_by) for j in free[1]]
    )
    return {**same, **{free[0][i]: free[1][j] for i, j in moved.items()}}, held


def _key(block: Node) -> tuple[Hashable, ...]:
    text, links, markers = _flat(block)
    return text, tuple(links), tuple(markers)


def _partners(old: Sequence[Hashable], new: Sequence[Hashable]) -> dict[int, int]:
    """Return old place -> new place of equal members, wherever they stand, each once."""
    places: dict[Hashable, deque[int]] = defaultdict(deque)
    for j, each in enumerate(new):
        places[each].append(j)
    return {i: places[each].popleft() for i, each in enumerate(old) if places.get(each)}


def _left(placed: list[_Placed], partners: dict[int, int], held: set[int], names: frozenset[str]) -> list[Unit]:
    left: list[Unit] = []
    slot = -1
    for place, each in enumerate(placed):
        if place in partners:
            slot = partners[place]
            continue
        for unit in units(each.block, names):
            unit.slot, unit.denied_by, unit.under = (slot, -1), each.denied_by, each.under if place in held else ""
            left.append(unit)
    return left


def _without(given: list[Unit], partners: dict[int, int]) -> list[Unit]:
    left: list[Unit] = []
    slot = -1
    for place, unit in enumerate(given):
        if place in partners:
            slot = partners[place]
        else:
            unit.slot = (unit.slot[0], slot)
            left.append(unit)
    return left
