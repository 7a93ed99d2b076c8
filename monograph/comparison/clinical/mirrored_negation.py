"""Whether a negation that came or went is all that changed, or the sentence makes up for it in other words.

"Take it with food" for "do not take it without food" loses a "not" and says the same. A negation alone is therefore a
clinical change only where the rest of its sentence was not rewritten, so that both readings are understood; where it
was, the change is left to check.
"""

from collections import Counter
from collections.abc import Hashable

from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence
from .units import Unit, units_of
from .vocabulary import NEGATION, NEGATIVE_PREFIXES, STOPWORDS

# Words that deny or limit in other words, and words that set when something applies: in a sentence that was put in
# another order, one of these is denied with it.
_COMPENSATING = frozenset(
    """wait avoid stop skip miss refuse prevent keep leave lack free without unless until before only except instead
    rather fail forget limit protect alone else others still nothing none nobody hardly less late later already yet
    first incomplete damaged another part apart away out off""".split()
)
_RELATING = frozenset("before until unless without only except after still".split())
_DENYING = frozenset(word for phrase in NEGATION["not"].split(";") for word in phrase.split()) | frozenset(
    """with without can may might must should could would will need ought always allowed any do does did not never
    no""".split()
)
# Longer words with such a beginning deny what follows it.
_MIN_PREFIXED = 6


def makes_up_for(group: SentenceGroup) -> bool:
    """Return whether other words may say what a negation said that only one side has."""
    if is_cut(group):
        return False
    old, new = (_content(side) for side in (group.old, group.new))
    values = [[unit.value for unit in side] for side in (old, new)]
    only_old = _surplus(old, values[1])
    only_new = _surplus(new, values[0])
    if only_old and only_new:
        return True
    if any(_compensates(unit) for unit in (*only_old, *only_new)) or _compensating_words(group):
        return True
    common = [[value for value in side if value in set(other)] for side, other in (values, values[::-1])]
    related = not _RELATING.isdisjoint(word for side in (group.old, group.new) for word in _words(side))
    return related and common[0] != common[1]


def is_cut(group: SentenceGroup) -> bool:
    """Return whether words were only added or only removed: what they denied came or went with them."""
    shorter, longer = sorted((_words(group.old), _words(group.new)), key=len)
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _content(side: list[SourceSentence]) -> list[Unit]:
    return [
        unit
        for sentence in side
        for unit in units_of(sentence)
        if unit.has_content and unit.words.lower() not in STOPWORDS
        if not _DENYING.issuperset(_parts(unit)) and _parts(unit)[0] != "not"
    ]


def _parts(unit: Unit) -> list[str]:
    return unit.words.lower().replace("’", "'").split()


def _surplus(these: list[Unit], those: list[Hashable]) -> list[Unit]:
    """Return the units of one side that the other lacks; statements of a value don't make up for a negation."""
    left = Counter(those)
    surplus = []
    for unit in these:
        if left[unit.value] > 0:
            left[unit.value] -= 1
        else:
            surplus.append(unit)
    return surplus


def _compensates(unit: Unit) -> bool:
    words = _parts(unit)
    has_prefix = any(len(word) >= _MIN_PREFIXED and word.startswith(NEGATIVE_PREFIXES) for word in words)
    return has_prefix or not _COMPENSATING.isdisjoint(words)


def _compensating_words(group: SentenceGroup) -> bool:
    """Return whether only one side has a word that denies or limits, and is not itself the negation."""
    sides = [Counter(_other_words(side)) for side in (group.old, group.new)]
    return any(not _COMPENSATING.isdisjoint(these - those) for these, those in (sides, sides[::-1]))


def _other_words(side: list[SourceSentence]) -> list[str]:
    """Return the words that no statement of a negation has."""
    found = []
    for sentence in side:
        places = {statement.place for statement in sentence.parsed.statements if statement.kind == "negation"}
        found += [word for place, word in enumerate(sentence.parsed.words) if place not in places]
    return found


def _words(side: list[SourceSentence]) -> list[str]:
    return [word for sentence in side for word in sentence.parsed.words]
