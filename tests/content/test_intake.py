"""What other programs write arrives whole, is announced, or is refused by name."""

import pytest

from monograph.content.intake import intake

from .normal_form import assert_normal


def codes(messages: list) -> list[str]:
    return [message.code for message in messages]


LIST_ITEM = '<p class=MsoListParagraph style="mso-list:l0 level{} lfo1"><span style="mso-list:Ignore">{} </span>{}</p>'


def item(level: int, mark: str, words: str) -> str:
    return LIST_ITEM.format(level, mark, words)


def online_item(level: int, tag: str, words: str) -> str:
    return f'<div class="ListContainerWrapper"><{tag}><li data-aria-level="{level}"><p>{words}</p></li></{tag}></div>'


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        pytest.param("<p class=MsoListParagraph>2.5 mg tablets</p>", "<p>2.5 mg tablets</p>", id="a dose is no mark"),
        pytest.param("<p class=MsoListParagraph>-5 degrees</p>", "<p>-5 degrees</p>", id="a sign is no mark"),
        pytest.param("<p class=MsoListParagraph>·&nbsp; rash</p>", "<ul><li>rash</li></ul>", id="a mark and a space"),
        pytest.param(
            "<p class=MsoListParagraph>a) rash</p>", '<ol type="a"><li>rash</li></ol>', id="a letter and a space"
        ),
        pytest.param(
            item(1, "·", "fever") + item(2, "o", "over 38") + item(1, "·", "chills"),
            "<ul><li><p>fever</p><ul><li>over 38</li></ul></li><li>chills</li></ul>",
            id="Word: levels",
        ),
        pytest.param(
            item(1, "1.", "2.5 mg: one") + item(1, "2.", "5 mg: two"),
            "<ol><li>2.5 mg: one</li><li>5 mg: two</li></ol>",
            id="Word: only the mark is taken",
        ),
        pytest.param(item(2, "·", "deep"), "<ul><li><ul><li>deep</li></ul></li></ul>", id="Word: no outer item"),
        pytest.param(
            item(1, "·", "one") + "<p class=MsoListParagraph>more</p>",
            "<ul><li><p>one</p><p>more</p></li></ul>",
            id="Word: an item goes on",
        ),
        pytest.param(
            item(1, "·", "one") + "<p>between</p>" + item(1, "·", "two"),
            "<ul><li>one</li></ul>\n<p>between</p>\n<ul><li>two</li></ul>",
            id="Word: words between two lists",
        ),
        pytest.param(
            online_item(1, "ul", "fever") + online_item(2, "ul", "over 38") + online_item(1, "ul", "chills"),
            "<ul><li><p>fever</p><ul><li>over 38</li></ul></li><li>chills</li></ul>",
            id="Word Online: levels",
        ),
        pytest.param(
            online_item(1, "ol", "open") + "<p>Wait.</p>" + online_item(1, "ul", "close"),
            "<ol><li>open</li></ol>\n<p>Wait.</p>\n<ul><li>close</li></ul>",
            id="Word Online: words between two lists",
        ),
        pytest.param(
            "<ul><li>milk</li><ul><li>warm</li></ul><li>water</li></ul>",
            "<ul><li><p>milk</p><ul><li>warm</li></ul></li><li>water</li></ul>",
            id="Google Docs: levels",
        ),
        pytest.param(
            '<h2 style="mso-list:l0 level1"><span style="mso-list:Ignore">· </span>Storage</h2>',
            "<h3>Storage</h3>",
            id="a heading that is an item",
        ),
        pytest.param(
            '<h2 style="mso-list:l0 level1"><span style="mso-list:Ignore">1. </span>Dosage</h2><p>See section 1.</p>',
            "<h3>1. Dosage</h3>\n<p>See section 1.</p>",
            id="a number that the text refers to",
        ),
    ],
)
def test_lists_keep_their_words_and_levels(html: str, stored: str) -> None:
    assert intake(html, is_pasted=True).html == stored
    assert_normal(stored)


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ('<p>5 <span style="font-family:Symbol">m</span>g</p>', "<p>5 µg</p>"),
        ('<p>5 <font face="Symbol">m</font>g</p>', "<p>5 µg</p>"),
        ("<p style='font-family:\"Symbol\",serif'>m</p>", "<p>µ</p>"),
        ('<p>Age <span style="font-family:Symbol">\u00b3</span> 6</p>', "<p>Age ≥ 6</p>"),
        ('<p>Age <span style="font-family:Symbol">\uf0a3</span> 6</p>', "<p>Age ≤ 6</p>"),
        ('<p>38<span style="font-family:Symbol">\u00b0</span></p>', "<p>38°</p>"),
        ('<p><span style="font-family:Wingdings">\u00fc</span> safe</p>', "<p>✓ safe</p>"),
        ('<p style="font-family:Symbol">a<span style="font-family:Arial">a</span>b</p>', "<p>\u03b1aβ</p>"),
    ],
)
def test_letters_of_symbol_fonts_become_what_they_show(html: str, stored: str) -> None:
    taken = intake(html)
    assert (taken.html, codes(taken.notices)) == (stored, ["symbol_letter"])


