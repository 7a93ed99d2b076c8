"""Search suggestions: names while a reader types, and names like a misspelled one."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html as lxml_html

from monograph.search import name_index, search
from monograph.workflow import publishing

from .cast import PASSWORD, Cast
from .factory import Guide, facts
from .shared_stories import shared_story
from .stories import named


def page(client: Client, query: str) -> Any:
    response = client.get(f"/search/?q={quote(query)}")
    assert response.status_code == 200
    return lxml_html.document_fromstring(response.content.decode())


def suggested(client: Client, typed: str, prefix: str = "") -> list[dict[str, str]]:
    response = client.get(f"{prefix}/search/names.json?q={quote(typed)}")
    names: list[dict[str, str]] = json.loads(response.content)["names"]
    return names


# For a misspelled name


@shared_story
def often_misspelled(cast: Cast) -> Guide:
    """The last of four guides with a name, a class or a condition that readers misspell."""
    named(cast, "blincyto", conditions=["Acute leukemia"])
    named(cast, "metformin")
    named(cast, "warfarin", other_names=["Coumadin"])
    return named(cast, "levo", drug_class="Thyroid hormone")


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
def test_misspelled_name_gets_similar_names(often_misspelled: Guide, client: Client, typed: str, meant: str) -> None:
    results = search(typed)
    assert (results.hits, results.unknown_words) == ([], [typed.split()[0]])
    assert results.similar_names[0].name == meant
    dom = page(client, typed)
    assert meant in dom.xpath("//ul[@class='entries']//a/text()")
    assert "Check that it is the one on your package." in dom.text_content()
    assert suggested(client, typed.split()[0])[0]["name"] == meant


def test_word_similar_to_no_name_gets_advice(short: Guide, client: Client) -> None:
    text = page(client, "zebra").text_content()
    assert "No guide has the word “zebra”." in text
    assert "Did you mean" not in text
    assert "Ask your pharmacist." in text


def test_words_that_no_single_guide_has_are_offered_one_by_one(cast: Cast, client: Client) -> None:
    named(cast, "aaa", dosage="A quokka.")
    named(cast, "bbb", dosage="A wombat.")
    dom = page(client, "quokka wombat")
    assert "No guide has all of these words." in dom.text_content()
    assert dom.xpath("//ul[@class='entries']//a/@href") == ["?q=quokka", "?q=wombat"]


# While a reader types


def test_names_are_suggested_by_first_word_then_by_later_words(cast: Cast, client: Client) -> None:
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
def test_nothing_is_suggested_without_match(typed: str, client: Client) -> None:
    assert suggested(client, typed) == []


def test_name_index_is_rebuilt_after_publication(short: Guide) -> None:
    before = name_index()
    assert name_index() is before
    short.approve(short.write("drug-facts", facts=facts(brand_name="Newname")))
    short.publish()
    assert [name.name for name in name_index().starting_with("new")] == ["Newname"]


def test_withdrawn_guide_is_not_suggested(short: Guide, client: Client) -> None:
    assert suggested(client, "testo")
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    assert suggested(client, "testo") == []
    named(short.cast, "teston")
    assert [name["name"] for name in suggested(client, "testo")] == ["Teston", "teston-mab"]
