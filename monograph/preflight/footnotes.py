"""Footnote marks without a note, and footnotes without a mark."""

import re

from .checked_section import CheckedSection

PLAIN_MARK = re.compile(r"(?<=[\w)”.,])(\*{1,3}|[†‡§])(?!\w)")
PLAIN_NOTE = re.compile(r"(\*{1,3}|[†‡§])\s*\S")
NO_NOTE = "The mark “{mark}” has no footnote. Add the footnote, or delete the mark."


def footnotes(checked: CheckedSection) -> None:
    """Find marks without a footnote and footnotes without a mark."""
    document = checked.document
    notes = {block.note: block for block in document.blocks if block.is_footnote and block.note}
    marked = {marker.note for marker in document.markers}
    for marker in document.markers:
        if marker.note not in notes:
            message = NO_NOTE.format(mark=checked.text[marker.start : marker.end])
            checked.error("footnote-without-note", marker.start, marker.end, message)
    for note, block in notes.items():
        if note not in marked:
            message = "No mark in the text points to this footnote. Add the mark, or delete the footnote."
            checked.error("note-without-marker", block.start, block.end, message)
    _check_plain_footnotes(checked, {(marker.start, marker.end) for marker in document.markers})


def _check_plain_footnotes(checked: CheckedSection, markers: set[tuple[int, int]]) -> None:
    """Find the same among marks that are plain characters.

    Such a mark is a star after a word; its footnote is a paragraph that begins with one. `markers` are the places of
    the marks that are elements, which were checked before.
    """
    notes: dict[str, int] = {}
    counts: dict[str, int] = {}
    for block in checked.document.blocks:
        found = PLAIN_NOTE.match(checked.text, block.start, block.end)
        if found:
            counts[found[1]] = counts.get(found[1], 0) + 1
            if not block.note:
                notes.setdefault(found[1], block.start)
    marks: dict[str, tuple[int, int]] = {}
    in_markers = {place for start, end in markers for place in range(start, end)}
    for found in PLAIN_MARK.finditer(checked.text):
        if found.start() not in in_markers:
            marks.setdefault(found[1], found.span())
    for mark, (start, end) in marks.items():
        if mark not in counts:
            checked.error("footnote-without-note", max(0, start - 15), end, NO_NOTE.format(mark=mark))
    for mark, start in notes.items():
        # Several paragraphs that begin with the same mark are a list.
        if mark not in marks and counts[mark] == 1:
            message = f"No “{mark}” in the text points to this footnote. Add the mark, or delete the footnote."
            checked.error("note-without-marker", start, min(len(checked.text), start + 30), message)


CHECKS = (footnotes,)
