"""Words that fit neither the word before nor the one after, where a similar word fits both: your doctor may chance it.

Source: Mays, Damerau and Mercer, "Context based spelling correction" (1991): a slip that makes another word shows in
its neighbors. Here without probabilities: neither pair occurs in English books or in guides, and those of the other
word do, which is more usual in guides.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..content.lexicon import lexicon, medical_words
from ..content.lexicon.corrections import FUNCTION_WORDS, edits
from ..content.lexicon.word_pairs import NEVER, USUAL, WELL_KNOWN, count_in_guides, pair_level, usual_followers
from .checked_section import CheckedSection
from .words import Word

BEFORE = re.compile(r"(?<![\w-])([A-Za-z]+) \Z")
AFTER = re.compile(r" ([a-z]+)(?![\w-])")
# A word that occurs more often in guides is never suspected; one that was meant occurs so much more often.
MAX_COUNT, MORE_COMMON, MORE_OFTEN = 6, 8, 1.8
# A shorter word is two edits away from too many others.
MIN_LENGTH_FAR = 6
# The longest word before another that is read, in letters.
REACH = 24
# A shorter word has too many neighbors.
MIN_LENGTH, MAX_LENGTH = 2, 15
# Usual in guides, and rare in the books that the pairs are from.
USUAL_HERE = frozenset(
    "tablet tablets caplet caplets clot clots throat throats fats herb herbs cap caps dab gag burn wake slow ask fade "
    "thin dose doses dosing statin statins cough coughs rash hives itch sore sores patch patches pill pills pump pumps "
    "pen pens vial vials swab swabs gauze carton cartons sharps bruise bruises bowel bowels stool stools cramp cramps "
    "assay latent triad nurse nurses drops drip gel foam scalp puff puffs spray sprays numb dizzy drowsy wheeze paused "
    "peel mow blink gargle rinse wipe stir swirl shed soothe floss dig flush pinch twist squeeze snap dial tilt "
    "faint weak tight wart than pus prep preps derive wide fell chill band "
    "then".split()
)
ENDINGS = ("s", "d", "r", "n", "y", "'s")


def word_of_neighbors(checked: CheckedSection, word: Word) -> str | None:
    """Return the word that was meant by its neighbors, None if the one that is there may be right."""
    text = word.text
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or not word.is_lower or text in USUAL_HERE or text in medical_words():
        return None
    if "-" in (checked.text[word.start - 1 : word.start], checked.text[word.end : word.end + 1]):
        return None
    before = BEFORE.search(checked.text, max(0, word.start - REACH), word.start)
    after = AFTER.match(checked.text, word.end)
    if (before is None and after is None) or not lexicon().has(text):
        return None
    first, last = before[1].lower() if before else "", after[1] if after else ""
    known, count = _level(first, text) + _level(text, last), count_in_guides(text)
    if known == NEVER and not count and first and (far := _follower_of_guides(first, text)):
        return far
    enough, more = _enough(text, known, count, has_both=bool(first and last))
    levels = {meant: _level(first, meant) + _level(meant, last) for meant in (_similar(text) if enough else ())}
    fitting = [
        meant for meant, level in levels.items() if level >= enough and count_in_guides(meant) >= more * max(count, 1)
    ]
    return max(fitting, key=lambda meant: (levels[meant], count_in_guides(meant)), default=None)


def _enough(text: str, known: int, count: int, *, has_both: bool) -> tuple[int, float]:
    """Return how well another word must suit its neighbors, and how much more often guides must have it.

    The first is 0 where none can be meant. `known` is how well this word suits its neighbors, and `count` how often
    guides have it: the more of both, the better the other word must suit.
    """
    if known == NEVER and count <= MAX_COUNT and len(text) > MIN_LENGTH:
        return WELL_KNOWN, MORE_COMMON / 2
    if not has_both:
        return 0, 0
    if known == NEVER:
        return (2 * WELL_KNOWN - 1, 1) if text != "or" else (0, 0)
    if known > USUAL or len(text) == MIN_LENGTH:
        return 0, 0
    return (2 * WELL_KNOWN, MORE_OFTEN) if count else (2 * WELL_KNOWN - 1, MORE_COMMON / 2)


def _level(first: str, second: str) -> int:
    return pair_level(first, second) if first and second else NEVER


@lru_cache(maxsize=5_000)
def _similar(word: str) -> tuple[str, ...]:
    """Return the common words one edit away that are no other form of a word."""
    common = lexicon().common
    meant = sorted({edit for edit in edits(word) if edit in common and len(edit) > 1 and edit != word})
    return tuple(other for other in meant if not _is_form(*sorted((word, other), key=len)))


def _is_form(shorter: str, longer: str) -> bool:
    return any(longer == shorter + ending for ending in ENDINGS) or (
        shorter[:-1] == longer[:-1] and ({shorter[-1], longer[-1]} == {"s", "d"})
    )


def _follower_of_guides(first: str, text: str) -> str | None:
    """Return the one word that guides have after `first` and that is two edits away: trouble breading."""
    if len(text) < MIN_LENGTH_FAR or first in FUNCTION_WORDS:
        return None
    near = [word for word in usual_followers(first) if OSA.distance(word, text, score_cutoff=2) <= 2]
    near = [word for word in near if not _is_form(*sorted((word, text), key=len))]
    return near[0] if len(near) == 1 and len(near[0]) >= MIN_LENGTH_FAR else None
