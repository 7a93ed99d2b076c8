"""The words and phrases of a sentence as they are compared: without endings, and with what they exclude."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache

from .contrasts import DIRECTION, GRAMMAR, Axis
from .equivalents import FILLERS, equivalent_phrases
from .named_things import THINGS
from .source_sentences import SourceSentence
from .tokens import TOKEN, stem

# The number of an axis, and one of its poles.
Pole = tuple[int, str]
AXES: tuple[Axis, ...] = (*GRAMMAR, *DIRECTION, *THINGS)
FIRST_THING = len(GRAMMAR) + len(DIRECTION)
# "For 10 days" is not "until you feel better".
FOR_A_TIME: Pole = next((number, "for a time") for number, axis in enumerate(AXES) if "for a time" in axis.phrases)
# "Leave it on" and "take it off", with the thing between.
_ON = next(number for number, axis in enumerate(AXES) if "leave on" in axis.phrases)
ON_OR_OFF: dict[str, Pole] = {"on": (_ON, "leave on"), "off": (_ON, "take off")}
AFTER_CLAUSE = frozenset("when while until before after during if and or for once".split())
# Statements that are compared by their value, and as one word here.
VALUES = frozenset(("dose", "number", "time", "frequency", "limit", "contact", "date", "reference"))
# Kinds of which a word counts inside a longer phrase, too.
INNER_KINDS = ("agent", "illness", "site", "organ")
NAMED_IN_STATEMENTS = ("form", "site")


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
    def is_exclusive_phrase(self) -> bool:
        """Return whether it is more than a word, and excludes others."""
        return bool(self.poles) and " " in self.words

    @property
    def is_denied(self) -> bool:
        return _DENIAL.search(self.sentence.text, max(0, self.start - 8), self.start) is not None

    @property
    def with_article(self) -> str:
        """Return the words with the article before them: "a nurse"."""
        article = _ARTICLE.search(self.sentence.text, max(0, self.start - 6), self.start)
        return (article[0] if article else "") + self.words


_DENIAL = re.compile(r"(?:\b(?:not|never|avoid)|n['’]t) $", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|your) $", re.IGNORECASE)


def units_of(sentence: SourceSentence) -> Iterator[Unit]:
    """Yield the words and phrases of a sentence; the statements of a value are one."""
    parsed = sentence.parsed
    statements = {statement.place: statement for statement in parsed.statements if statement.kind in VALUES}
    i = 0
    while i < len(parsed.words):
        start = parsed.places[i][0]
        if statement := statements.get(i):
            phrase, _ = _phrase_at(parsed.words, i)
            # A limit is compared by its value: "not above" is "at most".
            poles = phrase.poles if phrase and statement.kind != "limit" else ()
            if statement.kind == "time" and i and parsed.words[i - 1] == "for":
                poles += (FOR_A_TIME,)
            yield Unit((statement.kind, statement.value), poles, sentence, start, statement.end)
            end = bisect_left(parsed.places, (statement.end, 0))
            yield from (unit for place in range(i + 1, end - 1) if (unit := _named_unit(sentence, place)))
            i = end
            continue
        phrase, end = _phrase_at(parsed.words, i)
        if phrase is not None:
            has_content = end > i + 1 or parsed.words[i] not in FILLERS
            poles = phrase.poles + _particle_poles(parsed.words, i, end)
            yield Unit(phrase.value, poles, sentence, start, parsed.places[end - 1][1], has_content)
            i = end
            continue
        word = parsed.words[i]
        if word[-1].isalnum():
            yield Unit(stem(word), (), sentence, start, parsed.places[i][1], has_content=word not in FILLERS)
        i += 1


def _particle_poles(words: list[str], i: int, end: int) -> tuple[Pole, ...]:
    """Return the pole of "on" or "off" at the end of a clause: "leave the patch on while you shower"."""
    is_at_end = end == len(words) or not words[end][-1].isalnum() or words[end] in AFTER_CLAUSE
    return (ON_OR_OFF[words[i]],) if words[i] in ON_OR_OFF and end == i + 1 and is_at_end and i else ()


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
    count = len(words)
    for place, expected in enumerate(phrase.stems):
        while i < count and words[i] == "-":
            i += 1
        if i == count or stem(words[i]) != expected or (phrase.exact and words[i] != phrase.exact[place]):
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
