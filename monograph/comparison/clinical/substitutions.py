"""Words that another word replaced which excludes it: unless and if, left and right, hives and cough.

Corresponding sentences are compared word by word, without what says nothing and with phrases that say the same as one
word. A pair of opposite words counts where little else in the sentence changed: in a sentence that was rewritten it
may be a rewording.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache

from ..align import gaps, matches
from .changes import ClinicalChange, group_quote, shortened
from .contrasts import DIRECTION, GRAMMAR, NEAR_POLES, Axis, are_opposites
from .equivalents import FILLERS, equivalent_phrases
from .named_things import THINGS
from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence
from .tokens import TOKEN, stem
from .vocabulary import INSTRUCTING

# The number of an axis, and one of its poles.
Pole = tuple[int, str]
AXES: tuple[Axis, ...] = (*GRAMMAR, *DIRECTION, *THINGS)
FIRST_THING = len(GRAMMAR) + len(DIRECTION)
# Statements that are compared by their value, and as one word here.
VALUES = frozenset(("dose", "number", "time", "frequency", "limit", "contact", "date", "reference"))
# Kinds of which a word counts inside a longer phrase, too.
INNER_KINDS = ("agent", "illness", "site", "organ")
NAMED_IN_STATEMENTS = ("form", "site")
# Words of content on either side of a replacement, and the share of a sentence that must be the same.
MAX_REPLACED = 4
MIN_SAME = 0.5
# Words of a sentence that is compared; longer ones are no sentences.
MAX_WORDS = 400


@dataclass(frozen=True)
class Unit:
    """A word or phrase as it is compared: equal values say the same; `poles` are what it excludes."""

    value: Hashable
    poles: tuple[Pole, ...]
    sentence: SourceSentence
    start: int
    end: int
    has_content: bool = True

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]

    @property
    def with_article(self) -> str:
        """Return the words with the article before them: "a nurse"."""
        article = _ARTICLE.search(self.sentence.text, max(0, self.start - 6), self.start)
        return (article[0] if article else "") + self.words


_ARTICLE = re.compile(r"\b(?:an?|the|your) $", re.IGNORECASE)
_INSTRUCTION = re.compile(rf" (?:{'|'.join(sorted(INSTRUCTING))})\b", re.IGNORECASE)


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
    old, new = ([unit for sentence in side for unit in _units(sentence)] for side in (group.old, group.new))
    if not old or not new or max(len(old), len(new)) > MAX_WORDS or _denials(group.old) != _denials(group.new):
        return
    pairs = matches([unit.value for unit in old], [unit.value for unit in new])
    whole = (0, len(old), 0, len(new))
    hunks = [Hunk(old[i1:i2], new[j1:j2]) for i1, i2, j1, j2 in gaps(pairs, whole) if i1 < i2 or j1 < j2]
    changed = sum(_weight(hunk.old) + _weight(hunk.new) for hunk in hunks)
    total = _weight(old) + _weight(new)
    surplus = _surplus(old, new), _surplus(new, old)
    gone = _only_in(old, new), _only_in(new, old)
    for hunk in hunks:
        is_close = total - changed >= MIN_SAME * total and hunk.size <= MAX_REPLACED
        for before, after, axis in _contrasts(hunk, surplus):
            is_alone = changed <= _weight([before]) + _weight([after])
            if is_alone or (is_close and not axis.is_weak):
                words = [unit.with_article if axis.kind == "agent" else unit.words for unit in (before, after)]
                yield ClinicalChange(axis.kind, words[0], words[1], shortened(after.sentence.text, after.start))
    if len(group.old) == len(group.new) == 1:
        yield from _one_sided(hunks, gone, group)


def _denials(side: list[SourceSentence]) -> int:
    """Return how many negations there are: one more or less is reported as that, or cancels out an opposite."""
    return sum(statement.kind == "negation" for sentence in side for statement in sentence.parsed.statements)


def _weight(units: list[Unit]) -> int:
    return sum(unit.has_content for unit in units)


def _surplus(these: list[Unit], those: list[Unit]) -> Counter[Pole]:
    """Return the poles that only these units have, or have more often."""
    return Counter(pole for unit in these for pole in unit.poles) - Counter(
        pole for unit in those for pole in unit.poles
    )


def _only_in(these: list[Unit], those: list[Unit]) -> set[Pole]:
    return {pole for unit in these for pole in unit.poles} - {pole for unit in those for pole in unit.poles}


def _contrasts(hunk: Hunk, surplus: tuple[Counter[Pole], Counter[Pole]]) -> Iterator[tuple[Unit, Unit, Axis]]:
    """Yield the pairs of a hunk that exclude each other, each word once."""
    left = list(hunk.new)
    for before in hunk.old:
        for after in left:
            axis = _axis(before, after, surplus)
            if axis is not None:
                yield before, after, axis
                left.remove(after)
                break


def _axis(before: Unit, after: Unit, surplus: tuple[Counter[Pole], Counter[Pole]]) -> Axis | None:
    """Return the axis on which two words exclude each other; None if they may say the same."""
    old_poles, new_poles = dict(before.poles), dict(after.poles)
    common = old_poles.keys() & new_poles.keys()
    if any(old_poles[number] == new_poles[number] for number in common if not AXES[number].is_weak):
        return None
    if are_opposites(before.words.lower(), after.words.lower()):
        return _AFFIXED
    for number in sorted(common):
        old, new = (number, old_poles[number]), (number, new_poles[number])
        if surplus[0][old] > 0 and surplus[1][new] > 0 and frozenset((old[1], new[1])) not in NEAR_POLES:
            return AXES[number]
    return None


_AFFIXED = Axis("direction", {})


def _one_sided(hunks: list[Hunk], gone: tuple[set[Pole], set[Pole]], group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield the words that only came or went, where the rest of the sentence is the same."""
    changed = [(hunk.old, hunk.new) for hunk in hunks if hunk.size]
    is_denied = _denials(group.old) > 0
    for side in (0, 1):
        if any(_weight(sides[1 - side]) for sides in changed):
            continue
        for sides in changed:
            units = [unit for unit in sides[side] if unit.has_content]
            axis = next(filter(None, (_counted_axis(unit, gone[side], is_denied=is_denied) for unit in units)), None)
            if axis is not None:
                words = _text(units)
                old, new = (words, "") if side == 0 else ("", words)
                yield ClinicalChange(axis.kind, old, new, group_quote(group))


