"""What a file of any format becomes: a table of text cells that knows where in the file each row was."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import tablib

MAX_ROWS = 10_000
GUARDED = re.compile(r"'+\s*[=+@-]")
UNGUARDED = re.compile(r"'*\s*[=+@-]")


@dataclass(frozen=True)
class Fault:
    """What is wrong, in a sentence, and where: the row as a spreadsheet numbers it (JSON and YAML: the entry)."""

    message: str
    row: int | None = None
    column: str = ""


class Unreadable(Exception):
    """A file that can't be taken as a table. `faults` has every reason."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = [Fault(fault) if isinstance(fault, str) else fault for fault in faults]
        super().__init__(" ".join(fault.message for fault in self.faults))


class Formula(str):
    """A cell that a spreadsheet computes. Its value depends on who opens the file, so it is refused."""

    __slots__ = ()


class Sheet(tablib.Dataset):
    """A table; `places` has the number in the file of each of its rows."""

    places: list[int]


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: an apostrophe goes before what would be run (OWASP)."""
    return f"'{text}" if UNGUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Undo `guarded`, exactly: also for text that began with an apostrophe of its own."""
    return text[1:] if GUARDED.match(text) else text


def cell_in(value: Any) -> Any:
    """Return a cell as text: what a spreadsheet made a number, a date or a tick of is read back as it was typed."""
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


def cell_out(value: Any) -> str | int:
    """Return what a spreadsheet's cell holds for a value; `cell_in` and the resources read it back."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return guarded(cell_in(value))


def entries(dataset: tablib.Dataset) -> list[dict[str, Any]]:
    """Return the rows as JSON and YAML hold them: values keep their kind, times are text."""
    headers = dataset.headers or []
    return [
        {name: cell_in(cell) if isinstance(cell, date) else cell for name, cell in zip(headers, row, strict=True)}
        for row in dataset
    ]


def table_of(rows: Iterator[tuple[int, list[Any]]], *, is_ragged: bool = False) -> Sheet:
    """Make the table of numbered rows, of which the first is the header. Blank rows are left out.

    `is_ragged` rows end with their last cell that is not empty, as in a workbook; others must be as wide as the header.
    Raises `Unreadable`.
    """
    _, header = next(rows, (0, []))
    names = [str(cell_in(cell)).strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    sheet, faults = Sheet(headers=names), []
    sheet.places = []
    for place, row in rows:
        cells = [cell_in(cell) for cell in row]
        if not any(cells):
            continue
        if len(sheet.places) == MAX_ROWS:
            raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Divide it into smaller files.")
        if is_ragged:
            cells += [""] * (len(names) - len(cells))
        if len(cells) != len(names):
            message = (
                f"This row has {len(cells)} cells, but the header has {len(names)}. Give every row the same cells."
            )
            faults.append(Fault(message, place))
            continue
        for name, cell in zip(names, cells, strict=True):
            if isinstance(cell, Formula):
                message = f"This cell is a formula or an error value (“{cell[:40]}”). Put the plain text there."
                faults.append(Fault(message, place, name))
        sheet.append(cells)
        sheet.places.append(place)
    if faults:
        raise Unreadable(*faults)
    return sheet


def table_of_entries(found: Any, name: str) -> Sheet:
    """Make the table of a list of objects, of which the first says what columns there are. Raises `Unreadable`."""
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Unreadable(f"The {name} file must be a list of entries, each with the columns' names and their values.")
    header = list(found[0]) if found else []
    faults = []
    for place, entry in enumerate(found, start=1):
        for column in sorted(set(header) ^ set(entry)):
            where = "is missing here" if column in header else "is not in the first entry"
            faults.append(Fault(f"“{column}” {where}. Give every entry the same columns.", place, column))
    if faults:
        raise Unreadable(*faults)
    rows = [(place, [entry[column] for column in header]) for place, entry in enumerate(found, start=1)]
    return table_of(iter([(0, header), *rows]))
