"""Words that are known: English, medical words, and names of medicines.

English words come from SCOWL, names of medicines from DrugBank's open vocabulary, MeSH and MedlinePlus (see `data/`),
medical words that SCOWL lacks from a list kept by hand. Nothing here is a rule of spelling by itself:
`monograph.preflight.spelling` decides what to report.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..medicines import BRANDS, GENERICS

DATA = Path(__file__).parent / "data"
WORDS_FILE = "words.txt.gz"
MEDICINES_FILE = "medicines.txt.gz"
MEDICAL_FILE = "medical.txt"
PAIRS_FILE = "pairs.txt.gz"
GUIDE_PAIRS_FILE = "guide-pairs.txt.gz"


@dataclass(frozen=True)
class Lexicon:
    """The lists, each without the words of those before it.

    `common` are the 11,000 most common words of English (SCOWL 20) and `usual` those that most dictionaries have
    (SCOWL 35), with the medical words. `words` are all others of American English, names of people and places
    included, which alone have capitals; `rare` those that are often a misspelling of a common word (SCOWL 70);
    `british` those that only British English has. `medicines` are words of the usual names of medicines,
    `other_medicines` of their other names. `plausible` is what a misspelled word may have been: the common and usual
    words, with contractions, and the usual names of medicines.
    """

    common: frozenset[str]
    usual: frozenset[str]
    words: frozenset[str]
    rare: frozenset[str]
    british: frozenset[str]
    medicines: frozenset[str]
    other_medicines: frozenset[str]
    plausible: frozenset[str]

    def has(self, word: str) -> bool:
        """Return whether a word is in any list but those of rare and of British words, as it is written."""
        return (
            word in self.common
            or word in self.usual
            or word in self.words
            or word in self.medicines
            or word in self.other_medicines
        )


def _blocks(name: str) -> list[frozenset[str]]:
    text = gzip.decompress((DATA / name).read_bytes()).decode()
    return [frozenset(block.split("\n")) for block in text.split("\n\n")]


@cache
def medical_words() -> frozenset[str]:
    """Return the medical words that are kept by hand."""
    return frozenset((DATA / MEDICAL_FILE).read_text(encoding="utf-8").split())


@cache
def lexicon() -> Lexicon:
    """Return the lists. They are read once a process, when they are first needed."""
    common, usual, words, rare, british = _blocks(WORDS_FILE)
    medicines, other_medicines = _blocks(MEDICINES_FILE)
    listed = frozenset(word for name in (*BRANDS, *BRANDS.values(), *GENERICS) for word in name.split())
    usual |= medical_words()
    medicines |= listed - common
    contractions = frozenset(word for word in words if "'" in word and word.islower())
    return Lexicon(
        common=common,
        usual=usual,
        words=words,
        rare=rare,
        british=british,
        medicines=medicines,
        other_medicines=other_medicines,
        plausible=common | usual | medicines | contractions,
    )
