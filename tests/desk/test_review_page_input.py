"""Invalid input to the review page is refused at its field, and nothing is lost."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.models import CommentResolution, Review, ReviewComment

from ..cast import PASSWORD
from ..factory import Guide
from .desk_client import HOSTILE, Desk, Page, assert_each_is_refused_or_taken, change_counts
from .review_page import RESOLVE, REVIEW, add_comment, comments, load, request_changes, sign


def test_wrong_password_is_refused_at_its_field_and_never_echoed(review: Review, priya: Desk) -> None:
    before = change_counts()
    page = sign(priya, review, password="not my password", meaning="second_check")
    assert page.status == 403
    assert page.error_codes == {"password": ["wrong_password"]}
    assert page.errors_at("password")
    assert "not my password" not in page.html
    assert page.dom.xpath("//input[@name='meaning'][@checked]")[0].get("value") == "second_check"
    assert change_counts() == before


@pytest.mark.parametrize("password", ["", " ", f" {PASSWORD}", PASSWORD.upper(), "x" * 100_000, "a\x00b", "💊"])
def test_only_the_exact_password_signs(review: Review, priya: Desk, password: str) -> None:
    before = change_counts()
    page = sign(priya, review, password=password)
    assert page.status in (403, 422)
    assert page.errors_at("password")
    assert change_counts() == before


@pytest.mark.parametrize("meaning", ["", "released", "Accurate", "medically accurate", "accurate\x00", "1" * 5000])
def test_unknown_meaning_is_refused_at_its_field(review: Review, priya: Desk, meaning: str) -> None:
    before = change_counts()
    page = sign(priya, review, meaning=meaning)
    assert page.status == 422
    assert page.errors_at("meaning")
    assert change_counts() == before


def test_missing_meaning_is_refused_at_its_field(review: Review, priya: Desk) -> None:
    digest = review.revision.digest
    page = priya.post(REVIEW, review.pk, expected=digest, password=PASSWORD, approve="")
    assert page.status == 422
    assert page.errors_at("meaning")


@pytest.mark.parametrize("act", ["approve", "request_changes", "comment", "withdraw"])
def test_action_without_expected_digest_is_refused(review: Review, root: Desk, act: str) -> None:
    before = change_counts()
    data = {"meaning": "accurate", "password": PASSWORD, "body": "My own words."}
    page = root.post(REVIEW, review.pk, **data, **{act: ""})
    assert page.status in (409, 422)
    assert page.errors, "refused, and the page does not say why"
    assert change_counts() == before


@pytest.mark.parametrize("send", [add_comment, request_changes])
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("body", "", "required"),
        ("body", " \n ", "required"),
        ("body", "c" * 4001, "too_long"),
        ("body", "a\u202eb", "hidden_character"),
        ("quote", "q" * 4001, "too_long"),
        ("quote", "a\x07b", "hidden_character"),
    ],
)
def test_invalid_comment_is_refused_at_its_field_and_kept(
    review: Review, priya: Desk, send: Any, field: str, value: str, code: str
) -> None:
    before = change_counts()
    sent = {"body": "My own words.", "quote": "My passage.", field: value}
    page = send(priya, review, **sent)
    assert page.status == 422
    assert page.error_codes == {field: [code]}
    assert page.errors_at(field)
    act = "comment" if send is add_comment else "request_changes"
    assert {name: page.value(name, act) for name in sent} == sent
    assert change_counts() == before
    review.refresh_from_db()
    assert review.is_open


COMMENT = ["expected", "body", "quote"]
FIELDS = {
    "approve": ["expected", "meaning", "password"],
    "comment": COMMENT,
    "request_changes": COMMENT,
    "withdraw": ["expected"],
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("act", FIELDS)
def test_hostile_input_is_never_a_server_error(review: Review, root: Desk, act: str, name: str) -> None:
    sound = {"expected": review.revision.digest, "meaning": "accurate", "password": PASSWORD, "body": "A.", "quote": ""}

    def send(**hostile: Any) -> Page:
        return root.post(REVIEW, review.pk, **{**sound, **hostile, act: ""})

    assert_each_is_refused_or_taken(send, dict.fromkeys(FIELDS[act], HOSTILE[name]))
    if act == "comment":
        assert load(root, review).status == 200


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=text, quote=text)
def test_arbitrary_comment_is_stored_or_handed_back(review: Review, priya: Desk, body: str, quote: str) -> None:
    before = len(comments(review))
    page = add_comment(priya, review, body=body, quote=quote)
    assert page.status in (302, 422)
    if page.status == 302:
        assert len(comments(review)) == before + 1
    else:
        form = page.response.context["forms"]["comment"]
        assert form.errors
        assert (form["body"].value(), form["quote"].value()) == (body, quote)


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_unknown_review_is_not_found(review: Review, priya: Desk, number: int) -> None:
    add_comment(priya, review)
    own = ReviewComment.objects.get().pk
    assert priya.get(REVIEW, number).status == 404
    assert priya.post(RESOLVE, number, own).status == 404
    assert priya.post(RESOLVE, review.pk, number).status == 404


def test_comment_is_not_found_under_another_section(review: Review, priya: Desk, in_review: Guide) -> None:
    add_comment(priya, review)
    other = in_review.submit(in_review.write("overview"))
    assert priya.post(RESOLVE, other.pk, ReviewComment.objects.get().pk).status == 404
    assert not CommentResolution.objects.exists()
