"""The interface in Spanish: all messages, own addresses, guides marked as English."""

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

from .cast import PASSWORD
from .factory import Guide
from .stories import named
from .translations import CATALOGUE, compile_catalogue, marked_messages, message_key

PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")
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


def language_of(element: Any) -> str:
    return next(node.get("lang") for node in (element, *element.iterancestors()) if node.get("lang"))


# The messages


def test_catalogue_has_exactly_the_marked_messages_all_translated() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    assert {message_key(entry) for entry in catalogue} == marked_messages()
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


def test_translation_has_placeholders_and_markup_of_original() -> None:
    for entry in polib.pofile(str(CATALOGUE)):
        for translation in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(PLACEHOLDERS.findall(translation)) == sorted(PLACEHOLDERS.findall(entry.msgid)), entry.msgid


def test_compiled_catalogue_is_current() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compile_catalogue(polib.pofile(str(CATALOGUE))), "make messages"


# The pages


def test_address_selects_language_whatever_browser_prefers(short: Guide, client: Client) -> None:
    for address in ADDRESSES:
        for prefix, language in (("", "en"), ("/es", "es")):
            for preferred in ("es", "en", "fr"):
                dom = read(client, prefix + address, **{"accept-language": preferred})
                assert dom.get("lang") == language, address


def test_page_links_to_itself_in_other_language(short: Guide, client: Client) -> None:
    for address in ADDRESSES[:4]:
        here = address.partition("?")[0]
        assert read(client, address).xpath("//a[@hreflang='es']/@href") == [f"/es{here}"]
        assert read(client, f"/es{address}").xpath("//a[@hreflang='en']/@href") == [here]


def test_links_on_spanish_page_stay_spanish(short: Guide, client: Client) -> None:
    for address in ADDRESSES:
        links = read(client, f"/es{address}").xpath("//a[not(@hreflang)]/@href")
        inside = [link for link in links if link.startswith("/")]
        assert inside, address
        assert [link for link in inside if not link.startswith("/es/")] == [], address


def test_spanish_page_marks_english_words(short: Guide, client: Client) -> None:
    """A screen reader needs to know how to pronounce a guide and its surroundings."""
    dom = read(client, GUIDE)
    (text,) = [paragraph for paragraph in dom.iter("p") if paragraph.text == "Plain words about uses."]
    assert language_of(text) == "en"
    for words in ("Quiénes revisaron esta guía y cuándo", "Referencias"):
        (heading,) = [heading for heading in dom.iter("h2") if heading.text == words]
        assert language_of(heading) == "es"
    assert dom.xpath("//dl[@class='facts']//dt/text()")[:2] == ["Nombre comercial", "Nombre genérico"]
    (value,) = dom.xpath("//dl[@class='facts']/div[dt='Solo con receta']/dd/*")
    assert (value.text, value.get("lang")) == ("sí", "es")


def test_english_choices_are_marked_as_english(short: Guide, client: Client) -> None:
    options = read(client, f"{GUIDE}feedback/").xpath("//option")
    assert [(option.text, option.get("lang")) for option in options[:2]] == [
        ("La guía completa", None),
        ("About drug-facts", "en"),
    ]
    suggestions = client.get("/es/search/names.json?q=testolumab").json()
    assert (suggestions["language"], suggestions["names"][0]["note"]) == ("en", "vea Testol")


def test_callouts_and_footnotes_have_spanish_labels_and_english_text(short: Guide, client: Client) -> None:
    callout = '<aside class="callout" data-tone="doctor"><p>Tell them.</p></aside>'
    marker, note = '<sup class="footnote-marker" data-note="a">*</sup>', '<p class="footnote" data-note="a">* So.</p>'
    short.approve(short.write("uses", f"{callout}<p>Take it{marker}.</p>{note}"))
    short.publish()
    dom = read(client, GUIDE)
    (aside,) = dom.xpath("//aside")
    assert (aside.get("aria-label"), aside.get("lang"), aside[0].get("lang")) == ("Llame a su médico", "es", "en")
    (link,) = dom.xpath("//sup/a")
    assert (link.get("aria-label"), link.get("lang")) == ("Nota al pie *", "es")


def test_comparison_has_spanish_labels(short: Guide, client: Client) -> None:
    run = "call your doctor at once if the rash spreads to your face or neck"
    rest = "Take it with a full glass of water each morning before you eat anything at all"
    for text in (f"First {run}. {rest}.", f"{rest}. First {run}."):
        short.approve(short.write("uses", text))
        short.publish()
    dom = read(client, f"{GUIDE}editions/2/changes/")
    labels = {(label.text.strip(), label.get("lang")) for label in dom.xpath("//*[@class='change-label']")}
    assert labels == {("movido de aquí a otro lugar:", "es"), ("movido aquí:", "es")}


def test_dates_and_plurals_are_spanish(short: Guide, client: Client) -> None:
    today = timezone.now().date()
    with override("es"):
        assert f"publicada el {date_format(today)}" in read(client, GUIDE).text_content()
    assert " de 20" in read(client, GUIDE).text_content()
    assert "1 guía de un medicamento" in read(client, "/es/guides/").text_content()
    named(short.cast, "other")
    assert "2 guías de medicamentos" in read(client, "/es/guides/").text_content()


def test_publication_stores_page_in_both_languages(short: Guide, client: Client) -> None:
    assert sorted(PublicPage.objects.values_list("language", flat=True)) == ["en", "es"]
    html = client.get(GUIDE).content
    PublicPage.objects.all().delete()
    assert Client().get(GUIDE).content == html


def test_notice_of_withdrawal_is_spanish_with_english_reason(short: Guide, client: Client) -> None:
    edition = short.monograph.current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    response = client.get(GUIDE)
    dom = lxml_html.document_fromstring(response.content.decode())
    assert response.status_code == 410
    assert dom.findtext(".//h1").strip() == "La guía de Testol (testolumab) está retirada"
    assert dom.xpath("//div[@class='reason']/@lang") == ["en"]


def test_desks_and_machine_readable_addresses_have_one_language(short: Guide, client: Client) -> None:
    for address in ("/es/admin/", "/es/guides/testol.json", "/es/feed.atom", "/es/healthz"):
        assert client.get(address, follow=True).status_code == 404, address


@pytest.mark.parametrize("language", ["xx", "EN", "en", "es-mx"])
def test_other_languages_are_not_found(short: Guide, client: Client, language: str) -> None:
    assert client.get(f"/{language}/guides/testol/").status_code == 404
