"""Words that are struck out in a cell of a workbook are never taken for text."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from monograph.interchange.excel_cells import read_cell

from .factory import Guide
from .spreadsheet import client_of, upload

GUIDE = "monograph"
HEADER = "slug,kind,heading,body,facts,references"

STRUCK = TextBlock(InlineFont(strike=True), "5")
BOLD = TextBlock(InlineFont(b=True), "5")


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (CellRichText("Take ", STRUCK, " 10 mg"), "StruckOut", "Take 5 10 mg"),
        (CellRichText("Take ", BOLD, " mg"), "str", "Take 5 mg"),
        ("Take 5 mg", "str", "Take 5 mg"),
    ],
)
def test_part_of_a_cell_that_is_struck_out_is_known(value: Any, kind: str, words: str) -> None:
    cell = openpyxl.Workbook().active["A1"]
    cell.value = value
    assert (type(read_cell(cell)).__name__, read_cell(cell)) == (kind, words)


@pytest.mark.django_db
def test_cell_that_is_struck_out_is_refused_by_row_and_column(guide: Guide) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER.split(","))
    book.active.append(["testol", "uses", "Uses", "Take 5 mg.", "", ""])
    book.active["D2"].font = Font(strike=True)
    book.save(stream)
    page = upload(client_of(guide.cast.ana), GUIDE, stream.getvalue(), "xlsx")
    (fault,) = page.context["result"].row_faults
    assert (fault.row, fault.column) == (2, "body")
    assert "struck out (“Take 5 mg.”)" in fault.message


@pytest.mark.django_db
def test_part_that_is_struck_out_in_the_sheet_itself_is_refused(guide: Guide) -> None:
    """Other programs than Excel write the words of a cell into the sheet, with their fonts."""
    book, stream, rich = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(HEADER.split(","))
    book.active.append(["testol", "uses", "Uses", "PLACE", "", ""])
    book.save(stream)
    with zipfile.ZipFile(stream) as plain, zipfile.ZipFile(rich, "w") as struck:
        for name in plain.namelist():
            runs = b"<r><t>Take </t></r><r><rPr><strike/></rPr><t>5</t></r><r><t> 10 mg</t></r>"
            struck.writestr(name, plain.read(name).replace(b"<t>PLACE</t>", runs))
    page = upload(client_of(guide.cast.ana), GUIDE, rich.getvalue(), "xlsx")
    (fault,) = page.context["result"].row_faults
    assert (fault.row, fault.column) == (2, "body")
    assert "struck out" in fault.message
