"""What was denied and is not any more, or the other way round."""

from collections import defaultdict
from collections.abc import Iterator

from . import vocabulary as v
from .changes import Change, Said, quote_of
from .groups import Group
from .reading import stem
from .units import Unit, is_within


def negations(old: list[Said], new: list[Said], group: Group) -> Iterator[Change]:
    """Yield what was denied and is not, or the other way round.

    Two turns cancel out: "not safe" became "unsafe", "do not stop" became "keep on".
    """
    words = [{word for unit in units for word in _unsaid(unit)} for units in (group.old, group.new)]
    turned = _turned(words[0] - words[1], words[1] - words[0])
    is_only = _is_only(words[0] - words[1], words[1] - words[0])
    changes = abs(len(old) - len(new)) + len(turned) + is_only
    if changes % 2 and turned:
        yield Change("negation", *turned[0], quote_of(group))
    elif changes % 2 or (changes and not turned and not is_only):
        more = old if len(old) > len(new) else new
        known = _scopes(new if more is old else old)
        each = next((each for each in more if each.statement.right not in known), more[-1])
        phrase = phrase_of(each)
        yield Change("negation", phrase if more is old else "", "" if more is old else phrase, quote_of(group))
    elif not turned and old:
        yield from _moved_negation(old, new, group)
    denials = [{unit.denied_by for unit in units} for units in (group.old, group.new)]
    if denials[0] != denials[1] and all(len(each) == 1 for each in denials):
        yield Change("negation", denials[0].pop(), denials[1].pop(), quote_of(group))


def _is_only(lost: set[str], gained: set[str]) -> bool:
    """Say whether "not unless" became "only if", or the other way round: the denial went, and nothing changed."""
    return any("unless" in one and "only" in other for one, other in ((lost, gained), (gained, lost)))


def _unsaid(unit: Unit) -> Iterator[str]:
    """Yield the words that are in no statement."""
    spans = [(each.start, each.end) for each in unit.sentence.statements]
    for word, (start, _) in zip(unit.sentence.words, unit.sentence.places, strict=True):
        if not is_within(start, spans):
            yield word


def _scopes(side: list[Said]) -> set[str]:
    return {each.statement.right for each in side}


def phrase_of(said: Said) -> str:
    """Return the negation and the word after it: "not crush"."""
    places = said.unit.sentence.places
    following = said.statement.place + 1
    return said.unit.text[said.statement.start : places[min(following, len(places) - 1)][1]]


def _turned(lost: set[str], gained: set[str]) -> list[tuple[str, str]]:
    """Return the words that became their opposites: safe and unsafe, start and stop."""
    stems = {stem(word): word for word in gained}
    pairs = [(word, stems[other]) for word in lost for other in _OPPOSITES.get(stem(word), ()) if other in stems]
    for prefix in v.NEGATIVE_PREFIXES:
        pairs += [(word, prefix + word) for word in lost if len(word) > 2 and prefix + word in gained]
        pairs += [(prefix + word, word) for word in gained if len(word) > 2 and prefix + word in lost]
    return sorted(set(pairs))


_OPPOSITES: dict[str, list[str]] = defaultdict(list)
for _one, _other in v.OPPOSITES:
    _OPPOSITES[stem(_one)].append(stem(_other))
    _OPPOSITES[stem(_other)].append(stem(_one))


def _moved_negation(old: list[Said], new: list[Said], group: Group) -> Iterator[Change]:
    """Yield a denial that moved to another word, where both words are still there."""
    content = [{stem(word) for unit in units for word in unit.sentence.words} for units in (group.old, group.new)]
    scopes = _scopes(old), _scopes(new)
    went = [each for each in old if each.statement.right and each.statement.right not in scopes[1]]
    came = [each for each in new if each.statement.right and each.statement.right not in scopes[0]]
    for each, other in zip(went, came, strict=False):
        if each.statement.right in content[1] and other.statement.right in content[0]:
            yield Change("negation", phrase_of(each), phrase_of(other), quote_of(group))
