"""Office files as an attacker makes them of good ones: what they claim, hide and declare."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable

from monograph.content.office_package import MAX_DEPTH, MAX_MARKUP, MAX_PARTS

BOMB, MANY = 16_000_000, 20_000  # bytes and elements; the tests lower the limits below both
Alteration = Callable[[bytes], bytes]
SIZE_IN_DIRECTORY, SIZE_IN_HEADER, FLAGS_IN_DIRECTORY, VERSION_IN_DIRECTORY = (
    24,
    22,
    8,
    6,
)  # offsets of fields (APPNOTE 4.3.7, 4.3.12)
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def repack(base: bytes, method: int = zipfile.ZIP_DEFLATED, /, **parts: bytes) -> bytes:
    """Return an archive with further or other parts, named as in ``word__document.xml``."""
    changed = {name.replace("__", "/"): content for name, content in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as archive, zipfile.ZipFile(file, "w", method) as copy:
        contents = {name: archive.read(name) for name in archive.namelist()}
        for name, content in {**contents, **changed}.items():
            copy.writestr(name, content)
    return file.getvalue()


def with_part(name: str, content: bytes = b"x", mode: int = stat.S_IFREG) -> Alteration:
    def altered(base: bytes) -> bytes:
        file = io.BytesIO(base)
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
        return file.getvalue()

    return altered


def with_xml(content: str | bytes) -> Alteration:
    """Add a part that every reader parses or could come to parse."""
    return with_part("docProps/hostile.xml", content if isinstance(content, bytes) else content.encode())


def claiming(size: int, content: bytes) -> Alteration:
    """Add a part whose headers claim another size than it has."""

    def altered(base: bytes) -> bytes:
        data = bytearray(with_xml(content)(base))
        directory, header = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x03\x04")
        struct.pack_into("<L", data, directory + SIZE_IN_DIRECTORY, size)
        struct.pack_into("<L", data, header + SIZE_IN_HEADER, size)
        return bytes(data)

    return altered


def in_directory(offset: int, value: int) -> Alteration:
    """Change a number of two bytes in the first entry of the archive's directory."""

    def altered(base: bytes) -> bytes:
        data = bytearray(base)
        struct.pack_into("<H", data, data.index(b"PK\x01\x02") + offset, value)
        return bytes(data)

    return altered


def with_undecodable_name(base: bytes) -> bytes:
    data = with_part("docProps/\u00e9.bin")(base)
    place = data.rindex("\u00e9".encode())
    return data[:place] + b"\xff" + data[place + 1 :]


def with_directory_elsewhere(base: bytes) -> bytes:
    """Let the end of the archive claim a directory that is longer than the file."""
    data = bytearray(base)
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, len(data) * 2)
    return bytes(data)


def crowded(base: bytes) -> bytes:
    return repack(base, zipfile.ZIP_STORED, **{f"media__{number}": b"" for number in range(MAX_PARTS)})


# What an attacker makes of a good file, and words of the refusal; "" where a reader may say that the file is damaged.
HOSTILE: dict[str, tuple[Alteration, str]] = {
    "is empty": (lambda base: b"", ""),
    "is cut off": (lambda base: base[:-100], ""),
    "is an archive inside an archive": (lambda base: repack(base, **{"a.zip": base})[:-30], ""),
    "is encrypted": (in_directory(FLAGS_IN_DIRECTORY, 1), "without a password"),
    "has strong encryption": (in_directory(FLAGS_IN_DIRECTORY, 0x40), ""),
    "needs a zip program of the future": (in_directory(VERSION_IN_DIRECTORY, 99), ""),
    "has a name that is no text": (with_undecodable_name, ""),
    "has a directory longer than the file": (with_directory_elsewhere, ""),
    "is encrypted as Office does": (lambda base: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + base, "password"),
    "has thousands of parts": (crowded, "more than 2,000 parts"),
    "has a part twice": (with_part("[Content_Types].xml"), "is there twice"),
    "unpacks to far more": (with_xml(b"<a>" + b" " * BOMB + b"</a>"), "far longer than a guide's"),
    "unpacks to more than it claims": (claiming(10, b"<a>" + b" " * BOMB + b"</a>"), ""),
    "is compressed by bzip2": (lambda base: repack(base, zipfile.ZIP_BZIP2), "compressed as Office files never are"),
    "is compressed by LZMA": (lambda base: repack(base, zipfile.ZIP_LZMA), "compressed as Office files never are"),
    "climbs out of its folder": (with_part("word/../../etc/passwd"), "points outside the file"),
    "has an absolute path": (with_part("/etc/passwd"), "points outside the file"),
    "has a path of Windows": (with_part("C:\\a.xml"), "points outside the file"),
    "has a link for a part": (with_part("a.xml", b"/etc/passwd", stat.S_IFLNK), "points outside the file"),
    "has a macro": (with_part("xl/vbaProject.bin"), "macro"),
    "has a control that runs code": (with_part("word/activeX/activeX1.bin"), "macro"),
    "expands entities": (with_xml(f"{LAUGHS}]><a>&i;</a>"), "declares a type of document"),
    "expands entities, in UTF-16": (with_xml(f"{LAUGHS}]><a>&i;</a>".encode("utf-16")), "declares a type of document"),
    "reads a file of the server": (
        with_xml('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        "declares a type of document",
    ),
    "asks for a definition elsewhere": (
        with_xml('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'),
        "declares a type of document",
    ),
    "is nested too deeply": (with_xml("<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1)), "nested too deeply"),
    "has too many elements": (with_xml("<a>" + "<b/>" * MANY + "</a>"), "far more cells or paragraphs"),
    "has a long comment": (with_xml(f"<a><!--{'x' * (MAX_MARKUP + 1)}--></a>"), "of enormous length"),
    "has a long tag": (with_xml(f'<a b="{"x" * MAX_MARKUP}"/>'), "of enormous length"),
    "is not well-formed": (with_xml("<a><b></a>"), ""),
}  # fmt: skip
