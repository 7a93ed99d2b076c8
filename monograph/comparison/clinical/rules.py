"""Which statements that only one text makes are reported as changes, kind by kind.

A rule gets what only the old sentences say, and what only the new ones do; it yields pairs, with None for nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

from . import vocabulary
from .changes import Occurrence
from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence

Pairs = Iterator[tuple[Occurrence | None, Occurrence | None]]
Rule = Callable[[list[Occurrence], list[Occurrence], SentenceGroup], Pairs]


def report_all(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Report every difference."""
    yield from zip_longest(lost, gained)


def _only_substitutions(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    yield from zip(lost, gained, strict=False)


def _frequency(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore "always" and a "twice" of no period that were only added or removed: an instruction always applies."""
    for old, new in zip_longest(lost, gained):
        value = () if old and new else (old or new).statement.value
        if value != ("always",) and value[1:] != ("",):
            yield old, new


def _route(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore "injection", which does not differ from the route by which it is given.

    "By mouth" comes and goes with "swallow", and a part of the body with the words around it: only added or removed,
    they are no change of the route.
    """
    sides = [[item for item in side if item.statement.value != ("injection",)] for side in (lost, gained)]
    words = [{word for sentence in side for word in sentence.parsed.words} for side in (group.new, group.old)]
    for old, new in zip_longest(*sides):
        alone = old or new if not (old and new) else None
        others = words[0] if old else words[1]
        if alone is None or not (
            (alone.statement.value == ("by mouth",) and not vocabulary.SWALLOWED.isdisjoint(others))
            or alone.words.lower().split()[-1] in others
        ):
            yield old, new


def _medicine(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore a name that "it" or "the medicine" replaced, or that replaced them."""
    count = min(len(lost), len(gained))
    yield from zip(lost[:count], gained[:count], strict=True)
    before, after = (
        Counter(word for sentence in side for word in sentence.parsed.words) for side in (group.old, group.new)
    )
    if vocabulary.MEDICINE_SUBSTITUTES.isdisjoint(after - before):
        yield from ((item, None) for item in lost[count:])
    if vocabulary.MEDICINE_SUBSTITUTES.isdisjoint(before - after):
        yield from ((None, item) for item in gained[count:])


def _population(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore "women" and illnesses that were only added or removed.

    Someone pregnant or breastfeeding is a woman in either text; an illness matters where it replaces another.
    """
    for old, new in zip_longest(lost, gained):
        alone = old or new if not (old and new) else None
        if alone is None or not (alone.statement.value == ("women",) or alone.statement.value[0] == "with"):
            yield old, new


def _obligation(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Let a mere imperative say must and should, but not a permission.

    "You can report", "you can take it with or without food" offer something in either form.
    """
    count = min(len(lost), len(gained))
    for old, new in zip(lost[:count], gained[:count], strict=True):
        if old.statement.right == new.statement.right:
            yield old, new
    imperatives = {word for sentence in group.new for word in _imperatives(sentence)}
    for item in lost[count:]:
        words, place = item.sentence.parsed.words, item.statement.place
        is_permission = item.statement.value == ("may",) and place and words[place - 1] == "you"
        verb = words[place + 1] if place + 1 < len(words) else ""
        is_choice = "without" in words and "or" in words
        if is_permission and verb in imperatives and verb not in vocabulary.OFFERED and not is_choice:
            yield item, None


def _imperatives(sentence: SourceSentence) -> Iterator[str]:
    words = sentence.parsed.words
    for place, word in enumerate(words):
        if not place or words[place - 1] in (",", ".", ";", ":", "then", "please", "always"):
            yield word


def _nothing(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    yield from ()


RULES: dict[str, Rule] = {
    "relation": _only_substitutions,
    "frequency": _frequency,
    "route": _route,
    "medicine": _medicine,
    "population": _population,
    "obligation": _obligation,
    # Reported by negation.py.
    "negation": _nothing,
}
