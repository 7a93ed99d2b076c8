"""The four file formats, read strictly: what tablib would guess, merge or cut off is refused with a sentence.

Each format is a `Format` of django-import-export. `create_dataset` returns a `Sheet`, whose cells are text (JSON and
YAML also lists and objects), or raises `Unreadable`.
"""

import csv
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
import tablib
import yaml
from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024  # what an .xlsx may be when unzipped: a small file can hold gigabytes
MAX_ROWS = 10_000
MAX_CELL = 32_767  # Excel's own limit; openpyxl cuts what is longer without a word
csv.field_size_limit(MAX_BYTES)  # the default, 131,072, is less than the longest section (content.sanitise.MAX_BODY)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
FORMULA = re.compile(r"\s*[=+@-]")
GUARDED = re.compile(r"'+\s*[=+@-]")
UNGUARDED = re.compile(r"'*\s*[=+@-]")


@dataclass(frozen=True)
class Fault:
    """What is wrong, in a sentence, and where: the row as a spreadsheet numbers it (JSON and YAML: the entry)."""

    message: str
    row: int | None = None
    column: str = ""


class Unreadable(Exception):  # noqa: N818
    """A file that can't be taken as a table. `faults` has every reason."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = [Fault(fault) if isinstance(fault, str) else fault for fault in faults]
        super().__init__(" ".join(fault.message for fault in self.faults))


class Sheet(tablib.Dataset):
    """A table that remembers which row of the file each of its rows was."""

    places: list[int]


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: an apostrophe goes before what would be run (OWASP)."""
    return f"'{text}" if UNGUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Undo `guarded`, exactly: also for text that began with an apostrophe of its own."""
    return text[1:] if GUARDED.match(text) else text


def _cell_in(value: Any) -> Any:
    """Return a cell as text: what a spreadsheet made a number, a date or a tick of is read back as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (list, dict)) else str(value)


def _cell_out(value: Any) -> str | int:
    """Return what a spreadsheet's cell holds for a value; `_cell_in` and the resources read it back."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return guarded(str(_cell_in(value)))


def _entries(dataset: tablib.Dataset) -> list[dict[str, Any]]:
    headers = dataset.headers or []
    return [
        {name: _cell_in(cell) if isinstance(cell, date) else cell for name, cell in zip(headers, row, strict=True)}
        for row in dataset
    ]


def _sheet(rows: Iterator[tuple[int, list[Any]]], *, is_ragged: bool = False) -> Sheet:
    """Make the table. The first row is the header; blank rows are left out; `is_ragged` rows end at their last cell."""
    _, header = next(rows, (0, []))
    names = [str(_cell_in(cell)).strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    sheet, faults = Sheet(headers=names), []
    sheet.places = []
    for place, row in rows:
        cells = [_cell_in(cell) for cell in row]
        if not any(cells):
            continue
        while is_ragged and len(cells) > len(names) and not cells[-1]:
            cells.pop()
        if is_ragged:
            cells += [""] * (len(names) - len(cells))
        if len(cells) != len(names):
            message = f"This row has {len(cells)} cells, but the header has {len(names)}. Give every row the same cells."
            faults.append(Fault(message, place))
            continue
        if len(sheet.places) == MAX_ROWS:
            raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Divide it into smaller files.")
        sheet.append(cells)
        sheet.places.append(place)
    if faults:
        raise Unreadable(*faults)
    return sheet


def _text(data: bytes, name: str) -> str:
    if data.startswith((ZIP, OLE)):
        raise Unreadable(f"This is an Excel workbook or an archive, not a {name} file. Choose the format that it has.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"Line {line} is not in the encoding UTF-8. In Excel, save the file as “CSV UTF-8”."
        raise Unreadable(message) from error


class StrictFormat(base_formats.TablibFormat):
    """What the four share. All are read as bytes, so that the encoding is our own question."""

    def get_title(self) -> str:
        return super().get_title().upper()

    def create_dataset(self, data: bytes) -> Sheet:
        """Return the table in a file's bytes. Raises `Unreadable`."""
        if len(data) > MAX_BYTES:
            raise Unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB. Divide it into smaller files.")
        if not data.strip():
            raise Unreadable("The file is empty.")
        return self.read(data)

    def read(self, data: bytes) -> Sheet:
        raise NotImplementedError


class CSV(StrictFormat):
    TABLIB_MODULE = "tablib.formats._csv"
    CONTENT_TYPE = "text/csv"

    def read(self, data: bytes) -> Sheet:
        text = _text(data, "CSV")
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)  # Excel writes semicolons in many countries
        return _sheet(self._rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))

    @staticmethod
    def _rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
        faults = []
        try:
            for place, row in enumerate(reader, start=1):
                for cell in row:
                    if cell.lstrip().startswith("="):
                        message = f"The cell “{cell[:40]}” begins with =, which a spreadsheet would run as a formula."
                        faults.append(Fault(message, place))
                yield place, [unguarded(cell) for cell in row] if any(row) else []
        except csv.Error as error:
            message = (
                f"Near line {reader.line_num} of the file, a cell's quotation marks don't pair up: one is not closed, "
                "or one inside the cell is not written twice."
            )
            raise Unreadable(message) from error
        if faults:
            raise Unreadable(*faults)

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        stream = io.StringIO(newline="")
        rows = ([_cell_out(cell) for cell in row] for row in dataset)
        csv.writer(stream).writerows([dataset.headers or [], *rows])
        return stream.getvalue().encode("utf-8-sig")  # without the mark, Excel takes it for its own old encoding


