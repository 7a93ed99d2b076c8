"""Words that a conversion has split: med icine, t a k e, injec-tion.

Two words are one if only together they make a word. Where both parts are words, only those pairs are reported that are
hardly ever written apart.
"""

import re
from itertools import pairwise

from ..content.lexicon import lexicon
from ..content.lexicon.corrections import MAX_LENGTH
from ..content.lexicon.formation import PREFIXES
from .checked_section import CheckedSection
from .words import HYPHENS, Vocabulary, Word

GAP = frozenset((" ", "\u00a0"))
# So many single letters in a row are one word.
MIN_LETTERS = 4
# Parts of words that dictionaries list for other meanings.
FRAGMENTS = frozenset(
    "ab ac ad al able ble com con de dis est ex ful fully hos ic ies ing ish ity ive ly ment ness re sion tion un "
    "ure".split()
)
# Both parts are words, but nobody writes them apart.
_ONE_WORD = """
be cause, to day, to night, to morrow, with out, an other, tab let, tab lets, after noon, break fast, heart burn,
there fore, other wise, further more, how ever, more over, him self, her self, it self, my self, them selves,
our selves, your selves, preg nant, pre scription, dis ease, al so, un til, in crease, in creased, in creases,
de crease, de creased, in jection, in jections, in fusion, in fusions, in formation, in sulin, in take, re action,
re actions, re duce, re duced, re lief, re move, re place, re turn, doc tor, doc tors, pat ch, pat ient, pati ent,
pati ents, phar macist, tar get, treat ment, treat ments, with in, through out, kid ney, kid neys, pain ful,
care fully, cap sule, cap sules, blad der, let ter, al ways, al most, al ready, un less, be fore, be tween, be low,
be come, be gin, be ing, do sage, mea sure, for get, num ber, stom ach, oint ment, ill ness, weak ness, sick ness,
numb ness, red ness, tired ness, drow siness, pro duct, pro blem, pro blems, con tact, con tain, con tains,
con trol, ex pose, hos pital, car ton, per son, par ent, wo man, wo men, chil dren, some times, some thing,
some one, any thing, no thing, every thing, when ever
"""
ONE_WORD = frozenset(" ".join(pair.split()) for pair in _ONE_WORD.split(","))
# "From day to day": what may be apart after these.
MAY_BE_APART = re.compile(r"\b(?:day|week|time) \Z", re.IGNORECASE)


def split_words(checked: CheckedSection, words: list[Word], known: Vocabulary) -> set[int]:
    """Report the split words of one block; return where the words begin that they are made of."""
    reported: set[int] = set()
    passed = 0
    for number, (first, second) in enumerate(pairwise(words)):
        if first.start in reported:
            continue
        between = checked.text[first.end : second.start]
        if between in GAP and len(first.text) == len(second.text) == 1:
            if number >= passed:
                letters = _single_letters(checked, words, number)
                passed = number + len(letters)
                reported |= _spaced_letters(checked, letters)
        elif between in GAP or between in HYPHENS:
            if _is_one_word(checked, first, second, known, is_hyphen=between in HYPHENS):
                reported |= {first.start, second.start}
    return reported


def _is_one_word(checked: CheckedSection, first: Word, second: Word, known: Vocabulary, *, is_hyphen: bool) -> bool:
    """Report two parts of one word; return whether they are."""
    if not second.is_lower or not (first.is_lower or (first.starts and first.is_capitalized)):
        return False
    left, right = first.text.lower(), second.text
    joined = left + right
    words = lexicon()
    if joined not in words.plausible or not joined.isalpha():
        return False
    is_word = known.knows(left) and known.knows(right)
    is_pair = f"{left} {right}" in ONE_WORD and not MAY_BE_APART.search(
        checked.text, max(0, first.start - 8), first.start
    )
    is_odd = (
        joined in words.common
        and min(len(left), len(right)) > 1
        and (left not in words.common or right not in words.common or not FRAGMENTS.isdisjoint((left, right)))
    )
    if (is_word and (is_hyphen or not (is_pair or is_odd))) or (is_hyphen and left in PREFIXES):
        return False
    gap = "hyphen" if is_hyphen else "space"
    message = f"“{joined}” is split by a {gap}. Delete the {gap}."
    is_certain = not is_word and min(len(left), len(right)) > 1 and joined not in words.medicines
    report = checked.error if is_certain else checked.warning
    report("split-word", first.start, second.end, message)
    return True


def _single_letters(checked: CheckedSection, words: list[Word], number: int) -> list[Word]:
    """Return the run of single letters, with a space after each, that begins with this word."""
    letters = [words[number]]
    for place in range(number + 1, len(words)):
        word = words[place]
        if len(word.text) != 1 or not word.text.isalpha() or checked.text[letters[-1].end : word.start] not in GAP:
            break
        letters.append(word)
    return letters


def _spaced_letters(checked: CheckedSection, letters: list[Word]) -> set[int]:
    """Report single letters that make a word; return where they begin."""
    joined = "".join(word.text for word in letters)
    if not MIN_LETTERS <= len(letters) <= MAX_LENGTH or not lexicon().has(joined.lower()):
        return set()
    message = f"“{joined}” is written with spaces between its letters. Delete the spaces."
    checked.error("split-word", letters[0].start, letters[-1].end, message)
    return {word.start for word in letters}
