"""The order of sections: the same in every rendition, the boxed warning first."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html
from pypdf import PdfReader

from monograph.models import PublicText
from monograph.rendering import PublicationHistory, render_print_sheet

from .factory import Guide, facts

GUIDE = "/guides/testol/"
# By section, in page order, words that no other section has. By position the boxed warning is the third.
SIGNED = {
    "boxed-warning": "It can make you bleed.",
    "drug-facts": "Maker & Sons",
    "overview": "It helps most people.",
    "uses": "For pain.",
    "dosage": "One a day.",
    "cost": "Ask what it costs.",
}
NOTE = "Mind the new warning."


@pytest.fixture
def boxed(short: Guide) -> Guide:
    """A guide whose edition 2 adds a boxed warning and changes all other sections."""
    for code, words in SIGNED.items():
        if code == "drug-facts":
            short.approve(short.write(code, facts=facts(maker=words, boxed_warning=True)))
        else:
            # Not as the first sentence: the overview's is also the summary above the article.
            short.approve(short.write(code, f"Read this. {words}"))
    short.publish(NOTE)
    return short


def text_of(html: str, xpath: str = "//main") -> str:
    return " ".join(" ".join(lxml_html.document_fromstring(html).xpath(f"{xpath}//text()")).split())


def page(address: str, xpath: str = "//main") -> Callable[[Guide], str]:
    return lambda guide: text_of(Client().get(address).content.decode(), xpath)


def print_sheet(guide: Guide) -> str:
    history = PublicationHistory.load("testol")
    assert history is not None and history.current is not None
    return text_of(render_print_sheet(history.current, history), "//body")


def pdf(guide: Guide) -> str:
    reader = PdfReader(BytesIO(Client().get(f"{GUIDE}editions/2.pdf").content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def data(guide: Guide) -> str:
    sections = Client().get("/guides/testol.json").json()["sections"]
    return " ".join(section["text"] for section in sections)


def plain_text(guide: Guide) -> str:
    return Client().get("/guides/testol.txt").content.decode()


def search_passages(guide: Guide) -> str:
    return " ".join(words for _, _, words, _ in PublicText.objects.get(edition__monograph=guide.monograph).passages)


def preview(guide: Guide) -> str:
    desk = Client()
    desk.force_login(guide.cast.ana)
    response = desk.get(reverse("admin:monograph_monograph_preview", args=[guide.monograph.pk]))
    return text_of(response.content.decode(), "//article")


RENDITIONS: dict[str, Callable[[Guide], str]] = {
    "page": page(GUIDE),
    "Spanish page": page(f"/es{GUIDE}"),
    "large print": page(f"{GUIDE}large-print/"),
    "page of the edition": page(f"{GUIDE}editions/2/"),
    "changes since edition 1": page(f"{GUIDE}editions/1/changes/"),
    "print sheet": print_sheet,
    "JSON": data,
    "plain text": plain_text,
    "search passages": search_passages,
    "preview": preview,
}


def assert_in_page_order(text: str, signed: dict[str, str] = SIGNED) -> None:
    places = {code: text.find(words) for code, words in signed.items()}
    assert -1 not in places.values(), "every section is there"
    assert sorted(places, key=places.__getitem__) == list(signed)


@pytest.mark.parametrize("rendition", RENDITIONS.values(), ids=RENDITIONS)
def test_every_rendition_has_all_sections_with_the_boxed_warning_first(
    boxed: Guide, rendition: Callable[[Guide], str]
) -> None:
    assert_in_page_order(rendition(boxed))


@pytest.mark.pdf
def test_pdf_has_all_sections_with_the_boxed_warning_first(boxed: Guide) -> None:
    assert_in_page_order(pdf(boxed))


def test_lists_of_sections_have_the_boxed_warning_first(boxed: Guide) -> None:
    dom = lxml_html.document_fromstring(Client().get(GUIDE).content.decode())
    contents = [href.removeprefix("#") for href in dom.xpath("//nav[@class='contents']//a/@href")]
    assert contents == [*SIGNED, "references"]
    # By who signed: two people the boxed warning and the dosage, one person the rest.
    checked = [href.removeprefix("#") for href in dom.xpath("//dl[@class='checked']//a/@href")]
    assert checked == ["boxed-warning", "dosage", "drug-facts", "overview", "uses", "cost"]
    form = lxml_html.document_fromstring(Client().get(f"{GUIDE}feedback/").content.decode())
    assert form.xpath("//select[@name='section']/option/@value") == ["", *SIGNED]
    sections = Client().get("/guides/testol.json").json()["sections"]
    assert [section["code"] for section in sections] == list(SIGNED)


def test_change_notes_have_the_boxed_warning_first(boxed: Guide) -> None:
    for code in ("overview", "boxed-warning"):
        boxed.approve(boxed.write(code, "Other words."))
    boxed.publish()
    headings = ("About boxed-warning", "About overview")
    changes = text_of(Client().get(GUIDE).content.decode(), "//section[contains(@class, 'changes')]")
    feed = Client().get("/feed.atom").content.decode()
    for text in (changes, feed):
        assert 0 < text.find(headings[0]) < text.find(headings[1])


def test_note_to_readers_is_between_the_boxed_warning_and_the_other_sections(boxed: Guide) -> None:
    text = text_of(Client().get(GUIDE).content.decode(), "//article")
    with_note = {"boxed-warning": SIGNED["boxed-warning"], "note": NOTE, **SIGNED}
    assert_in_page_order(text, with_note)


def test_edition_digest_keeps_the_order_of_positions(boxed: Guide) -> None:
    edition: Any = boxed.reread().current_edition
    assert [line["kind"] for line in edition.canonical_lines][:3] == ["drug-facts", "overview", "boxed-warning"]
    assert edition.is_as_signed
