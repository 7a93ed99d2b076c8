"""The page of one review: the text against what the public reads, what its forms do, and only by POST."""

import pytest

from monograph.models import CommentResolution, Review, ReviewComment, Signature
from monograph.release.draft import Cited
from monograph.workflow import reviewing

from ..cast import PASSWORD
from ..factory import SOURCE, Guide, facts
from .browse import Desk, address, history
from .review_page import RESOLVE, REVIEW, comments, load, remark, send_back, sign, take_back

NOTHING = "\u2013"


# What the page shows


def test_the_page_says_who_submitted_what_and_why(review: Review, priya: Desk) -> None:
    page = load(priya, review)
    assert "State open" in page.words
    assert "Submitted by ana," in page.words
    assert "Text revision 1 by ana" in page.words
    assert "Reason A reason." in page.words
    assert "Signatures 0 of 1" in page.words


def test_a_text_new_to_the_public_is_said_to_be_all_new(review: Review, priya: Desk) -> None:
    page = load(priya, review)
    assert "The public reads nothing of this section yet: all of it is new" in page.words
    assert page.dom.xpath("//div[contains(@class,'desk-change')]//ins")[0].text_content() == "For pain."


def test_the_change_is_against_what_the_public_reads_not_against_the_revision_before(
    published: Guide, priya: Desk
) -> None:
    published.write(text="Draft words.")
    review = published.submit(published.write(text="Plain words about pain."))
    page = load(priya, review)
    change = page.dom.xpath("//div[contains(@class,'desk-change')]")[0]
    assert [each.text_content().strip() for each in change.iter("del")] == ["uses"]
    assert [each.text_content().strip() for each in change.iter("ins")] == ["pain"]
    assert "Draft words." not in page.words
    assert "Plain words about pain." in page.all("desk-text")[-1]


def test_heading_facts_and_references_that_changed_are_listed_before_and_after(published: Guide, priya: Desk) -> None:
    given = {"brand_name": "Newtol", "maker": "Tester", "strengths": [{"number": "50", "unit": "mg"}]}
    revision = published.write(
        "drug-facts", heading="Facts", facts=facts(**given), references=[Cited(SOURCE, "page 2")]
    )
    rows = load(priya, published.submit(revision)).rows()
    assert ["Heading", "About drug-facts", "Facts"] in rows
    assert ["Brand name", "Testol", "Newtol"] in rows
    assert ["Strengths", "35 mcg", "50 mg"] in rows
    assert ["Maker", NOTHING, "Tester"] in rows
    assert ["Reference", "Testol label. Tester. 2024.", NOTHING] in rows
    assert ["Reference", NOTHING, "Testol label. Tester. 2024. page 2"] in rows
    assert len(rows) == 6, "what is the same is not listed"


def test_a_removal_is_shown_as_one(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.remove()))
    assert "This revision takes the section out of the guide." in page.words
    assert "Plain words about uses." in page.dom.xpath("//div[contains(@class,'desk-change')]//del")[0].text_content()


def test_a_section_that_comes_back_after_its_removal_is_new_again(published: Guide, priya: Desk) -> None:
    published.approve(published.write("faq"))
    published.approve(published.remove("faq"))
    published.publish()
    page = load(priya, published.submit(published.write("faq", "Back again.")))
    assert "The public reads nothing of this section yet" in page.words


def test_the_reviewer_is_offered_every_decision(review: Review, priya: Desk) -> None:
    page = load(priya, review)
    assert page.buttons[0].startswith("I take this one")
    assert page.buttons[1:] == ["Sign revision 1", "Send back with this comment", "Add the comment"]
    assert {page.value("expected", form) for form in ("approve", "request_changes", "comment")} == {
        review.revision.digest
    }


def test_the_author_may_comment_and_take_back_and_reads_why_not_sign(review: Review, ana: Desk) -> None:
    page = load(ana, review)
    assert page.buttons == ["Add the comment", "Withdraw the submission"]
    assert "Your account does not have the right to review sections." in page.words


def test_the_author_in_the_reviewers_group_reads_why_somebody_else_must_sign(guide: Guide) -> None:
    review = guide.submit(guide.write(author=guide.cast.pat))
    page = load(Desk(guide.cast.pat), review)
    assert "Sign revision 1" not in page.buttons
    assert "You wrote part of this text since it was last approved, so somebody else has to review it." in page.words


def test_a_superuser_who_wrote_the_text_is_offered_no_signature(guide: Guide, root: Desk) -> None:
    review = guide.submit(guide.write(author=guide.cast.root))
    assert "Sign revision 1" not in load(root, review).buttons


def test_the_auditor_reads_everything_and_is_offered_nothing(review: Review, grace: Desk) -> None:
    page = load(grace, review)
    assert "For pain." in page.words
    assert page.buttons == []


def test_an_open_comment_blocks_the_signature_and_the_page_says_so(review: Review, priya: Desk) -> None:
    remark(priya, review)
    page = load(priya, review)
    assert "Sign revision 1" not in page.buttons
    assert "1 comment is not resolved yet. Resolve all comments before you sign." in page.words


def test_open_comments_of_earlier_reviews_are_carried_along_with_their_revision(guide: Guide, priya: Desk) -> None:
    first = guide.submit(guide.write())
    reviewing.comment(actor=guide.cast.tom, review=first, body="Still open.")
    settled = reviewing.comment(actor=guide.cast.tom, review=first, body="Settled then.")
    reviewing.resolve_comment(actor=guide.cast.tom, comment=settled)
    send_back(priya, first)
    page = load(priya, guide.submit(guide.write(text="Second words.")))
    assert "Still open." in page.words
    assert "Say it plainly." in page.words
    assert "on revision 1" in page.words
    assert "Settled then." not in page.words


