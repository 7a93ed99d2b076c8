"""What `clean_body` refuses before it parses: more open elements than any editor leaves."""

import pytest

from monograph.content.errors import ContentError
from monograph.content.intake import clean_body
from monograph.content.sanitise import MAX_DEPTH

# An unknown element is not in the normal form, so only the check before parsing counts it.
MAX_OPEN = 10 * MAX_DEPTH


def codes(html: str) -> list[str]:
    with pytest.raises(ContentError) as refused:
        clean_body(html)
    return [problem.code for problem in refused.value.problems]


def test_text_with_as_many_open_elements_as_the_limit_is_cleaned() -> None:
    assert clean_body("<custom>" * MAX_OPEN + "Words.</custom>") == "<p>Words.</p>"


@pytest.mark.parametrize("tag", ["<custom>", "<CUSTOM>", '<custom class="a">'])
def test_one_more_open_element_is_refused(tag: str) -> None:
    assert codes(tag * (MAX_OPEN + 1) + "Words.") == ["too_deep"]


def test_open_elements_of_several_kinds_count_together() -> None:
    assert codes("<custom><other>" * (MAX_OPEN // 2) + "<custom>Words.") == ["too_deep"]


def test_closing_tags_of_other_elements_close_nothing() -> None:
    assert codes("<custom></other>" * (MAX_OPEN + 1) + "Words.") == ["too_deep"]


def test_closed_elements_do_not_count() -> None:
    assert clean_body("<custom>a</CUSTOM>" * (MAX_OPEN + 1)) == f"<p>{'a' * (MAX_OPEN + 1)}</p>"


def test_elements_that_html_leaves_open_do_not_count() -> None:
    assert clean_body("<p>a" * (MAX_OPEN + 1)).count("<p>a</p>") == MAX_OPEN + 1
