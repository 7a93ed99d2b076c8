"""The page of one review: what it shows, and what its forms do."""

import pytest

from monograph import permissions
from monograph.models import CommentResolution, Review, ReviewComment, Signature
from monograph.release.draft import Cited
from monograph.workflow import reviewing

from ..cast import PASSWORD
from ..factory import SOURCE, Guide, facts
from .desk_client import Desk, address, change_counts
from .review_page import RESOLVE, REVIEW, add_comment, comments, load, request_changes, sign, withdraw

NOTHING = "\u2013"


# What the page shows


def test_page_shows_submitter_revision_and_reason(review: Review, priya: Desk) -> None:
    page = load(priya, review)
    assert "State open" in page.words
    assert "Submitted by ana," in page.words
    assert "Revision 1 by ana" in page.words
    assert "Reason A reason." in page.words
    assert "Signatures 0 of 1" in page.words


def test_unpublished_section_is_all_new(review: Review, priya: Desk) -> None:
    page = load(priya, review)
    assert "This section is not published yet: everything is new" in page.words
    assert page.dom.xpath("//div[contains(@class,'desk-change')]//ins")[0].text_content() == "For pain."


def test_changes_are_against_the_published_revision(published: Guide, priya: Desk) -> None:
    published.write(text="Draft words.")
    review = published.submit(published.write(text="Plain words about pain."))
    page = load(priya, review)
    change = page.dom.xpath("//div[contains(@class,'desk-change')]")[0]
    assert [element.text_content().strip() for element in change.iter("del")] == ["uses"]
    assert [element.text_content().strip() for element in change.iter("ins")] == ["pain"]
    assert "Draft words." not in page.words
    assert "Plain words about pain." in page.all("desk-text")[-1]


def test_changed_heading_facts_and_references_are_listed(published: Guide, priya: Desk) -> None:
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


def test_removal_shows_the_removed_text(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.remove()))
    assert "This revision removes the section from the guide." in page.words
    assert "Plain words about uses." in page.dom.xpath("//div[contains(@class,'desk-change')]//del")[0].text_content()


def test_section_restored_after_removal_is_all_new(published: Guide, priya: Desk) -> None:
    published.approve(published.write("faq"))
    published.approve(published.remove("faq"))
    published.publish()
    page = load(priya, published.submit(published.write("faq", "Back again.")))
    assert "This section is not published yet" in page.words


def test_reviewer_is_offered_all_decisions(review: Review, priya: Desk) -> None:
    page = load(priya, review)
    assert page.buttons[0].startswith("Assign to me")
    assert page.buttons[1:] == ["Approve and sign revision 1", "Request changes", "Add comment"]
    assert {page.value("expected", form) for form in ("approve", "request_changes", "comment")} == {
        review.revision.digest
    }


def test_author_may_comment_and_withdraw_but_not_sign(review: Review, ana: Desk) -> None:
    page = load(ana, review)
    assert page.buttons == ["Add comment", "Withdraw the submission"]
    assert permissions.may_approve(ana.user, review).reason in page.words


def test_author_with_review_permission_cannot_sign(guide: Guide) -> None:
    review = guide.submit(guide.write(author=guide.cast.pat))
    page = load(Desk(guide.cast.pat), review)
    assert "Approve and sign revision 1" not in page.buttons
    assert permissions.may_approve(guide.cast.pat, review).reason in page.words


def test_superuser_cannot_sign_own_revision(guide: Guide, root: Desk) -> None:
    review = guide.submit(guide.write(author=guide.cast.root))
    assert "Approve and sign revision 1" not in load(root, review).buttons


def test_auditor_can_only_read(review: Review, grace: Desk) -> None:
    page = load(grace, review)
    assert "For pain." in page.words
    assert page.buttons == []


def test_unresolved_comment_blocks_signing(review: Review, priya: Desk) -> None:
    add_comment(priya, review)
    page = load(priya, review)
    assert "Approve and sign revision 1" not in page.buttons
    assert "1 comment is not resolved yet. Resolve all comments before you sign." in page.words


def test_unresolved_comments_of_earlier_reviews_are_shown(guide: Guide, priya: Desk) -> None:
    first = guide.submit(guide.write())
    reviewing.comment(actor=guide.cast.tom, review=first, body="Still open.")
    settled = reviewing.comment(actor=guide.cast.tom, review=first, body="Settled then.")
    reviewing.resolve_comment(actor=guide.cast.tom, comment=settled)
    request_changes(priya, first)
    page = load(priya, guide.submit(guide.write(text="Second words.")))
    assert "Still open." in page.words
    assert "Say it plainly." in page.words
    assert "on revision 1" in page.words
    assert "Settled then." not in page.words


def test_closed_review_shows_its_outcome_without_decisions(review: Review, priya: Desk) -> None:
    sign(priya, review)
    page = load(priya, review)
    assert page.buttons == []
    assert "State approved, by priya on" in page.words
    assert "Signatures 1 of 1 Priya, PharmD: medically accurate" in page.words


