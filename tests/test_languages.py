"""The interface in Spanish beside English: each word of it, at addresses of its own, guides' words told apart."""

import re
from typing import Any

import polib
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from lxml import html as lxml_html

from monograph.models import PublicPage
from monograph.workflow import publishing

from .factory import Guide
from .stories import named
from .translations import CATALOGUE, compiled, finding_key, words

PLACES = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")
GUIDE = "/es/guides/testol/"
ADDRESSES = [
    "/",
    "/guides/",
    "/search/?q=plain",
    "/guides/testol/",
    "/guides/testol/editions/1/",
    "/classes/",
    "/nope/",
]


def read(client: Client, address: str, **headers: str) -> Any:
    return lxml_html.document_fromstring(client.get(address, headers=headers).content.decode())


# The words


def test_every_word_of_the_public_pages_has_its_translation_and_no_other() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    assert {finding_key(entry) for entry in catalogue} == words()
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_a_translation_has_the_places_and_the_markup_of_its_original() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        for said in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(entry.msgid)), entry.msgid


def test_what_django_reads_is_what_the_catalogue_says() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(polib.pofile(str(CATALOGUE))), "make messages"


# The pages


def test_the_language_is_that_of_the_address_whatever_a_browser_prefers(short: Guide, client: Client) -> None:
    for address in ADDRESSES:
        for prefix, language in (("", "en"), ("/es", "es")):
            for preferred in ("es", "en", "fr"):
                dom = read(client, prefix + address, **{"accept-language": preferred})
                assert dom.get("lang") == language, address


def test_each_page_leads_to_itself_in_the_other_language(short: Guide, client: Client) -> None:
    for address in ADDRESSES[:4]:
        here = address.partition("?")[0]
        assert read(client, address).xpath("//a[@hreflang='es']/@href") == [f"/es{here}"]
        assert read(client, f"/es{address}").xpath("//a[@hreflang='en']/@href") == [here]


def test_links_of_a_spanish_page_stay_spanish(short: Guide, client: Client) -> None:
    for address in ADDRESSES:
        links = read(client, f"/es{address}").xpath("//a[not(@hreflang)]/@href")
        inside = [link for link in links if link.startswith("/")]
        assert inside, address
        assert [link for link in inside if not link.startswith("/es/")] == [], address


def test_a_spanish_page_says_which_words_are_english(short: Guide, client: Client) -> None:
    """A screen reader has to be told by whose rules to speak: the guide's text is English, what is around it is not."""
    dom = read(client, GUIDE)
    (text,) = [each for each in dom.iter("p") if each.text == "Plain words about uses."]
    assert next(each.get("lang") for each in (text, *text.iterancestors()) if each.get("lang")) == "en"
    for heading in ("Quiénes revisaron esta guía y cuándo", "Referencias"):
        (found,) = [each for each in dom.iter("h2") if each.text == heading]
        assert next(each.get("lang") for each in (found, *found.iterancestors()) if each.get("lang")) == "es"
    assert dom.xpath("//dl[@class='facts']//dt/text()")[:2] == ["Nombre comercial", "Nombre genérico"]
    (answer,) = dom.xpath("//dl[@class='facts']/div[dt='Solo con receta']/dd/*")
    assert (answer.text, answer.get("lang")) == ("sí", "es")


def test_names_and_headings_are_said_to_be_english_also_where_they_are_chosen(short: Guide, client: Client) -> None:
    options = read(client, f"{GUIDE}feedback/").xpath("//option")
    assert [(each.text, each.get("lang")) for each in options[:2]] == [
        ("La guía completa", None),
        ("About drug-facts", "en"),
    ]
    found = client.get("/es/search/names.json?q=testolumab").json()
    assert (found["language"], found["names"][0]["note"]) == ("en", "vea Testol")


def test_callouts_and_footnotes_are_named_in_spanish_and_hold_english(short: Guide, client: Client) -> None:
    callout = '<aside class="callout" data-tone="doctor"><p>Tell them.</p></aside>'
    mark, note = '<sup class="footnote-marker" data-note="a">*</sup>', '<p class="footnote" data-note="a">* So.</p>'
    short.approve(short.write("uses", f"{callout}<p>Take it{mark}.</p>{note}"))
    short.publish()
    dom = read(client, GUIDE)
    (aside,) = dom.xpath("//aside")
    assert (aside.get("aria-label"), aside.get("lang"), aside[0].get("lang")) == ("Llame a su médico", "es", "en")
    (link,) = dom.xpath("//sup/a")
    assert (link.get("aria-label"), link.get("lang")) == ("Nota al pie *", "es")


def test_a_comparison_says_in_spanish_what_became_of_words(short: Guide, client: Client) -> None:
    run = "call your doctor at once if the rash spreads to your face or neck"
    rest = "Take it with a full glass of water each morning before you eat anything at all"
    for said in (f"First {run}. {rest}.", f"{rest}. First {run}."):
        short.approve(short.write("uses", said))
        short.publish()
    dom = read(client, f"{GUIDE}editions/2/changes/")
    told = {(label.text.strip(), label.get("lang")) for label in dom.xpath("//*[@class='change-label']")}
    assert told == {("movido de aquí a otro lugar:", "es"), ("movido aquí:", "es")}


def test_days_and_numbers_are_written_as_in_spanish(short: Guide, client: Client) -> None:
    today = timezone.now().date()
    with override("es"):
        assert f"publicada el {date_format(today)}" in read(client, GUIDE).text_content()
    assert " de 20" in read(client, GUIDE).text_content()
    assert "1 guía de un medicamento" in read(client, "/es/guides/").text_content()
    named(short.cast, "other")
    assert "2 guías de medicamentos" in read(client, "/es/guides/").text_content()


def test_both_languages_are_stored_when_an_edition_is_published(short: Guide, client: Client) -> None:
    assert sorted(PublicPage.objects.values_list("language", flat=True)) == ["en", "es"]
    html = client.get(GUIDE).content
    PublicPage.objects.all().delete()
    assert Client().get(GUIDE).content == html


def test_a_withdrawal_is_told_in_spanish_with_its_reason_in_english(short: Guide, client: Client) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.")
    response = client.get(GUIDE)
    dom = lxml_html.document_fromstring(response.content.decode())
    assert response.status_code == 410
    assert dom.findtext(".//h1") == "La guía de Testol (testolumab) está retirada"
    assert dom.xpath("//div[@class='reason']/@lang") == ["en"]


def test_the_desks_and_the_addresses_for_programs_have_one_language(short: Guide, client: Client) -> None:
    for address in ("/es/admin/", "/es/guides/testol.json", "/es/feed.atom", "/es/healthz"):
        assert client.get(address, follow=True).status_code == 404, address


@pytest.mark.parametrize("language", ["xx", "EN", "en", "es-mx"])
def test_there_are_no_other_languages(short: Guide, client: Client, language: str) -> None:
    assert client.get(f"/{language}/guides/testol/").status_code == 404
