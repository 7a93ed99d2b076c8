"""What preflight finds, as the desks show it, and the form that waives it."""

import pytest

from monograph.models import Review, Waiver
from monograph.release import guide_checks

from ..cast import PASSWORD
from ..factory import Guide
from .browse import NASTY, Desk, Page, address

REVIEW = "review_change"


@pytest.fixture
def odd(guide: Guide) -> Review:
    return guide.submit(guide.write(heading="Uses", text="Say it it twice. Click <a href='#nothing'>here</a>."))


def waive(desk: Desk, review: Review, **changes: str) -> Page:
    error = guide_checks.unwaived_errors(review.revision)[0]
    data = {"expected": review.revision.digest, "reason": "It is a name.", "password": PASSWORD}
    return desk.post(REVIEW, review.pk, **{**data, "waive": guide_checks.finding_key(error), **changes})


def test_findings_are_told_errors_first_with_their_words(odd: Review, priya: Desk) -> None:
    page = priya.get(REVIEW, odd.pk)
    told = page.all("desk-finding")
    assert [each.split(":")[0] for each in told] == ["Error", "Error", "Warning"]
    assert "“it” is repeated" in told[0]
    assert "Preflight (3)" in page.links()
    assert "by Flesch-Kincaid" in page.words


def test_a_text_without_findings_says_so(review: Review, priya: Desk) -> None:
    assert "Preflight finds nothing to mend." in priya.get(REVIEW, review.pk).words


def test_the_editor_sees_the_findings_of_the_latest_text(odd: Review, guide: Guide, ana: Desk) -> None:
    page = ana.get("section_edit", guide.monograph.pk, "uses")
    assert "“it” is repeated" in page.words
    assert "Sign the waiver" not in page.buttons


def test_a_revision_shows_its_findings(odd: Review, guide: Guide, grace: Desk) -> None:
    page = grace.get("section_revision", guide.monograph.pk, "uses", 1)
    assert "“it” is repeated" in page.words


def test_a_reviewer_waives_an_error_and_the_page_says_who_and_why(odd: Review, priya: Desk) -> None:
    page = priya.after(waive(priya, odd))
    assert page.messages == ["The finding is waived in this text."]
    assert any(each.startswith("Waived") and "Priya, PharmD" in each for each in page.all("desk-finding"))
    assert "It is a name." in page.words


def test_only_errors_can_be_waived_and_by_reviewers_only(odd: Review, priya: Desk, ana: Desk) -> None:
    assert priya.get(REVIEW, odd.pk).buttons.count("Sign the waiver") == 2
    assert "Sign the waiver" not in ana.get(REVIEW, odd.pk).buttons


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"password": "wrong"}, 403, "Wrong password. Nothing was changed. Try again."),
        ({"password": ""}, 422, "This field is required."),
        ({"reason": ""}, 422, "The reason for the waiver is missing."),
        ({"expected": "v1:other"}, 409, "This is not the text that your page showed. Read it again."),
    ],
)
def test_a_refused_waiver_is_said_at_its_form_and_hands_the_reason_back(
    odd: Review, priya: Desk, changes: dict[str, str], status: int, sentence: str
) -> None:
    page = waive(priya, odd, **changes)
    assert page.status == status
    assert sentence in page.errors
    if "reason" not in changes:
        assert "It is a name." in page.html
    assert not Waiver.objects.exists()


def test_who_wrote_it_cannot_waive_by_a_form_of_their_own(odd: Review, ana: Desk) -> None:
    assert waive(ana, odd).status == 403
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("name", NASTY)
def test_nothing_nasty_in_a_waiver_is_a_fault(odd: Review, priya: Desk, name: str) -> None:
    for field in ("waive", "reason", "password", "expected"):
        page = waive(priya, odd, **{field: NASTY[name]})
        assert page.status < 500
        assert page.status == 302 or page.errors, f"{field}: refused without a word"


def test_the_address_of_the_review_is_where_it_was(odd: Review, priya: Desk) -> None:
    assert waive(priya, odd).target == address(REVIEW, odd.pk)
