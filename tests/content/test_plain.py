"""Lines and notes have one form, nothing hidden, nothing a spreadsheet would run."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monograph.content.errors import ContentError
from monograph.content.plain import MAX_HEADING, MAX_NOTE, clean_line, clean_note

HIDDEN = ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\udc80"]


def line(value: str) -> str:
    return clean_line(value, "heading", "The heading")


def note(value: str, *, required: bool = True) -> str:
    return clean_note(value, "reason", "The reason", required=required)


def codes(caught: pytest.ExceptionInfo[ContentError]) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("entered", "stored"),
    [
        ("Dosage", "Dosage"),
        ("  How to \t take\r\n Testol ", "How to take Testol"),
        ("e\u0301", "\u00e9"),
        ("5\u00a0mg", "5\u00a0mg"),
        ("a = b", "a = b"),
        ("=\u0338 x", "\u2260 x"),
        ("x" * MAX_HEADING, "x" * MAX_HEADING),
        (f" {'x' * MAX_HEADING} ", "x" * MAX_HEADING),
    ],
)
def test_line_gets_its_normal_form(entered: str, stored: str) -> None:
    assert line(entered) == stored


@pytest.mark.parametrize("blank", ["", " ", "\t\r\n", "\u00a0", " \u00a0 ", "\u2003", "\u3000"])
def test_blank_line_is_required(blank: str) -> None:
    with pytest.raises(ContentError) as caught:
        line(blank)
    assert codes(caught) == ["required"]
    assert "The heading" in str(caught.value)


@pytest.mark.parametrize("clean", [line, note])
@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_hidden_character_is_refused_with_the_words_before_it(clean: object, character: str) -> None:
    with pytest.raises(ContentError) as caught:
        clean(f"Take one{character}tablet")  # type: ignore[operator]
    assert codes(caught) == ["hidden_character"]
    assert f"U+{ord(character):04X}" in str(caught.value)
    assert "Take one”" in str(caught.value)


@pytest.mark.parametrize("entered", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\u00a0=1"])
def test_formula_is_refused_in_a_line(entered: str) -> None:
    with pytest.raises(ContentError) as caught:
        line(entered)
    assert codes(caught) == ["formula"]


def test_line_is_at_most_as_long_as_the_limit() -> None:
    with pytest.raises(ContentError) as caught:
        line("x" * (MAX_HEADING + 1))
    assert codes(caught) == ["too_long"]
    assert clean_line("x" * 10, "unit", "The unit", max_length=10)


def test_all_problems_of_a_line_are_reported() -> None:
    with pytest.raises(ContentError) as caught:
        line("=" * (MAX_HEADING + 1))
    assert codes(caught) == ["too_long", "formula"]
    assert {problem.field for problem in caught.value.problems} == {"heading"}


@pytest.mark.parametrize(
    ("entered", "stored"),
    [
        ("One\r\ntwo\n\nthree", "One\ntwo\n\nthree"),
        ("\n A reason. \n", "A reason."),
        ("e\u0301", "\u00e9"),
        ("- a list\n= is fine", "- a list\n= is fine"),
        ("x" * MAX_NOTE, "x" * MAX_NOTE),
    ],
)
def test_note_gets_its_normal_form(entered: str, stored: str) -> None:
    assert note(entered) == stored


def test_blank_note_is_refused_only_where_required() -> None:
    assert note(" \n\u00a0", required=False) == ""
    with pytest.raises(ContentError) as caught:
        note(" \n\u00a0")
    assert codes(caught) == ["required"]


def test_note_is_at_most_as_long_as_the_limit() -> None:
    with pytest.raises(ContentError) as caught:
        note("x" * (MAX_NOTE + 1))
    assert codes(caught) == ["too_long"]


TEXTS = st.text(max_size=30) | st.text(alphabet="a \n\r\t\u00a0\u0301\u0338=-\u2028\u2029", max_size=12)


@given(TEXTS)
def test_any_text_is_refused_or_becomes_a_stable_line(entered: str) -> None:
    try:
        stored = line(entered)
    except ContentError as error:
        assert error.problems
        return
    assert stored.strip()
    assert stored.splitlines() == [stored]
    assert line(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)


@given(TEXTS, st.booleans())
def test_any_text_is_refused_or_becomes_a_stable_note(entered: str, required: bool) -> None:
    try:
        stored = note(entered, required=required)
    except ContentError as error:
        assert error.problems
        return
    assert stored.strip() or not required
    assert note(stored, required=required) == stored
    assert unicodedata.is_normalized("NFC", stored)


def test_many_combining_marks_are_refused_quickly() -> None:
    """Refuse the marks before normalizing sorts them, in quadratic time."""
    heap = "e" + "\u0301\u0316" * 200_000
    for clean in (line, note):
        with pytest.raises(ContentError):
            clean(heap)
