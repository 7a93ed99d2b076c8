"""What a page of Word shows by a style, a field or a frame arrives; mammoth alone drops it or brings it back."""

import pytest

from monograph.content.word_file import intake_word_file

from ..word_file import STYLES, item, numbered, paragraph, run, word_file

OF_LETTERS = {
    "Gone": "<w:strike/>",
    "Hidden": "<w:vanish/>",
    "Raised": '<w:vertAlign w:val="superscript"/>',
    "Greek": '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>',
}
MORE_STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/><w:rPr>{properties}</w:rPr></w:style>'
    f'<w:style w:type="{kind}" w:styleId="{name}2"><w:name w:val="{name}2"/><w:basedOn w:val="{name}"/></w:style>'
    for name, properties in OF_LETTERS.items()
    for kind in ("character", "paragraph")
)
LISTED = f'<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/><w:pPr>{numbered()}</w:pPr></w:style>'
COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
PLACED = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
CELL = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
ROW = "<w:tr>{}</w:tr>"


def styled(words: str, style: str) -> str:
    return run(words, f'<w:rStyle w:val="{style}"/>')


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(ROW.format(row) for row in rows)}</w:tbl>"


def field(instruction: str, shown: str = "") -> str:
    kinds = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>|' for kind in ("begin", "separate", "end"))
    begin, separate, end, _ = kinds.split("|")
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}{shown}{end}"


OPTIONS = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="5 mg"/>'
    '<w:listEntry w:val="10 mg"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
DRAWING = f'<w:r><w:drawing><wp:inline {PLACED}><wp:docPr id="1" descr="A chart"/></wp:inline></w:drawing></w:r>'
CHOICE = f"<w:r><mc:AlternateContent {COMPATIBILITY}><mc:Choice><w:t>not</w:t></mc:Choice></mc:AlternateContent></w:r>"
TEXTS: dict[str, tuple[str, str, list[str]]] = {
    "struck out by style": (paragraph("Take ", styled("5 ", "Gone2"), "10"), "<p>Take 10</p>", ["deleted_text: 5"]),
    "hidden by style": (paragraph("Do ", styled("not ", "Hidden"), "go"), "<p>Do go</p>", ["hidden_text: not"]),
    "raised by style": (paragraph("10", styled("5", "Raised2")), "<p>10<sup>5</sup></p>", []),
    "a symbol by style": (paragraph("5 ", styled("m", "Greek"), "g"), "<p>5 µg</p>", ["symbol_letter: µ"]),
    "a paragraph struck out by style": (
        paragraph("Gone", properties='<w:pStyle w:val="Gone"/>') + paragraph("Here"),
        "<p>Here</p>",
        ["deleted_text: Gone"],
    ),
    "a list by style": (
        "".join(paragraph(words, properties='<w:pStyle w:val="Listed"/>') for words in "ab"),
        "<ol><li>a</li><li>b</li></ol>",
        [],
    ),
    "a deleted item": (
        item("a")
        + f"<w:p><w:pPr>{numbered()}<w:rPr><w:del/></w:rPr></w:pPr>"
        + "<w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>"
        + item("c"),
        "<ol><li>a</li><li>c</li></ol>",
        ["deleted_text: b"],
    ),
    "a deleted cell": (
        table(CELL.format("<w:tcPr><w:cellDel/></w:tcPr>", "5") + CELL.format("", "10")),
        "<table><tbody><tr><td></td><td>10</td></tr></tbody></table>",
        ["deleted_text: 5"],
    ),
    "an inserted cell": (
        table(CELL.format("<w:tcPr><w:cellIns/></w:tcPr>", "5") + CELL.format("", "10")),
        "<table><tbody><tr><td>5</td><td>10</td></tr></tbody></table>",
        ["inserted_text: 5"],
    ),
    "cells merged sideways": (
        table(
            CELL.format('<w:tcPr><w:hMerge w:val="restart"/></w:tcPr>', "Dose")
            + CELL.format("<w:tcPr><w:hMerge/></w:tcPr>", "")
            + CELL.format("", "Age"),
            CELL.format("", "5") + CELL.format("", "10") + CELL.format("", "6"),
        ),
        '<table><tbody><tr><td colspan="2">Dose</td><td>Age</td></tr>'
        "<tr><td>5</td><td>10</td><td>6</td></tr></tbody></table>",
        [],
    ),
    "a hidden row": (
        table("<w:trPr><w:hidden/></w:trPr>" + CELL.format("", "5"), CELL.format("", "10")),
        "<table><tbody><tr><td>10</td></tr></tbody></table>",
        ["hidden_text: 5"],
    ),
    "a row that begins in the second column": (
        table(
            CELL.format("", "Age") + CELL.format("", "Dose"),
            '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + CELL.format("", "5"),
        ),
        "<table><tbody><tr><td>Age</td><td>Dose</td></tr><tr><td></td><td>5</td></tr></tbody></table>",
        [],
    ),
    **{
        f"a break by {tag}": (paragraph(f"<w:r><w:t>5</w:t><w:{tag}/><w:t>10</w:t></w:r>"), "<p>5<br>10</p>", [])
        for tag in ("cr", 'br w:type="page"', 'br w:type="column"')
    },
    "a tab at a place": (paragraph("<w:r><w:t>5</w:t><w:ptab/><w:t>10</w:t></w:r>"), "<p>5 10</p>", []),
    "a simple field": (paragraph(f"<w:fldSimple>{run('5 mg')}</w:fldSimple>"), "<p>5 mg</p>", []),
    "a formula by field": (
        paragraph("Take ", field("EQ \\F(1,2)")),
        "<p>Take [insert: formula “EQ \\F(1,2)”]</p>",
        ["lost_formula: EQ \\F(1,2)"],
    ),
    "a symbol by field": (
        paragraph(field('SYMBOL 179 \\f "Symbol"'), "5"),
        "<p>≥5</p>",
        ["symbol_letter: ≥"],
    ),
    "other fields": (paragraph(field("PAGEREF x", run("5"))), "<p>5</p>", []),
    "the choice in a form": (paragraph("Take ", OPTIONS), "<p>Take 10 mg</p>", []),
    "words in a direction": (paragraph(f'<w:dir w:val="rtl">{run("5")}</w:dir>'), "<p>5</p>", []),
    "ruby": (
        paragraph(f"<w:r><w:ruby><w:rt>{run('mg')}</w:rt><w:rubyBase>{run('5')}</w:rubyBase></w:ruby></w:r>"),
        "<p>5 (mg)</p>",
        [],
    ),
    "a choice without a fallback": (paragraph("Do ", CHOICE), "<p>Do not</p>", []),
    "a chart": (paragraph(DRAWING), "<p>[insert: picture “A chart”]</p>", ["picture: A chart"]),
    "a large first letter": (
        paragraph("T", properties='<w:framePr w:dropCap="drop"/>') + paragraph("ake 5 mg"),
        "<p>Take 5 mg</p>",
        [],
    ),
    "a fraction": (
        paragraph(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
        ),
        "<p>[insert: formula “1 2”]</p>",
        ["lost_formula: 1 2"],
    ),
}


