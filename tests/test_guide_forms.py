"""Other forms of a guide: large print, questions, changes since an edition, PDF."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html as lxml_html
from pypdf import PdfReader

from monograph.models import EditionPdf
from monograph.workflow import publishing

from . import raw_sql, stories
from .cast import PASSWORD, Cast
from .factory import Guide, facts
from .shared_stories import shared_story

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
    publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)


@shared_story
def changed(cast: Cast) -> Guide:
    """A guide with two editions: one text changed, one was added, one fact changed."""
    guide = stories.short(Guide(cast))
    guide.approve(guide.write("uses", "<p>Do take it.</p>"))
    guide.approve(guide.write("ask-your-doctor", "<ul><li>How will it affect me?</li></ul>"))
    guide.approve(guide.write("drug-facts", facts=facts(maker="Maker & Sons")))
    guide.publish()
    return guide


# The article


def test_boxed_warning_is_first_and_summary_is_first_sentence_of_overview(short: Guide, client: Client) -> None:
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


def test_serious_side_effects_are_highlighted(short: Guide, client: Client) -> None:
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
    assert [element.text_content() for element in part] == ["Serious side effects", "Bleeding.", "Call."]


@pytest.mark.parametrize("heading", ["Less serious side effects", "Effects that are not severe", "Mild or severe"])
def test_less_serious_side_effects_are_not_highlighted(short: Guide, client: Client, heading: str) -> None:
    short.approve(short.write("side-effects", f"<h3>{heading}</h3><p>Rash.</p>"))
    short.publish()
    assert 'class="serious"' not in read(client, "/guides/testol/")


# Large print, and the questions


def test_large_print_is_same_guide_and_not_indexed(changed: Guide, client: Client) -> None:
    html = read(client, LARGE)
    assert changed.reread().current_edition.article in html
    assert '<html lang="en" class="large">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'href="{LARGE}"' in read(client, "/guides/testol/")
    assert 'href="/es/guides/testol/large-print/"' in html


def test_questions_have_page_of_their_own(changed: Guide, client: Client) -> None:
    html = read(client, QUESTIONS)
    assert "How will it affect me?" in html
    assert "Do take it." not in html
    assert f'href="{QUESTIONS}"' in read(client, "/guides/testol/")


def test_guide_without_questions_has_no_page_for_them(short: Guide, client: Client) -> None:
    read(client, QUESTIONS, 404)
    assert QUESTIONS not in read(client, "/guides/testol/")


# Changes since an old edition


def test_old_edition_links_to_changes_since(changed: Guide, client: Client) -> None:
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


def test_changes_since_old_edition_begin_with_signed_notes_of_newer_ones(changed: Guide, client: Client) -> None:
    for text in ("Take it at noon.", "Take it at night."):
        changed.approve(changed.write("uses", text))
        changed.publish()
    section = "//section[@aria-labelledby='changes-title']"
    html = read(client, CHANGES.format(2))
    titles = lxml_html.document_fromstring(html).xpath(f"{section}/h3")
    assert [title.text_content().split(",")[0].strip() for title in titles] == ["Edition 4", "Edition 3"]
    (note,) = changed.reread().current_edition.lines.exclude(change_note="").values_list("change_note", flat=True)
    assert words(html, section).count(note) == 2


def test_removed_section_is_shown_as_change(changed: Guide, client: Client) -> None:
    changed.approve(changed.remove("ask-your-doctor"))
    changed.publish()
    assert "This part is no longer in the guide. Removed:" in words(read(client, CHANGES.format(2)))


def test_texts_signed_again_are_no_change(short: Guide, client: Client) -> None:
    short.approve(short.write("uses", "Other."))
    short.publish()
    short.approve(short.write("uses", "Plain words about uses."))
    short.publish()
    assert "Nothing: its texts are the same." in words(read(client, CHANGES.format(1)))


@pytest.mark.parametrize("form", [CHANGES, PDF])
def test_withdrawn_edition_has_no_other_renditions(changed: Guide, client: Client, form: str) -> None:
    withdraw(changed, 1)
    assert "A wrong dose." in read(client, form.format(1), 410)
    read(client, form.format(9), 404)
    withdraw(changed, 2)
    for address in (form.format(2), LARGE, QUESTIONS):
        assert "A wrong dose." in read(client, address, 410)


def test_changes_of_current_edition_redirect_to_guide(changed: Guide, client: Client) -> None:
    assert client.get(CHANGES.format(2)).headers["Location"] == "/guides/testol/"


# PDF


def read_pdf(address: str) -> PdfReader:
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf"), address
    return PdfReader(BytesIO(response.content))


def pdf_text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.pdf
def test_pdf_is_laid_out_once_and_stored(changed: Guide) -> None:
    reader = read_pdf(PDF.format(2))
    root = reader.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert reader.metadata.title == "Testol (testolumab)"
    assert "About uses" in [entry.title for entry in reader.outline[1]]
    text = pdf_text(reader)
    assert "Do take it." in text
    assert "Thecurrenteditionisathttp://127.0.0.1:8000/guides/testol/" in text.replace(" ", "")
    assert "old edition" not in text.lower()
    (stored,) = EditionPdf.objects.all()
    read_pdf(PDF.format(2))
    assert EditionPdf.objects.get().pk == stored.pk
    assert bytes(EditionPdf.objects.get().content) == bytes(stored.content)


@pytest.mark.pdf
def test_pdf_of_old_edition_says_so_even_if_stored_before(changed: Guide) -> None:
    assert "This is an old edition." in pdf_text(read_pdf(PDF.format(1)))
    assert "This is an old edition." not in pdf_text(read_pdf(PDF.format(2)))
    changed.approve(changed.write("uses", "News."))
    changed.publish()
    assert "This is an old edition. Do not rely on it." in pdf_text(read_pdf(PDF.format(2)))


@pytest.mark.pdf
def test_pdf_altered_in_database_is_made_again(changed: Guide) -> None:
    read_pdf(PDF.format(2))
    raw_sql.change(EditionPdf.objects.get(), content=b"%PDF-1.7 take 100 tablets")
    assert "Do take it." in pdf_text(read_pdf(PDF.format(2)))
    assert b"100 tablets" not in bytes(EditionPdf.objects.get().content)


@pytest.mark.pdf
@pytest.mark.parametrize("other", [f"/es{PDF.format(2)}", PDF.format(1)])
def test_pdf_of_another_edition_or_language_is_not_sent_instead(changed: Guide, other: str) -> None:
    read_pdf(PDF.format(2))
    stored = EditionPdf.objects.get()
    read_pdf(other)
    other_pdf = EditionPdf.objects.exclude(pk=stored.pk).get()
    raw_sql.change(stored, content=bytes(other_pdf.content), seal=other_pdf.seal)
    reader = read_pdf(PDF.format(2))
    assert reader.root_object["/Lang"] == "en"
    assert "This is an old edition." not in pdf_text(reader)


@pytest.mark.pdf
def test_make_pdfs_makes_missing_pdfs_in_each_language(changed: Guide) -> None:
    for expected in ("2 PDFs made.\n", "0 PDFs made.\n"):
        output = StringIO()
        call_command("make_pdfs", stdout=output, stderr=StringIO())
        assert output.getvalue() == expected
    spanish = read_pdf(f"/es{PDF.format(2)}")
    assert spanish.root_object["/Lang"] == "es"
    assert "Do take it." in pdf_text(spanish)
    assert "En esta página" in pdf_text(spanish)
