"""reply: an answer to a remark, which blocks nothing of itself and is settled with the remark."""

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
def remark(review: Review, cast: Cast) -> ReviewComment:
    return reviewing.comment(actor=cast.priya, review=review, body="Since when?")


def test_an_answer_keeps_its_words_its_writer_and_what_it_answers(remark: ReviewComment, cast: Cast) -> None:
    answer = reviewing.reply(actor=cast.ana, comment=remark, body=" Since May. ")
    assert (answer.body, answer.author, answer.reply_to, answer.review) == (
        "Since May.",
        cast.ana,
        remark,
        remark.review,
    )


def test_an_answer_settles_nothing(guide: Guide, remark: ReviewComment, cast: Cast) -> None:
    reviewing.reply(actor=cast.ana, comment=remark, body="Since May.")
    with pytest.raises(InvalidState) as refused:
        guide.sign(remark.review)
    assert refused.value.code == "unresolved_comments"
    assert refused.value.message.startswith("1 comment is")


def test_a_settled_remark_takes_its_answers_with_it(guide: Guide, remark: ReviewComment, cast: Cast) -> None:
    reviewing.reply(actor=cast.ana, comment=remark, body="Since May.")
    reviewing.resolve_comment(actor=cast.priya, comment=remark)
    guide.sign(remark.review)
    assert Review.objects.get().state == Review.State.APPROVED


def test_an_editor_answers_after_the_text_was_sent_back(guide: Guide, review: Review, cast: Cast) -> None:
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    answer = reviewing.reply(actor=cast.ben, comment=review.comments.get(), body="How is this?")
    assert list(review.comments.get(reply_to=None).replies.all()) == [answer]


def test_nothing_is_answered_once_it_is_settled(remark: ReviewComment, cast: Cast) -> None:
    reviewing.resolve_comment(actor=cast.priya, comment=remark)
    with pytest.raises(InvalidState) as refused:
        reviewing.reply(actor=cast.ana, comment=remark, body="Too late.")
    assert refused.value.code == "resolved"
    assert ReviewComment.objects.get() == remark


@pytest.mark.parametrize("verb", ["reply", "resolve_comment"])
def test_an_answer_is_neither_answered_nor_settled_alone(remark: ReviewComment, cast: Cast, verb: str) -> None:
    answer = reviewing.reply(actor=cast.ana, comment=remark, body="Since May.")
    words = {"body": "And then?"} if verb == "reply" else {}
    with pytest.raises(InvalidState) as refused:
        getattr(reviewing, verb)(actor=cast.ana, comment=answer, **words)
    assert refused.value.code == "is_reply"


@pytest.mark.parametrize(
    ("body", "code"), [("", "required"), ("a" * 4001, "too_long"), ("a\u202eb", "hidden_character")]
)
def test_an_answer_that_cannot_be_kept_is_refused(remark: ReviewComment, cast: Cast, body: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        reviewing.reply(actor=cast.ana, comment=remark, body=body)
    assert refused.value.code == code
    assert ReviewComment.objects.get() == remark


def test_who_only_reads_does_not_answer(remark: ReviewComment, cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refused:
        reviewing.reply(actor=cast.grace, comment=remark, body="Words.")
    assert refused.value.code == "no_permission"