def _counted_axis(unit: Unit, gone: set[Pole], *, is_denied: bool) -> Axis | None:
    """Return the axis of a word that counts when it only came or went.

    Where something is denied, each thing that is named counts: "do not crush or split". "Always" adds nothing to an
    instruction.
    """
    if unit.words.lower() == "always" and _INSTRUCTION.match(unit.sentence.text, unit.end):
        return None
    for number, pole in unit.poles:
        counts = AXES[number].counts_alone or (is_denied and number >= FIRST_THING)
        if counts and (number, pole) in gone:
            return AXES[number]
    return None


def _text(units: list[Unit]) -> str:
    last = next((unit for unit in reversed(units) if unit.sentence is units[0].sentence), units[0])
    return units[0].sentence.text[units[0].start : last.end]


def _units(sentence: SourceSentence) -> Iterator[Unit]:
    """Yield the words and phrases of a sentence; the statements of a value are one."""
    parsed = sentence.parsed
    statements = {statement.place: statement for statement in parsed.statements if statement.kind in VALUES}
    i = 0
    while i < len(parsed.words):
        start = parsed.places[i][0]
        if statement := statements.get(i):
            phrase, _ = _phrase_at(parsed.words, i)
            poles = phrase.poles if phrase else ()
            yield Unit((statement.kind, statement.value), poles, sentence, start, statement.end)
            end = bisect_left(parsed.places, (statement.end, 0))
            yield from (unit for place in range(i + 1, end - 1) if (unit := _named_unit(sentence, place)))
            i = end
            continue
        phrase, end = _phrase_at(parsed.words, i)
        if phrase is not None:
            has_content = end > i + 1 or parsed.words[i] not in FILLERS
            yield Unit(phrase.value, phrase.poles, sentence, start, parsed.places[end - 1][1], has_content)
            i = end
            continue
        word = parsed.words[i]
        if word[-1].isalnum():
            yield Unit(stem(word), (), sentence, start, parsed.places[i][1], has_content=word not in FILLERS)
        i += 1


