"""What Word's text means beside its words: tracked changes, hidden words, symbols, raised figures, formulas."""

import re

from lxml import etree

from ..intake.letters import FONTS, show_letters, show_symbol
from ..intake.messages import Messages
from ..office_package import UnsafePackage
from .parts import MATH, WORD, XML_SPACE, add_run, is_on, parent_of, value, words_of

DELETIONS = (f"{WORD}del", f"{WORD}moveFrom")
INSERTIONS = (f"{WORD}ins", f"{WORD}moveTo")
MAX_FREE_COLUMNS = 20_000  # of all rows
FORMULAS = (f"{MATH}oMathPara", f"{MATH}oMath")


def keep_marks(root: etree._Element, messages: Messages) -> None:
    """Leave out what is deleted or hidden, and put into words what mammoth does not read."""
    _settle_tracked_changes(root, messages)
    _join_paragraphs(root)
    _merge_sideways(root)
    _keep_columns(root)
    for formula in list(root.iter(*FORMULAS)):
        if parent_of(formula).tag not in FORMULAS:
            _replace_formula(formula, messages)
    for run in list(root.iter(f"{WORD}r")):
        properties = run.find(f"{WORD}rPr")
        if is_on(properties, "vanish"):
            _leave_out(run, "hidden_text", messages)
            continue
        for symbol in list(run.iter(f"{WORD}sym")):
            _replace_symbol(symbol, messages)
        if properties is not None:
            _keep_letters(run, properties, messages)
            _keep_position(run, properties, messages)
            if is_on(properties, "dstrike"):
                etree.SubElement(properties, f"{WORD}strike")


def _leave_out(element: etree._Element, code: str, messages: Messages) -> None:
    if words := words_of(element):
        messages.notice(code, words)
    parent_of(element).remove(element)


def _settle_tracked_changes(root: etree._Element, messages: Messages) -> None:
    """Leave out what is marked as deleted, and announce both kinds: nobody has accepted them."""
    for deletion in list(root.iter(*DELETIONS)):
        if (properties := parent_of(deletion)).tag == f"{WORD}trPr":
            _leave_out(parent_of(properties), "deleted_text", messages)
        elif len(deletion):
            _leave_out(deletion, "deleted_text", messages)
    for mark in list(root.iter(f"{WORD}cellDel", f"{WORD}cellIns")):
        cell = parent_of(parent_of(mark))
        if mark.tag == f"{WORD}cellIns":
            if words := words_of(cell):
                messages.notice("inserted_text", words)
            continue
        for content in cell.findall(f"{WORD}p"):
            _leave_out(content, "deleted_text", messages)
        cell.append(etree.Element(f"{WORD}p"))
    for row in [mark for mark in root.iter(f"{WORD}trPr") if is_on(mark, "hidden")]:
        _leave_out(parent_of(row), "hidden_text", messages)
    for insertion in root.iter(*INSERTIONS):
        if words := words_of(insertion):
            messages.notice("inserted_text", words)


def _join_paragraphs(root: etree._Element) -> None:
    """Join what a deleted border of paragraphs, or a large first letter, has divided."""
    # From the last one on, so that what is joined is moved once.
    for paragraph in reversed(list(root.iter(f"{WORD}p"))):
        properties, following = paragraph.find(f"{WORD}pPr"), paragraph.getnext()
        if properties is None or following is None or following.tag != f"{WORD}p":
            continue
        frame = properties.find(f"{WORD}framePr")
        is_first_letter = frame is not None and frame.get(f"{WORD}dropCap") in ("drop", "margin")
        if is_first_letter or properties.find(f"{WORD}rPr/{WORD}del") is not None:
            place = 0 if following.find(f"{WORD}pPr") is None else 1
            following[place:place] = [part for part in paragraph if part is not properties]
            parent_of(paragraph).remove(paragraph)


