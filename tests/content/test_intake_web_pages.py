"""What a browser shows of a page is what arrives: its borders, its style sheets, its fields, its foreign elements."""

import pytest

from monograph.content.intake import intake


def codes(messages: list) -> list[str]:
    return [message.code for message in messages]


SEPARATED = [
    "<div>{}<b style='display:block'>{}</b>{}</div>",
    "<p>{}<time style='display:block'>{}</time>{}</p>",
    "<div style='display:flex'><span>{}</span><i>{}</i><b>{}</b></div>",
    "<p><span style='display:inline-grid'><span>{}</span><span>{}</span></span> {}</p>",
    "<label style='display:block'>{}</label><label style='display:block'>{}</label>{}",
    "<my-line style='display:block'>{}</my-line><my-line style='display:block'>{}</my-line>{}",
    "<p><span style='position:absolute;left:0'>{}</span><span style='position:absolute;left:9em'>{}</span>{}</p>",
    "<text><paragraph>{}</paragraph><paragraph>{}</paragraph><footnote>{}</footnote></text>",
    "<text><list><item>{}</item><item><caption>{}</caption>{}</item></list><paragraph/></text>",
    "<p>{}<del style='display:block'><b>9</b></del>{}</p>{}",
]


@pytest.mark.parametrize("html", SEPARATED)
def test_numbers_that_are_shown_apart_do_not_become_one(html: str) -> None:
    words = intake(html.format("5", "10", "7"), is_pasted=True).html or ""
    for tag in ("p", "li", "strong", "em", "ul"):
        words = words.replace(f"<{tag}>", " ").replace(f"</{tag}>", " ")
    assert words.split() == ["5", "10", "7"]


@pytest.mark.parametrize("is_pasted", [True, False])
@pytest.mark.parametrize("name", ["text", "line", "set", "symbol", "view", "mi", "mtext", "annotation"])
def test_words_in_elements_of_drawings_and_formulas_are_kept_elsewhere(name: str, *, is_pasted: bool) -> None:
    taken = intake(f"<p>Do <{name}>not</{name}> chew.</p>", is_pasted=is_pasted)
    assert taken.html == "<p>Do not chew.</p>"


def test_label_in_xml_keeps_its_parts() -> None:
    label = (
        "<section><title>Dosage</title><text><paragraph>Take <content>5</content> mg.</paragraph>"
        "<list listType='ordered'><item>One</item></list><renderMultiMedia referencedObject='M1'/></text></section>"
    )
    taken = intake(label)
    assert taken.html == "<h3>Dosage</h3>\n<p>Take 5 mg.</p>\n<ol><li>One</li></ol>\n<p>[insert: picture]</p>"
    assert codes(taken.notices) == ["picture"]


SHEETS = [
    pytest.param("u{display:none}", "<u>not</u>", [], id="element"),
    pytest.param("#a{display:none}", "<i id=a>not</i>", [], id="name"),
    pytest.param(".w > .n{visibility:hidden}", "<i class=w><i class=n>not</i></i>", [], id="inside"),
    pytest.param("i:first-child{display:none}", "<i>not</i>", [], id="first"),
    pytest.param("@media screen{.n{display:none}}", "<i class=n>not</i>", [], id="screen"),
    pytest.param(".n{display:none!important}", "<i class=n style='display:inline'>not</i>", [], id="important"),
    pytest.param(".w .n{display:none}", "<i class=n>not</i>", ["not"], id="not inside"),
    pytest.param("b.n{display:none}", "<i class=n>not</i>", ["not"], id="other element"),
    pytest.param("/* .n{display:none} */", "<i class=n>not</i>", ["not"], id="comment"),
    pytest.param("@media print{.n{display:none}}", "<i class=n>not</i>", ["not"], id="print"),
    pytest.param(".n{display:none}.n{display:inline}", "<i class=n>not</i>", ["not"], id="later"),
    pytest.param(".n:hover{display:none}", "<i class=n>not</i>", ["not"], id="state"),
    pytest.param("a[[{display:none}", "<i class=n>not</i>", ["not"], id="no selector"),
]


