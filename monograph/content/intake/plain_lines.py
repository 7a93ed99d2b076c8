"""Plain text, line by line: PDF viewers end a line wherever the page did, in the middle of a word or of a range.

A line goes on in the next where the words show it: a divided word, a connecting word or a comma at its end, a small
letter or a unit at the next one's start, a width that left no room for more. Everything else is a paragraph.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby, pairwise

from .messages import Messages

# The longest line around has at least as many characters, if the edge of a page ended it: before a small letter, and
# before a capital or after a sentence, where a paragraph could begin as well.
MIN_WIDTH = 20
MIN_WIDTH_OF_PAGE = 45
# The part of the longest line that a line fills, in the same two cases.
FULL = 0.6
FULL_OF_PAGE = 0.85
DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
# Of words that keep their hyphen: low-dose, self-injection, one-time.
COMPOUND = frozenset(
    "low high long short self well half non once twice two three four five six seven eight nine ten one first second "
    "third follow over-the over up life day week month year age blood heart kidney liver immediate extended delayed "
    "fast slow single multi multiple pre post anti ready dose weight child x full part all".split()
)
CONNECTING = re.compile(
    r"\b(?:a|an|the|to|of|or|and|per|at|than|every|for|in|on|with|without|take|by|from|until|if|is|are|not|your|about|"
    r"each|as|within|up|into|when|that|which|least|most|more|less|between|after|before|no|be|have|has|may)$",
    re.IGNORECASE,
)
UNIT = re.compile(r"(?:mg|mcg|g|kg|mL|L|units?|tablets?|capsules?|%|°C|°F|times?|hours?|days?|weeks?|months?|years?)\b")
MARK = re.compile(r"[•·▪●○◦‣–-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
ENDED = re.compile(r"[.?!:;][\"”’)]*$")
# pdf.js, the viewer of Firefox, writes each line as spans before such a break.
VIEWER_BREAK = re.compile(r"<br\b(?=[^<>]*>)[^<>]*?\brole=[\"']?presentation\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
LINE_END = re.compile(r"\r\n?|[\n\f\u2028\u2029]")


@dataclass
class Paragraph:
    """The words of one or more lines, and those of them that two lines had divided."""

    text: str
    lines: int = 1
    words: list[str] = field(default_factory=list)


def from_viewer(html: str) -> str | None:
    """Return the plain text of what pdf.js copies; None for other HTML."""
    return unescape(TAG.sub("", VIEWER_BREAK.sub("\n", html))) if VIEWER_BREAK.search(html) else None


def as_html(text: str, messages: Messages, *, joins_lines: bool) -> str:
    """Return plain text as HTML for the rest of the intake, with its lines joined or as they are."""
    lines = [line.strip(" ") for line in LINE_END.split(text)]
    runs = [list(run) for has_words, run in groupby(lines, key=lambda line: bool(line.strip())) if has_words]
    return "".join(
        _table(run) if _is_table(run) else _paragraphs(run, messages, joins_lines=joins_lines) for run in runs
    )


def _is_table(run: list[str]) -> bool:
    """Return whether these are the rows of a spreadsheet: as many tabs in each line."""
    return len(run) > 1 and len({line.count("\t") for line in run}) == 1 and "\t" in run[0]


def _table(run: list[str]) -> str:
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t")) for line in run)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _paragraphs(run: list[str], messages: Messages, *, joins_lines: bool) -> str:
    lines = [line.strip() for line in run]
    paragraphs = _joined(lines) if joins_lines else [Paragraph(line) for line in lines]
    for paragraph in paragraphs:
        if paragraph.lines > 1:
            messages.notice("joined_lines", paragraph.text)
        for word in paragraph.words:
            messages.notice("divided_word", word)
    return "".join(_element(paragraph.text) for paragraph in paragraphs)


def _element(words: str) -> str:
    """Return a paragraph; `lists` knows how to take the mark from one."""
    return f"<p{' class=MsoListParagraph' if MARK.match(words) else ''}>{escape(words)}</p>"


def _joined(run: list[str]) -> list[Paragraph]:
    """Return the paragraphs of the lines between two empty ones."""
    width = max(map(len, run))
    paragraphs = [Paragraph(run[0])]
    for line, following in pairwise(run):
        divided = DIVIDED.search(line)
        last = paragraphs[-1]
        if divided and following[:1].islower() and divided[1].lower() not in COMPOUND:
            last.text = last.text[:-1] + following
            last.words.append(divided[1] + re.split(r"[^\w-]", following, maxsplit=1)[0])
        elif line.endswith(("-", "–", "/")) and following[:1].isalnum():
            last.text += following  # a range or a compound, as it was before the page divided it
        elif _goes_on(line, following, width):
            last.text += f" {following}"
        else:
            paragraphs.append(Paragraph(following))
            continue
        last.lines += 1
    return paragraphs


def _goes_on(line: str, following: str, width: int) -> bool:
    if MARK.match(following):
        return False
    if UNIT.match(following) and line[-1:].isdigit():
        return True
    fills_page = width >= MIN_WIDTH_OF_PAGE and len(line) >= FULL_OF_PAGE * width
    if ENDED.search(line):
        return fills_page and line[-1] not in ":;"
    if line.endswith(",") or CONNECTING.search(line):
        return True
    is_full = width >= MIN_WIDTH and len(line) >= FULL * width
    return fills_page or (is_full and (following[:1].islower() or following[:1].isdigit()))
