"""The pharmacist's queue: its order, claims, and the way to the next review."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from monograph import permissions
from monograph.models import Profile, Review, ReviewClaim
from monograph.workflow import reviewing

from ..cast import Cast
from ..factory import Guide
from ..shared_stories import shared_story
from .desk_client import Desk, Page, address
from .review_page import REVIEW, add_comment, load, request_changes, sign
from .test_queries import assert_same_query_count, excess_queries

QUEUE, CLAIM, RELEASE = "review_queue", "review_claim", "review_release_claim"


def waiting(page: Page) -> list[str]:
    return [row[0].partition(": ")[2].split()[0] for row in page.rows()] if "<tbody>" in page.html else []


def notes(page: Page) -> list[str]:
    return [page.words_of(element) for element in page.dom.xpath("//ul[@class='desk-list']/li")]


@shared_story
def busy(cast: Cast) -> Guide:
    """A guide with two ordinary reviews and, submitted last, one of a dosage."""
    guide = Guide(cast)
    for code, heading in (("uses", "Uses"), ("faq", "Questions"), ("dosage", "Dosage")):
        guide.submit(guide.write(code, heading=heading))
    return guide


def of(heading: str) -> Review:
    return Review.objects.select_related("revision").get(revision__heading=heading)


# What is listed


def test_queue_is_ordered_by_danger_then_age(busy: Guide, priya: Desk) -> None:
    page = priya.get(QUEUE)
    assert waiting(page) == ["Dosage", "Uses", "Questions"]
    assert page.row("testol: Dosage")[4] == "0 of 2"
    assert page.links()["All (3)"] == "?show=all"


def test_rows_show_signatures_and_leave_the_signers_queue(busy: Guide, priya: Desk, tom: Desk) -> None:
    review = of("Dosage")
    busy.sign(review, busy.cast.tom)
    assert priya.get(QUEUE).row("testol: Dosage")[4] == "1 of 2 Tom signed"
    page = tom.get(QUEUE)
    assert waiting(page) == ["Uses", "Questions"]
    assert permissions.may_approve(tom.user, review).reason in notes(page)[0]


def test_own_revisions_are_listed_with_the_reason(guide: Guide) -> None:
    review = guide.submit(guide.write(heading="Mine", author=guide.cast.pat))
    page = Desk(guide.cast.pat).get(QUEUE)
    assert "Nothing is waiting for you." in page.words
    assert permissions.may_approve(guide.cast.pat, review).reason in notes(page)[0]


def test_unresolved_comments_block_others_but_not_their_author(busy: Guide, priya: Desk, tom: Desk) -> None:
    add_comment(priya, of("Uses"), quote="")
    assert waiting(priya.get(QUEUE)) == ["Dosage", "Uses", "Questions"]
    assert "1 unresolved comment of yours" in priya.get(QUEUE).row("testol: Uses")[0]
    page = tom.get(QUEUE)
    assert waiting(page) == ["Dosage", "Questions"]
    assert "1 comment is not resolved yet. Resolve all comments before you sign. (priya)" in notes(page)[0]


def test_dangerous_sections_are_due_in_three_days_others_in_seven(busy: Guide) -> None:
    for days, overdue in ((2, []), (4, ["Dosage"]), (8, ["Dosage", "Uses", "Questions"])):
        late = [name for name in ("Dosage", "Uses", "Questions") if of(name).is_overdue(_in(days))]
        assert late == overdue, days


def _in(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_shorter_deadline_applies_to_dangerous_sections_too(busy: Guide, settings: Any) -> None:
    settings.REVIEW_DAYS = 2
    assert of("Dosage").due_at - of("Dosage").submitted_at == timedelta(days=2)


def test_filters_show_counts_and_rows(busy: Guide, priya: Desk) -> None:
    reviewing.claim(actor=busy.cast.priya, review=of("Uses"), expected=None)
    links = priya.get(QUEUE).links()
    assert {"All (3)", "Assigned to me (1)", "Unassigned (2)", "Two signatures needed (1)"} <= links.keys()
    assert waiting(priya.get(QUEUE, show="mine")) == ["Uses"]
    assert waiting(priya.get(QUEUE, show="free")) == ["Dosage", "Questions"]
    assert waiting(priya.get(QUEUE, show="two")) == ["Dosage"]
    assert waiting(priya.get(QUEUE, show="nonsense", page="x")) == ["Dosage", "Uses", "Questions"]


def test_home_lists_the_queue(busy: Guide, priya: Desk, tom: Desk) -> None:
    busy.sign(of("Dosage"), busy.cast.tom)
    (words,) = [card for card in priya.open("/admin/").all("home-card") if card.startswith("Waiting for your review")]
    assert words.startswith("Waiting for your review 3 testol: Dosage due on")
    (words,) = [card for card in tom.open("/admin/").all("home-card") if card.startswith("Waiting for your review")]
    assert words.startswith("Waiting for your review 2 testol: Uses due on")


def test_user_without_permission_has_no_queue(busy: Guide, ana: Desk) -> None:
    page = ana.get(QUEUE)
    assert page.response.context["may_review"] is False
    assert waiting(page) == []


# Claims


def test_claim_is_shown_and_blocks_nobody(busy: Guide, priya: Desk, tom: Desk) -> None:
    review = of("Uses")
    page = priya.after(priya.post(CLAIM, review.pk, expected=""))
    assert "Assigned to you." in page.words
    assert "Assigned to priya since" in load(tom, review).words
    assert sign(tom, review).status == 302
    assert not Review.objects.open().filter(pk=review.pk).exists()


def test_only_a_claim_that_was_seen_can_be_taken_over(busy: Guide, priya: Desk, tom: Desk) -> None:
    review = of("Uses")
    priya.post(CLAIM, review.pk, expected="")
    refused = tom.post(CLAIM, review.pk, expected="")  # from a page on which nobody had it
    assert refused.status == 409
    assert "priya has assigned this review to themselves." in refused.words
    assert ReviewClaim.objects.get().pharmacist == priya.user
    tom.post(CLAIM, review.pk, expected=priya.user.pk)
    assert ReviewClaim.objects.get().pharmacist == tom.user


def test_only_own_claim_can_be_given_up(busy: Guide, priya: Desk, tom: Desk) -> None:
    review = of("Uses")
    priya.post(CLAIM, review.pk, expected="")
    assert tom.post(RELEASE, review.pk).status == 409
    assert ReviewClaim.objects.exists()
    assert priya.post(RELEASE, review.pk).status == 302
    assert not ReviewClaim.objects.exists()


def test_author_cannot_claim_own_revision(guide: Guide) -> None:
    review = guide.submit(guide.write(author=guide.cast.pat))
    assert Desk(guide.cast.pat).post(CLAIM, review.pk, expected="").status == 403
    assert not ReviewClaim.objects.exists()


# The next review


def test_each_decision_leads_to_the_next_review(busy: Guide, priya: Desk) -> None:
    page = load(priya, of("Uses"))
    assert "2 of 3 in your queue" in page.words
    assert page.links()["Previous"] == address(REVIEW, of("Dosage").pk)
    page = priya.after(sign(priya, of("Uses")))
    assert "Questions" in page.words
    assert page.messages == ["Signed. (testol: Uses)"]
    page = priya.after(request_changes(priya, of("Questions")))  # the last: on to the first
    assert "1 of 1 in your queue" in page.words
    assert page.messages == ["Changes requested. (testol: Questions)"]
    page = priya.after(sign(priya, of("Dosage")))
    assert "Nothing is waiting for you. Thank you: your queue is empty." in page.words


def test_reviews_claimed_by_others_are_skipped(busy: Guide, priya: Desk, tom: Desk) -> None:
    tom.post(CLAIM, of("Questions").pk, expected="")
    assert sign(priya, of("Uses")).target == address(REVIEW, of("Dosage").pk)


# Licenses


@pytest.fixture
def licensed(cast: Cast) -> Profile:
    profile = Profile.objects.get(user=cast.priya)
    profile.licence_number, profile.licence_expires = "PH-7", timezone.now().date()
    profile.save()
    return profile


def _expires(profile: Profile, day: date) -> None:
    Profile.objects.filter(pk=profile.pk).update(licence_expires=day)


def test_expired_license_cannot_sign(busy: Guide, licensed: Profile, priya: Desk) -> None:
    _expires(licensed, timezone.now().date() - timedelta(days=1))
    page = load(priya, of("Uses"))
    assert "Approve and sign revision 1" not in page.buttons
    assert "Ask an administrator to enter its new date." in page.words
    assert "so you can’t sign" in priya.get(QUEUE).words
    refused = sign(priya, of("Uses"))
    assert refused.status == 403
    assert Review.objects.open().count() == 3
    assert request_changes(priya, of("Uses")).status == 302


def test_license_still_signs_on_its_last_day_with_a_warning(busy: Guide, licensed: Profile, priya: Desk) -> None:
    assert "is valid until" in priya.get(QUEUE).words
    assert sign(priya, of("Uses")).status == 302
    _expires(licensed, timezone.now().date() + timedelta(days=31))
    assert "is valid until" not in priya.get(QUEUE).words


# Queries


def test_query_count_does_not_grow_with_reviews(busy: Guide, priya: Desk) -> None:
    reviewing.comment(actor=busy.cast.tom, review=of("Questions"), body="Since when?")

    def grow() -> None:
        for number in range(2):
            other = Guide(busy.cast, f"guide-{number}")
            other.submit(other.write())
            review = other.submit(other.write("dosage"))
            reviewing.claim(actor=busy.cast.tom, review=review, expected=None)
            busy.sign(review, busy.cast.tom)
            reviewing.comment(actor=busy.cast.tom, review=other.submit(other.write("faq")), body="Why?")

    assert_same_query_count(priya, address(QUEUE), grow)
    assert excess_queries(priya, address(QUEUE)) == []
