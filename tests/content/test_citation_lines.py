"""Citation lines survive a round trip through the form."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.content.citation_lines import citation_lines, parse_citation_lines

key = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
place = st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=20)


@settings(max_examples=50)
@given(st.lists(st.tuples(key, place), max_size=8))
def test_citation_lines_survive_a_round_trip(cited: list[tuple[str, str]]) -> None:
    assert parse_citation_lines(citation_lines(cited)) == cited


def test_blank_lines_are_ignored_and_place_is_optional() -> None:
    assert parse_citation_lines("\n label | section 2 \n\nother\n") == [("label", "section 2"), ("other", "")]
