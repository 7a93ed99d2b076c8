"""Search: other spellings, Spanish words, withdrawn guides, and indexes of an earlier version."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from lxml import html as lxml_html

from monograph.content.search_words import INDEX_FORM
from monograph.models import PublicText
from monograph.search import search
from monograph.workflow import publishing

from .cast import PASSWORD, Cast
from .factory import Guide
from .shared_stories import shared_story
from .stories import named

DOSAGE = (
    "<h3>Pregnancy and breastfeeding</h3><p>If you are pregnant, or breast-feeding, ask first.</p>"
    "<p>Itching and diarrhea may occur. Take vitamin B<sub>12</sub> and vitamin A, 5–10 mg.</p>"
)


def page(client: Client, query: str, prefix: str = "") -> Any:
    response = client.get(f"{prefix}/search/?q={quote(query)}")
    assert response.status_code == 200
    return lxml_html.document_fromstring(response.content.decode())


def found(query: str) -> list[str]:
    return [hit.edition.monograph.slug for hit in search(query).hits]


@shared_story
def spelled(cast: Cast) -> Guide:
    """A guide whose words are written in many ways."""
    return named(cast, "testol", dosage=DOSAGE)


@pytest.mark.parametrize(
    "query",
    [
        *("B-12", "b12", "vitamin B 12", "vitamin A", "breast-feeding", "breast feeding", "breastfeeding"),
        *("itchy", "itches", "diarrhoea", "5-10 mg", "embarazo", "embarazada", "lactancia", "diarrea", "picazón"),
    ],
)
def test_guide_is_found_however_its_words_are_written(spelled: Guide, query: str) -> None:
    assert found(query) == ["testol"]


@pytest.mark.parametrize("query", ["vitamin I", "hepatitis A", "510 mg", "B-13", "zanahoria"])
def test_guide_is_not_found_by_other_words(spelled: Guide, query: str) -> None:
    assert found(query) == []


def test_spanish_word_leads_to_the_english_section(spelled: Guide, client: Client) -> None:
    dom = page(client, "embarazo", "/es")
    assert "Las guías están en inglés. Buscamos “pregnancy”." in " ".join(dom.text_content().split())
    assert dom.xpath("//ol[@class='found']//p[@class='see']/a/@href") == ["/es/guides/testol/#dosage"]
    nothing = " ".join(page(client, "zanahoria", "/es").text_content().split())
    assert "Las guías están en inglés. Escriba el nombre del medicamento o una palabra en inglés." in nothing


@pytest.mark.parametrize("query", ["¿?", "the", "++"])
def test_query_without_a_word_is_said_to_have_none(spelled: Guide, client: Client, query: str) -> None:
    text = " ".join(page(client, query).text_content().split())
    assert f"There is no word in “{query}” that we can search for." in text
    assert "No guide has" not in text


@pytest.mark.parametrize("query", ["testol", "TESTOL", "testol-mab", "testol side effects"])
def test_name_of_a_withdrawn_guide_shows_its_notice_first(spelled: Guide, client: Client, query: str) -> None:
    named(spelled.cast, "testal", dosage="Not for children.")
    edition = spelled.monograph.editions.get()
    publishing.withdraw_edition(actor=spelled.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    dom = page(client, query)
    notice = dom.xpath("//section[@class='withdrawn-result']")[0]
    assert notice.xpath("./h2/a/@href") == ["/guides/testol/"]
    assert "A wrong dose." in notice.text_content()
    assert "Did you mean" not in dom.text_content()
    before_hits = dom.xpath("//ol[@class='found']/preceding::section[@class='withdrawn-result']")
    assert before_hits or not dom.xpath("//ol[@class='found']")
    assert client.get("/search/names.json?q=testol").json()["names"] == []


def test_misspelled_name_of_a_withdrawn_guide_leads_to_it(spelled: Guide, client: Client) -> None:
    edition = spelled.monograph.editions.get()
    publishing.withdraw_edition(actor=spelled.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    dom = page(client, "tesstol")
    assert dom.xpath("//ul[@class='entries']//a/@href")[0] == "/guides/testol/"


def migrate() -> None:
    connection.check_constraints()  # PostgreSQL creates no index while checks of the test's rows are pending
    call_command("migrate", verbosity=0)


@pytest.mark.parametrize("form", [None, INDEX_FORM - 1])
def test_migrate_indexes_texts_of_an_earlier_version_again(spelled: Guide, form: int | None) -> None:
    old = {"form": form, "names": " x ", "uses": " x ", "words": " breast feed ", "passages": []}
    row = PublicText.objects.get()
    for name, value in old.items():
        setattr(row, name, value)
    row.delete()
    row.save(force_insert=True)
    assert found("b12") == []
    migrate()
    assert found("b12") == ["testol"]
    fresh = PublicText.objects.get()
    assert fresh.form == INDEX_FORM
    migrate()
    assert PublicText.objects.get().pk == fresh.pk, "what is up to date is left alone"
