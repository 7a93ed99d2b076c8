"""claim and release_claim: who is reading a review, as an arrangement among colleagues."""

import pytest

from monograph import permissions
from monograph.errors import InvalidState, NotPermitted, StaleEdit
from monograph.models import AuditEntry, Review, ReviewClaim
from monograph.workflow import reviewing

from .cast import Cast
from .factory import Guide


@pytest.fixture
def review(guide: Guide) -> Review:
    return guide.submit(guide.write())


def test_claim_is_stored_and_changes_nothing_that_is_audited(review: Review, cast: Cast) -> None:
    entries = AuditEntry.objects.count()
    claim = reviewing.claim(actor=cast.priya, review=review, expected=None)
    assert ReviewClaim.objects.get() == claim
    assert (claim.review, claim.pharmacist) == (review, cast.priya)
    assert AuditEntry.objects.count() == entries


def test_claim_of_a_colleague_is_taken_over_only_when_it_was_seen(review: Review, cast: Cast) -> None:
    held = reviewing.claim(actor=cast.priya, review=review, expected=None)
    with pytest.raises(StaleEdit) as refused:
        reviewing.claim(actor=cast.tom, review=review, expected=None)
    assert (refused.value.code, refused.value.latest) == ("claimed", held)
    assert reviewing.claim(actor=cast.tom, review=review, expected=cast.priya.pk).pharmacist == cast.tom


@pytest.mark.parametrize("who", ["ana", "maria", "sam"])
def test_only_reviewers_claim(review: Review, cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        reviewing.claim(actor=getattr(cast, who), review=review, expected=None)


def test_only_the_holder_releases_a_claim(review: Review, cast: Cast) -> None:
    reviewing.claim(actor=cast.priya, review=review, expected=None)
    with pytest.raises(InvalidState) as refused:
        reviewing.release_claim(actor=cast.tom, review=review)
    assert refused.value.code == "not_claimed"
    assert ReviewClaim.objects.get().pharmacist == cast.priya
    reviewing.release_claim(actor=cast.priya, review=review)
    assert not ReviewClaim.objects.exists()


def test_unclaimed_review_is_not_released(review: Review, cast: Cast) -> None:
    with pytest.raises(InvalidState) as refused:
        reviewing.release_claim(actor=cast.priya, review=review)
    assert refused.value.code == "not_claimed"


def test_holder_releases_a_claim_after_losing_the_right_to_review(review: Review, cast: Cast) -> None:
    reviewing.claim(actor=cast.priya, review=review, expected=None)
    cast.priya.groups.clear()
    reviewing.release_claim(actor=cast.priya, review=review)
    assert not ReviewClaim.objects.exists()


def test_button_and_verb_give_the_same_answer(review: Review, cast: Cast) -> None:
    reviewing.claim(actor=cast.priya, review=review, expected=None)
    held = Review.objects.get(pk=review.pk)
    assert permissions.may_release_claim(cast.priya, held)
    assert permissions.may_release_claim(cast.tom, held).code == "not_claimed"
