"""The statements of old and new sentences, compared: what is left when equal ones cancel out changed the meaning."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from ..tree import Node
from .changes import Change, Said, quote_of, shortened
from .groups import Group, matched
from .marks import marks
from .negation import negations, phrase_of
from .rules import RULES, plain
from .swaps import Left, swapped
from .units import Unit, changed

QUANTITIES = ("dose", "time", "frequency", "number")
# Of a sentence that is all new, these change what the reader does; the rest is for the reader of the change itself.
TOLD_ANEW = ("dose", "limit", "negation", "contact")
TOLD_AS = {"relation": "time"}


def critical_changes(old: Node, new: Node, names: frozenset[str]) -> list[Change]:
    """Return what changes the meaning, in the order of the new text, what was removed last."""
    before, after, stayed = changed(old, new, names)
    groups, removed, added = matched(before, after, stayed)
    order = {id(unit): place for place, unit in enumerate(after)}
    groups.sort(key=lambda group: min((order[id(unit)] for unit in group.new), default=0))
    found = [change for group in groups for change in _changes(group)]
    if old.children:  # where there was no text, nothing changed its meaning
        found += [change for unit in added for change in _told_anew(unit)]
    found += [Change("removed", shortened(unit.text), "", shortened(unit.text)) for unit in removed]
    return list(dict.fromkeys(found))


def _told_anew(unit: Unit) -> Iterator[Change]:
    """Yield what a sentence that only came tells to do or not to do: a dose, a limit, a denial, whom to call."""
    for kind, statements in _by_kind([unit]).items():
        if kind in TOLD_ANEW:
            words = phrase_of(statements[0]) if kind == "negation" else statements[0].words
            yield Change(kind, "", words, statements[0].quote)


def _changes(group: Group) -> Iterator[Change]:
    said = [_by_kind(units) for units in (group.old, group.new)]
    left = {kind: _left(said[0][kind], said[1][kind]) for kind in {**said[0], **said[1]}}
    for kind, (lost, gained) in _across(left).items():
        rule = RULES.get(kind, plain)
        for old, new in rule(lost, gained, group):
            yield _change(TOLD_AS.get(kind, kind), old, new, group)
    swaps = ((kind, swapped(said[0][kind], said[1][kind], left.get(kind, ([], [])))) for kind in QUANTITIES)
    kind, pairs = next(((kind, pairs) for kind, pairs in swaps if pairs), ("", []))
    for old, new in pairs:
        yield _change(kind, old, new, group)
    yield from negations(said[0]["negation"], said[1]["negation"], group)
    yield from marks(group)


def _by_kind(units: list[Unit]) -> dict[str, list[Said]]:
    kinds: dict[str, list[Said]] = defaultdict(list)
    for unit in units:
        for statement in unit.sentence.statements:
            kinds[statement.kind].append(Said(statement, unit))
    return kinds


def _left(old: list[Said], new: list[Said]) -> Left:
    """Return what is left when equal values cancel out; a value told again is nothing new."""
    lost, gained = _over(old, new), _over(new, old)
    if not lost or not gained:
        known = {each.statement.value for each in old} & {each.statement.value for each in new}
        lost, gained = ([each for each in side if each.statement.value not in known] for side in (lost, gained))
    return lost, gained


def _over(these: list[Said], those: list[Said]) -> list[Said]:
    count = Counter(each.statement.value for each in those)
    over = []
    for each in these:
        if count[each.statement.value] > 0:
            count[each.statement.value] -= 1
        else:
            over.append(each)
    return over


def _across(left: dict[str, Left]) -> dict[str, Left]:
    """Let an amount that went be followed by one of another kind that came: "for 8 hours" became "every 8 hours"."""
    kinds = [kind for kind in QUANTITIES if kind in left]
    for kind in kinds:
        lost, gained = left[kind]
        for other in kinds:
            more_lost, more_gained = left[other]
            count = min(len(lost) - len(gained), len(more_gained) - len(more_lost))
            if other != kind and count > 0:
                gained += more_gained[:count]
                del more_gained[:count]
    return left


def _change(kind: str, old: Said | None, new: Said | None, group: Group) -> Change:
    return Change(kind, old.words if old else "", new.words if new else "", new.quote if new else quote_of(group))
