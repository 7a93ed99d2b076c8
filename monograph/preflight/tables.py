"""Tables with holes: a missing cell, an empty column, a head without rows.

Source: WCAG 2.2, 1.3.1 (what a table relates can be read from it). A cell that was lost moves the doses after it under
another heading.
"""

import re
from collections import Counter
from fractions import Fraction

from ..content.document import Cell
from ..content.measures import NUMBER
from .checked_section import CheckedSection
from .numbers import measure_of, number_in, plain_number

# Words of a label.
MAX_LABEL = 6
TOTAL = re.compile(r"(?:(?:in )?total|sum|all together|altogether)(?: (?:dose|a day|tablets))?:?", re.IGNORECASE)
AMOUNT_CELL = re.compile(rf"(?:{NUMBER}) ?(?P<unit>mg|mcg|mL|g|units)")
NUMBER_CELL = re.compile(rf"(?P<number>{NUMBER})(?: ?(?:mg|mcg|mL|g|units|tablets?|capsules?|pills?))?")


def tables(checked: CheckedSection) -> None:
    """Find holes in tables whose cells span no others."""
    rows_of: dict[int, dict[int, list[Cell]]] = {}
    spanning: set[int] = set()
    for cell in checked.document.cells:
        rows_of.setdefault(cell.table, {}).setdefault(cell.row, []).append(cell)
        if cell.is_spanning:
            spanning.add(cell.table)
    for table, rows in rows_of.items():
        if not _check_rows(checked, list(rows.values())) and table not in spanning:
            _check_missing_cells(checked, list(rows.values()))
            _check_columns(checked, list(rows.values()))
            _check_labels(checked, list(rows.values()))
            _check_totals(checked, list(rows.values()))
            _check_units(checked, list(rows.values()))
            _check_heads(checked, list(rows.values()))


def _is_empty(checked: CheckedSection, cell: Cell) -> bool:
    return not checked.text[cell.start : cell.end].strip()


def _span(rows: list[Cell]) -> tuple[int, int]:
    return rows[0].start, max(cell.end for cell in rows)


def _check_rows(checked: CheckedSection, rows: list[list[Cell]]) -> bool:
    """Report a table of headers only, and return whether it is one."""
    if any(cell.tag != "th" for row in rows for cell in row) or len(rows) > 1 or len(rows[0]) == 1:
        return False
    message = "This table has a head and no rows. Restore the rows, or delete the table."
    checked.error("table-gap", *_span(rows[0]), message)
    return True


def _check_missing_cells(checked: CheckedSection, rows: list[list[Cell]]) -> None:
    """Report rows that are shorter or longer than all others."""
    usual, count = Counter(len(row) for row in rows).most_common(1)[0]
    if count * 3 < len(rows) * 2 and not (len(rows) == 2 and rows[0][0].tag == "th"):
        return
    usual = len(rows[0]) if rows[0][0].tag == "th" and len(rows) <= 3 else usual
    for row in rows:
        # A single cell may be the title of the rows after it.
        if len(row) != usual and len(row) > 1:
            message = f"This row has {len(row)} cells; the others have {usual}. Restore the missing cell."
            checked.error("table-gap", *_span(row), message)
    last = rows[-1]
    words = checked.text[last[0].start : last[0].end].split()
    # A title has rows below it, and a note is longer.
    if len(last) == 1 and usual > 1 and 0 < len(words) <= MAX_LABEL and words[0][0].isalnum():
        checked.warning("table-gap", *_span(last), f"The other rows have {usual} cells. Restore the missing one.")


def _check_labels(checked: CheckedSection, rows: list[list[Cell]]) -> None:
    """Report two rows of a table of pairs that have the same label and say different things."""
    seen: dict[str, str] = {}
    for label, value in (row for row in rows if len(row) == 2):
        words, said = (checked.lowered[cell.start : cell.end].strip() for cell in (label, value))
        if words and seen.setdefault(words, said) != said:
            message = "An earlier row has the same label and says something else. Correct one of them."
            checked.warning("table-gap", label.start, value.end, message)


def _check_totals(checked: CheckedSection, rows: list[list[Cell]]) -> None:
    """Report a total in the last row that the column above does not add up to."""
    last = rows[-1]
    if len(rows) < 4 or not TOTAL.fullmatch(checked.text[last[0].start : last[0].end].strip()):
        return
    for column in range(1, len(last)):
        cells = [row[column] for row in rows[1:] if column < len(row)]
        found = [NUMBER_CELL.fullmatch(checked.text[cell.start : cell.end].strip()) for cell in cells]
        numbers = [number_in(match["number"]) for match in found if match]
        if len(numbers) == len(rows) - 1 and sum(numbers[:-1]) != numbers[-1]:
            message = f"The column adds up to {plain_number(sum(numbers[:-1], Fraction(0)))}. Correct a number."
            checked.error("wrong-total", last[column].start, last[column].end, message)


