"""Office files (.docx, .xlsx), which are zip archives of XML: the one place that unpacks them.

Nothing that such a file claims is believed: neither sizes nor names. What readers get is a copy that holds plain XML of
a bounded size, and no other part: pictures, macros and embedded files are never unpacked (ECMA-376, part 2; OWASP on
zip bombs and XML entities).
"""

import io
import re
import stat
import zipfile
import zlib
from xml.parsers import expat

MAX_PARTS = 2_000
MAX_DEPTH = 200  # elements in each other
MAX_MARKUP = 100_000  # characters of one tag or comment: expat reads a longer one again and again
PIECE = 1024 * 1024  # bytes
HEADER, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"  # begin a part, and its entry in the archive's directory
IS_ENCRYPTED = 0x1
XML = (".xml", ".rels")
MACROS = re.compile(r"vbaProject\.bin|activeX/", re.IGNORECASE)
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)")
SAVE_AGAIN = "Open the file in Word or Excel, save it under another name, and take that."


class UnsafePackage(Exception):
    """An Office file that is not opened, with a sentence that says why and what to do."""


def read_package(data: bytes, *, max_bytes: int, max_elements: int) -> dict[str, bytes]:
    """Return the parts of an Office file by name; all that are not XML are empty.

    `max_bytes` and `max_elements` limit the XML of all parts together. Raises `UnsafePackage`, and `zipfile.BadZipFile`
    for a file that is no archive.
    """
    if not data.startswith(HEADER):
        raise zipfile.BadZipFile("not an archive, or one behind something else")
    if data.count(CENTRAL_HEADER) > MAX_PARTS:
        raise UnsafePackage(f"The file has more than {MAX_PARTS:,} parts. {SAVE_AGAIN}")
    try:
        return _read_parts(data, max_bytes, max_elements)
    except (EOFError, RuntimeError, ValueError, zlib.error) as error:
        # What `zipfile` raises where a directory contradicts itself, or asks for what no Office file needs.
        raise zipfile.BadZipFile(str(error)) from error


def _read_parts(data: bytes, max_bytes: int, max_elements: int) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    elements = max_elements
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            _check_entry(entry)
            if entry.filename in parts:
                raise UnsafePackage(f"The part “{entry.filename}” is there twice. {SAVE_AGAIN}")
            parts[entry.filename] = b""
            if entry.filename.endswith(XML):
                room = max_bytes - sum(map(len, parts.values()))
                content = parts[entry.filename] = _unpack(archive, entry, room)
                elements -= _count_elements(entry.filename, content, elements)
    return parts


def pack(parts: dict[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts, for libraries that open archives themselves."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & IS_ENCRYPTED:
        raise UnsafePackage(f"The part “{name}” is encrypted. Save the file without a password.")
    if OUTSIDE.search(name) or stat.S_ISLNK(entry.external_attr >> 16):
        raise UnsafePackage(f"The part “{name}” points outside the file. {SAVE_AGAIN}")
    if MACROS.search(name):
        raise UnsafePackage(f"The file has a macro (“{name}”). Save it as .docx or .xlsx, without macros.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsafePackage(f"The part “{name}” is compressed as Office files never are. {SAVE_AGAIN}")


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Return a part of at most `room` bytes, whatever size its header claims.

    `ZipFile.read` unpacks all that the data hold before it compares that with the claim; this stops with the first
    piece too many.
    """
    content = bytearray()
    with archive.open(entry) as member:
        while piece := member.read(min(PIECE, room + 1 - len(content))):
            content += piece
            if len(content) > room:
                raise UnsafePackage("The text of the file is far longer than a guide's. Divide it into several files.")
    return bytes(content)


def _count_elements(name: str, content: bytes, room: int) -> int:
    """Return the number of elements of a part, which has at most `room`, is well-formed, and declares nothing."""
    count = depth = 0

    def check_length(characters: int) -> None:
        if characters > MAX_MARKUP:
            raise UnsafePackage(f"The part “{name}” has a tag or comment of enormous length. {SAVE_AGAIN}")

    def open_element(tag: str, attributes: list[str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > room:
            raise UnsafePackage("The file has far more cells or paragraphs than a guide. Divide it into several files.")
        if depth > MAX_DEPTH:
            raise UnsafePackage(f"The part “{name}” is nested too deeply. {SAVE_AGAIN}")
        check_length(len(tag) + sum(map(len, attributes)))

    def close_element(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse_declarations(*_: object) -> None:
        raise UnsafePackage(
            f"The part “{name}” declares a type of document (DTD), as Office files never do. {SAVE_AGAIN}"
        )

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = open_element, close_element
    parser.CommentHandler = lambda comment: check_length(len(comment))
    parser.ProcessingInstructionHandler = lambda _, words: check_length(len(words))
    parser.StartDoctypeDeclHandler = refuse_declarations
    parser.Parse(content, True)  # noqa: FBT003
    return count
