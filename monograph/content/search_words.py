"""The words that search compares, whatever the case, accents, endings, spelling and typography.

So "headaches" finds "headache", "diarrhoea" finds "diarrhea", and "breast-feeding" finds "breastfeeding". Both
databases index `stems` of the texts, and a reader's query becomes `search_terms` by the same rules, so both find the
same. After a change of what `stems` returns, raise `INDEX_FORM`: `migrate` then indexes the texts again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from snowballstemmer import stemmer

from .spelling import one_spelling
from .typography import FRACTION, GREEK_NAMES, plain_signs, without_invisible

# The number of the form of the index, which each of its rows carries.
INDEX_FORM = 4
# Letters of a word; PostgreSQL accepts no word of more than 2,046 bytes.
MAX_WORD = 60
# Words of a query: enough for a question, and a bound for the work of the database.
MAX_WORDS = 8
# Figures of a number between two separators of thousands.
GROUP = 3
# A decimal point in a term; SQLite would end a word at an ASCII one.
POINT = "\u00b7"

_WORD = re.compile(rf"\d+(?:\.\d+)+|\d+{FRACTION}\d+|[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACED_SLASH = re.compile(rf"(?<=\d)\s*([/{FRACTION}])\s*(?=\d)")
_AROUND_WORDS = "\"'“”‘’«»()[]{}.,;:!?¡¿*/-"
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_ENGLISH = stemmer("english")
# English words without search value, and the Spanish ones of a question in Spanish.
_STOP_WORDS = frozenset(
    "a an and are as at be by can do does for from have how i if in is it its me my of on or that the this to was what "
    "when where which who why will with you your "
    "como con cual cuando de del el en es la las lo los para por que se sirve si su un una y".split()
)
# After these, "a" and "i" are names: vitamin A, type I.
_NAMED_BY_LETTER = frozenset(
    "vitamin vitamins hepatitis type group grade class factor influenza flu phase category schedule stage blood "
    "interferon immunoglobulin ig omega protein hemophilia haemophilia vitamina grupo tipo".split()
)
# Written as one word, as two, and with a hyphen.
_COMPOUNDS = frozenset(
    "backache bedtime bedwetting birthmark bloodstream bodyweight breastfed breastfeed breastfeeding breastmilk "
    "breastbone checkup childbirth childproof daycare daytime dropout earache eardrop eardrops earwax eyedrop eyedrops "
    "eyelid eyesight fingerstick fingertip followup glucometer grapefruit hairloss handwash handwashing hardcover "
    "headache healthcare heartbeat heartburn heartrate homecare intake jumpstart kneecap lifelong lightheaded "
    "lightheadedness longterm mealtime mouthwash nighttime nosebleed nosebleeds nosedrops onset overdose overweight "
    "painkiller painkillers patchtest pillbox shortterm sideeffect sideeffects skincare sleepwalking sleepwalk "
    "stomachache sunburn sunlight sunscreen tablespoon teaspoon toothache underweight upset watertight weekend "
    "wellbeing workplace xray xrays".split()
)
# Written before a word, with a hyphen, without, or apart.
_PREFIXES = frozenset(
    "anti bi co hyper hypo inter intra micro mid mini multi non over post pre re semi sub un under".split()
)


@dataclass(frozen=True)
class SearchTerm:
    """A word of a query, in the compound as typed, and the stems of which a text must have one."""

    typed: str
    stems: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """A word or number, and what is between it and the one before: "-", " ", or "" for anything else."""

    word: str
    link: str
    typed: str = ""


def folded_words(text: str) -> list[str]:
    """Return the folded words and numbers of a text, cut at `MAX_WORD` letters."""
    return [part.word for part in _parts(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a folded word in its one spelling and without its ending, by the Snowball stemmer for English."""
    word = one_spelling(word)
    # Snowball makes "excee" of "exceed", and "exceed" of "exceeding".
    stemmed: str = word.removesuffix("s") if word.endswith(("eed", "eeds")) else _ENGLISH.stemWord(word)
    return stemmed


def stems(text: str) -> list[str]:
    """Return the stems of a text, in order, without stop words.

    A compound is there in one word and in its parts: "B-12" as "b", "12" and "b12", "35mcg" as "35", "mcg" and "35mcg".
    """
    return [stem(word) for word in _indexed_words(_parts(text))]


def search_terms(query: str) -> list[SearchTerm]:
    """Return the terms that a text must all have, without stop words; the first `MAX_WORDS`.

    A word may be part of a compound with its neighbors: "breast feeding" also finds "breastfeeding".
    """
    parts = _query_parts(query)
    terms: dict[tuple[str, ...], SearchTerm] = {}
    for place, part in enumerate(parts):
        if _is_stop_word(parts, place):
            continue
        for words in _alternatives(parts, place):
            found = tuple(dict.fromkeys(map(stem, words)))
            terms.setdefault(found, SearchTerm(part.typed, found))
    return list(terms.values())[:MAX_WORDS]


def _alternatives(parts: list[_Part], place: int) -> list[list[str]]:
    """Return, for each run of a part of a query, the words of which a text must have one."""
    word, compounds = parts[place].word, _compounds_with(parts, place)
    hyphenated = "".join(other.word for other in parts[_chain(parts, place)])
    runs = _runs(hyphenated)
    if len(runs) > 1 and any(len(run) == 1 and run.isalpha() for run in runs):
        return [[hyphenated[:MAX_WORD]]]  # the "b" and the "12" of B12 are everywhere
    own_runs = _runs(word)
    return [[run, word, *compounds] for run in own_runs] if len(own_runs) > 1 else [[word, *compounds]]


