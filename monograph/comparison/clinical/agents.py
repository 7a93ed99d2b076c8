"""Who does what: "your nurse will remove the needle" and "remove the needle" have another agent."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from ...content.lexicon import word_classes
from .changes import ClinicalChange, shortened
from .source_sentences import SourceSentence
from .tokens import stem
from .units import AXES, Unit

READER = "you"
# Words between an act and "by".
MAX_BETWEEN = 6
_AGENTS = next(axis for axis in AXES if axis.kind == "agent" and "nurse" in axis.phrases)
_MODALS = frozenset(
    """will would can could may might must should shall has have had need needs to also then be been is are was were do
    does did always never not usually first only""".split()
)
_STARTS = frozenset((".", ",", ";", ":", "and", "then", "or", "please", "always", "not", "|"))
# What people do to each other, or with anything, says little about who treats whom.
_COMMON = frozenset(
    stem(word)
    for word in """be have get need want know tell ask talk speak call contact see let make take help keep go come feel
    think discuss explain show say use advise recommend prescribe read visit start begin""".split()
)
# With one of these a common verb is another act: "take out".
_PARTICLE = re.compile(r" (?:out|off|apart)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Act:
    """An act, who does it, and the words that say so."""

    verb: str
    agent: str
    sentence: SourceSentence
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.sentence.text[self.start : self.end]


def other_agents(old: list[Unit], new: list[Unit]) -> Iterator[ClinicalChange]:
    """Yield the first act that somebody else does now."""
    acts = _by_verb(old), _by_verb(new)
    for verb in acts[0]:
        agents = [{act.agent for act in side.get(verb, ())} for side in acts]
        if agents[1] and agents[0].isdisjoint(agents[1]):
            before, after = (side[verb][0] for side in acts)
            yield ClinicalChange("agent", before.words, after.words, shortened(after.sentence.text, after.start))
            return


def _by_verb(side: list[Unit]) -> dict[str, list[_Act]]:
    acts: dict[str, list[_Act]] = defaultdict(list)
    for sentence, units in groupby(side, key=attrgetter("sentence")):
        for act in _acts(sentence, units):
            if act.verb not in _COMMON or _PARTICLE.match(sentence.text, act.end):
                acts[act.verb].append(act)
    return acts


def _acts(sentence: SourceSentence, units: Iterable[Unit]) -> Iterator[_Act]:
    words, places = sentence.parsed.words, sentence.parsed.places
    agents = {place: (agent, end) for place, end, agent in _named_agents(sentence, units)}
    for i, word in enumerate(words):
        if i in agents:
            agent, end = agents[i]
            verb = _verb_after(words, end)
            if verb is not None:
                yield _Act(stem(words[verb]), agent, sentence, places[i][0], places[verb][1])
            if i and (by := i - 1 - (words[i - 1] in ("a", "the", "your"))) > 0 and words[by] == "by":
                near = range(by - 1, max(by - MAX_BETWEEN, -1), -1)
                done = next((k for k in near if _is(words[k], word_classes.PARTICIPLE)), None)
                if done is not None:
                    yield _Act(stem(words[done]), agent, sentence, places[done][0], places[end - 1][1])
        elif _is_asked(words, i) and not any(place < i for place in agents):
            # After an agent it may be what the agent does: "your nurse will clean and dress it".
            yield _Act(stem(word), READER, sentence, *places[i])


def _is_asked(words: list[str], i: int) -> bool:
    """Return whether a verb begins an instruction."""
    return (i == 0 or words[i - 1] in _STARTS) and _is(words[i], word_classes.BASE)


def _named_agents(sentence: SourceSentence, units: Iterable[Unit]) -> Iterator[tuple[int, int, str]]:
    """Yield the first token of each agent, the one after it, and the agent."""
    starts = {start: i for i, (start, _) in enumerate(sentence.parsed.places)}
    ends = {end: i + 1 for i, (_, end) in enumerate(sentence.parsed.places)}
    yield from ((i, i + 1, READER) for i, word in enumerate(sentence.parsed.words) if word in ("you", "you'll"))
    for unit in units:
        pole = _AGENTS.phrases.get(unit.words.lower())
        if pole and unit.start in starts and unit.end in ends:
            yield starts[unit.start], ends[unit.end], pole


def _verb_after(words: list[str], i: int) -> int | None:
    """Return the place of the verb of an agent: in "you can give" that of "give"."""
    while i < len(words) and words[i] in _MODALS:
        if words[i] in ("be", "been", "is", "are", "was", "were"):
            return None
        i += 1
    return i if i < len(words) and (_is(words[i], word_classes.BASE) or _is(words[i], word_classes.THIRD)) else None


def _is(word: str, letter: str) -> bool:
    return letter in word_classes.word_classes().get(word, "")
