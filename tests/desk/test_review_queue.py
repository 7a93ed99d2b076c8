"""The list of reviews: open ones by default, oldest first."""

from typing import Any

import pytest

from monograph.models import Review
from monograph.workflow import reviewing

from ..cast import Cast
from ..factory import Guide
from ..shared_stories import shared_story
from .desk_client import HOSTILE, Desk, Page, address

QUEUE = "review_changelist"


def load(desk: Desk, **query: Any) -> Page:
    return desk.get(QUEUE, **query)


def listed(page: Page) -> list[str]:
    return [page.words_of(element) for element in page.dom.xpath("//table[@id='result_list']/tbody//th")]


@shared_story
def decided(cast: Cast) -> Guide:
    """A guide with one review of each outcome, and two open ones."""
    guide = Guide(cast)
    guide.approve(guide.write("cost", heading="Signed"))
    with_requests = guide.submit(guide.write("faq", heading="Changes requested"))
    digest = with_requests.revision.digest
    reviewing.request_changes(actor=guide.cast.tom, review=with_requests, expected=digest, body="No.")
    withdrawn = guide.submit(guide.write("storage", heading="Withdrawn"))
    reviewing.withdraw_submission(actor=guide.cast.ana, review=withdrawn)
    guide.submit(guide.write("uses", heading="First"))
    guide.submit(guide.write("dosage", heading="Second"))
    return guide


def test_list_shows_open_reviews_oldest_first(decided: Guide, priya: Desk) -> None:
    assert listed(load(priya)) == ["First, revision 1", "Second, revision 1"]


@pytest.mark.parametrize(
    ("state", "heading"),
    [("approved", "Signed"), ("changes_requested", "Changes requested"), ("withdrawn", "Withdrawn")],
)
def test_closed_reviews_can_be_listed_by_state(decided: Guide, priya: Desk, state: str, heading: str) -> None:
    page = load(priya)
    assert f"?state={state}" in page.links().values()
    assert listed(load(priya, state=state)) == [f"{heading}, revision 1"]


def test_all_reviews_can_be_listed(decided: Guide, priya: Desk) -> None:
    page = load(priya, state="all")
    assert len(listed(page)) == Review.objects.count() == 5
    assert {page.words_of(element) for element in page.dom.xpath("//td[contains(@class,'field-state')]")} == {
        str(state.label) for state in Review.State
    }


def test_rows_show_guide_signatures_and_unresolved_comments(decided: Guide, priya: Desk) -> None:
    review = Review.objects.get(revision__heading="Second")
    comment = reviewing.comment(actor=decided.cast.tom, review=review, body="Since when?")
    reviewing.resolve_comment(actor=decided.cast.tom, comment=comment)
    decided.sign(review)
    reviewing.comment(actor=decided.cast.tom, review=review, body="And how?")
    page = load(priya)
    cells = {
        name: page.words_of(page.dom.xpath(f"(//td[contains(@class,'field-{name}')])[2]")[0])
        for name in ("guide", "editor", "signed", "unresolved_comments")
    }
    assert cells == {"guide": "testol", "editor": "ana", "signed": "1 of 2", "unresolved_comments": "1"}
    assert page.links()["testol"] == address("monograph_change", decided.monograph.pk)
    assert page.links()["Second, revision 1"].partition("?")[0] == address("review_change", review.pk)


def test_list_is_searched_by_guide_and_heading(decided: Guide, priya: Desk) -> None:
    assert listed(load(priya, q="seco")) == ["Second, revision 1"]
    assert len(listed(load(priya, q="testol"))) == 2
    assert listed(load(priya, q="nothing")) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_search_is_never_a_server_error(decided: Guide, priya: Desk, name: str) -> None:
    sent = HOSTILE[name][:4000]  # what is longer no server lets through in an address
    for fields in (["q", "state"], ["o", "_facets"], ["p"], ["id__exact"]):
        assert load(priya, **dict.fromkeys(fields, sent)).status in (200, 302, 400), fields


def test_reviews_cannot_be_added_or_deleted(decided: Guide, root: Desk) -> None:
    page = load(root)
    assert "Add review" not in page.words
    assert "Delete selected" not in page.words
    chosen = list(Review.objects.values_list("pk", flat=True))
    root.post(QUEUE, action="delete_selected", _selected_action=chosen, post="yes")
    assert Review.objects.count() == 5


def test_user_without_permission_cannot_list_reviews(decided: Guide, sam: Desk) -> None:
    assert load(sam).status == 403
