"""Texts that once lost a word, a figure or a sign in silence on their way in."""

import pytest

from monograph.content.intake import intake

from .normal_form import assert_normal


def fraction(above: int, below: int) -> str:
    return f"<mfrac><mn>{above}</mn><mn>{below}</mn></mfrac>"


def math(parts: str) -> str:
    return f"<math>{parts}</math>"


LISTED = "<p class=MsoListParagraph>{}</p>"
MARKED = "<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>{}</span> {}</p>"
WRAPPED = "<div class=ListContainerWrapper>{}</div>"
RAISED_BY_OFFSET = "position:relative;font-size:75%;line-height:0;vertical-align:baseline;top:-0.5em"
SHEET = "<style>.font7{font-family:Symbol} .xl65{text-decoration:line-through}</style>"

KEPT = {
    # html: what is stored, and the codes of the notices
    "<p>age <twelve years</p>": ("<p>age</p>", ["unknown_tag"]),
    "<p>age <twelve>years</twelve> <5</p>": ("<p>age years &lt;5</p>", []),
    "<p>a <![CDATA[b]]> c <?d?> </3 e> <!f> g</p>": ("<p>a c g</p>", ["unknown_tag"]),
    "<p>a <!-- b --!> c<!----> d <!--[if x]>e<![endif]--> <![if f]>g<![endif]></p>": ("<p>a c d g</p>", []),
    "<p>age <set 5> <use 6 mg> <body weight of 50 kg> <stop taking it> days</p>": ("<p>age days</p>", ["unknown_tag"]),
    "<table><tr><td nowrap>a</td></tr></table><hr noshade /><ul compact><li>b</li></ul>": (
        "<table><tbody><tr><td>a</td></tr></tbody></table>\n<ul><li>b</li></ul>",
        [],
    ),
    "<w:p><w:r><w:t>5</w:t><w:tab/><w:t>mg</w:t></w:r></w:p>": ("<p>5 mg</p>", []),
    "<p>a</p><!-- b": ("<p>a</p>", ["unknown_tag"]),
    "<p>a</p><style>b": ("<p>a</p>", ["unknown_tag"]),
    "<v:shape a=1>x</v:shape><my-el>y</my-el><svg><path d=M></svg>": ("<p>xy[insert: picture]</p>", ["picture"]),
    math("<mn>1</mn>" + fraction(3, 7)): ("<p>1 3/7</p>", ["formula"]),
    f"2<b>{math(fraction(3, 7))}</b>": ("<p>2<strong> 3/7</strong></p>", ["formula"]),
    f"<b>2</b>{math(fraction(3, 7))}": ("<p><strong>2</strong> 3/7</p>", ["formula"]),
    f"{math(fraction(3, 7))}5 mg": ("<p>3/7 5 mg</p>", ["formula"]),
    f"{math(fraction(3, 7))}<b>5</b> mg": ("<p>3/7 <strong>5</strong> mg</p>", ["formula"]),
    math("<mn>5</mn><mspace width='1em'/><mn>6</mn>"): ("<p>5 6</p>", ["formula"]),
    math("<mn>5</mn><mtext> mg </mtext><mtext>not</mtext>"): ("<p>5 mg not</p>", ["formula"]),
    "<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>": ("<p>½</p>", ["formula"]),
    f'10<sup style="{RAISED_BY_OFFSET}">6</sup>': ("<p>10<sup>6</sup></p>", []),
    '10<b style="font-weight:bold;vertical-align:super">6</b>': (
        "<p>10<strong><sup>6</sup></strong></p>",
        ["raised_figure"],
    ),
    '10<span style="vertical-align:4pt">6</span>': ("<p>10<sup>6</sup></p>", ["raised_figure"]),
    '10<span style="position:relative;bottom:4pt">6</span>': ("<p>10<sup>6</sup></p>", ["raised_figure"]),
    '10<span style="vertical-align:super !important">6</span>': ("<p>10<sup>6</sup></p>", ["raised_figure"]),
    '<div style="font-weight:bold;vertical-align:baseline">10<sup>6</sup><p>x</p></div>': (
        "<p>10<sup>6</sup></p>\n<p><strong>x</strong></p>",
        [],
    ),
    f'{SHEET}5 <font class="font7">m</font>g': ("<p>5 µg</p>", ["symbol_letter"]),
    f"{SHEET}Do <span class=xl65>not</span> take": ("<p>Do take</p>", ["deleted_text"]),
    '5 <span style="font: 12pt Symbol">m</span>g': ("<p>5 µg</p>", ["symbol_letter"]),
    '5 <span style="font: 400 12pt / 1.5 Symbol, serif">m</span>g': ("<p>5 µg</p>", ["symbol_letter"]),
    "<style>td.a, i.a, i.b{font-family:Symbol}</style>5 <i class=a>m</i>g <i class=b>m</i>g": (
        "<p>5 <em>µ</em>g <em>µ</em>g</p>",
        ["symbol_letter"],
    ),
    '5 <span style="font-family:SymbolMT">m</span>g': ("<p>5 µg</p>", ["symbol_letter"]),
    "<span style='font-family:Arial;mso-char-type:symbol;mso-symbol-font-family:Symbol'>£</span>": (
        "<p>≤</p>",
        ["symbol_letter"],
    ),
    LISTED.format("0.<ins>5</ins> mg daily"): ("<p>0.5 mg daily</p>", []),
    LISTED.format("2.<b>5 mg</b>"): ("<p>2.<strong>5 mg</strong></p>", []),
    LISTED.format("C. difficile infection"): ("<p>C. difficile infection</p>", []),
    LISTED.format("– 5 °C"): ("<p>– 5 °C</p>", []),
    LISTED.format("1. Take"): ("<ol><li>Take</li></ol>", ["list_mark"]),
    MARKED.format("Day 1:", "2 tablets"): ("<ul><li>Day 1: 2 tablets</li></ul>", []),
    MARKED.format("1.1.", "2 tablets"): ("<ul><li>1.1. 2 tablets</li></ul>", []),
    MARKED.format("3.", "b"): ('<ol start="3"><li>b</li></ol>', []),
    MARKED.format("1.", "a") + MARKED.format("1.", "b"): ("<ol><li>a</li></ol>\n<ol><li>b</li></ol>", []),
    WRAPPED.format("<ul>Do not<li data-aria-level=1>a</li></ul>"): ("<ul><li>Do not</li><li>a</li></ul>", []),
    WRAPPED.format('<ul><li data-aria-level="²">a</li></ul>'): ("<ul><li>a</li></ul>", []),
    WRAPPED.format("<ul><li data-aria-level=1>a</li></ul><img alt=b>"): (
        "<ul><li>a</li></ul>\n<p>[insert: picture “b”]</p>",
        ["picture"],
    ),
    WRAPPED.format("<ul><li data-aria-level=1>a</li></ul>")
    + "Do not:"
    + WRAPPED.format("<ul><li data-aria-level=1>b</li></ul>"): (
        "<ul><li>a</li></ul>\n<p>Do not:</p>\n<ul><li>b</li></ul>",
        [],
    ),
    '<table><tr><td style="text-decoration:line-through">5</td><td>10</td></tr></table>': (
        "<table><tbody><tr><td></td><td>10</td></tr></tbody></table>",
        ["deleted_text"],
    ),
    "<div>5<p style='text-decoration:line-through'>1</p>0</div>": ("<p>5</p>\n<p>0</p>", ["deleted_text"]),
    "<div>5<nav>x</nav>0</div>": ("<p>5</p>\n<p>0</p>", ["page_frame"]),
    "<h3><button>Do not take</button></h3>": ("<h3>Do not take</h3>", []),
    "<section><header><h2>Do not take if</h2></header></section>": ("<h3>Do not take if</h3>", []),
    '5 <span aria-hidden="true">µ</span>g': ("<p>5 g</p>", ["page_frame"]),
    'Do <span style="display:none !important">not</span> t': ("<p>Do t</p>", ["hidden_text"]),
    'Take <del><img alt="half"></del> tablet': ("<p>Take tablet</p>", ["deleted_text"]),
    "<p>Adults</p><tr><td>5</td></tr><p>Children</p><tr><td>1</td></tr>": (
        "<p>Adults</p>\n<table><tbody><tr><td>5</td></tr></tbody></table>\n"
        "<p>Children</p>\n<table><tbody><tr><td>1</td></tr></tbody></table>",
        [],
    ),
    '<span style="display:block">1</span><span style="display:block">0</span>': ("<p>1</p>\n<p>0</p>", []),
    "<pre>Day 1  5 mg\nDay 2  6 mg</pre>": ("<p>Day 1 5 mg<br>Day 2 6 mg</p>", []),
    '5<span style="mso-tab-count:1"></span>6': ("<p>5 6</p>", []),
    "<picture><img alt=half></picture>": ("<p>[insert: picture “half”]</p>", ["picture"]),
}


