"""The sentences of a text with their links and footnote markers.

A table row counts as one sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ...content.normal_form import LINE_BREAK
from ...content.sentences import sentences
from ..block_tree import Node, raised_or_lowered
from .statements import ParsedSentence
from .tokens import is_content, is_number, stem

# The offset in the sentence, and the address of a link or the name of a note.
Mark = tuple[int, str]

_CITED = re.compile(r"\[?\d{1,3}(?:[,\u2013-] ?\d{1,3}){0,9}\]?|[*†‡§¶]")


# A sentence that stayed as it was, or that a text repeats, is read once.
_parsed = lru_cache(maxsize=2_000)(ParsedSentence)


@dataclass(eq=False)
class SourceSentence:
    """A sentence, or a table row, with its place in the text.

    `denied_by` is the line before its list, such as "Do not take it with:", where both texts have that line. `under` is
    the heading or line above it, where that distinguishes it from others. `slot` is the unchanged block, and the
    unchanged sentence, before it.
    """

    text: str
    tag: str
    names: frozenset[str]
    links: list[Mark] = field(default_factory=list)
    markers: list[Mark] = field(default_factory=list)
    denied_by: str = ""
    under: str = ""
    slot: tuple[int, int] = (-1, -1)

    @cached_property
    def parsed(self) -> ParsedSentence:
        return _parsed(self.text, self.names)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Return a key that is equal for sentences that say the same in the same list."""
        words = tuple(word for word in self.parsed.words if word[-1].isalnum() or word in "%<>≤≥/°±×=≈~+&")
        markers = tuple((name, bisect_left(self.parsed.places, (place, 0))) for place, name in self.markers)
        return self.denied_by, self.under, words, tuple(address for _, address in self.links), markers

    @cached_property
    def content(self) -> frozenset[str]:
        """Return the stems of the words of content."""
        return frozenset(stem(word) for word in self.parsed.words if is_content(word))

    @cached_property
    def labels(self) -> frozenset[str]:
        """Return the words of content without numbers: "morning" of "morning: 5 mg"."""
        return frozenset(word for word in self.content if not is_number(word))

    @cached_property
    def signature(self) -> frozenset[str]:
        """Return the words of content, with kinds in place of statements."""
        places = self.parsed.places
        spans = [(statement.start, statement.end) for statement in self.parsed.statements]
        stated = {k for k, (place, _) in enumerate(places) if spans and is_within(place, spans)}
        words = {stem(word) for k, word in enumerate(self.parsed.words) if k not in stated and is_content(word)}
        kinds = {f"<{statement.kind}>" for statement in self.parsed.statements if statement.kind != "relation"}
        return frozenset(words | kinds)


def is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Return whether a place is in one of these ascending spans."""
    index = bisect_right(spans, (place, place + 1_000_000_000)) - 1
    return index >= 0 and place < spans[index][1]


def compared_blocks(root: Node) -> Iterator[Node]:
    """Yield the blocks that are compared as one: leaves and whole table rows."""
    for child in root.children:
        if child.tag == "tr" or child.is_leaf:
            yield child
        else:
            yield from compared_blocks(child)


def block_sentences(block: Node, names: frozenset[str]) -> list[SourceSentence]:
    """Return the sentences of a block, or a table row as one."""
    text, links, markers = text_and_marks(block)
    spans = [(0, len(text))] if block.tag == "tr" else list(sentences(text))
    found = []
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else len(text) + 1
        own_links, own_markers = _between(links, start, limit), _between(markers, start, limit)
        found.append(SourceSentence(text[start:end], block.tag, names, own_links, own_markers))
    return found


def _between(marks: list[Mark], start: int, end: int) -> list[Mark]:
    first, last = (bisect_left(marks, (place, "")) for place in (start, end))
    return [(place - start, name) for place, name in marks[first:last]]


def text_and_marks(block: Node) -> tuple[str, list[Mark], list[Mark]]:
    """Return the text of a block, its links and its footnote markers."""
    pieces: list[str] = []
    links: list[Mark] = []
    markers: list[Mark] = []
    length = 0
    for number, leaf in enumerate(block.leaves()):
        for words, marks in [(" | ", ()), *leaf.runs] if number else leaf.runs:
            named = dict(marks)
            name = named.get("marker") or (_cited_note(words, pieces) if "sup" in named else "")
            if name:
                markers.append((max(0, length - 1), name))
                continue
            if "a" in named and (not links or links[-1][1] != named["a"] or pieces[-1:] == [" | "]):
                links.append((length, named["a"]))
            pieces.append(" " if words == LINE_BREAK else raised_or_lowered(words, marks))
            length += len(pieces[-1])
    return "".join(pieces), links, markers


def _cited_note(words: str, before: list[str]) -> str:
    """Return the number of a note in superscript, "" for a power such as that of m²."""
    last = before[-1].split()[-1] if before and before[-1].split() else ""
    is_power = (
        last[-1:].isdigit() or last.lower().lstrip("(/").endswith(("/m", "cm", "mm", "km")) or last.lower() == "m"
    )
    return words.strip() if _CITED.fullmatch(words.strip()) and last and not is_power else ""
