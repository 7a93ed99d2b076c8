"""Places of passages: as blocks and offsets, and as numbers of letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monograph.content.passages import Passage, PassageText, count_letters, letters_of

THREE = (
    "<h3>Adults</h3><p>Take 5 mg a day.</p><h3>Children</h3><p>Take 5 mg a day.</p>"
    "<ul><li>Take 5&nbsp;mg<br>a day, <strong>or 15 mg</strong>.</li></ul>"
)
WORDS = st.text(st.sampled_from("ab5 .\u00a0\n💊"), max_size=12)
HTML = st.lists(st.tuples(st.sampled_from(["p", "h3", "li", "td"]), WORDS), max_size=6).map(
    lambda blocks: "".join(f"<{tag}>{words}</{tag}>" for tag, words in blocks)
)


@pytest.mark.parametrize(
    ("quote", "blocks"),
    [
        ("Take 5 mg a day", [1, 3, 4]),
        ("take 5 MG a day", [1, 3, 4]),  # nobody typed it as the text has it
        ("5 mg a day.", [1, 3]),
        ("15 mg", [4]),
        ("5 mg", [1, 3, 4]),  # but not inside 15 mg
        ("a day. Children", [1]),  # words of two blocks
        ("ldren", [2]),  # a part of a word, if it is no word of its own
        ("10 mg", []),
        (" \n", []),
    ],
)
def test_quotation_is_found_wherever_it_is(quote: str, blocks: list[int]) -> None:
    text = PassageText(THREE)
    found = text.occurrences(quote)
    assert [text.passage_at(letter, len(letters_of(quote))).block for letter in found] == blocks


@pytest.mark.parametrize(
    ("quote", "html"),
    [("don't", "<p>Don’t.</p>"), ("5-10 mg", "<p>5–10 mg</p>"), ('"no"', "<p>“No”</p>"), ("-5", "<p>−5</p>")],
)
def test_signs_that_are_on_no_keyboard_are_found_by_those_that_are(quote: str, html: str) -> None:
    assert PassageText(html).occurrences(quote) == [0]


@pytest.mark.parametrize(
    ("html", "found"),
    [("<p>2.5 mg, then 5 mg</p>", [10]), ("<p>1,5 mg and 5 mg</p>", [8]), ("<p>5 mg. 5 mgs</p>", [0])],
)
def test_number_inside_a_longer_one_is_another_number(html: str, found: list[int]) -> None:
    assert PassageText(html).occurrences("5 mg") == found


def test_passage_has_block_offset_and_length() -> None:
    text = PassageText(THREE)
    letter = text.occurrences("or 15 mg")[0]
    assert text.passage_at(letter, 6) == Passage(4, 17, 8)
    before, words, after = text.in_context(letter, 6)
    assert before.endswith("ldren · Take 5 mg a day. · Take 5\u00a0mg a day, ")
    assert (words, after) == ("or 15 mg", ".")
    assert text.heading_before(letter) == "Children"


@pytest.mark.parametrize("passage", [Passage(9, 0, 1), Passage(4, 0, 400), Passage(4, 400, 1)])
def test_place_that_the_text_does_not_have_is_none(passage: Passage) -> None:
    assert PassageText(THREE).letter_of(passage) is None


def test_heading_of_the_section_ends_its_body() -> None:
    text = PassageText("<h3>Adults</h3><p>One.</p><h2>Dosage</h2><p>Two.</p>")
    assert [text.heading_before(text.occurrences(words)[0]) for words in ("Adults", "One", "Dosage", "Two")] == [
        "",
        "Adults",
        "",
        "",
    ]


@given(HTML, st.integers(0, 60), st.integers(1, 60))
def test_every_passage_is_found_again_at_its_place(html: str, letter: int, count: int) -> None:
    text = PassageText(html)
    assert len(text.letters) == count_letters(text.text)
    if letter + count > len(text.letters):
        return
    passage = text.passage_at(letter, count)
    assert text.letter_of(passage) == letter
    words = text.words(letter, count)
    assert letters_of(words) == text.letters[letter : letter + count]
    assert text.has_at(words, letter)
    block = text.document.blocks[passage.block] if text.document.blocks else None
    if block:
        assert text.text[block.start + passage.offset :].startswith(words[:1])
