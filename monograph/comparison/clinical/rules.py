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
from .tokens import stem

Pairs = Iterator[tuple[Occurrence | None, Occurrence | None]]
Rule = Callable[[list[Occurrence], list[Occurrence], SentenceGroup], Pairs]


def report_all(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Report every difference."""
    yield from zip_longest(lost, gained)


def _only_substitutions(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    yield from zip(lost, gained, strict=False)


def _frequency(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore what adds nothing where it only came or went.

    An instruction always applies; "twice" has no period; "regular checks" are "checked regularly"; and where another
    frequency is named, it is the one to keep to "regularly".
    """
    words = [{stem(word) for sentence in side for word in sentence.parsed.words} for side in (group.new, group.old)]
    repeated = [
        not vocabulary.REPEATED.isdisjoint(said)
        or any(statement.kind == "frequency" for sentence in side for statement in sentence.parsed.statements)
        for said, side in zip(words, (group.new, group.old), strict=True)
    ]
    for old, new in zip_longest(lost, gained):
        alone = old or new if not (old and new) else None
        if alone is not None:
            value, side = alone.statement.value, 0 if old else 1
            # What may happen happens sometimes.
            is_possible = value == ("sometimes",) and not {"may", "might", "can", "could"}.isdisjoint(words[side])
            is_regular = value == ("regularly",) and ("regular" in words[side] or repeated[side])
            if value == ("always",) or value[1:] == ("",) or is_regular or is_possible:
                continue
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

    "You can report", "you can inject it in your thigh", "you can take it with or without food" offer something, or say
    how, in either form. "Another dose" is offered as a thing to do.
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
        is_more = not vocabulary.MORE.isdisjoint(words)
        is_choice = not is_more and (verb in vocabulary.GIVEN or not vocabulary.CHOOSING.isdisjoint(words))
        if is_permission and verb in imperatives and verb not in vocabulary.OFFERED and not is_choice:
            yield item, None


def _imperatives(sentence: SourceSentence) -> Iterator[str]:
    words = sentence.parsed.words
    for place, word in enumerate(words):
        if not place or words[place - 1] in (",", ".", ";", ":", "then", "please", "always"):
            yield word


def _dose(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore "a pen" where the other text has "the pen": an article is no count."""
    words = [{word for sentence in side for word in sentence.parsed.words} for side in (group.new, group.old)]
    for old, new in zip_longest(lost, gained):
        alone = old or new if not (old and new) else None
        named = alone.words.lower().split() if alone else []
        if not (named[:1] in (["a"], ["an"]) and named[-1] in words[0 if old else 1]):
            yield old, new


# Of a temperature, or of anything else that is measured: "below 25 °C" is "not above 25 °C" to a reader.
_SAME_OF_MEASURES = ({"less than", "at most"}, {"more than", "at least"})


def _limit(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    """Ignore the limit itself, which neither a thermometer nor a reader tells apart from what is next to it."""
    for old, new in zip_longest(lost, gained):
        values = {item.statement.value[0] for item in (old, new) if item}
        is_measured = all("degree" in item.statement.right for item in (old, new) if item)
        if not (values in _SAME_OF_MEASURES and is_measured):
            yield old, new


def _nothing(lost: list[Occurrence], gained: list[Occurrence], group: SentenceGroup) -> Pairs:
    yield from ()


RULES: dict[str, Rule] = {
    "relation": _only_substitutions,
    "dose": _dose,
    "frequency": _frequency,
    "limit": _limit,
    "route": _route,
    "medicine": _medicine,
    "population": _population,
    "obligation": _obligation,
    # Reported by negation.py.
    "negation": _nothing,
}
