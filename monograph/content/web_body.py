"""A stored body as a page shows it: footnotes that jump there and back, tables that scroll by themselves.

The stored form (docs/content.md) knows nothing of pages; ids are made here, prefixed with the section's kind, because
one page holds many sections.
"""

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

TONE_LABELS = {"note": "Note", "warning": "Warning", "doctor": "Call your doctor", "emergency": "Emergency"}


def web_body(body: str, kind: str) -> str:
    """Return the HTML of a stored body for a page; `kind` is the section's code."""
    if not body:
        return ""
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    _link_footnotes(root, kind)
    for callout in root.iter("aside"):
        callout.set("role", "note")
        callout.set("aria-label", TONE_LABELS[callout.get("data-tone", "note")])
    for table in list(root.iter("table")):
        _wrap(table)
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)


def _link_footnotes(root: _Element, kind: str) -> None:
    notes = {note.get("data-note", ""): note for note in root.iter("p") if note.get("class") == "footnote"}
    first_marks: set[str] = set()
    for mark in root.iter("sup"):
        name = str(mark.attrib.pop("data-note", ""))
        if name not in notes:
            continue  # preflight's business; the mark stays readable
        link = etree.SubElement(mark, "a", {"href": f"#{kind}-note-{name}", "aria-label": f"Footnote {mark.text}"})
        link.text, mark.text = mark.text, None
        if name not in first_marks:
            first_marks.add(name)
            mark.set("id", f"{kind}-mark-{name}")
    for name, note in notes.items():
        del note.attrib["data-note"]
        note.set("id", f"{kind}-note-{name}")
        if name in first_marks:
            back = etree.SubElement(note, "a", {"href": f"#{kind}-mark-{name}", "class": "footnote-back"})
            back.set("aria-label", "Back to the text")
            back.text = "\u21a9\ufe0e"
            if len(note) > 1:
                note[-2].tail = f"{note[-2].tail or ''} "
            else:
                note.text = f"{note.text or ''} "


def _wrap(table: _Element) -> None:
    parent, tail = table.getparent(), table.tail
    table.tail = None
    scroller = etree.Element("div", {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": "Table"})
    scroller.tail = tail
    if parent is not None:
        parent.replace(table, scroller)
    scroller.append(table)
