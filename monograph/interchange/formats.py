"""The four file formats, read strictly.

What tablib would guess, merge or cut off is refused with a message. Each format is one of django-import-export.
`create_dataset` returns a `Sheet` or raises `UnreadableFile`.
"""

import csv
import io
import json
import re
import warnings
from abc import abstractmethod
from collections.abc import Iterable
from itertools import chain
from typing import Any

import tablib
import yaml
from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

from .excel_sheets import Rows, read_sheets
from .strict_parsers import UnreadableText, parse_json, parse_yaml
from .table import (
    MAX_TITLE_ROWS,
    Formula,
    Sheet,
    UnreadableFile,
    build_sheet,
    build_sheet_from_entries,
    check_place,
    dataset_entries,
    spreadsheet_cell,
    unescape_formula,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_CELL = 32_767  # characters in a cell of Excel; openpyxl silently cuts off the rest
csv.field_size_limit(MAX_BYTES)  # the default, 131,072, is less than the longest section (content.sanitise.MAX_BODY)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how such files begin


def _decode(data: bytes, name: str) -> str:
    if data.startswith((ZIP, OLE)):
        raise UnreadableFile(
            f"This is an Excel workbook or an archive, not a {name} file. Choose the format that it has."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"Line {line} of the file is not in the encoding UTF-8. In Excel, save the file as “CSV UTF-8”."
        raise UnreadableFile(message) from error


class StrictFormat(base_formats.TablibFormat):
    """What the four formats share: they are read as bytes, to check the encoding."""

    def get_title(self) -> str:
        title: str = super().get_title()
        return title.upper()

    def create_dataset(self, data: bytes) -> Sheet:
        """Return the table in a file's bytes. Raises `UnreadableFile`."""
        if len(data) > MAX_BYTES:
            raise UnreadableFile(f"The file is larger than {MAX_BYTES // 1024**2} MB. Divide it into smaller files.")
        if not data.strip():
            raise UnreadableFile("The file is empty. Choose another file.")
        return self.read(data)

    @abstractmethod
    def read(self, data: bytes) -> Sheet:
        """Return the table in the bytes of a file of acceptable size.

        Raises `UnreadableFile`.
        """


class CSV(StrictFormat):
    TABLIB_MODULE = "tablib.formats._csv"
    CONTENT_TYPE = "text/csv"

    def read(self, data: bytes) -> Sheet:
        text = _decode(data, "CSV")
        # Excel reads and writes the separator on a line of its own.
        named = re.match(r"sep=(.)\r?\n", text)
        text = text[named.end() :] if named else text
        delimiter = named[1] if named else self._delimiter(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            return build_sheet(self._rows(enumerate(reader, start=2 if named else 1)))
        except csv.Error as error:
            message = (
                f"Near line {reader.line_num} of the file, the quotation marks of a cell don't pair up: "
                "one is not closed, or one inside the cell is not written twice."
            )
            raise UnreadableFile(message) from error

    @staticmethod
    def _delimiter(text: str) -> str:
        """Return what separates the cells of the header; Excel writes semicolons in many countries."""
        lines = text.split("\n", MAX_TITLE_ROWS + 1)
        first, *_ = [line for line in lines if max(map(line.count, ",;\t")) > 1] or lines
        return max(",;\t", key=first.count)

    @classmethod
    def _rows(cls, numbered: Iterable[tuple[int, list[str]]]) -> Rows:
        for row_number, row in numbered:
            check_place(row_number, len(row))
            yield row_number, [cls._cell(cell) for cell in row]

    @staticmethod
    def _cell(text: str) -> str:
        return Formula(text) if text.lstrip().startswith("=") else unescape_formula(text)

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        stream = io.StringIO(newline="")
        rows = ([spreadsheet_cell(cell) for cell in row] for row in dataset)
        csv.writer(stream).writerows([dataset.headers or [], *rows])
        return stream.getvalue().encode("utf-8-sig")  # without the mark, Excel assumes an encoding of its own


class XLSX(StrictFormat):
    TABLIB_MODULE = "tablib.formats._xlsx"
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read(self, data: bytes) -> Sheet:
        if data.startswith(OLE):
            raise UnreadableFile(
                "This workbook is in Excel's old format, or has a password. Save it as .xlsx without one."
            )
        with warnings.catch_warnings(action="ignore"):  # openpyxl warns of styles that it ignores
            return build_sheet(self._filled_rows(data), is_ragged=True)

    @staticmethod
    def _filled_rows(data: bytes) -> Rows:
        """Return the rows of the one sheet that has any, read as they are asked for."""
        filled = [(first, rows) for rows in read_sheets(data) if (first := next(rows, None))]
        if len(filled) > 1:
            raise UnreadableFile("The workbook has more than one sheet with content. Keep the one to import.")
        return chain(*(chain([first], rows) for first, rows in filled))

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Return the workbook.

        Raises `ValueError` if a cell would lose some of its text.
        """
        safe = tablib.Dataset(headers=dataset.headers)
        for row in dataset:
            cells = [spreadsheet_cell(cell) for cell in row]
            name = " / ".join(str(cell)[:40] for cell in cells[:3])
            for text in (cell for cell in cells if isinstance(cell, str)):
                if len(text) > MAX_CELL:
                    message = f"“{name}” has a text of {len(text):,} characters; an Excel cell holds {MAX_CELL:,}."
                    raise ValueError(f"{message} Export as CSV, JSON or YAML.")
                if ILLEGAL_CHARACTERS_RE.search(text):
                    raise ValueError(f"“{name}” has a control character, which Excel can't hold. Export as JSON.")
            safe.append(cells)
        exported: bytes = safe.export("xlsx", column_width=24)  # fitted to its text, a column would be too wide to open
        return exported


class JSON(StrictFormat):
    TABLIB_MODULE = "tablib.formats._json"
    CONTENT_TYPE = "application/json"

    def read(self, data: bytes) -> Sheet:
        try:
            return build_sheet_from_entries(parse_json(_decode(data, "JSON")), "JSON")
        except UnreadableText as error:
            raise UnreadableFile(str(error)) from error

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return json.dumps(dataset_entries(dataset), ensure_ascii=False, indent=1)


class YAML(StrictFormat):
    TABLIB_MODULE = "tablib.formats._yaml"
    CONTENT_TYPE = "text/yaml"

    def read(self, data: bytes) -> Sheet:
        try:
            return build_sheet_from_entries(parse_yaml(_decode(data, "YAML")), "YAML")
        except UnreadableText as error:
            raise UnreadableFile(str(error)) from error

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        exported: str = yaml.dump(dataset_entries(dataset), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        return exported


FORMATS = [XLSX, CSV, JSON, YAML]


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True
