"""Every difference is a clinical change, one to check, or proved to be of wording only: none is silent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.comparison import compare

CHANGES = {
    "an item under another heading": (
        "<h3>Safe</h3><ul><li>milk</li></ul><h3>Not safe</h3><ul><li>alcohol</li></ul>",
        "<h3>Safe</h3><ul><li>milk</li><li>alcohol</li></ul><h3>Not safe</h3><ul><li>grapefruit</li></ul>",
    ),
    "an item under another item": (
        "<ul><li>Adults<ul><li>10 mg</li></ul></li><li>Children</li></ul>",
        "<ul><li>Adults</li><li>Children<ul><li>10 mg</li></ul></li></ul>",
    ),
    "headings that swap": ("<h3>Mild</h3><p>rash</p><h3>Serious</h3>", "<h3>Serious</h3><p>rash</p><h3>Mild</h3>"),
    "heads of columns that swap": (
        "<table><tr><th>Adults</th><th>Children</th></tr><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><th>Children</th><th>Adults</th></tr><tr><td>a</td><td>b</td></tr></table>",
    ),
    "cells that swap": (
        "<table><tr><td>yes</td><td>no</td></tr></table>",
        "<table><tr><td>no</td><td>yes</td></tr></table>",
    ),
    "a header cell that is none": (
        "<table><tr><th>a</th><td>b</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></tr></table>",
    ),
    "another tone": (
        '<aside class="callout" data-tone="emergency"><p>Call.</p></aside>',
        '<aside class="callout" data-tone="note"><p>Call.</p></aside>',
    ),
    "no callout": ('<aside class="callout" data-tone="emergency"><p>Call.</p></aside>', "<p>Call.</p>"),
    "steps in another order": ("<ol><li>Shake.</li><li>Inject.</li></ol>", "<ol><li>Inject.</li><li>Shake.</li></ol>"),
    "a list without numbers": ("<ol><li>Shake.</li><li>Inject.</li></ol>", "<ul><li>Shake.</li><li>Inject.</li></ul>"),
    "a heading that is a paragraph": ("<h3>Never</h3><p>Chew.</p>", "<p>Never</p><p>Chew.</p>"),
    "a power": ("<p>10<sup>9</sup> cells</p>", "<p>10<sup>6</sup> cells</p>"),
    "a figure that is no power": ("<p>10<sup>6</sup> cells</p>", "<p>106 cells</p>"),
    "a link": ('<p><a href="#a">Here</a></p>', '<p><a href="#b">Here</a></p>'),
    "a minus": ("<p>Store at −20 °C.</p>", "<p>Store at 20 °C.</p>"),
    "a range of a negative number": ("<p>10 - 20</p>", "<p>10 -20</p>"),
    "a unit": ("<p>Below 10 nmol/L.</p>", "<p>Below 10 µmol/L.</p>"),
    "a fraction": ("<p>Take ⅓ tablet.</p>", "<p>Take ⅔ tablet.</p>"),
    "an age": ("<p>Children aged 6 years</p>", "<p>Children aged 6 months</p>"),
    "a condition": ("<p>Stop unless it hurts.</p>", "<p>Stop if it hurts.</p>"),
    "a direction": ("<p>Signs of hypoglycemia</p>", "<p>Signs of hyperglycemia</p>"),
    "a form": ("<p>Take one XR tablet.</p>", "<p>Take one SR tablet.</p>"),
    "a negation with another apostrophe": ("<p>It can‘t be crushed.</p>", "<p>It can be crushed.</p>"),
    "a new paragraph": ("<p>One.</p>", "<p>One.</p><p>Rest well.</p>"),
    "a removed paragraph": ("<p>One.</p><p>Rest well.</p>", "<p>One.</p>"),
    "a comma": ("<p>Stop, now.</p>", "<p>Stop now.</p>"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_no_change_is_silent(name: str) -> None:
    old, new = CHANGES[name]
    for before, after in ((old, new), (new, old)):
        found = compare(before, after)
        assert found.critical or found.check, f"silent, with the rules {found.wording}"


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("<p>Take .5 mg.</p>", "<p>Take 0.5 mg.</p>", ["quantities"]),
        ("<p>Changed on 14 June 2024.</p>", "<p>Changed on June 14, 2024.</p>", ["dates"]),
        ("<p>Ask <strong>us</strong>.</p>", "<p>Ask us.</p>", ["emphasis"]),
        ("<p>Take 28 mcg.</p>", "<p>Take 28&nbsp;mcg.</p>", ["typography"]),
    ],
)
def test_proved_changes_are_of_wording_only(old: str, new: str, rules: list[str]) -> None:
    found = compare(old, new)
    assert (found.critical, found.check, found.wording) == ([], [], rules)


def test_proof_of_one_passage_hides_no_change_of_another() -> None:
    found = compare("<p>Take .5 mg.</p><p>Take 5 mg.</p>", "<p>Take 0.5 mg.</p><p>Take 0.5 mg.</p>")
    assert found.critical or found.check


def test_clinical_change_is_not_to_check_again() -> None:
    found = compare("<p>Take 5 mg a day.</p>", "<p>Take 50 mg a day.</p>")
    assert ([change.kind for change in found.critical], found.check) == (["dose"], [])


def test_other_words_of_a_sentence_with_a_clinical_change_are_to_check() -> None:
    found = compare("<p>Take 5 mg a day in a quiet room.</p>", "<p>Take 50 mg a day in a large room.</p>")
    assert [(change.old, change.new) for change in found.check] == [("quiet", "large")]


def test_summary_claims_no_more_than_was_proved() -> None:
    old = "<p>Take 5 mg a day.</p><p>Use a soft cloth.</p><p>Ask your physician.</p>"
    new = "<p>Take 50 mg a day.</p><p>You may use a soft cloth.</p><p>Ask your doctor.</p>"
    assert compare(old, new).summary == "1 clinical change, 1 to check, others of wording only."
    assert compare(old, old).is_empty


def test_first_text_changes_nothing() -> None:
    assert compare("", "<p>Take 5 mg.</p>").check == []


FORMS = st.sampled_from(["<p>{}</p>", "<ul><li>{}</li></ul>", "<ol><li>{}</li></ol>", "<h3>{}</h3>"])
BODIES = st.lists(
    st.tuples(FORMS, st.sampled_from(["Take 5 mg.", "Take 6 mg.", "Do not drive.", "Drive.", "Call us."])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(BODIES, BODIES)
def test_no_difference_of_any_two_texts_is_silent(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    before, after = ("".join(form.format(words) for form, words in body) for body in (old, new))
    found = compare(before, after)
    assert found.is_empty or found.critical or found.check
