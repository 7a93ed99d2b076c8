"""Spreadsheets as people send and get them.

Files are made and read without the code under test; pages are read as HTML.
"""

import csv
import io
import json
from typing import Any

import openpyxl
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from lxml import html

from monograph.interchange.formats import FORMATS
from monograph.models import AuditEntry, Monograph, SectionRevision

from .factory import SOURCE

NAMES = ("xlsx", "csv", "json", "yaml")  # in the order of the form
Rows = list[dict[str, Any]]


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(model: str, page: str) -> str:
    return f"/admin/monograph/{model}/{page}/"


def export(client: Client, model: str, extension: str, query: str = "", **selection: Any) -> bytes:
    """Return the exported file of the list as `query` filters it."""
    data = {"format": NAMES.index(extension), "resource": "0", **selection}
    response = client.post(f"{address(model, 'export')}?{query}", data)
    assert response.status_code == 200, response.status_code
    assert "attachment" in response["Content-Disposition"], response.content.decode()
    return response.content


def read(content: bytes, extension: str) -> Rows:
    """Read a file as other programs would."""
    if extension == "json":
        return json.loads(content)
    if extension == "yaml":
        return yaml.safe_load(content)
    if extension == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    header, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(header, ["" if cell is None else cell for cell in row], strict=True)) for row in rows]


def write_file(rows: Rows, extension: str = "csv") -> bytes:
    """Write a file as other programs would."""
    header = list(rows[0])
    if extension == "json":
        return json.dumps(rows).encode()
    if extension == "yaml":
        return yaml.safe_dump(rows, allow_unicode=True).encode()
    if extension == "csv":
        stream = io.StringIO(newline="")
        writer = csv.DictWriter(stream, header)
        writer.writeheader()
        writer.writerows(rows)
        return stream.getvalue().encode()
    return workbook([header, *([row[name] for name in header] for row in rows)])


def workbook(rows: list[list[Any]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def upload(client: Client, model: str, content: bytes, extension: str = "csv", name: str = "") -> HttpResponse:
    """Send a file to the import page; the response shows its faults or its effects."""
    file = SimpleUploadedFile(name or f"guides.{extension}", content)
    data = {"import_file": file, "format": NAMES.index(extension), "resource": "0"}
    return client.post(address(model, "import"), data)


def confirm(client: Client, model: str, preview: HttpResponse) -> HttpResponse:
    """Press the button under a preview."""
    (token,) = html.fromstring(preview.content.decode()).xpath("//input[@name='token']/@value")
    return client.post(address(model, "process_import"), {"token": token}, follow=True)


def import_file(client: Client, model: str, content: bytes, extension: str = "csv") -> HttpResponse:
    page = upload(client, model, content, extension)
    assert page.status_code == 200, faults(page)
    return confirm(client, model, page)


def table(page: HttpResponse) -> list[list[str]]:
    """Return the cells of the page's table, without its head."""
    rows = html.fromstring(page.content.decode()).xpath("//main//table/tbody/tr")
    return [[cell.text_content().strip() for cell in row.xpath("td")] for row in rows]


def faults(page: HttpResponse) -> list[str]:
    """Return the faults on the page: at the field, and as ``row/column: message``."""
    at_field = html.fromstring(page.content.decode()).xpath("//ul[contains(@class, 'errorlist')]/li/text()")
    return [*at_field, *(f"{row}/{column}: {sentence}" for row, column, sentence in table(page))]


def can_confirm(page: HttpResponse) -> bool:
    return b'name="token"' in page.content


def row_of(code: str = "uses", **changes: Any) -> dict[str, Any]:
    return {
        "slug": "testol",
        "kind": code,
        "heading": f"About {code}",
        "body": f"<p>New words about {code}.</p>",
        "facts": "",
        "references": SOURCE,
        **changes,
    }


def counts() -> tuple[int, int, int]:
    return Monograph.objects.count(), SectionRevision.objects.count(), AuditEntry.objects.count()


assert [file_format().get_extension() for file_format in FORMATS] == [*NAMES]
