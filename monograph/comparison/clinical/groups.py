"""Which sentences of the two texts speak of the same, and which old ones have gone."""

from collections import defaultdict
from dataclasses import dataclass

from ...content.sentences import sentences, words
from .reading import is_content, stem
from .units import Unit

COMMON = 12  # sentences that share a word: of more, the word does not tell which is which
ALIKE = 0.5
ALIKE_HERE = 0.25  # between the same neighbours
CONTAINED = 0.6  # of the words of a sentence: it was joined to another, or parted from it
LEFT = 0.45  # of the words of a sentence that went: with more of them left it was reworded
WHOLE = 0.8  # of its words in one other sentence: it says the same
LONG = 4  # words of content
MAX_LOOKED_AT = 200  # paragraphs that stayed, for each sentence that went


@dataclass
class Group:
    """Old and new sentences that speak of the same."""

    old: list[Unit]
    new: list[Unit]


class _Matching:
    def __init__(self, old: list[Unit], new: list[Unit]) -> None:
        self.old, self.new = old, new
        self.of_old: dict[int, Group] = {}
        self.of_new: dict[int, Group] = {}
        self.groups: list[Group] = []

    def pair(self, i: int, j: int) -> None:
        """Put two sentences into one group: a new one, or that in which either is."""
        group = self.of_old.get(i) or self.of_new.get(j)
        if group is None:
            group = Group([], [])
            self.groups.append(group)
        if i not in self.of_old:
            self.of_old[i] = group
            group.old.append(self.old[i])
        if j not in self.of_new:
            self.of_new[j] = group
            group.new.append(self.new[j])


def matched(old: list[Unit], new: list[Unit], stayed: list[str]) -> tuple[list[Group], list[Unit], list[Unit]]:
    """Return the groups, the old sentences that stand nowhere in the new text, and the new ones that stood nowhere."""
    matching = _Matching(old, new)
    near = _near(old, new)
    _pair_alike(matching, near)
    _pair_by_slot(matching)
    _attach(matching, near)
    gone = [unit for i, unit in enumerate(old) if i not in matching.of_old]
    came = [unit for j, unit in enumerate(new) if j not in matching.of_new]
    return matching.groups, _said_nowhere(gone, new, stayed), _said_nowhere(came, old, stayed)


def _near(old: list[Unit], new: list[Unit]) -> dict[int, set[int]]:
    """Return, for each old sentence, the new ones that share a telling word with it, or its slot."""
    having: dict[str, list[int]] = defaultdict(list)
    slots: dict[tuple[int, int], list[int]] = defaultdict(list)
    for j, unit in enumerate(new):
        slots[unit.slot].append(j)
        for word in unit.signature | unit.content:
            if len(having[word]) <= COMMON:
                having[word].append(j)
    near: dict[int, set[int]] = {}
    for i, unit in enumerate(old):
        here = slots.get(unit.slot, [])
        near[i] = set(here[:COMMON])
        for word in unit.signature | unit.content:
            if len(having.get(word, ())) <= COMMON:
                near[i].update(having.get(word, ()))
    return near


def _alike(old: Unit, new: Unit) -> float:
    by_signature, by_content = _share(old.signature, new.signature), _share(old.content, new.content)
    # Where both say it, the words and not the numbers tell which is which: these are what may have changed.
    by_label = _share(old.labels, new.labels)
    return max(by_signature, by_content) * 0.8 + min(by_signature, by_content) * 0.1 + by_label * 0.1


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two sets have in common (Dice): 1 for the same words, 0 for none."""
    count = len(one) + len(other)
    return 2 * len(one & other) / count if count else 0.0


def _pair_alike(matching: _Matching, near: dict[int, set[int]]) -> None:
    scored: list[tuple[float, int, int, int]] = []
    for i, unit in enumerate(matching.old):
        for j in near[i]:
            other = matching.new[j]
            is_here = unit.slot == other.slot
            score = _alike(unit, other)
            if score >= (ALIKE_HERE if is_here else ALIKE):
                is_under_same = unit.under != "" and unit.under == other.under
                scored.append((-score - 0.1 * is_here - 0.3 * is_under_same, abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if i not in matching.of_old and j not in matching.of_new:
            matching.pair(i, j)


def _pair_by_slot(matching: _Matching) -> None:
    """Pair what alone is left between the same neighbours and makes the same kinds of statement."""
    here: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, unit in enumerate(matching.old):
        if i not in matching.of_old:
            here[unit.slot][0].append(i)
    for j, unit in enumerate(matching.new):
        if j not in matching.of_new:
            here[unit.slot][1].append(j)
    for left_old, left_new in here.values():
        if len(left_old) == len(left_new):
            for i, j in zip(left_old, left_new, strict=True):
                units = (matching.old[i], matching.new[j])
                kinds = [{each.kind for each in unit.sentence.statements} for unit in units]
                if kinds[0] & kinds[1] - {"relation", "negation", "obligation"}:
                    matching.pair(i, j)


def _attach(matching: _Matching, near: dict[int, set[int]]) -> None:
    """Join to a group what of its sentences was parted, or what was joined to them."""
    back: dict[int, set[int]] = defaultdict(set)
    for i, others in near.items():
        for j in others:
            back[j].add(i)
    for i, unit in enumerate(matching.old):
        if i not in matching.of_old:
            shares = [(_contained(unit, matching.new[j]), -j) for j in near[i]]
            if shares and max(shares)[0] >= CONTAINED:
                matching.pair(i, -max(shares)[1])
    for j, unit in enumerate(matching.new):
        if j not in matching.of_new:
            shares = [(_contained(unit, matching.old[i]), -i) for i in back[j]]
            if shares and max(shares)[0] >= CONTAINED:
                matching.pair(-max(shares)[1], j)


def _contained(part: Unit, whole: Unit) -> float:
    return len(part.content & whole.content) / len(part.content) if part.content else 0.0


def _said_nowhere(alone: list[Unit], others: list[Unit], stayed: list[str]) -> list[Unit]:
    """Return those of one text's sentences that the other text's do not say in other words."""
    if not alone:
        return []
    said = frozenset().union(*(unit.content for unit in others))
    whole = [content for text in stayed if len(content := _content(text)) >= LONG]
    sayings = {text[start:end].casefold() for text in stayed for start, end in sentences(text)}
    found = []
    for unit in alone:
        if not unit.content or unit.tag in ("h3", "h4") or unit.text.casefold() in sayings:
            continue
        is_said = len(unit.content) >= LONG and _is_said(unit.content, whole)
        if len(unit.content & said) < LEFT * len(unit.content) and not is_said:
            found.append(unit)
    return found


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text.lower()) if is_content(word))


def _is_said(content: frozenset[str], others: list[frozenset[str]]) -> bool:
    return any(len(content & other) >= WHOLE * len(content) for other in others[:MAX_LOOKED_AT])
