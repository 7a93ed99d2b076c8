"""The parts of a Word file, which is an archive of XML."""

from dataclasses import dataclass

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORDS = (f"{WORD}t", f"{WORD}delText", f"{MATH}t")


@dataclass
class Parts:
    """The contents of an archive by name."""

    contents: dict[str, bytes]

    def parsed(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self.contents[name], parser)

    def words(self, name: str) -> str:
        return " ".join("".join(map(str, self.parsed(name).itertext(f"{WORD}t"))).split())

    def replace(self, name: str, root: etree._Element) -> None:
        self.contents[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def parent_of(element: etree._Element) -> etree._Element:
    """Return the parent of an element that is no root."""
    parent = element.getparent()
    assert parent is not None  # noqa: S101
    return parent


def words_of(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext(*WORDS))).split())


def add_run(words: str) -> etree._Element:
    """Return a new run of words."""
    run = etree.Element(f"{WORD}r")
    text = etree.SubElement(run, f"{WORD}t", {XML_SPACE: "preserve"})
    text.text = words
    return run


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Return whether a property such as w:strike is set: it is unless its value says no."""
    element = properties.find(f"{WORD}{name}") if properties is not None else None
    return element is not None and element.get(f"{WORD}val") not in ("0", "false", "off", "none")


def value(properties: etree._Element | None, name: str) -> str:
    """Return the value of a property, "" if it is not set."""
    element = properties.find(f"{WORD}{name}") if properties is not None else None
    return (element.get(f"{WORD}val") or "") if element is not None else ""
