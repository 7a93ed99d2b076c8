"""Lines that a page divided become whole again; lines that their writer ended stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monograph.content.document import read_document
from monograph.content.intake import intake, intake_plain

LEAFLET = """\
Before you take this medicine, tell your doctor about all
of your medical conditions, including if you have kidney or
liver problems. Your doctor may do blood tests.
Take it once a day."""


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Take ator-\nvastatin 10 mg to 20\nmg once daily.", "<p>Take atorvastatin 10 mg to 20 mg once daily.</p>"),
        ("Take it with a low-\ndose aspirin.", "<p>Take it with a low-dose aspirin.</p>"),
        ("Take 5-\n10 mg.", "<p>Take 5-10 mg.</p>"),
        ("Store between 2 °C and\r\n8 °C.", "<p>Store between 2 °C and 8 °C.</p>"),
        ("Do not\nchew it.", "<p>Do not chew it.</p>"),
        ("Take 2\ntablets a day.", "<p>Take 2 tablets a day.</p>"),
        (LEAFLET, "<p>{} {} {}</p>\n<p>{}</p>".format(*LEAFLET.split("\n"))),
        (
            "Take it in the morning, with or without food.\nIf you forget a dose, take it when you recall it.",
            "<p>Take it in the morning, with or without food. If you forget a dose, take it when you recall it.</p>",
        ),
        ("1. Wash your\nhands.\n2. Dry them.", "<ol><li>Wash your hands.</li><li>Dry them.</li></ol>"),
        ("3) Close it.", '<ol start="3"><li>Close it.</li></ol>'),
        ("• 2.5 mg: one\n• 5 mg: two\nfever", "<ul><li>2.5 mg: one</li><li>5 mg: two</li></ul>\n<p>fever</p>"),
    ],
)
def test_divided_lines_are_joined(text: str, stored: str) -> None:
    assert intake_plain(text).html == stored


@pytest.mark.parametrize(
    "text",
    [
        "fever\nchills\nrash",
        "Adults\n10 mg\nChildren\n5 mg",
        "Storage\nKeep it dry.",
        "Take one tablet in the morning.\nTake two tablets in the evening.",
        "Call your doctor at once for:\nfever",
        "2.5 mg tablets: take one.\n5 mg tablets: take none.",
        "Take one tablet.\n\nand wait.",
        "–5 °C\n–10 °C",
    ],
)
def test_lines_of_their_own_are_paragraphs(text: str) -> None:
    taken = intake_plain(text)
    assert taken.html == "\n".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    assert taken.notices == []


def test_joining_is_announced_and_can_be_left() -> None:
    text = "Take ator-\nvastatin 10 mg."
    notices = [(notice.code, notice.quote) for notice in intake_plain(text).notices]
    assert notices == [("joined_lines", "Take atorvastatin 10 mg."), ("divided_word", "atorvastatin")]
    kept = intake_plain(text, joins_lines=False)
    assert (kept.html, kept.notices) == ("<p>Take ator-</p>\n<p>vastatin 10 mg.</p>", [])


def test_lines_of_the_viewer_in_firefox_are_lines() -> None:
    html = '<span>Take ator-</span><br role="presentation"><span>vastatin &lt; 10 mg.</span>'
    assert intake(html, is_pasted=True).html == "<p>Take atorvastatin &lt; 10 mg.</p>"


def test_plain_text_is_never_markup() -> None:
    assert intake_plain("<del>5</del> & 10 mg").html == "<p>&lt;del&gt;5&lt;/del&gt; &amp; 10 mg</p>"


@given(st.lists(st.text(alphabet="aZ5 .,;:-–/<&\t\u00a0", max_size=30), max_size=8))
def test_no_character_but_a_divided_words_hyphen_is_lost(lines: list[str]) -> None:
    taken = intake_plain("\n".join(lines))
    assert taken.html is not None
    codes = {notice.code for notice in taken.notices}
    before, after = ("".join(words.split()) for words in ("".join(lines), read_document(taken.html).text))
    if "list_mark" not in codes:
        assert after.replace("-", "") == before.replace("-", "")
        assert len(after) == len(before) or "divided_word" in codes
