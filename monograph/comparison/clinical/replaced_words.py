"""Words that became other words where all else in the sentence is the same, and that can't say the same.

Silence must be earned by a synonym: "opening" for "receiving" is on no list of this package, and no dictionary of
synonyms lets one say the other. An editor who rewords a sentence changes more than one place, or takes a synonym.
"""

from collections.abc import Iterator

from ...content.lexicon import word_classes
from ..wording import proof
from .changes import ClinicalChange, shortened
from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence
from .statements import Statement
from .synonyms import can_say_the_same, is_medicine, names_something
from .units import Unit, units_of

# Words of content in either place; more are a rewritten sentence.
MAX_REPLACED = 3
# Words that stayed.
MIN_SAME = 2
ARTICLES = frozenset("a an the your this that these those it its is are will be also".split())
RELATING = frozenset("then before after with without for from to in into at on if unless when until than by of".split())
Place = tuple[SourceSentence, int]


def replaced_words(group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield the only place in which two sentences differ, if its words can't say the same."""
    old, new = _places(group.old), _places(group.new)
    before, after = ([_word(place) for place in side] for side in (old, new))
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    lost, gained = old[start : len(old) - end], new[start : len(new) - end]
    if sorted(before) == sorted(after):
        yield from _swapped(lost, gained)
        return
    said = _said(lost), _said(gained)
    if not all(said) or start + end < MIN_SAME or max(map(len, said)) > MAX_REPLACED:
        return
    if any(can_say_the_same(one, other) for one in said[0] for other in said[1]):
        return
    words = _text(lost), _text(gained)
    if not proof(*words) and not _have_same_meaning(lost, gained):
        yield ClinicalChange(_kind(*said), *words, shortened(gained[0][0].text, _start(gained)))


def _swapped(lost: list[Place], gained: list[Place]) -> Iterator[ClinicalChange]:
    """Yield words that changed places around others that relate them: "the lower one, then the higher one"."""
    old, new = ([_word(place) for place in side] for side in (lost, gained))
    for first in range(1, MAX_REPLACED + 1):
        for last in range(1, MAX_REPLACED + 1):
            between = old[first:-last]
            is_swap = new == old[-last:] + between + old[:first]
            if is_swap and not RELATING.isdisjoint(between) and _said(lost[:first]) and _said(lost[-last:]):
                yield ClinicalChange("order", _text(lost), _text(gained), shortened(gained[0][0].text, _start(gained)))
                return


def _places(side: list[SourceSentence]) -> list[Place]:
    return [
        (sentence, number)
        for sentence in side
        for number, word in enumerate(sentence.parsed.words)
        if word[-1].isalnum() and (word not in ARTICLES or _is_letter((sentence, number)))
    ]


def _is_letter(place: Place) -> bool:
    """Return whether a word is a letter that names something: hepatitis A."""
    sentence, number = place
    start, end = sentence.parsed.places[number]
    return number > 0 and end == start + 1 and sentence.text[start].isupper()


def _word(place: Place) -> str:
    return place[0].parsed.words[place[1]]


def _common(these: list[str], those: list[str]) -> int:
    """Return how many words are the same at the beginning."""
    pairs = enumerate(zip(these, those, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(these), len(those)))


def _said(places: list[Place]) -> list[str]:
    return [_word(place) for place in places if _is_letter(place) or names_something(_word(place))]


def _start(places: list[Place]) -> int:
    sentence, number = places[0]
    return sentence.parsed.places[number][0]


def _text(places: list[Place]) -> str:
    sentence = places[0][0]
    last = max(number for other, number in places if other is sentence)
    return sentence.text[_start(places) : sentence.parsed.places[last][1]]


def _units(places: list[Place]) -> list[Unit]:
    """Return the phrases that have one of these words."""
    sentences = {id(sentence): sentence for sentence, _ in places}
    starts = [(sentence, sentence.parsed.places[number][0]) for sentence, number in places]
    return [
        unit
        for sentence in sentences.values()
        for unit in units_of(sentence)
        if unit.has_content and any(other is sentence and unit.start <= place < unit.end for other, place in starts)
    ]


def _have_same_meaning(lost: list[Place], gained: list[Place]) -> bool:
    """Return whether a phrase or statement in these places means what one in the others does: a brand, its generic."""
    these, those = _units(lost), _units(gained)
    values = [{(item.kind, item.value) for item in _statements(side)} for side in (lost, gained)]
    return not values[0].isdisjoint(values[1]) or any(
        unit.value == other.value or not set(unit.poles).isdisjoint(other.poles) for unit in these for other in those
    )


def _statements(places: list[Place]) -> Iterator[Statement]:
    """Yield the statements that begin in one of these places."""
    for sentence, number in places:
        yield from (statement for statement in sentence.parsed.statements if statement.place == number)


def _kind(old: list[str], new: list[str]) -> str:
    """Return "medicine" for a name, "action" for a verb that became another one, and "thing" for the rest."""
    if all(any(map(is_medicine, side)) for side in (old, new)):
        return "medicine"
    classes = word_classes.word_classes()
    verbs = (word_classes.BASE, word_classes.THIRD, word_classes.PAST, word_classes.PARTICIPLE, word_classes.ING)
    are_verbs = (not set(verbs).isdisjoint(classes.get(side[0], "")) for side in (old, new))
    return "action" if len(old) == len(new) == 1 and all(are_verbs) else "thing"
