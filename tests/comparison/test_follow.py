"""Passages are followed from an old text to a new one, or are said to be gone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monograph.comparison.follow import Followed, Follower
from monograph.content.passages import PassageText, letters_of

from ..browser.conftest import RICH

DOSES = (
    "<h3>Adults</h3>\n<p>Take 5 mg a day.</p>\n<h3>Children</h3>\n<p>Take 5 mg a day.</p>\n"
    "<h3>Older people</h3>\n<p>Take 5 mg a day.</p>"
)
ADULTS, CHILDREN, OLDER = (
    f"<h3>{who}</h3>\n<p>Take 5 mg a day.</p>\n" for who in ("Adults", "Children", "Older people")
)


def follow(old: str, new: str, quote: str, nth: int = 0) -> tuple[str, str] | None:
    """Return the passage in the new text, and the heading before it."""
    follower = Follower(old, new)
    letter = follower.old.occurrences(quote)[nth]
    found = follower.follow(letter, len(letters_of(quote)))
    if found is None:
        return None
    words = follower.new.words(found.letter, found.count)
    assert found.is_changed == (letters_of(words) != letters_of(quote))
    return words, follower.new.heading_before(found.letter)


@pytest.mark.parametrize(
    ("new", "nth", "expected"),
    [
        (DOSES, 1, "Children"),
        (f"<p>Read this.</p>\n{DOSES}", 1, "Children"),
        (CHILDREN + OLDER, 1, "Children"),
        (CHILDREN + OLDER, 2, "Older people"),
        (CHILDREN + ADULTS + OLDER, 1, "Children"),
        (CHILDREN + ADULTS + OLDER, 0, "Adults"),
        (ADULTS + OLDER, 0, "Adults"),
        (ADULTS + OLDER, 2, "Older people"),
    ],
)
def test_passage_is_followed_among_equal_ones(new: str, nth: int, expected: str) -> None:
    assert follow(DOSES, new, "Take 5 mg a day", nth) == ("Take 5 mg a day", expected)


@pytest.mark.parametrize(("new", "nth"), [(CHILDREN + OLDER, 0), (ADULTS + OLDER, 1), (ADULTS, 2), ("", 0)])
def test_removed_passage_is_gone_though_equal_ones_are_left(new: str, nth: int) -> None:
    assert follow(DOSES, new, "Take 5 mg a day", nth) is None


@pytest.mark.parametrize(
    ("old", "new", "quote", "expected"),
    [
        ("Take 5 mg a day.", "Take 10 mg a day.", "Take 5 mg a day", "Take 10 mg a day"),
        ("Take 5 mg a day.", "Take 10 mg a day.", "5 mg a day", "10 mg a day"),
        ("Take 5 mg a day.", "Take 5 mg twice a day.", "Take 5 mg", "Take 5 mg"),
        ("Take it at night.", "Do not take it at night.", "it at night", "it at night"),
        ("Take 5 mg a day, at night.", "Take 5 mg a day, at noon.", "5 mg a day, at night", "5 mg a day, at noon"),
        ("Take 5 mg a day.", "Take 10 mg a day.", "5", None),
        ("Do not drive.", "Do drive.", "not", None),
        ("Do not drive a car.", "Do not, ever, drive a car.", "Do not drive", "Do not, ever, drive"),
    ],
)
def test_changed_passage_is_found_with_its_new_words(old: str, new: str, quote: str, expected: str | None) -> None:
    found = follow(f"<p>{old}</p>", f"<p>{new}</p>", quote)
    assert (found and found[0]) == expected


def test_sentence_that_moved_into_another_paragraph_is_followed() -> None:
    moved = "Call your doctor if your skin turns yellow."
    old = f"<p>One thing first. {moved}</p>\n<p>Another thing is next to it.</p>"
    new = f"<p>One thing first.</p>\n<p>Another thing is next to it. {moved}</p>"
    assert follow(old, new, moved) == (moved, "")


def test_short_passage_is_not_found_elsewhere_by_chance() -> None:
    assert (
        follow("<p>Do not drive.</p>\n<p>Rest a lot.</p>", "<p>Do drive.</p>\n<p>Rest, not a lot.</p>", "not") is None
    )


@pytest.mark.parametrize("body", [RICH, DOSES, "<ul><li>One<ul><li>two</li></ul>three</li></ul>", "a<br>b &lt; c"])
def test_tree_and_document_have_the_same_letters(body: str) -> None:
    follower = Follower(body, body)
    assert follower.places == list(range(len(follower.old.letters))) != []


WORDS = st.lists(st.sampled_from("take not 5 10 mg day . call rash".split()), min_size=1, max_size=8).map(" ".join)
BLOCK = st.tuples(st.sampled_from(["p", "h3", "blockquote"]), WORDS).map(lambda block: "<{0}>{1}</{0}>".format(*block))
BODY = st.lists(BLOCK, max_size=6)


def _html(blocks: list[str]) -> str:
    return "\n".join(blocks)


@given(BODY, BODY, st.integers(0, 80), st.integers(1, 40))
def test_followed_passage_is_in_the_new_text(old: list[str], new: list[str], letter: int, count: int) -> None:
    follower = Follower(_html(old), _html(new))
    assume(letter + count <= len(follower.old.letters))
    found = follower.follow(letter, count)
    if found is None:
        return
    assert 0 <= found.letter and found.count > 0 and found.letter + found.count <= len(follower.new.letters)
    same = (
        follower.new.letters[found.letter : found.letter + found.count] == follower.old.letters[letter : letter + count]
    )
    assert found.is_changed != same


@given(
    BODY, st.integers(0, 6), BLOCK.map(lambda block: block.replace("take", "zebra").replace("not", "quokka")), st.data()
)
def test_passage_is_followed_exactly_where_only_another_block_was_added(
    old: list[str], place: int, added: str, data: st.DataObject
) -> None:
    assume(added not in old)
    place = min(place, len(old))
    follower = Follower(_html(old), _html([*old[:place], added, *old[place:]]))
    total = len(follower.old.letters)
    assume(total)
    letter = data.draw(st.integers(0, total - 1))
    before = len(PassageText(_html(old[:place])).letters)
    shift = len(PassageText(added).letters) if letter >= before else 0
    assert follower.follow(letter, 1) == Followed(letter + shift, 1, is_changed=False)


@given(BODY, st.data())
def test_every_passage_of_an_unchanged_text_stays(old: list[str], data: st.DataObject) -> None:
    follower = Follower(_html(old), _html(old))
    total = len(follower.old.letters)
    assume(total)
    letter = data.draw(st.integers(0, total - 1))
    count = data.draw(st.integers(1, total - letter))
    assert follower.follow(letter, count) == Followed(letter, count, is_changed=False)
