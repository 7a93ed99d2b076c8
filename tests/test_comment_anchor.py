"""comment: a passage is anchored where it was selected, or is refused."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from monograph import audit
from monograph.content.passages import Passage
from monograph.errors import InvalidContent
from monograph.models import Review, ReviewComment
from monograph.release.draft import Cited
from monograph.rendering.comment_anchors import CommentPlace, place_comments
from monograph.workflow import drafting, reviewing

from .cast import Cast
from .factory import SOURCE, Guide

DOSE = "Take 5 mg a day."
DOSES = f"<h3>Adults</h3><p>{DOSE}</p><h3>Children</h3><p>{DOSE}</p><h3>Older people</h3><p>{DOSE}</p>"
# Letters before the dose of children.
CHILDREN = len("AdultsTake5mgaday.Children")


@pytest.fixture
def review(guide: Guide) -> Review:
    return guide.submit(guide.write(text=DOSES))


def comment(review: Review, **changes: Any) -> ReviewComment:
    given = {"actor": review.submitted_by, "review": review, "body": "Really?", "quote": DOSE, "place": CHILDREN}
    return reviewing.comment(**{**given, **changes})


def place_in(added: ReviewComment, guide: Guide) -> CommentPlace:
    latest = guide.section().revisions.with_text().latest("number")
    return place_comments([ReviewComment.objects.get(pk=added.pk)], latest)[added.pk]


def test_passage_is_anchored_where_it_was_selected(review: Review, guide: Guide) -> None:
    added = ReviewComment.objects.get(pk=comment(review).pk)
    assert (added.anchor_digest, added.passage) == (review.revision.digest, Passage(3, 0, len(DOSE)))
    assert added.quote == DOSE
    assert place_in(added, guide) == CommentPlace(CHILDREN)
    assert audit.verify().is_intact


@pytest.mark.parametrize(
    ("quote", "place", "block"),
    [
        ("Children", None, 2),
        ("Children Take 5", None, 2),  # words of two blocks
        ("children take 5 MG", None, 2),
        ("Take  5\nmg a day.", CHILDREN, 3),
        ("Children", 3, 2),  # the words were changed after they were selected
        ("Children", 10**30, 2),
        ("Children", -1, 2),
        ("About uses", None, 6),  # the heading
        ("Testol label", None, 7),  # a reference
    ],
)
def test_passage_is_anchored_at_its_only_occurrence(review: Review, quote: str, place: int | None, block: int) -> None:
    added = comment(review, quote=quote, place=place)
    assert added.passage is not None and added.passage.block == block


@pytest.mark.parametrize(
    ("quote", "place", "code"),
    [
        (DOSE, None, "ambiguous_passage"),
        (DOSE, 7, "ambiguous_passage"),
        ("5 mg", 10**30, "ambiguous_passage"),
        ("Take 6 mg a day.", CHILDREN, "no_such_passage"),
        ("something else", None, "no_such_passage"),
    ],
)
def test_passage_without_a_certain_place_is_refused(review: Review, quote: str, place: int | None, code: str) -> None:
    for verb, given in ((reviewing.comment, {}), (reviewing.request_changes, {"expected": review.revision.digest})):
        with pytest.raises(InvalidContent) as refused:
            verb(actor=_priya(review), review=review, body="Really?", quote=quote, place=place, **given)
        assert [(problem.field, problem.code) for problem in refused.value.problems] == [("quote", code)]
    assert not ReviewComment.objects.exists()


def _priya(review: Review) -> Any:
    return review.submitted_by.__class__.objects.get(username="priya")


def test_comment_on_the_whole_text_has_no_anchor(review: Review, guide: Guide) -> None:
    added = comment(review, quote=" ", place=CHILDREN)
    assert (added.quote, added.anchor_digest, added.passage) == ("", None, None)
    assert place_in(added, guide) == CommentPlace()


def test_removed_words_are_anchored_in_the_text_that_had_them(guide: Guide, cast: Cast) -> None:
    before = guide.write(text="<p>Do not drive.</p><p>Rest.</p>")
    guide.approve(before)
    review = guide.submit(guide.write(text="<p>Do drive.</p><p>Rest, not sleep.</p>"))
    added = comment(review, quote="not", place=2, quoted=before.digest)
    assert (added.anchor_digest, added.passage) == (before.digest, Passage(0, 3, 3))
    assert place_in(added, guide).is_gone
    assert comment(review, quote="not drive", place=None).anchor_digest == before.digest
    assert comment(review, quote="not", place=None).anchor_digest == review.revision.digest


def test_passage_of_an_unknown_text_is_searched_in_this_one(review: Review) -> None:
    assert comment(review, quote="Children", place=0, quoted="v1:unknown").anchor_digest == review.revision.digest


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (DOSES.replace("<h3>Adults</h3>", "<p>Read this.</p><h3>Adults</h3>"), CHILDREN + len("Readthis.")),
        (DOSES.replace(f"<h3>Adults</h3><p>{DOSE}</p>", ""), len("Children")),
        (DOSES.replace(f"<h3>Children</h3><p>{DOSE}</p>", ""), None),
        (DOSES.replace(f"<h3>Children</h3><p>{DOSE}", f"<h3>Children</h3><p>Ask first. {DOSE}"), CHILDREN + 9),
    ],
)
def test_anchor_follows_its_passage_or_says_that_it_is_gone(
    review: Review, guide: Guide, cast: Cast, text: str, place: int | None
) -> None:
    added = comment(review, actor=cast.priya)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    guide.write(text=text)
    found = place_in(added, guide)
    assert (found.letter, found.is_gone, found.words) == (place, place is None, "")
    assert found.read is not None and found.read.number == 1
    assert ReviewComment.objects.get().anchor_digest == review.revision.digest, "the anchor itself never changes"


def test_new_words_of_a_changed_passage_are_returned(review: Review, guide: Guide, cast: Cast) -> None:
    added = comment(review, actor=cast.priya)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    guide.write(text=DOSES.replace(f"Children</h3><p>{DOSE}", "Children</h3><p>Take 2 mg a day."))
    assert place_in(added, guide).words == "Take 2 mg a day."


def test_passage_under_another_heading_is_said_to_be(review: Review, guide: Guide, cast: Cast) -> None:
    added = comment(review, actor=cast.priya)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    guide.write(text=DOSES.replace("Children", "Teenagers"))
    place = place_in(added, guide)
    assert (place.old_heading, place.new_heading, place.words) == ("Children", "Teenagers", "")


def test_anchor_follows_a_moved_passage(review: Review, guide: Guide, cast: Cast) -> None:
    added = comment(review, actor=cast.priya)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    children = f"<h3>Children</h3><p>{DOSE}</p>"
    guide.write(text=children + DOSES.replace(children, ""))
    place = place_in(added, guide)
    # It moved with its heading, and not to the words of adults, which are now where it was.
    assert (place.letter, place.is_gone) == (len("Children"), False)


def test_anchor_is_back_when_the_text_that_had_it_is_restored(review: Review, guide: Guide, cast: Cast) -> None:
    added = comment(review, actor=cast.priya)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    guide.write(text=f"<h3>Adults</h3><p>{DOSE}</p>")
    assert place_in(added, guide).is_gone
    drafting.restore_revision(actor=cast.ana, revision=review.revision, reason="It was right.", expected=2)
    place = place_in(added, guide)
    assert (place.letter, place.is_gone, place.words) == (CHILDREN, False, "")


def test_drug_facts_and_places_in_references_can_be_commented_on(guide: Guide) -> None:
    review = guide.submit(guide.write("drug-facts", references=[Cited(SOURCE, "page 7")]))
    for quote, words in (("35 mcg", "35\u00a0mcg"), ("(page 7)", "(page 7)"), ("strengths 35", "Strengths 35")):
        assert comment(review, quote=quote, place=None).quote == words


def test_comments_from_before_anchors_have_no_place(review: Review, guide: Guide, cast: Cast) -> None:
    added = ReviewComment.objects.create(
        review=review, author=cast.priya, body="Really?", quote=DOSE, created_at=review.submitted_at
    )
    assert place_in(added, guide) == CommentPlace()


@pytest.mark.parametrize(
    "anchor",
    [
        {"anchor_digest": "v1:x"},
        {"anchor_block": 1, "anchor_offset": 1, "anchor_length": 1},
        {"anchor_digest": "v1:x", "anchor_block": 1, "anchor_offset": 1, "anchor_length": 0},
        {"anchor_digest": "v1:x", "anchor_block": 1, "anchor_offset": 1, "anchor_length": 1, "quote": ""},
    ],
)
def test_database_refuses_half_an_anchor(review: Review, cast: Cast, anchor: dict[str, Any]) -> None:
    given = {"review": review, "author": cast.priya, "body": "x", "quote": "x", "created_at": review.submitted_at}
    with pytest.raises(IntegrityError, match="reviewcomment_anchor_is_whole"), transaction.atomic():
        ReviewComment.objects.create(**{**given, **anchor})
