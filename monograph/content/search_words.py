"""The words that search compares, without case, accents and endings.

So "headaches" finds "headache". Both databases index these words, and a reader's query goes through the same functions,
so both find the same.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

# Letters of a word; PostgreSQL accepts no word of more than 2,046 bytes.
MAX_WORD = 60
# Words of a query: enough for a question, and a bound for the work of the database.
MAX_WORDS = 8

_WORD = re.compile(r"[^\W_]+")
# Signs beside names that nobody searches for.
_IGNORED_SIGNS = dict.fromkeys(map(ord, "™®℠"))
_ENGLISH = stemmer("english")
# English words without search value, and the Spanish ones of a question in Spanish.
_STOP_WORDS = frozenset(
    "a an and are as at be by can do does for from have how i if in is it its me my of on or that the this to was what "
    "when where which who why will with you your "
    "como con cual cuando de del el en es la las lo los para por que se sirve si su un una y".split()
)


def fold(text: str) -> str:
    """Return a text lowercase and without accents, to sort and compare it by."""
    # Most texts are ASCII, and this is some thirty times faster for them.
    if text.isascii():
        return text.lower()
    # Decompose before casefolding, as "℃" has a capital only then; and again, as casefolding can compose letters.
    lowered = unicodedata.normalize("NFKD", text.translate(_IGNORED_SIGNS)).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def folded_words(text: str) -> list[str]:
    """Return the folded words and numbers of a text, cut at `MAX_WORD` letters."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a folded word without its ending, by the Snowball stemmer for English."""
    stemmed: str = _ENGLISH.stemWord(word)
    return stemmed


def stems(text: str) -> list[str]:
    """Return the stems of a text, in order, without stop words."""
    return [stem(word) for word in folded_words(text) if word not in _STOP_WORDS]


def query_words(query: str) -> list[str]:
    """Return the distinct folded words of a query, without stop words.

    They are the first `MAX_WORDS`.
    """
    return list(dict.fromkeys(word for word in folded_words(query) if word not in _STOP_WORDS))[:MAX_WORDS]
