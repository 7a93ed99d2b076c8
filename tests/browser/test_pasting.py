"""Text pasted from other programs becomes clean text."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DeskOf
from tests.browser.editor import PASTE, EditorPage
from tests.factory import Guide

pytestmark = pytest.mark.browser

# Shortened, but in the very forms that Word writes.
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags">
<head><meta name=Generator content="Microsoft Word 15"><title>Leaflet</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0in} @list l0:level1 {mso-level-text:\\F0B7;} --></style></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<p class=MsoNormal style='margin-bottom:8pt'><b style='mso-bidi-font-weight:normal'>Call</b><span style='font-size:11pt;
color:red' onclick="alert(1)"> your <i>doctor</i> at once.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h1 style='color:#2F5496'>Side effects</h1>
<p class=MsoNormal><span style='font-weight:bold'>Bold by style</span> in <st1:place w:st="on"><st1:City
w:st="on">Boston</st1:City></st1:place> and <a href="javascript:alert(1)">a trap</a>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt
"Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>fever<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1'><!--[if
!supportLists]--><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp;</span></span>
</span><!--[endif]-->over <b>38</b> °C</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>chills</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span>
</span>Stop.</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;</span>
</span>Call.</p>
<p class=MsoListParagraph>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span>rash</p>
<p class=MsoListParagraph>A paragraph with the style of a list.</p>
<table class=MsoTableGrid border=1><tr><td width=312 style='width:233.75pt'>
<p class=MsoNormal>fever</p></td></tr></table>
<!--EndFragment--></body></html>"""

