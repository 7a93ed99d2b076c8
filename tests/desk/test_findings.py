"""The findings of preflight, and the form that waives one."""

from functools import partial

import pytest

from monograph.models import Review, Waiver
from monograph.release import guide_checks

from ..cast import PASSWORD, Cast
from ..factory import Guide
from ..shared_stories import shared_story
from .desk_client import HOSTILE, Desk, Page, address, assert_each_is_refused_or_taken

REVIEW = "review_change"


@shared_story
def odd_guide(cast: Cast) -> Guide:
    """A guide in review of which preflight finds two errors and a warning."""
    guide = Guide(cast)
    guide.submit(guide.write(heading="Uses", text="Say it it twice. Click <a href='#nothing'>here</a>."))
    return guide


@pytest.fixture
def odd(odd_guide: Guide) -> Review:
    return odd_guide.section().reviews.get()


def waive(desk: Desk, review: Review, **changes: str) -> Page:
    error = guide_checks.unwaived_errors(review.revision)[0]
    data = {"expected": review.revision.digest, "reason": "It is a name.", "password": PASSWORD}
    return desk.post(REVIEW, review.pk, **{**data, "waive": guide_checks.finding_key(error), **changes})


def test_findings_are_listed_with_errors_first(odd: Review, priya: Desk) -> None:
    page = priya.get(REVIEW, odd.pk)
    findings = page.all("desk-finding")
    assert [finding.split(":")[0] for finding in findings] == ["Error", "Error", "Warning"]
    assert "“it” is repeated" in findings[0]
    assert "Preflight (3)" in page.links()
    assert "by Flesch-Kincaid" in page.words


def test_clean_revision_has_no_findings(review: Review, priya: Desk) -> None:
    assert "Preflight found no problems." in priya.get(REVIEW, review.pk).words


def test_editor_sees_findings_of_the_latest_revision(odd: Review, odd_guide: Guide, ana: Desk) -> None:
    page = ana.get("section_edit", odd_guide.monograph.pk, "uses")
    assert "“it” is repeated" in page.words
    assert "Sign the waiver" not in page.buttons


def test_revision_page_shows_findings(odd: Review, odd_guide: Guide, grace: Desk) -> None:
    page = grace.get("section_revision", odd_guide.monograph.pk, "uses", 1)
    assert "“it” is repeated" in page.words


def test_waived_error_shows_signer_and_reason(odd: Review, priya: Desk) -> None:
    page = priya.after(waive(priya, odd))
    assert page.messages == ["The finding is waived for this revision."]
    assert any(finding.startswith("Waived") and "Priya, PharmD" in finding for finding in page.all("desk-finding"))
    assert "It is a name." in page.words


def test_only_reviewers_can_waive_and_only_errors(odd: Review, priya: Desk, ana: Desk) -> None:
    assert priya.get(REVIEW, odd.pk).buttons.count("Sign the waiver") == 2
    assert "Sign the waiver" not in ana.get(REVIEW, odd.pk).buttons


@pytest.mark.parametrize(
    ("changes", "status", "codes"),
    [
        ({"password": "wrong"}, 403, {"password": ["wrong_password"]}),
        ({"password": ""}, 422, {"password": ["required"]}),
        ({"reason": ""}, 422, {"reason": ["required"]}),
        ({"expected": "v1:other"}, 409, {"": ["other_text"]}),
    ],
)
def test_refused_waiver_shows_the_error_and_keeps_the_reason(
    odd: Review, priya: Desk, changes: dict[str, str], status: int, codes: dict[str, list[str]]
) -> None:
    page = waive(priya, odd, **changes)
    assert page.status == status
    assert page.error_codes == codes
    assert page.errors
    if "reason" not in changes:
        assert "It is a name." in page.html
    assert not Waiver.objects.exists()


def test_author_cannot_waive_by_posting(odd: Review, ana: Desk) -> None:
    assert waive(ana, odd).status == 403
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_waiver_is_never_a_server_error(odd: Review, priya: Desk, name: str) -> None:
    page = waive(priya, odd, waive=HOSTILE[name])
    assert (page.status, bool(page.errors)) == (409, True)
    fields = ("reason", "password", "expected")
    assert_each_is_refused_or_taken(partial(waive, priya, odd), dict.fromkeys(fields, HOSTILE[name]))


def test_waiving_redirects_to_the_review(odd: Review, priya: Desk) -> None:
    assert waive(priya, odd).target == address(REVIEW, odd.pk)
