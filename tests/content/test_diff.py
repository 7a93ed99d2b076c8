"""changes: a reviewer must see every word that came or went, and that formatting changed where no word did."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from monograph.content.diff import changes
from monograph.content.sanitise import clean_body


def marked(html: str, tag: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return " ".join(" ".join(part.itertext()) for part in root.iter(tag)).strip()


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
def test_words_that_went_and_came_are_marked(old: str, new: str, gone: str, came: str) -> None:
    change = changes(old, new)
    assert gone in marked(change, "del")
    assert came in marked(change, "ins")
    assert bool(gone) == ("<del>" in change)
    assert bool(came) == ("<ins>" in change)


def test_a_changed_heading_level_is_told_although_no_word_changed() -> None:
    assert "Formatting changed" in changes("<h3>Dose</h3>", "<h4>Dose</h4>")


def test_lost_bold_is_told_although_no_word_changed() -> None:
    assert "Formatting changed" in changes("<p><strong>Never</strong> double it.</p>", "<p>Never double it.</p>")


def test_a_changed_link_is_told_although_no_word_changed() -> None:
    change = changes('<p><a href="tel:911">Call</a></p>', '<p><a href="tel:119">Call</a></p>')
    assert "tel:911" in marked(change, "del")
    assert "tel:119" in marked(change, "ins")


def test_no_change_has_no_marks() -> None:
    body = "<p>One.</p>\n<ul><li>two</li></ul>"
    assert not re.search("<ins|<del|change-", changes(body, body))


words = st.lists(st.sampled_from(["dose", "not", "28", "mcg", "a", "day", "never"]), min_size=1, max_size=6).map(
    " ".join
)
bodies = st.lists(words.map(lambda text: f"<p>{text}</p>"), max_size=6).map("".join).map(clean_body)


@given(bodies, bodies)
def test_the_new_text_is_what_remains_without_the_deletions(old: str, new: str) -> None:
    root = lxml_html.fragment_fromstring(changes(old, new), create_parent="div")
    for label in root.xpath('.//p[@class="change-label"]'):
        label.drop_tree()
    for deletion in list(root.iter("del")):
        deletion.drop_tree()
    expected = "".join(lxml_html.fragment_fromstring(new, create_parent="div").itertext())
    assert "".join("".join(root.itertext()).split()) == "".join(expected.split())
