"""A stored body as a page shows it, with linked footnotes and scrolling tables.

The stored form (docs/content.md) knows nothing of pages. Ids are made here, prefixed with the section's code, because
one page holds many sections. The words that are added belong to the page, perhaps in another language than the text.
"""

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

# A heading among the side effects with one of these words begins a part of its own, unless it has one of the others.
SERIOUS = frozenset(("serious", "severe"))
NOT_SERIOUS = frozenset("less no non not never nor mild minor without".split())
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Labels:
    """The words of a page around a text.

    `tones` are the labels of callouts by tone. `text_language` is set only where it differs from the page's `language`.
    """

    tones: dict[str, str]
    footnote: str
    back: str
    table: str
    language: str = ""
    text_language: str = ""


def web_body(body: str, kind: str, labels: Labels, *, groups_serious_effects: bool = False) -> str:
    """Return the HTML of a stored body for a page.

    `kind` is the section's code. With `groups_serious_effects` every heading about serious effects gets a part of its
    own.
    """
    if not body:
        return ""
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    _link_footnotes(root, kind, labels)
    for callout in root.iter("aside"):
        callout.set("role", "note")
        _set_label(callout, labels.tones[callout.get("data-tone", "note")], labels)
        if labels.text_language:
            for child in callout:
                child.set("lang", labels.text_language)
    for table in list(root.iter("table")):
        _make_scrollable(table, labels)
    if groups_serious_effects:
        _group_serious(root)
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)


def _set_label(element: _Element, label: str, labels: Labels) -> None:
    element.set("aria-label", label)
    if labels.text_language:
        element.set("lang", labels.language)


def _group_serious(root: _Element) -> None:
    """Wrap every heading about serious effects, with what it heads, in a div."""
    group: _Element | None = None
    for child in list(root):
        if child.tag == "h3":
            group = None
            words = set(_WORD.findall("".join(map(str, child.itertext())).lower()))
            if words & SERIOUS and not words & NOT_SERIOUS:
                group = etree.Element("div", {"class": "serious"})
                child.addprevious(group)
        elif child.get("class") == "footnote":
            group = None
        if group is not None:
            group.append(child)


def _link_footnotes(root: _Element, kind: str, labels: Labels) -> None:
    notes = {note.get("data-note", ""): note for note in root.iter("p") if note.get("class") == "footnote"}
    first_marks: set[str] = set()
    for mark in root.iter("sup"):
        name = str(mark.attrib.pop("data-note", ""))
        # Preflight reports a mark without a note; here it stays readable.
        if name not in notes:
            continue
        link = etree.SubElement(mark, "a", {"href": f"#{kind}-note-{name}"})
        _set_label(link, f"{labels.footnote} {mark.text}", labels)
        link.text, mark.text = mark.text, None
        if name not in first_marks:
            first_marks.add(name)
            mark.set("id", f"{kind}-mark-{name}")
    for name, note in notes.items():
        del note.attrib["data-note"]
        note.set("id", f"{kind}-note-{name}")
        if name in first_marks:
            back = etree.SubElement(note, "a", {"href": f"#{kind}-mark-{name}", "class": "footnote-back"})
            _set_label(back, labels.back, labels)
            back.text = "\u21a9\ufe0e"
            if len(note) > 1:
                note[-2].tail = f"{note[-2].tail or ''} "
            else:
                note.text = f"{note.text or ''} "


def _make_scrollable(table: _Element, labels: Labels) -> None:
    parent, tail = table.getparent(), table.tail
    table.tail = None
    scroller = etree.Element("div", {"class": "table-scroll", "tabindex": "0", "role": "region"})
    _set_label(scroller, labels.table, labels)
    if labels.text_language:
        table.set("lang", labels.text_language)
    scroller.tail = tail
    if parent is not None:
        parent.replace(table, scroller)
    scroller.append(table)
