"""Changes of two people to one text are merged, or become conflicts where they meet."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.comparison.three_way_merge import Choice, Merge, Origin, merge, merge_fields, merge_lines, merged_lines

from ..content.normal_form import assert_normal

BASE = """<p>Take one tablet a day.</p>
<p>Drink water with it.</p>
<ul><li>fever</li><li>headache</li><li>rash</li></ul>
<p>Call your doctor.</p>"""


def changed(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def conflict_texts(found: Merge) -> list[tuple[str, str, str]]:
    return [(passage.base, passage.theirs, passage.mine) for passage in found.conflicts]


def origins(found: Merge) -> list[Origin]:
    return [passage.origin for passage in found.passages if passage.origin != Origin.NOBODY]


# Changes that do not meet


def test_changes_of_different_passages_are_merged() -> None:
    theirs = changed(("one tablet", "two tablets"), ("<p>Call", "<p>New words.</p>\n<p>Call"))
    found = merge(BASE, theirs, changed(("Drink water", "Drink milk")))
    assert origins(found) == [Origin.THEIRS, Origin.MINE, Origin.THEIRS]
    assert found.merged() == changed(
        ("one tablet", "two tablets"), ("Drink water", "Drink milk"), ("<p>Call", "<p>New words.</p>\n<p>Call")
    )


def test_items_of_one_list_are_merged() -> None:
    found = merge(BASE, changed(("fever", "high fever")), changed(("<li>rash</li>", "<li>a rash</li><li>itch</li>")))
    assert found.conflicts == []
    assert "<ul><li>high fever</li><li>headache</li><li>a rash</li><li>itch</li></ul>" in found.merged()


def test_rows_of_one_table_are_merged_below_its_head() -> None:
    def table(first: str, second: str) -> str:
        head = '<thead><tr><th scope="col">Weight</th><th scope="col">Dose</th></tr></thead>'
        rows = "".join(
            f'<tr><th scope="row">{name}</th><td>{dose}</td></tr>' for name, dose in (("a", first), ("b", second))
        )
        return f"<table>{head}<tbody>{rows}</tbody></table>"

    found = merge(table("1 mg", "2 mg"), table("5 mg", "2 mg"), table("1 mg", "9 mg"))
    assert found.merged() == table("5 mg", "9 mg")


def test_paragraphs_of_one_callout_are_merged() -> None:
    def callout(*words: str) -> str:
        return f'<aside class="callout" data-tone="warning">{"".join(f"<p>{line}</p>" for line in words)}</aside>'

    found = merge(callout("Stop at once.", "Call us."), callout("Stop.", "Call us."), callout("Stop at once.", "Call."))
    assert found.merged() == callout("Stop.", "Call.")


def test_same_change_by_both_is_taken_once() -> None:
    both = changed(("one tablet", "two tablets"), ("<p>Call", "<p>New words.</p>\n<p>Call"))
    found = merge(BASE, both, both)
    assert set(origins(found)) == {Origin.BOTH_ALIKE}
    assert found.merged() == both


def test_common_addition_is_taken_once_beside_another() -> None:
    theirs = changed(("<p>Call", "<p>Alike.</p>\n<p>Only theirs.</p>\n<p>Call"))
    found = merge(BASE, theirs, changed(("<p>Call", "<p>Alike.</p>\n<p>Call")))
    assert found.merged() == theirs


# Changes that meet


def test_two_changes_of_one_passage_are_a_conflict() -> None:
    found = merge(BASE, changed(("one tablet", "two tablets")), changed(("a day", "every day")))
    (conflict,) = conflict_texts(found)
    assert conflict == (
        "<p>Take one tablet a day.</p>",
        "<p>Take two tablets a day.</p>",
        "<p>Take one tablet every day.</p>",
    )
    rest = BASE.partition("\n")[2]
    assert found.merged([Choice.THEIRS]) == f"{conflict[1]}\n{rest}"
    assert found.merged([Choice.MINE]) == f"{conflict[2]}\n{rest}"
    assert found.merged([Choice.BOTH]) == f"{conflict[1]}\n{conflict[2]}\n{rest}"


def test_conflict_is_never_resolved_without_a_choice() -> None:
    found = merge(BASE, changed(("one tablet", "two tablets")), changed(("a day", "every day")))
    with pytest.raises(ValueError, match="has to resolve"):
        found.merged()
    assert found.with_placeholders(lambda number: f"[{number}]").startswith("<p>[1]</p>\n<p>Drink")


def test_conflict_in_one_item_is_about_that_item() -> None:
    found = merge(
        BASE, changed(("headache", "bad headache")), changed(("headache", "headaches"), ("fever", "high fever"))
    )
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.theirs) == ("<li>headache</li>", "<li>bad headache</li>")
    assert conflict.as_body(conflict.mine) == "<ul><li>headaches</li></ul>"
    merged = found.merged([Choice.BOTH])
    assert "<ul><li>high fever</li><li>bad headache</li><li>headaches</li><li>rash</li></ul>" in merged
    assert "<li>[1]</li>" in found.with_placeholders(lambda number: f"[{number}]")


def test_passage_removed_by_one_and_changed_by_the_other_is_a_conflict() -> None:
    found = merge(BASE, changed(("<p>Drink water with it.</p>\n", "")), changed(("Drink water", "Drink milk")))
    assert conflict_texts(found) == [("<p>Drink water with it.</p>", "", "<p>Drink milk with it.</p>")]


def test_table_with_another_column_is_one_passage() -> None:
    def table(*rows: str) -> str:
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"

    found = merge(table("ab", "cd"), table("abx", "cdy"), table("ab", "cd", "ef"))
    assert len(found.conflicts) == 1
    assert found.merged([Choice.THEIRS]) == table("abx", "cdy")


def test_two_first_texts_conflict_where_they_differ() -> None:
    found = merge("", "<p>Alike.</p>\n<p>Theirs.</p>", "<p>Alike.</p>\n<p>Mine.</p>")
    assert conflict_texts(found) == [("", "<p>Theirs.</p>", "<p>Mine.</p>")]


# Lines and fields


def test_lines_are_merged_like_passages() -> None:
    passages = merge_lines("a | 1\nb", "a | 2\nb", "a | 1\nb\nc | page 3")
    assert merged_lines(passages) == "a | 2\nb\nc | page 3"
    (conflict,) = merge_lines("a | 1", "a | 2", "a | 3")
    assert merged_lines([conflict], [Choice.BOTH]) == "a | 2\na | 3"


def test_fields_are_merged_separately() -> None:
    fields = merge_fields(
        {"brand": "A", "maker": "M", "other_names": "x\ny"},
        {"brand": "B", "maker": "N", "other_names": "x\ny\nz"},
        {"brand": "A", "maker": "O", "other_names": "w\ny"},
        lists=frozenset({"other_names"}),
    )
    assert [passage.origin for passage in fields["brand"]] == [Origin.THEIRS]
    assert fields["maker"][0].is_conflict
    assert merged_lines(fields["other_names"]) == "w\ny\nz"


# For any texts

WORDS = st.sampled_from("one two three four five".split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LISTS = st.lists(SENTENCES, min_size=1, max_size=4).map(
    lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
)
ROWS = st.lists(st.tuples(SENTENCES, SENTENCES), min_size=1, max_size=3).map(
    lambda rows: f"<table><tbody>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in rows)}</tbody></table>"
)
PARAGRAPHS = SENTENCES.map(lambda words: f"<p>{words}</p>")
BLOCKS = st.one_of(
    PARAGRAPHS,
    LISTS,
    ROWS,
    st.lists(st.one_of(PARAGRAPHS, LISTS), min_size=1, max_size=3).map(
        lambda blocks: f'<aside class="callout" data-tone="note">{"".join(blocks)}</aside>'
    ),
)
BODIES = st.lists(BLOCKS, max_size=6).map("\n".join)


@settings(max_examples=40, deadline=None)
@given(BODIES, BODIES)
def test_unchanged_side_yields_to_the_other(base: str, other: str) -> None:
    assert merge(base, base, other).merged() == other
    assert merge(base, other, base).merged() == other
    assert merge(base, other, other).merged() == other


@settings(max_examples=40, deadline=None)
@given(BODIES, BODIES, BODIES)
def test_both_sides_see_the_same_conflicts(base: str, theirs: str, mine: str) -> None:
    swapped = [(passage.base, passage.mine, passage.theirs) for passage in merge(base, mine, theirs).conflicts]
    assert conflict_texts(merge(base, theirs, mine)) == swapped


def pieces(body: str) -> set[str]:
    """Return the smallest passages of a body: paragraphs, items, rows."""
    for tag in ("ul", "table", "tbody", "aside"):
        body = body.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    body = body.replace('<aside class="callout" data-tone="note">', "")
    for end in ("</p>", "</li>", "</tr>"):
        body = body.replace(end, f"{end}\n")
    return set(filter(None, body.split("\n")))


@settings(max_examples=40, deadline=None)
@given(BODIES, BODIES, BODIES)
def test_no_new_passage_is_lost(base: str, theirs: str, mine: str) -> None:
    found = merge(base, theirs, mine)
    merged = found.merged([Choice.BOTH] * len(found.conflicts))
    assert_normal(merged)
    assert (pieces(theirs) | pieces(mine)) - pieces(base) <= pieces(merged)
    for side, choice in ((theirs, Choice.THEIRS), (mine, Choice.MINE)):
        chosen = found.merged([choice] * len(found.conflicts))
        assert_normal(chosen)
        assert pieces(side) - pieces(base) <= pieces(chosen)


def test_time_grows_linearly_with_the_length() -> None:
    def text(count: int, seed: int) -> str:
        return "\n".join(
            f"<p>Passage {number} of {number * seed % 97} says this and that.</p>" for number in range(count)
        )

    def seconds(count: int) -> float:
        start = time.perf_counter()
        merge(text(count, 1), text(count, 3), text(count, 5))
        return time.perf_counter() - start

    seconds(100)
    assert seconds(2000) < 80 * max(seconds(200), 0.01)
