"""Parts of a Word file in which mammoth finds no words, although a page of Word shows some."""

import re

from lxml import etree

from ..intake.letters import show_symbol
from ..intake.messages import Messages
from .parts import WORD, XML_SPACE, add_run, parent_of, value, words_of

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ABOVE, BASE = f"{WORD}rt", f"{WORD}rubyBase"
# What is around words without changing them.
WRAPPERS = (f"{WORD}fldSimple", f"{WORD}dir", f"{WORD}permStart", f"{WORD}permEnd")
SYMBOL_FIELD = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,6}|\d{1,6})\b(?:.*\\f\s*\"?([\w ]+))?", re.IGNORECASE)
FORMULA_FIELD = re.compile(r"\s*(EQ\s.*)", re.IGNORECASE | re.DOTALL)


def write_out_fields(root: etree._Element, messages: Messages) -> None:
    """Put into words what fields, drawings and other parts show."""
    for wrapper in list(root.iter(*WRAPPERS)):
        _unwrap(wrapper)
    for choice in list(root.iter(f"{COMPATIBILITY}AlternateContent")):
        if choice.find(f"{COMPATIBILITY}Fallback") is None:
            _unwrap(choice)
    for choice in list(root.iter(f"{COMPATIBILITY}Choice")):
        if parent_of(choice).tag != f"{COMPATIBILITY}AlternateContent":
            _unwrap(choice)
    for passage in list(root.iter(f"{WORD}bdo")):
        if passage.get(f"{WORD}val") == "rtl" and (words := words_of(passage)):
            messages.refuse("reversed_text", words)
        _unwrap(passage)
    for ruby in list(root.iter(f"{WORD}ruby")):
        base, above = (words_of(part) if part is not None else "" for part in map(ruby.find, (BASE, ABOVE)))
        parent_of(ruby).replace(ruby, _text(f"{base} ({above})" if above else base))
    for tag in ("cr", "br"):
        for line_break in list(root.iter(f"{WORD}{tag}")):  # also of a page or column, which mammoth drops
            parent_of(line_break).replace(line_break, etree.Element(f"{WORD}br"))
    for tab in list(root.iter(f"{WORD}ptab")):
        parent_of(tab).replace(tab, etree.Element(f"{WORD}tab"))
    for written in list(root.iter(f"{WORD}instrText")):
        _write_out_instruction(written, messages)
    for options in root.iter(f"{WORD}ddList"):
        _write_out_choice(options)
    for drawing in list(root.iter(f"{WORD}drawing")):
        _mark_drawing(drawing, messages)


def _unwrap(element: etree._Element) -> None:
    parent = parent_of(element)
    place = parent.index(element)
    parent.remove(element)
    parent[place:place] = list(element)


def _text(words: str) -> etree._Element:
    text = etree.Element(f"{WORD}t", {XML_SPACE: "preserve"})
    text.text = words
    return text


def _write_out_instruction(written: etree._Element, messages: Messages) -> None:
    """Write out fields that show what they say: formulas of old versions of Word, and symbols."""
    instruction = written.text or ""
    if formula := FORMULA_FIELD.match(instruction):
        words = " ".join(formula[1].split())
        messages.notice("lost_formula", words)
        parent_of(written).replace(written, _text(f"[insert: formula “{words}”]"))
    elif symbol := SYMBOL_FIELD.match(instruction):
        code = int(symbol[1], 16 if symbol[1].lower().startswith("0x") else 10)
        shown = show_symbol(code, (symbol[2] or "").strip(), messages)
        parent_of(written).replace(written, _text(shown))


def _write_out_choice(options: etree._Element) -> None:
    """Write out the chosen item of a list in a form."""
    items = [item.get(f"{WORD}val") or "" for item in options.iter(f"{WORD}listEntry")]
    chosen = value(options, "result") or value(options, "default") or "0"
    run = next(options.iterancestors(f"{WORD}r"), None)
    if run is not None and chosen.isdecimal() and int(chosen) < len(items):
        run.addnext(add_run(items[int(chosen)]))


def _mark_drawing(drawing: etree._Element, messages: Messages) -> None:
    """Put a mark, which preflight reports as an error, in the place of a chart or diagram."""
    has_picture = next(drawing.iter(f"{DRAWING}blip"), None) is not None
    if has_picture or next(drawing.iter(f"{WORD}txbxContent"), None) is not None:
        return
    named = next(drawing.iter(f"{PLACED}docPr"), None)
    words = " ".join((named.get("descr") or "" if named is not None else "").split())
    messages.notice("picture", words)
    parent_of(drawing).replace(drawing, _text(f"[insert: picture “{words}”]" if words else "[insert: picture]"))
