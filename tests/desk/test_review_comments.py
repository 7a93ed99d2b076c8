"""Remarks where they are read: with their passage and answers at the review, and beside the text of who mends it."""

import pytest

from monograph.models import Review, ReviewComment
from monograph.workflow import reviewing

from ..factory import Guide
from .browse import Desk, Page, address
from .review_page import REPLY, REVIEW, load, remark, send_back


@pytest.fixture
def remarked(guide: Guide) -> Review:
    review = guide.submit(guide.write("uses", "Take 5 mg. For pain."))
    reviewing.comment(actor=guide.cast.priya, review=review, body="Since when?", quote="Take 5 mg.")
    return review


def answer(desk: Desk, review: Review, body: str = "Since May.") -> Page:
    return desk.post(REPLY, review.pk, ReviewComment.objects.get(reply_to=None).pk, body=body)


def test_an_answer_stands_with_its_remark(remarked: Review, ana: Desk, priya: Desk) -> None:
    sent = answer(ana, remarked)
    assert sent.target == f"{address(REVIEW, remarked.pk)}#comment-{ReviewComment.objects.get(reply_to=None).pk}"
    assert ana.after(sent).messages == ["Your answer is added."]
    (card,) = [each for each in load(priya, remarked).all("desk-card") if "Since when?" in each]
    assert card.index("Take 5 mg.") < card.index("Since when?") < card.index("ana,") < card.index("Since May.")


def test_an_answer_that_says_nothing_is_refused_in_a_sentence(remarked: Review, ana: Desk) -> None:
    page = answer(ana, remarked, " ")
    assert page.status == 422
    assert page.errors == ["Reply: The comment is missing."]


def test_a_settled_remark_offers_no_answer(remarked: Review, ana: Desk, priya: Desk) -> None:
    reviewing.resolve_comment(actor=priya.user, comment=ReviewComment.objects.get())
    assert "Add the answer" not in load(ana, remarked).buttons
    page = answer(ana, remarked, "My long answer.")
    assert page.status == 409
    assert "This comment is already resolved." in page.words
    assert "My long answer." in page.words, "what was typed is handed back"


def test_an_answer_is_not_counted_as_a_remark(remarked: Review, ana: Desk, priya: Desk) -> None:
    answer(ana, remarked)
    page = load(priya, remarked)
    assert "Comments (1)" in page.words
    assert "1 comment is not resolved yet." in page.words


def test_an_answer_by_address_to_another_sections_remark_is_not_found(
    remarked: Review, guide: Guide, ana: Desk
) -> None:
    other = guide.submit(guide.write("overview"))
    assert answer(ana, other).status == 404


def test_the_editor_gets_back_exactly_the_passages_and_the_answers(remarked: Review, ana: Desk, priya: Desk) -> None:
    answer(ana, remarked)
    send_back(priya, remarked, body="Twice?", quote="For pain.")
    page = ana.get("section_edit", remarked.section.monograph_id, "uses")
    notice = next(each for each in page.all("desk-message") if "Changes to this text were requested" in each)
    assert "priya, on “Take 5 mg.”: Since when? ana answered: Since May." in notice
    assert "priya, on “For pain.”: Twice?" in notice
    assert [each.get("data-quote") for each in page.dom.xpath("//*[@data-quote]")] == ["Take 5 mg.", "For pain."]


def test_a_remark_of_an_earlier_review_comes_back_to_the_editor_too(remarked: Review, guide: Guide, ana: Desk) -> None:
    reviewing.withdraw_submission(actor=guide.cast.ana, review=remarked)
    again = guide.submit(remarked.revision)
    reviewing.request_changes(actor=guide.cast.tom, review=again, expected=again.revision.digest, body="No.")
    page = ana.get("section_edit", remarked.section.monograph_id, "uses")
    assert "Since when?" in page.words
    assert "tom: No." in page.words


def test_the_name_to_be_printed_is_said_before_it_is_signed(remarked: Review, tom: Desk, guide: Guide) -> None:
    review = guide.submit(guide.write("overview"))
    assert "Your signature is printed as Tom, PharmD." in load(tom, review).words


def test_who_has_no_printed_name_is_told_before_signing(guide: Guide, tom: Desk) -> None:
    tom.user.profile.delete()
    review = guide.submit(guide.write())
    assert "Your account has no printed name for signatures yet." in load(tom, review).words


def test_a_remark_on_nothing_in_particular_has_no_passage_to_show(remarked: Review, priya: Desk) -> None:
    remark(priya, remarked, quote="")
    assert len(load(priya, remarked).dom.xpath("//button[@data-quote]")) == 1
