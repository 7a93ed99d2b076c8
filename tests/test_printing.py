"""HTML on paper: accessible PDFs, nothing fetched, missing libraries named."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html as lxml_html
from pypdf import PdfReader

from monograph import printing
from monograph.models import Edition

from . import stories
from .factory import Guide
from .server import address_of_test_database

ROOT = Path(__file__).resolve().parent.parent
STYLESHEET = "monograph/print/signature-sheet.css"
PAGE = '<!DOCTYPE html><html lang="en"><head><title>A title</title>{}</head><body><h1>Words</h1>{}</body></html>'


@pytest.mark.pdf
def test_page_becomes_tagged_pdf_with_language_and_title() -> None:
    reader = PdfReader(BytesIO(printing.pdf(PAGE.format("", "<p>Of a page.</p>"), STYLESHEET)))
    root = reader.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()
    assert reader.metadata is not None and reader.metadata.title == "A title"
    assert [round(side / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert "Of a page." in reader.pages[0].extract_text()
    assert "Page 1 of 1" in reader.pages[0].extract_text()


@pytest.mark.pdf
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "data:image/png;base64,AAAA"])
@pytest.mark.parametrize("form", ['<img src="{}" alt="">', '<link rel="stylesheet" href="{}">'])
def test_pdf_fetches_nothing(address: str, form: str) -> None:
    with pytest.raises(ValueError, match="must not refer to images"):
        printing.pdf(PAGE.format(form.format(address), form.format(address)), STYLESHEET)


def test_missing_stylesheet_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.css"):
        printing.pdf(PAGE, "no-such.css")


def test_pdf_is_refused_without_fonts(tmp_path: Path) -> None:
    """In its own process, as WeasyPrint looks for fonts once in a process's life."""
    (tmp_path / "fonts.conf").write_text('<?xml version="1.0"?><fontconfig><dir>/nothing-here</dir></fontconfig>')
    script = (
        "from monograph import printing\n"
        f"try: printing.pdf('<p>Words.</p>', {STYLESHEET!r})\n"
        "except printing.Unavailable as error: print(error)"
    )
    process = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "An administrator has to install, on Debian or Ubuntu: " in process.stdout
    assert "fonts-dejavu-core" in process.stdout


def test_pdf_is_refused_without_libraries_and_all_else_works(committed_guide: Guide) -> None:
    edition = Edition.objects.get(monograph=stories.short(committed_guide).monograph)
    sheet = f"/admin/monograph/edition/{edition.pk}/signatures"
    pages = (f"{sheet}.pdf", f"{sheet}/", f"/admin/monograph/monograph/{edition.monograph_id}/editions/1/", "/")
    process = subprocess.run(
        [sys.executable, "-m", "tests.without_libraries", "grace", *pages],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address_of_test_database(), "DEBUG": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    # WeasyPrint prints a message of its own first.
    (status, refusal), *others = json.loads(process.stdout.splitlines()[-1])
    assert status == 503
    (alert,) = lxml_html.document_fromstring(refusal).xpath("//*[@role='alert']")
    assert alert.text_content() == (
        "This server can't make PDFs. An administrator has to install, on Debian or Ubuntu: "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core."
    )
    assert f'href="{sheet}/"' in refusal
    assert [status for status, _ in others] == [200, 200, 200]
    assert f'href="{sheet}.pdf"' in others[0][1]
