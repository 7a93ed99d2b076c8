"""Spreadsheets as other programs write them: titles, empty columns, separators, and what Excel does to cells."""

import io
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from monograph.models import Reference

from .factory import Guide
from .spreadsheet import client_of, confirm, faults, import_file, upload

GUIDE = "monograph"
HEADER = "slug,kind,heading,body,facts,references"
ROW = "testol,uses,Uses,<p>Take one.</p>,,"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{HEADER},,\n{ROW},,\n", id="empty columns at the end"),
        pytest.param(f"sep=,\n{HEADER}\n{ROW}\n", id="sep=,"),
        pytest.param(f"sep=;\r\n{HEADER}\r\n{ROW}\r\n".replace(",", ";"), id="sep=;"),
        pytest.param(f"sep=|\n{HEADER}\n{ROW}\n".replace(",", "|"), id="sep=|"),
        pytest.param(f"Guides of this spring\n{HEADER}\n{ROW}\n", id="a title"),
        pytest.param(f"Guides of this spring,,,,,\n,,,,,\n{HEADER}\n{ROW}\n", id="a title and an empty row"),
        pytest.param("Guides, old and new\n" + f"{HEADER}\n{ROW}\n".replace(",", ";"), id="a title and semicolons"),
        pytest.param(f"{HEADER}\ntestol,uses,Uses,<p>a; b; c; d; e; f; g</p>,,\n", id="semicolons in a text"),
    ],
)
def test_dialects_of_csv_are_read(guide: Guide, content: str) -> None:
    import_file(client_of(guide.cast.ana), GUIDE, content.encode())
    latest = guide.section("uses").latest_revision
    assert latest is not None
    assert latest.heading == "Uses"


def test_fault_below_a_title_names_its_row(guide: Guide) -> None:
    content = f"sep=,\nGuides\n{HEADER}\ntestol,uses,,<p>Take one.</p>,,\n"
    assert [
        fault.partition(":")[0] for fault in faults(upload(client_of(guide.cast.ana), GUIDE, content.encode()))
    ] == ["4/heading"]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.05, "0%", "5%"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0.00", "0.50"),
        (5, "0.0", "5.0"),
        (1000, "#,##0", "1,000"),
        (1234.5, "#,##0.00", "1,234.50"),
        (100000, "0.00E+00", "1.00E+05"),
        (0.5, "# ?/?", "1/2"),
        (1.25, "# ?/?", "1 1/4"),
        (-0.75, "# ??/??", "-3/4"),
        (0.3333, "# ?/?", "0.3333"),
        (2.0, "# ?/?", "2"),
        (0.5, "General", "0.5"),
        (7, "@", "7"),
        (0.125, "0.0", "0.125"),  # what is rounded away on the screen is kept
    ],
)
def test_numbers_are_read_as_excel_shows_them(guide: Guide, value: float, number_format: str, shown: str) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER.split(","))
    book.active.append(["testol", "uses", "Uses", value, "", ""])
    book.active["D2"].number_format = number_format
    book.save(stream)
    client = client_of(guide.cast.ana)
    confirm(client, GUIDE, upload(client, GUIDE, stream.getvalue(), "xlsx"))
    latest = guide.section("uses").latest_revision
    assert latest is not None
    assert latest.body == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        (date(2026, 1, 2), "d-mmm", "made a date (2026-01-02)"),
        (datetime(2026, 5, 10, 8, 30), "m/d/yy h:mm", "made a date (2026-05-10T08:30:00)"),
        (time(5, 10), "h:mm", "made a date (05:10:00)"),
        (5, '0" mg"', "holds the number 5"),
        (5, "0.0_);[Red](0.0)", "holds the number 5"),
        (0.5, "[h]:mm", "made a date"),
    ],
)
def test_cell_that_excel_changed_is_refused_by_row_and_column(
    guide: Guide, value: Any, number_format: str, said: str
) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER.split(","))
    book.active.append(["testol", "uses", "Uses", value, "", ""])
    book.active["D2"].number_format = number_format
    book.save(stream)
    page = upload(client_of(guide.cast.ana), GUIDE, stream.getvalue(), "xlsx")
    (fault,) = page.context["result"].row_faults
    assert (fault.row, fault.column) == (2, "body")
    assert said in fault.message


def test_dates_of_a_reference_are_taken(guide: Guide) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["key", "title", "publisher", "year", "url", "accessed_on"])
    book.active.append(["new-label", "Label", "FDA", 2026, "", date(2026, 10, 1)])
    book.save(stream)
    client = client_of(guide.cast.ana)
    confirm(client, "reference", upload(client, "reference", stream.getvalue(), "xlsx"))
    assert Reference.objects.get(key="new-label").accessed_on == date(2026, 10, 1)
