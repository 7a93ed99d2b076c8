"""Which old and new sentences correspond, and which old ones were removed."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from ...content.sentences import sentences, words
from .source_sentences import SourceSentence
from .synonyms import can_say_the_same, names_something
from .tokens import is_content, stem

# A word shared by more sentences does not show which ones correspond.
MAX_COMMON = 12
# Shares of common words from which two sentences correspond: anywhere, and between the same neighbors.
MIN_ALIKE = 0.5
MIN_ALIKE_IN_PLACE = 0.25
# Share of a sentence's words in another one: it was split from that one, or merged into it.
MIN_CONTAINED = 0.6
# Share of a sentence's words left in the other text: it was reworded, not removed.
MIN_LEFT = 0.45
# Share of its words in one other sentence that says the same, if it has enough words of content.
MIN_REPEATED = 0.8
MIN_WORDS = 4
# Shares of words that have a synonym on the other side, and words of which synonyms are looked up.
MIN_SYNONYMOUS = 0.6
MIN_SYNONYMS, MAX_SYNONYMOUS = 3, 25
# Unchanged paragraphs searched for every removed sentence.
MAX_SEARCHED = 200
# Kinds that say little about which sentences correspond.
WEAK_KINDS = frozenset(("relation", "negation", "obligation"))


@dataclass
class SentenceGroup:
    """Old and new sentences that correspond."""

    old: list[SourceSentence]
    new: list[SourceSentence]


class _Matching:
    def __init__(self, old: list[SourceSentence], new: list[SourceSentence]) -> None:
        self.old, self.new = old, new
        self.old_groups: dict[int, SentenceGroup] = {}
        self.new_groups: dict[int, SentenceGroup] = {}
        self.groups: list[SentenceGroup] = []

    def pair(self, i: int, j: int) -> None:
        """Put two sentences in one group: that of either, or a new one."""
        group = self.old_groups.get(i) or self.new_groups.get(j)
        if group is None:
            group = SentenceGroup([], [])
            self.groups.append(group)
        if i not in self.old_groups:
            self.old_groups[i] = group
            group.old.append(self.old[i])
        if j not in self.new_groups:
            self.new_groups[j] = group
            group.new.append(self.new[j])


def match_sentences(
    old: list[SourceSentence], new: list[SourceSentence], unchanged: list[str]
) -> tuple[list[SentenceGroup], list[SourceSentence], list[SourceSentence]]:
    """Return the groups, the removed old sentences and the added new ones.

    `unchanged` are the blocks that both texts have.
    """
    matching = _Matching(old, new)
    nearby = _nearby(old, new)
    _pair_alike(matching, nearby)
    _pair_in_place(matching)
    _pair_contained(matching, nearby)
    _pair_continued(matching)
    removed = [sentence for i, sentence in enumerate(old) if i not in matching.old_groups]
    added = [sentence for j, sentence in enumerate(new) if j not in matching.new_groups]
    return matching.groups, _without_counterpart(removed, new, unchanged), _without_counterpart(added, old, unchanged)


def _nearby(old: list[SourceSentence], new: list[SourceSentence]) -> dict[int, set[int]]:
    """Return, by old sentence, the new ones in its slot or with a rare common word."""
    having: dict[str, list[int]] = defaultdict(list)
    slots: dict[tuple[int, int], list[int]] = defaultdict(list)
    for j, sentence in enumerate(new):
        slots[sentence.slot].append(j)
        for word in sentence.signature | sentence.content:
            if len(having[word]) <= MAX_COMMON:
                having[word].append(j)
    nearby: dict[int, set[int]] = {}
    for i, sentence in enumerate(old):
        in_place = slots.get(sentence.slot, [])
        nearby[i] = set(in_place[:MAX_COMMON])
        for word in sentence.signature | sentence.content:
            if len(having.get(word, ())) <= MAX_COMMON:
                nearby[i].update(having.get(word, ()))
    return nearby


def _similarity(old: SourceSentence, new: SourceSentence) -> float:
    by_signature, by_content = _share(old.signature, new.signature), _share(old.content, new.content)
    # Labels break ties by the words without the numbers, because the numbers may be what changed.
    by_label = _share(old.labels, new.labels)
    return max(by_signature, by_content) * 0.8 + min(by_signature, by_content) * 0.1 + by_label * 0.1


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words in common (Dice): 1 for the same words, 0 for none."""
    count = len(one) + len(other)
    return 2 * len(one & other) / count if count else 0.0


