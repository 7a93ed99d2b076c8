"""comment and resolve_comment: a remark that is not settled stands in the way of every signature."""

import pytest

from monograph.errors import InvalidContent, InvalidState, NotPermitted
from monograph.models import CommentResolution, Review, ReviewComment, Signature
from monograph.workflow import reviewing

from .cast import Cast
from .factory import Guide


@pytest.fixture
def review(guide: Guide) -> Review:
    """A text by Ana, in review."""
    return guide.submit(guide.write())


def test_a_remark_keeps_its_words_the_passage_and_who_made_it(review: Review, cast: Cast) -> None:
    remark = reviewing.comment(actor=cast.priya, review=review, body=" Since when? ", quote="Plain words")
    assert (remark.body, remark.quote, remark.author) == ("Since when?", "Plain words", cast.priya)
    assert list(review.comments.unresolved()) == [remark]


def test_an_editor_may_remark_too(review: Review, cast: Cast) -> None:
    assert reviewing.comment(actor=cast.ana, review=review, body="I am not sure.").author == cast.ana


@pytest.mark.parametrize(
    ("body", "quote", "code"),
    [
        ("", "", "required"),
        (" \n", "", "required"),
        ("a" * 4001, "", "too_long"),
        ("a\u202eb", "", "hidden_character"),
        ("Since when?", "a" * 4001, "too_long"),
        ("Since when?", "a\x00b", "hidden_character"),
    ],
)
def test_a_remark_that_cannot_be_kept_is_refused(review: Review, cast: Cast, body: str, quote: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        reviewing.comment(actor=cast.priya, review=review, body=body, quote=quote)
    assert refused.value.code == code
    assert not ReviewComment.objects.exists()


def test_no_remark_is_made_in_a_closed_review(guide: Guide, cast: Cast) -> None:
    review = guide.approve(guide.write())
    with pytest.raises(InvalidState) as refused:
        reviewing.comment(actor=cast.priya, review=review, body="Too late.")
    assert refused.value.code == "review_closed"


@pytest.mark.parametrize("who", ["priya", "ana"])
def test_an_unresolved_remark_stands_in_the_way_of_a_signature(guide: Guide, review: Review, who: str) -> None:
    reviewing.comment(actor=getattr(guide.cast, who), review=review, body="Since when?")
    with pytest.raises(InvalidState) as refused:
        guide.sign(review)
    assert refused.value.code == "unresolved_comments"
    assert not Signature.objects.exists()


def test_it_stands_in_the_way_of_the_second_signature_too(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    guide.sign(review, cast.priya)
    reviewing.comment(actor=cast.tom, review=review, body="Since when?")
    with pytest.raises(InvalidState) as refused:
        guide.sign(review, cast.tom)
    assert refused.value.code == "unresolved_comments"


def test_one_of_two_remarks_settled_is_not_enough(guide: Guide, review: Review, cast: Cast) -> None:
    first = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.comment(actor=cast.priya, review=review, body="And how?")
    reviewing.resolve_comment(actor=cast.priya, comment=first)
    with pytest.raises(InvalidState) as refused:
        guide.sign(review)
    assert refused.value.code == "unresolved_comments"


def test_once_every_remark_is_settled_the_text_can_be_signed(guide: Guide, review: Review, cast: Cast) -> None:
    remark = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.resolve_comment(actor=cast.priya, comment=remark)
    guide.sign(review)
    assert guide.section().approved_revision == review.revision


def test_a_remark_that_asked_for_changes_blocks_the_next_submission(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    remark = review.comments.get()
    again = guide.submit(guide.write(text="Plainer words."))
    with pytest.raises(InvalidState) as refused:
        guide.sign(again)
    assert refused.value.code == "unresolved_comments"
    reviewing.resolve_comment(actor=cast.priya, comment=remark)
    assert guide.sign(again).review == again


def test_withdrawing_a_submission_does_not_shake_off_its_remarks(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    again = guide.submit(review.revision)
    with pytest.raises(InvalidState) as refused:
        guide.sign(again)
    assert refused.value.code == "unresolved_comments"


def test_a_remark_on_one_section_does_not_block_another(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    assert guide.approve(guide.write("overview")).state == Review.State.APPROVED


def test_whoever_made_a_remark_may_settle_it(review: Review, cast: Cast) -> None:
    remark = reviewing.comment(actor=cast.ana, review=review, body="I am not sure.")
    assert reviewing.resolve_comment(actor=cast.ana, comment=remark).resolved_by == cast.ana


def test_another_reviewer_who_wrote_none_of_the_text_may_settle_it(review: Review, cast: Cast) -> None:
    remark = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    assert reviewing.resolve_comment(actor=cast.tom, comment=remark).resolved_by == cast.tom


def test_an_editor_does_not_settle_a_reviewers_remark(review: Review, cast: Cast) -> None:
    remark = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    with pytest.raises(NotPermitted) as refused:
        reviewing.resolve_comment(actor=cast.ben, comment=remark)
    assert refused.value.code == "no_permission"
    assert not CommentResolution.objects.exists()


@pytest.mark.parametrize("who", ["pat", "root"])
def test_an_author_does_not_settle_anothers_remark_whatever_the_rights(guide: Guide, cast: Cast, who: str) -> None:
    author = getattr(cast, who)
    review = guide.submit(guide.write(author=author))
    remark = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    with pytest.raises(NotPermitted) as refused:
        reviewing.resolve_comment(actor=author, comment=remark)
    assert refused.value.code == "wrote_part"


def test_who_wrote_the_text_after_a_remark_does_not_settle_it(guide: Guide, review: Review, cast: Cast) -> None:
    """The remark was on Ana's text, but it is Pat's new text that has to answer it."""
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    guide.write(text="Pat's words.", author=cast.pat)
    with pytest.raises(NotPermitted) as refused:
        reviewing.resolve_comment(actor=cast.pat, comment=review.comments.get())
    assert refused.value.code == "wrote_part"


def test_a_remark_is_settled_once(review: Review, cast: Cast) -> None:
    remark = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.resolve_comment(actor=cast.priya, comment=remark)
    with pytest.raises(InvalidState) as refused:
        reviewing.resolve_comment(actor=cast.tom, comment=remark)
    assert refused.value.code == "resolved"
    assert CommentResolution.objects.get().resolved_by == cast.priya
