"""request_changes: a text goes back with a remark that says why."""

import pytest

from monograph.errors import InvalidContent, InvalidState, NotPermitted, StaleEdit
from monograph.models import Review, ReviewComment
from monograph.workflow import reviewing

from . import stories
from .cast import Cast
from .factory import Guide


def test_a_text_goes_back_with_a_remark(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    digest = review.revision.digest
    reviewing.request_changes(actor=cast.priya, review=review, expected=digest, body="Plainer.", quote="words")
    review.refresh_from_db()
    assert (review.state, review.closed_by) == (Review.State.CHANGES_REQUESTED, cast.priya)
    remark = review.comments.unresolved().get()
    assert (remark.body, remark.quote, remark.author) == ("Plainer.", "words", cast.priya)
    assert guide.section().approved_revision is None


@pytest.mark.parametrize(("body", "code"), [("", "required"), (" ", "required"), ("a\x00b", "hidden_character")])
def test_a_text_does_not_go_back_without_a_word(guide: Guide, cast: Cast, body: str, code: str) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(InvalidContent) as refused:
        reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body=body)
    assert (refused.value.problems[0].field, refused.value.code) == ("body", code)
    review.refresh_from_db()
    assert review.is_open
    assert not ReviewComment.objects.exists()


def test_a_page_that_showed_another_text_sends_nothing_back(guide: Guide, cast: Cast) -> None:
    older = guide.write(text="One.")
    review = guide.submit(guide.write(text="Two."))
    with pytest.raises(StaleEdit) as refused:
        reviewing.request_changes(actor=cast.priya, review=review, expected=older.digest, body="Plainer.")
    assert refused.value.code == "other_text"
    review.refresh_from_db()
    assert review.is_open
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize("who", ["pat", "root"])
def test_an_author_does_not_send_back_the_own_text(guide: Guide, who: str) -> None:
    author = getattr(guide.cast, who)
    review = guide.submit(guide.write(author=author))
    with pytest.raises(NotPermitted) as refused:
        reviewing.request_changes(actor=author, review=review, expected=review.revision.digest, body="Plainer.")
    assert refused.value.code == "wrote_part"


def test_a_closed_review_sends_nothing_back(guide: Guide, cast: Cast) -> None:
    review = guide.approve(guide.write())
    with pytest.raises(InvalidState) as refused:
        reviewing.request_changes(actor=cast.tom, review=review, expected=review.revision.digest, body="Plainer.")
    assert refused.value.code == "review_closed"
    assert guide.section().approved_revision == review.revision


def test_a_text_signed_once_of_two_times_can_still_go_back(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    guide.sign(review, cast.priya)
    reviewing.request_changes(actor=cast.tom, review=review, expected=review.revision.digest, body="Too much.")
    review.refresh_from_db()
    assert review.state == Review.State.CHANGES_REQUESTED
    assert guide.section("dosage").approved_revision is None


def test_the_public_keeps_reading_what_was_signed_until_the_next_edition(guide: Guide, cast: Cast) -> None:
    article = stories.short(guide).monograph.current_edition.article
    review = guide.submit(guide.section().approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is outdated.")
    assert guide.reread().current_edition.article == article


def test_an_approved_text_that_was_sent_back_since_is_not_published_again(guide: Guide, cast: Cast) -> None:
    stories.short(guide)
    guide.approve(guide.write("overview", "News."))
    review = guide.submit(guide.section().approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is outdated.")
    assert ("changes_requested", "uses") in guide.blockers()
