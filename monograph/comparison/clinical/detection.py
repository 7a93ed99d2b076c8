"""Find the clinical changes between two texts.

The statements of old and new sentences are compared; those that do not cancel out are changes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from ..block_tree import Node
from .changed_sentences import changed_sentences
from .changes import ClinicalChange, Occurrence, group_quote, shortened
from .links_and_footnotes import link_and_footnote_changes
from .mirrored_negation import makes_up_for
from .negation import negated_phrase, negation_changes
from .rules import RULES, report_all
from .sentence_matching import SentenceGroup, match_sentences
from .source_sentences import SourceSentence
from .substitutions import substitutions
from .swapped_values import Unmatched, swapped_values
from .vocabulary import INSTRUCTING

QUANTITIES = ("dose", "time", "frequency", "number")
# Kinds that change what the reader does, even in an entirely new sentence; other new statements are left to the reader
# of the diff.
REPORTED_IN_NEW_SENTENCES = ("dose", "limit", "negation", "contact")
# In a new sentence they warn or instruct.
WARNING_KINDS = frozenset("obligation severity population medicine route time frequency date".split())
# Where a sentence was rewritten, these come and go with its words.
SOFT_KINDS = frozenset("obligation frequency population limit time route severity".split())
MIN_CLOSE = 0.65
# Shares of the words of content; a negation is less likely to come with other words.
MIN_CLOSE_NEGATION = 0.55
MIN_WORDS = 3
REPORTED_AS = {"relation": "time"}


def find_clinical_changes(old: Node, new: Node, names: frozenset[str]) -> list[ClinicalChange]:
    """Return the clinical changes in the order of the new text, removed text last.

    `names` are further names of medicines, lowercase.
    """
    before, after, unchanged = changed_sentences(old, new, names)
    groups, removed, added = match_sentences(before, after, unchanged)
    order = {id(sentence): place for place, sentence in enumerate(after)}
    groups.sort(key=lambda group: min((order[id(sentence)] for sentence in group.new), default=0))
    changes = [change for group in groups for change in _and_substitutions(list(_group_changes(group)), group)]
    # A first text changes nothing.
    if old.children:
        changes += [change for sentence in added for change in _new_sentence_changes(sentence)]
    changes += [
        ClinicalChange("removed", shortened(sentence.text), "", shortened(sentence.text)) for sentence in removed
    ]
    return list(dict.fromkeys(changes))


def _and_substitutions(changes: list[ClinicalChange], group: SentenceGroup) -> list[ClinicalChange]:
    """Add the replaced words that no change of a statement names already; they complete one that names only a side."""
    for change in substitutions(group):
        same = next((known for known in changes if _is_about_same(known, change)), None)
        if same is None:
            changes.append(change)
        elif change.old and change.new and not (same.old_quote or (same.old and same.new)):
            changes[changes.index(same)] = replace(change, kind=same.kind)
    return changes


def _is_about_same(known: ClinicalChange, change: ClinicalChange) -> bool:
    """Return whether the words of either side are those of a known change, or are among them."""
    sides = ((known.old.casefold(), change.old.casefold()), (known.new.casefold(), change.new.casefold()))
    return any(one and other and (one in other or other in one) for one, other in sides)


def _new_sentence_changes(sentence: SourceSentence) -> list[ClinicalChange]:
    """Return what an entirely new sentence asks: a dose, a limit, a negation, a call; or the sentence itself."""
    changes = []
    for kind, occurrences in _by_kind([sentence]).items():
        if kind in REPORTED_IN_NEW_SENTENCES:
            words = negated_phrase(occurrences[0]) if kind == "negation" else occurrences[0].words
            changes.append(ClinicalChange(kind, "", words, occurrences[0].quote))
    if not changes and (sentence.tag in ("li", "tr") or _instructs(sentence)):
        changes.append(ClinicalChange("added", "", shortened(sentence.text), shortened(sentence.text)))
    return changes


def _instructs(sentence: SourceSentence) -> bool:
    """Return whether a sentence asks something of readers, or warns them."""
    words = [word for word in sentence.parsed.words if word not in ("please", "always", "then", "also")]
    kinds = {statement.kind for statement in sentence.parsed.statements}
    return words[:1] != [] and (words[0] in INSTRUCTING or not kinds.isdisjoint(WARNING_KINDS))


def _group_changes(group: SentenceGroup) -> Iterator[ClinicalChange]:
    old, new = _by_kind(group.old), _by_kind(group.new)
    unmatched = {kind: _unmatched(old[kind], new[kind]) for kind in {**old, **new}}
    share = _share_of_words(group)
    # "Not while wearing lenses" is "take them out before": where one denies, "while" and "before" don't compare.
    if len(old["negation"]) != len(new["negation"]):
        unmatched.pop("relation", None)
    for kind, (lost, gained) in _pair_across_kinds(unmatched).items():
        rule = RULES.get(kind, report_all)
        for before, after in rule(lost, gained, group):
            if before and after and before.words.casefold() == after.words.casefold():
                if kind == "limit" and before.statement.value != after.statement.value:
                    yield _denied_limit(before, after)
                continue
            if before and after and _is_mirrored(before, after, len(old["negation"]) - len(new["negation"])):
                continue
            if kind in SOFT_KINDS and not (before and after) and share < MIN_CLOSE:
                continue
            yield _change(REPORTED_AS.get(kind, kind), before, after, group)
    swaps = ((kind, swapped_values(old[kind], new[kind], unmatched.get(kind, ([], [])))) for kind in QUANTITIES)
    kind, pairs = next(((kind, pairs) for kind, pairs in swaps if pairs), ("", []))
    for before, after in pairs:
        if not _is_gloss(before, after):
            yield _change(kind, before, after, group)
    for change in negation_changes(old["negation"], new["negation"], group):
        if not change.old_quote or (share >= MIN_CLOSE_NEGATION and not makes_up_for(group)):
            yield change
    yield from link_and_footnote_changes(group)


def _denied_limit(before: Occurrence, after: Occurrence) -> ClinicalChange:
    """Return the change of a limit that only one side denies: "do not take more than 8", "you can take more than 8"."""
    is_denied = before.statement.value[0] in ("at most", "at least")
    words = f"not … {before.words}", after.words
    return ClinicalChange("limit", *(words if is_denied else words[::-1]), after.quote)


def _is_mirrored(before: Occurrence, after: Occurrence, negations: int) -> bool:
    """Return whether "without" became "with" where a negation came or went: not without food, only with food."""
    sides = [item.words.lower().split() for item in (before, after)]
    is_flipped = {side[0] for side in sides} == {"with", "without"} and sides[0][1:] == sides[1][1:]
    return is_flipped and negations % 2 == 1


def _share_of_words(group: SentenceGroup) -> float:
    """Return the share of the words of the shorter side that both sides have; 1 if they are too few to say."""
    old, new = (frozenset().union(*(sentence.content for sentence in side)) for side in (group.old, group.new))
    count = min(len(old), len(new))
    return len(old & new) / count if count >= MIN_WORDS else 1.0


def _is_gloss(before: Occurrence, after: Occurrence) -> bool:
    """Return whether one value explains the other in parentheses: "10 mg (1 tablet)", "1 tablet (10 mg)"."""
    text, this = after.sentence.text, after.statement
    for other in after.sentence.parsed.statements:
        if (other.kind, other.value) == (before.statement.kind, before.statement.value):
            first, second = sorted((this, other), key=lambda statement: statement.start)
            if text[first.end : second.start].strip() == "(":
                return True
    return False


def _by_kind(sentences: list[SourceSentence]) -> dict[str, list[Occurrence]]:
    kinds: dict[str, list[Occurrence]] = defaultdict(list)
    for sentence in sentences:
        for statement in sentence.parsed.statements:
            kinds[statement.kind].append(Occurrence(statement, sentence))
    return kinds


def _unmatched(old: list[Occurrence], new: list[Occurrence]) -> Unmatched:
    """Return what is left when equal values cancel out.

    A value that is only repeated is not left.
    """
    lost, gained = _surplus(old, new), _surplus(new, old)
    if not lost or not gained:
        common = {item.statement.value for item in old} & {item.statement.value for item in new}
        lost = [item for item in lost if item.statement.value not in common]
        gained = [item for item in gained if item.statement.value not in common]
    return lost, gained


def _surplus(these: list[Occurrence], those: list[Occurrence]) -> list[Occurrence]:
    """Return what is left of these when those cancel out as many of equal value."""
    count = Counter(item.statement.value for item in those)
    surplus = []
    for item in these:
        if count[item.statement.value] > 0:
            count[item.statement.value] -= 1
        else:
            surplus.append(item)
    return surplus


def _pair_across_kinds(unmatched: dict[str, Unmatched]) -> dict[str, Unmatched]:
    """Pair a lost amount with a gained one of another kind.

    For example "for 8 hours" became "every 8 hours".
    """
    kinds = [kind for kind in QUANTITIES if kind in unmatched]
    for kind in kinds:
        lost, gained = unmatched[kind]
        for other in kinds:
            other_lost, other_gained = unmatched[other]
            count = min(len(lost) - len(gained), len(other_gained) - len(other_lost))
            if other != kind and count > 0:
                gained += other_gained[:count]
                del other_gained[:count]
    return unmatched


def _change(kind: str, old: Occurrence | None, new: Occurrence | None, group: SentenceGroup) -> ClinicalChange:
    quote = new.quote if new else group_quote(group)
    return ClinicalChange(kind, old.words if old else "", new.words if new else "", quote)