def test_a_closed_review_offers_no_decision_and_says_who_closed_it(review: Review, priya: Desk) -> None:
    sign(priya, review)
    page = load(priya, review)
    assert page.buttons == []
    assert "State approved, by priya on" in page.words
    assert "Signatures 1 of 1 Priya, PharmD: medically accurate" in page.words


def test_what_people_typed_is_shown_as_text(review: Review, priya: Desk) -> None:
    remark(priya, review, body="<script>alert(1)</script>", quote="<img src=x>")
    page = load(priya, review)
    assert "<script>alert(1)</script>" in page.words
    assert not page.dom.xpath("//div[@id='content']//script | //img[@src='x']")


# What the forms do


def test_signing_binds_to_the_text_on_the_page(review: Review, priya: Desk) -> None:
    shown = load(priya, review).value("expected", "approve")
    page = priya.after(sign(priya, review, expected=shown))
    assert page.messages == ["Signed. (testol: Uses)"]
    signature = Signature.objects.get(review=review)
    assert (signature.signer, signature.digest, signature.meaning) == (priya.user, review.revision.digest, "accurate")
    review.refresh_from_db()
    assert review.state == Review.State.APPROVED


def test_the_second_check_of_a_dangerous_section_is_somebody_elses(guide: Guide, priya: Desk, tom: Desk) -> None:
    review = guide.submit(guide.write("dosage"))
    sign(priya, review)
    page = load(priya, review)
    assert "Signatures 1 of 2" in page.words
    assert "You have signed this text. Somebody else has to make the second check." in page.words
    sign(tom, review, meaning="second_check")
    page = load(tom, review)
    assert "State approved" in page.words
    assert "Tom, PharmD: second check" in page.words


def test_a_comment_is_added_with_its_passage(review: Review, priya: Desk, ana: Desk) -> None:
    page = priya.after(remark(priya, review))
    assert page.messages == ["Your comment is added."]
    assert comments(review) == [("priya", "Since when?", "For pain.")]
    assert "Since when?" in load(ana, review).words


def test_requesting_changes_closes_the_review_with_the_remark(review: Review, priya: Desk) -> None:
    page = priya.after(send_back(priya, review))
    assert page.messages == ["Sent back to the editors. (testol: Uses)"]
    assert "State changes requested, by priya" in load(priya, review).words
    assert comments(review) == [("priya", "Say it plainly.", "")]


def test_taking_a_submission_back_lets_the_editors_go_on(review: Review, ana: Desk, guide: Guide) -> None:
    page = ana.after(take_back(ana, review))
    assert page.messages == ["The submission is withdrawn."]
    assert "State withdrawn by the editors, by ana" in page.words
    assert guide.write(text="On we go.").number == 2


def test_a_comment_is_resolved_by_who_made_it(review: Review, priya: Desk) -> None:
    remark(priya, review)
    page = priya.after(priya.post(RESOLVE, review.pk, ReviewComment.objects.get().pk))
    assert page.messages[-1] == "The comment is resolved."
    assert "Resolved by priya" in page.words
    assert "Sign revision 1" in page.buttons


def test_the_author_of_the_text_is_not_offered_to_settle_the_reviewers_comment(
    review: Review, priya: Desk, ana: Desk
) -> None:
    remark(priya, review)
    page = load(ana, review)
    assert "Resolve this comment" not in page.buttons
    assert "Not resolved yet." in page.words


def test_an_act_on_a_review_leads_back_to_it(review: Review, priya: Desk) -> None:
    assert remark(priya, review).target == address(REVIEW, review.pk)


# Changes only by POST


def test_resolving_is_refused_by_get(review: Review, priya: Desk) -> None:
    remark(priya, review)
    assert priya.get(RESOLVE, review.pk, ReviewComment.objects.get().pk).status == 405
    assert not CommentResolution.objects.exists()


@pytest.mark.parametrize("act", ["approve", "request_changes", "comment", "withdraw"])
def test_reading_the_page_with_an_act_in_its_address_does_nothing(review: Review, root: Desk, act: str) -> None:
    before = history()
    given = {"expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD, "body": "Words."}
    assert root.get(REVIEW, review.pk, **given, **{act: ""}).status == 200
    assert history() == before


def test_a_post_that_names_no_act_does_nothing(review: Review, root: Desk) -> None:
    before = history()
    root.post(REVIEW, review.pk, expected=review.revision.digest, body="Words.", password=PASSWORD, meaning="accurate")
    assert history() == before


def test_what_changes_the_meaning_is_told_in_words_above_the_change(published: Guide, priya: Desk) -> None:
    published.approve(published.write(text="Take 28 mcg a day."))
    published.publish()
    page = load(priya, published.submit(published.write(text="Take 82 mcg a day.")))
    assert (
        "What changes the meaning Dose changed: “28 mcg a day” is now “82 mcg a day” Take 82 mcg a day." in page.words
    )
    assert page.words.index("What changes the meaning") < page.words.index("Take 2882 mcg")


def test_a_change_of_words_alone_is_not_said_to_change_the_meaning(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.write(text="Plain words on uses.")))
    assert "What changes the meaning" not in page.words
