"""From the bytes of a Word file to HTML."""

import re
import zipfile
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from ..intake.messages import Messages
from ..office_package import UnsafePackage, pack, read_package
from .fields import write_out_fields
from .marks import keep_marks
from .numbering import LIST_MARK, Numbering, list_attributes
from .parts import WORD, Parts
from .styles import Styles

MAX_FILE = 10_000_000  # bytes
MAX_XML = 3_000_000  # bytes: 40 pages have about a third
MAX_ELEMENTS = 75_000
BODY_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
STYLES = "\n".join(["p[style-name='Title'] => h1:fresh", "u => ", "comment-reference => "])
UNKNOWN = re.compile(r"An unrecognised element was ignored: (?:.*[:}])?(\S+)")
CHECKBOX = re.compile(r"<input\b[^<>]*?(\schecked\b)?[^<>]*>")
NOT_WORD = "This is no Word file that can be read. Save it in Word as .docx, without a password, then try again."


class UnreadableFile(Exception):
    """A file that can't be read, with a sentence that says why."""


def convert(data: bytes, messages: Messages) -> str:
    """Return the HTML of a Word file, pictures without their data.

    Notes what is left out. Raises `UnreadableFile`.
    """
    if len(data) > MAX_FILE:
        raise UnreadableFile(f"The file is larger than {MAX_FILE // 1_000_000} MB. Save it without its pictures.")
    try:
        parts = _read_parts(data)
        _prepare(parts, messages)
        result = mammoth.convert_to_html(
            pack(parts.contents),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            include_embedded_style_map=False,
        )
    except UnsafePackage as error:
        raise UnreadableFile(str(error)) from error
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ExpatError, KeyError, ValueError, RecursionError) as error:
        raise UnreadableFile(NOT_WORD) from error
    for message in result.messages:
        if found := UNKNOWN.match(message.message):
            messages.notice("unknown_part", found[1])
    html = CHECKBOX.sub(lambda found: "☒" if found[1] else "☐", result.value)
    return LIST_MARK.sub(lambda found: f"<li{list_attributes(found)}>", html)


def _read_parts(data: bytes) -> Parts:
    parts = Parts(read_package(data, max_bytes=MAX_XML, max_elements=MAX_ELEMENTS))
    if BODY_PARTS[0] not in parts.contents:
        raise UnreadableFile(NOT_WORD)
    return parts


def _check_notes(root: etree._Element) -> None:
    """Refuse two marks of one note, which Word never writes: mammoth writes the note out for each."""
    marks = [
        (mark.tag, mark.get(f"{WORD}id")) for mark in root.iter(f"{WORD}footnoteReference", f"{WORD}endnoteReference")
    ]
    if len(marks) > len(set(marks)):
        raise UnsafePackage("Two marks in the text lead to one note. Give each note one mark.")


def _prepare(parts: Parts, messages: Messages) -> None:
    numbering, styles = Numbering(parts), Styles(parts)
    for name in BODY_PARTS:
        if name in parts.contents:
            root = parts.parsed(name)
            write_out_fields(root, messages)
            styles.write_into_runs(root)
            keep_marks(root, messages)
            numbering.write_numbers(root)
            _check_notes(root)
            parts.replace(name, root)
    for name in parts.contents:
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) and (words := parts.words(name)):
            messages.notice("page_header", words)
    if "word/comments.xml" in parts.contents:
        for comment in parts.parsed("word/comments.xml").iter(f"{WORD}comment"):
            if words := " ".join("".join(map(str, comment.itertext(f"{WORD}t"))).split()):
                messages.notice("comment", words)
