"""The sheets of a workbook (.xlsx), row by row.

openpyxl reads what cells need and nothing else: no drawings, links, tables, names or merged ranges, whose claimed sizes
it would fill with cells. Of a formula its beginning is enough, because it is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import iterparse  # `read_package` has refused declarations

from openpyxl.cell.read_only import ReadOnlyCell  # type: ignore[import-untyped]
from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]
from openpyxl.styles.stylesheet import apply_stylesheet  # type: ignore[import-untyped]
from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser  # type: ignore[import-untyped]
from openpyxl.xml.constants import ARC_STYLE  # type: ignore[import-untyped]

from ..content.office_package import UnsafePackage, pack, read_package
from .excel_cells import read_cell
from .table import UnreadableFile, check_place

MAX_XML = 40 * 1024 * 1024  # bytes; the text of the largest CSV file, each cell with its tags
MAX_ELEMENTS = 500_000  # a cell has four, with its string; the longest import has 10,000 rows
MAX_STYLES = 1024 * 1024  # bytes; openpyxl is slow with them
Rows = Iterator[tuple[int, list[Any]]]


def read_sheets(data: bytes) -> Iterator[Rows]:
    """Yield the rows of each sheet that have a filled cell: the number of the row, and its cells up to the last filled.

    Raises `UnreadableFile`.
    """
    with _refuse_damage():
        parts = read_package(data, max_bytes=MAX_XML, max_elements=MAX_ELEMENTS)
        if len(parts.get(ARC_STYLE, b"")) > MAX_STYLES:
            raise UnreadableFile("The workbook has far too many styles. Copy its cells into a new one, values only.")
        reader = ExcelReader(pack(parts), read_only=True, keep_links=False, rich_text=True)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        sheets = [part for _, part in reader.parser.find_sheets() if "chartsheet" not in part.Type]
    # One part may be named as many sheets; it is read once.
    for path in dict.fromkeys(part.target for part in sheets):
        yield _rows(reader, path)


@contextmanager
def _refuse_damage() -> Iterator[None]:
    try:
        yield
    except UnreadableFile:
        raise
    except UnsafePackage as error:
        raise UnreadableFile(str(error)) from error
    except Exception as error:  # openpyxl and zipfile raise errors of many types
        raise UnreadableFile("This is not an Excel workbook (.xlsx), or it is damaged.") from error


def _rows(reader: ExcelReader, path: str) -> Rows:
    workbook = reader.wb
    sheet = SimpleNamespace(parent=workbook)
    with _refuse_damage(), reader.archive.open(path) as source:
        parser = _RowParser(
            source,
            reader.shared_strings,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
            rich_text=True,
        )
        for row_number, row in parser.parse():
            cells = {cell["column"]: read_cell(ReadOnlyCell(sheet, **cell)) for cell in row}
            filled = [column for column, cell in cells.items() if cell is not None]
            check_place(row_number, max(filled, default=0))
            if len(cells) < len(row):
                raise UnreadableFile(f"Row {row_number} has two cells in one column. Save the workbook again in Excel.")
            if filled:
                yield row_number, [cells.get(column) for column in range(1, max(filled) + 1)]


class _RowParser(WorkSheetParser):
    def parse(self) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        for _, element in iterparse(self.source):  # noqa: S314
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()

    def parse_formula(self, element: Any) -> str:
        """Return the formula as it is written: openpyxl would work out each of those that share a long one."""
        return f"={element.find(FORMULA_TAG).text or ''}"
