"""A body as plain text means the same as on its page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.content.document import read_document
from monograph.content.intake import clean_body
from monograph.content.plain_text import plain_text, written_out
from monograph.content.summary import first_sentence

LABELS = {"note": "Note", "warning": "Warning", "doctor": "Call your doctor", "emergency": "Emergency"}
MARKER = '<sup class="footnote-marker" data-note="a">*</sup>'

WRITTEN = {
    # body: its lines
    "<p>10<sup>6</sup> units, 10<sup>-2</sup> mg, m<sup>2</sup></p>": ["10⁶ units, 10⁻² mg, m²"],
    "<p>H<sub>2</sub>O, C<sub>max</sub>, x<sup>a</sup></p>": ["H₂O, C_max, x^a"],
    f'<p>Ask{MARKER}.</p><p class="footnote" data-note="a">* Now.</p>': ["Ask*.", "* Now."],
    "<p>Take <strong>one</strong><br>a day</p>": ["Take one", "a day"],
    "<h3>When</h3><h4>Whom</h4><p>a</p>": ["### When", "#### Whom", "a"],
    "<ul><li>a</li><li>b</li></ul>": ["- a", "- b"],
    '<ol start="7"><li>a</li><li>b</li></ol>': ["7. a", "8. b"],
    '<ol reversed=""><li>a</li><li>b</li></ol>': ["2. a", "1. b"],
    '<ol reversed="" start="9"><li>a</li><li>b</li></ol>': ["9. a", "8. b"],
    '<ol type="i" start="3"><li>a</li><li>b</li></ol>': ["iii. a", "iv. b"],
    "<ol><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ol>": ["1. a", "   - b", "2. c", "   d"],
    '<aside class="callout" data-tone="warning"><p>a</p><ul><li>b</li></ul></aside>': ["Warning: a", "  - b"],
    '<aside class="callout" data-tone="emergency"><p>Call.</p></aside>': ["Emergency: Call."],
    "<blockquote><p>a</p><p>b</p></blockquote>": ["> a", "> b"],
}
TABLES = {
    "<tr><th>Age</th><th>Dose</th></tr><tr><td>2<br>years</td><td></td></tr>": ["Age | Dose", "2 years |"],
    "<tr><td>a</td><td><ul><li>b</li><li>c</li></ul></td></tr>": ["a | - b; - c"],
    '<tr><td colspan="2">a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr>': ["a | a | b", "c | d | e"],
    '<tr><td rowspan="3">a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr><tr><td>e</td><td>f</td></tr>': [
        *("a | b", "a | c", "a | d", "e | f"),
    ],
    '<tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr>': ["a | b", "c | b"],
    '<tr><td rowspan="2" colspan="2">a</td></tr><tr><td>b</td></tr>': ["a | a", "a | a | b"],
}


@pytest.mark.parametrize("body", WRITTEN)
def test_marks_are_written_out(body: str) -> None:
    assert plain_text(clean_body(body), LABELS).split("\n") == WRITTEN[body]


@pytest.mark.parametrize("rows", TABLES)
def test_each_row_of_a_table_is_a_whole_line(rows: str) -> None:
    assert plain_text(clean_body(f"<table>{rows}</table>"), LABELS).split("\n") == TABLES[rows]


def test_small_text_in_a_wide_cell_stays_small() -> None:
    rows = f'<tr><td colspan="999" rowspan="999">{"a" * 1000}</td><td>b</td></tr>' + "<tr><td>c</td></tr>" * 999
    assert len(plain_text(clean_body(f"<table>{rows}</table>"), LABELS)) < 500_000


def test_summary_has_raised_figures() -> None:
    assert first_sentence("<p>Give 10<sup>6</sup> units. Then stop.</p>") == "Give 10⁶ units."


WORD = st.text("abc 09", min_size=1, max_size=8)
PIECE = st.one_of(
    *(WORD.map(f"<{tag}>{{}}</{tag}>".format) for tag in ("p", "h3", "sup", "sub", "strong", "li", "td")),
    *(WORD.map(f"{opened}{{}}".format) for opened in ("<ul><li>", "<ol reversed><li>", "<table><tr><td colspan=2>")),
    *(WORD.map(f"{closed}{{}}".format) for closed in ("</ul>", "</ol>", "<tr>", "</table>", "<br>", "<blockquote>")),
    WORD.map("<aside class=callout data-tone=note><p>{}".format),
)


@settings(deadline=None)
@given(st.lists(PIECE, max_size=15).map("".join))
def test_no_word_is_lost(html: str) -> None:
    body = clean_body(html)
    words = re.findall(r"[a-c0-9]+", read_document(body).text)
    shown = re.findall(r"[a-c0-9]+", _plain(plain_text(body, LABELS))) if body else []
    assert set(words) <= set(shown)
    assert "<sup>" not in written_out(body)


def _plain(text: str) -> str:
    """Return a text with its raised and lowered figures as others."""
    return text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789", "^_"))
