"""What a reader typed -> the guides that have it, each with the passage that says it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from ..content.search_words import folded_words, query_words, stem
from ..models import Edition, PublicText
from .engines import is_anywhere, matching
from .names import Named, names

PAGE = 10  # guides on a page of results
MAX_QUERY = 200  # characters
MAX_PASSAGE = 280  # characters
SHORT_PASSAGE = 60
Piece = tuple[str, bool]  # words, and whether they are what was looked for


@dataclass(frozen=True)
class Found:
    """A guide, and what it says of what was looked for. Where only its names do, there is no passage."""

    edition: Edition
    code: str  # of the section that the passage stands in
    heading: str
    passage: list[Piece]


@dataclass(frozen=True)
class Results:
    query: str
    found: list[Found] = field(default_factory=list)
    total: int = 0
    number: int = 1  # of this page
    unknown: list[str] = field(default_factory=list)  # words as typed that no guide has
    close: list[Named] = field(default_factory=list)  # names that they may be meant for
    words: list[str] = field(default_factory=list)  # all that were looked for

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-self.total // PAGE))


def search(query: str, *, number: int = 1) -> Results:
    """Return one page of the guides that have all words of a query, those it is a name of first.

    Two questions to the database, or one for each word when nothing is found. Pages are numbered from 1; the first
    stands for one that is not there, or not any more.
    """
    query = " ".join(query[:MAX_QUERY].replace("\0", " ").split())
    words = query_words(query)
    if not words:
        return Results(query)
    terms = list(dict.fromkeys(map(stem, words)))
    places, total = matching(connection, terms, offset=(number - 1) * PAGE, limit=PAGE)
    if number > 1 and not places:
        return search(query)
    if places:
        return Results(query, _read(places, terms), total, number, words=words)
    unknown = [word for word in words if not is_anywhere(connection, stem(word))]
    known = names()
    close = list(
        dict.fromkeys(name for word in unknown for name in (known.beginning_with(word) or known.close_to(word)))
    )
    return Results(query, unknown=unknown, close=close, words=words)


def _read(places: list[tuple[int, int]], terms: Sequence[str]) -> list[Found]:
    rows = PublicText.objects.current().filter(pk__in=[key for key, _ in places])
    by_key = {row.pk: row for row in rows.select_related("edition__monograph").defer("edition__article", "words")}
    return [_found(by_key[key], terms) for key, _ in places if key in by_key]


def _found(text: PublicText, terms: Sequence[str]) -> Found:
    """Quote the sentence that has most of the terms, the first of several."""
    spaced = [f" {term} " for term in terms]
    best, most = -1, 0
    for place, passage in enumerate(text.passages):
        has = sum(term in passage[3] for term in spaced)
        if has > most:
            best, most = place, has
            if has == len(terms):
                break
    if best < 0:
        return Found(text.edition, "", "", [])
    code, heading, *_ = text.passages[best]
    return Found(text.edition, code, heading, _marked(_with_neighbours(text.passages, best), frozenset(terms)))


def _with_neighbours(passages: list[list[str]], place: int) -> str:
    """Return a passage; a short one, such as an item of a list, with what stands around it in its section."""
    code = passages[place][0]
    inside = [at for at, passage in enumerate(passages) if passage[0] == code]
    first = last = place
    # One to either side in turn, so that what was found stays in the middle.
    while len(said := " · ".join(passages[at][2] for at in range(first, last + 1))) < SHORT_PASSAGE:
        before, after = max(first - 1, inside[0]), min(last + 1, inside[-1])
        if (before, after) == (first, last):
            break
        first, last = before, after
    return said


def _marked(words: str, terms: frozenset[str]) -> list[Piece]:
    """Return a passage in pieces, with what was looked for apart; a long one is cut around the first of it."""
    pieces: list[Piece] = []
    for part in words.split(" "):
        is_it = any(stem(word) in terms for word in folded_words(part))
        if pieces and pieces[-1][1] == is_it:
            pieces[-1] = (f"{pieces[-1][0]} {part}", is_it)
        else:
            pieces.append((part, is_it))
    if len(words) <= MAX_PASSAGE:
        return pieces
    first = next((place for place, (_, is_it) in enumerate(pieces) if is_it), 0)
    before, shown = "".join(f"{piece} " for piece, _ in pieces[:first]), pieces[first:]
    if len(before) > MAX_PASSAGE // 2:
        before = "…" + before[-MAX_PASSAGE // 2 :].partition(" ")[2]
    cut, room = [(before.strip(), False)] if before else [], MAX_PASSAGE - len(before)
    for piece, is_it in shown:
        if len(piece) > room:
            cut.append((piece[: max(room, 0)].rpartition(" ")[0] + "…", is_it))
            break
        cut.append((piece, is_it))
        room -= len(piece) + 1
    return cut
