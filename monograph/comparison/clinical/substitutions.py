"""Words that another word replaced which excludes it: unless and if, left and right, hives and cough.

Corresponding sentences are compared word by word, without what says nothing and with phrases that say the same as one
word. A pair of opposite words counts where little else in the sentence changed: in a sentence that was rewritten it
may be a rewording.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..align import gaps, matches
from .agents import other_agents
from .alternatives import changed_alternatives
from .changes import ClinicalChange, group_quote, shortened
from .contrasts import NEAR_POLES, WEAK_PAIRS, Axis, are_opposites
from .leftover_words import list_members, other_nouns
from .replaced_words import replaced_words
from .sentence_matching import SentenceGroup
from .units import AXES, FIRST_THING, VALUES, Pole, Unit, units_of
from .vocabulary import INSTRUCTING

# Words of content on either side of a replacement, and the share of a sentence that must be the same.
MAX_REPLACED = 4
MIN_SAME = 0.4
# Words of a sentence that is compared; longer ones are no sentences.
MAX_WORDS = 400
_DETERMINED = re.compile(
    r"\b(?:an?|the|your|their|its|this|that|these|those|some|any|no|of|with|without|in|into|on|from|for|by|like|as|and|or|"
    r"few|many|several|two|three|\d+|contains?|have|has|eat|drink) $",
    re.IGNORECASE,
)
# What such a word says depends on where it is.
PLACED = frozenset(("condition", "quantifier"))
_GLOSS = re.compile(r"([^()]+) \(([^()]+)\)")
_INSTRUCTION = re.compile(rf" (?:{'|'.join(sorted(INSTRUCTING))})\b", re.IGNORECASE)
# The poles that only the old units have, or have more often, and those of the new ones.
Surplus = tuple[Counter[Pole], Counter[Pole]]


@dataclass(frozen=True)
class Hunk:
    """Units of the old sentences, and those of the new ones in their place."""

    old: list[Unit]
    new: list[Unit]

    @property
    def size(self) -> int:
        return max(_weight(self.old), _weight(self.new))


def substitutions(group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield the words of a group that were replaced by words which exclude them."""
    old, new = ([unit for sentence in side for unit in units_of(sentence)] for side in (group.old, group.new))
    if not old or not new or max(len(old), len(new)) > MAX_WORDS or _denials(old) != _denials(new):
        return
    pairs = matches([unit.value for unit in old], [unit.value for unit in new])
    whole = (0, len(old), 0, len(new))
    hunks = [Hunk(old[i1:i2], new[j1:j2]) for i1, i2, j1, j2 in gaps(pairs, whole) if i1 < i2 or j1 < j2]
    changed = sum(_weight(hunk.old) + _weight(hunk.new) for hunk in hunks)
    total = _weight(old) + _weight(new)
    surplus = _surplus(old, new), _surplus(new, old)
    gone = _only_in(old, new), _only_in(new, old)
    named = list(_in_place(hunks, surplus, old, new, is_close=total - changed >= MIN_SAME * total, changed=changed))
    named += _anywhere(named, surplus, old, new)
    named = named or list(replaced_words(group)) or [*other_nouns(old, new), *list_members(old, new, group)]
    yield from named or other_agents(old, new)
    if len(group.old) == len(group.new) == 1:
        is_denied = _denials(old) > 0
        one_sided = list(_one_sided(hunks, gone, group, is_denied=is_denied))
        yield from one_sided or changed_alternatives(old, new, group, is_denied=is_denied)


def _in_place(
    hunks: list[Hunk], surplus: Surplus, old: list[Unit], new: list[Unit], *, is_close: bool, changed: int
) -> Iterator[ClinicalChange]:
    """Yield the words that stand where others did which they exclude."""
    for hunk in hunks:
        for before, after, axis in _contrasts(hunk, surplus):
            is_alone = changed <= _weight([before]) + _weight([after])
            is_other_act = axis.kind == "action" and _have_same_object(before, after, old, new)
            is_small = is_close and hunk.size <= MAX_REPLACED
            if is_alone or ((is_small or is_other_act) and not axis.is_weak):
                yield _change(before, after, axis)


def _anywhere(
    named: list[ClinicalChange], surplus: Surplus, old: list[Unit], new: list[Unit]
) -> Iterator[ClinicalChange]:
    """Yield what only the old sentence names, and what only the new one names that excludes it.

    A sentence may be rewritten, and its refrigerator still be the freezer now.
    """
    kinds = PLACED | {change.kind for change in named}
    axes = {number for number, _ in surplus[0]} & {number for number, _ in surplus[1]}
    axes = {number for number in axes if not AXES[number].is_weak and AXES[number].kind not in kinds}
    lost, gained = ([unit for unit in side if _is_on(unit, axes)] for side in (old, new))
    for before, after, axis in _contrasts(Hunk(lost, gained), surplus, are_all=False):
        if axis.kind not in kinds:
            kinds |= {axis.kind}
            yield _change(before, after, axis)


def _is_on(unit: Unit, axes: set[int]) -> bool:
    """Return whether a word is on one of these axes, and is no amount."""
    is_amount = isinstance(unit.value, tuple) and unit.value[0] in VALUES - {"time"}
    return not axes.isdisjoint(number for number, _ in unit.poles) and not is_amount


def _change(before: Unit, after: Unit, axis: Axis) -> ClinicalChange:
    words = [unit.with_article if axis.kind == "agent" else unit.words for unit in (before, after)]
    return ClinicalChange(axis.kind, words[0], words[1], shortened(after.sentence.text, after.start))


