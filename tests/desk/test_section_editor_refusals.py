"""Who may not write a section, and when nobody may."""

import pytest

from ..factory import Guide
from .desk_client import Desk, change_counts
from .section_editor import REMOVE, SUBMIT, edit, working_copies


def test_user_without_permission_cannot_save_and_keeps_the_text(guide: Guide, priya: Desk) -> None:
    guide.write()
    before = change_counts()
    page = edit(priya, guide, body="<p>My words.</p>", reason="My reason.", expected="1")
    assert page.status == 403
    assert page.error_codes == {"": ["no_permission"]}
    assert (page.value("body"), page.value("reason")) == ("<p>My words.</p>", "My reason.")
    assert change_counts() == before


@pytest.mark.parametrize("act", ["keep", "drop"])
def test_user_without_permission_cannot_keep_changes(guide: Guide, priya: Desk, act: str) -> None:
    page = edit(priya, guide, **{act: ""})
    assert page.status == 403
    assert working_copies(guide) == []


def test_section_in_review_cannot_be_saved_and_keeps_the_text(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    before = change_counts()
    page = edit(ana, guide, body="<p>My words.</p>", expected="1")
    assert page.status == 409
    assert page.error_codes == {"": ["in_review"]}
    assert page.value("body") == "<p>My words.</p>"
    assert change_counts() == before


def test_unchanged_text_is_not_saved(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    before = change_counts()
    page = edit(ana, guide, reason="Again.", expected="1")
    assert page.status == 409
    assert page.error_codes == {"": ["nothing_changed"]}
    assert page.value("reason") == "Again."
    assert change_counts() == before


def test_removal_needs_a_reason(guide: Guide, ana: Desk) -> None:
    guide.write()
    before = change_counts()
    page = ana.post(REMOVE, guide.monograph.pk, "uses", reason="", expected="1")
    assert page.status == 422
    assert page.error_codes == {"reason": ["required"]}
    assert change_counts() == before


def test_removed_section_cannot_be_removed_again(guide: Guide, ana: Desk) -> None:
    guide.write()
    guide.remove()
    page = ana.post(REMOVE, guide.monograph.pk, "uses", reason="My reason.", expected="2")
    assert page.status == 409
    assert page.error_codes == {"": ["nothing_to_remove"]}
    assert "My reason." in page.words


def test_unwritten_section_can_be_removed(guide: Guide, ana: Desk) -> None:
    page = ana.after(ana.post(REMOVE, guide.monograph.pk, "cost", reason="Prices change daily.", expected=""))
    latest = guide.section("cost").latest_revision
    assert (latest.is_removal, latest.heading) == (True, "Cost")
    assert page.row("Cost")[1] == "removal: draft"


def test_unwritten_section_cannot_be_submitted(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", expected="")
    assert page.status in (404, 409, 422)
    assert page.errors
    assert change_counts() == before


@pytest.mark.parametrize("expected", ["abc", "", str(10**30), None])
def test_submission_without_expected_revision_is_refused(guide: Guide, ana: Desk, expected: str | None) -> None:
    guide.write()
    before = change_counts()
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", **({} if expected is None else {"expected": expected}))
    assert page.status in (409, 422)
    assert page.errors
    assert change_counts() == before


@pytest.mark.parametrize(("name", "data"), [(REMOVE, {"reason": "My reason."}), (SUBMIT, {})])
def test_user_without_permission_cannot_remove_or_submit(
    guide: Guide, priya: Desk, name: str, data: dict[str, str]
) -> None:
    guide.write()
    before = change_counts()
    page = priya.post(name, guide.monograph.pk, "uses", **data, expected="1")
    assert page.status == 403
    assert page.error_codes == {"": ["no_permission"]}
    assert all(words in page.words for words in data.values())
    assert change_counts() == before


def test_revision_is_submitted_once(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", expected="1")
    assert page.status == 409
    assert page.error_codes == {"": ["in_review"]}
    assert guide.section().reviews.count() == 1