def test_comments_are_escaped(guide: Guide, priya: Desk) -> None:
    review = guide.submit(guide.write(text="See &lt;img src=x&gt;."))
    add_comment(priya, review, body="<script>alert(1)</script>", quote="<img src=x>")
    page = load(priya, review)
    assert "<script>alert(1)</script>" in page.words
    assert not page.dom.xpath("//div[@id='content']//script | //img[@src='x']")


# What the forms do


def test_signature_has_the_digest_shown(review: Review, priya: Desk) -> None:
    shown = load(priya, review).value("expected", "approve")
    page = priya.after(sign(priya, review, expected=shown))
    assert page.messages == ["Signed. (testol: Uses)"]
    signature = Signature.objects.get(review=review)
    assert (signature.signer, signature.digest, signature.meaning) == (priya.user, review.revision.digest, "accurate")
    review.refresh_from_db()
    assert review.state == Review.State.APPROVED


def test_second_check_needs_another_pharmacist(guide: Guide, priya: Desk, tom: Desk) -> None:
    review = guide.submit(guide.write("dosage"))
    sign(priya, review)
    page = load(priya, review)
    assert "Signatures 1 of 2" in page.words
    assert "You have signed this text. Somebody else has to do the second check." in page.words
    sign(tom, review, meaning="second_check")
    page = load(tom, review)
    assert "State approved" in page.words
    assert "Tom, PharmD: second check" in page.words


def test_comment_is_added_with_its_passage(review: Review, priya: Desk, ana: Desk) -> None:
    page = priya.after(add_comment(priya, review))
    assert page.messages == ["Your comment is added."]
    assert comments(review) == [("priya", "Since when?", "For pain.")]
    assert "Since when?" in load(ana, review).words


def test_requesting_changes_closes_the_review_with_a_comment(review: Review, priya: Desk) -> None:
    page = priya.after(request_changes(priya, review))
    assert page.messages == ["Changes requested. (testol: Uses)"]
    assert "State changes requested, by priya" in load(priya, review).words
    assert comments(review) == [("priya", "Say it plainly.", "")]


def test_withdrawn_submission_can_be_revised(review: Review, ana: Desk, in_review: Guide) -> None:
    page = ana.after(withdraw(ana, review))
    assert page.messages == ["The submission is withdrawn."]
    assert "State withdrawn by the editors, by ana" in page.words
    assert in_review.write(text="On we go.").number == 2


def test_comment_is_resolved_by_its_author(review: Review, priya: Desk) -> None:
    add_comment(priya, review)
    page = priya.after(priya.post(RESOLVE, review.pk, ReviewComment.objects.get().pk))
    assert page.messages[-1] == "The comment is resolved."
    assert "Resolved by priya" in page.words
    assert "Approve and sign revision 1" in page.buttons


def test_author_is_not_offered_to_resolve_a_reviewers_comment(review: Review, priya: Desk, ana: Desk) -> None:
    add_comment(priya, review)
    page = load(ana, review)
    assert "Resolve this comment" not in page.buttons
    assert "Not resolved yet." in page.words


def test_comment_redirects_to_the_review(review: Review, priya: Desk) -> None:
    assert add_comment(priya, review).target == address(REVIEW, review.pk)


# Changes only by POST


def test_resolving_is_refused_by_get(review: Review, priya: Desk) -> None:
    add_comment(priya, review)
    assert priya.get(RESOLVE, review.pk, ReviewComment.objects.get().pk).status == 405
    assert not CommentResolution.objects.exists()


@pytest.mark.parametrize("act", ["approve", "request_changes", "comment", "withdraw"])
def test_get_with_an_action_changes_nothing(review: Review, root: Desk, act: str) -> None:
    before = change_counts()
    given = {"expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD, "body": "Words."}
    assert root.get(REVIEW, review.pk, **given, **{act: ""}).status == 200
    assert change_counts() == before


def test_post_without_an_action_changes_nothing(review: Review, root: Desk) -> None:
    before = change_counts()
    root.post(REVIEW, review.pk, expected=review.revision.digest, body="Words.", password=PASSWORD, meaning="accurate")
    assert change_counts() == before


def test_clinical_changes_are_listed_first(published: Guide, priya: Desk) -> None:
    published.approve(published.write(text="Take 28 mcg a day."))
    published.publish()
    page = load(priya, published.submit(published.write(text="Take 82 mcg a day.")))
    assert "Clinical changes Dose changed: “28 mcg a day” is now “82 mcg a day” Take 82 mcg a day." in page.words
    assert page.words.index("Clinical changes") < page.words.index("Take 2882 mcg")


def test_change_of_wording_is_not_clinical(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.write(text="Plain words on uses.")))
    assert "Clinical changes" not in page.words
