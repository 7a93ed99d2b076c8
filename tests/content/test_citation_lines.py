from hypothesis import given
from hypothesis import strategies as st

from monograph.content.citation_lines import citation_lines, parse_citation_lines

key = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
place = st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=20)


@given(st.lists(st.tuples(key, place)))
def test_what_is_written_out_is_read_back(cited: list[tuple[str, str]]) -> None:
    assert parse_citation_lines(citation_lines(cited)) == cited


def test_blank_lines_are_nothing_and_the_place_may_be_left_out() -> None:
    assert parse_citation_lines("\n label | section 2 \n\nother\n") == [("label", "section 2"), ("other", "")]
