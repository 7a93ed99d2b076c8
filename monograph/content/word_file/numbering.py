"""The numbers that Word shows before paragraphs: mammoth begins every list at 1, and counts in figures."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ..intake.lists import REFERRED
from ..intake.numbering import STYLES, written_number
from .parts import WORD, Parts, add_run, value

FORMATS = {
    "decimal": "",
    "decimalZero": "",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
# What a list of ours can say: the number of the level alone, with a point or in parentheses.
SIMPLE = re.compile(r"\(?%(\d)[.):]?")
# Between two characters of the private area, which no text keeps: the number, and how it is written.
MARK = "\ue000{}:{}\ue001"
LIST_MARK = re.compile("<li>\ue000(-?\\d+):([aAiI]?)\ue001")
HEADING = re.compile(r"(?:heading\s?|Heading)\d|title", re.IGNORECASE)


@dataclass
class Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


def list_attributes(found: re.Match[str]) -> str:
    """Return the attributes of an item by its mark, for the intake."""
    style = next((name for name, letter in STYLES.items() if letter == found[2]), "")
    return f' value="{found[1]}"' + (f' style="list-style-type: {style}"' if style else "")


class Numbering:
    """The lists of a file, counted from its beginning on."""

    def __init__(self, parts: Parts) -> None:
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.abstract_of: dict[str, str] = {}
        self.restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.of_style: dict[str, tuple[str, int]] = {}
        self.heading_styles: set[str] = set()
        if "word/numbering.xml" in parts.contents:
            self._read_numbering(parts.parsed("word/numbering.xml"))
        if "word/styles.xml" in parts.contents:
            self._read_styles(parts.parsed("word/styles.xml"))

    def _read_numbering(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{WORD}abstractNum"):
            levels = self.abstracts.setdefault(abstract.get(f"{WORD}abstractNumId") or "", {})
            for level in abstract.iter(f"{WORD}lvl"):
                start = value(level, "start")
                levels[int(level.get(f"{WORD}ilvl") or 0)] = Level(
                    int(start) if start.isdecimal() else 1, value(level, "numFmt") or "decimal", value(level, "lvlText")
                )
        for num in root.iter(f"{WORD}num"):
            name = num.get(f"{WORD}numId") or ""
            self.abstract_of[name] = value(num, "abstractNumId")
            for override in num.iter(f"{WORD}lvlOverride"):
                if (start := value(override, "startOverride")).isdecimal():
                    self.restarts[name][int(override.get(f"{WORD}ilvl") or 0)] = int(start)

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iter(f"{WORD}style"):
            name = style.get(f"{WORD}styleId") or ""
            if HEADING.match(value(style, "name")):
                self.heading_styles.add(name)
            listed = style.find(f"{WORD}pPr/{WORD}numPr")
            if listed is not None:
                self.of_style[name] = (value(listed, "numId"), int(value(listed, "ilvl") or 0))

    def write_numbers(self, root: etree._Element) -> None:
        """Put a mark for the list, or the number itself where a list can't say it, before each numbered paragraph."""
        named = {number.rstrip(".") for number in REFERRED.findall("".join(map(str, root.itertext(f"{WORD}t"))))}
        for paragraph, list_name, depth in self._numbered(root):
            level = self.abstracts[self.abstract_of[list_name]][depth]
            number = self._next(list_name, depth, level)
            if level.format not in FORMATS:
                continue
            is_heading = value(paragraph.find(f"{WORD}pPr"), "pStyle") in self.heading_styles
            simple = SIMPLE.fullmatch(level.text)
            if is_heading or not simple or int(simple[1]) != depth + 1:
                shown = self._shown(list_name, level)
                if is_heading and shown.strip("().: ") not in named:
                    continue
                _put_before(paragraph, f"{shown} ")
                _leave_list(paragraph)
            else:
                _put_before(paragraph, MARK.format(number, FORMATS[level.format]))
                _set_list(paragraph, list_name, depth)

    def _numbered(self, root: etree._Element) -> Iterator[tuple[etree._Element, str, int]]:
        for paragraph in root.iter(f"{WORD}p"):
            properties = paragraph.find(f"{WORD}pPr")
            listed = properties.find(f"{WORD}numPr") if properties is not None else None
            name, depth = self.of_style.get(value(properties, "pStyle"), ("", 0))
            if listed is not None:
                name = value(listed, "numId") or name
                depth = int(value(listed, "ilvl") or depth)
            if depth in self.abstracts.get(self.abstract_of.get(name, ""), {}):
                yield paragraph, name, depth

    def _next(self, list_name: str, depth: int, level: Level) -> int:
        """Return the number of the next paragraph in a list; lists of one definition count on."""
        counts = self.counts[self.abstract_of[list_name]]
        restart = self.restarts[list_name].pop(depth, None)
        counts[depth] = restart if restart is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return counts[depth]

    def _shown(self, list_name: str, level: Level) -> str:
        abstract = self.abstract_of[list_name]

        def number(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            outer = self.abstracts[abstract].get(depth, level)
            return written_number(self.counts[abstract].get(depth, outer.start), FORMATS.get(outer.format, ""))

        return re.sub(r"%(\d)", number, level.text)


def _put_before(paragraph: etree._Element, words: str) -> None:
    paragraph.insert(1 if paragraph.find(f"{WORD}pPr") is not None else 0, add_run(words))


def _leave_list(paragraph: etree._Element) -> None:
    """Make a paragraph no item: its number is part of its words now."""
    _set_list(paragraph, "0", 0)


def _set_list(paragraph: etree._Element, name: str, depth: int) -> None:
    """Name the list of an item in its own properties: mammoth does not read those of its style."""
    properties = paragraph.find(f"{WORD}pPr")
    assert properties is not None  # noqa: S101  # only these are numbered
    listed = properties.find(f"{WORD}numPr")
    if listed is None:
        listed = etree.SubElement(properties, f"{WORD}numPr")
    for child in list(listed):
        listed.remove(child)
    for tag, written in (("ilvl", str(depth)), ("numId", name)):
        etree.SubElement(listed, f"{WORD}{tag}", {f"{WORD}val": written})
