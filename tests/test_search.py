"""Search: signed text of current editions only, and the same on both databases."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html as lxml_html

from monograph.content.search_words import MAX_WORDS, search_terms, stem, stems
from monograph.models import PublicText
from monograph.search import search
from monograph.workflow import publishing

from .cast import PASSWORD, Cast
from .factory import Guide
from .shared_stories import shared_story
from .stories import named

NASTY = [
    '"',
    "'",
    "a' OR '1'='1",
    "names : x",
    "x AND",
    "NEAR(a b)",
    "a*",
    "-a",
    "(",
    "\\",
    "%",
    "\0",
    "😀",
    "& | !",
    "a:*",
    "a\U0001df00b",  # a letter that Python knows and SQLite doesn't
    "\u337f" * 190,  # four letters each, once they are decomposed
]
LONG = ", ".join(f"{letter}{other}word" for letter in "abcdefgh" for other in "aeiouy")


def found(query: str, **options: Any) -> list[str]:
    return [hit.edition.monograph.slug for hit in search(query, **options).hits]


def page(client: Client, query: str, prefix: str = "") -> Any:
    response = client.get(f"{prefix}/search/?q={quote(query)}")
    assert response.status_code == 200
    return lxml_html.document_fromstring(response.content.decode())


# What is found


@shared_story
def feverish(cast: Cast) -> Guide:
    """A guide with names, a class, a condition and texts to search for."""
    return named(
        cast,
        "testol",
        generic_name="testolumab",
        other_names=["Oldname"],
        conditions=["High fever"],
        dosage="Plain words about dosage.",
    )


@pytest.mark.parametrize(
    "query",
    [
        *("Testol", "testol", "TÉSTOL", "testolumab", "oldname", "test drug", "drug"),
        *("fever", "fevers", "high fever", "what is testol for", "¿Para qué sirve testol?", "plain dosage"),
    ],
)
def test_guide_is_found_by_names_class_conditions_and_text(feverish: Guide, query: str) -> None:
    assert found(query) == ["testol"]


@pytest.mark.parametrize("query", ["", "   ", "the", "what is", "¿?", "zebra", "testol zebra"])
def test_query_that_matches_no_guide_finds_none(short: Guide, query: str) -> None:
    assert (found(query), search(query).total) == ([], 0)


def test_matches_in_names_precede_uses_and_uses_precede_other_text(cast: Cast) -> None:
    named(cast, "ccc", dosage="Not with liver trouble.")
    named(cast, "bbb", uses="For liver trouble.")
    named(cast, "aaa", dosage="Mind the liver.")
    named(cast, "zzz", conditions=["Liver trouble"])
    assert found("liver") == ["zzz", "bbb", "aaa", "ccc"]
    assert found("liver trouble") == ["zzz", "bbb", "ccc"]


def test_results_are_paginated(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monograph.search.results.PAGE_SIZE", 2)
    for slug in ("aaa", "bbb", "ccc"):
        named(cast, slug, dosage="A rare word: quokka.")
    assert (found("quokka"), found("quokka", page_number=2), found("quokka", page_number=3)) == (
        ["aaa", "bbb"],
        ["ccc"],
        ["aaa", "bbb"],  # a page that is gone after a withdrawal gives the first one
    )
    dom = page(client, "quokka")
    assert dom.xpath("//a[@rel='next']/@href") == ["?q=quokka&page=2"]
    second = lxml_html.document_fromstring(client.get("/search/?q=quokka&page=2").content.decode())
    assert second.xpath("//ol//h2/a/@href") == ["/guides/ccc/"]
    assert second.xpath("//a[@rel='prev']/@href") == ["?q=quokka&page=1"]
    for number in ("0", "-1", "x", "9" * 40, ""):
        assert client.get(f"/search/?q=quokka&page={number}").status_code == 200


# What is never found


def test_draft_and_approved_text_are_found_only_once_published(short: Guide) -> None:
    short.approve(short.write(text="A quokka."))
    assert found("quokka") == []
    short.publish()
    assert found("quokka") == ["testol"]


def test_word_removed_from_current_edition_is_not_found(short: Guide) -> None:
    short.approve(short.write(text="A quokka."))
    short.publish()
    short.approve(short.write(text="A wombat."))
    short.publish()
    assert (found("quokka"), found("wombat")) == ([], ["testol"])


def test_removed_section_is_not_found(short: Guide) -> None:
    short.approve(short.write("faq", "A quokka."))
    short.publish()
    assert found("quokka") == ["testol"]
    short.approve(short.remove("faq"))
    short.publish()
    assert found("quokka") == []


def test_withdrawn_guide_is_not_found(short: Guide) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    assert found("testol") == []
    assert not PublicText.objects.exists()


def test_words_left_over_from_old_edition_are_not_found(short: Guide) -> None:
    """Search reads the words of current editions, whatever else is in the table."""
    old = short.monograph.current_edition
    short.approve(short.write(text="A wombat."))
    short.publish()
    PublicText.objects.create(edition=old, key="x", names=" quokka ", uses=" quokka ", words=" quokka ", passages=[])
    assert found("quokka") == []


# Passages


def test_result_quotes_best_sentence_and_links_to_its_section(cast: Cast, client: Client) -> None:
    named(
        cast,
        "testol",
        dosage="<p>Call if you feel dizzy. If your skin turns yellow, call your doctor at once and tell them.</p>",
    )
    dom = page(client, "yellow skin")
    (result,) = dom.xpath("//ol[@class='found']/li")
    assert result.xpath("./h2/a/@href") == ["/guides/testol/"]
    assert (
        " ".join(result.xpath("./p")[0].text_content().split())
        == "If your skin turns yellow, call your doctor at once and tell them."
    )
    assert result.xpath(".//mark/text()") == ["skin", "yellow,"]
    assert result.xpath(".//p[@class='see']/a/@href") == ["/guides/testol/#dosage"]


def test_short_item_is_quoted_with_its_neighbors(cast: Cast, client: Client) -> None:
    named(cast, "testol", dosage="<p>Watch for:</p><ul><li>dizziness</li><li>quokka</li><li>chills</li></ul>")
    quoted = " ".join(page(client, "quokka").xpath("//ol[@class='found']//p")[0].text_content().split())
    assert quoted == "About dosage · Watch for: · dizziness · quokka · chills"


def test_long_sentence_is_cut_around_match(cast: Cast) -> None:
    named(cast, "testol", dosage=f"<p>{LONG} quokka {LONG}.</p>")
    (result,) = search("quokka").hits
    quoted = " ".join(words for words, _ in result.passage)
    assert len(quoted) <= 300
    assert re.fullmatch(r"….* quokka .*…", quoted)


def test_quoted_passage_is_escaped(cast: Cast, client: Client) -> None:
    named(cast, "testol", dosage="<p>A quokka weighs &lt; 9 kg &amp; more here.</p>")
    html = client.get("/search/?q=quokka").content.decode()
    assert "weighs &lt; 9 kg &amp; more" in html


def test_quoted_figure_is_raised(cast: Cast, client: Client) -> None:
    named(cast, "testol", dosage="<p>The quokka gets 10<sup>6</sup> units.</p>")
    assert "gets 10⁶ units." in client.get("/search/?q=quokka").content.decode()


# Any query


@pytest.mark.parametrize("typed", [*NASTY, *(f"testol {text}" for text in NASTY), "x" * 5000, "wort " * 500])
def test_hostile_query_causes_no_error_and_no_markup(short: Guide, client: Client, typed: str) -> None:
    for prefix in ("", "/es"):
        response = client.get(f"{prefix}/search/", {"q": typed})
        assert response.status_code == 200
        assert client.get(f"{prefix}/search/names.json", {"q": typed}).status_code == 200
    html = client.get("/search/", {"q": f"<script>{typed}</script>"}).content.decode()
    assert "<script>" not in html


def test_query_has_maximum_number_of_words() -> None:
    terms = search_terms(" ".join(f"word{letter}" for letter in "bcdefghjklmnop"))
    assert [term.typed for term in terms] == [f"word{letter}" for letter in "bcdefghj"]
    assert len(terms) == MAX_WORDS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("headaches", "headache"),
        ("Älter", "alter"),
        ("BLEEDING", "bleeds"),
        ("allergies", "allergy"),
        ("infusions", "infusion"),
    ],
)
def test_endings_case_and_accents_are_ignored(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize("name", ["warfarin", "blinatumomab", "metformin"])
def test_names_are_not_stemmed(name: str) -> None:
    assert stem(name) == name


def test_search_takes_same_queries_for_any_number_of_hits(cast: Cast, django_assert_num_queries: Any) -> None:
    for slug in ("aaa", "bbb", "ccc"):
        named(cast, slug, uses="Plain words.")
        with django_assert_num_queries(5):  # two read the public version, one the withdrawn guides, memoized
            assert Client().get("/search/?q=plain").status_code == 200


def test_results_are_not_cached(short: Guide, client: Client) -> None:
    assert "quokka" not in client.get("/search/?q=quokka").content.decode().replace("“quokka”", "").replace(
        '"quokka"', ""
    ).replace("Search: quokka", "")
    short.approve(short.write(text="A quokka."))
    short.publish()
    assert page(client, "quokka").xpath("//mark/text()") == ["quokka."]


def test_letter_newer_than_sqlite_and_trademark_sign_are_found(cast: Cast) -> None:
    named(cast, "aaa", "Aaaol\u2122", dosage="A word of today: ba\U0001df00b.")
    assert found("ba\U0001df00b") == found("aaaol") == found("AAAOL\u2122") == ["aaa"]
    assert found("ba") == []


def test_results_show_words_searched_for(cast: Cast, client: Client) -> None:
    named(cast, "aaa", dosage="Not for hepatitis B.")
    assert "1 guide has “hepatitis B”." in page(client, "the hepatitis B").text_content()
    assert "No guide has the word “A”." in page(client, "hepatitis A").text_content()