def _denials(units: list[Unit]) -> int:
    """Return how many negations there are: one more or less is reported as that, or cancels out an opposite.

    One inside a phrase that excludes another is a part of it: "no need to worry" is not "call your doctor".
    """
    count = 0
    for sentence in {id(unit.sentence): unit.sentence for unit in units}.values():
        phrases = [(unit.start, unit.end) for unit in units if unit.sentence is sentence and unit.is_exclusive_phrase]
        denials = (item.start for item in sentence.parsed.statements if item.kind == "negation")
        count += sum(not any(start <= place < end for start, end in phrases) for place in denials)
    return count


def _have_same_object(before: Unit, after: Unit, old: list[Unit], new: list[Unit]) -> bool:
    """Return whether two instructions ask for another act with the same thing: chew the tablet, swallow the tablet."""
    acts = [[unit for unit in units if unit.has_content][:2] for units in (old, new)]
    return all(len(units) == 2 for units in acts) and (
        acts[0][0] is before and acts[1][0] is after and acts[0][1].value == acts[1][1].value
    )


def _weight(units: list[Unit]) -> int:
    return sum(unit.has_content for unit in units)


def _surplus(these: list[Unit], those: list[Unit]) -> Counter[Pole]:
    """Return the poles that only these units have, or have more often."""
    return Counter(pole for unit in these for pole in unit.poles) - Counter(
        pole for unit in those for pole in unit.poles
    )


def _only_in(these: list[Unit], those: list[Unit]) -> set[Pole]:
    return {pole for unit in these for pole in unit.poles} - {pole for unit in those for pole in unit.poles}


def _contrasts(hunk: Hunk, surplus: Surplus, *, are_all: bool = True) -> Iterator[tuple[Unit, Unit, Axis]]:
    """Yield the pairs of a hunk that exclude each other, each word once; without `are_all` on strong axes only."""
    left = list(hunk.new)
    for before in hunk.old:
        # "Do not keep it" is "throw it away".
        axes = [(after, _axis(before, after, surplus)) for after in left if before.is_denied == after.is_denied]
        found = [(after, axis) for after, axis in axes if axis is not None and (are_all or not axis.is_weak)]
        if found:
            # A weak axis doesn't hide another one: "refrigerator" became "cupboard", not "dry".
            after, axis = min(found, key=lambda pair: pair[1].is_weak)
            yield before, after, axis
            left.remove(after)


def _axis(before: Unit, after: Unit, surplus: Surplus) -> Axis | None:
    """Return the axis on which two words exclude each other; None if they may say the same."""
    old_poles, new_poles = dict(before.poles), dict(after.poles)
    common = old_poles.keys() & new_poles.keys()
    if any(old_poles[number] == new_poles[number] for number in common if not AXES[number].is_weak):
        return None
    if are_opposites(before.words.lower(), after.words.lower()):
        return _AFFIXED
    # A weak axis doesn't hide a strong one.
    for number in sorted(common, key=lambda number: (AXES[number].is_weak, number)):
        old, new = (number, old_poles[number]), (number, new_poles[number])
        if surplus[0][old] > 0 and surplus[1][new] > 0 and frozenset((old[1], new[1])) not in NEAR_POLES:
            is_weak = frozenset((old[1], new[1])) in WEAK_PAIRS
            return replace(AXES[number], is_weak=True) if is_weak else AXES[number]
    return None


_AFFIXED = Axis("direction", {})


def _one_sided(
    hunks: list[Hunk], gone: tuple[set[Pole], set[Pole]], group: SentenceGroup, *, is_denied: bool
) -> Iterator[ClinicalChange]:
    """Yield the words that only came or went, where the rest of the sentence is the same."""
    changed = [(hunk.old, hunk.new) for hunk in hunks if hunk.size]
    if _is_glossed(group.old[0].text, group.new[0].text):
        return
    for side in (0, 1):
        others = [unit for sides in changed for unit in sides[1 - side] if unit.has_content]
        # "In each eye" names no side, "in the left eye" does; "every" sets no condition, "only the first" does.
        if not all(map(_is_quantifier, others)):
            continue
        for sides in changed:
            units = [unit for unit in sides[side] if unit.has_content]
            axis = next(filter(None, (_counted_axis(unit, gone[side], is_denied=is_denied) for unit in units)), None)
            if axis is not None and (axis.kind in ("site", "condition") or not others):
                words = _text(units)
                old, new = (words, "") if side == 0 else ("", words)
                yield ClinicalChange(axis.kind, old, new, group_quote(group))


def _is_quantifier(unit: Unit) -> bool:
    return any(AXES[number].kind == "quantifier" for number, _ in unit.poles)


def _is_glossed(old: str, new: str) -> bool:
    """Return whether one text explains all of the other, or is explained by it, in parentheses."""
    texts = [text.strip(" .").casefold() for text in (old, new)]
    for text, other in (texts, texts[::-1]):
        found = _GLOSS.fullmatch(text)
        if found and other in (found[1].strip(), found[2].strip()):
            return True
    return False


def _counted_axis(unit: Unit, gone: set[Pole], *, is_denied: bool) -> Axis | None:
    """Return the axis of a word that counts when it only came or went.

    Where something is denied, each thing that is named counts: "do not crush or split". "Always" adds nothing to an
    instruction, and "within a month of opening" is within one after it.
    """
    words = unit.words.lower()
    if words == "after" and "within" in unit.sentence.parsed.words:
        return None
    if words == "always" and _INSTRUCTION.match(unit.sentence.text, unit.end):
        return None
    for number, pole in unit.poles:
        counts = AXES[number].counts_alone or (is_denied and number >= FIRST_THING)
        if counts and (number, pole) in gone:
            return AXES[number]
    return None


def _text(units: list[Unit]) -> str:
    last = next((unit for unit in reversed(units) if unit.sentence is units[0].sentence), units[0])
    return units[0].sentence.text[units[0].start : last.end]
