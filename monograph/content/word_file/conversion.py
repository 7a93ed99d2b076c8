"""From the bytes of a Word file to HTML."""

import io
import re
import zipfile
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from ..intake.messages import Messages
from .fields import write_out_fields
from .marks import keep_marks
from .numbering import LIST_MARK, Numbering, list_attributes
from .parts import WORD, Parts
from .styles import Styles

MAX_FILE = 10_000_000  # bytes
MAX_UNPACKED = 100_000_000  # bytes of all parts, pictures among them
MAX_XML = 3_000_000  # bytes of the parts that are read: 40 pages have about a third
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
            parts.packed(),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            include_embedded_style_map=False,
        )
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ExpatError, KeyError, ValueError, RecursionError) as error:
        raise UnreadableFile(NOT_WORD) from error
    for message in result.messages:
        if found := UNKNOWN.match(message.message):
            messages.notice("unknown_part", found[1])
    html = CHECKBOX.sub(lambda found: "☒" if found[1] else "☐", result.value)
    return LIST_MARK.sub(lambda found: f"<li{list_attributes(found)}>", html)


def _read_parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableFile("The file unpacks to far more than a guide can hold. Save it without its pictures.")
        parts = Parts({entry.filename: archive.read(entry) for entry in archive.infolist()})
    read = {name: content for name, content in parts.contents.items() if name.endswith((".xml", ".rels"))}
    if sum(map(len, read.values())) > MAX_XML:
        raise UnreadableFile("The text of the file is far longer than a guide's. Divide it into several files.")
    if any(b"<!DOCTYPE" in content for content in read.values()):
        raise UnreadableFile(NOT_WORD)
    if BODY_PARTS[0] not in parts.contents:
        raise UnreadableFile(NOT_WORD)
    return parts


def _prepare(parts: Parts, messages: Messages) -> None:
    numbering, styles = Numbering(parts), Styles(parts)
    for name in BODY_PARTS:
        if name in parts.contents:
            root = parts.parsed(name)
            write_out_fields(root, messages)
            styles.write_into_runs(root)
            keep_marks(root, messages)
            numbering.write_numbers(root)
            parts.replace(name, root)
    for name in parts.contents:
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) and (words := parts.words(name)):
            messages.notice("page_header", words)
    if "word/comments.xml" in parts.contents:
        for comment in parts.parsed("word/comments.xml").iter(f"{WORD}comment"):
            if words := " ".join("".join(map(str, comment.itertext(f"{WORD}t"))).split()):
                messages.notice("comment", words)
