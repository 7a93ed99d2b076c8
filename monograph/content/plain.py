"""Single lines and short plain texts: headings, reasons, names, notes."""

import re
import unicodedata
from collections.abc import Iterable

from .errors import ContentError, Problem

# Everything of Unicode category Cc but tab, line feed and carriage return; PostgreSQL refuses NUL outright.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Invisible characters that reverse or hide text: a reviewer could be shown other words than are stored ("Trojan
# Source", CVE-2021-42574), so they are refused like control characters.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
# A cell that begins so is run as a formula by a spreadsheet (OWASP, "CSV Injection").
FORMULA = re.compile(r"\s*[=+@-]")
NUL = re.compile("\x00")
UNPAIRED = re.compile(r"[\ud800-\udfff]")

# More marks on one letter than any script has hide what is under them, and their order is sorted in quadratic time
# by every normalisation (UAX #15, "Stream-Safe Text Format", has this limit).
MAX_MARKS = 30

MAX_HEADING = 200
MAX_NOTE = 4000


def _first(value: str, field: str, patterns: Iterable[re.Pattern[str]]) -> list[Problem]:
    for pattern in patterns:
        if found := pattern.search(value):
            where = value[max(0, found.start() - 20) : found.start()]
            code = f"U+{ord(found[0]):04X}"
            message = f"There is an invisible character ({code}) after “{where}”. Delete it, or type the passage again."
            return [Problem(field, "hidden_character", message)]
    return []


def unstorable_characters(value: str, field: str) -> list[Problem]:
    """Find the first character that a database can't keep, not even as somebody's unsaved typing."""
    return _first(value, field, (NUL, UNPAIRED))


def hidden_characters(value: str, field: str) -> list[Problem]:
    """Find the first character that can't be seen, which no text of a guide may hold."""
    if found := _first(value, field, (CONTROL, INVISIBLE, UNPAIRED)):
        return found
    if not any(map(unicodedata.combining, set(value))):
        return []  # as most texts: no need to look at each character
    marks = 0
    for place, character in enumerate(value):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MAX_MARKS:
            where = value[max(0, place - 50) : place - marks + 1]
            message = f"There are more than {MAX_MARKS} accents on one letter after “{where}”. Type it again."
            return [Problem(field, "hidden_character", message)]
    return []


def clean_line(value: str, field: str, label: str, *, max_length: int = MAX_HEADING) -> str:
    """Return one line: NFC, white space collapsed. Raises `ContentError`: empty, long, hidden character, formula."""
    if problems := hidden_characters(value, field):
        raise ContentError(problems)  # before normalising, whose work can grow with the square of what is hidden
    line = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", value)).strip()
    if not line:
        problems.append(Problem(field, "required", f"{label} is missing."))
    if len(line) > max_length:
        problems.append(Problem(field, "too_long", f"{label} has {len(line)} characters; {max_length} is the most."))
    if FORMULA.match(line):
        # A line that has to be escaped on its way into a spreadsheet could not come back the same.
        problems.append(
            Problem(
                field, "formula", f"{label} may not begin with {line[0]}, which a spreadsheet would run as a formula."
            )
        )
    if problems:
        raise ContentError(problems)
    return line


def without_invisible(value: str) -> str:
    """Drop what `INVISIBLE` finds: for the words of readers, who paste it unseen and could not find it to delete it."""
    return INVISIBLE.sub("", value)


def clean_note(value: str, field: str, label: str, *, required: bool = True, max_length: int = MAX_NOTE) -> str:
    """Return a short text of one or more lines. Raises `ContentError` like `clean_line`."""
    if problems := hidden_characters(value, field):
        raise ContentError(problems)
    note = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", value)).strip()
    if required and not note:
        problems.append(Problem(field, "required", f"{label} is missing."))
    if len(note) > max_length:
        message = f"{label} has {len(note):,} characters; {max_length:,} is the most."
        problems.append(Problem(field, "too_long", message))
    if problems:
        raise ContentError(problems)
    return note
