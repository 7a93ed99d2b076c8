"""What the cells of a workbook show, which is not always what they hold."""

import math
import re
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]

from .table import Formula, NotShown, SpreadsheetDate, StruckOut, normalize_cell, unescape_formula

# How a workbook writes a carriage return, which ends a line on Windows (ECMA-376, part 1, 22.9.2.19).
CARRIAGE_RETURN = re.compile("_x000D_\n?")
# Formats of numbers (ECMA-376, part 1, 18.8.31) that show the number alone: with thousands, decimal places or as a
# percentage; in scientific notation; as a fraction.
PLACES = re.compile(r"(#,##)?0(\.0+)?(%)?")
SCIENTIFIC = re.compile(r"0(\.0+)?E\+00")
FRACTION = re.compile(r"# (\?+)/\?+")
AS_HELD = {"General", "@", "", "GENERAL"}


def read_cell(cell: Any) -> Any:
    """Return what a cell of openpyxl shows, in a type of its own where an import has to refuse it."""
    value, number_format = cell.value, cell.number_format or ""
    if cell.data_type in ("f", "e"):
        return Formula(value)
    if value is not None and (cell.font.strike or _has_struck_part(value)):
        return StruckOut(value)
    if isinstance(value, CellRichText):
        value = str(value)
    if isinstance(value, date | time | timedelta):
        return SpreadsheetDate(normalize_cell(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _shown(value, number_format)
    return unescape_formula(CARRIAGE_RETURN.sub("\n", value)) if isinstance(value, str) else value


def _has_struck_part(value: Any) -> bool:
    parts = value if isinstance(value, CellRichText) else ()
    return any(isinstance(part, TextBlock) and part.font.strike for part in parts)


def _shown(value: float, number_format: str) -> Any:
    """Return a number as its format shows it; as it is held, if it was rounded to be shown."""
    if number_format in AS_HELD:
        return value
    if shown := PLACES.fullmatch(number_format):
        scale, sign = (100, "%") if shown[3] else (1, "")
        words = f"{value * scale:{',' if shown[1] else ''}.{max(0, len(shown[2] or '') - 1)}f}"
        return f"{words}{sign}" if math.isclose(float(words.replace(",", "")), value * scale) else value
    if shown := SCIENTIFIC.fullmatch(number_format):
        words = f"{value:.{max(0, len(shown[1] or '') - 1)}E}"
        return words if math.isclose(float(words), value) else value
    if shown := FRACTION.fullmatch(number_format):
        return _as_fraction(value, 10 ** len(shown[1]) - 1)
    return NotShown(normalize_cell(value))


def _as_fraction(value: float, largest: int) -> Any:
    fraction = Fraction(abs(value)).limit_denominator(largest)
    if not math.isclose(fraction, abs(value)):
        return value
    whole, rest = divmod(fraction, 1)
    words = " ".join(filter(None, [str(whole) if whole or not rest else "", str(rest) if rest else ""]))
    return f"-{words}" if value < 0 else words
