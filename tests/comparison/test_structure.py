"""Changes of structure and of opposite words are clinical, and are said in words."""

import pytest

from monograph.comparison import compare

SAID = [
    (
        "<h3>Safe</h3><ul><li>milk</li></ul><h3>Not safe</h3><ul><li>alcohol</li></ul>",
        "<h3>Safe</h3><ul><li>milk</li><li>alcohol</li></ul><h3>Not safe</h3><ul><li>grapefruit</li></ul>",
        ["Added: “grapefruit”", "“alcohol” moved from “Not safe” to “Safe”"],
    ),
    (
        "<ul><li>Adults<ul><li>10 mg</li></ul></li><li>Children</li></ul>",
        "<ul><li>Adults</li><li>Children<ul><li>10 mg</li></ul></li></ul>",
        ["“10 mg” moved from “Adults” to “Children”"],
    ),
    (
        "<h3>One</h3><p>Take it at noon.</p><p>Rest.</p><h3>Two</h3><p>Eat.</p>",
        "<h3>One</h3><p>Rest.</p><h3>Two</h3><p>Take it at noon.</p><p>Eat.</p>",
        ["“Take it at noon.” moved from “One” to “Two”"],
    ),
    (
        '<aside data-tone="emergency"><p>Call 911.</p></aside>',
        '<aside data-tone="note"><p>Call 911.</p></aside>',
        ["An emergency callout became a note: “Call 911.”"],
    ),
    (
        '<aside data-tone="warning"><p>Do not stop.</p></aside>',
        "<p>Do not stop.</p>",
        ["“Do not stop.” is no longer in a warning"],
    ),
    (
        "<ol><li>Shake the vial.</li><li>Inject.</li></ol>",
        "<ol><li>Inject.</li><li>Shake the vial.</li></ol>",
        ["The order of the steps changed: “Shake the vial. → Inject.” is now “Inject. → Shake the vial.”"],
    ),
    (
        "<table><tr><th>Sign</th><th>Mild</th><th>Severe</th></tr><tr><td>Rash</td><td>spots</td><td>sores</td></tr></table>",
        "<table><tr><th>Sign</th><th>Severe</th><th>Mild</th></tr><tr><td>Rash</td><td>spots</td><td>sores</td></tr></table>",
        ["The heads of the columns changed places: “Sign | Mild | Severe” is now “Sign | Severe | Mild”"],
    ),
    (
        "<table><tr><th>Weight</th><th>Dose</th></tr><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td>Weight</td><td>Dose</td></tr><tr><td>a</td><td>b</td></tr></table>",
        ["No longer the head of a row or column: “Weight | Dose”"],
    ),
    (
        '<ol start="2"><li>Close it.</li></ol>',
        "<ol><li>Close it.</li></ol>",
        ["The first number of a list changed: “2” is now “1”"],
    ),
    (
        '<ol type="a"><li>Close it.</li><li>Wait.</li></ol>',
        '<ol reversed=""><li>Close it.</li><li>Wait.</li></ol>',
        ["The first number of a list changed: “a” is now “2, counting down”"],
    ),
    ("<p>10<sup>9</sup> cells</p>", "<p>10<sup>6</sup> cells</p>", ["Number changed: “10⁹” is now “10⁶”"]),
    ("<p>Store at −20 °C.</p>", "<p>Store at 20 °C.</p>", ["Number changed: “−20 °C” is now “20 °C”"]),
    ("<p>Take 1½ tablets.</p>", "<p>Take 2½ tablets.</p>", ["Dose changed: “1½ tablets” is now “2½ tablets”"]),
    ("<p>Take one XR tablet.</p>", "<p>Take one SR tablet.</p>", ["Form changed: “XR” is now “SR”"]),
    ("<p>Stop unless it hurts.</p>", "<p>Stop if it hurts.</p>", ["Condition changed: “unless” is now “if”"]),
    ("<p>Use the left arm.</p>", "<p>Use the right arm.</p>", ["Site changed: “left” is now “right”"]),
    ("<p>A nurse must do it.</p>", "<p>A friend must do it.</p>", ["Agent changed: “A nurse” is now “A friend”"]),
    ("<p>Call if you get hives.</p>", "<p>Call if you get a cough.</p>", ["Illness changed: “hives” is now “cough”"]),
]


@pytest.mark.parametrize(("old", "new", "words"), SAID)
def test_change_is_said_in_words_and_once(old: str, new: str, words: list[str]) -> None:
    found = compare(old, new)
    assert [change.words for change in found.critical] == words
    assert found.check == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h3>Storage</h3><p>Keep dry.</p>", "<h3>How to store it</h3><p>Keep dry.</p>"),
        ("<p>Keep dry.</p><p>Rest.</p>", "<p>Keep dry.</p><h3>More</h3><p>Rest.</p>"),
        ("<h3>A</h3><p>x y</p><h3>B</h3><p>z w</p>", "<h3>B</h3><p>z w</p><h3>A</h3><p>x y</p>"),
    ],
)
def test_passage_under_a_reworded_heading_did_not_move(old: str, new: str) -> None:
    assert compare(old, new).critical == []
