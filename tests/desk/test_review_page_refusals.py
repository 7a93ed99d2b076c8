"""Who may not sign, request changes, comment, or withdraw, and when nobody may."""

from typing import Any

import pytest

from monograph.models import CommentResolution, Profile, Review, ReviewComment, Signature

from ..factory import Guide
from .desk_client import Desk, change_counts
from .review_page import RESOLVE, add_comment, comments, request_changes, sign, withdraw


@pytest.mark.parametrize("send", [sign, request_changes])
def test_editor_cannot_decide(review: Review, ana: Desk, send: Any) -> None:
    before = change_counts()
    page = send(ana, review)
    assert page.status == 403
    assert page.error_codes == {"": ["no_permission"]}
    assert change_counts() == before


@pytest.mark.parametrize("send", [sign, request_changes])
@pytest.mark.parametrize("author", ["pat", "root"])
def test_author_cannot_decide_even_as_superuser(guide: Guide, send: Any, author: str) -> None:
    user = getattr(guide.cast, author)
    guide.write(text="By somebody with every right.", author=user)
    review = guide.submit(guide.write(text="Then by another."))
    before = change_counts()
    page = send(Desk(user), review)
    assert page.status == 403
    assert page.error_codes == {"": ["wrote_part"]}
    assert change_counts() == before
    assert not Signature.objects.filter(review=review).exists()


def test_refused_comment_is_handed_back(review: Review, grace: Desk, maria: Desk) -> None:
    for desk in (grace, maria):
        page = add_comment(desk, review, body="My own words.", quote="My passage.")
        assert page.status == 403
        assert (page.value("body", "comment"), page.value("quote", "comment")) == ("My own words.", "My passage.")
    assert comments(review) == []


def test_pharmacist_cannot_withdraw_a_submission(review: Review, priya: Desk) -> None:
    page = withdraw(priya, review)
    assert page.status == 403
    assert page.errors
    review.refresh_from_db()
    assert review.is_open


def test_author_cannot_resolve_a_reviewers_comment(review: Review, priya: Desk, ana: Desk) -> None:
    add_comment(priya, review)
    page = ana.post(RESOLVE, review.pk, ReviewComment.objects.get().pk)
    assert page.status == 403
    assert page.error_codes == {"": ["no_permission"]}
    assert not CommentResolution.objects.exists()


def test_comment_is_resolved_once(review: Review, priya: Desk, tom: Desk) -> None:
    add_comment(priya, review)
    own = ReviewComment.objects.get().pk
    priya.post(RESOLVE, review.pk, own)
    page = tom.post(RESOLVE, review.pk, own)
    assert page.status == 409
    assert page.error_codes == {"": ["resolved"]}
    assert CommentResolution.objects.get().resolved_by == priya.user


def test_signer_without_printed_name_is_refused(review: Review, priya: Desk) -> None:
    Profile.objects.filter(user=priya.user).delete()
    page = sign(priya, review)
    assert page.status == 422
    assert page.error_codes == {"meaning": ["no_profile"]}
    assert page.errors_at("meaning")
