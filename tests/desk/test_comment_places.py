"""Where the review page and the editor show the passage of a comment."""

from typing import Any

import pytest

from monograph.models import Review, ReviewComment
from monograph.workflow import reviewing

from ..factory import Guide
from .desk_client import Desk, Page
from .review_page import add_comment, load, request_changes

DOSE = "Take 5 mg a day."
DOSES = f"<h3>Adults</h3><p>{DOSE}</p><h3>Children</h3><p>{DOSE}</p><h3>Older people</h3><p>{DOSE}</p>"
CHILDREN = len("AdultsTake5mgaday.Children")


@pytest.fixture
def doses(guide: Guide) -> Review:
    return guide.submit(guide.write(text=DOSES))


def buttons(page: Page) -> list[tuple[str, str | None]]:
    comments = "//*[starts-with(@id, 'comment-') or contains(@class, 'desk-message')]"
    found = page.dom.xpath(f"{comments}//button[@data-quote]")
    return [(button.get("data-quote"), button.get("data-letter")) for button in found]


def comment_cards(page: Page) -> str:
    return " ".join(words for words in page.all("desk-card") if "Really?" in words)


def next_review(guide: Guide, review: Review, text: str) -> Review:
    reviewing.withdraw_submission(actor=guide.cast.ana, review=review)
    return guide.submit(guide.write(text=text))


def test_comment_is_shown_at_the_passage_that_was_selected(doses: Review, priya: Desk) -> None:
    sent = add_comment(priya, doses, quote=DOSE, place=str(CHILDREN))
    assert sent.status == 302
    assert buttons(load(priya, doses)) == [(DOSE, str(CHILDREN))]


def test_one_of_several_passages_can_be_chosen_without_selecting_it(doses: Review, priya: Desk) -> None:
    page = add_comment(priya, doses, quote=DOSE)
    assert page.status == 422
    assert page.error_codes == {"quote": ["ambiguous_passage"]}
    offered = page.dom.xpath("//input[@type='radio'][@name='place']")
    assert [radio.get("value") for radio in offered] == ["6", str(CHILDREN), "49"]
    assert "Children · Take 5 mg a day." in page.words_of(offered[1].getparent())
    assert add_comment(priya, doses, quote=DOSE, place="49").status == 302
    assert ReviewComment.objects.get().anchor_block == 5


@pytest.mark.parametrize(
    ("place", "quoted"),
    [
        *(("", ""), ("x", "v1:no"), ("-1", ""), ("-1", "v1:no"), ("9" * 30, ""), ("9" * 5000, "x" * 5000)),
        *(("1\x00", ""), ("1", "\x00"), ("1", "x" * 5000)),
    ],
)
def test_hostile_place_is_refused_or_searched(doses: Review, priya: Desk, place: str, quoted: str) -> None:
    assert add_comment(priya, doses, quote="Children", place=place, quoted=quoted).status in (302, 422)
    page = add_comment(priya, doses, quote=DOSE, place=place, quoted=quoted)
    assert page.status == 422
    assert page.value("quote", "comment") == DOSE


def test_words_that_are_not_in_the_text_are_handed_back(doses: Review, priya: Desk) -> None:
    page = request_changes(priya, doses, quote="Take 6 mg")
    assert page.status == 422
    assert page.error_codes == {"quote": ["no_such_passage"]}
    assert page.value("quote", "request_changes") == "Take 6 mg"


def test_passage_is_followed_to_the_next_revision(doses: Review, guide: Guide, priya: Desk) -> None:
    add_comment(priya, doses, body="Really?", quote=DOSE, place=str(CHILDREN))
    review = next_review(guide, doses, DOSES.replace("<h3>Adults", "<p>Ask first.</p><h3>Adults"))
    assert buttons(load(priya, review)) == [(DOSE, str(CHILDREN + len("Askfirst.")))]


def test_changed_passage_is_shown_with_its_new_words(doses: Review, guide: Guide, priya: Desk) -> None:
    add_comment(priya, doses, body="Really?", quote=DOSE, place=str(CHILDREN))
    text = DOSES.replace(f"Children</h3><p>{DOSE}", "Teenagers</h3><p>Take 4 mg a day.")
    page = load(priya, next_review(guide, doses, text))
    assert "This passage has changed since revision 1. It now reads: Take 4 mg a day." in comment_cards(page)
    assert "It was under “Children” in revision 1 and is under “Teenagers” now." in comment_cards(page)
    assert buttons(page)[0][0] == "Take 4 mg a day."


def test_removed_passage_is_said_to_be_gone(doses: Review, guide: Guide, priya: Desk) -> None:
    add_comment(priya, doses, body="Really?", quote=DOSE, place=str(CHILDREN))
    page = load(priya, next_review(guide, doses, DOSES.replace(f"<h3>Children</h3><p>{DOSE}</p>", "")))
    assert "This passage is no longer in the text; it was in revision 1: Take 5 mg a day." in comment_cards(page)
    assert buttons(page) == []
    assert page.links()["revision 1"].endswith("/sections/uses/history/1/")


def test_comment_from_before_anchors_is_shown_at_the_first_of_its_words(doses: Review, priya: Desk) -> None:
    given: dict[str, Any] = {"review": doses, "author": priya.user, "created_at": doses.submitted_at}
    ReviewComment.objects.create(body="Really?", quote=DOSE, **given)
    assert buttons(load(priya, doses)) == [(DOSE, None)]


def test_editor_shows_passages_in_the_latest_revision(doses: Review, guide: Guide, priya: Desk, ana: Desk) -> None:
    add_comment(priya, doses, body="Really?", quote=DOSE, place=str(CHILDREN))
    add_comment(priya, doses, body="Who?", quote="Older people")
    review = next_review(guide, doses, f"<p>Ask first.</p>{DOSES.replace('Older people', 'Seniors')}")
    request_changes(priya, review, body="No.", quote="Ask first.")
    page = ana.get("section_edit", doses.section.monograph_id, "uses")
    assert buttons(page) == [(DOSE, str(CHILDREN + len("Askfirst."))), ("Ask first.", "0")]
    assert "on a passage of revision 1 that is no longer in the text, “Older people” : Who?" in page.words


def test_places_take_the_same_queries_for_any_number_of_comments(
    doses: Review, guide: Guide, priya: Desk, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        add_comment(priya, doses, body=f"Really? {number}", quote=DOSE, place=str(CHILDREN))
        doses = next_review(guide, doses, f"{DOSES}<p>{number}</p>")
    with django_assert_max_num_queries(17):
        page = load(priya, doses)
    assert len(buttons(page)) == 4