@pytest.mark.parametrize("font", ["Symbol", "Wingdings", "Wingdings 3", "Webdings"])
def test_unknown_letters_of_symbol_fonts_are_refused(font: str) -> None:
    taken = intake(f'<p>Take <span style="font-family:{font}">\u00c6</span> daily.</p>')
    assert [(refusal.code, refusal.quote) for refusal in taken.refusals] == [("symbol_letter", "Æ")]


def fraction(above: str, below: str) -> str:
    return f"<math><mfrac><mn>{above}</mn><mn>{below}</mn></mfrac></math>"


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        (f"<p>Take {fraction('1', '2')} tablet.</p>", "<p>Take ½ tablet.</p>"),
        (f"<p>Take 2{fraction('1', '2')} tablets.</p>", "<p>Take 2½ tablets.</p>"),
        (f"<p>Take 2{fraction('3', '7')} tablets.</p>", "<p>Take 2 3/7 tablets.</p>"),
        (f"<p>{fraction('mg', 'kg')} a day</p>", "<p>mg/kg a day</p>"),
        ("<p><math><msup><mn>10</mn><mn>6</mn></msup></math> cells</p>", "<p>10<sup>6</sup> cells</p>"),
        ("<p><math><msub><mi>B</mi><mn>12</mn></msub></math></p>", "<p>B<sub>12</sub></p>"),
        ("<p><math><semantics><mn>5</mn><annotation>five</annotation></semantics></math> mg</p>", "<p>5 mg</p>"),
    ],
)
def test_simple_formulas_become_text(html: str, stored: str) -> None:
    taken = intake(html)
    assert (taken.html, codes(taken.notices)) == (stored, ["formula"])


def test_other_formulas_are_refused() -> None:
    taken = intake("<p>Take <math><msqrt><mn>9</mn></msqrt></math> mg.</p>")
    assert [(refusal.code, refusal.quote) for refusal in taken.refusals] == [("formula", "9")]


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ('10<font style="mso-text-raise:4pt">6</font> cells', "<p>10<sup>6</sup> cells</p>"),
        ('CO<span style="mso-text-raise:-3.0pt">2</span>', "<p>CO<sub>2</sub></p>"),
        ('10<span style="vertical-align:super">6</span>', "<p>10<sup>6</sup></p>"),
        ('10<span style="position:relative;top:-3pt">6</span>', "<p>10<sup>6</sup></p>"),
        ('B<span style="position: relative; top: 2pt">12</span>', "<p>B<sub>12</sub></p>"),
    ],
)
def test_raised_and_lowered_figures_stay_apart(html: str, stored: str) -> None:
    taken = intake(html)
    assert (taken.html, codes(taken.notices)) == (stored, ["raised_figure"])


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        (
            '<b style="font-weight:normal"><p>a <span style="font-weight:700">b</span></p></b>',
            "<p>a <strong>b</strong></p>",
        ),
        ('<p><span style="font-style:italic">a</span> b</p>', "<p><em>a</em> b</p>"),
        (
            '<div style="font-weight:bold"><p>a</p><p style="font-weight:normal">b</p></div>',
            "<p><strong>a</strong></p>\n<p>b</p>",
        ),
        ('<h2 style="font-weight:bold">a</h2>', "<h3>a</h3>"),
        ("<p><b style='mso-bidi-font-weight:normal'>a</b></p>", "<p><strong>a</strong></p>"),
    ],
)
def test_bold_and_italic_are_what_the_style_says(html: str, stored: str) -> None:
    taken = intake(html)
    assert (taken.html, taken.notices) == (stored, [])


