"""Two people's changes to one text are joined where they don't meet, and told where they do."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.comparison.three_way_merge import Choice, Merge, Origin, joined_lines, merge, merge_fields, merge_lines

from ..content.normal_form import assert_normal

BASE = """<p>Take one tablet a day.</p>
<p>Drink water with it.</p>
<ul><li>fever</li><li>headache</li><li>rash</li></ul>
<p>Call your doctor.</p>"""


def of(*changes: tuple[str, str]) -> str:
    text = BASE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def told(found: Merge) -> list[tuple[str, str, str]]:
    return [(each.base, each.theirs, each.mine) for each in found.conflicts]


def origins(found: Merge) -> list[Origin]:
    return [each.origin for each in found.passages if each.origin != Origin.NOBODY]


# What does not meet


def test_changes_of_different_passages_are_joined() -> None:
    theirs = of(("one tablet", "two tablets"), ("<p>Call", "<p>New words.</p>\n<p>Call"))
    found = merge(BASE, theirs, of(("Drink water", "Drink milk")))
    assert origins(found) == [Origin.THEIRS, Origin.MINE, Origin.THEIRS]
    assert found.joined() == of(
        ("one tablet", "two tablets"), ("Drink water", "Drink milk"), ("<p>Call", "<p>New words.</p>\n<p>Call")
    )


def test_items_of_one_list_are_joined() -> None:
    found = merge(BASE, of(("fever", "high fever")), of(("<li>rash</li>", "<li>a rash</li><li>itch</li>")))
    assert found.conflicts == []
    assert "<ul><li>high fever</li><li>headache</li><li>a rash</li><li>itch</li></ul>" in found.joined()


def test_rows_of_one_table_are_joined_and_its_head_stays_its_head() -> None:
    def table(first: str, second: str) -> str:
        head = '<thead><tr><th scope="col">Weight</th><th scope="col">Dose</th></tr></thead>'
        rows = "".join(
            f'<tr><th scope="row">{name}</th><td>{dose}</td></tr>' for name, dose in (("a", first), ("b", second))
        )
        return f"<table>{head}<tbody>{rows}</tbody></table>"

    found = merge(table("1 mg", "2 mg"), table("5 mg", "2 mg"), table("1 mg", "9 mg"))
    assert found.joined() == table("5 mg", "9 mg")


def test_paragraphs_of_one_callout_are_joined() -> None:
    def callout(*words: str) -> str:
        return f'<aside class="callout" data-tone="warning">{"".join(f"<p>{each}</p>" for each in words)}</aside>'

    found = merge(callout("Stop at once.", "Call us."), callout("Stop.", "Call us."), callout("Stop at once.", "Call."))
    assert found.joined() == callout("Stop.", "Call.")


def test_the_same_change_by_both_is_taken_once() -> None:
    both = of(("one tablet", "two tablets"), ("<p>Call", "<p>New words.</p>\n<p>Call"))
    found = merge(BASE, both, both)
    assert set(origins(found)) == {Origin.BOTH_ALIKE}
    assert found.joined() == both


def test_what_both_added_alike_is_taken_once_beside_what_one_added() -> None:
    theirs = of(("<p>Call", "<p>Alike.</p>\n<p>Only theirs.</p>\n<p>Call"))
    found = merge(BASE, theirs, of(("<p>Call", "<p>Alike.</p>\n<p>Call")))
    assert found.joined() == theirs


# What meets


def test_two_changes_of_one_passage_are_a_conflict_with_three_texts() -> None:
    found = merge(BASE, of(("one tablet", "two tablets")), of(("a day", "every day")))
    (conflict,) = told(found)
    assert conflict == (
        "<p>Take one tablet a day.</p>",
        "<p>Take two tablets a day.</p>",
        "<p>Take one tablet every day.</p>",
    )
    rest = BASE.partition("\n")[2]
    assert found.joined([Choice.THEIRS]) == f"{conflict[1]}\n{rest}"
    assert found.joined([Choice.MINE]) == f"{conflict[2]}\n{rest}"
    assert found.joined([Choice.BOTH]) == f"{conflict[1]}\n{conflict[2]}\n{rest}"


def test_a_conflict_is_never_settled_by_itself() -> None:
    found = merge(BASE, of(("one tablet", "two tablets")), of(("a day", "every day")))
    with pytest.raises(ValueError, match="settled by a person"):
        found.joined()
    assert found.with_gaps(lambda number: f"[{number}]").startswith("<p>[1]</p>\n<p>Drink")


def test_a_conflict_in_one_item_is_about_that_item() -> None:
    found = merge(BASE, of(("headache", "bad headache")), of(("headache", "headaches"), ("fever", "high fever")))
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.theirs) == ("<li>headache</li>", "<li>bad headache</li>")
    assert conflict.whole(conflict.mine) == "<ul><li>headaches</li></ul>"
    joined = found.joined([Choice.BOTH])
    assert "<ul><li>high fever</li><li>bad headache</li><li>headaches</li><li>rash</li></ul>" in joined
    assert "<li>[1]</li>" in found.with_gaps(lambda number: f"[{number}]")


def test_a_passage_that_one_took_out_and_the_other_changed_is_a_conflict() -> None:
    found = merge(BASE, of(("<p>Drink water with it.</p>\n", "")), of(("Drink water", "Drink milk")))
    assert told(found) == [("<p>Drink water with it.</p>", "", "<p>Drink milk with it.</p>")]


def test_a_table_that_got_another_column_is_one_passage() -> None:
    def table(*rows: str) -> str:
        cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"

    found = merge(table("ab", "cd"), table("abx", "cdy"), table("ab", "cd", "ef"))
    assert len(found.conflicts) == 1
    assert found.joined([Choice.THEIRS]) == table("abx", "cdy")


def test_two_first_texts_are_a_conflict_where_they_differ() -> None:
    found = merge("", "<p>Alike.</p>\n<p>Theirs.</p>", "<p>Alike.</p>\n<p>Mine.</p>")
    assert told(found) == [("", "<p>Theirs.</p>", "<p>Mine.</p>")]


# Lines and fields


def test_lines_are_joined_like_passages() -> None:
    passages = merge_lines("a | 1\nb", "a | 2\nb", "a | 1\nb\nc | page 3")
    assert joined_lines(passages) == "a | 2\nb\nc | page 3"
    (conflict,) = merge_lines("a | 1", "a | 2", "a | 3")
    assert joined_lines([conflict], [Choice.BOTH]) == "a | 2\na | 3"


def test_fields_are_merged_each_by_itself() -> None:
    fields = merge_fields(
        {"brand": "A", "maker": "M", "other_names": "x\ny"},
        {"brand": "B", "maker": "N", "other_names": "x\ny\nz"},
        {"brand": "A", "maker": "O", "other_names": "w\ny"},
        lists=frozenset({"other_names"}),
    )
    assert [each.origin for each in fields["brand"]] == [Origin.THEIRS]
    assert fields["maker"][0].is_conflict
    assert joined_lines(fields["other_names"]) == "w\ny\nz"


# Whatever the texts

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


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES)
def test_where_one_changed_nothing_the_other_is_taken(base: str, other: str) -> None:
    assert merge(base, base, other).joined() == other
    assert merge(base, other, base).joined() == other
    assert merge(base, other, other).joined() == other


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES, BODIES)
def test_both_sides_see_the_same_conflicts(base: str, theirs: str, mine: str) -> None:
    swapped = [(each.base, each.mine, each.theirs) for each in merge(base, mine, theirs).conflicts]
    assert told(merge(base, theirs, mine)) == swapped


def pieces(body: str) -> set[str]:
    """The smallest passages of a body: paragraphs, items, rows."""
    for tag in ("ul", "table", "tbody", "aside"):
        body = body.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    body = body.replace('<aside class="callout" data-tone="note">', "")
    for end in ("</p>", "</li>", "</tr>"):
        body = body.replace(end, f"{end}\n")
    return set(filter(None, body.split("\n")))


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES, BODIES)
def test_no_new_passage_is_lost(base: str, theirs: str, mine: str) -> None:
    found = merge(base, theirs, mine)
    joined = found.joined([Choice.BOTH] * len(found.conflicts))
    assert_normal(joined)
    assert (pieces(theirs) | pieces(mine)) - pieces(base) <= pieces(joined)
    for side, choice in ((theirs, Choice.THEIRS), (mine, Choice.MINE)):
        chosen = found.joined([choice] * len(found.conflicts))
        assert_normal(chosen)
        assert pieces(side) - pieces(base) <= pieces(chosen)


def test_long_texts_take_no_longer_than_they_are_long() -> None:
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
