"""Saving a text as somebody at the desk does, and what a refusal says is wrong with it."""

from typing import Any

from monograph.errors import InvalidContent
from monograph.models import SectionRevision
from monograph.workflow import drafting

from .factory import Guide


def save(guide: Guide, code: str = "uses", **given: Any) -> SectionRevision:
    """Save as somebody whose page showed the latest revision, unless `expected` says otherwise."""
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


def problems(error: InvalidContent) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in error.problems}
