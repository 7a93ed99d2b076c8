"""What the styles of a Word file say of its letters: struck out, hidden, raised, in a symbol font."""

from copy import deepcopy

from lxml import etree

from .parts import WORD, Parts, value

READ = ("strike", "dstrike", "vanish", "vertAlign", "position", "rFonts")


class Styles:
    """The properties of letters by style, with those of the styles that it is based on."""

    def __init__(self, parts: Parts) -> None:
        self.styles: dict[str, etree._Element] = {}
        self.known: dict[str, list[etree._Element]] = {}
        if "word/styles.xml" in parts.contents:
            for style in parts.parsed("word/styles.xml").iter(f"{WORD}style"):
                self.styles[style.get(f"{WORD}styleId") or ""] = style

    def write_into_runs(self, root: etree._Element) -> None:
        """Give each run the properties that it has by its own style and by that of its paragraph."""
        for paragraph in root.iter(f"{WORD}p"):
            outer = value(paragraph.find(f"{WORD}pPr"), "pStyle")
            for run in paragraph.iter(f"{WORD}r"):
                properties = run.find(f"{WORD}rPr")
                for style in (value(properties, "rStyle"), outer):
                    for inherited in self._properties_of(style):
                        if properties is None:
                            properties = etree.Element(f"{WORD}rPr")
                            run.insert(0, properties)
                        if properties.find(inherited.tag) is None:
                            properties.append(deepcopy(inherited))

    def _properties_of(self, name: str) -> list[etree._Element]:
        if name not in self.known:
            self.known[name] = self._work_out(name)
        return self.known[name]

    def _work_out(self, name: str) -> list[etree._Element]:
        found: dict[str, etree._Element] = {}
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            for read in READ:
                inherited = self.styles[name].find(f"{WORD}rPr/{WORD}{read}")
                if inherited is not None:
                    found.setdefault(read, inherited)
            name = value(self.styles[name], "basedOn")
        return list(found.values())
