"""A stale tab of the review page decides nothing, and loses no input."""

from typing import Any

import pytest

from monograph.models import Profile, Review, SectionRevision, Signature
from monograph.workflow import reviewing

from ..cast import PASSWORD
from ..factory import Guide
from .desk_client import Desk, change_counts
from .review_page import add_comment, load, request_changes, sign, withdraw

CLOSINGS = {
    "signed": lambda review: reviewing.approve(
        actor=_person("tom"),
        review=review,
        expected=review.revision.digest,
        meaning=Signature.Meaning.ACCURATE,
        password=PASSWORD,
    ),
    "changes requested": lambda review: reviewing.request_changes(
        actor=_person("tom"), review=review, expected=review.revision.digest, body="No."
    ),
    "withdrawn": lambda review: reviewing.withdraw_submission(actor=_person("ben"), review=review),
}


def _person(name: str) -> Any:
    return Profile.objects.select_related("user").get(user__username=name).user


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(("send", "act"), [(add_comment, "comment"), (request_changes, "request_changes")])
def test_comment_on_a_closed_review_is_handed_back(
    review: Review, priya: Desk, closing: str, send: Any, act: str
) -> None:
    shown = load(priya, review).value("expected", act)
    CLOSINGS[closing](review)
    before = change_counts()
    page = send(priya, review, expected=shown, body="My own words.", quote="My passage.")
    assert page.status == 409
    assert page.error_codes == {"": ["review_closed"]}
    sent = page.dom.xpath("//section[@aria-label='Your input']//textarea")
    assert {field.name: (field.text or "").strip() for field in sent} == {
        "body": "My own words.",
        "quote": "My passage.",
    }
    assert change_counts() == before


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(("send", "who"), [(sign, "priya"), (withdraw, "ana")])
def test_closed_review_cannot_be_signed_or_withdrawn(
    review: Review, in_review: Guide, closing: str, send: Any, who: str
) -> None:
    CLOSINGS[closing](review)
    before = change_counts()
    page = send(Desk(getattr(in_review.cast, who)), review)
    assert page.status == 409
    assert page.error_codes == {"": ["review_closed"]}
    assert change_counts() == before


@pytest.mark.parametrize(("send", "act"), [(sign, "approve"), (request_changes, "request_changes")])
def test_decision_on_another_revision_is_refused_and_shows_the_current_one(
    guide: Guide, priya: Desk, send: Any, act: str
) -> None:
    first = guide.submit(guide.write(text="First words."))
    shown = load(priya, first).value("expected", act)
    reviewing.withdraw_submission(actor=guide.cast.ana, review=first)
    second = guide.submit(guide.write(text="Second words."))
    before = change_counts()
    changes = {"body": "My own words."} if send is request_changes else {}
    page = send(priya, second, expected=shown, **changes)
    assert page.status == 409
    assert page.error_codes == {"": ["other_text"]}
    assert "Second words." in page.words
    assert changes.get("body", None) == (page.value("body", act) if changes else None)
    assert change_counts() == before
    assert not Signature.objects.filter(review=second).exists()


def test_new_comment_blocks_the_signature(review: Review, priya: Desk, tom: Desk) -> None:
    shown = load(priya, review).value("expected", "approve")
    add_comment(tom, review, body="Wait.")
    page = sign(priya, review, expected=shown)
    assert page.status == 409
    assert page.error_codes == {"": ["unresolved_comments"]}
    assert "Wait." in page.words
    assert not Signature.objects.exists()


def test_second_click_signs_once(review: Review, priya: Desk) -> None:
    sign(priya, review)
    assert sign(priya, review).status == 409
    assert Signature.objects.filter(review=review).count() == 1


def test_approved_revision_is_the_one_reviewed(review: Review, priya: Desk, in_review: Guide) -> None:
    """While a review is open nobody can save, so the page shows what is signed."""
    sign(priya, review)
    approved = in_review.section().approved_revision
    assert approved is not None
    assert approved.digest == SectionRevision.objects.get(section=in_review.section()).digest == review.revision.digest