class XLSX(StrictFormat):
    TABLIB_MODULE = "tablib.formats._xlsx"
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read(self, data: bytes) -> Sheet:
        if data.startswith(OLE):
            raise Unreadable("This workbook is in Excel's old format, or has a password. Save it as .xlsx without one.")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                size = sum(member.file_size for member in archive.infolist())
            if size > MAX_UNPACKED:
                raise Unreadable(f"The workbook is larger than {MAX_UNPACKED // 1024**2} MB when it is unpacked.")
            with warnings.catch_warnings(action="ignore"):  # openpyxl warns of what it leaves out: styles, lists
                book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
                rows = list(self._rows(book))
        except Unreadable:
            raise
        except Exception as error:  # openpyxl and zipfile raise whatever they stumble over
            raise Unreadable("This is not an Excel workbook (.xlsx), or it is damaged.") from error
        return _sheet(iter(rows), is_ragged=True)

    @staticmethod
    def _rows(book: Any) -> Iterator[tuple[int, list[Any]]]:
        sheets, faults = [], []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be missed
            rows: list[tuple[int, list[Any]]] = []
            for place, row in enumerate(sheet.iter_rows(), start=1):
                cells = [cell.value for cell in row]
                if not rows or any(value is not None for value in cells):
                    rows.append((place, [unguarded(cell) if isinstance(cell, str) else cell for cell in cells]))
                for cell in row:
                    if cell.data_type in ("f", "e"):
                        found = "a formula" if cell.data_type == "f" else "an error value"
                        message = f"Cell {cell.coordinate} holds {found}. Put the plain text or value there."
                        faults.append(Fault(message, place))
            if any(any(value is not None for value in cells) for _, cells in rows):
                sheets.append(rows)
        if faults:
            raise Unreadable(*faults)
        if len(sheets) > 1:
            raise Unreadable("The workbook has more than one sheet that is not empty. Keep the one to import.")
        yield from sheets[0] if sheets else []

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Return the workbook. Raises `ValueError` where a cell would lose some of its text."""
        safe = tablib.Dataset(headers=dataset.headers)
        for row in dataset:
            cells = [_cell_out(cell) for cell in row]
            name = " / ".join(str(cell)[:40] for cell in cells[:3])
            for text in (cell for cell in cells if isinstance(cell, str)):
                if len(text) > MAX_CELL:
                    message = f"“{name}” has a text of {len(text):,} characters; an Excel cell holds {MAX_CELL:,}."
                    raise ValueError(f"{message} Export as CSV, JSON or YAML.")
                if ILLEGAL_CHARACTERS_RE.search(text):
                    raise ValueError(f"“{name}” has a control character, which Excel can't hold. Export as JSON.")
            safe.append(cells)
        exported: bytes = safe.export("xlsx", column_width=24)  # as wide as its text, a column could not be opened
        return exported


class JSON(StrictFormat):
    TABLIB_MODULE = "tablib.formats._json"
    CONTENT_TYPE = "application/json"

    def read(self, data: bytes) -> Sheet:
        text = _text(data, "JSON")
        try:
            return _table(json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant), "JSON")
        except json.JSONDecodeError as error:
            raise Unreadable(f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
        except RecursionError as error:
            raise Unreadable("The file is nested too deep.") from error

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return json.dumps(_entries(dataset), ensure_ascii=False, indent=1)


class YAML(StrictFormat):
    TABLIB_MODULE = "tablib.formats._yaml"
    CONTENT_TYPE = "text/yaml"

    def read(self, data: bytes) -> Sheet:
        text = _text(data, "YAML")
        try:
            # An alias (*name) repeats a part: a few lines of them unfold to gigabytes.
            if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
                raise Unreadable("The file uses YAML aliases (*name). Write out what they stand for.")
            return _table(yaml.load(text, Loader=_Loader), "YAML")  # noqa: S506  # a safe loader
        except yaml.MarkedYAMLError as error:
            line = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
            raise Unreadable(f"This is not YAML: {error.problem}{line}.") from error
        except (yaml.YAMLError, ValueError) as error:
            raise Unreadable("This is not YAML: it has characters or values that YAML does not know.") from error
        except RecursionError as error:
            raise Unreadable("The file is nested too deep.") from error

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        exported: str = yaml.dump(_entries(dataset), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        return exported


FORMATS = [XLSX, CSV, JSON, YAML]


def _no_constant(name: str) -> Any:
    raise Unreadable(f"The file holds {name}, which is not a value.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for name, value in pairs:
        if name in entry:
            raise Unreadable(f"An entry has “{name}” twice. Keep one.")
        entry[name] = value
    return entry


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  # as PyYAML's
        return _unique([(str(self.construct_object(key)), self.construct_object(value, True)) for key, value in node.value])


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _table(entries: Any, name: str) -> Sheet:
    """Make the table of a list of objects. The first one says which columns there are."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Unreadable(f"The {name} file must be a list of entries, each with the names of the columns and their values.")
    header = list(entries[0]) if entries else []
    faults = []
    for place, entry in enumerate(entries, start=1):
        for column in sorted(set(header) ^ set(entry)):
            has = "is missing here" if column in header else "is not in the first entry"
            faults.append(Fault(f"“{column}” {has}. Give every entry the same columns.", place, column))
    if faults:
        raise Unreadable(*faults)
    rows = ((place, [entry[column] for column in header]) for place, entry in enumerate(entries, start=1))
    return _sheet(iter([(0, header), *rows]))