@pytest.mark.parametrize(("body", "html", "notices"), TEXTS.values(), ids=TEXTS)
def test_page_of_word_arrives_as_it_is_shown(body: str, html: str, notices: list[str]) -> None:
    taken = intake_word_file(word_file(body, styles=STYLES + MORE_STYLES + LISTED))
    assert taken.html == html
    assert [f"{notice.code}: {notice.quote}" for notice in taken.notices] == notices


REFUSED = {
    "symbol_letter: Foo": '<w:r><w:sym w:font="Foo" w:char="0041"/></w:r>',
    "symbol_letter: Wingdings": '<w:r><w:sym w:font="Wingdings"/></w:r>',
    "symbol_letter: Foo 9": field("SYMBOL 65 \\f Foo 9"),
    "reversed_text: 01": f'<w:bdo w:val="rtl">{run("01")}</w:bdo>',
}


@pytest.mark.parametrize(("refusal", "inside"), REFUSED.items(), ids=REFUSED)
def test_letters_that_can_not_be_read_are_refused(refusal: str, inside: str) -> None:
    taken = intake_word_file(word_file(paragraph(inside)))
    assert taken.html is None
    assert [f"{message.code}: {message.quote}".lower() for message in taken.refusals] == [refusal.lower()]


@pytest.mark.parametrize("code", ["0", "010", "7", "55296", "65535", "999999", "0xFFFFFF", "0xD800", "0xF0000"])
def test_symbol_with_a_code_that_no_font_has_is_refused(code: str) -> None:
    for inside in (field(f'SYMBOL {code} \\f "Symbol"'), f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>'):
        taken = intake_word_file(word_file(paragraph("5 ", inside)))
        assert taken.html is None
        assert [message.code for message in taken.refusals] == ["symbol_letter"]
