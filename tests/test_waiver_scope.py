"""What a waiver covers: one finding in one revision, alike for publishing, for the guide's page and for submission."""

from typing import Any

import pytest

from monograph.admin.editing.guide_overview import GuideOverview
from monograph.errors import InvalidState
from monograph.workflow import reviewing

from .factory import Guide
from .stories import waive_first_error

ERROR = "Say it it twice."
TWO_ERRORS = "Say it it twice twice."


def two_errors_of_which_one_is_waived(guide: Guide) -> list[str]:
    waive_first_error(guide, guide.approve(guide.write("uses", TWO_ERRORS)).revision)
    return ["uses"]


def same_error_waived_in_another_section(guide: Guide) -> list[str]:
    guide.approve(guide.write("dosage", ERROR))
    waive_first_error(guide, guide.approve(guide.write("uses", ERROR)).revision)
    return ["dosage"]


def same_error_waived_in_the_revision_before(guide: Guide) -> list[str]:
    waive_first_error(guide, guide.approve(guide.write("uses", ERROR)).revision)
    guide.approve(guide.write("uses", ERROR, heading="Another heading"))
    return ["uses"]


def only_error_waived(guide: Guide) -> list[str]:
    waive_first_error(guide, guide.approve(guide.write("uses", ERROR)).revision)
    return []


STORIES = [
    two_errors_of_which_one_is_waived,
    same_error_waived_in_another_section,
    same_error_waived_in_the_revision_before,
    only_error_waived,
]


@pytest.fixture(params=STORIES, ids=lambda story: story.__name__)
def story(request: pytest.FixtureRequest, short: Guide) -> tuple[Guide, list[str]]:
    """Return a guide, and the sections in which one error is not waived."""
    return short, request.param(short)


def test_unwaived_errors_block_publishing(story: tuple[Guide, list[str]]) -> None:
    guide, sections = story
    blockers = guide.release_candidate().blockers
    assert [(blocker.code, blocker.section) for blocker in blockers] == [("repeated-word", code) for code in sections]


def test_unwaived_errors_count_on_the_page_of_the_guide(story: tuple[Guide, list[str]]) -> None:
    guide, sections = story
    counts = {row.kind.code: row.errors for row in GuideOverview(guide.monograph, guide.cast.ana).rows if row.errors}
    assert counts == dict.fromkeys(sections, 1)


def test_unwaived_errors_stop_submission(story: tuple[Guide, list[str]], settings: Any) -> None:
    guide, sections = story
    settings.PREFLIGHT_STOPS_SUBMISSION = True
    for code in ("uses", "dosage"):
        revision = guide.section(code).latest_revision
        assert revision is not None
        if code in sections:
            with pytest.raises(InvalidState) as refused:
                guide.submit(revision)
            assert refused.value.code == "preflight"
        else:
            reviewing.withdraw_submission(actor=guide.cast.ana, review=guide.submit(revision))
