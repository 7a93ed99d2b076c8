"""Passages in another language, which spelling leaves alone: known by their share of unknown words.

A guide has one language, but a leaflet may end with a sentence in another one, and somebody may check a leaflet that is
not in English at all. One such passage makes short ones beside it suspicious, too.
"""

from .words import Vocabulary, Word

# A passage of at least so many words, of which more than this share are unknown, is no English.
MIN_WORDS, MAX_UNKNOWN = 6, 0.5
# So is a whole section of at least so many words, with more than this share.
MIN_SECTION_WORDS, MAX_UNKNOWN_IN_SECTION = 8, 0.35
# Beside such a passage, one unknown word of this many is enough.
ONE_OF = 4
# Small words of Spanish, French and German that English lacks; two different ones show the language.
SMALL_WORDS = frozenset(
    "como con del las los más para por que sus una usted avec dans des est les pour une vous ist mit nicht oder und "
    "für".split()
)


def part_languages(blocks: list[list[Word]], known: Vocabulary) -> tuple[list[list[Word]], list[list[Word]]]:
    """Return the English blocks of a section, and the others."""
    counted = [_count(words, known) for words in blocks]
    total, unknown = (sum(column) for column in zip(*counted, strict=True)) if counted else (0, 0)
    if total >= MIN_SECTION_WORDS and unknown > MAX_UNKNOWN_IN_SECTION * total:
        return [], blocks
    is_foreign = [
        (lower >= MIN_WORDS and odd > MAX_UNKNOWN * lower) or _has_small_words(words)
        for words, (lower, odd) in zip(blocks, counted, strict=True)
    ]
    if any(is_foreign):
        is_foreign = [
            foreign or (lower < MIN_WORDS and odd * ONE_OF > lower)
            for foreign, (lower, odd) in zip(is_foreign, counted, strict=True)
        ]
    pairs = list(zip(blocks, is_foreign, strict=True))
    return [words for words, foreign in pairs if not foreign], [words for words, foreign in pairs if foreign]


def _count(words: list[Word], known: Vocabulary) -> tuple[int, int]:
    """Return how many lowercase words a block has, and how many of them are unknown."""
    lower = [word for word in words if word.is_lower and word.text.isalpha()]
    return len(lower), sum(not known.knows(word.plain) for word in lower)


def _has_small_words(words: list[Word]) -> bool:
    return len(SMALL_WORDS.intersection(word.text for word in words)) > 1
