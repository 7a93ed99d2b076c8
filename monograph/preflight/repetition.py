"""Words, sentences, list items and rows that are repeated by a slip of editing.

Two edits met, or someone pasted twice. Source: damage found on published drug pages, which no spell-checker sees.
"""

import re
from bisect import bisect
from collections.abc import Iterator

from ..content.document import Block
from ..content.sentences import WORD
from .checked_section import CELLS, CheckedSection

# Words that never begin a name.
FUNCTION_WORDS = frozenset(
    "the a an and or but of to in on at for with from by your you it its this that these those is are was were "
    "be been if when while until before after as not no than so because do does can may should must will they "
    "them their".split()
)
# Two words that are repeated, except on purpose: day by day by day, again and again and again.
PAIR = re.compile(
    r"(?<![\w'’-])((?!(?:and|or|by|after|to|very|no|had|that)\b)[a-z]+"
    r" (?!(?:and|or|by|after|very|no|had|that)\b)[a-z]+) \1(?![\w'’-])"
)
CAN_BE_DOUBLED = frozenset("had that so no bye ha".split())
# Occasionally correct, as in "Check in in the morning", but more often a slip.
SELDOM_DOUBLED = frozenset({"in", "on", "up"})
DOUBLED = re.compile(r"\b([^\W\d_]{2,}|a)\s+(\1)\b(?![-'’])", re.IGNORECASE)
# Words; bounds the work, so that the time grows linearly.
MAX_RUN = 15
CONTRASTED = re.compile(r" (?:not|n['’]t|never)\b|n['’]t\b")
CONJUNCTIONS = frozenset({"and", "or", "but"})
# Words; shorter sentences, such as "Call 911.", are repeated on purpose.
MIN_SENTENCE = 5
# Characters.
MAX_SHORT = 80
# Characters between a sentence and its repetition. Further on it is repeated where it is needed, or a whole part is.
NEAR = 400
# Sentences of a run that is repeated further on: a part that was pasted twice.
MIN_PART = 3


def repeated_words(checked: CheckedSection) -> None:
    """Find a word twice in a row."""
    for found in DOUBLED.finditer(checked.text):
        first, second = found[1], found[2]
        if first.lower() in CAN_BE_DOUBLED or "\n" in found[0]:
            continue
        # A name, such as Walla Walla
        if first[0].isupper() and second[0].isupper() and first.lower() not in FUNCTION_WORDS:
            continue
        report = checked.warning if first.lower() in SELDOM_DOUBLED else checked.error
        report("repeated-word", found.start(), found.end(), f"“{first}” is repeated. Delete one.")
    for found in PAIR.finditer(checked.lowered):
        written = checked.text[found.start(1) : found.end(1)]
        if len(set(found[1].split())) > 1:
            checked.warning("repeated-word", found.start(), found.end(), f"“{written}” is repeated. Delete one.")


# headache, nausea, headache, and vomiting
ENUMERATION = re.compile(r"(?<![\w,])[a-z][a-z ]{2,30}(?:, (?:and |or )?[a-z][a-z ]{2,30}){2,15}")


def repeated_items(checked: CheckedSection) -> None:
    """Find an enumeration that names something twice."""
    for found in ENUMERATION.finditer(checked.text):
        items = re.split(r", (?:and |or )?", found[0])
        # The first and the last have words of the sentence around them.
        first, last = items[0].split(), items[-1].split()
        inner = items[1:-1]
        ends = [" ".join(first[-n:]) for n in range(1, 3)], [" ".join(last[:n]) for n in range(1, 3)]
        again = next((item for item in inner if inner.count(item) > 1 or item in ends[0] or item in ends[1]), None)
        if again and again not in FUNCTION_WORDS:
            message = f"“{again}” is listed twice. Delete one, or write what is missing."
            checked.warning("repeated-word", found.start(), found.end(), message)


def repeated_passages(checked: CheckedSection) -> None:
    """Find runs of words, sentences, list items and table rows that are repeated."""
    reported: list[tuple[int, int]] = []
    for block in checked.document.blocks:
        if block.tag in CELLS:
            continue
        runs = list(_repeated_runs(WORD.findall(checked.lowered, block.start, block.end)))
        matches = list(WORD.finditer(checked.text, block.start, block.end)) if runs else []
        for first, last in runs:
            start, end = matches[first].start(), matches[last].end()
            # Some do; some do not.
            if CONTRASTED.match(checked.text, end) and re.search("[,;.]", checked.text[start:end]):
                continue
            reported.append((start, end))
            checked.error("repeated-passage", start, end, "These words are repeated. Delete one copy.")
    _check_paragraphs(checked)
    _check_sentences(checked, reported)
    _check_items(checked)
    _check_rows(checked)