INVISIBLE = [
    *("\u00ad", "\u200b", "\u200e", "\u200f", "\u061c", "\u2060", "\ufeff"),
    *("&shy;", "&lrm;", "&ZeroWidthSpace;"),
]


@pytest.mark.parametrize("hidden", INVISIBLE)
def test_invisible_characters_are_taken_out(hidden: str) -> None:
    taken = intake(f"<p>Metfor{hidden}min</p>")
    assert (taken.html, codes(taken.notices)) == ("<p>Metformin</p>", ["invisible_character"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a\ue000b", "private_character"),
        ("a\uf0b7b", "private_character"),
        ("a\U000f0001b", "private_character"),
        ("a\ufffdb", "damaged_character"),
        ("One_x000D_ two", "spreadsheet_code"),
    ],
)
def test_characters_that_mean_nothing_here_are_refused(words: str, code: str) -> None:
    taken = intake(f"<p>{words}</p>", is_pasted=True)
    assert [(refusal.code, refusal.quote) for refusal in taken.refusals] == [(code, words)]


@pytest.mark.parametrize(
    "address",
    [
        *("#section_5.1", "#", "#Dosage", "", "?q=1", "guide.html", "/admin/", "//example.org/", "/guides/Warfarin/"),
        *("/guides/warfarin", "/guides/../admin/", "https://", "https:evil", "https://a b", "mailto:nobody"),
        *("tel:call-me", "ftp://example.org/", "weird:thing"),
    ],
)
def test_link_that_leads_nowhere_loses_the_link_and_no_word(address: str) -> None:
    taken = intake(f'<p>See <a href="{address}">5.1</a>.</p>')
    assert (taken.html, codes(taken.notices)) == ("<p>See 5.1.</p>", ["link"])
    assert taken.notices[0].message.startswith("1 link")


def test_foot_of_a_table_is_its_last_row() -> None:
    table = "<thead><tr><th>Dose</th></tr></thead><tfoot><tr><td>* with food</td></tr></tfoot><tr><td>5 mg</td></tr>"
    rows = "<tbody><tr><td>5 mg</td></tr><tr><td>* with food</td></tr></tbody>"
    stored = f'<table><thead><tr><th scope="col">Dose</th></tr></thead>{rows}</table>'
    assert intake(f"<table>{table}</table>").html == stored


def test_words_beside_a_part_of_a_table_stay_apart() -> None:
    assert intake("<ul><li><caption>[1]</caption>National</li></ul>").html == "<ul><li>[1] National</li></ul>"


@pytest.mark.parametrize("span", [2, 51, 999])
def test_span_of_a_cell_is_kept(span: int) -> None:
    html = f'<table><tbody><tr><td rowspan="{span}">a</td></tr></tbody></table>'
    assert intake(html).html == html
    assert_normal(html)


@pytest.mark.parametrize("span", ["0", "1000", "65534", "9" * 5000])
def test_span_that_can_not_be_kept_is_refused(span: str) -> None:
    assert codes(intake(f"<table><tr><td colspan={span}>a</td></tr></table>").refusals) == ["table_span"]


def test_all_messages_are_made_at_once() -> None:
    taken = intake('<p>a\ue000<s>b</s><img alt="c"></p>')
    assert (taken.html, codes(taken.notices), codes(taken.refusals)) == (
        None,
        ["picture"],
        ["deleted_text", "private_character"],
    )
