"""Negations that were added, removed or moved."""

from collections import defaultdict
from collections.abc import Iterator

from . import vocabulary
from .changes import ClinicalChange, Occurrence, group_quote, shortened
from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence, is_within
from .tokens import stem


def negation_changes(old: list[Occurrence], new: list[Occurrence], group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield the negations that changed in a group.

    Two reversals cancel out: "not safe" became "unsafe", "do not stop" became "keep on".
    """
    quote = group_quote(group)
    words = [{word for sentence in side for word in _unstated(sentence)} for side in (group.old, group.new)]
    reversed_words = _reversed_words(words[0] - words[1], words[1] - words[0])
    is_unless = _is_unless_to_only(words[0] - words[1], words[1] - words[0])
    if _is_without_to_before(_only_said(group.old, group.new), _only_said(group.new, group.old)):
        return
    count = abs(len(old) - len(new)) + len(reversed_words) + is_unless
    if count % 2 and reversed_words:
        is_denied = any(word.startswith(vocabulary.NEGATIVE_PREFIXES) for word in reversed_words[0])
        yield ClinicalChange("negation" if is_denied or old or new else "direction", *reversed_words[0], quote)
    elif count % 2 and _is_said_otherwise(
        _only_said(group.old, group.new), _only_said(group.new, group.old), is_removed=len(old) > len(new)
    ):
        return
    elif (old or new) and (count % 2 or (count and not reversed_words and not is_unless)):
        yield _count_change(old, new, group)
    elif not reversed_words and old:
        yield from _moved(old, new, group)
    denials = [{sentence.denied_by for sentence in side} for side in (group.old, group.new)]
    if denials[0] != denials[1] and all(len(side) == 1 for side in denials):
        yield ClinicalChange("negation", denials[0].pop(), denials[1].pop(), quote)


def _count_change(old: list[Occurrence], new: list[Occurrence], group: SentenceGroup) -> ClinicalChange:
    """Return the change by the negation that only one side has."""
    more, fewer = (old, new) if len(old) > len(new) else (new, old)
    scopes = _scopes(fewer)
    extra = next((negation for negation in more if _scope(negation) not in scopes), more[-1])
    phrase, quote = negated_phrase(extra), group_quote(group)
    if more is old:
        return ClinicalChange("negation", phrase, "", quote, extra.quote if group.new else "")
    return ClinicalChange("negation", "", phrase, quote, shortened(group.old[0].text) if group.old else "")


def _is_unless_to_only(lost: set[str], gained: set[str]) -> bool:
    """Return whether "not unless" became "only if", or the reverse: no change."""
    return any("unless" in one and "only" in other for one, other in ((lost, gained), (gained, lost)))


def _is_said_otherwise(lost: set[str], gained: set[str], *, is_removed: bool) -> bool:
    """Return whether "not as well" became "less well", "avoid" "stay out of", or the reverse."""
    with_negation, without = (lost, gained) if is_removed else (gained, lost)
    is_less = "less" in without and "as" in with_negation
    # You may not notice it for weeks; it may be weeks before you notice it.
    is_before = "before" in without and "for" in with_negation
    # A cough that does not go away is persistent.
    is_lasting = not vocabulary.LASTING.isdisjoint(without) and not with_negation.isdisjoint(("away", "better", "stop"))
    is_free = "free" in without and not with_negation.isdisjoint(("contain", "contains", "have", "has", "with"))
    # Do not let anyone else use it: it is for you only.
    is_yours = not without.isdisjoint(("only", "alone")) and not with_negation.isdisjoint(("else", "others", "another"))
    return is_less or is_before or is_lasting or is_free or is_yours or not without.isdisjoint(vocabulary.AVOIDING)


def _is_without_to_before(lost: set[str], gained: set[str]) -> bool:
    """Return whether "do not stop without asking" became "ask before you stop", or the reverse."""
    return any(
        "without" in one and not one.isdisjoint(("not", "never", "don't")) and "before" in other
        for one, other in ((lost, gained), (gained, lost))
    )


def _only_said(these: list[SourceSentence], those: list[SourceSentence]) -> set[str]:
    said = [{word for sentence in side for word in sentence.parsed.words} for side in (these, those)]
    return said[0] - said[1]


def _unstated(sentence: SourceSentence) -> Iterator[str]:
    """Yield the words that belong to no statement."""
    spans = [(statement.start, statement.end) for statement in sentence.parsed.statements]
    for word, (start, _) in zip(sentence.parsed.words, sentence.parsed.places, strict=True):
        if not is_within(start, spans):
            yield word


def _scopes(side: list[Occurrence]) -> set[str]:
    return {_scope(negation) for negation in side}


def _scope(negation: Occurrence) -> str:
    """Return the word of content that is denied: after the negation, and before "should be avoided"."""
    is_passive = negation.sentence.parsed.words[negation.statement.place] == "avoided"
    return negation.statement.left if is_passive else negation.statement.right


def negated_phrase(negation: Occurrence) -> str:
    """Return a negation with the next word: "not crush"."""
    places = negation.sentence.parsed.places
    following = negation.statement.place + 1
    return negation.sentence.text[negation.statement.start : places[min(following, len(places) - 1)][1]]


def _reversed_words(lost: set[str], gained: set[str]) -> list[tuple[str, str]]:
    """Return the words that became their opposites: safe and unsafe, start and stop."""
    stems = {stem(word): word for word in gained}
    pairs = [(word, stems[other]) for word in lost for other in _OPPOSITES.get(stem(word), ()) if other in stems]
    for prefix in vocabulary.NEGATIVE_PREFIXES:
        pairs += [(word, prefix + word) for word in lost if len(word) > 2 and prefix + word in gained]
        pairs += [(prefix + word, word) for word in gained if len(word) > 2 and prefix + word in lost]
        denied = {prefix + stem(word): word for word in lost if len(word) > 2}
        pairs += [(denied[base], word) for base, word in stems.items() if base in denied]
    return sorted(pair for pair in set(pairs) if vocabulary.UNSURE.isdisjoint(pair))


_OPPOSITES: dict[str, list[str]] = defaultdict(list)
for _one, _other in vocabulary.OPPOSITES:
    _OPPOSITES[stem(_one)].append(stem(_other))
    _OPPOSITES[stem(_other)].append(stem(_one))


def _moved(old: list[Occurrence], new: list[Occurrence], group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield a negation that moved to another word, where both words are still there."""
    content = [{stem(word) for sentence in side for word in sentence.parsed.words} for side in (group.old, group.new)]
    old_scopes, new_scopes = _scopes(old), _scopes(new)
    lost = [negation for negation in old if (scope := _scope(negation)) and scope not in new_scopes]
    gained = [negation for negation in new if (scope := _scope(negation)) and scope not in old_scopes]
    for before, after in zip(lost, gained, strict=False):
        is_reordered = _scope(before) in _clause(after) and _scope(after) in _clause(before)
        if _scope(before) in content[1] and _scope(after) in content[0] and not is_reordered:
            yield ClinicalChange("negation", negated_phrase(before), negated_phrase(after), group_quote(group))


def _clause(negation: Occurrence) -> set[str]:
    """Return the stems from a negation to the end of its clause: "not eat it or drink it" denies both."""
    words = negation.sentence.parsed.words[negation.statement.place :]
    ends = (place for place, word in enumerate(words) if word in _CLAUSE_ENDS)
    return {stem(word) for word in words[: next(ends, len(words))]}


_CLAUSE_ENDS = frozenset((".", ";", ":", "but", "if", "when", "unless", "because"))
