"""Search: signed text of current editions alone, the same on both databases, forgiving towards whoever types."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html as lxml_html

from monograph.content.search_words import MAX_WORDS, query_words, stem, stems
from monograph.models import PublicText
from monograph.search import name_index, search
from monograph.workflow import publishing

from .cast import Cast
from .factory import Guide, facts
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
    "a\U0001df00b",  # a letter that Python knows and SQLite does not
    "\u337f" * 190,  # four letters each, once they are parted
]


LONG = ", ".join(f"{letter}{other}word" for letter in "abcdefgh" for other in "aeiouy")


def found(query: str, **asked: Any) -> list[str]:
    return [each.edition.monograph.slug for each in search(query, **asked).hits]


def page(client: Client, query: str, prefix: str = "") -> Any:
    response = client.get(f"{prefix}/search/?q={quote(query)}")
    assert response.status_code == 200
    return lxml_html.document_fromstring(response.content.decode())


def suggested(client: Client, typed: str, prefix: str = "") -> list[dict[str, str]]:
    names: list[dict[str, str]] = json.loads(client.get(f"{prefix}/search/names.json?q={quote(typed)}").content)[
        "names"
    ]
    return names


# What is found


@pytest.mark.parametrize(
    "query",
    [
        *("Testol", "testol", "TÉSTOL", "testolumab", "oldname", "test drug", "drug"),
        *("fever", "fevers", "high fever", "what is testol for", "¿Para qué sirve testol?", "plain dosage"),
    ],
)
def test_a_guide_is_found_by_names_class_conditions_and_text(cast: Cast, query: str) -> None:
    named(cast, "testol", generic_name="testolumab", other_names=["Oldname"], conditions=["High fever"])
    assert found(query) == ["testol"]


@pytest.mark.parametrize("query", ["", "   ", "the", "what is", "¿?", "zebra", "testol zebra"])
def test_what_no_guide_has_finds_none(short: Guide, query: str) -> None:
    assert (found(query), search(query).total) == ([], 0)


def test_names_come_before_uses_and_uses_before_the_rest(cast: Cast) -> None:
    named(cast, "ccc", dosage="Not with liver trouble.")
    named(cast, "bbb", uses="For liver trouble.")
    named(cast, "aaa", dosage="Mind the liver.")
    named(cast, "zzz", conditions=["Liver trouble"])
    assert found("liver") == ["zzz", "bbb", "aaa", "ccc"]
    assert found("liver trouble") == ["zzz", "bbb", "ccc"]


def test_results_come_in_pages(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monograph.search.results.PAGE_SIZE", 2)
    for slug in ("aaa", "bbb", "ccc"):
        named(cast, slug, dosage="A rare word: quokka.")
    assert (found("quokka"), found("quokka", page_number=2), found("quokka", page_number=3)) == (
        ["aaa", "bbb"],
        ["ccc"],
        ["aaa", "bbb"],  # as after a withdrawal: nobody is told that there is nothing
    )
    dom = page(client, "quokka")
    assert dom.xpath("//a[@rel='next']/@href") == ["?q=quokka&page=2"]
    second = lxml_html.document_fromstring(client.get("/search/?q=quokka&page=2").content.decode())
    assert second.xpath("//ol//h2/a/@href") == ["/guides/ccc/"]
    assert second.xpath("//a[@rel='prev']/@href") == ["?q=quokka&page=1"]
    for number in ("0", "-1", "x", "9" * 40, ""):
        assert client.get(f"/search/?q=quokka&page={number}").status_code == 200


# What the public never finds


def test_a_draft_and_an_approved_text_are_found_only_once_they_are_published(short: Guide) -> None:
    short.approve(short.write(text="A quokka."))
    assert found("quokka") == []
    short.publish()
    assert found("quokka") == ["testol"]


def test_a_word_that_the_current_edition_has_no_more_is_not_found(short: Guide) -> None:
    short.approve(short.write(text="A quokka."))
    short.publish()
    short.approve(short.write(text="A wombat."))
    short.publish()
    assert (found("quokka"), found("wombat")) == ([], ["testol"])


def test_a_section_that_was_taken_out_is_not_found(short: Guide) -> None:
    short.approve(short.write("faq", "A quokka."))
    short.publish()
    assert found("quokka") == ["testol"]
    short.approve(short.remove("faq"))
    short.publish()
    assert found("quokka") == []


def test_a_withdrawn_guide_is_not_found_by_any_way(short: Guide, client: Client) -> None:
    assert suggested(client, "testo")
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.")
    assert found("testol") == []
    assert suggested(client, "testo") == []
    assert not PublicText.objects.exists()


def test_words_left_behind_by_an_old_edition_are_not_shown(short: Guide) -> None:
    """Whoever reads them asks for those of current editions, whatever else is in the table."""
    old = short.monograph.current_edition
    short.approve(short.write(text="A wombat."))
    short.publish()
    PublicText.objects.create(edition=old, key="x", names=" quokka ", uses=" quokka ", words=" quokka ", passages=[])
    assert found("quokka") == []


# Passages


def test_a_result_quotes_the_sentence_that_has_most_of_the_words_and_leads_to_its_section(
    cast: Cast, client: Client
) -> None:
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


def test_a_short_item_is_quoted_with_its_neighbours(cast: Cast, client: Client) -> None:
    named(cast, "testol", dosage="<p>Watch for:</p><ul><li>dizziness</li><li>quokka</li><li>chills</li></ul>")
    quoted = " ".join(page(client, "quokka").xpath("//ol[@class='found']//p")[0].text_content().split())
    assert quoted == "About dosage · Watch for: · dizziness · quokka · chills"


def test_a_long_sentence_is_cut_around_what_was_found(cast: Cast) -> None:
    named(cast, "testol", dosage=f"<p>{LONG} quokka {LONG}.</p>")
    (result,) = search("quokka").hits
    quoted = " ".join(words for words, _ in result.passage)
    assert len(quoted) <= 300
    assert re.fullmatch(r"….* quokka .*…", quoted)


def test_what_is_quoted_is_text_and_not_markup(cast: Cast, client: Client) -> None:
    named(cast, "testol", dosage="<p>A quokka &lt;script&gt;alert(1)&lt;/script&gt; here.</p>")
    html = client.get("/search/?q=quokka").content.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


# Misspelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("blincito", "Blincyto"),
        ("metforman", "Metformin"),
        ("warferin", "Warfarin"),
        ("cumadin", "Coumadin"),
        ("leukimia", "Acute leukemia"),
        ("tiroid hormone", "Thyroid hormone"),
    ],
)
def test_a_misspelt_name_is_answered_with_names_to_choose_from(
    cast: Cast, client: Client, typed: str, meant: str
) -> None:
    for brand, changes in {
        "Blincyto": {"conditions": ["Acute leukemia"]},
        "Metformin": {},
        "Warfarin": {"other_names": ["Coumadin"]},
        "Levo": {"drug_class": "Thyroid hormone"},
    }.items():
        named(cast, brand.lower(), brand, **changes)
    results = search(typed)
    assert (results.hits, results.unknown_words) == ([], [typed.split()[0]])
    assert results.similar_names[0].name == meant
    dom = page(client, typed)
    assert meant in dom.xpath("//ul[@class='entries']//a/text()")
    assert "Check that it is the one on your package." in dom.text_content()
    assert suggested(client, typed.split()[0])[0]["name"] == meant


def test_a_word_like_no_name_is_answered_with_what_can_be_done(short: Guide, client: Client) -> None:
    text = page(client, "zebra").text_content()
    assert "No guide has the word “zebra”." in text
    assert "Did you mean" not in text
    assert "Ask your pharmacist." in text


def test_words_that_no_one_guide_has_are_offered_by_themselves(cast: Cast, client: Client) -> None:
    named(cast, "aaa", dosage="A quokka.")
    named(cast, "bbb", dosage="A wombat.")
    dom = page(client, "quokka wombat")
    assert "No guide has all of these words." in dom.text_content()
    assert dom.xpath("//ul[@class='entries']//a/@href") == ["?q=quokka", "?q=wombat"]


# While somebody types


def test_names_are_offered_by_their_beginning_then_by_that_of_a_later_word(cast: Cast, client: Client) -> None:
    named(
        cast,
        "thyrol",
        "Thyrol",
        generic_name="thyrolum",
        drug_class="Hormone of the thyroid",
        conditions=["Thyroid cancer"],
    )
    assert suggested(client, "thyr") == [
        {"name": "Thyrol", "note": "thyrolum", "address": "/guides/thyrol/"},
        {"name": "thyrolum", "note": "see Thyrol", "address": "/guides/thyrol/"},
        {"name": "Thyroid cancer", "note": "condition", "address": "/conditions/thyroid-cancer/"},
        {"name": "Hormone of the thyroid", "note": "drug class", "address": "/classes/hormone-of-the-thyroid/"},
    ]
    assert suggested(client, "thyr", "/es")[0]["address"] == "/es/guides/thyrol/"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", " ", "x", "zzzz"])
def test_nothing_is_offered_where_nothing_fits(typed: str, client: Client) -> None:
    assert suggested(client, typed) == []


def test_names_in_memory_are_forgotten_with_the_next_publication(short: Guide) -> None:
    before = name_index()
    assert name_index() is before
    short.approve(short.write("drug-facts", facts=facts(brand_name="Newname")))
    short.publish()
    assert [name.name for name in name_index().starting_with("new")] == ["Newname"]


# Whatever is typed


@pytest.mark.parametrize("typed", [*NASTY, *(f"testol {each}" for each in NASTY), "x" * 5000, "wort " * 500])
def test_nothing_that_is_typed_is_a_fault_or_becomes_markup(short: Guide, client: Client, typed: str) -> None:
    for prefix in ("", "/es"):
        response = client.get(f"{prefix}/search/", {"q": typed})
        assert response.status_code == 200
        assert client.get(f"{prefix}/search/names.json", {"q": typed}).status_code == 200
    html = client.get("/search/", {"q": f"<script>{typed}</script>"}).content.decode()
    assert "<script>" not in html


def test_a_query_is_bounded() -> None:
    assert query_words(" ".join(f"word{number}" for number in range(50))) == [
        f"word{number}" for number in range(MAX_WORDS)
    ]


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
def test_endings_case_and_accents_make_no_other_word(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize("name", ["warfarin", "blinatumomab", "metformin"])
def test_a_name_stays_what_it_is(name: str) -> None:
    assert stem(name) == name


def test_a_search_takes_as_many_queries_however_many_guides_have_it(cast: Cast, django_assert_num_queries: Any) -> None:
    for slug in ("aaa", "bbb", "ccc"):
        named(cast, slug)
        with django_assert_num_queries(3):  # with whether anything was published
            assert Client().get("/search/?q=plain").status_code == 200


def test_a_page_of_results_is_not_kept_by_a_worker_and_shows_the_newest(short: Guide, client: Client) -> None:
    assert "quokka" not in client.get("/search/?q=quokka").content.decode().replace("“quokka”", "").replace(
        '"quokka"', ""
    ).replace("Search: quokka", "")
    short.approve(short.write(text="A quokka."))
    short.publish()
    assert page(client, "quokka").xpath("//mark/text()") == ["quokka."]


def test_a_letter_younger_than_the_database_and_a_trade_mark_are_found(cast: Cast) -> None:
    named(cast, "aaa", "Aaaol\u2122", dosage="A word of today: ba\U0001df00b.")
    assert found("ba\U0001df00b") == found("aaaol") == found("AAAOL\u2122") == ["aaa"]
    assert found("ba") == []


def test_the_results_say_which_words_were_looked_for(cast: Cast, client: Client) -> None:
    named(cast, "aaa", dosage="Not for hepatitis B.")
    assert "1 guide has “hepatitis”." in page(client, "hepatitis A").text_content()
