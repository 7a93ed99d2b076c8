"""Footnotes: marks without a note, and notes without a mark."""

import re

from .passage import Passage

TYPED_MARK = re.compile(r"(?<=[\w)”.,])(\*{1,3}|[†‡§])(?!\w)")
TYPED_NOTE = re.compile(r"(\*{1,3}|[†‡§])\s*\S")


def footnotes(passage: Passage) -> None:
    """A mark that no note explains, and a note that no mark points to, told by name or by the mark itself."""
    document = passage.document
    notes = {block.note: block for block in document.blocks if block.is_footnote and block.note}
    marked = {marker.note for marker in document.markers}
    for marker in document.markers:
        if marker.note not in notes:
            mark = passage.text[marker.start : marker.end]
            message = f"No note explains the mark “{mark}”. Add the note, or delete it."
            passage.error("footnote-without-note", marker.start, marker.end, message)
    for note, block in notes.items():
        if note not in marked:
            message = "No mark in the text points to this note. Set the mark where it belongs, or delete the note."
            passage.error("note-without-marker", block.start, block.end, message)
    _typed_footnotes(passage, {(marker.start, marker.end) for marker in document.markers})


def _typed_footnotes(passage: Passage, known: set[tuple[int, int]]) -> None:
    """Tell the same of marks that were typed, a star after a word and a paragraph that begins with one.

    `known` are the places of the marks that are elements, and were looked at already.
    """
    notes: dict[str, int] = {}
    begins: dict[str, int] = {}
    for block in passage.document.blocks:
        found = TYPED_NOTE.match(passage.text, block.start, block.end)
        if found:
            begins[found[1]] = begins.get(found[1], 0) + 1
            if not block.note:
                notes.setdefault(found[1], block.start)
    marks: dict[str, tuple[int, int]] = {}
    looked_at = {place for start, end in known for place in range(start, end)}
    for found in TYPED_MARK.finditer(passage.text):
        if found.start() not in looked_at:
            marks.setdefault(found[1], found.span())
    for mark, (start, end) in marks.items():
        if mark not in begins:
            message = f"No note explains the mark “{mark}”. Add the note, or delete the mark."
            passage.error("footnote-without-note", max(0, start - 15), end, message)
    for mark, start in notes.items():
        if mark not in marks and begins[mark] == 1:  # several would be a list that was typed by hand
            message = f"No “{mark}” in the text points to this note. Set it where it belongs, or delete the note."
            passage.error("note-without-marker", start, min(len(passage.text), start + 30), message)


CHECKS = (footnotes,)
