"""`compare` marks every added and removed word in well-formed, safe HTML."""

import re
from time import process_time

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from monograph.comparison import compare, new_text, old_text, plain_text
from monograph.content.errors import ContentError
from monograph.content.intake import clean_body
from monograph.content.sanitise import ATTRIBUTES, BLOCKS, INLINE, LINK, SCHEMES


def marked(html: str, tag: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return " ".join(" ".join(part.itertext()) for part in root.iter(tag)).strip()


# What a reviewer sees


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("<p>Take 28 mcg a day.</p>", "<p>Take 82 mcg a day.</p>", "28", "82"),
        ("<p>Do not drive.</p>", "<p>Do drive.</p>", "not", ""),
        ("<ul><li>rash</li><li>fever</li></ul>", "<ul><li>rash</li></ul>", "fever", ""),
        ("<p>One.</p>", "<p>One.</p>\n<p>Two.</p>", "", "Two."),
        ("<p>One.</p>\n<p>Two.</p>", "<p>Two.</p>", "One.", ""),
        ("", "<p>All of it.</p>", "", "All of it."),
        ("<p>All of it.</p>", "", "All of it.", ""),
    ],
)
def test_removed_and_added_words_are_marked(old: str, new: str, gone: str, came: str) -> None:
    change = compare(old, new).html
    assert gone in marked(change, "del")
    assert came in marked(change, "ins")
    assert bool(gone) == ("<del>" in change)
    assert bool(came) == ("<ins>" in change)


def test_change_inside_a_list_or_table_keeps_its_structure() -> None:
    old = "<ul><li>rash</li><li>a fever of 101</li></ul><table><tr><th>Week</th></tr><tr><td>5 mg</td></tr></table>"
    new = "<ul><li>rash</li><li>a fever of 104</li></ul><table><tr><th>Week</th></tr><tr><td>6 mg</td></tr></table>"
    assert compare(old, new).html == (
        "<ul><li>rash</li><li>a fever of <del>101</del><ins>104</ins></li></ul>\n"
        '<table><thead><tr><th scope="col">Week</th></tr></thead>'
        "<tbody><tr><td><del>5</del><ins>6</ins> mg</td></tr></tbody></table>"
    )


def test_changed_heading_level_is_labeled() -> None:
    change = compare("<h3>Dose</h3>", "<h4>Dose</h4>").html
    assert "Formatting changed" in change
    assert "<h4>Dose</h4>" in change


def test_lost_bold_is_labeled() -> None:
    assert "Formatting changed" in compare("<p><strong>Never</strong> double it.</p>", "<p>Never double it.</p>").html


def test_changed_tone_of_a_callout_is_labeled() -> None:
    note = '<aside class="callout" data-tone="{}"><p>Rest.</p></aside>'
    assert "Formatting changed" in compare(note.format("note"), note.format("warning")).html


def test_changed_link_is_marked() -> None:
    change = compare('<p><a href="tel:911">Call</a></p>', '<p><a href="tel:119">Call</a></p>').html
    assert "tel:911" in marked(change, "del")
    assert "tel:119" in marked(change, "ins")


def test_identical_texts_have_no_marks() -> None:
    body = '<p>One.</p>\n<ul><li>two</li></ul>\n<table><thead><tr><th scope="col">3</th></tr></thead></table>'
    same = compare(body, body)
    assert same.is_empty
    assert same.html == body
    assert (same.rows, same.critical) == ([], [])


def test_moved_paragraph_is_labeled_at_both_places() -> None:
    change = compare("<p>Keep it cold.</p><p>One.</p><p>Two.</p>", "<p>One.</p><p>Two.</p><p>Keep it cold.</p>").html
    assert change.count('<div class="change-moved">') == 2
    assert "Moved away from here:" in change
    assert "Moved to here:" in change
    assert "change-removed" not in change


def test_moved_run_of_words_is_labeled_at_both_places() -> None:
    run = "keep the bottle in its box until you need it"
    old = f"<p>First of all, {run}, and do read the label.</p><p>The bottle has a cap. It is white.</p>"
    new = f"<p>First of all, do read the label.</p><p>The bottle has a cap. It is white. Also, {run}.</p>"
    change = compare(old, new).html
    assert f'<del class="change-moved"> <span class="change-label">moved from here: </span>{run}</del>' in change
    assert f'<ins class="change-moved"> <span class="change-label">moved here: </span>{run}</ins>' in change


def test_rows_show_blocks_before_and_after() -> None:
    rows = compare("<p>Take 5 mg.</p><p>Gone.</p>", "<p>Take 6 mg.</p><p>Brand new words.</p>").rows
    assert rows[0] == ("<p>Take <del>5</del> mg.</p>", "<p>Take <ins>6</ins> mg.</p>")
    assert [bool(old) for old, _ in rows[1:]] != [bool(new) for _, new in rows[1:]]


def test_html_that_can_run_is_dropped() -> None:
    old = '<p onclick="x()">Take <script>alert(1)</script>5 mg.</p>'
    new = '<p>Take <a href="javascript:x()">6</a> mg.<img src=x onerror=y></p><style>p{}</style>'
    assert compare(old, new).html == "<p>Take <del>5</del><ins>6</ins> mg.</p>"


def test_words_that_look_like_markup_stay_words() -> None:
    change = compare("<p>It is a &lt; b.</p>", "<p>It is a &gt; b.</p>").html
    assert change == "<p>It is a <del>&lt;</del><ins>&gt;</ins> b.</p>"


# For any text

