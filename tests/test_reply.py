"""reply: a reply blocks nothing and is resolved together with its comment."""

import pytest

from monograph.errors import InvalidContent, InvalidState, NotPermitted
from monograph.models import Review, ReviewComment
from monograph.workflow import reviewing

from .cast import Cast
from .factory import Guide


@pytest.fixture
def review(guide: Guide) -> Review:
    """A text by Ana, in review."""
    return guide.submit(guide.write())


@pytest.fixture
def comment(review: Review, cast: Cast) -> ReviewComment:
    return reviewing.comment(actor=cast.priya, review=review, body="Since when?")


def test_reply_stores_its_words_author_and_comment(comment: ReviewComment, cast: Cast) -> None:
    reply = reviewing.reply(actor=cast.ana, comment=comment, body=" Since May. ")
    assert (reply.body, reply.author, reply.reply_to, reply.review) == (
        "Since May.",
        cast.ana,
        comment,
        comment.review,
    )


def test_reply_resolves_nothing(guide: Guide, comment: ReviewComment, cast: Cast) -> None:
    reviewing.reply(actor=cast.ana, comment=comment, body="Since May.")
    with pytest.raises(InvalidState) as refused:
        guide.sign(comment.review)
    assert refused.value.code == "unresolved_comments"
    assert comment.review.count_unresolved_comments() == 1


def test_resolving_a_comment_resolves_its_replies(guide: Guide, comment: ReviewComment, cast: Cast) -> None:
    reviewing.reply(actor=cast.ana, comment=comment, body="Since May.")
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    guide.sign(comment.review)
    assert Review.objects.get().state == Review.State.APPROVED


def test_editor_may_reply_after_changes_were_requested(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    reply = reviewing.reply(actor=cast.ben, comment=review.comments.get(), body="How is this?")
    assert list(review.comments.get(reply_to=None).replies.all()) == [reply]


def test_resolved_comment_takes_no_reply(comment: ReviewComment, cast: Cast) -> None:
    reviewing.resolve_comment(actor=cast.priya, comment=comment)
    with pytest.raises(InvalidState) as refused:
        reviewing.reply(actor=cast.ana, comment=comment, body="Too late.")
    assert refused.value.code == "resolved"
    assert ReviewComment.objects.get() == comment


@pytest.mark.parametrize("verb", ["reply", "resolve_comment"])
def test_reply_takes_no_reply_and_cannot_be_resolved_alone(comment: ReviewComment, cast: Cast, verb: str) -> None:
    reply = reviewing.reply(actor=cast.ana, comment=comment, body="Since May.")
    words = {"body": "And then?"} if verb == "reply" else {}
    with pytest.raises(InvalidState) as refused:
        getattr(reviewing, verb)(actor=cast.ana, comment=reply, **words)
    assert refused.value.code == "is_reply"


@pytest.mark.parametrize(
    ("body", "code"), [("", "required"), ("a" * 4001, "too_long"), ("a\u202eb", "hidden_character")]
)
def test_reply_that_cannot_be_stored_is_refused(comment: ReviewComment, cast: Cast, body: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        reviewing.reply(actor=cast.ana, comment=comment, body=body)
    assert refused.value.code == code
    assert ReviewComment.objects.get() == comment


def test_reader_without_permission_cannot_reply(comment: ReviewComment, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        reviewing.reply(actor=cast.grace, comment=comment, body="Words.")
    assert refused.value.code == "no_permission"
