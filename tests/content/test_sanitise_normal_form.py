"""`clean_body` stores the normal form of pasted HTML and loses no word."""

import pytest

from monograph.content.intake import clean_body

from .normal_form import assert_normal


@pytest.mark.parametrize(
    ("given_html", "stored"),
    [
        pytest.param("loose words", "<p>loose words</p>", id="loose words become a paragraph"),
        pytest.param("<p>a</p>b<p>c</p>", "<p>a</p>\n<p>b</p>\n<p>c</p>", id="one block a line"),
        pytest.param("<p>a\n \t b</p>", "<p>a b</p>", id="a run of white space is one space"),
        pytest.param("<p> a <b> b</b> </p>", "<p>a <strong>b</strong></p>", id="also across elements"),
        pytest.param("<p>5&nbsp;mg</p>", "<p>5\u00a0mg</p>", id="a no-break space is kept"),
        pytest.param("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>", id="a lone paragraph in an item"),
        pytest.param("<ul><li>a<p></p></li></ul>", "<ul><li>a</li></ul>", id="an item's empty trailing paragraph"),
        pytest.param(
            "<ul><li>a<ul><li>b</li></ul></li></ul>",
            "<ul><li><p>a</p><ul><li>b</li></ul></li></ul>",
            id="words beside a list in an item",
        ),
        pytest.param("<p></p><p>a</p><p> <br> </p>", "<p>a</p>", id="empty paragraphs"),
        pytest.param("<h3> </h3><p>a<strong></strong></p>", "<p>a</p>", id="empty headings and marks"),
        pytest.param("<ul><li></li></ul><blockquote></blockquote>", "", id="empty lists and quotations"),
        pytest.param("<p>&nbsp;</p>", "", id="a paragraph that an editor keeps open with a no-break space"),
        pytest.param("<p>e\u0301</p>", "<p>\u00e9</p>", id="NFC"),
        pytest.param("<p>e<b></b>\u0301</p>", "<p>\u00e9</p>", id="NFC across an empty element"),
        pytest.param("<p>\u0338 words</p>", "<p>\u0338 words</p>", id="NFC never reaches into a tag"),
        pytest.param("<p>1 &lt;\u0338 2</p>", "<p>1 \u226e 2</p>", id="NFC of a character written as a reference"),
        pytest.param("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>", id="b and i"),
        pytest.param(
            "<p><em><strong>a</strong></em><b><i>b</i></b></p>",
            "<p><strong><em>ab</em></strong></p>",
            id="order of marks",
        ),
        pytest.param("<p><b>a<b>b</b></b></p>", "<p><strong>ab</strong></p>", id="a mark within itself"),
        pytest.param("<h1>a</h1><h2>b</h2><h5>c</h5>", "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>", id="levels of headings"),
        pytest.param(
            '<div class="x"><span style="color: red">a</span></div><font>b</font><!-- c -->',
            "<p>a</p>\n<p>b</p>",
            id="what pasting leaves behind",
        ),
        pytest.param('<p class="MsoNormal" style="margin: 0" id="x">a</p>', "<p>a</p>", id="attributes"),
        pytest.param('<p><a name="x">a</a></p>', "<p>a</p>", id="a link that leads nowhere"),
        pytest.param('<p class="footnote" data-note="a">x</p>', '<p class="footnote" data-note="a">x</p>', id="a note"),
        pytest.param('<p class="footnote" data-note="A B">x</p>', "<p>x</p>", id="a note with a malformed name"),
        pytest.param(
            '<p>x<b><sup data-note="a" class="footnote-marker">*</sup></b></p>',
            '<p>x<sup class="footnote-marker" data-note="a">*</sup></p>',
            id="a mark of a note carries no other marks",
        ),
        pytest.param(
            '<aside data-tone="doctor" class="callout">Call.</aside>',
            '<aside class="callout" data-tone="doctor"><p>Call.</p></aside>',
            id="a callout holds blocks",
        ),
        pytest.param('<aside class="callout" data-tone="red">Call.</aside>', "<p>Call.</p>", id="an unknown tone"),
        pytest.param(
            '<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td colspan="1" rowspan="2">d</td></tr></table>',
            '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            '<tbody><tr><th scope="row">c</th><td rowspan="2">d</td></tr></tbody></table>',
            id="a table's head, scopes and spans",
        ),
        pytest.param(
            "<table><caption>x</caption><tfoot><tr><td></td></tr></tfoot></table>",
            "<p>x</p>\n<table><tbody><tr><td></td></tr></tbody></table>",
            id="a caption is before its table",
        ),
        pytest.param(
            "<p>a &amp; b &lt; c &gt; \" '</p>", "<p>a &amp; b &lt; c &gt; \" '</p>", id="characters of markup"
        ),
        pytest.param("&lt;script&gt;", "<p>&lt;script&gt;</p>", id="words that look like markup"),
        pytest.param("<p>a<br><br>b<br></p>", "<p>a<br><br>b</p>", id="line breaks"),
    ],
)
def test_html_gets_its_normal_form(given_html: str, stored: str) -> None:
    assert clean_body(given_html) == stored
    assert_normal(stored)


@pytest.mark.parametrize(
    "html",
    [
        "Take 1<hr>0 days later stop.",
        "<div>Take 1</div>0 days later stop.",
        "<p>Take 1<p>0 days later stop.",
        "<nav>Take 1</nav><nav>0 days later stop.</nav>",
        "<fieldset><legend>Take 1</legend>0 days later stop.</fieldset>",
        "<dialog>Take 1</dialog>0 days later stop.",
        "<tr><td>Take 1</td><td>0 days later stop.</td></tr>",
        "<table><tr><td>Take 1<td>0 days later stop.</table>",
        "<dl><dt>Take 1<dd>0 days later stop.</dl>",
        "Take 1<br>0 days later stop.",
        "<pre>Take 1\n0 days later stop.</pre>",
    ],
)
def test_separate_numbers_never_run_together(html: str) -> None:
    assert "10" not in clean_body(html)


@pytest.mark.parametrize(
    "html",
    [
        "<ul>loose<li>item</li>tail</ul>",
        "<ol><strong>loose</strong> item tail</ol>",
        "<ul>loose item tail</ul>",
        "<table>loose<tr>item<td>tail</table>",
        "<table><caption>loose</caption><tr><th>item</th></tr><tfoot><tr><td>tail</tfoot></table>",
        "<details><summary>loose</summary>item<p>tail</details>",
        "<h3>loose<p>item</p></h3>tail",
        "<p>\u0338loose item tail</p>",
    ],
)
def test_misplaced_words_are_kept(html: str) -> None:
    stored = clean_body(html)
    assert all(word in stored for word in ("loose", "item", "tail"))
