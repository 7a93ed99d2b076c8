"""Saving a revision with one thing changed from the usual, and the problems that a refusal names."""

from typing import Any

from monograph.errors import InvalidContent
from monograph.models import SectionRevision
from monograph.workflow import drafting

from .factory import Guide


def save_revision(guide: Guide, code: str = "uses", **given: Any) -> SectionRevision:
    """Save as Ana, whose page showed the latest revision, unless `given` says otherwise."""
    section = guide.section(code)
    latest = section.latest_revision
    usual = {
        "actor": guide.cast.ana,
        "section": section,
        "draft": guide.draft(code),
        "reason": "A reason.",
        "expected": latest and latest.number,
    }
    return drafting.save_revision(**{**usual, **given})


def problem_codes(error: InvalidContent) -> set[tuple[str, str]]:
    """Return the field and the code of each problem."""
    return {(problem.field, problem.code) for problem in error.problems}
