"""The page of one review: the text against what the public reads, remarks, a decision that binds to what was read."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.models import CommentResolution, Profile, Review, ReviewComment, SectionRevision, Signature
from monograph.workflow import reviewing
from monograph.workflow.drafting import Cited

from ..cast import PASSWORD
from ..factory import SOURCE, Guide, facts
from .browse import NASTY, Desk, Page, address, history

REVIEW, RESOLVE = "review_change", "comment_resolve"
NOTHING = "\u2013"


@pytest.fixture
def review(guide: Guide) -> Review:
    return guide.submit(guide.write(heading="Uses", text="For pain."))


def load(desk: Desk, review: Review) -> Page:
    return desk.get(REVIEW, review.pk)


def sign(desk: Desk, review: Review, **changes: Any) -> Page:
    data = {"expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD, "approve": ""}
    return desk.post(REVIEW, review.pk, **{**data, **changes})


def remark(desk: Desk, review: Review, **changes: Any) -> Page:
    data = {"expected": review.revision.digest, "body": "Since when?", "quote": "For pain.", "comment": ""}
    return desk.post(REVIEW, review.pk, **{**data, **changes})


def send_back(desk: Desk, review: Review, **changes: Any) -> Page:
    data = {"expected": review.revision.digest, "body": "Say it plainly.", "quote": "", "request_changes": ""}
    return desk.post(REVIEW, review.pk, **{**data, **changes})


def take_back(desk: Desk, review: Review, **changes: Any) -> Page:
    return desk.post(REVIEW, review.pk, **{"expected": review.revision.digest, "withdraw": "", **changes})


def comments(review: Review) -> list[tuple[str, str, str]]:
    return list(ReviewComment.objects.filter(review=review).values_list("author__username", "body", "quote"))


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
    assert page.buttons == ["Sign revision 1", "Send back with this comment", "Add the comment"]
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
    assert "1 comment is not resolved yet. Settle each before you sign." in page.words


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
    assert page.messages == ["Signed."]
    signature = Signature.objects.get(review=review)
    assert (signature.signer, signature.digest, signature.meaning) == (priya.user, review.revision.digest, "accurate")
    review.refresh_from_db()
    assert review.state == Review.State.APPROVED


def test_the_second_check_of_a_dangerous_section_is_somebody_elses(guide: Guide, priya: Desk, tom: Desk) -> None:
    review = guide.submit(guide.write("dosage"))
    page = priya.after(sign(priya, review))
    assert "Signatures 1 of 2" in page.words
    assert "You have signed this text. Somebody else has to make the second check." in page.words
    page = tom.after(sign(tom, review, meaning="second_check"))
    assert "State approved" in page.words
    assert "Tom, PharmD: second check" in page.words


def test_a_comment_is_added_with_its_passage(review: Review, priya: Desk, ana: Desk) -> None:
    page = priya.after(remark(priya, review))
    assert page.messages == ["Your comment is added."]
    assert comments(review) == [("priya", "Since when?", "For pain.")]
    assert "Since when?" in load(ana, review).words


def test_requesting_changes_closes_the_review_with_the_remark(review: Review, priya: Desk) -> None:
    page = priya.after(send_back(priya, review))
    assert page.messages == ["Sent back to the editors."]
    assert "State changes requested, by priya" in page.words
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


# Bad input


def test_a_wrong_password_is_said_at_its_field_and_is_never_on_the_page(review: Review, priya: Desk) -> None:
    before = history()
    page = sign(priya, review, password="not my password", meaning="second_check")
    assert page.status == 403
    assert page.errors_at("password") == ["That is not your password. Nothing was signed; type it again."]
    assert "not my password" not in page.html
    assert page.dom.xpath("//input[@name='meaning'][@checked]")[0].get("value") == "second_check"
    assert history() == before


@pytest.mark.parametrize("password", ["", " ", f" {PASSWORD}", PASSWORD.upper(), "x" * 100_000, "a\x00b", "💊"])
def test_nothing_but_the_password_signs(review: Review, priya: Desk, password: str) -> None:
    before = history()
    page = sign(priya, review, password=password)
    assert page.status in (403, 422)
    assert page.errors_at("password")
    assert history() == before


@pytest.mark.parametrize("meaning", ["", "released", "Accurate", "medically accurate", "accurate\x00", "1" * 5000])
def test_a_meaning_that_is_none_of_the_two_is_refused_at_its_field(review: Review, priya: Desk, meaning: str) -> None:
    before = history()
    page = sign(priya, review, meaning=meaning)
    assert page.status == 422
    assert page.errors_at("meaning")
    assert history() == before


def test_a_missing_meaning_is_refused_at_its_field(review: Review, priya: Desk) -> None:
    digest = review.revision.digest
    page = priya.post(REVIEW, review.pk, expected=digest, password=PASSWORD, approve="")
    assert page.status == 422
    assert page.errors_at("meaning")


@pytest.mark.parametrize("act", ["approve", "request_changes", "comment", "withdraw"])
def test_an_act_without_the_text_that_was_seen_is_refused_in_words(review: Review, root: Desk, act: str) -> None:
    before = history()
    data = {"meaning": "accurate", "password": PASSWORD, "body": "My own words."}
    page = root.post(REVIEW, review.pk, **data, **{act: ""})
    assert page.status in (409, 422)
    assert page.errors, "refused, and the page does not say why"
    assert history() == before


@pytest.mark.parametrize("send", [remark, send_back])
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("body", "", "The comment is missing."),
        ("body", " \n ", "The comment is missing."),
        ("body", "c" * 4001, "The comment has 4,001 characters; 4,000 is the most."),
        ("body", "a\u202eb", "There is an invisible character (U+202E)"),
        ("quote", "q" * 4001, "The passage has 4,001 characters; 4,000 is the most."),
        ("quote", "a\x07b", "There is an invisible character (U+0007)"),
    ],
)
def test_a_bad_comment_is_a_sentence_at_its_field_and_nothing_is_lost(
    review: Review, priya: Desk, send: Any, field: str, value: str, sentence: str
) -> None:
    before = history()
    sent = {"body": "My own words.", "quote": "My passage.", field: value}
    page = send(priya, review, **sent)
    assert page.status == 422
    assert sentence in " ".join(page.errors_at(field))
    act = "comment" if send is remark else "request_changes"
    # lxml reads no bell; the words around it tell.
    assert {name: page.value(name, act) for name in sent} == sent
    assert history() == before
    review.refresh_from_db()
    assert review.is_open


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("approve", ["expected", "meaning", "password"]),
        ("comment", ["expected", "body", "quote"]),
        ("request_changes", ["expected", "body", "quote"]),
        ("withdraw", ["expected"]),
    ],
)
def test_nothing_nasty_in_any_field_is_a_fault(
    guide: Guide, root: Desk, name: str, act: str, fields: list[str]
) -> None:
    review = guide.submit(guide.write())
    sound = {"expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD, "body": "A.", "quote": ""}
    for field in fields:
        page = root.post(REVIEW, review.pk, **{**sound, field: NASTY[name], act: ""})
        assert page.status in (302, 403, 409, 422), field
        assert page.status == 302 or page.errors, f"{field}: refused without a word"
    assert load(root, review).status == 200


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=text, quote=text)
def test_whatever_is_remarked_is_kept_or_handed_back(review: Review, priya: Desk, body: str, quote: str) -> None:
    before = len(comments(review))
    page = remark(priya, review, body=body, quote=quote)
    assert page.status in (302, 422)
    if page.status == 302:
        assert len(comments(review)) == before + 1
    else:
        form = page.response.context["forms"]["comment"]
        assert form.errors
        assert (form["body"].value(), form["quote"].value()) == (body, quote)


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_a_review_that_is_not_there_is_not_found(review: Review, priya: Desk, number: int) -> None:
    remark(priya, review)
    own = ReviewComment.objects.get().pk
    assert priya.get(REVIEW, number).status == 404
    assert priya.post(RESOLVE, number, own).status == 404
    assert priya.post(RESOLVE, review.pk, number).status == 404


def test_a_comment_is_not_found_under_the_review_of_another_section(review: Review, priya: Desk, guide: Guide) -> None:
    remark(priya, review)
    other = guide.submit(guide.write("overview"))
    assert priya.post(RESOLVE, other.pk, ReviewComment.objects.get().pk).status == 404
    assert not CommentResolution.objects.exists()


# Who may not


@pytest.mark.parametrize("send", [sign, send_back])
def test_an_editor_neither_signs_nor_sends_back(review: Review, ana: Desk, send: Any) -> None:
    before = history()
    page = send(ana, review)
    assert page.status == 403
    assert "Your account does not have the right to review sections." in page.errors
    assert history() == before


@pytest.mark.parametrize("send", [sign, send_back])
@pytest.mark.parametrize("author", ["pat", "root"])
def test_nobody_decides_about_what_they_wrote_not_even_a_superuser(guide: Guide, send: Any, author: str) -> None:
    user = getattr(guide.cast, author)
    guide.write(text="By somebody with every right.", author=user)
    review = guide.submit(guide.write(text="Then by another."))
    before = history()
    page = send(Desk(user), review)
    assert page.status == 403
    assert "You wrote part of this text since it was last approved, so somebody else has to review it." in page.errors
    assert history() == before
    assert not Signature.objects.filter(review=review).exists()


def test_a_refused_remark_is_handed_back(review: Review, grace: Desk, maria: Desk) -> None:
    for desk in (grace, maria):
        page = remark(desk, review, body="My own words.", quote="My passage.")
        assert page.status == 403
        assert (page.value("body", "comment"), page.value("quote", "comment")) == ("My own words.", "My passage.")
    assert comments(review) == []


def test_a_pharmacist_does_not_take_back_the_editors_submission(review: Review, priya: Desk) -> None:
    page = take_back(priya, review)
    assert page.status == 403
    assert page.errors
    review.refresh_from_db()
    assert review.is_open


def test_the_author_of_the_text_does_not_settle_the_reviewers_comment(review: Review, priya: Desk, ana: Desk) -> None:
    remark(priya, review)
    page = ana.post(RESOLVE, review.pk, ReviewComment.objects.get().pk)
    assert page.status == 403
    assert page.errors == ["Your account does not have the right to resolve other people's comments."]
    assert not CommentResolution.objects.exists()


def test_a_comment_is_resolved_once(review: Review, priya: Desk, tom: Desk) -> None:
    remark(priya, review)
    own = ReviewComment.objects.get().pk
    priya.post(RESOLVE, review.pk, own)
    page = tom.post(RESOLVE, review.pk, own)
    assert page.status == 409
    assert page.errors == ["This comment is resolved already."]
    assert CommentResolution.objects.get().resolved_by == priya.user


def test_a_signer_without_a_printed_name_is_told_at_the_field(review: Review, priya: Desk) -> None:
    Profile.objects.filter(user=priya.user).delete()
    page = sign(priya, review)
    assert page.status == 422
    assert "Your account has no printed name for signatures yet." in " ".join(page.errors_at("meaning"))


# A stale tab decides nothing, and loses none of its words

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
    assert (page.value("body"), page.value("quote")) == ("My own words.", "My passage.")
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
        "This is not the text that your page showed. Read it again before you decide; your words are kept."
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
    assert page.errors == ["1 comment is not resolved yet. Settle each before you sign."]
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


def test_an_act_on_a_review_leads_back_to_it(review: Review, priya: Desk) -> None:
    assert remark(priya, review).target == address(REVIEW, review.pk)


def test_what_changes_the_meaning_is_told_in_words_above_the_change(published: Guide, priya: Desk) -> None:
    published.approve(published.write(text="Take 28 mcg a day."))
    published.publish()
    page = load(priya, published.submit(published.write(text="Take 82 mcg a day.")))
    assert "What changes the meaning dose: 28 mcg a day became 82 mcg a day Take 82 mcg a day." in page.words
    assert page.words.index("What changes the meaning") < page.words.index("Take 2882 mcg")


def test_a_change_of_words_alone_is_not_said_to_change_the_meaning(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.write(text="Plain words on uses.")))
    assert "What changes the meaning" not in page.words
