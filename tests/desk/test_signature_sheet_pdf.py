"""The signature sheet of an edition on paper."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from monograph.models import AuditEntry, EditionSection, Signature

from ..factory import Guide
from .desk_client import Desk, address
from .signature_sheet import ALL_MATCH, MATCHES, alter_text, get_edition

pytestmark = pytest.mark.pdf


def load_pdf(desk: Desk, guide: Guide, number: int) -> tuple[Any, PdfReader]:
    response = desk.client.get(address("edition_signatures_pdf", get_edition(guide, number).pk))
    return response, PdfReader(BytesIO(response.content))


def text_without_spaces(reader: PdfReader) -> str:
    """Return the text of the pages without white space: a digest takes two lines."""
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def test_pdf_has_the_content_of_the_page(three_editions: Guide, grace: Desk) -> None:
    response, made = load_pdf(grace, three_editions, 2)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="testol-edition-2-signatures.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert made.root_object["/Lang"] == "en"
    assert made.metadata is not None and made.metadata.title == "Signature sheet: Testol, edition 2"
    words = text_without_spaces(made)
    lines = EditionSection.objects.filter(edition=get_edition(three_editions, 2))
    signatures = Signature.objects.filter(review__in=lines.values("review"))
    entry = AuditEntry.objects.get(action="publish", subject="testol edition 2")
    for sentence in (
        *(line.digest for line in lines),
        *(line.heading for line in lines),
        *(f"{signature.printed}, license" for signature in signatures if signature.signer_licence),
        *(signature.printed for signature in signatures),
        *("Priya, PharmD, license PH-7: waived a finding of preflight", "Because That is its name.", ALL_MATCH),
        *(get_edition(three_editions, 2).digest, f"--head {entry.head}", "superseded by edition 3"),
    ):
        assert "".join(sentence.split()) in words
    last = made.pages[-1].extract_text()
    assert "Signature sheet: Testol, edition 2" in last
    assert "Sheet made " in last
    assert f"Page {len(made.pages)} of {len(made.pages)}" in last


def test_long_pdf_repeats_table_heads_and_splits_no_row(published: Guide, grace: Desk) -> None:
    _, made = load_pdf(grace, published, 1)
    assert len(made.pages) > 2
    texts = [page.extract_text() for page in made.pages]
    assert ["Section Text Signatures" in text for text in texts] == ["Written by" in text for text in texts]
    # No row is cut in half: each text is on the page of its own verdict.
    assert sum(text.count("Written by") for text in texts) == 9
    assert all(text.count("Written by") == " ".join(text.split()).count(MATCHES) for text in texts)


def test_pdf_of_an_altered_edition_starts_with_the_warning(short: Guide, grace: Desk) -> None:
    alter_text(short)
    _, made = load_pdf(grace, short, 1)
    first = " ".join(made.pages[0].extract_text().split())
    assert first.index("Not everything here is what was signed") < first.index("The edition")
    assert "ThestoredtextisNOTthetextthatwassigned." in text_without_spaces(made)
    assert ALL_MATCH not in first
