"""The words by which texts are found: without case, accents and endings, so that "headaches" finds "headache".

Both databases index what is made here, and what a reader types goes through it too: so both find the same.
"""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

MAX_WORD = 60  # letters; PostgreSQL takes no word of more than 2,046 bytes
MAX_WORDS = 8  # of a query: enough for a question, and a bound for the work of the database

_WORD = re.compile(r"[^\W_]+")
_UNSAID = dict.fromkeys(map(ord, "™®℠"))  # stands at names, and nobody types it
_ENGLISH = stemmer("english")
# Words that say nothing of what is looked for. Also the Spanish ones that a question in Spanish has.
_EMPTY = frozenset(
    "a an and are as at be by can do does for from have how i if in is it its me my of on or that the this to was what "
    "when where which who why will with you your "
    "como con cual cuando de del el en es la las lo los para por que se sirve si su un una y".split()
)


def folded(text: str) -> str:
    """Return a text in small letters and without accents, so that names sort and compare alike everywhere."""
    if text.isascii():  # most of what is read: nothing to part, and some thirty times as quick
        return text.lower()
    # Parted first: "℃" has a capital only then. And again, as a few small letters are made of a letter and a mark.
    small = unicodedata.normalize("NFKD", text.translate(_UNSAID)).casefold()
    parted = unicodedata.normalize("NFKD", small)
    return "".join(character for character in parted if not unicodedata.combining(character))


def generic_beside(brand: str, generic: str) -> str:
    """Return the generic name, where it is another word than the brand name that it would stand beside; else ""."""
    return generic if folded(generic) != folded(brand) else ""


def words_of(text: str) -> list[str]:
    """Return the folded words and numbers of a text, in order; of one that is too long, the beginning."""
    return [word[:MAX_WORD] for word in _WORD.findall(folded(text))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a folded word without its ending, as the Snowball stemmer for English takes it off."""
    found: str = _ENGLISH.stemWord(word)
    return found


def stems(text: str) -> list[str]:
    """Return the stems of a text, in order, words that say nothing left out."""
    return [stem(word) for word in words_of(text) if word not in _EMPTY]


def query_words(query: str) -> list[str]:
    """Return the folded words of a query that say something, each once, at most `MAX_WORDS`."""
    return list(dict.fromkeys(word for word in words_of(query) if word not in _EMPTY))[:MAX_WORDS]
