"""A stale tab of the page of a review decides nothing, and loses none of its words."""

from typing import Any

import pytest

from monograph.models import Profile, Review, SectionRevision, Signature
from monograph.workflow import reviewing

from ..cast import PASSWORD
from ..factory import Guide
from .browse import Desk, history
from .review_page import load, remark, send_back, sign, take_back

CLOSINGS = {
    "signed": lambda review: reviewing.approve(
        actor=_person("tom"),
        review=review,
        expected=review.revision.digest,
        meaning=Signature.Meaning.ACCURATE,
        password=PASSWORD,
    ),
    "sent back": lambda review: reviewing.request_changes(
        actor=_person("tom"), review=review, expected=review.revision.digest, body="No."
    ),
    "taken back": lambda review: reviewing.withdraw_submission(actor=_person("ben"), review=review),
}


def _person(name: str) -> Any:
    return Profile.objects.select_related("user").get(user__username=name).user


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(("send", "act"), [(remark, "comment"), (send_back, "request_changes")])
def test_words_sent_to_a_closed_review_are_refused_and_handed_back(
    review: Review, priya: Desk, closing: str, send: Any, act: str
) -> None:
    shown = load(priya, review).value("expected", act)
    CLOSINGS[closing](review)
    before = history()
    page = send(priya, review, expected=shown, body="My own words.", quote="My passage.")
    assert page.status == 409
    assert page.errors[0].startswith("This review is closed:")
    sent = page.dom.xpath("//section[@aria-label='What you sent']//textarea")
    assert {field.name: (field.text or "").strip() for field in sent} == {
        "body": "My own words.",
        "quote": "My passage.",
    }
    assert history() == before


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize(("send", "who"), [(sign, "priya"), (take_back, "ana")])
def test_a_closed_review_is_neither_signed_nor_taken_back(
    review: Review, guide: Guide, closing: str, send: Any, who: str
) -> None:
    CLOSINGS[closing](review)
    before = history()
    page = send(Desk(getattr(guide.cast, who)), review)
    assert page.status == 409
    assert page.errors[0].startswith("This review is closed:")
    assert history() == before


@pytest.mark.parametrize(("send", "act"), [(sign, "approve"), (send_back, "request_changes")])
def test_a_decision_about_another_text_is_refused_with_the_text_as_it_is_now(
    guide: Guide, priya: Desk, send: Any, act: str
) -> None:
    first = guide.submit(guide.write(text="First words."))
    shown = load(priya, first).value("expected", act)
    reviewing.withdraw_submission(actor=guide.cast.ana, review=first)
    second = guide.submit(guide.write(text="Second words."))
    before = history()
    changes = {"body": "My own words."} if send is send_back else {}
    page = send(priya, second, expected=shown, **changes)
    assert page.status == 409
    assert page.errors == [
        "This is not the text that your page showed. Read it again before you decide. Your comment is kept."
    ]
    assert "Second words." in page.words
    assert changes.get("body", None) == (page.value("body", act) if changes else None)
    assert history() == before
    assert not Signature.objects.filter(review=second).exists()


def test_a_comment_that_came_meanwhile_stops_the_signature(review: Review, priya: Desk, tom: Desk) -> None:
    shown = load(priya, review).value("expected", "approve")
    remark(tom, review, body="Wait.")
    page = sign(priya, review, expected=shown)
    assert page.status == 409
    assert page.errors == ["1 comment is not resolved yet. Resolve all comments before you sign."]
    assert "Wait." in page.words
    assert not Signature.objects.exists()


def test_a_second_click_signs_once(review: Review, priya: Desk) -> None:
    sign(priya, review)
    assert sign(priya, review).status == 409
    assert Signature.objects.filter(review=review).count() == 1


def test_a_revision_saved_past_the_review_does_not_change_what_is_signed(
    review: Review, priya: Desk, guide: Guide
) -> None:
    """While a review is open nobody can save: what is signed is what the page showed."""
    sign(priya, review)
    approved = guide.section().approved_revision
    assert approved is not None
    assert approved.digest == SectionRevision.objects.get(section=guide.section()).digest == review.revision.digest
