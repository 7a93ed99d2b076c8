"""Where sentences and words of a plain text begin and end: for preflight, the reading grade and the comparison."""

import re
from collections.abc import Iterator

Place = tuple[int, int]  # offsets in the text, end exclusive

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:/]\d+)*")

# A full stop after one of these ends no sentence, unless nothing follows.
ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st no nos vs approx fig ref vol dept ed eds inc ltd co corp jr sr e.g i.e a.m p.m u.s u.k cf "
    "al etc ph.d m.d b.i.d t.i.d q.d q.i.d p.o p.r.n jan feb mar apr jun jul aug sep sept oct nov dec min max tel "
    "ext".split()
)
# Of these a capital letter after the stop says that a new sentence has begun.
OFTEN_LAST = frozenset("etc a.m p.m u.s u.k inc ltd co corp jr sr no min max ph.d m.d al".split())

_STOP = re.compile(r"[.!?]+[\"”’')\]]*(?=\s|$)")
_BEFORE = re.compile(r"[\w.’'-]{1,24}\Z")
_NEXT = re.compile(r"\s+[\"“‘'(\[]*(\S)")


def ends_with_abbreviation(text: str, stop: int) -> str:
    """Return the abbreviation whose stop stands at ``text[stop]``, in small letters without its last stop, or ''."""
    found = _BEFORE.search(text[max(0, stop - 24) : stop])
    word = found[0].lower().lstrip("('’.-") if found else ""
    is_initial = len(word) == 1 and word.isalpha() and text[stop - 1].isupper()
    return word if word in ABBREVIATIONS or is_initial or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) else ""


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Place]:
    """Yield the place of each sentence of ``text[start:end]``, without the white space around it."""
    end = len(text) if end is None else end
    begun = start
    for stop in _STOP.finditer(text, start, end):
        if _goes_on(text, stop, end):
            continue
        yield from _trimmed(text, begun, stop.end())
        begun = stop.end()
    yield from _trimmed(text, begun, end)


def _goes_on(text: str, stop: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return False
    if stop[0][0] == "." and (word := ends_with_abbreviation(text, stop.start())):
        return not (word in OFTEN_LAST and following[1].isupper())
    return following[1].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[Place]:
    piece = text[start:end]
    if stripped := piece.strip():
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(stripped)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in order, as they are written."""
    return WORD.findall(text)
