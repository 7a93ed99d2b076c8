"""The reading grade of a text, in years of school.

Flesch-Kincaid grade: Kincaid and others, Research Branch Report 8-75, 1975 (0.39 × words per sentence + 11.8 ×
syllables per word − 15.59). SMOG grade: McLaughlin, Journal of Reading 12(8), 1969 (1.0430 × the square root of the
words of three syllables or more per 30 sentences + 3.1291). Syllables are counted by rule, with the exceptions that
drug guides need. Names that a guide can't avoid count as at most two, so that they do not hide how plain the rest is.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from ..content import sentences

GROUPS = re.compile(r"[aeiouy]+")
# Two vowels in two syllables, and silent endings.
TWO_VOWELS = re.compile(
    r"i[aou](?!n?s?$)|[aeiou]ing$|eo(?!u)|ua(?!r)|uou|ie[rt]y?$|dia|ium|ious?$|riety|creat|react|reac"
)
SILENT = re.compile(r"(?:[^aeiouyl]|[aeiouyr]l)es?$|[^aeiouytd]ed$|ely$|eful|eless|ement")
EXCEPTIONS = {
    "area": 3, "being": 2, "diarrhea": 4, "every": 2, "evening": 2, "forehead": 2, "idea": 3, "leukemia": 4,
    "nausea": 3, "people": 2, "science": 2, "something": 2, "sometimes": 2, "someone": 2, "special": 2, "tired": 2,
    "anemia": 4,
}  # fmt: skip


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return the number of syllables of an English word, at least 1; 1 for a number."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if not plain.isascii() or not any(character.isalpha() for character in plain):
        return 1
    if "-" in plain:
        return sum(syllables(part) for part in plain.split("-") if part)
    if plain in EXCEPTIONS:
        return EXCEPTIONS[plain]
    # An abbreviation, such as ALL or CRS
    if word.isupper() and len(word) <= 5:
        return 1
    count = len(GROUPS.findall(plain)) + len(TWO_VOWELS.findall(plain))
    if SILENT.search(plain) and count > 1:
        count -= 1
    return max(1, count)


@dataclass(frozen=True)
class Readability:
    """The counts of one text and its two grades, in years of school."""

    sentences: int
    words: int
    syllables: int
    long_words: int

    @property
    def flesch_kincaid(self) -> float:
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def smog(self) -> float:
        """Return the SMOG grade, which is meant for 30 sentences and rough below ten."""
        return 1.0430 * sqrt(self.long_words * 30 / self.sentences) + 3.1291 if self.sentences else 0.0


def measure(texts: list[str], names: frozenset[str] = frozenset()) -> Readability:
    """Measure sentences; `names` are the lowercase words that the text can't avoid."""
    total = spoken = long_words = 0
    for text in texts:
        for word in sentences.words(text):
            count = min(2, syllables(word)) if word.lower() in names else syllables(word)
            total += 1
            spoken += count
            long_words += count >= 3
    return Readability(len(texts), total, spoken, long_words)