WORDS = st.sampled_from(
    ["dose", "not", "28", "mcg", "a", "day", "never", "5", "mg", "<", "&", "“no”", "é", ".", "\u00a0"]
)
SAID = (
    st.lists(WORDS, min_size=1, max_size=8)
    .map(" ".join)
    .map(lambda said: said.replace("&", "&amp;").replace("<", "&lt;"))
)
LEAF = st.one_of(
    SAID.map("<p>{}</p>".format),
    SAID.map("<h3>{}</h3>".format),
    SAID.map("<p>x <strong>{}</strong> y<br>z</p>".format),
    SAID.map('<p><a href="tel:911">{}</a><sup class="footnote-marker" data-note="a">*</sup></p>'.format),
    st.lists(SAID, min_size=1, max_size=4).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
    st.lists(st.tuples(SAID, SAID), min_size=1, max_size=3).map(
        lambda rows: "<table>" + "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in rows) + "</table>"
    ),
    SAID.map('<aside class="callout" data-tone="note"><p>{}</p><ul><li>a<p>b</p></li></ul></aside>'.format),
)
BODIES = st.lists(LEAF, max_size=6).map("".join)
SOUP = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            "<p> </p> <ul> <li> </li> </ul> <table> <tr> <td> </td> </table> <b> </b> <i> <sup> <script> </script> "
            "<!-- --> < > "
            "<aside class=callout data-tone=note> <h1> </h1> <th colspan=3> <a href='#x'> </a> <br> &lt; &#x202e; "
            "<div> </div>".split()
        ),
    ),
    max_size=25,
).map("".join)


@settings(max_examples=50, deadline=None)
@given(st.one_of(BODIES, SOUP), st.one_of(BODIES, SOUP))
@example("<p>a<ul><li>b", "<li>c<td>d")
@example("<p>5 mg", "\ud800\0")
def test_old_and_new_words_can_be_restored_from_the_diff(old: str, new: str) -> None:
    comparison = compare(old, new)
    assert old_text(comparison.html) == plain_text(old)
    assert new_text(comparison.html) == plain_text(new)
    assert old_text("\n".join(row for row, _ in comparison.rows)) == ("" if comparison.is_empty else plain_text(old))
    assert new_text("\n".join(row for _, row in comparison.rows)) == ("" if comparison.is_empty else plain_text(new))


@settings(max_examples=50, deadline=None)
@given(st.one_of(BODIES, SOUP))
def test_text_compared_with_itself_has_no_change(body: str) -> None:
    same = compare(body, body)
    assert same.is_empty
    assert same.critical == []
    assert not re.search("<ins|<del|change-", same.html)


@settings(max_examples=50, deadline=None)
@given(BODIES)
def test_unchanged_text_is_shown_in_its_normal_form(body: str) -> None:
    try:
        normal = clean_body(body)
    except ContentError:
        return
    assert compare(normal, normal).html == normal


ALLOWED = {
    **{tag: set(names) for tag, names in ATTRIBUTES.items()},
    **{tag: {"class"} for tag in ("ins", "del", "div", "span")},
    "th": {"colspan", "rowspan", "scope"},
    "p": {"class", "data-note"},
}


@settings(max_examples=50, deadline=None)
@given(SOUP, SOUP)
def test_diff_holds_only_elements_of_a_guide_and_marks(old: str, new: str) -> None:
    change = compare(old, new).html
    tags = BLOCKS | INLINE | {"ins", "del", "div", "span"}
    cleaned = nh3.clean(change, tags=tags, attributes=ALLOWED, url_schemes=SCHEMES, link_rel=None)
    assert cleaned.replace("&nbsp;", "\u00a0") == change
    for part in lxml_html.fragment_fromstring(change, create_parent="body").iter("a", "div", "span"):
        if part.tag == "a":
            assert LINK.fullmatch(part.get("href", ""))
        else:
            assert part.get("class", "").startswith("change-")


# The worst input of each part

HOSTILE = {
    "elements left open": ("<b>", "<b></i>"),
    "lists left open": ("<ul><li>a", "<ul><li>b"),
    "blocks all alike": ("<p>a b", "<p>b a"),
    "one long line of amounts": ("5 mg ", "6 mg "),
    "what may be a telephone number": ("1-", "1,"),
    "what may be an address": ("a@", "b@"),
    "what may be a tag": ("<", "<<a"),
    "what may be a section": ("“a ", '"b '),
    "what may end a sentence": ("a.b. ", "a.c. "),
    "accents": ("e\u0301\u0301", "e\u0300"),
    "links": ('<a href="tel:911">x</a> ', '<a href="tel:912">x</a> '),
    "tables": ("<table><tr><td>1<td>2</table>", "<table><tr><td>2<td>1</table>"),
    "raised figures": ("<sup>1,1</sup>", "<sup>1,2</sup>"),
    "opposites": ("unsafe{} ", "safe{} "),
    "spaces": (" ", "\u00a0"),
}


def repeated(piece: str, length: int) -> str:
    return "".join(piece.replace("{}", str(n)) for n in range(length // len(piece)))


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_linearly_with_the_length(name: str) -> None:
    def seconds(length: int) -> float:
        old, new = (repeated(piece, length) for piece in HOSTILE[name])
        start = process_time()
        compare(old, new)
        return process_time() - start

    seconds(500)
    short = min(seconds(750) for _ in range(3))
    # Twelve times the length; quadratic work would take 144 times as long. Long texts overflow the processor's cache,
    # and a busy machine doubles the time: up to 42 times as long is possible for linear work.
    assert any(seconds(9_000) < 60 * max(short, 0.002) for _ in range(3))


def test_two_sections_of_20_kb_are_compared_in_under_200_ms() -> None:
    from bench.compare import section

    old, new = section(is_new=False), section(is_new=True)
    times = []
    for _ in range(5):
        start = process_time()
        compare(old, new)
        times.append(process_time() - start)
    # 100 ms on an idle machine, see bench/compare.py.
    assert min(times) < 0.2
