"""On a page footnotes are linked, tables scroll, and no word is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from monograph.content.intake import clean_body
from monograph.content.web_body import Labels
from monograph.content.web_body import web_body as body_for_web

MARK = '<sup class="footnote-marker" data-note="{}">{}</sup>'
NOTE = '<p class="footnote" data-note="{}">{}</p>'


TONE_LABELS = {"note": "Note", "warning": "Warning", "doctor": "Call your doctor", "emergency": "Emergency"}
LABELS = Labels(tones=TONE_LABELS, footnote="Footnote", back="Back to the text", table="Table")


def web_body(body: str, kind: str, **options: bool) -> str:
    return body_for_web(body, kind, LABELS, **options)


def page(body: str, kind: str = "dosage") -> etree._Element:
    """Return the HTML parsed as strict XML."""
    return etree.fromstring(f"<div>{web_body(body, kind).replace('<br>', '<br/>')}</div>")


def by_id(root: etree._Element, name: str) -> etree._Element:
    (found,) = [element for element in root.iter() if element.get("id") == name]
    return found


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext())


def test_plain_body_is_shown_as_stored() -> None:
    body = '<p>a <strong>b</strong><br>c &amp; d</p>\n<ul><li>e</li></ul>\n<p><a href="#uses">f</a>\u00a0g</p>'
    assert web_body(body, "dosage") == body
    assert web_body("", "dosage") == ""


def test_footnote_links_there_and_back() -> None:
    root = page(f"<p>Take{MARK.format('a', '*')} it.</p>\n{NOTE.format('a', 'With <em>food</em>.')}")
    mark, note = by_id(root, "dosage-mark-a"), by_id(root, "dosage-note-a")
    (there,), back = mark.findall("a"), note.findall("a")[-1]
    assert (there.get("href"), there.text, there.get("aria-label")) == ("#dosage-note-a", "*", "Footnote *")
    assert (back.get("href"), back.get("aria-label")) == ("#dosage-mark-a", "Back to the text")
    assert text_of(note).startswith("With food. ")
    assert text_of(mark) == "*"


def test_note_links_back_to_its_first_mark() -> None:
    root = page(f"<p>a{MARK.format('n', '*')} b{MARK.format('n', '*')}</p>\n{NOTE.format('n', 'Note.')}")
    links = [link.get("href") for link in root.iter("a")]
    assert links == ["#dosage-note-n", "#dosage-note-n", "#dosage-mark-n"]
    assert next(root.iter("sup")).get("id") == "dosage-mark-n"


def test_mark_without_a_note_is_not_linked() -> None:
    assert web_body(f"<p>a{MARK.format('n', '*')}</p>", "uses") == '<p>a<sup class="footnote-marker">*</sup></p>'


def test_note_without_a_mark_has_no_link_back() -> None:
    assert list(page(NOTE.format("n", "Note.")).iter("a")) == []


def test_ids_of_notes_differ_between_sections() -> None:
    body = f"<p>a{MARK.format('n', '*')}</p>\n{NOTE.format('n', 'Note.')}"
    assert 'id="uses-note-n"' in web_body(body, "uses")
    assert 'id="dosage-note-n"' in web_body(body, "dosage")


@pytest.mark.parametrize("tone", ["note", "warning", "doctor", "emergency"])
def test_callout_has_a_label_beside_its_color(tone: str) -> None:
    (callout,) = page(f'<aside class="callout" data-tone="{tone}"><p>a</p></aside>').iter("aside")
    assert (callout.get("role"), callout.get("aria-label")) == ("note", TONE_LABELS[tone])
    assert TONE_LABELS[tone]


def test_table_scrolls_and_can_be_reached_by_keyboard() -> None:
    body = "<p>a</p>\n<table><tbody><tr><td>b</td></tr></tbody></table>\n<p>c</p>"
    root = page(body)
    assert [element.tag for element in root] == ["p", "div", "p"]
    scroller = root[1]
    assert (scroller.get("tabindex"), scroller.get("role"), bool(scroller.get("aria-label"))) == ("0", "region", True)
    assert [element.tag for element in scroller] == ["table"]
    assert text_of(root).split() == ["a", "b", "c"]


def test_nested_table_scrolls() -> None:
    inner = "<table><tbody><tr><td>b</td></tr></tbody></table>"
    root = page(f"<table><tbody><tr><td><p>a</p>{inner}</td></tr></tbody></table>")
    assert len(list(root.iter("table"))) == len([part for part in root.iter("div") if part.get("class")]) == 2


def test_serious_effects_are_grouped_only_where_asked() -> None:
    body = "<h3>Serious side effects</h3>\n<p>a</p>\n<h3>Others</h3>"
    assert web_body(body, "side-effects") == body
    grouped = web_body(body, "harm", groups_serious_effects=True)
    assert grouped.startswith('<div class="serious"><h3>Serious side effects</h3>')
    assert grouped.endswith("<h3>Others</h3>")


NAMES = st.sampled_from(["a", "b", "note-1"])
WORDS = st.text(alphabet="ab <&>\u00a0\u00e9\"'", min_size=1, max_size=6).map(
    lambda words: words.replace("&", "&amp;").replace("<", "&lt;")
)
PIECES = st.one_of(
    WORDS,
    st.builds(MARK.format, NAMES, WORDS),
    WORDS.map(lambda words: f"<strong>{words}</strong>"),
    st.just("<br>"),
)
LINES = st.lists(PIECES, max_size=4).map("".join)
BLOCKS = st.one_of(
    LINES.map(lambda line: f"<p>{line}</p>"),
    st.builds(NOTE.format, NAMES, LINES),
    LINES.map(lambda line: f"<ul><li>{line}</li></ul>"),
    LINES.map(lambda line: f"<table><tr><td>{line}<td>{line}</table>"),
    LINES.map(lambda line: f'<aside class="callout" data-tone="note">{line}</aside>'),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, max_size=6).map("".join))
def test_any_stored_body_is_well_formed_on_its_page(html: str) -> None:
    body = clean_body(html)
    root = page(body)
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names)), "an id is repeated"
    assert {link.get("href") for link in root.iter("a")} <= {f"#{name}" for name in names}, "a link leads nowhere"
    assert all(name.startswith("dosage-") for name in names)
    stored = etree.fromstring(f"<div>{body.replace('<br>', '<br/>')}</div>")
    shown = text_of(root).replace("\u21a9\ufe0e", "")
    assert shown.split() == text_of(stored).split()
