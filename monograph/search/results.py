"""The guides that match a reader's query, each with the passage that matches best."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import connection

from ..content.search_words import SearchTerm, search_terms, stems
from ..models import Edition, PublicText
from .engines import find_matches, occurs_anywhere
from .name_index import SearchName, name_index
from .spanish import english_query
from .withdrawn import withdrawn_guides

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
    """One page of what was found.

    `words` are those that were searched for and `unknown_words` those that no guide has, both as typed. `english` is
    the query that was searched for instead of a Spanish one. `withdrawn` are last editions of withdrawn guides whose
    names were typed; they come before everything else.
    """

    query: str
    hits: list[SearchHit] = field(default_factory=list)
    total: int = 0
    page_number: int = 1
    unknown_words: list[str] = field(default_factory=list)
    similar_names: list[SearchName] = field(default_factory=list)  # names that the unknown words may be meant for
    words: list[str] = field(default_factory=list)
    english: str = ""
    withdrawn: list[Edition] = field(default_factory=list)

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def search(query: str, *, page_number: int = 1) -> SearchResults:
    """Return one page of the guides that have all words of a query.

    Guides with the words in a name come first. Takes two queries, or one for each word when nothing matches. Pages are
    numbered from 1; a page that does not exist, or no longer exists, gives the first. Where no guide has Spanish words,
    their English ones are searched for.
    """
    query = " ".join(query[:MAX_QUERY].replace("\0", " ").split())
    withdrawn = withdrawn_guides().named_in(query) if query else []
    results = _search(query, page_number)
    if not results.hits and (english := english_query(query)):
        translated = _search(english, page_number)
        results = replace(translated, query=query, english=english) if translated.hits else results
    if results.hits or withdrawn:
        return replace(results, withdrawn=withdrawn)
    return replace(results, similar_names=_similar_names(results.unknown_words))


def _search(query: str, page_number: int) -> SearchResults:
    terms = search_terms(query)
    if not terms:
        return SearchResults(query)
    stems_of_terms = [term.stems for term in terms]
    offset = (page_number - 1) * PAGE_SIZE
    matches, total = find_matches(connection, stems_of_terms, offset=offset, limit=PAGE_SIZE)
    if page_number > 1 and not matches:
        return _search(query, 1)
    words = list(dict.fromkeys(term.typed for term in terms))
    if matches:
        return SearchResults(query, _load_hits(matches, terms), total, page_number, words=words)
    unknown = (term.typed for term in terms if not occurs_anywhere(connection, term.stems))
    return SearchResults(query, unknown_words=list(dict.fromkeys(unknown)), words=words)


def _similar_names(words: Sequence[str]) -> list[SearchName]:
    index, withdrawn = name_index(), withdrawn_guides().index
    names: list[SearchName] = []
    for word in words:
        names += withdrawn.starting_with(word) or withdrawn.similar_to(word)
        names += index.starting_with(word) or index.similar_to(word)
    return list(dict.fromkeys(names))


def _load_hits(matches: list[tuple[int, int]], terms: Sequence[SearchTerm]) -> list[SearchHit]:
    texts = PublicText.objects.current().filter(pk__in=[key for key, _ in matches])
    by_key = {text.pk: text for text in texts.select_related("edition__monograph").defer("edition__article", "words")}
    return [_hit(by_key[key], terms) for key, _ in matches if key in by_key]


def _hit(text: PublicText, terms: Sequence[SearchTerm]) -> SearchHit:
    """Quote the sentence that has most of the terms; of several, the first."""
    spaced_terms = [[f" {stem} " for stem in term.stems] for term in terms]
    best_place, most_terms = -1, 0
    for place, passage in enumerate(text.passages):
        count = sum(any(stem in passage[3] for stem in term) for term in spaced_terms)
        if count > most_terms:
            best_place, most_terms = place, count
            if count == len(terms):
                break
    if best_place < 0:
        return SearchHit(text.edition, "", "", [])
    code, heading, *_ = text.passages[best_place]
    words = _with_neighbors(text.passages, best_place)
    marked = _mark_terms(words, frozenset(stem for term in terms for stem in term.stems))
    return SearchHit(text.edition, code, heading, _shorten(marked))


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
    """Split a passage into parts that have stems of the terms and parts that don't."""
    parts: list[PassagePart] = []
    for word in words.split(" "):
        is_match = not terms.isdisjoint(stems(word))
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
