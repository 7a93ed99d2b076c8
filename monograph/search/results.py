"""The guides that match a reader's query, each with the passage that matches best."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from ..content.search_words import folded_words, query_words, stem
from ..models import Edition, PublicText
from .engines import find_matches, occurs_anywhere
from .name_index import SearchName, name_index

PAGE_SIZE = 10  # guides
MAX_QUERY = 200  # characters
MAX_PASSAGE = 280  # characters
SHORT_PASSAGE = 60  # characters: a shorter passage is quoted with its neighbors
PassagePart = tuple[str, bool]  # words, and whether they match the query


@dataclass(frozen=True)
class SearchHit:
    """A guide that matches, and its best passage; none if only its names match."""

    edition: Edition
    code: str  # of the section of the passage
    heading: str
    passage: list[PassagePart]


@dataclass(frozen=True)
class SearchResults:
    query: str
    hits: list[SearchHit] = field(default_factory=list)
    total: int = 0
    page_number: int = 1
    unknown_words: list[str] = field(default_factory=list)  # as typed; no guide has them
    similar_names: list[SearchName] = field(default_factory=list)  # names that the unknown words may be meant for
    words: list[str] = field(default_factory=list)  # all words that were searched for

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search(query: str, *, page_number: int = 1) -> SearchResults:
    """Return one page of the guides that have all words of a query.

    Guides with the words in a name come first. Takes two queries, or one for each word when nothing matches. Pages are
    numbered from 1; a page that does not exist, or no longer exists, gives the first.
    """
    query = " ".join(query[:MAX_QUERY].replace("\0", " ").split())
    words = query_words(query)
    if not words:
        return SearchResults(query)
    terms = list(dict.fromkeys(map(stem, words)))
    matches, total = find_matches(connection, terms, offset=(page_number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    if page_number > 1 and not matches:
        return search(query)
    if matches:
        return SearchResults(query, _load_hits(matches, terms), total, page_number, words=words)
    unknown = [word for word in words if not occurs_anywhere(connection, stem(word))]
    return SearchResults(query, unknown_words=unknown, similar_names=_similar_names(unknown), words=words)


def _similar_names(words: Sequence[str]) -> list[SearchName]:
    index = name_index()
    names = (name for word in words for name in (index.starting_with(word) or index.similar_to(word)))
    return list(dict.fromkeys(names))


def _load_hits(matches: list[tuple[int, int]], terms: Sequence[str]) -> list[SearchHit]:
    texts = PublicText.objects.current().filter(pk__in=[key for key, _ in matches])
    by_key = {text.pk: text for text in texts.select_related("edition__monograph").defer("edition__article", "words")}
    return [_hit(by_key[key], terms) for key, _ in matches if key in by_key]


def _hit(text: PublicText, terms: Sequence[str]) -> SearchHit:
    """Quote the sentence that has most of the terms; of several, the first."""
    spaced_terms = [f" {term} " for term in terms]
    best_place, most_terms = -1, 0
    for place, passage in enumerate(text.passages):
        count = sum(term in passage[3] for term in spaced_terms)
        if count > most_terms:
            best_place, most_terms = place, count
            if count == len(terms):
                break
    if best_place < 0:
        return SearchHit(text.edition, "", "", [])
    code, heading, *_ = text.passages[best_place]
    words = _with_neighbors(text.passages, best_place)
    return SearchHit(text.edition, code, heading, _shorten(_mark_terms(words, frozenset(terms))))


def _with_neighbors(passages: list[list[str]], place: int) -> str:
    """Return a passage; a short one, such as a list item, with its neighbors."""
    code = passages[place][0]
    in_section = [at for at, passage in enumerate(passages) if passage[0] == code]
    first = last = place
    # One more on either side at a time, so that the match stays in the middle.
    while len(words := " · ".join(passages[at][2] for at in range(first, last + 1))) < SHORT_PASSAGE:
        wider = max(first - 1, in_section[0]), min(last + 1, in_section[-1])
        if wider == (first, last):
            break
        first, last = wider
    return words


def _mark_terms(words: str, terms: frozenset[str]) -> list[PassagePart]:
    """Split a passage into parts that match the terms and parts that don't."""
    parts: list[PassagePart] = []
    for word in words.split(" "):
        is_match = any(stem(part) in terms for part in folded_words(word))
        if parts and parts[-1][1] == is_match:
            parts[-1] = (f"{parts[-1][0]} {word}", is_match)
        else:
            parts.append((word, is_match))
    return parts


def _shorten(parts: list[PassagePart]) -> list[PassagePart]:
    """Cut a long passage around its first match."""
    if len(" ".join(words for words, _ in parts)) <= MAX_PASSAGE:
        return parts
    first_match = next((place for place, (_, is_match) in enumerate(parts) if is_match), 0)
    before = "".join(f"{words} " for words, _ in parts[:first_match])
    if len(before) > MAX_PASSAGE // 2:
        before = "…" + before[-MAX_PASSAGE // 2 :].partition(" ")[2]
    shortened = [(before.strip(), False)] if before else []
    room = MAX_PASSAGE - len(before)
    for words, is_match in parts[first_match:]:
        if len(words) > room:
            shortened.append((words[: max(room, 0)].rpartition(" ")[0] + "…", is_match))
            break
        shortened.append((words, is_match))
        room -= len(words) + 1
    return shortened
