"""The section editor, as the tests load it and post its forms."""

from typing import Any

from monograph.models import WorkingCopy

from ..factory import SOURCE, Guide
from .desk_client import Desk, Page

EDIT, REMOVE, SUBMIT, GUIDE = "section_edit", "section_remove", "section_submit", "monograph_change"


def form_data(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "heading": "What it is for",
        "body": "<p>For pain.</p>",
        "references": SOURCE,
        "reason": "First text.",
        "expected": "",
        "save": "",
    }
    return {**given, **changes}


def facts_form_data(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "heading": "Key facts",
        "brand_name": "Testol",
        "generic_name": "testolumab",
        "drug_class": "test drug",
        "form": "tablet",
        "route": "by mouth",
        "maker": "Tester",
        "other_names": "Tex\nTestolin",
        "strengths": "35 mcg\n1,000.5 mg",
        "prescription": "on",
        "rxnorm": "123",
        "references": f"{SOURCE} | section 3",
        "reason": "First facts.",
        "expected": "",
        "save": "",
    }
    return {**given, **changes}


def edit(desk: Desk, guide: Guide, code: str = "uses", **changes: Any) -> Page:
    data = facts_form_data(**changes) if code == "drug-facts" else form_data(**changes)
    return desk.post(EDIT, guide.monograph.pk, code, **data)


def load(desk: Desk, guide: Guide, code: str = "uses") -> Page:
    return desk.get(EDIT, guide.monograph.pk, code)


def working_copies(guide: Guide, code: str = "uses") -> list[WorkingCopy]:
    return list(WorkingCopy.objects.filter(section=guide.section(code)))
