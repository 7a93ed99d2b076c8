"""Files that attack the server: each is refused with a sentence, nothing of it is stored, and little memory is used."""

import io
import socket
import tracemalloc
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from monograph.content.word_file import UnreadableFile as UnreadableWordFile
from monograph.content.word_file import conversion, intake_word_file
from monograph.interchange import excel_sheets, strict_parsers, table, uploads
from monograph.interchange.formats import FORMATS, XLSX
from monograph.interchange.table import MAX_FAULTS, UnreadableFile
from monograph.interchange.word_files import propose_sections

from .factory import Guide
from .hostile_files import BOMB, HOSTILE, MANY, claiming, repack, with_part
from .spreadsheet import NAMES, can_confirm, client_of, counts, faults, row_of, upload, workbook, write_file
from .word_file import OFFICE, PACKAGE, heading, item, paragraph, word_file

HEADER = list(row_of())
GOOD_SHEET, GOOD_WORD = write_file([row_of()], "xlsx"), word_file(paragraph("Take it."))
READERS: dict[str, tuple[bytes, Callable[[bytes], object], type[Exception]]] = {
    "xlsx": (GOOD_SHEET, lambda data: XLSX().create_dataset(data), UnreadableFile),
    "docx": (GOOD_WORD, intake_word_file, UnreadableWordFile),
}


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files of some kilobytes go beyond the limits: large ones would show the same, slowly."""
    for reader in (conversion, excel_sheets):
        monkeypatch.setattr(reader, "MAX_ELEMENTS", MANY - 1)
    monkeypatch.setattr(excel_sheets, "MAX_XML", conversion.MAX_XML)
    monkeypatch.setattr(strict_parsers, "MAX_VALUES", 10_000)
    monkeypatch.setattr(table, "MAX_HEIGHT", 10_000)
    monkeypatch.setattr(table, "MAX_ROWS", 1_000)


SHEET = "xl__worksheets__sheet1.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(inside: str) -> bytes:
    return repack(GOOD_SHEET, **{SHEET: f"<worksheet {SPREADSHEET}>{inside}</worksheet>".encode()})


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_office_file_is_refused_with_a_sentence(name: str, reader: str) -> None:
    base, read, refusal = READERS[reader]
    alter, words = HOSTILE[name]
    with pytest.raises(refusal) as error:
        read(alter(base))
    assert words in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("reader", READERS)
def test_claimed_sizes_are_not_believed(reader: str) -> None:
    base, read, refusal = READERS[reader]
    read(claiming(4_000_000_000, b"<a/>")(base))
    bomb = claiming(10, b" " * BOMB)(base)
    tracemalloc.start()
    try:
        with pytest.raises(refusal):
            read(bomb)
        assert tracemalloc.get_traced_memory()[1] < BOMB // 2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("reader", READERS)
def test_embedded_files_are_not_unpacked(reader: str) -> None:
    base, read, _ = READERS[reader]
    data = with_part("word/embeddings/a.zip", b" " * BOMB)(base)
    tracemalloc.start()
    try:
        read(data)
        assert tracemalloc.get_traced_memory()[1] < BOMB // 2
    finally:
        tracemalloc.stop()


FAR = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
WIDE_ROW = '<row><c r="ALL1"><v>1</v></c></row>'
LONG_FORMULA = f'<c r="A2"><f t="shared" si="0">{"A1+" * 30_000}1</f></c>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(lambda: sheet(FAR), "goes beyond", id="a cell in the last corner"),
        pytest.param(
            lambda: sheet('<sheetData><row r="4294967296"><c><v>1</v></c></row></sheetData>'),
            "goes beyond",
            id="a row that no sheet has",
        ),
        pytest.param(
            lambda: sheet('<sheetData><row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>'),
            "two cells in one column",
            id="two cells in one place",
        ),
        pytest.param(
            lambda: sheet(f"<sheetData><row><c><v>1</v></c></row>{WIDE_ROW * 1_006}</sheetData>"),
            "faults of the file are listed",
            id="wide rows",
        ),
        pytest.param(
            lambda: sheet(
                f"<sheetData><row><c><v>1</v></c></row><row>{LONG_FORMULA}</row>"
                + '<row><c r="A9"><f t="shared" si="0"/></c></row>' * 300
                + "</sheetData>"
            ),
            "is a formula",
            id="a long formula that many cells share",
        ),
        pytest.param(
            lambda: repack(GOOD_SHEET, **{"xl__styles.xml": b"<a>" + b" " * 2_000_000 + b"</a>"}),
            "far too many styles",
            id="styles without end",
        ),
        pytest.param(lambda: GOOD_WORD, "not an Excel workbook", id="a Word file"),
        pytest.param(
            lambda: repack(GOOD_WORD, mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "not an Excel workbook",
            id="another office program's file",
        ),
    ],
)  # fmt: skip
def test_workbook_that_claims_too_much_is_refused(content: Callable[[], bytes], words: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        XLSX().create_dataset(content())
    assert words in str(error.value)


def test_claims_beside_the_cells_are_not_read() -> None:
    """Merged ranges, links and names over a whole sheet would be filled with cells; a link elsewhere, followed."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER)
    book.active.append([row_of()[name] for name in HEADER])
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        inside = archive.read("xl/worksheets/sheet1.xml").decode()
    claims = (
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576" '
        'xmlns:r="r" r:id="rId9"/></hyperlinks>'
    )
    hostile = repack(stream.getvalue(), **{SHEET: inside.replace("</sheetData>", f"</sheetData>{claims}").encode()})
    assert XLSX().create_dataset(hostile).height == 1


