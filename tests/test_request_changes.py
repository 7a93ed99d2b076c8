"""request_changes: the review is closed with a comment that says why."""

import pytest

from monograph.errors import InvalidContent, InvalidState, NotPermitted, StaleEdit
from monograph.models import Review, ReviewComment
from monograph.workflow import reviewing

from . import stories
from .cast import Cast
from .factory import Guide


def test_changes_are_requested_with_a_comment(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    digest = review.revision.digest
    reviewing.request_changes(actor=cast.priya, review=review, expected=digest, body="Plainer.", quote="words")
    review.refresh_from_db()
    assert (review.state, review.closed_by) == (Review.State.CHANGES_REQUESTED, cast.priya)
    comment = review.comments.unresolved().get()
    assert (comment.body, comment.quote, comment.author) == ("Plainer.", "words", cast.priya)
    assert guide.section().approved_revision is None


@pytest.mark.parametrize(("body", "code"), [("", "required"), (" ", "required"), ("a\x00b", "hidden_character")])
def test_changes_are_not_requested_without_a_comment(guide: Guide, cast: Cast, body: str, code: str) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(InvalidContent) as refused:
        reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body=body)
    assert (refused.value.problems[0].field, refused.value.code) == ("body", code)
    review.refresh_from_db()
    assert review.is_open
    assert not ReviewComment.objects.exists()


def test_stale_page_requests_no_changes(guide: Guide, cast: Cast) -> None:
    older = guide.write(text="One.")
    review = guide.submit(guide.write(text="Two."))
    with pytest.raises(StaleEdit) as refused:
        reviewing.request_changes(actor=cast.priya, review=review, expected=older.digest, body="Plainer.")
    assert refused.value.code == "other_text"
    review.refresh_from_db()
    assert review.is_open
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize("who", ["pat", "root"])
def test_author_cannot_request_changes_to_own_revision(guide: Guide, who: str) -> None:
    author = getattr(guide.cast, who)
    review = guide.submit(guide.write(author=author))
    with pytest.raises(NotPermitted) as refused:
        reviewing.request_changes(actor=author, review=review, expected=review.revision.digest, body="Plainer.")
    assert refused.value.code == "wrote_part"


def test_closed_review_takes_no_request_for_changes(guide: Guide, cast: Cast) -> None:
    review = guide.approve(guide.write())
    with pytest.raises(InvalidState) as refused:
        reviewing.request_changes(actor=cast.tom, review=review, expected=review.revision.digest, body="Plainer.")
    assert refused.value.code == "review_closed"
    assert guide.section().approved_revision == review.revision


def test_changes_can_be_requested_after_one_signature_of_two(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    guide.sign(review, cast.priya)
    reviewing.request_changes(actor=cast.tom, review=review, expected=review.revision.digest, body="Too much.")
    review.refresh_from_db()
    assert review.state == Review.State.CHANGES_REQUESTED
    assert guide.section("dosage").approved_revision is None


def test_public_reads_the_last_edition_until_the_next(guide: Guide, cast: Cast) -> None:
    article = stories.short(guide).monograph.current_edition.article
    review = guide.submit(guide.section().approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is outdated.")
    assert guide.reread().current_edition.article == article


def test_approved_text_with_changes_requested_since_is_not_published(guide: Guide, cast: Cast) -> None:
    stories.short(guide)
    guide.approve(guide.write("overview", "News."))
    review = guide.submit(guide.section().approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is outdated.")
    assert ("changes_requested", "uses") in guide.blockers()
