"""Words are found as readers see them, whatever the case, accents and markup."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.content.document import read_document
from monograph.content.text_patterns import search_pattern
from monograph.content.text_search import Term, find_terms, query_terms


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
    assert [term.typed for term in query_terms(query)] == terms


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
        ("5-10 mg", "<p>Take 5\u201310\u00a0mg.</p>"),
        ('"5-10 mg"', "<p>Take 5\u201310\u00a0mg.</p>"),
        ("don't", "<p>Don\u2019t.</p>"),
        ('"don\u2019t drive"', "<p>Don't <em>drive</em>.</p>"),
        ("-5", "<p>at \u22125 degrees</p>"),
        ("1/2", "<p>\u00bd tablet</p>"),
        ("\u00bd", "<p>1/2 tablet</p>"),
        ('"1/2 tablet"', "<p>\u00bd tablet</p>"),
        ("10,000", "<p>Take 10\u202f000 units.</p>"),
        ("10 000", "<p>Take 10,000 units.</p>"),
        ('"10\u00a0000 units"', "<p>Take 10,000 units.</p>"),
        ('"10,000 units"', "<p>Take 10\u00a0000 units.</p>"),
        ("1,000,000", "<p>Take 1 000 000 units.</p>"),
        ("1 000 000", "<p>Take 1,000,000 units.</p>"),
        ("breast-feeding", "<p>If you are breastfeeding.</p>"),
        ("breastfeeding", "<p>If you breast<em>-feed</em>.</p>"),
        ("breastfeeding", "<p>If you are breast feeding.</p>"),
        ("breast feeding", "<p>If you breast\u2010feed.</p>"),
        ("B-12", "<p>Vitamin B12.</p>"),
        ("b12", "<p>Vitamin B<sub>12</sub>.</p>"),
        ("vitamin b12", "<p>Vitamin B\u00a012.</p>"),
        ('"vitamin B-12"', "<p>Vitamin B 12.</p>"),
        ("5FU", "<p>5-FU</p>"),
        ("mcg", "<p>35 \u00b5g</p>"),
        ("micrograms", "<p>35 \u03bcg</p>"),
        ("\u00b5g", "<p>35 mcg</p>"),
        ("beta-blocker", "<p>a \u03b2-blocker</p>"),
        ("betablockers", "<p>a \u03b2-blocker</p>"),
        ("diarrhoea", "<p>diarrhea</p>"),
        ("diarrhea", "<p>DIARRHOEA</p>"),
        ("edema", "<p>\u0152dema</p>"),
        ("hemoglobin", "<p>h\u00e6moglobin</p>"),
        ("aluminum", "<p>aluminium</p>"),
        ("sulfate", "<p>sulphate</p>"),
        ("center", "<p>a centre</p>"),
        ("tumors", "<p>a tumour</p>"),
        ("gray", "<p>grey</p>"),
        ("itchy", "<p>itching</p>"),
        ("itching", "<p>itchy</p>"),
        ("shaking", "<p>You shake.</p>"),
        ("child", "<p>children</p>"),
        ("feet", "<p>a foot</p>"),
        ("dying", "<p>They die.</p>"),
        ("diagnosis", "<p>two diagnoses</p>"),
        ("allergies", "<p>an allergy</p>"),
        ("1000", "<p>1,000 mg</p>"),
        ("1,000", "<p>1000 mg</p>"),
        ("breastfeeding", "<p>breast\u00adfeeding</p>"),
        ("caf\u00e9", "<p>cafe\u0301s</p>"),
        ("vitamin A", "<p>Vitamin A</p>"),
        ('"two headaches"', "<p>He had two <strong>headache</strong> pills.</p>"),
        ('"side effects of pills"', "<p>The side effect of the pill is</p>"),
    ],
)
def test_terms_are_found_in_the_text_and_by_the_database(query: str, html: str) -> None:
    terms = query_terms(query)
    assert find_terms(terms, read_document(html).text)
    assert re.search(search_pattern(terms), html, re.IGNORECASE)


@pytest.mark.parametrize(
    ("query", "html"),
    [
        ('"two tablets"', "<p>two</p><p>tablets</p>"),
        ("strong", "<strong>a</strong>"),
        ('"two tablets"', "<p>tablets, two</p>"),
        ('"two tablets"', "<p>two white tablets</p>"),
        ("b-12", "<p>B, then 12</p>"),
        ("5-10", "<p>510</p>"),
        ("note", "<p>not</p>"),
    ],
)
def test_other_words_are_not_found_nor_words_across_blocks_or_in_markup(query: str, html: str) -> None:
    assert find_terms(query_terms(query), read_document(html).text) is None


def test_excerpt_keeps_the_spelling_of_the_text() -> None:
    text = "Word " * 60 + "the Crème brûlée is here" + " word" * 60
    found = find_terms([Term("creme brulee")], text)
    assert found is not None
    assert found.found == "Crème brûlée"
    assert found.before.startswith("…Word") and found.before.endswith("the ")
    assert found.after.startswith(" is here") and found.after.endswith("word…")


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("itchy", "You may have itching, or worse.", "itching"),
        ("b-12", "Take vitamin B 12 now.", "B 12"),
        ('"side effects of pills"', "All side effect of the pill here.", "side effect of the pill"),
        ("breast-feeding", "While breast feeding a child.", "breast feeding"),
    ],
)
def test_excerpt_marks_the_words_that_were_found(query: str, text: str, found: str) -> None:
    excerpt = find_terms(query_terms(query), text)
    assert excerpt is not None
    assert excerpt.found == found


WORDS = st.text(st.sampled_from("aeiouzsrtbn5 1½-’'β,.œ"), max_size=16)


@settings(max_examples=200)
@given(WORDS, WORDS, WORDS)
def test_database_preselects_every_text_that_has_the_terms(query: str, before: str, after: str) -> None:
    for text in (f"{before}{query}{after}", f"{before} {query.upper()} {after}"):
        terms = query_terms(query)
        if find_terms(terms, text):
            assert re.search(search_pattern(terms), text, re.IGNORECASE), (terms, text)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("tablets", "Take one tablet.", "tablet"),
        ("tablets", "Take one “tablet”, now.", "tablet"),
        ("tumour", "No (tumors).", "tumors"),
        ("breastfeeding", "While breast-feeding.", "breast-feeding"),
    ],
)
def test_found_word_is_marked_without_the_marks_around_it(query: str, text: str, found: str) -> None:
    excerpt = find_terms(query_terms(query), text)
    assert excerpt is not None
    assert excerpt.found == found
    assert f"{excerpt.before}{excerpt.found}{excerpt.after}" == text


@pytest.mark.parametrize("query", ["'take with'", "take (with) food", "take with, food"])
def test_marks_around_a_common_word_need_not_be_in_the_text(query: str) -> None:
    assert find_terms(query_terms(query), "Take with food") is not None


def test_marks_alone_are_searched_for_as_they_are() -> None:
    assert find_terms(query_terms("???"), "Why???") is not None
    assert find_terms(query_terms("???"), "Why?") is None