@pytest.mark.parametrize(("sheet", "html", "kept"), SHEETS)
def test_style_sheet_hides_what_it_hides_in_a_browser(sheet: str, html: str, kept: list[str]) -> None:
    taken = intake(f"<style>{sheet}</style><p><b>Do</b> <span>{html}</span> chew.</p>", is_pasted=True)
    words = (taken.html or "").replace("<em>", "").replace("</em>", "")
    assert words == f"<p><strong>Do</strong> {' '.join([*kept, ''])}chew.</p>"
    assert codes(taken.notices) == ([] if kept else ["hidden_text"])


@pytest.mark.parametrize("content", ["'not '", "counter(i) '. '", "attr(data-x)"])
def test_words_that_only_a_style_sheet_writes_are_named(content: str) -> None:
    taken = intake(f"<style>.n::before{{content:{content}}}</style><p>Do <i class=n>chew</i>.</p>", is_pasted=True)
    assert (taken.html, codes(taken.notices)) == ("<p>Do <em>chew</em>.</p>", ["generated_text"])
    assert "chew" in taken.notices[0].quote


def test_sheet_that_is_far_too_long_is_refused() -> None:
    for sheet in (".a{color:red}" * 9_000, "*{color:red}" * 6_000):
        taken = intake(f"<style>{sheet}</style>{'<p>a</p>' * 500}", is_pasted=True)
        assert (taken.html, codes(taken.refusals)) == (None, ["too_long"])


OUT_OF_SIGHT = [
    "class=sr-only",
    "popover",
    "style='position:absolute;left:-9999px'",
    "style='position:absolute;width:1px;height:1px;overflow:hidden'",
    "style='position:absolute;clip:rect(0, 0, 0, 0)'",
    "style='clip-path:inset(50%)'",
    "style='display:inline-block;text-indent:-9999px'",
    "style='content-visibility:hidden'",
]


@pytest.mark.parametrize("attributes", OUT_OF_SIGHT)
def test_words_that_a_page_puts_out_of_sight_are_hidden(attributes: str) -> None:
    html = f"<p>Do <span {attributes}>not</span> chew.</p>"
    taken = intake(html, is_pasted=True)
    assert (taken.html, codes(taken.notices)) == ("<p>Do chew.</p>", ["hidden_text"])
    assert codes(intake(html).refusals) == ["hidden_text"]


@pytest.mark.parametrize("name", ["datalist", "noframes"])
def test_words_that_no_browser_shows_are_hidden(name: str) -> None:
    assert codes(intake(f"<{name}>5 mg</{name}><p>10 mg</p>").refusals) == ["hidden_text"]


@pytest.mark.parametrize(
    "deleted",
    [
        "<span class='TrackChangeTextDeletion TrackedChange'>5</span>",
        "<span class=MsoMoveFrom>5</span>",
        "<span class=line-through>5</span>",
        "<span class=strikethrough>5</span>",
        "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>",
        "<w:moveFrom>5</w:moveFrom>",
    ],
)
def test_deletion_by_the_name_of_a_class_or_of_word_is_one(deleted: str) -> None:
    html = f"<p>Take {deleted}10 mg.</p>"
    assert intake(html, is_pasted=True).html == "<p>Take 10 mg.</p>"
    assert codes(intake(html).refusals) == ["deleted_text"]


FIELDS = [
    ("<select><option>5</option><option>10</option></select>", "5 / 10"),
    ("<input value=10>", "10"),
    ("<input type=checkbox checked>", "☒"),
    ("<input type=image alt=Warning>", "Warning"),
    ("<video>No film</video>", "No film"),
    ("<iframe title='Dose' src='x'></iframe>", "Dose"),
    ("<iframe src=x></iframe>", "an embedded page"),
]


@pytest.mark.parametrize(("field", "quote"), FIELDS)
def test_words_in_fields_and_frames_are_named(field: str, quote: str) -> None:
    taken = intake(f"<p>Take {field} mg.</p>", is_pasted=True)
    assert taken.html == "<p>Take mg.</p>"
    assert [(notice.code, notice.quote) for notice in taken.notices] == [("page_frame", quote)]


