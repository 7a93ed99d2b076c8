"""Words are found as readers see them, whatever the case, accents and markup."""

import re

import pytest

from monograph.content.document import read_document
from monograph.content.text_search import find_terms, query_terms, search_pattern


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Two words", ["two", "words"]),
        ('"A  Phrase" more', ["a phrase", "more"]),
        ("“Curly marks”", ["curly marks"]),
        ("Café É", ["cafe", "e"]),
        ("same SAME", ["same"]),
        ('  "" " " ', []),
    ],
)
def test_query_is_split_into_words_and_phrases(query: str, terms: list[str]) -> None:
    assert query_terms(query) == terms


@pytest.mark.parametrize(
    ("query", "html"),
    [
        ("TABLET", "<p>Take a tablet.</p>"),
        ('"a tablet a day"', "<p>Take a <strong>tablet</strong> a\u00a0day.</p>"),
        ("h2o", "<p>H<sub>2</sub>O</p>"),
        ("cafe", "<p>Café</p>"),
        ("café", "<p>CAFE\u0301</p>"),
        ("É", "<p>é</p>"),
        ("5 <", "<p>below &lt; 5</p>"),
        ("at&t", "<p>AT&amp;T</p>"),
    ],
)
def test_terms_are_found_in_the_text_and_by_the_database(query: str, html: str) -> None:
    terms = query_terms(query)
    assert find_terms(terms, read_document(html).text)
    assert re.search(search_pattern(terms), html, re.IGNORECASE)


@pytest.mark.parametrize(
    ("query", "html"), [('"two tablets"', "<p>two</p><p>tablets</p>"), ("strong", "<strong>a</strong>")]
)
def test_terms_are_not_found_across_blocks_or_in_markup(query: str, html: str) -> None:
    assert find_terms(query_terms(query), read_document(html).text) is None


def test_excerpt_keeps_the_spelling_of_the_text() -> None:
    text = "Word " * 60 + "the Crème brûlée is here" + " word" * 60
    found = find_terms(["creme brulee"], text)
    assert found is not None
    assert found.found == "Crème brûlée"
    assert found.before.startswith("…Word") and found.before.endswith("the ")
    assert found.after.startswith(" is here") and found.after.endswith("word…")
