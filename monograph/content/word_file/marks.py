"""What Word's text means beside its words: tracked changes, hidden words, symbols, raised figures, formulas."""

from lxml import etree

from ..intake.letters import FONTS, show_letters
from ..intake.messages import Messages
from .parts import MATH, WORD, is_on, parent_of, value

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORDS = (f"{WORD}t", f"{WORD}delText", f"{MATH}t")
DELETIONS = (f"{WORD}del", f"{WORD}moveFrom")
INSERTIONS = (f"{WORD}ins", f"{WORD}moveTo")
FORMULAS = (f"{MATH}oMathPara", f"{MATH}oMath")


def keep_marks(root: etree._Element, messages: Messages) -> None:
    """Leave out what is deleted or hidden, and put into words what mammoth does not read."""
    _settle_tracked_changes(root, messages)
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


def words_of(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext(*WORDS))).split())


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
    for insertion in root.iter(*INSERTIONS):
        if words := words_of(insertion):
            messages.notice("inserted_text", words)


def _run(words: str) -> etree._Element:
    run = etree.Element(f"{WORD}r")
    text = etree.SubElement(run, f"{WORD}t", {XML_SPACE: "preserve"})
    text.text = words
    return run


def _replace_formula(formula: etree._Element, messages: Messages) -> None:
    """Put a mark, which preflight reports as an error, in the place of a formula."""
    words = words_of(formula)
    messages.notice("lost_formula", words)
    mark = _run(f"[insert: formula “{words}”]")
    if parent_of(formula).tag in (f"{WORD}p", f"{WORD}ins", f"{WORD}hyperlink"):
        parent_of(formula).replace(formula, mark)
    else:
        paragraph = etree.Element(f"{WORD}p")
        paragraph.append(mark)
        parent_of(formula).replace(formula, paragraph)


def _replace_symbol(symbol: etree._Element, messages: Messages) -> None:
    font, code = (symbol.get(f"{WORD}{name}") or "" for name in ("font", "char"))
    shown = show_letters(chr(int(code, 16)), font.lower(), messages)
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
