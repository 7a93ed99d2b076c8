"""What the checks read of a text: at most so much of it, with raised and lowered figures as such.

Without its markup 10<sup>6</sup> is 106, another number; the checks read 10⁶, at the same offsets. A text far longer
than any section would take seconds: the checks read its beginning, and an error says where they ended.
"""

from dataclasses import replace

from ..content.document import Document, read_document
from ..content.plain_text import shifted_signs

# Four times as much as the longest section of any FDA patient guide.
MAX_CHARACTERS = 80_000
MAX_BLOCKS = 5_000


def examined(html: str) -> Document:
    """Return the document that the checks read; its text is as long as that of `read_document`, or a part of it."""
    document = read_document(html)
    end = _end(document)
    if not document.shifted and end == len(document.text):
        return document
    text = _with_powers(document)[:end]
    blocks = [block for block in document.blocks[:MAX_BLOCKS] if block.start < end]
    if blocks and blocks[-1].end > end:
        blocks[-1] = replace(blocks[-1], end=end)
    return replace(
        document,
        text=text,
        blocks=blocks,
        links=[link for link in document.links if link.end <= end],
        markers=[marker for marker in document.markers if marker.end <= end],
        empties=[empty for empty in document.empties if empty.offset < end],
        emphasized=[(start, stop) for start, stop in document.emphasized if stop <= end],
        cells=[cell for cell in document.cells if cell.end <= end],
        shifted=[(start, stop, tag) for start, stop, tag in document.shifted if stop <= end],
    )


def _end(document: Document) -> int:
    """Return where the checks end: after a block, or in a block that alone is too long after a sentence."""
    text = document.text
    if len(text) <= MAX_CHARACTERS and len(document.blocks) <= MAX_BLOCKS:
        return len(text)
    ends = [block.end for block in document.blocks[:MAX_BLOCKS] if block.end <= MAX_CHARACTERS]
    if ends and (ends[-1] > MAX_CHARACTERS // 2 or len(ends) == MAX_BLOCKS):
        return ends[-1]
    sentence = text.rfind(". ", ends[-1] if ends else 0, MAX_CHARACTERS) + 1
    return sentence or MAX_CHARACTERS


def _with_powers(document: Document) -> str:
    parts, place = [], 0
    for start, end, tag in document.shifted:
        if start >= place:
            parts += [document.text[place:start], shifted_signs(document.text[start:end], tag)]
            place = end
    return "".join([*parts, document.text[place:]])