FROM_GOOGLE_DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">Take it </span><span style="font-weight:700;">
daily</span><span style="font-weight:400;font-style:italic;"> with food.</span></p><br /><ul style="margin-top:0;"><li
dir="ltr" style="list-style-type:disc;font-weight:400;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400;">milk</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>
warm</span></p></li></ul><li dir="ltr"><p role="presentation"><span>water</span></p></li></ul></b>
<br class="Apple-interchange-newline">"""

FROM_A_PAGE = """<header><nav><a href="/">Home</a></nav>Drug site</header><nav><ul><li>Drugs A to Z</li></ul></nav>
<script>track()</script><noscript>Turn scripts on.</noscript><main><article><header><h2>Warnings</h2></header>
<div class="lead"><p style="display:none">Hidden.</p><p>Do not drive. <a href="https://example.org/a">More</a></p>
<button>Print</button></div><svg><text>Logo</text></svg><aside class="callout" data-tone="warning"><p>Ours.</p></aside>
</article></main><footer>Copyright</footer>"""

CLEAN = {
    "Word": (
        FROM_WORD,
        [
            "<p><strong>Call</strong> your <em>doctor</em> at once.</p>",
            "<h3>Side effects</h3>",
            "<p><strong>Bold by style</strong> in Boston and a trap.</p>",
            "<ul><li><p>fever</p><ul><li>over <strong>38</strong> °C</li></ul></li><li>chills</li></ul>",
            "<ol><li>Stop.</li><li>Call.</li></ol>",
            "<ul><li><p>rash</p><p>A paragraph with the style of a list.</p></li></ul>",
            "<table><tbody><tr><td>fever</td></tr></tbody></table>",
        ],
    ),
    "Google Docs": (
        FROM_GOOGLE_DOCS,
        [
            "<p>Take it <strong>daily</strong><em> with food.</em></p>",
            "<ul><li><p>milk</p><ul><li>warm</li></ul></li><li>water</li></ul>",
        ],
    ),
    "a web page": (
        FROM_A_PAGE,
        [
            "<h3>Warnings</h3>",
            '<p>Do not drive. <a href="https://example.org/a">More</a></p>',
            "<p>[insert: picture “Logo”]</p>",
            '<aside class="callout" data-tone="warning"><p>Ours.</p></aside>',
        ],
    ),
}


@pytest.mark.parametrize("origin", CLEAN)
def test_pasted_text_is_clean(origin: str, committed_guide: Guide, desk_of: DeskOf) -> None:
    html, clean = CLEAN[origin]
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.paste(html)
    editor.save()
    assert editor.saved().split("\n") == clean


TRACKED = "<p>Take <del>5</del><ins>10</ins> mg.</p>"
DROP = """(area, html) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.setData("text/html", html)
    const { x, y } = area.getBoundingClientRect()
    const place = { clientX: x + 20, clientY: y + 20, bubbles: true, cancelable: true }
    area.dispatchEvent(new DragEvent("drop", { dataTransfer, ...place }))
}"""


def test_report_names_what_was_left_out_of_a_pasted_text(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.paste(TRACKED)
    report = editor.page.get_by_role("status").filter(has_text="Pasted.")
    expect(report).to_contain_text("1 deleted passage was left out: “5”.")
    expect(editor.area).to_have_text("Take 10 mg.")
    report.get_by_role("button", name="Close").click()
    expect(report).to_be_hidden()
    editor.save()
    assert editor.saved() == "<p>Take 10 mg.</p>"


def test_text_that_can_not_be_kept_is_not_pasted(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("Mine.")
    editor.paste("<p>Take <math><msqrt><mn>9</mn></msqrt></math> mg.</p>")
    report = editor.page.get_by_role("status").filter(has_text="Nothing was pasted.")
    expect(report).to_contain_text("1 formula can't be kept as text.")
    expect(editor.area).to_have_text("Mine.")


def test_pasted_text_goes_where_the_cursor_was(committed_guide: Guide, desk_of: DeskOf) -> None:
    """Somebody may write on while the server reads; the text before the place grows meanwhile."""
    committed_guide.write("uses", "<p>Take it. Call us.</p>")
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.choose("Call")
    editor.page.route("**/paste/", lambda route: (editor.type("<Control+Home>", "Please. "), route.continue_()))
    editor.paste("<b>Ask</b>")
    expect(editor.area).to_have_text("Please. Take it. Ask us.")


def test_form_waits_for_what_is_being_pasted(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    busy: list[str | None] = []
    is_busy = 'document.querySelector(".section-editor").ariaBusy'
    editor.page.route(
        "**/paste/", lambda route: (busy.append(editor.page.evaluate(is_busy)), editor.save(), route.continue_())
    )
    editor.paste("<p>Words.</p>")
    assert busy == ["true"]
    assert editor.saved() == "<p>Words.</p>"


def test_nothing_is_pasted_without_the_server(committed_guide: Guide, desk_of: DeskOf, heard: list[str]) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.page.context.set_offline(True)
    editor.area.evaluate(PASTE, "<p>Words.</p>")
    expect(editor.page.get_by_text("The server does not respond, so nothing was pasted.")).to_be_visible()
    expect(editor.area).to_have_text("")
    editor.page.context.set_offline(False)


def test_text_copied_in_the_editor_needs_no_server(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    asked: list[str] = []
    editor.page.on("request", lambda request: asked.append(request.url))
    editor.area.evaluate(PASTE, '<p data-pm-slice="1 1 []">Words.</p>')
    expect(editor.area).to_have_text("Words.")
    assert not [url for url in asked if url.endswith("/paste/")]


def test_lines_of_a_page_are_joined_and_can_be_kept_apart(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("Mine.", "<Enter>")
    editor.paste({"text": "Take ator-\nvastatin 10 mg to 20\nmg once daily."})
    report = editor.page.get_by_role("status").filter(has_text="Pasted.")
    expect(report).to_contain_text("1 word that was divided at the end of a line is whole again: “atorvastatin”.")
    expect(editor.area.locator("p")).to_have_text(["Mine.", "Take atorvastatin 10 mg to 20 mg once daily."])
    editor.type("<Control+Home>", "All ")
    with editor.page.expect_response(lambda response: response.url.endswith("/paste/")):
        report.get_by_role("button", name="Keep the lines apart").click()
    expect(editor.area.locator("p")).to_have_text(["All Mine.", "Take ator-", "vastatin 10 mg to 20", "mg once daily."])
    expect(report).to_be_hidden()


def test_single_line_of_plain_text_needs_no_server(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.page.route("**/paste/", lambda route: route.abort())
    editor.area.evaluate(PASTE, {"text": "Take <5> mg."})
    expect(editor.area).to_have_text("Take <5> mg.")


def test_dropped_text_goes_to_the_server_too(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    with editor.page.expect_response(lambda response: response.url.endswith("/paste/")):
        editor.area.evaluate(DROP, TRACKED)
    expect(editor.area).to_have_text("Take 10 mg.")