@pytest.mark.parametrize(
    "value", ["1:30", f"1{':59' * 100_000}", f"1{':59' * 1_000}.5", "012", "0x1F", ".inf", "1e999"]
)
def test_yaml_values_that_are_no_decimals_are_text(value: str) -> None:
    """PyYAML would make 90 of 1:30, 10 of 012, an error of the second sort, and take hours for longer ones."""
    assert strict_parsers.parse_yaml(f"- {value}") == [value]


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("csv", b"a,b\n" + b"=,=\n" * 2_000),
        ("csv", b"," * 1_000_000),
        ("csv", b",".join(b"%d" % number for number in range(100_000))),
        ("csv", b"a,b\n" * 1_007),
        ("csv", b"a,b\n1\n" * 500),
        ("csv", b"a,b" + b"\n" * 10_000 + b"1,2"),
        ("json", b"[" + b"{}," * 1_000 + b"{}]"),
        ("json", b"[{}," + b"{" + b",".join(b'"%d":1' % number for number in range(50_000)) + b"}]"),
        ("json", b"[{" + b",".join(b'"%d":1' % number for number in range(50_000)) + b"}]"),
        ("yaml", b"[" + b"1," * 10_000 + b"1]"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else value,
)
def test_table_without_measure_is_refused_in_few_sentences(extension: str, content: bytes) -> None:
    file_format = FORMATS[NAMES.index(extension)]
    with pytest.raises(UnreadableFile) as error:
        file_format().create_dataset(content)
    assert len(error.value.faults) <= MAX_FAULTS + 1


ROMAN = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999999999999999"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1-%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
SYMBOL = '<w:r><w:instrText>SYMBOL 99999999999999999999 \\f "Symbol"</w:instrText></w:r>'
FREE_ROW = '<w:tr><w:trPr><w:gridBefore w:val="63"/></w:trPr></w:tr>'
WIDE = (
    '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/>'
    "</w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: word_file(item("a"), numbering=ROMAN), id="a Roman numeral without end"),
        pytest.param(lambda: word_file(paragraph(SYMBOL)), id="a character beyond all"),
        pytest.param(lambda: word_file(WIDE), id="a cell over a billion columns"),
        pytest.param(
            lambda: word_file('<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r/></w:p>' * 1_000 + paragraph("a")),
            id="thousands of joined paragraphs",
        ),
    ],
)  # fmt: skip
def test_claims_of_a_word_file_make_no_work(content: Callable[[], bytes]) -> None:
    taken = intake_word_file(content())
    assert len(taken.html or "") < 10_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: word_file(f"<w:tbl>{FREE_ROW * 320}</w:tbl>"), "too many columns free"),
        (
            lambda: word_file(
                paragraph('<w:r><w:footnoteReference w:id="1"/></w:r>' * 2),
                footnotes='<w:footnote w:id="1"><w:p/></w:footnote>',
            ),
            "lead to one note",
        ),
        (lambda: word_file(heading("a") * 101), "more than 100 headings"),
    ],
    ids=["free columns", "a note twice", "headings"],
)
def test_word_file_that_would_grow_is_refused(content: Callable[[], bytes], words: str) -> None:
    with pytest.raises(UnreadableWordFile) as error:
        propose_sections(content(), [], "Testol")
    assert words in str(error.value)


def test_word_file_reaches_nothing_outside() -> None:
    """Linked pictures, templates and documents name addresses and files; none of them is asked for."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        kinds = ("image", "attachedTemplate", "aFChunk", "subDocument", "frame", "hyperlink")
        related = "".join(
            f'<Relationship Id="r{place}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
            for place, (kind, target) in enumerate(
                (kind, target) for kind in kinds for target in (address, "file:///etc/passwd")
            )
        )
        picture = (
            f'<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            f'xmlns:r="{OFFICE}" r:{{}}="r{{}}"/></w:drawing></w:r>'
        )
        data = repack(
            word_file(
                paragraph("Take it.", *(picture.format(how, place) for how in ("link", "embed") for place in (0, 1))),
                f'<w:altChunk xmlns:r="{OFFICE}" r:id="r4"/><w:subDoc xmlns:r="{OFFICE}" r:id="r6"/>',
            ),
            **{
                "word___rels__document.xml.rels": (
                    f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'.encode()
                )
            },
        )
        taken = intake_word_file(data)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "root:" not in (taken.html or "")


@pytest.mark.parametrize("size", [999, 1_000, 1_001, 3_000_000])
def test_upload_is_cut_off_after_the_largest_file(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Anybody can send a file to any page; without an end, it would fill the server's disk."""
    monkeypatch.setattr(uploads, "MAX_UPLOAD", 1_000)
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a", b"x" * size)})
    assert request.FILES["file"].size == min(size, 1_000)
    request.close()


def test_many_files_at_once_are_refused() -> None:
    files = {name: SimpleUploadedFile(name, b"x") for name in "ab"}
    assert Client().post("/admin/login/", files).status_code == 400


@pytest.mark.parametrize("name", ["expands entities", "unpacks to more than it claims", "has a macro"])
def test_pages_refuse_hostile_files_and_store_nothing(guide: Guide, name: str) -> None:
    alter, _ = HOSTILE[name]
    client, before = client_of(guide.cast.ana), counts()
    page = upload(client, "monograph", alter(GOOD_SHEET), "xlsx", name="guides.csv")
    assert (page.status_code, can_confirm(page), len(faults(page))) == (422, False, 1)
    page = upload(client, "reference", alter(workbook([["key"]])), "xlsx")
    assert (page.status_code, can_confirm(page), len(faults(page))) == (422, False, 1)
    file = SimpleUploadedFile("../../etc/passwd", alter(GOOD_WORD))
    page = client.post(f"/admin/monograph/monograph/{guide.monograph.pk}/word-file/", {"file": file})
    assert (page.status_code, len(page.context["form"].errors["file"])) == (422, 1)
    assert counts() == before
