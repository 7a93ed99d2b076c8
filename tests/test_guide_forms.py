"""A guide in other forms: large print, its questions by themselves, what changed since an old edition, PDF."""

from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html as lxml_html
from pypdf import PdfReader

from monograph.models import EditionPdf
from monograph.workflow import publishing

from . import intruder
from .factory import Guide, facts

LARGE, QUESTIONS = "/guides/testol/large-print/", "/guides/testol/questions/"
CHANGES, PDF = "/guides/testol/editions/{}/changes/", "/guides/testol/editions/{}.pdf"


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words(html: str, xpath: str = "//main") -> str:
    return " ".join(lxml_html.document_fromstring(html).xpath(xpath)[0].text_content().split())


def withdraw(guide: Guide, number: int) -> None:
    edition = guide.monograph.editions.get(number=number)
    publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason="A wrong dose.")


@pytest.fixture
def second(short: Guide) -> Guide:
    """A guide in two editions: a text changed, one came, a fact changed."""
    short.approve(short.write("uses", "<p>Do take it.</p>"))
    short.approve(short.write("ask-your-doctor", "<ul><li>How will it affect me?</li></ul>"))
    short.approve(short.write("drug-facts", facts=facts(maker="Maker & Sons")))
    short.publish()
    return short


# The article


def test_a_boxed_warning_comes_first_and_the_summary_is_the_overviews_first_sentence(
    short: Guide, client: Client
) -> None:
    short.approve(short.write("boxed-warning", "Danger."))
    short.approve(short.write("drug-facts", facts=facts(boxed_warning=True)))
    body = '<aside class="callout" data-tone="note"><p>Sample.</p></aside><p>It is a drug. It helps.</p>'
    short.approve(short.write("overview", body))
    short.publish("A note.")
    dom = lxml_html.document_fromstring(read(client, "/guides/testol/"))
    assert dom.xpath("//article//section/@id")[:3] == ["boxed-warning", "drug-facts", "overview"]
    assert dom.xpath("//p[@class='summary']/text()") == ["It is a drug."]
    assert dom.xpath("//nav[@class='contents']//a/@href")[0] == "#boxed-warning"
    assert dom.xpath("//div[@class='guide-text']/*[1]/@id") == ["boxed-warning"], "before the note"
    assert dom.xpath("//meta[@name='description']/@content")[0].startswith("It is a drug. A guide for patients")


def test_serious_side_effects_are_told_apart(short: Guide, client: Client) -> None:
    mild, serious, rest = (
        "<h3>Mild side effects</h3><p>Rash.</p>",
        "<h3>Serious side effects</h3>",
        "<h3>Ask</h3><p>x</p>",
    )
    short.approve(short.write("side-effects", f"{mild}{serious}<p>Bleeding.</p><p>Call.</p>{rest}"))
    short.approve(short.write("uses", "<h3>Serious illness</h3><p>For it.</p>"))
    short.publish()
    dom = lxml_html.document_fromstring(read(client, "/guides/testol/"))
    (part,) = dom.xpath("//div[@class='serious']")
    assert [each.text_content() for each in part] == ["Serious side effects", "Bleeding.", "Call."]


@pytest.mark.parametrize("heading", ["Less serious side effects", "Effects that are not severe", "Mild or severe"])
def test_what_a_heading_calls_less_serious_is_not_told_apart_as_serious(
    short: Guide, client: Client, heading: str
) -> None:
    short.approve(short.write("side-effects", f"<h3>{heading}</h3><p>Rash.</p>"))
    short.publish()
    assert 'class="serious"' not in read(client, "/guides/testol/")


# Large print, and the questions


def test_large_print_is_the_same_guide_and_not_for_search_engines(second: Guide, client: Client) -> None:
    html = read(client, LARGE)
    assert second.reread().current_edition.article in html
    assert '<html lang="en" class="large">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'href="{LARGE}"' in read(client, "/guides/testol/")
    assert 'href="/es/guides/testol/large-print/"' in html


def test_the_questions_stand_by_themselves(second: Guide, client: Client) -> None:
    html = read(client, QUESTIONS)
    assert "How will it affect me?" in html
    assert "Do take it." not in html
    assert f'href="{QUESTIONS}"' in read(client, "/guides/testol/")


def test_a_guide_without_questions_has_no_such_page_and_no_link(short: Guide, client: Client) -> None:
    read(client, QUESTIONS, 404)
    assert QUESTIONS not in read(client, "/guides/testol/")


# What changed since


