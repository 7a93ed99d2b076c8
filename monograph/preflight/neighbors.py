"""Words that fit neither the word before nor the one after, where a similar word fits both: your doctor may chance it.

Source: Mays, Damerau and Mercer, "Context based spelling correction" (1991): a slip that makes another word shows in
its neighbors. Here without probabilities: neither pair occurs in English books, and both of the other word are usual.
"""

import re
from functools import lru_cache

from ..content.lexicon import lexicon
from ..content.lexicon.corrections import edits
from ..content.lexicon.word_pairs import is_pair, is_usual_pair
from .checked_section import CheckedSection
from .words import Word

BEFORE = re.compile(r"(?<![\w-])([A-Za-z]+) \Z")
AFTER = re.compile(r" ([a-z]+)(?![\w-])")
# The longest word before another that is read, in letters.
REACH = 24
# A shorter word has too many neighbors.
MIN_LENGTH, MAX_LENGTH = 3, 15
# Usual in guides, and rare in the books that the pairs are from.
USUAL_HERE = frozenset(
    "tablet tablets caplet caplets clot clots throat throats fats herb herbs cap caps dab gag burn wake slow ask fade "
    "thin dose doses dosing statin statins cough coughs rash hives itch sore sores patch patches pill pills pump pumps "
    "pen pens vial vials swab swabs gauze carton cartons sharps bruise bruises bowel bowels stool stools cramp cramps "
    "assay latent triad nurse nurses drops drip gel foam scalp puff puffs spray sprays numb dizzy drowsy wheeze paused "
    "peel mow blink gargle rinse wipe stir swirl shed soothe floss dig flush pinch twist squeeze snap dial tilt "
    "faint weak wart than "
    "then".split()
)
ENDINGS = ("s", "d", "r", "n", "y", "'s")


def word_of_neighbors(checked: CheckedSection, word: Word) -> str | None:
    """Return the word that was meant by its neighbors, None if the one that is there may be right."""
    text = word.text
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH or not word.is_lower or text in USUAL_HERE:
        return None
    before = BEFORE.search(checked.text, max(0, word.start - REACH), word.start)
    after = AFTER.match(checked.text, word.end)
    if before is None or after is None:
        return None
    first, last = before[1].lower(), after[1]
    if is_pair(first, text) or is_pair(text, last) or not lexicon().has(text):
        return None
    fitting = (meant for meant in _similar(text) if is_usual_pair(first, meant) and is_usual_pair(meant, last))
    return next(fitting, None)


@lru_cache(maxsize=5_000)
def _similar(word: str) -> tuple[str, ...]:
    """Return the common words one edit away that are no other form of a word."""
    common = lexicon().common
    meant = sorted({edit for edit in edits(word) if edit in common and len(edit) > 1 and edit != word})
    return tuple(other for other in meant if not _is_form(*sorted((word, other), key=len)))


def _is_form(shorter: str, longer: str) -> bool:
    return any(longer == shorter + ending for ending in ENDINGS)
