"""Words are found as a reader reads them, whatever the case, the accents and the markup."""

import re

import pytest

from monograph.content.document import read
from monograph.content.text_search import find, pattern, terms_of


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
def test_what_is_looked_for(query: str, terms: list[str]) -> None:
    assert terms_of(query) == terms


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
def test_it_is_found_in_the_words_and_by_the_database(query: str, html: str) -> None:
    terms = terms_of(query)
    assert find(terms, read(html).text)
    assert re.search(pattern(terms), html, re.IGNORECASE)


@pytest.mark.parametrize(
    ("query", "html"), [('"two tablets"', "<p>two</p><p>tablets</p>"), ("strong", "<strong>a</strong>")]
)
def test_it_is_not_found_where_no_reader_reads_it(query: str, html: str) -> None:
    assert find(terms_of(query), read(html).text) is None


def test_the_passage_is_shown_as_it_is_written() -> None:
    text = "Word " * 60 + "the Crème brûlée is here" + " word" * 60
    found = find(["creme brulee"], text)
    assert found is not None
    assert found.found == "Crème brûlée"
    assert found.before.startswith("…Word") and found.before.endswith("the ")
    assert found.after.startswith(" is here") and found.after.endswith("word…")