def _merge_sideways(root: etree._Element) -> None:
    """Put cells that an old file merges with the one before (`hMerge`) into it: Word shows them as one."""
    for row in root.iter(f"{WORD}tr"):
        first: tuple[etree._Element, etree._Element] | None = None
        for cell in row.findall(f"{WORD}tc"):
            properties = cell.find(f"{WORD}tcPr")
            merged = properties.find(f"{WORD}hMerge") if properties is not None else None
            if properties is None or merged is None:
                first = None
            elif merged.get(f"{WORD}val") == "restart" or first is None:
                first = cell, properties
            else:
                first[0].extend([part for part in cell if part is not properties and words_of(part)])
                _widen(first[1], _columns(properties))
                row.remove(cell)


def _columns(properties: etree._Element) -> int:
    columns = value(properties, "gridSpan")
    return int(columns) if columns.isdecimal() else 1


def _widen(properties: etree._Element, columns: int) -> None:
    span = properties.find(f"{WORD}gridSpan")
    width = str(_columns(properties) + columns)
    if span is None:
        span = etree.SubElement(properties, f"{WORD}gridSpan")
    span.set(f"{WORD}val", width)


def _keep_columns(root: etree._Element) -> None:
    """Write out the columns that a row leaves free: its cells would move under other heads."""
    left = MAX_FREE_COLUMNS
    for row in root.iter(f"{WORD}tr"):
        properties = row.find(f"{WORD}trPr")
        for name in ("gridBefore", "gridAfter"):
            free = value(properties, name)
            columns = min(int(free), 63) if free.isdecimal() else 0  # as many as Word allows
            if columns > left:
                raise UnsafePackage("The tables leave far too many columns free. Fill them, or delete those rows.")
            left -= columns
            for _ in range(columns):
                cell = etree.Element(f"{WORD}tc")
                etree.SubElement(cell, f"{WORD}p")
                row.insert(1, cell) if name == "gridBefore" else row.append(cell)


def _replace_formula(formula: etree._Element, messages: Messages) -> None:
    """Put a mark, which preflight reports as an error, in the place of a formula."""
    # Their figures are in boxes of their own: 1 over 2 must not read as 12.
    words = " ".join(" ".join(map(str, formula.itertext(f"{MATH}t"))).split())
    messages.notice("lost_formula", words)
    mark = add_run(f"[insert: formula “{words}”]")
    if parent_of(formula).tag in (f"{WORD}p", f"{WORD}ins", f"{WORD}hyperlink"):
        parent_of(formula).replace(formula, mark)
    else:
        paragraph = etree.Element(f"{WORD}p")
        paragraph.append(mark)
        parent_of(formula).replace(formula, paragraph)


def _replace_symbol(symbol: etree._Element, messages: Messages) -> None:
    font, code = (symbol.get(f"{WORD}{name}") or "" for name in ("font", "char"))
    shown = show_symbol(int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0, font, messages)
    text = etree.Element(f"{WORD}t", {XML_SPACE: "preserve"})
    text.text = shown
    parent_of(symbol).replace(symbol, text)


def _keep_letters(run: etree._Element, properties: etree._Element, messages: Messages) -> None:
    fonts = properties.find(f"{WORD}rFonts")
    font = (fonts.get(f"{WORD}ascii") or "").lower() if fonts is not None else ""
    if font in FONTS:
        for text in run.iter(f"{WORD}t"):
            text.text = show_letters(text.text, font, messages)


def _keep_position(run: etree._Element, properties: etree._Element, messages: Messages) -> None:
    """Keep figures that are raised by points as superscripts, and lowered ones as subscripts."""
    points = value(properties, "position").removeprefix("+")
    if points.lstrip("-").isdecimal() and int(points) and not value(properties, "vertAlign"):
        raised = "subscript" if points.startswith("-") else "superscript"
        etree.SubElement(properties, f"{WORD}vertAlign", {f"{WORD}val": raised})
        messages.notice("raised_figure", words_of(run))
