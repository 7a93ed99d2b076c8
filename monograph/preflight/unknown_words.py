"""What an unknown word was meant to be, and whether that is certain.

A capital makes a word a name, so in a sentence only what is one letter away from a common medicine is reported; at the
start of a sentence, and in titles, only what was surely a common word. Words in capitals are abbreviations.
"""

import calendar
import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ..content.lexicon import lexicon
from ..content.lexicon.corrections import (
    FUNCTION_WORDS,
    GRAMMATICAL_WORDS,
    Correction,
    Kind,
    corrections,
    is_compound,
    unglue,
)
from ..content.medicines import BRANDS, GENERICS, is_medicine_name
from .words import Vocabulary, Word

# A shorter word has too many neighbors to be sure of one.
MIN_CERTAIN = 5
# Of shorter words, and of rare ones, only what is surely a common word is reported; of the shortest, nothing.
MIN_LENGTH, MIN_LOOKED_UP = 4, 3
# A shorter capitalized word is one letter away from a medicine by chance.
MIN_NAME = 6
# Nobody abbreviates to so many letters.
MIN_SHOUTED = 7
# Words that scanning or fast fingers make of the shortest words, which have too many neighbors.
SHORT = {
    "lf": "If", "lt": "It", "ls": "Is", "0r": "or", "0f": "of", "t0": "to", "1t": "it", "1f": "if", "1n": "in",
    "0n": "on", "d0": "do", "n0": "no", "fo": "of", "ot": "to", "nad": "and",
}  # fmt: skip
# A word with one or two figures that are shaped like letters.
DIGIT_WORD = re.compile(r"[A-Za-z015689][a-z015689]+")
LETTER_OF_DIGIT = str.maketrans("05689", "osbbg")
MAX_DIGITS = 2
SLIPS = frozenset({"fo", "ot", "nad"})
# Shorter ones are near to other names.
CALENDAR = tuple(name for name in (*calendar.month_name, *calendar.day_name) if len(name) > 5)
# The kinds of slips that hardly ever make a name of a word.
SURE_KINDS = (Kind.SWAPPED, Kind.DOUBLED, Kind.MISREAD, Kind.MISSING)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a word: the code, what to do, and whether that is certain."""

    code: str
    advice: str
    is_certain: bool = False


def find_problem(word: Word, known: Vocabulary, *, is_name: bool) -> Problem | None:
    """Return what is wrong with an unknown word, None for names, abbreviations and codes.

    `is_name` says that the text has the word with a capital inside a sentence, too.
    """
    text, lower = word.text, word.plain.lower()
    if text in SHORT:
        return Problem("misspelt-word" if text in SLIPS else "misread-letters", _advice(text, SHORT[text]))
    if any(letter.isdigit() for letter in text):
        return _with_digits(text, known)
    if (meant := _unmixed(text)) is not None:
        return Problem("misread-letters", _advice(text, meant), is_certain=len(text) >= MIN_CERTAIN)
    if text.islower():
        return _lowercase(text, lower, known)
    if text.isupper():
        return _shouted(text, lower)
    if not word.is_capitalized:
        return _glued_capital(text)
    if word.starts and not is_name:
        return _at_start(text, lower, known)
    return _calendar(text) or (_medicine(text, lower) if not is_name else None)


def _calendar(text: str) -> Problem | None:
    """Find the name of a month or day with a wrong letter: Febuary."""
    near = [name for name in CALENDAR if OSA.distance(text, name, score_cutoff=1) == 1]
    return Problem("misspelt-word", _advice(text, near[0])) if near else None


def _advice(text: str, *meant: str) -> str:
    choices = " or ".join(f"“{word.replace(chr(39), '’')}”" for word in meant)
    return f"“{text}” is not a word. Did you mean {choices}?"


def _like(text: str, meant: str) -> str:
    """Return a word with the capital that the text has."""
    return meant.capitalize() if text[0].isupper() else meant


def _with_digits(text: str, known: Vocabulary) -> Problem | None:
    """Find figures in place of letters: d0se, pi1ls, hospita1."""
    digits = sum(letter.isdigit() for letter in text)
    if not DIGIT_WORD.fullmatch(text) or digits > MAX_DIGITS or digits * 3 > len(text):
        return None
    words = lexicon()
    for one in "li":
        meant = text.lower().replace("1", one).translate(LETTER_OF_DIGIT)
        if len(meant) >= MIN_LENGTH and (meant in words.plausible or meant in words.words or meant in known.own):
            return Problem("misread-letters", _advice(text, _like(text, meant)), is_certain=len(meant) >= MIN_CERTAIN)
    return None


def _unmixed(text: str) -> str | None:
    """Return a word in which l and I were confused, right: tabIets, WARNlNG, Iiver, lnject."""
    words = lexicon()
    if "I" in text and not text.isupper():
        meant = text.replace("I", "l")
        if (meant.islower() or meant[1:].islower()) and meant.lower() in words.plausible:
            return meant
    if "l" in text and len(text) > 2 and text.replace("l", "").isupper():
        meant = text.replace("l", "I")
        return meant if meant.lower() in words.plausible else None
    if text[0] == "l" and text.islower():
        meant = f"i{text[1:]}"
        return meant.capitalize() if meant in words.plausible and f"l{text[1:]}" not in words.plausible else None
    return None


def _lowercase(text: str, lower: str, known: Vocabulary) -> Problem | None:
    """Find what a lowercase word, which is no name, was meant to be."""
    parts, meant = unglue(lower), corrections(lower, known.own)
    sure = [one for one in meant if one.kind <= (Kind.MISREAD if len(parts) == 2 else Kind.MISSING)]
    if len(lower) < MIN_LENGTH or known.is_rare(lower):
        most = Kind.MISREAD if known.is_rare(lower) else Kind.MISSING
        meant, parts = tuple(one for one in meant if one.rank <= most), ()
        if len(lower) < MIN_LOOKED_UP or not meant:
            return None
    if parts and not sure:
        return Problem("glued-words", _advice(text, " ".join(parts)), is_certain=_is_surely_glued(parts, meant))
    if not meant:
        return Problem("unknown-word", f"“{text}” is not in the dictionary. Check its spelling.")
    if meant[0].is_medicine:
        return Problem("misspelt-medicine", _advice(text, meant[0].word))
    code = "misread-letters" if meant[0].kind == Kind.MISREAD else "misspelt-word"
    is_certain = len(meant) == 1 and len(lower) >= MIN_CERTAIN and not _may_be_term(lower, meant[0])
    return Problem(code, _advice(text, *_choices(meant)), is_certain=is_certain)


def _is_surely_glued(parts: tuple[str, ...], meant: tuple[Correction, ...]) -> bool:
    is_usual = not GRAMMATICAL_WORDS.isdisjoint(parts) if len(parts) == 2 else FUNCTION_WORDS.issuperset(parts)
    return is_usual and not meant and sum(map(len, parts)) >= MIN_CERTAIN and min(map(len, parts)) > 1


def _may_be_term(word: str, meant: Correction) -> bool:
    """Return whether a word may be a term, a compound, or a name of a medicine that no list has."""
    if is_medicine_name(word) or word in lexicon().rare or is_compound(word):
        return True
    # joints and the letter of its footnote
    has_mark = word[:-1] == meant.word and word[-1] in "abcdefg"
    # photophobia and phonophobia, thiamine and thiamin: rare words are near to each other, and end in several ways
    is_common = meant.rank == meant.kind
    is_form = meant.word.startswith(word) or word.startswith(meant.word)
    is_neighbor = is_form or meant.kind in (Kind.REPLACED, Kind.ADDED)
    return has_mark or (is_neighbor and not (is_common and word[0] == meant.word[0]))


def _choices(meant: tuple[Correction, ...]) -> list[str]:
    """Return the likeliest correction, or two that are equally likely."""
    return [one.word for one in meant[:2] if one.rank == meant[0].rank]


def _shouted(text: str, lower: str) -> Problem | None:
    meant = [one for one in corrections(lower) if one.kind in SURE_KINDS and one.kind == one.rank]
    if len(text) < MIN_SHOUTED or not meant:
        return None
    return Problem("misspelt-word", _advice(text, meant[0].word.upper()))


def _glued_capital(text: str) -> Problem | None:
    """Find a sentence glued to the one before: foodDo, waterIf."""
    found = re.fullmatch(r"([a-z]{2,})([A-Z][a-z]*)", text)
    common = lexicon().common
    if found and found[1] in common and found[2].lower() in common and len(text) >= MIN_CERTAIN:
        return Problem("glued-words", _advice(text, f"{found[1]}. {found[2]}", f"{found[1]} {found[2].lower()}"))
    return None


def _at_start(text: str, lower: str, known: Vocabulary) -> Problem | None:
    """Find a common word with a slip where every word has a capital."""
    if parts := unglue(lower):
        return (
            Problem("glued-words", _advice(text, " ".join(parts).capitalize())) if len(lower) >= MIN_CERTAIN else None
        )
    meant = [one for one in corrections(lower, known.own) if one.kind in SURE_KINDS]
    if not meant or len(lower) < MIN_LOOKED_UP or known.is_rare(lower):
        return None
    if meant[0].is_medicine:
        return _medicine(text, lower)
    if meant[0].rank > Kind.MISSING and (len(lower) <= MIN_CERTAIN or len(meant) > 1):
        return None
    code = "misread-letters" if meant[0].kind == Kind.MISREAD else "misspelt-word"
    return Problem(code, _advice(text, meant[0].word.capitalize()))


def _medicine(text: str, lower: str) -> Problem | None:
    """Find the name of a common medicine with a wrong letter."""
    if len(lower) < MIN_NAME:
        return None
    for one in corrections(lower):
        if one.word in BRANDS or one.word in GENERICS:
            return Problem("misspelt-medicine", _advice(text, one.word.capitalize()))
    return None
