"""Which words may say the same to a patient, and which are too general to say anything by themselves."""

from rapidfuzz.distance import OSA

from ...content.lexicon import lexicon, senses, word_classes
from .equivalents import FILLERS, GENERAL
from .tokens import is_content, stem

MAX_MISPRINTED = 2


def can_say_the_same(old: str, new: str) -> bool:
    """Return whether two words may mean the same, or one is the other with a misprint."""
    is_misprint = lexicon().has(new) != lexicon().has(old) and OSA.distance(old, new) <= MAX_MISPRINTED
    return is_misprint or stem(old) == stem(new) or senses.can_say_the_same(old, new)


def is_medicine(word: str) -> bool:
    """Return whether a word is in a name of a medicine and no other word."""
    words = lexicon()
    return word in words.medicines or word in words.other_medicines


def names_something(word: str) -> bool:
    """Return whether a word is a verb, noun or adjective, and not too general to be exchanged with another meaning."""
    letters = word_classes.word_classes().get(word, word_classes.SINGULAR)
    is_general = word in FILLERS or stem(word) in GENERAL
    return is_content(word) and not is_general and letters != word_classes.ADVERB
