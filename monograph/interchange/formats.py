"""The four file formats, read strictly.

What tablib would guess, merge or cut off is refused with a message. Each format is one of django-import-export.
`create_dataset` returns a `Sheet` or raises `UnreadableFile`.
"""

import csv
import io
import json
import re
import warnings
import zipfile
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import tablib
import yaml
from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # type: ignore[import-untyped]

from .excel_cells import read_cell
from .table import (
    MAX_TITLE_ROWS,
    Formula,
    Sheet,
    UnreadableFile,
    build_sheet,
    build_sheet_from_entries,
    dataset_entries,
    spreadsheet_cell,
    unescape_formula,
)

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024  # of an .xlsx: a small one can unpack to gigabytes
MAX_WIDTH, MAX_HEIGHT = 1_000, 1_048_576  # in cells; the height is Excel's
MAX_DEPTH = 50  # of YAML; our own files are 4 levels deep
MAX_CELL = 32_767  # characters in a cell of Excel; openpyxl silently cuts off the rest
csv.field_size_limit(MAX_BYTES)  # the default, 131,072, is less than the longest section (content.sanitise.MAX_BODY)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how such files begin
NESTED_TOO_DEEPLY = "The file is nested too deeply. Use a list of entries, as in an exported file."


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
        numbered = enumerate(reader, start=2 if named else 1)
        rows = ((row_number, [self._cell(cell) for cell in row]) for row_number, row in numbered)
        try:
            return build_sheet(rows)
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
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                size = sum(member.file_size for member in archive.infolist())
                sheets_xml = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
                # openpyxl's quick reader drops the fonts of parts of a cell that are in the sheet itself.
                is_struck = size <= MAX_UNPACKED and any(b"strike" in archive.read(name) for name in sheets_xml)
            if size > MAX_UNPACKED:
                raise UnreadableFile(f"The workbook is larger than {MAX_UNPACKED // 1024**2} MB when it is unpacked.")
            with warnings.catch_warnings(action="ignore"):  # openpyxl warns of styles that it ignores
                book = openpyxl.load_workbook(io.BytesIO(data), read_only=not is_struck, rich_text=True)
                sheets = [list(self._rows(sheet)) for sheet in book.worksheets]
        except UnreadableFile:
            raise
        except Exception as error:  # openpyxl and zipfile raise errors of many types
            raise UnreadableFile("This is not an Excel workbook (.xlsx), or it is damaged.") from error
        filled = [rows for rows in sheets if rows]
        if len(filled) > 1:
            raise UnreadableFile("The workbook has more than one sheet with content. Keep the one to import.")
        return build_sheet(iter(filled[0] if filled else []), is_ragged=True)

    @staticmethod
    def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
        if isinstance(sheet, ReadOnlyWorksheet):
            sheet.reset_dimensions()  # some programs write a wrong size, which would hide rows
        for row_number, row in enumerate(sheet.iter_rows(), start=1):
            if row_number > MAX_HEIGHT or len(row) > MAX_WIDTH:
                raise UnreadableFile(f"The sheet has more than {MAX_HEIGHT:,} rows or {MAX_WIDTH:,} columns.")
            cells = [read_cell(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield row_number, cells

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
        text = _decode(data, "JSON")
        try:
            return build_sheet_from_entries(
                json.loads(text, object_pairs_hook=_dict_of_unique_names, parse_constant=_refuse_constant), "JSON"
            )
        except json.JSONDecodeError as error:
            raise UnreadableFile(
                f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
            ) from error
        except ValueError as error:
            raise UnreadableFile(
                "The file holds a number that is too long. Write it as text, in quotation marks."
            ) from error
        except RecursionError as error:
            raise UnreadableFile(NESTED_TOO_DEEPLY) from error

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return json.dumps(dataset_entries(dataset), ensure_ascii=False, indent=1)


class YAML(StrictFormat):
    TABLIB_MODULE = "tablib.formats._yaml"
    CONTENT_TYPE = "text/yaml"

    def read(self, data: bytes) -> Sheet:
        text = _decode(data, "YAML")
        try:
            _refuse_aliases_and_depth(text)
            return build_sheet_from_entries(yaml.load(text, Loader=_Loader), "YAML")  # noqa: S506  # _Loader is a safe loader
        except yaml.MarkedYAMLError as error:
            line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
            raise UnreadableFile(f"This is not YAML: {error.problem}{line}.") from error
        except (yaml.YAMLError, ValueError) as error:
            raise UnreadableFile("This is not YAML: it has characters or values that YAML does not know.") from error

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        exported: str = yaml.dump(dataset_entries(dataset), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        return exported


FORMATS = [XLSX, CSV, JSON, YAML]


def _refuse_constant(name: str) -> Any:
    raise UnreadableFile(f"The file holds {name}, which is not a value. Replace it.")


def _dict_of_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for name, value in pairs:
        if name in entry:
            raise UnreadableFile(f"An entry has “{name}” twice. Keep one.")
        entry[name] = value
    return entry


def _refuse_aliases_and_depth(text: str) -> None:
    """Refuse aliases and deep nesting.

    A few lines with aliases can expand to gigabytes, and the time that PyYAML takes grows with the square of the depth.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise UnreadableFile(NESTED_TOO_DEEPLY)
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableFile("The file uses YAML aliases (*name). Write out what they stand for.")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's safe loader, in C where available, without duplicate names."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        pairs = [
            (str(self.construct_object(key)), self.construct_object(value, deep=True)) for key, value in node.value
        ]
        return _dict_of_unique_names(pairs)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True