def _pair_alike(matching: _Matching, nearby: dict[int, set[int]]) -> None:
    scored: list[tuple[float, int, int, int]] = []
    for i, sentence in enumerate(matching.old):
        for j in nearby[i]:
            other = matching.new[j]
            is_in_place = sentence.slot == other.slot
            score = _similarity(sentence, other)
            if score >= (MIN_ALIKE_IN_PLACE if is_in_place else MIN_ALIKE):
                is_under_same = sentence.under != "" and sentence.under == other.under
                scored.append((-score - 0.1 * is_in_place - 0.3 * is_under_same, abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if i not in matching.old_groups and j not in matching.new_groups:
            matching.pair(i, j)


def _pair_in_place(matching: _Matching) -> None:
    """Pair sentences left alone between the same neighbors that state the same kinds."""
    slots: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, sentence in enumerate(matching.old):
        if i not in matching.old_groups:
            slots[sentence.slot][0].append(i)
    for j, sentence in enumerate(matching.new):
        if j not in matching.new_groups:
            slots[sentence.slot][1].append(j)
    for old_places, new_places in slots.values():
        if max(len(old_places), len(new_places)) <= MAX_COMMON:
            _pair_synonymous(matching, old_places, new_places)
        if len(old_places) == len(new_places):
            for i, j in zip(old_places, new_places, strict=True):
                old_kinds, new_kinds = _kinds(matching.old[i]), _kinds(matching.new[j])
                if old_kinds & new_kinds - WEAK_KINDS and i not in matching.old_groups and j not in matching.new_groups:
                    matching.pair(i, j)


def _pair_synonymous(matching: _Matching, old_places: list[int], new_places: list[int]) -> None:
    """Pair sentences that say the same in other words: "drink plenty of fluids", "have lots of liquids"."""
    for i in old_places:
        for j in new_places:
            if j not in matching.new_groups and i not in matching.old_groups:
                words = [
                    [word for word in sentence.parsed.words if names_something(word)]
                    for sentence in (matching.old[i], matching.new[j])
                ]
                # A word or two must all be there.
                least = MIN_SYNONYMOUS if min(map(len, words)) >= MIN_SYNONYMS else 1.0
                if all(_synonymous_share(these, those) >= least for these, those in (words, words[::-1])):
                    matching.pair(i, j)


def _synonymous_share(these: list[str], those: list[str]) -> float:
    """Return the share of words that one of the others may say; 0 for none or too many to tell."""
    if not 0 < len(these) <= MAX_SYNONYMOUS:
        return 0.0
    return sum(any(can_say_the_same(word, other) for other in those) for word in these) / len(these)


def _kinds(sentence: SourceSentence) -> set[str]:
    return {statement.kind for statement in sentence.parsed.statements}


def _pair_contained(matching: _Matching, nearby: dict[int, set[int]]) -> None:
    """Add to a group what was split from its sentences, or merged into them."""
    reverse: dict[int, set[int]] = defaultdict(set)
    for i, others in nearby.items():
        for j in others:
            reverse[j].add(i)
    for i, sentence in enumerate(matching.old):
        if i not in matching.old_groups:
            shares = [(_contained_share(sentence, matching.new[j]), -j) for j in nearby[i]]
            if shares and max(shares)[0] >= MIN_CONTAINED:
                matching.pair(i, -max(shares)[1])
    for j, sentence in enumerate(matching.new):
        if j not in matching.new_groups:
            shares = [(_contained_share(sentence, matching.old[i]), -i) for i in reverse[j]]
            if shares and max(shares)[0] >= MIN_CONTAINED:
                matching.pair(-max(shares)[1], j)


def _pair_continued(matching: _Matching) -> None:
    """Add to the group of the sentence before or after it what states only what that group lost."""
    sides = (
        (matching.old, matching.old_groups, lambda group: (group.new, group.old)),
        (matching.new, matching.new_groups, lambda group: (group.old, group.new)),
    )
    for here, groups, others_and_own in sides:
        for i, sentence in enumerate(here):
            is_short = _refers_back(sentence)
            if i in groups or not (is_short or _kinds(sentence) - WEAK_KINDS):
                continue
            for near in (i - 1, i + 1):
                group = groups.get(near)
                if group is None or here[near].slot != sentence.slot:
                    continue
                others, own = others_and_own(group)
                if len(others) + len(own) > MAX_COMMON:
                    continue
                is_shared = is_short and not sentence.content.isdisjoint(_said(others) - _said(own))
                if is_shared or (not is_short and _stated([sentence]) <= _stated(others) - _stated(own)):
                    groups[i] = group
                    own.append(sentence)
                    break


def _refers_back(sentence: SourceSentence) -> bool:
    """Return whether a few words go on with the sentence before, and state nothing: "This soon passes"."""
    is_pronoun = sentence.parsed.words[:1] in (["this"], ["it"], ["that"], ["they"], ["these"])
    return is_pronoun and len(sentence.content) < MIN_WORDS and not _kinds(sentence) - {"obligation"}


def _said(side: list[SourceSentence]) -> frozenset[str]:
    return frozenset().union(*(sentence.content for sentence in side))


def _stated(side: list[SourceSentence]) -> Counter[tuple[str, object]]:
    return Counter((statement.kind, statement.value) for sentence in side for statement in sentence.parsed.statements)


def _contained_share(inner: SourceSentence, outer: SourceSentence) -> float:
    return len(inner.content & outer.content) / len(inner.content) if inner.content else 0.0


def _without_counterpart(
    alone: list[SourceSentence], others: list[SourceSentence], unchanged: list[str]
) -> list[SourceSentence]:
    """Return the sentences that the other text does not have in other words either."""
    if not alone:
        return []
    said = frozenset().union(*(sentence.content for sentence in others))
    contents = [content for text in unchanged if len(content := _content(text)) >= MIN_WORDS]
    same = {text[start:end].casefold() for text in unchanged for start, end in sentences(text)}
    nowhere = []
    for sentence in alone:
        if not sentence.content or sentence.tag in ("h3", "h4") or sentence.text.casefold() in same:
            continue
        if sentence.text.endswith(":") and "negation" not in _kinds(sentence):
            # The line before a list says little without it.
            continue
        is_repeated = len(sentence.content) >= MIN_WORDS and _is_in_one(sentence.content, contents)
        if len(sentence.content & said) < MIN_LEFT * len(sentence.content) and not is_repeated:
            nowhere.append(sentence)
    return nowhere


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text.lower()) if is_content(word))


def _is_in_one(content: frozenset[str], others: list[frozenset[str]]) -> bool:
    return any(len(content & other) >= MIN_REPEATED * len(content) for other in others[:MAX_SEARCHED])
