"""Single lines and short plain texts: headings, reasons, names, notes."""

import re
import unicodedata
from collections.abc import Iterable

from .errors import ContentError, Problem

# Unicode category Cc except tab, line feed and carriage return; PostgreSQL refuses NUL outright.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Invisible characters that reverse or hide text are refused like control characters: a reviewer could be shown other
# words than the stored ones ("Trojan Source", CVE-2021-42574).
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
# A spreadsheet runs a cell that begins like this as a formula (OWASP, "CSV Injection").
FORMULA = re.compile(r"\s*[=+@-]")
NUL = re.compile("\x00")
UNPAIRED = re.compile(r"[\ud800-\udfff]")

# More combining marks than any script puts on one letter hide what is under them, and every normalization sorts them
# in quadratic time (UAX #15, "Stream-Safe Text Format", has this limit).
MAX_MARKS = 30

MAX_HEADING = 200
MAX_NOTE = 4000


def _first_match(value: str, field: str, patterns: Iterable[re.Pattern[str]]) -> list[Problem]:
    for pattern in patterns:
        if found := pattern.search(value):
            where = value[max(0, found.start() - 20) : found.start()]
            code = f"U+{ord(found[0]):04X}"
            message = f"There is an invisible character ({code}) after “{where}”. Delete it, or type the passage again."
            return [Problem(field, "hidden_character", message)]
    return []


def unstorable_characters(value: str, field: str) -> list[Problem]:
    """Find the first character that no database can store, even as unsaved changes."""
    return _first_match(value, field, (NUL, UNPAIRED))


def hidden_characters(value: str, field: str) -> list[Problem]:
    """Find the first invisible character, which no text of a guide may hold."""
    if found := _first_match(value, field, (CONTROL, INVISIBLE, UNPAIRED)):
        return found
    # Most texts have no combining mark: spare them the loop over every character.
    if not any(map(unicodedata.combining, set(value))):
        return []
    marks = 0
    for place, character in enumerate(value):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MAX_MARKS:
            where = value[max(0, place - 50) : place - marks + 1]
            message = f"There are more than {MAX_MARKS} accents on one letter after “{where}”. Type it again."
            return [Problem(field, "hidden_character", message)]
    return []


def clean_line(value: str, field: str, label: str, *, max_length: int = MAX_HEADING) -> str:
    """Return one line: NFC, white space collapsed.

    Raises `ContentError`: ``required``, ``too_long``, ``hidden_character`` or ``formula``.
    """
    # Before normalizing, which takes quadratic time on a heap of hidden marks.
    if problems := hidden_characters(value, field):
        raise ContentError(problems)
    line = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", value)).strip()
    if not line:
        problems.append(Problem(field, "required", f"{label} is missing."))
    if len(line) > max_length:
        problems.append(Problem(field, "too_long", f"{label} has {len(line)} characters; the limit is {max_length}."))
    # A line that has to be escaped on its way into a spreadsheet could not come back the same.
    if FORMULA.match(line):
        message = f"{label} may not begin with {line[0]}, which a spreadsheet would run as a formula."
        problems.append(Problem(field, "formula", message))
    if problems:
        raise ContentError(problems)
    return line


def strip_invisible(value: str) -> str:
    """Drop invisible characters from a reader's words.

    Readers paste them unknowingly, and could not find them to delete them.
    """
    return INVISIBLE.sub("", value)


def clean_note(value: str, field: str, label: str, *, required: bool = True, max_length: int = MAX_NOTE) -> str:
    """Return a short text of one or more lines.

    Raises `ContentError` like `clean_line`, except for formulas.
    """
    if problems := hidden_characters(value, field):
        raise ContentError(problems)
    note = unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", value)).strip()
    if required and not note:
        problems.append(Problem(field, "required", f"{label} is missing."))
    if len(note) > max_length:
        message = f"{label} has {len(note):,} characters; the limit is {max_length:,}."
        problems.append(Problem(field, "too_long", message))
    if problems:
        raise ContentError(problems)
    return note