def _repeated_runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of every repeated run, its repetition included."""
    place = 0
    # A run repeats its first word within its length: most words need no closer look.
    next_place: dict[str, int] = {}
    distances = [MAX_RUN + 2] * len(words)
    for index in range(len(words) - 1, -1, -1):
        distances[index] = next_place.get(words[index], index + MAX_RUN + 2) - index
        next_place[words[index]] = index
    has_conjunction = not CONJUNCTIONS.isdisjoint(next_place)
    while place < len(words):
        if distances[place] > MAX_RUN + 1:
            place += 1
        elif length := _run_at(words, place, distances):
            yield place, place + 2 * length - 1
            place += 2 * length
        elif has_conjunction and (length := _conjoined_run_at(words, place)):
            yield place, place + 2 * length
            # The repetition may itself be repeated.
            place += length + 1
        else:
            place += 1


def _run_at(words: list[str], place: int, distances: list[int]) -> int:
    """Return how many words from `place` on are repeated right after, 0 for none.

    `distances` are those from each word to its next occurrence.
    """
    # Reported as a repeated word.
    if distances[place] == 1:
        return 0
    for length in range(3, min(MAX_RUN, (len(words) - place) // 2) + 1):
        if words[place] != words[place + length]:
            continue
        run = words[place : place + length]
        if run == words[place + length : place + 2 * length] and len(set(run)) > 1:
            return length
    return 0


def _conjoined_run_at(words: list[str], place: int) -> int:
    """Return how many words are repeated after "and", "or" or "but", 0 for none.

    At least four: shorter ones, such as "more and more", are repeated on purpose.
    """
    for length in range(4, min(MAX_RUN, (len(words) - place - 1) // 2) + 1):
        if words[place + length] in CONJUNCTIONS:
            run = words[place : place + length]
            if run == words[place + length + 1 : place + 2 * length + 1] and len(set(run)) > 2:
                return length
    return 0


def _check_paragraphs(checked: CheckedSection) -> None:
    """Find a short paragraph twice in a row, which may be meant; long ones are found as sentences.

    One with a number, such as "Call 911.", is repeated on purpose: in each callout.
    """
    before = ""
    for block in checked.document.blocks:
        words = _lowered_words(checked, block) if block.tag == "p" and block.end - block.start < MAX_SHORT else ""
        has_number = any(character.isdigit() for character in words)
        if words == before and not has_number and 1 < len(words.split()) < MIN_SENTENCE:
            message = "This paragraph is repeated. Delete one copy, unless both are needed."
            checked.warning("repeated-passage", block.start, block.end, message)
        before = words


def _check_rows(checked: CheckedSection) -> None:
    """Find table rows that repeat one above."""
    seen: set[tuple[int, str]] = set()
    for cells in checked.rows:
        words = "|".join(_lowered_words(checked, cell) for cell in cells)
        row = cells[0].table, words
        if row in seen and len(words) > 3:
            message = "This row repeats one above. Delete it, or write the row that is missing."
            checked.error("repeated-passage", cells[0].start, cells[-1].end, message)
        seen.add(row)


def _check_sentences(checked: CheckedSection, reported: list[tuple[int, int]]) -> None:
    """Find long sentences that are repeated in the section.

    `reported` are the spans that were reported already, in order.
    """
    seen: dict[tuple[str, ...], tuple[int, int]] = {}
    run: list[tuple[int, int]] = []
    before = -1
    listed = [sentence for sentence in checked.sentences if sentence[0].tag not in CELLS]
    for index, (_, start, end) in enumerate(listed):
        words = tuple(word.lower() for word in WORD.findall(checked.text[start:end]))
        if len(words) < MIN_SENTENCE:
            continue
        first, first_end = seen.setdefault(words, (index, end))
        if first == index or first_end == start or _is_within(reported, start):
            run = []
            continue
        run = [*run, (start, end)] if run and first == before + 1 else [(start, end)]
        before = first
        # At a distance it may be on purpose: a warning is repeated where it is needed.
        if start - first_end <= NEAR:
            report = checked.error if start - first_end <= 2 else checked.warning
            report("repeated-passage", start, end, "This sentence is repeated in the section. Delete one copy.")
        elif len(run) == MIN_PART:
            message = "These sentences are repeated in the section. Delete one copy, unless both are needed."
            checked.warning("repeated-passage", run[0][0], end, message)


def _is_within(spans: list[tuple[int, int]], place: int) -> bool:
    before = bisect(spans, place, key=lambda span: span[0]) - 1
    return before >= 0 and place < spans[before][1]


def _check_items(checked: CheckedSection) -> None:
    """Find list items that repeat one above in their list."""
    items: set[tuple[int, str]] = set()
    for block in checked.document.blocks:
        if block.tag != "li":
            items = set()
            continue
        item = block.depth, _lowered_words(checked, block)
        if item in items and item[1]:
            message = "This list item repeats one above. Delete it, or write the item that is missing."
            checked.error("repeated-passage", block.start, block.end, message)
        items.add(item)


def _lowered_words(checked: CheckedSection, block: Block) -> str:
    """Return the words of a block lowercase, without punctuation."""
    return " ".join(WORD.findall(checked.document.block_text(block).lower()))


CHECKS = (repeated_words, repeated_items, repeated_passages)
