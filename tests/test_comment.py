"""comment and resolve_comment: an unresolved comment blocks every signature."""

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


def test_comment_stores_its_words_passage_and_author(review: Review, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.priya, review=review, body=" Since when? ", quote="Plain words")
    assert (comment.body, comment.quote, comment.author) == ("Since when?", "Plain words", cast.priya)
    assert list(review.comments.unresolved()) == [comment]


def test_editor_may_comment(review: Review, cast: Cast) -> None:
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
def test_comment_that_cannot_be_stored_is_refused(review: Review, cast: Cast, body: str, quote: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        reviewing.comment(actor=cast.priya, review=review, body=body, quote=quote)
    assert refused.value.code == code
    assert not ReviewComment.objects.exists()


def test_closed_review_takes_no_comments(guide: Guide, cast: Cast) -> None:
    review = guide.approve(guide.write())
    with pytest.raises(InvalidState) as refused:
        reviewing.comment(actor=cast.priya, review=review, body="Too late.")
    assert refused.value.code == "review_closed"


@pytest.mark.parametrize("who", ["priya", "ana"])
def test_unresolved_comment_blocks_the_signature(guide: Guide, review: Review, who: str) -> None:
    reviewing.comment(actor=getattr(guide.cast, who), review=review, body="Since when?")
    with pytest.raises(InvalidState) as refused:
        guide.sign(review)
    assert refused.value.code == "unresolved_comments"
    assert not Signature.objects.exists()


def test_unresolved_comment_blocks_the_second_signature(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    guide.sign(review, cast.priya)
    reviewing.comment(actor=cast.tom, review=review, body="Since when?")
    with pytest.raises(InvalidState) as refused:
        guide.sign(review, cast.tom)
    assert refused.value.code == "unresolved_comments"


def test_every_comment_must_be_resolved(guide: Guide, review: Review, cast: Cast) -> None:
    first = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.comment(actor=cast.priya, review=review, body="And how?")
    with pytest.raises(InvalidState, match=r"2 comments are not resolved yet") as refused:
        guide.sign(review)
    reviewing.resolve_comment(actor=cast.priya, comment=first)
    with pytest.raises(InvalidState, match=r"1 comment is not resolved yet") as refused:
        guide.sign(review)
    assert refused.value.code == "unresolved_comments"


def test_text_can_be_signed_once_every_comment_is_resolved(guide: Guide, review: Review, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    guide.sign(review)
    assert guide.section().approved_revision == review.revision


def test_comment_that_requested_changes_blocks_the_next_review(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    comment = review.comments.get()
    again = guide.submit(guide.write(text="Plainer words."))
    with pytest.raises(InvalidState) as refused:
        guide.sign(again)
    assert refused.value.code == "unresolved_comments"
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    assert guide.sign(again).review == again


def test_withdrawing_a_submission_does_not_resolve_its_comments(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    again = guide.submit(review.revision)
    with pytest.raises(InvalidState) as refused:
        guide.sign(again)
    assert refused.value.code == "unresolved_comments"


def test_comment_on_one_section_does_not_block_another(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    assert guide.approve(guide.write("overview")).state == Review.State.APPROVED


def test_author_of_a_comment_may_resolve_it(review: Review, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.ana, review=review, body="I am not sure.")
    assert reviewing.resolve_comment(actor=cast.ana, comment=comment).resolved_by == cast.ana


def test_independent_reviewer_may_resolve_a_comment(review: Review, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    assert reviewing.resolve_comment(actor=cast.tom, comment=comment).resolved_by == cast.tom


def test_editor_cannot_resolve_a_comment_of_a_reviewer(review: Review, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    with pytest.raises(NotPermitted) as refused:
        reviewing.resolve_comment(actor=cast.ben, comment=comment)
    assert refused.value.code == "no_permission"
    assert not CommentResolution.objects.exists()


@pytest.mark.parametrize("who", ["pat", "root"])
def test_author_of_the_text_cannot_resolve_a_comment_of_others(guide: Guide, cast: Cast, who: str) -> None:
    author = getattr(cast, who)
    review = guide.submit(guide.write(author=author))
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    with pytest.raises(NotPermitted) as refused:
        reviewing.resolve_comment(actor=author, comment=comment)
    assert refused.value.code == "wrote_part"


def test_author_of_the_text_after_a_comment_cannot_resolve_it(guide: Guide, review: Review, cast: Cast) -> None:
    """The comment is on Ana's text, but now it is about Pat's newer text."""
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    guide.write(text="Pat's words.", author=cast.pat)
    with pytest.raises(NotPermitted) as refused:
        reviewing.resolve_comment(actor=cast.pat, comment=review.comments.get())
    assert refused.value.code == "wrote_part"


def test_comment_is_resolved_once(review: Review, cast: Cast) -> None:
    comment = reviewing.comment(actor=cast.priya, review=review, body="Since when?")
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    with pytest.raises(InvalidState) as refused:
        reviewing.resolve_comment(actor=cast.tom, comment=comment)
    assert refused.value.code == "resolved"
    assert CommentResolution.objects.get().resolved_by == cast.priya
