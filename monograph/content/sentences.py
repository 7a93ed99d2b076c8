"""Where the sentences and words of a plain text begin and end."""

import re
from collections.abc import Iterator

# Offsets in the text, end exclusive.
Span = tuple[int, int]

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:/]\d+)*")

# A period after one of these ends no sentence, unless nothing follows.
ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st no nos vs approx fig ref vol dept ed eds inc ltd co corp jr sr e.g i.e a.m p.m u.s u.k cf "
    "al etc ph.d m.d b.i.d t.i.d q.d q.i.d p.o p.r.n jan feb mar apr jun jul aug sep sept oct nov dec min max tel "
    "ext distr mfd mfg rev".split()
)
# After one of these, a period and a capital letter begin a new sentence.
OFTEN_LAST = frozenset("etc a.m p.m u.s u.k inc ltd co corp jr sr no min max ph.d m.d al".split())

# From the first of several stops only: a long row of them would be read again from each.
_STOP = re.compile(r"(?<![.!?])[.!?]+[\"”’')\]]*(?=\s|$)")
_BEFORE = re.compile(r"[\w.’'-]{1,24}\Z")
_NEXT = re.compile(r"\s+[\"“‘'(\[]*(\S)")


def ends_with_abbreviation(text: str, stop: int) -> str:
    """Return the abbreviation that the period at ``text[stop]`` ends; '' for none.

    It is lowercase and without its last period.
    """
    found = _BEFORE.search(text[max(0, stop - 24) : stop])
    word = found[0].lower().lstrip("('’.-") if found else ""
    is_initial = len(word) == 1 and word.isalpha() and text[stop - 1].isupper()
    return word if word in ABBREVIATIONS or is_initial or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word) else ""


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of the sentences in ``text[start:end]``, space trimmed."""
    end = len(text) if end is None else end
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _is_inside_sentence(text, stop, end):
            continue
        yield from _trimmed(text, begin, stop.end())
        begin = stop.end()
    yield from _trimmed(text, begin, end)


def _is_inside_sentence(text: str, stop: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return False
    if stop[0][0] == "." and (word := ends_with_abbreviation(text, stop.start())):
        return not (word in OFTEN_LAST and following[1].isupper())
    return following[1].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    if stripped := piece.strip():
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(stripped)


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in order, as they are written."""
    return WORD.findall(text)