def test_an_old_edition_leads_to_what_changed_since(second: Guide, client: Client) -> None:
    assert f'href="{CHANGES.format(1)}"' in read(client, "/guides/testol/editions/1/")
    assert f'href="{CHANGES.format(1)}"' in read(client, "/guides/testol/")
    dom = lxml_html.document_fromstring(read(client, CHANGES.format(1)))
    assert dom.xpath("//section/@id") == ["drug-facts", "uses", "ask-your-doctor"]
    assert " ".join(dom.xpath("//section[@id='uses']//ins//text()")) == "Do take it."
    assert "Plain words about uses." in " ".join(dom.xpath("//section[@id='uses']//del//text()"))
    row = [cell.text_content() for cell in dom.xpath("//section[@id='drug-facts']//tbody/tr/*")]
    assert row == ["Maker", "–", "Maker & Sons"]
    assert "This part is new." in dom.xpath("//section[@id='ask-your-doctor']")[0].text_content()
    assert dom.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_part_that_went_is_told(second: Guide, client: Client) -> None:
    second.approve(second.remove("ask-your-doctor"))
    second.publish()
    assert "This part is no longer in the guide. Removed:" in words(read(client, CHANGES.format(2)))


def test_texts_that_were_only_signed_anew_are_no_change(short: Guide, client: Client) -> None:
    short.approve(short.write("uses", "Other."))
    short.publish()
    short.approve(short.write("uses", "Plain words about uses."))
    short.publish()
    assert "Nothing: its texts are the same." in words(read(client, CHANGES.format(1)))


@pytest.mark.parametrize("form", [CHANGES, PDF])
def test_what_is_withdrawn_has_no_such_form_either(second: Guide, client: Client, form: str) -> None:
    withdraw(second, 1)
    assert "A wrong dose." in read(client, form.format(1), 410)
    read(client, form.format(9), 404)
    withdraw(second, 2)
    for address in (form.format(2), LARGE, QUESTIONS):
        assert "A wrong dose." in read(client, address, 410)


def test_of_the_current_edition_there_is_nothing_to_compare(second: Guide, client: Client) -> None:
    assert client.get(CHANGES.format(2)).headers["Location"] == "/guides/testol/"


# On paper


@pytest.fixture
def paper(second: Guide) -> Iterator[Any]:
    def made(address: str) -> PdfReader:
        response = Client().get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf"), address
        return PdfReader(BytesIO(response.content))

    yield made


def text_of(made: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in made.pages).split())


@pytest.mark.pdf
def test_an_edition_is_laid_out_once_and_kept(second: Guide, paper: Any) -> None:
    made = paper(PDF.format(2))
    root = made.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert made.metadata.title == "Testol (testolumab)"
    assert "About uses" in [each.title for each in made.outline[1]]
    text = text_of(made)
    assert "Do take it." in text
    assert "Thecurrenteditionisathttp://127.0.0.1:8000/guides/testol/" in text.replace(" ", "")
    assert "old edition" not in text.lower()
    (kept,) = EditionPdf.objects.all()
    paper(PDF.format(2))
    assert EditionPdf.objects.get().pk == kept.pk
    assert bytes(EditionPdf.objects.get().content) == bytes(kept.content)


@pytest.mark.pdf
def test_an_old_edition_says_so_on_paper_also_where_it_was_laid_out_before(second: Guide, paper: Any) -> None:
    assert "This is an old edition." in text_of(paper(PDF.format(1)))
    assert "This is an old edition." not in text_of(paper(PDF.format(2)))
    second.approve(second.write("uses", "News."))
    second.publish()
    assert "This is an old edition. Do not rely on it." in text_of(paper(PDF.format(2)))


@pytest.mark.pdf
def test_a_file_that_was_changed_in_the_database_is_made_anew(second: Guide, paper: Any) -> None:
    paper(PDF.format(2))
    intruder.change(EditionPdf.objects.get(), content=b"%PDF-1.7 take 100 tablets")
    assert "Do take it." in text_of(paper(PDF.format(2)))
    assert b"100 tablets" not in bytes(EditionPdf.objects.get().content)


@pytest.mark.pdf
@pytest.mark.parametrize("other", [f"/es{PDF.format(2)}", PDF.format(1)])
def test_a_file_of_another_form_or_edition_is_not_sent_in_its_place(second: Guide, paper: Any, other: str) -> None:
    paper(PDF.format(2))
    here = EditionPdf.objects.get()
    paper(other)
    elsewhere = EditionPdf.objects.exclude(pk=here.pk).get()
    intruder.change(here, content=bytes(elsewhere.content), seal=elsewhere.seal)
    made = paper(PDF.format(2))
    assert made.root_object["/Lang"] == "en"
    assert "This is an old edition." not in text_of(made)


@pytest.mark.pdf
def test_a_timer_makes_what_is_missing_in_each_language(second: Guide, paper: Any) -> None:
    for said in ("2 PDFs made.\n", "0 PDFs made.\n"):
        told = StringIO()
        call_command("make_pdfs", stdout=told, stderr=StringIO())
        assert told.getvalue() == said
    spanish = paper(f"/es{PDF.format(2)}")
    assert spanish.root_object["/Lang"] == "es"
    assert "Do take it." in text_of(spanish)
    assert "En esta página" in text_of(spanish)