def _check_units(checked: CheckedSection, rows: list[list[Cell]]) -> None:
    """Report the one amount of a column whose unit is of another kind: 10 mg among 5 mL and 15 mL."""
    for column in range(1, len(rows[0])):
        cells = [row[column] for row in rows[1:] if column < len(row)]
        found = [AMOUNT_CELL.fullmatch(checked.text[cell.start : cell.end].strip()) for cell in cells]
        units = Counter(match["unit"] for match in found if match)
        if len(units) != 2 or len(cells) != units.total() or min(units.values()) > 1 or len(cells) < 3:
            continue
        odd, kinds = min(units, key=lambda unit: units[unit]), {(measure_of(unit) or (unit,))[0] for unit in units}
        cell = next(cell for cell, match in zip(cells, found, strict=True) if match and match["unit"] == odd)
        if len(kinds) > 1:
            message = f"The other amounts of this column are not in {odd}. Correct the unit."
            checked.warning("table-gap", cell.start, cell.end, message)


# What a column head names, and the units that its cells can't have.
HEADS = (
    (
        re.compile(r"\b(?:body )?weight\b|\byou weigh\b", re.IGNORECASE),
        re.compile(r"(?:mg|mcg|mL|units?|tablets?|hours?|°[CF])"),
    ),
    (re.compile(r"\bages?\b", re.IGNORECASE), re.compile(r"(?:mg|mcg|mL|units?|tablets?|kg|lb|pounds|°[CF])")),
    (re.compile(r"\b(?:dose|dosage|strength)\b", re.IGNORECASE), re.compile(r"(?:kg|lb|pounds|years?|°[CF])")),
    (re.compile(r"\btemperature\b", re.IGNORECASE), re.compile(r"(?:mg|mcg|mL|kg|lb|years?|tablets?)")),
)
WITH_UNIT = re.compile(
    rf"(?:(?:from |under |over |up to |about )?(?:{NUMBER})(?: ?(?:to|[-–]) ?(?:{NUMBER}))? ?)"
    r"(?P<unit>[A-Za-z°]+)(?![\w/])"
)


def _check_heads(checked: CheckedSection, rows: list[list[Cell]]) -> None:
    """Report a column whose cells are of another kind than its head: milligrams under Weight."""
    for column, head in enumerate(rows[0]):
        words = checked.text[head.start : head.end]
        kinds = [wrong for names, wrong in HEADS if names.search(words)]
        cells = [row[column] for row in rows[1:] if column < len(row)]
        if len(kinds) != 1 or head.tag != "th" or not cells:
            continue
        found = [WITH_UNIT.match(checked.text, cell.start, cell.end) for cell in cells]
        wrong = [cell for cell, match in zip(cells, found, strict=True) if match and kinds[0].fullmatch(match["unit"])]
        if 2 * len(wrong) > len(cells):
            message = f"The cells under “{words}” are of another kind. Exchange the columns, or correct the head."
            checked.warning("table-gap", head.start, head.end, message)


def _check_columns(checked: CheckedSection, rows: list[list[Cell]]) -> None:
    """Report columns and cells without a word; a column with a head and nothing below is an error."""
    head, body = rows[0], rows[1:]
    for column, top in enumerate(head):
        cells = [row[column] for row in body if column < len(row)]
        empty = [cell for cell in cells if _is_empty(checked, cell)]
        if top.tag == "th" and not _is_empty(checked, top) and cells and len(empty) == len(cells):
            message = "Nothing is below this column head. Fill the column, or delete it."
            checked.error("table-gap", top.start, top.end, message)
        elif column and len(cells) > 0 and len(empty) == len(cells) and _is_empty(checked, top):
            place = min(top.start, len(checked.text))
            checked.warning("table-gap", place, place, "A column of this table is empty. Fill it, or delete it.")
        elif column and len(cells) > 1 and len(empty) == 1 and not _is_empty(checked, top):
            place = min(empty[0].start, len(checked.text))
            checked.warning("table-gap", place, place, "This cell is empty. Fill it, or say “none”.")


CHECKS = (tables,)
