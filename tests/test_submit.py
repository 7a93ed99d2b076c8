"""submit and withdraw_submission: exactly one text of a section is in review, and it is the latest."""

import pytest

from monograph.errors import InvalidState, StaleEdit
from monograph.models import Review, SectionKind
from monograph.workflow import reviewing

from .cast import Cast
from .factory import Guide


def test_submitting_opens_a_review_of_that_text(guide: Guide, cast: Cast) -> None:
    revision = guide.write()
    review = reviewing.submit(actor=cast.ben, revision=revision, expected=1)
    assert (review.revision, review.section, review.submitted_by) == (revision, guide.section(), cast.ben)
    assert review.is_open
    assert list(Review.objects.open()) == [review]


@pytest.mark.parametrize(("code", "signatures"), [("uses", 1), ("boxed-warning", 2), ("dosage", 2), ("overdose", 2)])
def test_review_requires_the_signatures_of_the_catalogue(guide: Guide, code: str, signatures: int) -> None:
    assert guide.submit(guide.write(code)).required_signatures == signatures


def test_review_keeps_the_signatures_required_on_submission(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    SectionKind.objects.filter(code="dosage").update(required_signatures=1)
    guide.sign(review)
    review.refresh_from_db()
    assert review.is_open


def test_text_in_review_is_not_submitted_again(guide: Guide) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(InvalidState) as refused:
        guide.submit(review.revision)
    assert refused.value.code == "in_review"
    assert Review.objects.get() == review


def test_older_text_is_not_submitted(guide: Guide, cast: Cast) -> None:
    older = guide.write(text="One.")
    guide.write(text="Two.")
    with pytest.raises(InvalidState) as refused:
        reviewing.submit(actor=cast.ana, revision=older, expected=2)
    assert refused.value.code == "not_latest"
    assert not Review.objects.exists()


def test_stale_page_submits_nothing(guide: Guide, cast: Cast) -> None:
    older = guide.write(text="One.")
    latest = guide.write(text="Two.", author=cast.ben)
    with pytest.raises(StaleEdit) as refused:
        reviewing.submit(actor=cast.ana, revision=older, expected=1)
    assert refused.value.code == "newer_revision"
    assert refused.value.latest == latest
    assert not Review.objects.exists()


def test_text_with_changes_requested_is_not_submitted_unchanged(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    with pytest.raises(InvalidState) as refused:
        guide.submit(review.revision)
    assert refused.value.code == "changes_requested"


def test_text_with_changes_requested_after_a_withdrawal_is_not_submitted_unchanged(guide: Guide, cast: Cast) -> None:
    """A withdrawn submission of the same text does not stand before the request for changes."""
    revision = guide.write()
    reviewing.withdraw_submission(actor=cast.ana, review=guide.submit(revision))
    review = guide.submit(revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=revision.digest, body="Plainer.")
    with pytest.raises(InvalidState) as refused:
        guide.submit(revision)
    assert refused.value.code == "changes_requested"


def test_revised_text_is_submitted_after_a_request_for_changes(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write(text="One."))
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    assert guide.submit(guide.write(text="Two.")).is_open


def test_approved_text_may_be_submitted_again(guide: Guide) -> None:
    first = guide.approve(guide.write())
    fresh = guide.submit(first.revision)
    assert fresh.is_open
    assert fresh.revision == first.revision
    assert guide.section().approved_revision == first.revision


def test_published_text_stays_public_while_in_review_again(published: Guide) -> None:
    article = published.monograph.current_edition.article
    published.submit(published.section().approved_revision)
    assert published.reread().current_edition.article == article


def test_two_sections_are_in_review_at_once(guide: Guide) -> None:
    guide.submit(guide.write("uses"))
    guide.submit(guide.write("overview"))
    assert Review.objects.open().count() == 2


def test_removal_is_submitted_like_a_text(guide: Guide) -> None:
    guide.write()
    assert guide.submit(guide.remove()).revision.is_removal


def test_withdrawn_submission_is_closed_without_a_decision(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    reviewing.withdraw_submission(actor=cast.ben, review=review)
    review.refresh_from_db()
    assert (review.state, review.closed_by) == (Review.State.WITHDRAWN, cast.ben)
    assert guide.section().approved_revision is None


def test_withdrawn_text_can_be_submitted_unchanged(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write())
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    assert guide.submit(review.revision).is_open


def test_withdrawn_submissions_signatures_stay_in_the_history(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage"))
    signature = guide.sign(review)
    reviewing.withdraw_submission(actor=cast.ana, review=review)
    assert list(review.signatures.all()) == [signature]


def test_withdrawn_second_review_leaves_the_approval(guide: Guide, cast: Cast) -> None:
    approved = guide.approve(guide.write()).revision
    reviewing.withdraw_submission(actor=cast.ana, review=guide.submit(approved))
    assert guide.section().approved_revision == approved


@pytest.mark.parametrize("how", ["approved", "withdrawn"])
def test_closed_review_cannot_be_withdrawn(guide: Guide, cast: Cast, how: str) -> None:
    review = guide.approve(guide.write()) if how == "approved" else guide.submit(guide.write())
    if how == "withdrawn":
        reviewing.withdraw_submission(actor=cast.ana, review=review)
    with pytest.raises(InvalidState) as refused:
        reviewing.withdraw_submission(actor=cast.ana, review=review)
    assert refused.value.code == "review_closed"
