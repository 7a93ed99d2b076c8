"""A stored body as plain text that means the same as on its page.

Raised figures, the numbers of lists, the rows of tables and the labels of callouts are written out: without its markup
10<sup>6</sup> would read as 106.
"""

from collections.abc import Iterator, Mapping
from itertools import count

from lxml import html as lxml_html
from lxml.html import HtmlElement

from .intake.numbering import written_number

_RAISED = str.maketrans("0123456789+-\u2212()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-\u2212()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_SHIFTED = {"sup": (_RAISED, "^"), "sub": (_LOWERED, "_")}
_HEADINGS = {"h3": "### ", "h4": "#### "}
_BLOCKS = frozenset({"p", "ul", "ol", "table", "blockquote", "aside", *_HEADINGS})
# Between the cells of a row, and between the lines of a cell.
_CELLS, _LINES = " | ", "; "
# Columns or rows in which a spanning cell is written; more would only make a small text huge.
_MAX_REPEATS = 20


def shifted(words: str, tag: str) -> str:
    """Return words in ``sup`` or ``sub`` as they read without the markup: 10⁹, or x^a and x_a."""
    signs, mark = _SHIFTED[tag]
    written = words.translate(signs)
    return f"{mark}{words}" if any(sign.isascii() and sign.isalnum() for sign in written) else written


def shifted_signs(words: str, tag: str) -> str:
    """Return words in ``sup`` or ``sub`` with as many characters: figures as raised or lowered ones, others as is."""
    return words.translate(_SHIFTED[tag][0])


def written_out(body: str) -> str:
    """Return the HTML of a stored body, with raised and lowered words written as such; marks of footnotes stay."""
    if "<sup" not in body and "<sub" not in body:
        return body
    root = _parse(body)
    _write_out(root)
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)


def plain_text(body: str, labels: Mapping[str, str]) -> str:
    """Return a stored body as lines of plain text; `labels` are those of callouts by tone."""
    root = _parse(body)
    _write_out(root)
    return "\n".join(_lines(root, labels))


def _parse(body: str) -> HtmlElement:
    return lxml_html.fragment_fromstring(body, create_parent="div")


def _write_out(root: HtmlElement) -> None:
    for element in list(root.iter("sup", "sub")):
        if element.get("class") != "footnote-marker":
            element.text, element.tag = shifted(element.text_content(), element.tag), "span"
            del element[:]


def _lines(element: HtmlElement, labels: Mapping[str, str]) -> list[str]:
    lines, words = [], [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS:
            lines += [*_own_lines(words), *_block_lines(child, labels)]
            words = [child.tail or ""]
        else:
            words += [*_inline(child), child.tail or ""]
    return [*lines, *_own_lines(words)]


def _own_lines(words: list[str]) -> list[str]:
    lines = (" ".join(line.split()) for line in "".join(words).split("\0"))
    return [line for line in lines if line]


def _inline(element: HtmlElement) -> Iterator[str]:
    """Yield the words in an element; a line break is a NUL, which no text holds."""
    yield "\0" if element.tag == "br" else element.text or ""
    for child in element:
        yield from _inline(child)
        yield child.tail or ""


def _block_lines(block: HtmlElement, labels: Mapping[str, str]) -> list[str]:
    if block.tag == "table":
        return [_CELLS.join(row).rstrip() for row in _rows(block, labels)]
    if block.tag in ("ul", "ol"):
        items = zip(_marks(block), block, strict=False)
        return [line for mark, item in items for line in _prefixed(_lines(item, labels), mark, " " * len(mark))]
    lines = _lines(block, labels)
    if block.tag == "aside":
        return _prefixed(lines, f"{labels[block.get('data-tone', 'note')]}: ", "  ")
    quote = "> " if block.tag == "blockquote" else ""
    return _prefixed(lines, _HEADINGS.get(block.tag, quote), quote)


def _prefixed(lines: list[str], first: str, others: str) -> list[str]:
    return [f"{others if place else first}{line}" for place, line in enumerate(lines or [""])]


def _marks(numbered: HtmlElement) -> Iterator[str]:
    if numbered.tag == "ul":
        return ("- " for _ in numbered)
    is_reversed = numbered.get("reversed") is not None
    start = int(numbered.get("start") or (len(numbered) if is_reversed else 1))
    return (f"{written_number(number, numbered.get('type') or '')}. " for number in count(start, 1 - 2 * is_reversed))


def _rows(table: HtmlElement, labels: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the rows; a cell that spans others is repeated, so that each row is complete."""
    spanning: dict[int, tuple[int, str]] = {}  # by column: for how many more rows, and the words
    for row in table.iter("tr"):
        words: list[str] = []
        cells = list(row)
        while cells or len(words) in spanning:
            column = len(words)
            if column in spanning:
                left, text = spanning.pop(column)
                words.append(text)
                if left > 1:
                    spanning[column] = left - 1, text
                continue
            cell = cells.pop(0)
            for line_break in list(cell.iter("br")):
                line_break.tag, line_break.text = "span", " "
            text = _LINES.join(_lines(cell, labels))
            for place in range(column, column + _span(cell, "colspan")):
                words.append(text)
                if (rows := _span(cell, "rowspan")) > 1:
                    spanning[place] = rows - 1, text
        yield words


def _span(cell: HtmlElement, name: str) -> int:
    return min(int(cell.get(name) or 1), _MAX_REPEATS)