def _named_unit(sentence: SourceSentence, i: int) -> Unit | None:
    """Return a word inside a statement that is no part of its value: "XR" of "one XR tablet"."""
    phrase, end = _phrase_at(sentence.parsed.words, i)
    if phrase is None or not any(AXES[number].kind in NAMED_IN_STATEMENTS for number, _ in phrase.poles):
        return None
    places = sentence.parsed.places
    return Unit(phrase.value, phrase.poles, sentence, places[i][0], places[end - 1][1])


@dataclass(frozen=True)
class Phrase:
    """Words that are compared as one: their stems, and where the very words matter, these."""

    stems: tuple[str, ...]
    exact: tuple[str, ...]
    value: Hashable
    poles: tuple[Pole, ...]


def _phrase_at(words: list[str], i: int) -> tuple[Phrase | None, int]:
    """Return the longest phrase at a word, and where it ends."""
    for phrase in _phrases().get(stem(words[i]), ()):
        end = _end_of(words, i, phrase)
        if end:
            return phrase, end
    return None, i


def _end_of(words: list[str], i: int, phrase: Phrase) -> int:
    """Return where a phrase ends that begins at a word, over hyphens; 0 if it is another one."""
    for place, expected in enumerate(phrase.stems):
        while i < len(words) and words[i] == "-":
            i += 1
        if i == len(words) or stem(words[i]) != expected or (phrase.exact and words[i] != phrase.exact[place]):
            return 0
        i += 1
    return i


# By the stems, and the very words of a phrase of grammar.
Poles = dict[tuple[tuple[str, ...], tuple[str, ...]], list[Pole]]


def _add_inner_poles(poles: Poles) -> None:
    """Give a phrase the poles of the words in it: "call your nurse" is about a nurse."""
    single = {stems: listed for (stems, _), listed in poles.items()}
    for (stems, _), listed in poles.items():
        for start in range(len(stems)):
            for end in range(len(stems), start, -1):
                inner = single.get(stems[start:end], []) if end - start < len(stems) else []
                listed += [
                    (number, pole)
                    for number, pole in inner
                    if AXES[number].kind in INNER_KINDS and number not in dict(listed)
                ]


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """Return the phrases by their first word, the longest first."""
    grammar = {_tokens(phrase) for axis in GRAMMAR for phrase in axis.phrases}
    same = {_stems(_tokens(phrase)): value for phrase, value in equivalent_phrases().items()}
    poles: Poles = {(stems, ()): [] for stems in same}
    for number, axis in enumerate(AXES):
        for phrase, pole in axis.phrases.items():
            written = _tokens(phrase)
            listed = poles.setdefault((_stems(written), written if written in grammar else ()), [])
            if number not in dict(listed):
                listed.append((number, pole))
    _add_inner_poles(poles)
    table: dict[str, list[Phrase]] = defaultdict(list)
    for (stems, exact), listed in poles.items():
        value: Hashable = ("same", same[stems]) if stems in same else listed[0]
        table[stems[0]].append(Phrase(stems, exact, value, tuple(listed)))
    for phrases in table.values():
        phrases.sort(key=lambda phrase: (-len(phrase.stems), not phrase.exact))
    return table


def _tokens(phrase: str) -> tuple[str, ...]:
    return tuple(word for word in TOKEN.findall(phrase) if word != "-")


def _stems(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(stem, words))