def _parts(text: str) -> list[_Part]:
    plain = plain_signs(text)
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    parts: list[_Part] = []
    end = -1
    for found in _WORD.finditer(plain):
        between = plain[end : found.start()] if end >= 0 else ""
        link = "-" if between == "-" else " " if between.isspace() else ""
        parts.append(_Part(found[0].replace(".", POINT)[:MAX_WORD], link))
        end = found.end()
    return parts


def _query_parts(query: str) -> list[_Part]:
    """Return the parts of a query with what was typed: a hyphenated word whole, words around another sign apart."""
    parts: list[_Part] = []
    is_open = False  # nothing but white space follows the last word
    for piece in _SPACED_SLASH.sub(r"\1", without_invisible(query)).split():
        found = _parts(piece)
        is_open = is_open and piece[0].isalnum()
        typed = piece.strip(_AROUND_WORDS) if all(part.link == "-" for part in found[1:]) else ""
        for part in found:
            link = part.link or (" " if is_open and part is found[0] else "")
            parts.append(_Part(part.word, link, typed or part.word))
        is_open = bool(found) and piece[-1].isalnum()
    return parts


def _is_stop_word(parts: list[_Part], place: int) -> bool:
    """Return whether nobody searches for a part.

    A letter that is a name is searched for: in "vitamin A deficiency", and where no word follows that it could be the
    article of.
    """
    part = parts[place]
    if part.word not in _STOP_WORDS:
        return False
    is_letter = part.word in ("a", "i") and place > 0 and part.link != ""
    is_last = place == len(parts) - 1 or not parts[place + 1].link
    return not (is_letter and (is_last or parts[place - 1].word in _NAMED_BY_LETTER))


@lru_cache(maxsize=50_000)
def _runs(word: str) -> tuple[str, ...]:
    """Return the runs of letters and of digits in a word."""
    is_whole = word.isalpha() or word.isdigit() or POINT in word or FRACTION in word
    return (word,) if is_whole else tuple(_RUNS.findall(word)) or (word,)


def _indexed_words(parts: list[_Part]) -> Iterator[str]:
    for place, part in enumerate(parts):
        if not _is_stop_word(parts, place):
            yield part.word
        if not part.word.isalpha() and len(runs := _runs(part.word)) > 1:
            yield from (run for run in runs if len(run) > 1 or run.isdigit())
        if place and _is_joined(parts, place):
            yield parts[place - 1].word + part.word
            yield "".join(other.word for other in parts[_chain(parts, place)])[:MAX_WORD]
        elif part.link == " " and _is_compound(parts[place - 1].word, part.word):
            yield parts[place - 1].word + part.word
        elif _is_group(parts, place) and not _is_group(parts, place + 1):
            yield _grouped_number(parts, place)


def _is_compound(before: str, word: str) -> bool:
    """Return whether two words beside each other are also written as one."""
    joined = before + word
    if joined.isalpha():
        return joined in _COMPOUNDS or before in _PREFIXES or before in GREEK_NAMES or word in GREEK_NAMES
    has_letter = (len(before) == 1 and before.isalpha()) or (len(word) == 1 and word.isalpha())
    return has_letter and before not in _STOP_WORDS and word not in _STOP_WORDS


def _is_group(parts: list[_Part], place: int) -> bool:
    """Return whether a part is a group of three figures after a space, as in 10 000."""
    if not 0 < place < len(parts) or parts[place].link != " ":
        return False
    before, word = parts[place - 1].word, parts[place].word.partition(POINT)[0]
    return before.isdecimal() and len(before) <= GROUP and word.isdecimal() and len(word) == GROUP


def _grouped_number(parts: list[_Part], last: int) -> str:
    """Return the number that ends in a group of three figures: 10 000 or 1 000 000."""
    first = last
    while _is_group(parts, first) and last - first < MAX_WORDS:
        first -= 1
    return "".join(part.word for part in parts[first : last + 1])[:MAX_WORD]


def _chain(parts: list[_Part], place: int) -> slice:
    """Return the places of the parts that hyphens join to one, without those between two numbers."""
    first = last = place
    while first and _is_joined(parts, first) and place - first < MAX_WORDS:
        first -= 1
    while last + 1 < len(parts) and _is_joined(parts, last + 1) and last - place < MAX_WORDS:
        last += 1
    return slice(first, last + 1)


def _is_joined(parts: list[_Part], place: int) -> bool:
    """Return whether a hyphen joins a part to the one before; 5-10 is not 510."""
    is_range = parts[place - 1].word[-1:].isdigit() and parts[place].word[:1].isdigit()
    return parts[place].link == "-" and not is_range


def _compounds_with(parts: list[_Part], place: int) -> list[str]:
    """Return the compounds, in one word, that a part of a query may be in with one or two neighbors."""
    found = []
    for first in range(max(0, place - 2), place + 1):
        for last in range(max(place, first + 1), min(len(parts), first + 3)):
            run = parts[first : last + 1]
            is_range = any(a.word[-1:].isdigit() and b.word[:1].isdigit() for a, b in pairwise(run))
            is_number = all(_is_group(parts, group) for group in range(first + 1, last + 1))
            if is_number or (all(part.link for part in run[1:]) and not is_range):
                found.append("".join(part.word for part in run)[:MAX_WORD])
    return found