def test_hidden_field_and_the_parts_beside_it_are_no_text() -> None:
    taken = intake("<p>Take <input type=hidden value=9>5 mg.</p>", is_pasted=True)
    assert (taken.html, taken.notices) == ("<p>Take 5 mg.</p>", [])


@pytest.mark.parametrize("tag", ["<bdo dir=rtl>", "<span style='unicode-bidi:bidi-override;direction:rtl'>"])
def test_reversed_letters_are_refused(tag: str) -> None:
    taken = intake(f"<p>Take {tag}01</{tag[1:5].strip()}> mg.</p>", is_pasted=True)
    assert (taken.html, codes(taken.refusals)) == (None, ["reversed_text"])


@pytest.mark.parametrize("is_pasted", [True, False])
def test_formula_and_its_picture_are_one(*, is_pasted: bool) -> None:
    katex = (
        "<span class=katex><span class=katex-mathml><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></span>"
        "<span class=katex-html aria-hidden=true>12</span></span>"
    )
    taken = intake(f"<p>Take {katex} tablet.</p>", is_pasted=is_pasted)
    assert (taken.html, codes(taken.notices)) == ("<p>Take ½ tablet.</p>", ["formula"])


def test_picture_by_role_is_a_picture_and_a_sign_stays() -> None:
    taken = intake("<p><span role=img aria-label=Warning></span> Stop <span role=img aria-label=Sun>☀</span></p>")
    assert taken.html == "<p>[insert: picture “Warning”] Stop ☀</p>"


def test_quotations_and_ruby_get_the_marks_that_a_browser_shows() -> None:
    taken = intake(
        "<p><q>No <q>more</q></q> <ruby>500<rt>mg</rt></ruby> <ruby>5<rp>(</rp><rt>g</rt><rp>)</rp></ruby></p>"
    )
    assert taken.html == "<p>“No ‘more’” 500 (mg) 5(g)</p>"


def test_power_of_a_power_is_announced() -> None:
    taken = intake("<p>10<sup>3<sup>4</sup></sup></p>")
    assert (taken.html, codes(taken.notices)) == ("<p>10<sup>34</sup></p>", ["raised_twice"])


@pytest.mark.parametrize("mark", ["role=doc-noteref", "epub:type=noteref"])
def test_mark_of_a_note_in_an_ebook_is_raised(mark: str) -> None:
    assert intake(f"<p>5<a {mark} href='#n'>1</a> mg</p>").html == '<p>5<a href="#n"><sup>1</sup></a> mg</p>'


def test_numbers_that_are_words_of_an_unmarked_list_are_its_own() -> None:
    taken = intake("<ol style='list-style:none'><li>5. Open</li><li>6. Close</li></ol>")
    assert (taken.html, codes(taken.notices)) == ('<ol start="5"><li>Open</li><li>Close</li></ol>', ["list_mark"])


@pytest.mark.parametrize("style", ["list-style-type: lower-greek", "list-style:'✗ '", "list-style-image:url(no.png)"])
def test_marks_of_lists_that_are_lost_are_announced(style: str) -> None:
    taken = intake(f'<ul style="{style}"><li>aspirin</li></ul>')
    assert [(notice.code, notice.quote) for notice in taken.notices] == [("list_style", "aspirin")]


@pytest.mark.parametrize(("html", "quote"), [("a dose <a limit, stop</p>", "<a limit, stop"), ("x <b y> 3", "<b y>")])
def test_words_after_the_name_of_an_element_are_no_attributes(html: str, quote: str) -> None:
    assert [(refusal.code, refusal.quote) for refusal in intake(f"<p>{html}").refusals] == [("unknown_tag", quote)]


def test_usual_attributes_without_a_value_are_attributes() -> None:
    assert intake("<p nowrap><b itemscope>5</b></p>").refusals == []


@pytest.mark.parametrize(
    "style",
    [
        "text-indent:-108pt",
        "position:absolute;left:-20pt",
        "overflow:hidden",
        "width:1px",
        "clip:rect(0, 90px, 20px, 0)",
    ],
)
def test_words_that_a_style_only_places_are_kept(style: str) -> None:
    taken = intake(f'<p style="{style}">Do not chew.</p>', is_pasted=True)
    assert (taken.html, taken.notices) == ("<p>Do not chew.</p>", [])
