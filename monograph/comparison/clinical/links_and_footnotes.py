"""Links and footnote markers that were added, removed or changed."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, zip_longest

from .changes import ClinicalChange, group_quote
from .sentence_matching import SentenceGroup
from .source_sentences import SourceSentence
from .tokens import is_content, stem


def link_and_footnote_changes(group: SentenceGroup) -> Iterator[ClinicalChange]:
    """Yield the links and footnote markers that changed in a group."""
    quote = group_quote(group)
    sides = (group.old, group.new)
    links = [[address for sentence in side for _, address in sentence.links] for side in sides]
    has_new_contact = _contacts(group.old) != _contacts(group.new)
    for old, new in zip_longest(*_difference(*links), fillvalue=""):
        # The telephone number itself is reported already.
        if not (has_new_contact and (old or new).startswith("tel:")):
            yield ClinicalChange("reference" if (old or new).startswith("#") else "link", old, new, quote)
    markers = [[marker for sentence in side for marker in _markers(sentence)] for side in sides]
    names = [[name for name, _ in side] for side in markers]
    for old, new in zip_longest(*_difference(*names), fillvalue=""):
        yield ClinicalChange("reference", old and f"note {old}", new and f"note {new}", quote)
    if Counter(names[0]) == Counter(names[1]) and names[0]:
        words = [{stem(word) for sentence in side for word in sentence.parsed.words} for side in sides]
        for (name, before), (_, after) in zip(sorted(markers[0]), sorted(markers[1]), strict=True):
            if before != after and before in words[1] and after in words[0]:
                yield ClinicalChange("reference", f"note {name} at “{before}”", f"note {name} at “{after}”", quote)


def _contacts(side: list[SourceSentence]) -> set[object]:
    statements = (statement for sentence in side for statement in sentence.parsed.statements)
    return {statement.value for statement in statements if statement.kind == "contact"}


def _difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Return what only the old side has, and what only the new side has."""
    common = Counter(map(_target, old)) & Counter(map(_target, new))
    sides = []
    for side in (old, new):
        left, surplus = Counter(common), []
        for href in side:
            if left[_target(href)] > 0:
                left[_target(href)] -= 1
            else:
                surplus.append(href)
        sides.append(surplus)
    return sides[0], sides[1]


def _target(href: str) -> str:
    """Return what an address leads to, without scheme and last slash."""
    return href.removeprefix("https://").removeprefix("http://").rstrip("/")


def _markers(sentence: SourceSentence) -> Iterator[tuple[str, str]]:
    """Yield the name of every footnote marker, and the word of content it follows."""
    parsed = sentence.parsed
    before = list(accumulate(parsed.words, lambda last, word: stem(word) if is_content(word) else last, initial=""))
    for place, name in sentence.markers:
        yield name, before[bisect_right(parsed.places, (place, len(sentence.text)))]
