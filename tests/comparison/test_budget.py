"""A difference too large to examine is to be checked, and says so; it is never silent."""

import pytest

from monograph.comparison import compare
from monograph.comparison.budget import BLOCK, MAX_ELEMENTS, MAX_EXAMINED
from monograph.comparison.edits import MAX_COMPARED

DOSE = "<p>Take 5 mg of it once a day, with or without food.</p>"
LONG = MAX_EXAMINED // 2


def paragraphs(word: str) -> str:
    """Return paragraphs that take the whole budget when each is replaced by another one."""
    return "".join(f"<p>{word * 10} {word}{number}</p>" for number in range(MAX_EXAMINED // (2 * BLOCK)))


def items(word: str) -> str:
    return paragraphs(word).replace("p>", "li>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (paragraphs("apple"), paragraphs("orange")),
        (f"<ul>{items('apple')}</ul>", f"<ul>{items('orange')}</ul>"),
        (f"<p>{'apple ' * LONG}</p>", f"<p>{'orange ' * LONG}</p>"),
    ],
    ids=["paragraphs", "one list", "one paragraph"],
)
def test_change_beyond_the_budget_is_to_be_checked(before: str, after: str) -> None:
    comparison = compare(before + DOSE, after + DOSE.replace("5 mg", "50 mg"))
    change = comparison.check[-1]
    assert change.blocks >= 1
    assert change.words.startswith(f"Too much changed to examine: check {change.blocks:,} changed block")
    assert change.quote in change.words
    assert not change.has_passage
    assert comparison.summary.endswith("to check.") and "0 to check" not in comparison.summary


def test_change_within_the_budget_is_examined_before_the_others() -> None:
    comparison = compare(DOSE + paragraphs("apple"), DOSE.replace("5 mg", "50 mg") + paragraphs("orange"))
    assert comparison.critical[0].words == "Dose changed: “5 mg” is now “50 mg”"
    assert [change.blocks > 0 for change in comparison.check].count(True) == 1


def test_long_text_with_few_changes_is_examined_whole() -> None:
    before = DOSE.replace("it", "apples") * 1_500 + DOSE
    comparison = compare(before, before.removesuffix(DOSE) + DOSE.replace("5 mg", "50 mg"))
    assert [change.kind for change in comparison.critical] == ["dose"]
    assert comparison.check == []


def test_two_usual_sections_with_nothing_in_common_are_examined_whole() -> None:
    from bench.compare import section

    old = section(is_new=False)
    new = old.translate(str.maketrans("aeiou", "eioua"))
    assert not any(change.blocks for change in compare(old, new).check)


def many(word: str) -> str:
    return f"<p>{word}" * (MAX_ELEMENTS // 2)


def test_texts_of_too_many_elements_are_to_be_checked_whole() -> None:
    before, after = many("a"), f"{many('a')}<p>&lt;b&gt;"
    comparison = compare(before, after)
    assert (len(comparison.check), comparison.check[0].blocks, comparison.critical) == (1, 2, [])
    assert comparison.html.count("<del>") == comparison.html.count("<ins>") == 1
    assert "&lt;b&gt;" in comparison.html
    assert [bool(side) for side in comparison.rows[0]] == [True, False]


def test_too_many_equal_elements_are_no_change() -> None:
    text = many("a") * 2
    comparison = compare(text, text)
    assert (comparison.is_empty, comparison.check) == (True, [])
    # The same words in other elements are no other text, but nobody can say so of as many.
    assert compare(text, text.replace("<p>", "<h3>", 1)).check


def test_first_text_of_too_many_elements_changes_nothing() -> None:
    comparison = compare("", many("a") * 3)
    assert (comparison.is_empty, comparison.check) == (False, [])


def test_texts_at_the_limit_of_elements_are_compared_block_by_block() -> None:
    comparison = compare(many("a"), many("a").replace("<p>a", "<p>Take 5 mg.", 1))
    assert [change.words for change in comparison.critical] == ["Dose added: “5 mg”"]
    assert not any(change.blocks for change in comparison.check)


def test_paragraph_too_long_to_compare_by_words_is_shown_whole_and_to_be_checked() -> None:
    long = f"<p>{'word ' * (MAX_COMPARED // 10)}"
    comparison = compare(f"{long}before</p><p>Take 5 mg.</p>", f"{long}after</p><p>Take 6 mg.</p>")
    assert comparison.html.count("word") == 2 * long.count("word"), "before, and after"
    assert [change.blocks for change in comparison.check] == [2]
    assert compare(f"{long}</p><p>Take 5 mg.</p>", f"{long}</p><p>Take 6 mg.</p>").critical[0].kind == "dose"
