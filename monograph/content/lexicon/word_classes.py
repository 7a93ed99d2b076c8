"""What a word can be in a sentence: a verb and in which form, a noun and in which number, an adjective, an adverb.

The classes are those of the SPECIALIST Lexicon of the US National Library of Medicine (see `data/`), which knows both
English and medicine. A word may have several: "drink" is a verb and a noun.
"""

import gzip
from functools import cache

from . import DATA

CLASSES_FILE = "classes.txt.gz"
# As letters: the forms of a verb, the numbers of a noun, and two more.
BASE, THIRD, PAST, PARTICIPLE, ING = "b", "z", "d", "n", "g"
SINGULAR, PLURAL, ADJECTIVE, ADVERB = "s", "p", "j", "r"


@cache
def word_classes() -> dict[str, str]:
    """Return the classes of every lowercase word that has any, as letters. Read once a process."""
    text = gzip.decompress((DATA / CLASSES_FILE).read_bytes()).decode()
    lines = (line.partition("|") for line in text.split("\n"))
    return {word: letters for letters, _, words in lines for word in words.split(" ")}