@pytest.mark.parametrize("html", KEPT)
def test_no_word_is_lost_or_changed_in_silence(html: str) -> None:
    stored, codes = KEPT[html]
    taken = intake(html, is_pasted=True)
    assert (taken.html, [notice.code for notice in taken.notices]) == (stored, codes)
    assert_normal(stored)
    assert intake(stored).html == stored


REFUSED = {
    "<p>a</p>" + "<span>" * 260 + "Do not drive." + "</span>" * 260: "too_deep",
    "<p>Take <math>5 mg</math> tablet</p>": "formula",
    math("<mn>5</mn>not<mn>6</mn>"): "formula",
    math("<msup><mrow><mn>5</mn><mo>+</mo><mn>1</mn></mrow><mn>2</mn></msup>"): "formula",
    math('<mfrac linethickness="0"><mn>5</mn><mn>2</mn></mfrac>'): "formula",
    math("<mfrac><mn>" + "1" * 5000 + "</mn><mn>2</mn></mfrac>"): "formula",
    math("<msqrt><mn>&lt;html&gt;&lt;head&gt;</mn></msqrt>"): "formula",
    '<span style="font-family:OpenSymbol">m</span>': "symbol_letter",
    "a\ufffeb": "hidden_character",
    "<p>&#xfffe;</p>": "hidden_character",
    '<img alt="a\ue000b">': "private_character",
}


