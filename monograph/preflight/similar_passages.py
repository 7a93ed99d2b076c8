"""Paragraphs that say nearly the same: two versions of one, of which one should have been deleted."""

from collections import Counter

from rapidfuzz import fuzz

from ..content.document import Block
from ..content.sentences import WORD
from .checked_section import CELLS, CheckedSection

MIN_WORDS = 10
# Passages between the two versions. Those of one sentence lie together; parallel parts of a text are far apart.
MAX_BETWEEN = 6
# Words of a run that two passages share.
RUN = 3
# Passages that a run is looked up in. Bounds the work, so that the time grows linearly.
MAX_PASSAGES = 3
MAX_CHARACTERS = 1500
MIN_SIMILARITY = 88.0


def similar_passages(checked: CheckedSection) -> None:
    """Find a paragraph that differs from an earlier one in a few words."""
    passages: dict[tuple[str, ...], list[int]] = {}
    words_of: list[tuple[Block, list[str]]] = []
    for block in checked.document.blocks:
        words = [
            word.lower()
            for word in WORD.findall(checked.text[block.start : min(block.end, block.start + MAX_CHARACTERS)])
        ]
        if block.tag in CELLS or len(words) < MIN_WORDS:
            continue
        shared: Counter[int] = Counter()
        for place in range(len(words) - RUN + 1):
            known = passages.setdefault(tuple(words[place : place + RUN]), [])
            shared.update(known)
            if len(known) < MAX_PASSAGES and len(words_of) not in known:
                known.append(len(words_of))
        words_of.append((block, words))
        for index, count in shared.most_common(2):
            is_near = len(words_of) - 1 - MAX_BETWEEN <= index < len(words_of) - 1
            if is_near and 3 * count >= len(words) and _is_similar(words, words_of[index][1]):
                message = "This says nearly the same as an earlier paragraph. Keep one of them."
                checked.warning("similar-passage", block.start, block.end, message)
                break


def _is_similar(words: list[str], others: list[str]) -> bool:
    """Return whether the words differ in a few places, none of them a number.

    Equal passages are `repetition`'s, and parallel ones differ in their numbers on purpose.
    """
    differing = Counter(words)
    differing.subtract(others)
    changed = [word for word, count in differing.items() if count]
    if words == others or not changed or any(word[0].isdigit() for word in changed):
        return False
    return fuzz.ratio(" ".join(words), " ".join(others)) >= MIN_SIMILARITY


CHECKS = (similar_passages,)
