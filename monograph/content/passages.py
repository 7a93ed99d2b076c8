"""Where a passage is in a text: in which block, at which offset, and how long it is.

Texts are read by several parsers and by browsers, which differ in white space and in nothing else. So a place travels
between them as the number of *letters* before it: of all characters that are not white space. What is stored is a
`Passage`, which a change elsewhere in the text does not move.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from .document import Document, read_document

# Characters shown on either side of a passage to choose it by.
CONTEXT = 40
# What people type for signs that are not on their keyboard; one character for one, so that places stay places.
_TYPED = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
}


@dataclass(frozen=True)
class Passage:
    """A part of a text: `length` characters, from `offset` in block number `block`.

    Blocks are those of `read_document`, counted from 0. A long passage ends in a later block; between two blocks there
    is one character.
    """

    block: int
    offset: int
    length: int


def count_letters(words: str) -> int:
    """Return the number of characters that are not white space."""
    return sum(not character.isspace() for character in words)


def letters_of(words: str) -> str:
    return "".join(words.split())


class PassageText:
    """A text in which passages are found, by their place or by their words."""

    def __init__(self, html: str) -> None:
        self.document: Document = read_document(html)
        self.text = self.document.text

    @cached_property
    def offsets(self) -> list[int]:
        """Return the offset in the text of every letter."""
        return [offset for offset, character in enumerate(self.text) if not character.isspace()]

    @cached_property
    def letters(self) -> str:
        return "".join(self.text[offset] for offset in self.offsets)

    @cached_property
    def _typed(self) -> str:
        return _as_typed(self.letters)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.document.blocks]

    def passage_at(self, letter: int, count: int) -> Passage:
        """Return the passage of `count` letters, at least one, after `letter` letters."""
        start, end = self.offsets[letter], self.offsets[letter + count - 1] + 1
        block = max(0, bisect_right(self._starts, start) - 1)
        return Passage(block, start - self._starts[block] if self._starts else start, end - start)

    def letter_of(self, passage: Passage) -> int | None:
        """Return the number of letters before a passage; None if the text has no such place."""
        if passage.block >= len(self._starts):
            return None
        start = self._starts[passage.block] + passage.offset
        if start + passage.length > len(self.text):
            return None
        return bisect_left(self.offsets, start)

    def words(self, letter: int, count: int) -> str:
        """Return the words of a passage on one line."""
        words = self.text[self.offsets[letter] : self.offsets[letter + count - 1] + 1]
        return words.replace("\n", " ")

    def has_at(self, quote: str, letter: int) -> bool:
        """Return whether the words of a quotation are at a place, as `occurrences` compares words."""
        wanted = _as_typed(letters_of(quote))
        return bool(wanted) and 0 <= letter and self._typed[letter : letter + len(wanted)] == wanted

    def occurrences(self, quote: str) -> list[int]:
        """Return the number of letters before each occurrence of a quotation.

        Case and the shape of dashes and quotation marks count only if the exact words are somewhere. Occurrences inside
        longer words and numbers, as of "5 mg" in "15 mg", count only if there are no others.
        """
        wanted = letters_of(quote)
        found = _find_all(self.letters, wanted) or _find_all(self._typed, _as_typed(wanted))
        whole = [letter for letter in found if self._is_whole(letter, len(wanted))]
        return whole or found

    def _is_whole(self, letter: int, count: int) -> bool:
        start, end = self.offsets[letter], self.offsets[letter + count - 1] + 1
        return not _continues(self.text[max(0, start - 2) : start + 1]) and not _continues(
            self.text[end - 1 : end + 2][::-1]
        )

    def in_context(self, letter: int, count: int) -> tuple[str, str, str]:
        """Return the words before a passage, the passage, and the words after it."""
        start, end = self.offsets[letter], self.offsets[letter + count - 1] + 1
        before, after = self.text[max(0, start - CONTEXT) : start], self.text[end : end + CONTEXT]
        parts = before.lstrip("\n"), self.text[start:end], after.rstrip("\n")
        before, words, after = (part.replace("\n", " · ") for part in parts)
        return before, words, after

    def heading_before(self, letter: int) -> str:
        """Return the words of the last heading before a place in a body; "" without one."""
        offset = self.offsets[letter]
        headings = [block for _, block in self.document.headings if block.start <= offset]
        # What follows the section's own heading is no longer its body.
        if not headings or headings[-1].tag == "h2":
            return ""
        before = [block for block in headings if block.end <= offset]
        return self.document.block_text(before[-1]) if before else ""


def _as_typed(letters: str) -> str:
    lowered = (low if len(low := letter.lower()) == 1 else letter for letter in letters)
    return "".join(lowered).translate(_TYPED)


def _find_all(text: str, wanted: str) -> list[int]:
    found: list[int] = []
    place = text.find(wanted) if wanted else -1
    while place >= 0:
        found.append(place)
        place = text.find(wanted, place + 1)
    return found


def _continues(around: str) -> bool:
    """Return whether the last of these characters continues a word or number before it."""
    before, last = around[-3:-1], around[-1:]
    if not before or not last.isalnum():
        return False
    if before[-1] in ".," and last.isdigit():
        return len(before) > 1 and before[-2].isdigit()
    return before[-1].isalnum()
