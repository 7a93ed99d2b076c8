"""What is left of two sentences, in whatever order, when all that the other one says too is taken away.

A sentence may be rewritten from end to end: where one noun is left that the other sentence says in no other words, and
a noun of the same class is there instead, it is about something else now. So is a list of symptoms that lacks one.
"""

import re
from collections.abc import Iterator

from ...content.lexicon import senses, word_classes
from .changes import ClinicalChange, group_quote, shortened
from .sentence_matching import SentenceGroup
from .synonyms import can_say_the_same, names_something
from .tokens import stem
from .units import AXES, Unit

# Words that are left over on a side; with more, the sentence says something else altogether.
MAX_LEFT = 4
MAX_UNITS = 60
# Members that a list has before and after.
MIN_LISTED = 2
LISTED = frozenset(
    (number, pole) for number, axis in enumerate(AXES) if axis.kind == "illness" for pole in axis.phrases.values()
)


def other_nouns(old: list[Unit], new: list[Unit]) -> Iterator[ClinicalChange]:
    """Yield a noun that is left over, and the one of the same class instead."""
    lost, gained = _leftover(old, new), _leftover(new, old)
    if max(len(lost), len(gained)) > MAX_LEFT:
        return
    for before in lost:
        for after in gained:
            kind = _noun_class(before)
            if kind and kind == _noun_class(after):
                yield ClinicalChange("thing", before.words, after.words, shortened(after.sentence.text, after.start))
                return


def list_members(old: list[Unit], new: list[Unit], group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield the symptoms and illnesses that a list of them lacks, or has now."""
    poles = [{pole for unit in side for pole in unit.poles} & LISTED for side in (old, new)]
    if len(poles[0] & poles[1]) < MIN_LISTED:
        return
    for these, those, is_lost in ((old, new, True), (new, old, False)):
        values, words = {unit.value for unit in those}, {stem(word) for unit in those for word in _words(unit)}
        others = {pole for unit in those for pole in unit.poles}
        for unit in these:
            is_gone = unit.value not in values and others.isdisjoint(unit.poles)
            if is_gone and not LISTED.isdisjoint(unit.poles) and not words.issuperset(map(stem, _words(unit))):
                yield ClinicalChange(
                    "illness", *((unit.words, "") if is_lost else ("", unit.words)), group_quote(group)
                )


def _leftover(these: list[Unit], those: list[Unit]) -> list[Unit]:
    """Return the units of one side of which the other one says nothing."""
    values, poles = {unit.value for unit in those}, {pole for unit in those for pole in unit.poles}
    left = [
        unit
        for unit in these
        if unit.value not in values and poles.isdisjoint(unit.poles) and any(map(names_something, _words(unit)))
    ]
    if len(left) > MAX_LEFT or len(those) > MAX_UNITS:
        return left
    said = {word for unit in those for word in _words(unit) if names_something(word)}
    return [unit for unit in left if not any(_is_said(word, said) for word in _words(unit) if names_something(word))]


def _is_said(word: str, said: set[str]) -> bool:
    return any(can_say_the_same(word, other) for other in said)


def _words(unit: Unit) -> list[str]:
    return unit.words.lower().replace("-", " ").split()


def _noun_class(unit: Unit) -> str:
    """Return the class of a single word that is a noun here; "" for any other."""
    words = _words(unit)
    return senses.noun_class(words[0]) if len(words) == 1 and _is_noun(unit, words[0]) else ""


def _is_noun(unit: Unit, word: str) -> bool:
    """Return whether a word can only be a noun, or the word before it shows that it is one."""
    before = _BEFORE.search(unit.sentence.text, max(0, unit.start - 20), unit.start)
    return _is_only_noun(word) or (
        before is not None and (before[1].lower() in _DETERMINING or _is_only_noun(before[1]))
    )


def _is_only_noun(word: str) -> bool:
    letters = set(word_classes.word_classes().get(word.lower(), ""))
    return bool(letters) and letters <= {word_classes.SINGULAR, word_classes.PLURAL}


_BEFORE = re.compile(r"\b([^\W\d_]+) $")
_DETERMINING = frozenset(
    """a an the your their its this that these those some any no of with without in into on from for by like few many
    several two three contain contains have has eat drink""".split()
)
