"""The statements of old and new sentences, compared: what is left when equal ones cancel out changed the meaning."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from ..tree import Node
from . import vocabulary as v
from .groups import Group, matched
from .statements import Statement, is_content, stem
from .units import Unit, changed, is_within

QUANTITIES = ("dose", "time", "frequency", "number")
SUBSTITUTED = frozenset({"relation"})  # tells something only where one value stands for another
TOLD_AS = {"relation": "time"}
MAX_QUOTE = 500  # characters


@dataclass(frozen=True)
class Change:
    """A change of the meaning: what it is about, the words before and after ("" for none), the sentence it is in."""

    kind: str
    old: str
    new: str
    quote: str

    @property
    def words(self) -> str:
        if self.kind == "removed":
            return f"removed: {self.old}"
        if not self.old:
            return f"{self.kind}: {self.new} was added"
        return f"{self.kind}: {self.old} became {self.new}" if self.new else f"{self.kind}: {self.old} was taken out"


@dataclass(frozen=True)
class _Said:
    """A statement, and the sentence in which it is made."""

    statement: Statement
    unit: Unit

    @property
    def words(self) -> str:
        """The words of an amount with how often: "28 mcg a day"."""
        end = self.statement.end
        if self.statement.kind == "dose":
            how_often = self.unit.sentence.how_often
            end = how_often.get(end, how_often.get(end + 1, end))
        return self.unit.text[self.statement.start : end]

    @property
    def quote(self) -> str:
        """The sentence, or of a very long one what stands around the statement."""
        return _shortened(self.unit.text, self.statement.start)


def _shortened(text: str, at: int = 0) -> str:
    start, end = max(0, at - MAX_QUOTE // 2), at + MAX_QUOTE // 2
    if len(text) <= MAX_QUOTE:
        return text
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


Left = tuple[list[_Said], list[_Said]]  # of one kind: what only the old sentences say, and what only the new ones


def critical_changes(old: Node, new: Node, names: frozenset[str]) -> list[Change]:
    """Return what changes the meaning, in the order of the new text, what was removed last."""
    before, after, stayed = changed(old, new, names)
    groups, removed = matched(before, after, stayed)
    order = {id(unit): place for place, unit in enumerate(after)}
    groups.sort(key=lambda group: min((order[id(unit)] for unit in group.new), default=0))
    found = [change for group in groups for change in _changes(group)]
    found += [Change("removed", _shortened(unit.text), "", _shortened(unit.text)) for unit in removed]
    return list(dict.fromkeys(found))


def _changes(group: Group) -> Iterator[Change]:
    said = [_by_kind(units) for units in (group.old, group.new)]
    left = {kind: _left(said[0][kind], said[1][kind]) for kind in {**said[0], **said[1]}}
    for kind, (lost, gained) in _across(left).items():
        rule = _RULES.get(kind, _plain)
        for old, new in rule(lost, gained, group):
            yield _change(TOLD_AS.get(kind, kind), old, new, group)
    swaps = ((kind, _swapped(said[0][kind], said[1][kind], left.get(kind, ([], [])))) for kind in QUANTITIES)
    kind, pairs = next(((kind, pairs) for kind, pairs in swaps if pairs), ("", []))
    for old, new in pairs:
        yield _change(kind, old, new, group)
    yield from _negations(said[0]["negation"], said[1]["negation"], group)
    yield from _marks(group)


def _by_kind(units: list[Unit]) -> dict[str, list[_Said]]:
    kinds: dict[str, list[_Said]] = defaultdict(list)
    for unit in units:
        for statement in unit.sentence.statements:
            kinds[statement.kind].append(_Said(statement, unit))
    return kinds


def _left(old: list[_Said], new: list[_Said]) -> Left:
    """Return what is left when equal values cancel out; a value told again is nothing new."""
    lost, gained = _over(old, new), _over(new, old)
    if not lost or not gained:
        known = {each.statement.value for each in old} & {each.statement.value for each in new}
        lost, gained = ([each for each in side if each.statement.value not in known] for side in (lost, gained))
    return lost, gained


def _over(these: list[_Said], those: list[_Said]) -> list[_Said]:
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


def _plain(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    yield from zip_longest(lost, gained)


def _only_substituted(
    lost: list[_Said], gained: list[_Said], group: Group
) -> Iterator[tuple[_Said | None, _Said | None]]:
    yield from zip(lost, gained, strict=False)


def _frequency(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    """An order holds always, said or not."""
    for old, new in zip_longest(lost, gained):
        if (old and new) or ("always",) not in {each.statement.value for each in (old, new) if each}:
            yield old, new


def _route(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    """An injection is no other route than that by which it is given."""
    sides = [[each for each in side if each.statement.value != ("injection",)] for side in (lost, gained)]
    if sides[0] or sides[1]:
        yield from zip_longest(*sides)


def _medicine(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    """A name that gave way to "it" or "the medicine", or took their place, names the same."""
    count = min(len(lost), len(gained))
    yield from zip(lost[:count], gained[:count], strict=True)
    words = [Counter(word for unit in units for word in unit.sentence.words) for units in (group.old, group.new)]
    for more, before, after in ((lost[count:], *words), (gained[count:], *reversed(words))):
        stands_in = any((after - before)[word] for word in v.STANDS_FOR_MEDICINE)
        if not stands_in:
            yield from ((each, None) if more is not gained[count:] and each in lost else (None, each) for each in more)


def _population(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    """Who is pregnant or breastfeeds is a woman, said or not; an illness tells something where another stood."""
    for old, new in zip_longest(lost, gained):
        alone = old or new if not (old and new) else None
        if alone is None or not (alone.statement.value == ("women",) or alone.statement.value[0] == "with"):
            yield old, new


def _obligation(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    """Must and should may be said by the mere imperative; a permission that becomes an order may not."""
    count = min(len(lost), len(gained))
    yield from zip(lost[:count], gained[:count], strict=True)
    orders = {each for unit in group.new for each in _orders(unit)}
    for each in lost[count:]:
        words, place = each.unit.sentence.words, each.statement.place
        is_permission = each.statement.value == ("may",) and place and words[place - 1] == "you"
        if is_permission and place + 1 < len(words) and words[place + 1] in orders:
            yield each, None


def _orders(unit: Unit) -> Iterator[str]:
    words = unit.sentence.words
    for place, word in enumerate(words):
        if not place or words[place - 1] in (",", ".", ";", ":", "then", "please", "always"):
            yield word


Rule = Callable[[list[_Said], list[_Said], Group], Iterator[tuple[_Said | None, _Said | None]]]


def _none(lost: list[_Said], gained: list[_Said], group: Group) -> Iterator[tuple[_Said | None, _Said | None]]:
    yield from ()


_RULES: dict[str, Rule] = {
    "relation": _only_substituted,
    "frequency": _frequency,
    "route": _route,
    "medicine": _medicine,
    "population": _population,
    "obligation": _obligation,
    "negation": _none,  # compared by _negations
}


def _change(kind: str, old: _Said | None, new: _Said | None, group: Group) -> Change:
    return Change(kind, old.words if old else "", new.words if new else "", new.quote if new else _quote(group))


def _swapped(old: list[_Said], new: list[_Said], left: Left) -> list[tuple[_Said, _Said]]:
    """Return the values that stayed but changed their places: "A 5 mg, B 10 mg" became "A 10 mg, B 5 mg"."""
    if left[0] or left[1] or len({each.statement.value for each in old}) < 2:
        return []
    by_neighbour = [_by_neighbour(side) for side in (old, new)]
    neighbours = [_neighbours_of_values(side) for side in (old, new)]
    pairs: dict[int, tuple[_Said, _Said]] = {}
    for neighbour, each in by_neighbour[0].items():
        other = by_neighbour[1].get(neighbour)
        if each and other and (value := each.statement.value) != other.statement.value:
            if neighbours[0][value].isdisjoint(neighbours[1][value]):
                pairs.setdefault(id(each), (each, other))
    return list(pairs.values())


Neighbour = tuple[str, str]


def _neighbours(said: _Said) -> Iterator[Neighbour]:
    yield from ((side, word) for side, word in (("left", said.statement.left), ("right", said.statement.right)) if word)


def _by_neighbour(side: list[_Said]) -> dict[Neighbour, _Said | None]:
    """Return the statements by what stands on either side of them; None where two have the same neighbour."""
    found: dict[Neighbour, _Said | None] = {}
    for each in side:
        for neighbour in _neighbours(each):
            found[neighbour] = None if neighbour in found else each
    return found


def _neighbours_of_values(side: list[_Said]) -> dict[object, set[Neighbour]]:
    found: dict[object, set[Neighbour]] = defaultdict(set)
    for each in side:
        found[each.statement.value].update(_neighbours(each))
    return found


def _negations(old: list[_Said], new: list[_Said], group: Group) -> Iterator[Change]:
    words = [{word for unit in units for word in _unsaid(unit)} for units in (group.old, group.new)]
    turned = _turned(words[0] - words[1], words[1] - words[0])
    is_only = _is_only(words[0] - words[1], words[1] - words[0])
    changes = abs(len(old) - len(new)) + len(turned) + is_only
    if changes % 2 and turned:
        yield Change("negation", *turned[0], _quote(group))
    elif changes % 2 or (changes and not turned and not is_only):
        more = old if len(old) > len(new) else new
        known = _scopes(new if more is old else old)
        each = next((each for each in more if each.statement.right not in known), more[-1])
        phrase = _phrase(each)
        yield Change("negation", phrase if more is old else "", "" if more is old else phrase, _quote(group))
    elif not turned and old:
        yield from _moved_negation(old, new, group)
    denials = [{unit.denied_by for unit in units} for units in (group.old, group.new)]
    if denials[0] != denials[1] and all(len(each) == 1 for each in denials):
        yield Change("negation", *(each.pop() for each in denials), _quote(group))


def _is_only(lost: set[str], gained: set[str]) -> bool:
    """Say whether "not unless" became "only if", or the other way round: the denial went, and nothing changed."""
    return any("unless" in one and "only" in other for one, other in ((lost, gained), (gained, lost)))


def _unsaid(unit: Unit) -> Iterator[str]:
    """Yield the words that are in no statement."""
    spans = [(each.start, each.end) for each in unit.sentence.statements]
    for word, (start, _) in zip(unit.sentence.words, unit.sentence.places, strict=True):
        if not is_within(start, spans):
            yield word


def _scopes(side: list[_Said]) -> set[str]:
    return {each.statement.right for each in side}


def _phrase(said: _Said) -> str:
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


def _moved_negation(old: list[_Said], new: list[_Said], group: Group) -> Iterator[Change]:
    """Yield a denial that moved to another word, where both words are still there."""
    content = [{stem(word) for unit in units for word in unit.sentence.words} for units in (group.old, group.new)]
    went = [each for each in old if each.statement.right and each.statement.right not in _scopes(new)]
    came = [each for each in new if each.statement.right and each.statement.right not in _scopes(old)]
    for each, other in zip(went, came, strict=False):
        if each.statement.right in content[1] and other.statement.right in content[0]:
            yield Change("negation", _phrase(each), _phrase(other), _quote(group))


def _quote(group: Group) -> str:
    return _shortened((group.new or group.old)[0].text)


def _marks(group: Group) -> Iterator[Change]:
    """Yield the links and footnote markers that changed."""
    links = [[address for unit in units for _, address in unit.links] for units in (group.old, group.new)]
    has_call = _has_new_contact(group)
    for old, new in zip_longest(*_difference(*links), fillvalue=""):
        if not (has_call and (old or new).startswith("tel:")):
            yield Change("reference" if (old or new).startswith("#") else "link", old, new, _quote(group))
    markers = [[each for unit in units for each in _markers(unit)] for units in (group.old, group.new)]
    names = [[name for name, _ in side] for side in markers]
    for old, new in zip_longest(*_difference(*names), fillvalue=""):
        yield Change("reference", old and f"note {old}", new and f"note {new}", _quote(group))
    if Counter(names[0]) == Counter(names[1]) and names[0]:
        words = [{stem(word) for unit in units for word in unit.sentence.words} for units in (group.old, group.new)]
        for (name, before), (_, after) in zip(sorted(markers[0]), sorted(markers[1]), strict=True):
            if before != after and before in words[1] and after in words[0]:
                yield Change("reference", f"note {name} at “{before}”", f"note {name} at “{after}”", _quote(group))


def _has_new_contact(group: Group) -> bool:
    values = [
        {each.value for unit in units for each in unit.sentence.statements if each.kind == "contact"}
        for units in (group.old, group.new)
    ]
    return values[0] != values[1]


def _difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    count = Counter(map(_address, old)) & Counter(map(_address, new))
    sides = []
    for side in (old, new):
        left, over = Counter(count), []
        for each in side:
            if left[_address(each)] > 0:
                left[_address(each)] -= 1
            else:
                over.append(each)
        sides.append(over)
    return sides[0], sides[1]


def _address(href: str) -> str:
    """Return what an address leads to: http or https, with or without the last slash, it is the same."""
    return href.removeprefix("https://").removeprefix("http://").rstrip("/")


def _markers(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield the name of each footnote marker, and the word of content that it stands at."""
    sentence = unit.sentence
    before = list(accumulate(sentence.words, lambda last, word: stem(word) if is_content(word) else last, initial=""))
    for at, name in unit.markers:
        yield name, before[bisect_right(sentence.places, (at, len(unit.text)))]
