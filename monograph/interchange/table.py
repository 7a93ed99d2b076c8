"""Tables of text cells that know the number in the file of each row."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

import tablib

MAX_ROWS = 10_000
MAX_HEIGHT, MAX_WIDTH = 1_048_576, 1_000  # in cells, empty ones too; the height is Excel's
MAX_FAULTS = 200  # that one file can have: a page shows them all
MAX_TITLE_ROWS = 5  # above the header
TOO_MANY_ROWS = f"The file has more than {MAX_ROWS:,} rows. Divide it into smaller files."
ESCAPED = re.compile(r"'+\s*[=+@-]")
TO_ESCAPE = re.compile(r"'*\s*[=+@-]")


@dataclass(frozen=True)
class Fault:
    """A message about the file, and where in the file.

    `row` is numbered as in a spreadsheet; in JSON and YAML it is the number of the entry.
    """

    message: str
    row: int | None = None
    column: str = ""


class UnreadableFile(Exception):
    """The file can't be read as a table. `faults` says why."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = [Fault(fault) if isinstance(fault, str) else fault for fault in faults]
        if len(faults) >= MAX_FAULTS:
            self.faults.append(Fault(f"Only the first {MAX_FAULTS} faults of the file are listed."))
        super().__init__(" ".join(fault.message for fault in self.faults))


class Formula(str):
    """A computed cell. It is refused, as its value depends on who opens the file."""

    __slots__ = ()


class NotShown(str):
    """A number of a workbook whose format shows something else, such as "5 mg" for 5. It is refused."""

    __slots__ = ()


class StruckOut(str):
    """A cell of a workbook with words that are struck out. It is refused: nobody knows which of them are meant."""

    __slots__ = ()


class SpreadsheetDate(str):
    """A date or time of a workbook, in the form of ISO 8601. Excel makes it of 1/2 or 5-10, so few columns take it."""

    __slots__ = ()


class Sheet(tablib.Dataset):
    """A table. `row_numbers` has the number in the file of each row."""

    row_numbers: list[int]


def escape_formula(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    OWASP recommends this against CSV injection.
    """
    return f"'{text}" if TO_ESCAPE.match(text) else text


def unescape_formula(text: str) -> str:
    """Undo `escape_formula`, also for text that began with an apostrophe of its own."""
    return text[1:] if ESCAPED.match(text) else text


def normalize_cell(value: Any) -> Any:
    """Return a cell as text; numbers, dates and booleans as a person types them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time() and value.tzinfo is None:
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, list, dict)) else str(value)


def spreadsheet_cell(value: Any) -> str | int:
    """Return a value as a cell that `normalize_cell` and the resources read back."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return escape_formula(normalize_cell(value))


def dataset_entries(dataset: tablib.Dataset) -> list[dict[str, Any]]:
    """Return the rows for JSON and YAML: values keep their types, times are text."""
    headers = dataset.headers or []
    return [
        {
            name: normalize_cell(cell) if isinstance(cell, date) else cell
            for name, cell in zip(headers, row, strict=True)
        }
        for row in dataset
    ]


def check_place(row_number: int, column: int) -> None:
    """Refuse a row or column that no table of ours has. Raises `UnreadableFile`."""
    if row_number > MAX_HEIGHT or column > MAX_WIDTH:
        message = f"The table goes beyond {MAX_HEIGHT:,} rows or {MAX_WIDTH:,} columns. Delete what is not part of it."
        raise UnreadableFile(Fault(message, row_number))


def _header(rows: Iterator[tuple[int, list[Any]]]) -> list[Any]:
    """Return the first row with more than one filled cell: a title may be above it."""
    first: list[Any] = []
    for _, row in islice(rows, MAX_TITLE_ROWS + 1):
        first = first or row
        if sum(bool(str(normalize_cell(cell)).strip()) for cell in row) > 1:
            return row
    return first


def build_sheet(rows: Iterator[tuple[int, list[Any]]], *, is_ragged: bool = False) -> Sheet:
    """Build the table of numbered rows, of which the first is the header, or a title above it.

    Blank rows and empty columns at the end are left out. Rows that are `is_ragged` end with their last non-empty cell,
    as in a workbook; others must be as wide as the header. Raises `UnreadableFile`.
    """
    header = _header(rows)
    names = [str(normalize_cell(cell)).strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    sheet = Sheet(headers=names)
    faults: list[Fault] = []
    sheet.row_numbers = []
    for row_number, row in rows:
        if len(faults) >= MAX_FAULTS:
            break
        cells = [normalize_cell(cell) for cell in row]
        if not any(cells):
            continue
        if len(sheet.row_numbers) == MAX_ROWS:
            raise UnreadableFile(TOO_MANY_ROWS)
        if is_ragged:
            cells += [""] * (len(names) - len(cells))
        # Not more, because a text with commas that is not in quotes has more cells than the header too.
        if len(cells) == len(header) and not any(cells[len(names) :]):
            del cells[len(names) :]
        if len(cells) != len(names):
            message = (
                f"This row has {len(cells)} cells, but the header has {len(names)}. Give every row the same cells."
            )
            faults.append(Fault(message, row_number))
            continue
        for name, cell in zip(names, cells, strict=True):
            if message := _refusal(cell):
                faults.append(Fault(message, row_number, name))
        sheet.append(cells)
        sheet.row_numbers.append(row_number)
    if faults:
        raise UnreadableFile(*faults[:MAX_FAULTS])
    return sheet


def _refusal(cell: Any) -> str:
    """Return why a cell can't be taken, "" if it can."""
    if isinstance(cell, Formula):
        return f"This cell is a formula or an error value (“{cell[:40]}”). Put the plain text there."
    if isinstance(cell, StruckOut):
        return f"Words of this cell are struck out (“{cell[:40]}”). Delete them, or remove the line through them."
    if isinstance(cell, NotShown):
        return (
            f"This cell holds the number {cell} and shows something else by its format. Format the column as text, "
            "then type what it showed."
        )
    return ""


def build_sheet_from_entries(data: Any, format_name: str) -> Sheet:
    """Build the table of a list of objects, of which the first has all columns.

    Raises `UnreadableFile`.
    """
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise UnreadableFile(
            f"The {format_name} file must be a list of entries, each with the columns' names and their values."
        )
    header = dict.fromkeys(data[0] if data else ())
    check_place(0, len(header))
    if len(data) > MAX_ROWS:
        raise UnreadableFile(TOO_MANY_ROWS)
    faults = (
        Fault(f"“{column}” {missing_or_added}. Give every entry the same columns.", row_number, column)
        for row_number, entry in enumerate(data, start=1)
        for column in sorted(header.keys() ^ entry.keys())
        for missing_or_added in ["is missing here" if column in header else "is not in the first entry"]
    )
    if found := list(islice(faults, MAX_FAULTS)):
        raise UnreadableFile(*found)
    rows = ((row_number, [entry[column] for column in header]) for row_number, entry in enumerate(data, start=1))
    return build_sheet(chain([(0, list(header))], rows))
