"""A converted Word file in parts, one for each heading of a section."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement

HEADING = re.compile(r"h([1-6])")
NOTE = re.compile(r"(?:foot|end)note-(\d+)")
NOTE_LINK = re.compile(r"#((?:foot|end)note-\d+)")
BACK_LINKS = ("#footnote-ref", "#endnote-ref")


@dataclass
class Part:
    """A heading, "" for what is before the first one, and the HTML under it."""

    heading: str
    level: int = 0
    elements: list[HtmlElement] = field(default_factory=list)

    @property
    def html(self) -> str:
        return "".join(lxml_html.tostring(element, encoding="unicode", with_tail=False) for element in self.elements)

    @property
    def whole_html(self) -> str:
        """Return the HTML with the heading."""
        heading = f"<h{self.level}>{escape(self.heading, quote=False)}</h{self.level}>" if self.heading else ""
        return heading + self.html

    @property
    def has_words(self) -> bool:
        return any("".join(element.itertext()).strip() for element in self.elements)

    def append(self, element: HtmlElement) -> None:
        """Add a block; a heading becomes one of the two levels inside a section."""
        if found := HEADING.fullmatch(str(element.tag)):
            element.tag = "h3" if int(found[1]) <= self.level + 1 else "h4"
        self.elements.append(element)


def split_at_headings(html: str, is_section: Callable[[str], bool]) -> list[Part]:
    """Return the parts of a text.

    A part begins at each heading that names a section, and at each other one of the same or a higher level than the
    part before it; deeper ones are headings inside it.
    """
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    notes = _take_notes(root)
    parts = [Part("")]
    for element in list(root):
        found = HEADING.fullmatch(str(element.tag))
        words = " ".join("".join(element.itertext()).split())
        if found and words and (is_section(words) or int(found[1]) <= parts[-1].level or not parts[-1].level):
            parts.append(Part(words, int(found[1])))
        else:
            parts[-1].append(element)
    for part in parts:
        part.elements += _cited_notes(part, notes)
    return [part for part in parts if part.heading or part.has_words]


def _take_notes(root: HtmlElement) -> dict[str, list[HtmlElement]]:
    """Take mammoth's list of notes from the end of the text."""
    notes: dict[str, list[HtmlElement]] = {}
    for item in list(root.iter("li")):
        if NOTE.fullmatch(item.get("id") or ""):
            for link in [link for link in item.iter("a") if (link.get("href") or "").startswith(BACK_LINKS)]:
                link.drop_tree()
            notes[item.get("id")] = list(item)
            item.drop_tree()
    for numbered in list(root.iter("ol")):
        if not len(numbered) and not "".join(numbered.itertext()).strip():
            numbered.drop_tree()
    return notes


def _cited_notes(part: Part, notes: dict[str, list[HtmlElement]]) -> list[HtmlElement]:
    """Turn the links to notes into markers; return the notes as the section's own."""
    cited: dict[str, HtmlElement] = {}
    for link in [link for element in part.elements for link in element.iter("a")]:
        found, marker = NOTE_LINK.fullmatch(link.get("href") or ""), link.getparent()
        if not found or found[1] not in notes or marker.tag != "sup":
            continue
        name = found[1]
        symbol = "".join(filter(str.isdecimal, "".join(link.itertext())))  # mammoth counts: [1]
        link.drop_tree()
        marker.text = symbol
        marker.attrib.update({"class": "footnote-marker", "data-note": name})
        words = "<br>".join(_inner(paragraph) for paragraph in notes[name])
        cited[name] = lxml_html.fragment_fromstring(f'<p class="footnote" data-note="{name}">{symbol} {words}</p>')
    return list(cited.values())


def _inner(element: HtmlElement) -> str:
    return escape(element.text or "", quote=False) + "".join(
        lxml_html.tostring(child, encoding="unicode") for child in element
    )