@pytest.mark.parametrize("html", ["<p>age <twelve years</p>", "<p>age <![CDATA[12]]></p>", "<p>a</p><!-- b"])
def test_lost_tag_in_a_text_that_nobody_reads_first_is_refused(html: str) -> None:
    assert [refusal.code for refusal in intake(html).refusals] == ["unknown_tag"]


@pytest.mark.parametrize("html", REFUSED)
def test_text_that_can_not_be_kept_is_refused(html: str) -> None:
    taken = intake(html, is_pasted=True)
    assert (taken.html, [refusal.code for refusal in taken.refusals]) == (None, [REFUSED[html]])


HOSTILE = {
    "a long name of a property": ('<p style="', "a", '">a</p>'),
    "a long style of a block": ('<div style="font-weight:bold;a:', "b.", '">' + "<p>a</p>" * 10_000 + "</div>"),
    "pictures": ("", "<img>", ""),
    "numbered headings": ("", '<h2 style="mso-list:l0"><span style="mso-list:Ignore">1. </span>a</h2>', ""),
    "open comments": ("", "<!--", ""),
    "open style sheets": ("", "<style>", ""),
    "formulas": ("", math(fraction(3, 7)), ""),
    "a font of digits": ('<p style="font:', "1", '">a</p>'),
    "a font of hyphens": ('<p style="font-family:', "-", 'a">a</p>'),
    "classes without a rule": ("<style>", ".a,", "</style><p>a</p>"),
    "breaks of a viewer left open": ("<br ", "role=presentation ", ""),
    "a row of stops": ("<p>", ".", "a</p>"),
    "rows without a table": ("", "<tr><td>a</td></tr><p>", ""),
}


@pytest.mark.parametrize("sheet", ["@media all{" * 9_000, "p{content:" + "(" * 40_000, "p{content:" + "attr(" * 19_000])
def test_style_sheet_of_brackets_in_brackets_is_refused(sheet: str) -> None:
    assert [refusal.code for refusal in intake(f"<style>{sheet}</style><p>a</p>", is_pasted=True).refusals] == [
        "too_long"
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_taken_in_linear_time(name: str) -> None:
    """Run without asserting a time: quadratic work would take minutes."""
    start, unit, end = HOSTILE[name]
    taken = intake(start + unit * (150_000 // len(unit)) + end, is_pasted=True)
    assert taken.html is not None or taken.refusals
