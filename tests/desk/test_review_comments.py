"""Comments with passages and replies, on the review page and in the editor."""

import pytest

from monograph.models import Review, ReviewComment
from monograph.workflow import reviewing

from ..factory import Guide
from .desk_client import Desk, Page, address
from .review_page import REPLY, REVIEW, add_comment, load, request_changes


@pytest.fixture
def commented(guide: Guide) -> Review:
    review = guide.submit(guide.write("uses", "Take 5 mg. For pain."))
    reviewing.comment(actor=guide.cast.priya, review=review, body="Since when?", quote="Take 5 mg.")
    return review


def post_reply(desk: Desk, review: Review, body: str = "Since May.") -> Page:
    return desk.post(REPLY, review.pk, ReviewComment.objects.get(reply_to=None).pk, body=body)


def test_reply_is_shown_with_its_comment(commented: Review, ana: Desk, priya: Desk) -> None:
    sent = post_reply(ana, commented)
    assert sent.target == f"{address(REVIEW, commented.pk)}#comment-{ReviewComment.objects.get(reply_to=None).pk}"
    assert ana.after(sent).messages == ["Your reply is added."]
    (card,) = [words for words in load(priya, commented).all("desk-card") if "Since when?" in words]
    assert card.index("Take 5 mg.") < card.index("Since when?") < card.index("ana,") < card.index("Since May.")


def test_empty_reply_is_refused_with_an_error(commented: Review, ana: Desk) -> None:
    page = post_reply(ana, commented, " ")
    assert page.status == 422
    assert page.error_codes == {"body": ["required"]}
    assert page.errors


def test_resolved_comment_takes_no_reply(commented: Review, ana: Desk, priya: Desk) -> None:
    reviewing.resolve_comment(actor=priya.user, comment=ReviewComment.objects.get())
    assert "Add reply" not in load(ana, commented).buttons
    page = post_reply(ana, commented, "My long reply.")
    assert page.status == 409
    assert page.error_codes == {"": ["resolved"]}
    assert "My long reply." in page.words, "the reply is kept in the form"


def test_replies_are_not_counted_as_comments(commented: Review, ana: Desk, priya: Desk) -> None:
    post_reply(ana, commented)
    page = load(priya, commented)
    assert "Comments (1)" in page.words
    assert "1 comment is not resolved yet." in page.words


def test_comment_is_not_found_under_another_section(commented: Review, guide: Guide, ana: Desk) -> None:
    other = guide.submit(guide.write("overview"))
    assert post_reply(ana, other).status == 404


def test_editor_sees_passages_comments_and_replies(commented: Review, ana: Desk, priya: Desk) -> None:
    post_reply(ana, commented)
    request_changes(priya, commented, body="Twice?", quote="For pain.")
    page = ana.get("section_edit", commented.section.monograph_id, "uses")
    message = next(words for words in page.all("desk-message") if "Changes requested" in words)
    assert "priya, on “Take 5 mg.”: Since when? ana replied: Since May." in message
    assert "priya, on “For pain.”: Twice?" in message
    assert [element.get("data-quote") for element in page.dom.xpath("//*[@data-quote]")] == ["Take 5 mg.", "For pain."]


def test_editor_sees_unresolved_comments_of_earlier_reviews(commented: Review, guide: Guide, ana: Desk) -> None:
    reviewing.withdraw_submission(actor=guide.cast.ana, review=commented)
    again = guide.submit(commented.revision)
    reviewing.request_changes(actor=guide.cast.tom, review=again, expected=again.revision.digest, body="No.")
    page = ana.get("section_edit", commented.section.monograph_id, "uses")
    assert "Since when?" in page.words
    assert "tom: No." in page.words


def test_printed_name_is_shown_before_signing(commented: Review, tom: Desk, guide: Guide) -> None:
    review = guide.submit(guide.write("overview"))
    assert "Your signature is printed as Tom, PharmD." in load(tom, review).words


def test_missing_printed_name_is_shown_before_signing(guide: Guide, tom: Desk) -> None:
    tom.user.profile.delete()
    review = guide.submit(guide.write())
    assert "Your account has no printed name for signatures yet." in load(tom, review).words


def test_comment_without_passage_has_no_show_button(commented: Review, priya: Desk) -> None:
    add_comment(priya, commented, quote="")
    assert len(load(priya, commented).dom.xpath("//button[@data-quote]")) == 1
