"""Words, sentences, list items and rows that stand twice where two edits met, or where somebody pasted twice.

Source: the damage found on published drug pages, which no spell-checker sees.
"""

import re
from bisect import bisect
from collections.abc import Iterator

from ..content.document import Block
from ..content.sentences import WORD
from .passage import CELLS, Passage

# Small words that never begin a name.
FUNCTION_WORDS = frozenset(
    "the a an and or but of to in on at for with from by your you it its this that these those is are was were "
    "be been if when while until before after as not no than so because do does can may should must will they "
    "them their".split()
)
CAN_BE_DOUBLED = frozenset("had that so no bye ha".split())
# Check in in the morning: right now and then, and more often a slip.
SELDOM_DOUBLED = frozenset({"in", "on", "up"})
DOUBLED = re.compile(r"\b([^\W\d_]{2,}|a)\s+(\1)\b(?![-'’])", re.IGNORECASE)
MAX_RUN = 15  # words; a bound, so that the time grows with the length alone
MIN_SAID_AGAIN = 5  # words; shorter sentences, as "Call 911.", are said again on purpose


def repeated_words(passage: Passage) -> None:
    """A word twice in a row."""
    for found in DOUBLED.finditer(passage.text):
        first, second = found[1], found[2]
        if first.lower() in CAN_BE_DOUBLED or "\n" in found[0]:
            continue
        if first[0].isupper() and second[0].isupper() and first.lower() not in FUNCTION_WORDS:
            continue  # Walla Walla
        report = passage.warning if first.lower() in SELDOM_DOUBLED else passage.error
        report("repeated-word", found.start(), found.end(), f"“{first}” stands here twice. Delete one of them.")


def repeated_passages(passage: Passage) -> None:
    """A run of words, a sentence, a list item or a table row that stands twice by a slip of copying."""
    taken: list[tuple[int, int]] = []
    for block in passage.document.blocks:
        if block.tag in CELLS:
            continue
        found = list(WORD.finditer(passage.text, block.start, block.end))
        for first, last in _runs([each[0].lower() for each in found]):
            start, end = found[first].start(), found[last].end()
            taken.append((start, end))
            message = "These words stand here twice in a row. Delete the second time."
            passage.error("repeated-passage", start, end, message)
    _repeated_sentences(passage, taken)
    _repeated_items(passage)
    _repeated_rows(passage)


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of every run that is said twice in a row, the second time included."""
    place = 0
    while place < len(words):
        if length := _run_at(words, place):
            yield place, place + 2 * length - 1
            place += 2 * length
        elif length := _joined_run_at(words, place):
            yield place, place + 2 * length
            place += length + 1  # the second time may be the first of a third
        else:
            place += 1


def _run_at(words: list[str], place: int) -> int:
    """Return how many words from `place` on are said again right after, 0 for none."""
    if words[place : place + 1] == words[place + 1 : place + 2]:
        return 0  # told as a repeated word
    for length in range(3, min(MAX_RUN, (len(words) - place) // 2) + 1):
        if words[place] != words[place + length]:
            continue
        run = words[place : place + length]
        if run == words[place + length : place + 2 * length] and len(set(run)) > 1:
            return length
    return 0


def _joined_run_at(words: list[str], place: int) -> int:
    """Return how many words are said again after an "and", "or" or "but", 0 for none.

    Four at the least: "day and day", "more and more" and their like are said on purpose.
    """
    for length in range(4, min(MAX_RUN, (len(words) - place - 1) // 2) + 1):
        if words[place + length] in ("and", "or", "but"):
            run = words[place : place + length]
            if run == words[place + length + 1 : place + 2 * length + 1] and len(set(run)) > 2:
                return length
    return 0


def _repeated_rows(passage: Passage) -> None:
    """Tell of rows of a table that say the same as one above them."""
    seen: set[tuple[int, str]] = set()
    for cells in passage.rows:
        said = "|".join(_words_of(passage, cell) for cell in cells)
        row = cells[0].table, said
        if row in seen and len(said) > 3:
            message = "This row stands in the table already. Delete one, or write the one that is missing."
            passage.error("repeated-passage", cells[0].start, cells[-1].end, message)
        seen.add(row)


def _repeated_sentences(passage: Passage, taken: list[tuple[int, int]]) -> None:
    """Tell of long sentences that stand twice in one section, beside the places that are `taken`, in order."""
    seen: dict[tuple[str, ...], int] = {}
    for block, start, end in passage.sentences:
        words = tuple(each.lower() for each in WORD.findall(passage.text[start:end]))
        if len(words) < MIN_SAID_AGAIN or block.tag in CELLS:
            continue
        if words in seen and not _is_within(taken, start):
            # Apart from the first it may be meant, as a warning is said again where it is needed.
            report = passage.error if start - seen[words] <= 2 else passage.warning
            message = "This sentence stands in the section already. Delete one of the two."
            report("repeated-passage", start, end, message)
        seen.setdefault(words, end)


def _is_within(places: list[tuple[int, int]], at: int) -> bool:
    before = bisect(places, at, key=lambda place: place[0]) - 1
    return before >= 0 and at < places[before][1]


def _repeated_items(passage: Passage) -> None:
    """Tell of list items that say the same as one above them in their list."""
    items: set[tuple[int, str]] = set()
    for block in passage.document.blocks:
        if block.tag != "li":
            items = set()
            continue
        item = block.depth, _words_of(passage, block)
        if item in items and item[1]:
            message = "This list item stands in the list already. Delete one, or write the one that is missing."
            passage.error("repeated-passage", block.start, block.end, message)
        items.add(item)


def _words_of(passage: Passage, block: Block) -> str:
    """Return the words of a block in small letters, without its punctuation."""
    return " ".join(WORD.findall(passage.document.block_text(block).lower()))


CHECKS = (repeated_words, repeated_passages)
