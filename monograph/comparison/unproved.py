"""Which changes are neither clinical changes nor proved harmless: the reviewer has to check them.

Every difference that the diff shows is looked up: silence must be earned.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .block_tree import Node, raised_or_lowered
from .clinical.changes import ClinicalChange, shortened
from .clinical.passages import passages
from .clinical.source_sentences import text_and_marks
from .clinical.structure import Structure
from .edits import ADDED, REFORMATTED, REMOVED, SAME, Edit
from .word_diff import DELETED, EQUAL, INSERTED, Segment, Token, tokenize
from .wording import is_reordered, proof, sentences_are_reordered

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\u2212?\d+(?:[.,]\d+)*|[<>≤≥]")
ARTICLES = frozenset(("a", "an", "the", "your", "of"))
NEGATIONS = frozenset("not no never without cannot can't don't avoid none neither nor".split())
# Words on both sides of a negation, such as "Never" for "You can".
MAX_DENIED = 6


@dataclass(frozen=True)
class Unproved:
    """A change that nothing proves harmless: the words before and after, "" for none, and the passage they are in.

    Equal words moved, or are in another form. `blocks` counts the changed blocks from this passage on that nothing
    examined, because more changed than is examined.
    """

    old: str
    new: str
    quote: str
    blocks: int = 0

    @property
    def words(self) -> str:
        """Return the change as a sentence."""
        if self.blocks:
            count = f"{self.blocks:,} changed block{'s' if self.blocks != 1 else ''}"
            return f"Too much changed to examine: check {count} word by word, from “{self.quote}” on"
        if self.old == self.new:
            return f"Moved, or in another form: “{self.new}”"
        if self.old and self.new:
            return f"“{self.old}” is now “{self.new}”"
        return f"Added: “{self.new}”" if self.new else f"Removed: “{self.old}”"

    @property
    def has_passage(self) -> bool:
        """Return whether the passage says more than the words."""
        return self.quote not in (self.old, self.new) and not self.blocks


@dataclass
class Classes:
    """Every difference of two texts, in one of three classes."""

    critical: list[ClinicalChange]
    check: list[Unproved] = field(default_factory=list)
    wording: list[str] = field(default_factory=list)


def classify(root: Edit, critical: list[ClinicalChange], structure: Structure) -> Classes:
    """Put each difference that the diff shows into one class, in the order of the diff."""
    edits = list(_changed(root))
    proved = {id(edit): rules for edit in edits if (rules := _leaf_proof(edit))}
    # What looked like a clinical change in a passage that means the same, such as .5 mg for 0.5 mg, is none.
    harmless = [edit for edit in edits if id(edit) in proved]
    classes = Classes([change for change in critical if not any(_is_in(change, edit) for edit in harmless)])
    classes.critical += structure.changes
    reordered = {id(leaf) for edit in _reordered_lists(root) for leaf in edit.leaves()}
    for edit in edits:
        if id(edit) in reordered:
            classes.wording.append("order")
            continue
        if id(edit) in structure.blocks or _is_explained(edit, structure):
            continue
        if id(edit) in proved:
            classes.wording += proved[id(edit)]
        elif edit.children:
            words = shortened(edit.node.text)
            classes.check.append(Unproved(words, words, words))
        else:
            _classify_leaf(edit, classes)
    classes.check = list(dict.fromkeys(classes.check))
    classes.wording = list(dict.fromkeys(classes.wording))
    return classes


def unexamined(edits: list[Edit]) -> list[Unproved]:
    """Return one change for the outermost blocks that nothing examined, none for none."""
    if not edits:
        return []
    return [Unproved("", "", shortened(" ".join(edits[0].node.text.split())), len(edits))]


def _leaf_proof(edit: Edit) -> list[str]:
    """Return the rules by which a leaf means the same as before; none if it may not."""
    if edit.children or edit.old is None or edit.new is None or _form(edit.old) != _form(edit.new):
        return []
    old, new = (_words(tokenize(leaf)) for leaf in (edit.old, edit.new))
    if edit.kind == REFORMATTED and not list(_hunks(edit)):
        return ["emphasis"] if old == new else proof(old, new) or ["spacing"]
    return proof(old, new) or (["order"] if sentences_are_reordered(old, new) else [])


def _reordered_lists(edit: Edit) -> Iterator[Edit]:
    """Yield the bulleted lists of the same items in another order."""
    if edit.old and edit.new and edit.old.tag == edit.new.tag == "ul" and edit.kind != SAME:
        keys = [Counter(item.key for item in side.children) for side in (edit.old, edit.new)]
        if keys[0] == keys[1] and is_reordered(
            *([item.text for item in side.children] for side in (edit.old, edit.new))
        ):
            yield edit
    for child in edit.children:
        yield from _reordered_lists(child)


def _is_explained(edit: Edit, structure: Structure) -> bool:
    """Return whether a leaf that came or went is what a change of structure is about."""
    leaves = [leaf for leaf in (edit.old, edit.new) if leaf is not None]
    if edit.children:
        return False
    keys = [passage.key for passage in passages(Node("", children=leaves))]
    return bool(keys) and all(key in structure.explained for key in keys)


def _is_in(change: ClinicalChange, edit: Edit) -> bool:
    old, new = _reading(edit.old), _reading(edit.new)
    return change.quote in new and change.old in old and change.new in new


def _classify_leaf(edit: Edit, classes: Classes) -> None:
    quote = shortened(edit.node.text)
    known = _known_words(edit, classes.critical)
    for old, new, is_moved in _hunks(edit):
        if is_moved:
            # Where it was added; where it was removed, the diff says so.
            classes.check += [Unproved(new, new, quote)] if new else []
        elif rules := proof(old, new):
            classes.wording += rules
        elif not _is_known(old, new, known):
            classes.check.append(Unproved(shortened(old), shortened(new), quote))
    if edit.kind == REFORMATTED and _form(edit.old) != _form(edit.new):
        classes.check.append(Unproved(quote, quote, quote))


def _form(node: object) -> object:
    return getattr(node, "tag", None), getattr(node, "attributes", None)


def _changed(edit: Edit) -> Iterator[Edit]:
    """Yield the changed leaves, and each block whose own form changed: a callout of another tone, a numbered list."""
    if edit.kind == SAME:
        return
    if not edit.children:
        yield edit
        return
    if edit.kind not in (ADDED, REMOVED) and _form(edit.old) != _form(edit.new):
        yield edit
    for child in edit.children:
        yield from _changed(child)


def _hunks(edit: Edit) -> Iterator[tuple[str, str, bool]]:
    """Yield what was replaced by what in a leaf, and whether it moved."""
    old: list[Token] = []
    new: list[Token] = []
    for segment in [*edit.segments, Segment(EQUAL, [], [])]:
        if segment.is_moved:
            yield _words(segment.old), _words(segment.new), True
        elif segment.kind == DELETED:
            old += segment.old
        elif segment.kind == INSERTED:
            new += segment.new
        else:
            if old or new:
                # A sign alone, such as a minus, says nothing without what follows.
                following = slice(0, 0 if WORD.search(_words(old) + _words(new)) else 1)
                yield _words(old + segment.old[following]), _words(new + segment.new[following]), False
            old, new = [], []
            yield from _moved_hyphens(segment)


def _moved_hyphens(segment: Segment) -> Iterator[tuple[str, str, bool]]:
    """Yield where a space beside a hyphen came or went: it makes a range of a negative number."""
    pairs = list(zip(segment.old, segment.new, strict=True))
    for (left, _), (before, after) in pairwise(pairs):
        if before.space != after.space and "-" in (left.text, before.text):
            yield f"{left.text}{before.space}{before.text}", f"{left.text}{after.space}{after.text}", False


def _words(tokens: list[Token]) -> str:
    """Return the words of tokens; with what their marks say."""
    parts = []
    for token in tokens:
        signs = "".join(f"({value})" for name, value in token.marks if name in ("a", "marker"))
        parts.append(f"{token.space}{signs}{raised_or_lowered(token.text, token.marks)}")
    return "".join(parts).strip()


def _known_words(edit: Edit, critical: list[ClinicalChange]) -> tuple[set[str], set[str]]:
    """Return the words of the clinical changes in a leaf, before and after."""
    old, new = _reading(edit.old), _reading(edit.new)
    old, new = old.casefold(), new.casefold()
    here = [
        change
        for change in critical
        if change.old.casefold() in old and change.new.casefold() in new and (change.old or change.new)
    ]
    return (
        {word for change in here for word in _plain(change.old)},
        {word for change in here for word in _plain(change.new)},
    )


def _reading(leaf: Node | None) -> str:
    return text_and_marks(leaf)[0] if leaf else ""


def _is_known(old: str, new: str, known: tuple[set[str], set[str]]) -> bool:
    """Return whether a clinical change names what was replaced; a negation is named with its whole sentence."""
    before, after = _plain(old), _plain(new)
    left = [
        {word for word in side if word not in other and word not in ARTICLES}
        for side, other in ((before, after), (after, before))
    ]
    if not left[0] and not left[1]:
        return False
    is_denied = any(side and side & words & NEGATIONS for side, words in zip(left, known, strict=True))
    return (left[0] <= known[0] and left[1] <= known[1]) or (is_denied and len(before) + len(after) <= MAX_DENIED)


def _plain(words: str) -> list[str]:
    return WORD.findall(words.lower())
