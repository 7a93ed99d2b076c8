"""What a page of Word shows arrives; what it hides, deletes or can't say in words is announced."""

import io
import zipfile

import pytest

from monograph.content.intake.messages import Messages
from monograph.content.word_file import UnreadableFile, convert, intake_word_file
from monograph.content.word_file.conversion import MAX_XML
from monograph.content.word_file.sections import split_at_headings

from ..word_file import heading, item, numbered, paragraph, run, word_file
from .normal_form import assert_normal

FOOTNOTE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
NOTES = '<w:footnote w:id="{}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>'
SYMBOL = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
TEXTS: dict[str, tuple[str, str, list[str]]] = {
    "a tracked replacement": (
        paragraph(
            "Take ",
            '<w:del w:id="1"><w:r><w:delText>5</w:delText></w:r></w:del>',
            f'<w:ins w:id="2">{run("10")}</w:ins>',
            " mg.",
        ),
        "<p>Take 10 mg.</p>",
        ["deleted_text: 5", "inserted_text: 10"],
    ),
    "moved words": (
        paragraph(f"<w:moveFrom>{run('Stop. ')}</w:moveFrom>", "Wait. ", f"<w:moveTo>{run('Stop.')}</w:moveTo>"),
        "<p>Wait. Stop.</p>",
        ["deleted_text: Stop.", "inserted_text: Stop."],
    ),
    "a deleted row": (
        '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>5 mg</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id="1"/></w:trPr>'
        "<w:tc><w:p><w:r><w:t>9 mg</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<table><tbody><tr><td>5 mg</td></tr></tbody></table>",
        ["deleted_text: 9 mg"],
    ),
    "hidden words": (
        paragraph("Take it", run(" never", "<w:vanish/>"), run(" now", '<w:vanish w:val="0"/>')),
        "<p>Take it now</p>",
        ["hidden_text: never"],
    ),
    "struck words": (
        paragraph("Do ", run("not ", "<w:strike/>"), run("ever ", "<w:dstrike/>"), "take it."),
        "<p>Do take it.</p>",
        ["deleted_text: not ever"],
    ),
    "letters of Symbol": (paragraph("5 ", run("m", SYMBOL), "g"), "<p>5 µg</p>", ["symbol_letter: µ"]),
    "a symbol": (
        paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', " yes"),
        "<p>✓ yes</p>",
        ["symbol_letter: ✓"],
    ),
    "raised figures": (
        paragraph("10", run("6", '<w:position w:val="6"/>'), " H", run("2", '<w:vertAlign w:val="subscript"/>'), "O"),
        "<p>10<sup>6</sup> H<sub>2</sub>O</p>",
        ["raised_figure: 6"],
    ),
    "a formula": (
        paragraph("Take ", "<m:oMath><m:r><m:t>1/2</m:t></m:r></m:oMath>", " tablet."),
        "<p>Take [insert: formula “1/2”] tablet.</p>",
        ["lost_formula: 1/2"],
    ),
    "a formula of its own": (
        "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>",
        "<p>[insert: formula “x”]</p>",
        ["lost_formula: x"],
    ),
    "a list that goes on": (
        item("Open") + item("half", level=1) + item("more", level=1) + paragraph("Wait.") + item("Close"),
        '<ol><li><p>Open</p><ol type="a"><li>half</li><li>more</li></ol></li></ol>\n<p>Wait.</p>\n'
        '<ol start="2"><li>Close</li></ol>',
        [],
    ),
    "a list that begins elsewhere": (
        item("Seven", 2) + item("Eight", 2),
        '<ol start="7"><li>Seven</li><li>Eight</li></ol>',
        [],
    ),
    "numbers of two levels": (
        item("Open") + item("Turn", level=2),
        "<ol><li>Open</li></ol>\n<p>1.1 Turn</p>",
        [],
    ),
    "bullets": (item("milk", 3), "<ul><li>milk</li></ul>", []),
    "a numbered heading": (heading("Dosage", properties=numbered()), "<h3>Dosage</h3>", []),
    "a numbered heading that the text refers to": (
        heading("Dosage", properties=numbered()) + paragraph("See section 1."),
        "<h3>1. Dosage</h3>\n<p>See section 1.</p>",
        [],
    ),
    "an unknown part": (
        paragraph("Take it.", '<w:subDoc xmlns:r="r" r:id="x"/>'),
        "<p>Take it.</p>",
        ["unknown_part: subDoc"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_text_arrives_as_the_page_shows_it(name: str) -> None:
    body, stored, said = TEXTS[name]
    taken = intake_word_file(word_file(body))
    assert taken.html == stored
    assert [f"{notice.code}: {notice.quote}" for notice in taken.notices] == said
    assert not taken.refusals
    assert_normal(taken.html)


def test_comments_headers_and_footers_are_listed() -> None:
    data = word_file(
        paragraph("Take it."),
        comments=f'<w:comment w:id="1">{paragraph("Is it so?")}</w:comment>',
        header1=paragraph("Draft 3"),
    )
    taken = intake_word_file(data)
    assert {notice.code: notice.quote for notice in taken.notices} == {"page_header": "Draft 3", "comment": "Is it so?"}


def test_notes_go_to_the_section_that_cites_them() -> None:
    data = word_file(
        heading("Dosage"),
        paragraph("Take it.", FOOTNOTE.format(2)),
        heading("Storage"),
        paragraph("Keep it.", FOOTNOTE.format(3)),
        footnotes=NOTES.format(2, run("With food.")) + NOTES.format(3, run("Below 25 °C.")),
    )
    parts = split_at_headings(convert(data, Messages()), lambda words: True)
    assert [(part.heading, "With food" in part.html, "Below 25" in part.html) for part in parts] == [
        ("Dosage", True, False),
        ("Storage", False, True),
    ]
    html = intake_word_file(data).html or ""
    assert '<p>Keep it.<sup class="footnote-marker" data-note="footnote-3">2</sup></p>' in html
    assert '<p class="footnote" data-note="footnote-3">2 Below 25 °C.</p>' in html


def test_parts_begin_at_the_headings_of_sections() -> None:
    data = word_file(
        paragraph("A leaflet."),
        heading("Testol"),
        heading("Dosage", 2),
        paragraph("One."),
        heading("Adults", 3),
        paragraph("Two."),
        heading("Unknown", 2),
        paragraph("Three."),
    )
    parts = split_at_headings(convert(data, Messages()), lambda words: words == "Dosage")
    assert [(part.heading, part.html) for part in parts] == [
        ("", "<p>A leaflet.</p>"),
        ("Testol", ""),
        ("Dosage", "<p>One.</p><h3>Adults</h3><p>Two.</p>"),
        ("Unknown", "<p>Three.</p>"),
    ]


def zipped(contents: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


NO_NUMBER = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="x"/></w:abstractNum>'
HOSTILE = {
    "nothing": lambda: b"",
    "another file": lambda: b"\xd0\xcf\x11\xe0 an old .doc file",
    "another archive": lambda: zipped({"a.txt": b"words"}),
    "no XML": lambda: zipped({"word/document.xml": b"words"}),
    "a part that is missing": lambda: zipped({"word/document.xml": b"<a/>"}),
    "deep nesting": lambda: word_file("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
    "a number that is none": lambda: word_file(item("a"), numbering=NO_NUMBER),
    "far too much text": lambda: word_file(paragraph("x" * MAX_XML)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_can_not_be_read_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        convert(HOSTILE[name](), Messages())
    assert str(refusal.value).endswith((".", "again."))
