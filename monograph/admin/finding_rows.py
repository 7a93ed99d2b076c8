"""The findings of preflight as the desks show them: what to mend, what was waived and why, and the form to waive."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .. import permissions
from ..errors import InvalidContent
from ..models import Section, SectionRevision, Waiver
from ..preflight import Finding, Severity
from ..release import guide_checks
from ..release.draft import Draft
from ..workflow.waiving import waive
from .forms import WaiverForm


@dataclass
class FindingRow:
    finding: Finding
    key: str
    waiver: Waiver | None
    form: WaiverForm | None
    nth: int = 0  # which one of the same words in the text it is, from 0


def _nth(found: Finding, text: str) -> int:
    """Return how often the words of a finding stand in the text before it, overlapping ones counted."""
    if not found.quote or found.start is None:
        return 0
    count, at = 0, text.find(found.quote)
    while 0 <= at < found.start:
        count, at = count + 1, text.find(found.quote, at + 1)
    return count


def preflight_of(
    revision: SectionRevision | None,
    request: HttpRequest | None = None,
    refused: tuple[str, WaiverForm] | None = None,
    known: guide_checks.GuideContext | None = None,
) -> dict[str, Any]:
    """Return `findings`, a row for each, errors first, and `readability`, for the template; nothing without a text.

    With a `request` each open error has a form to waive it, if its user may; `refused` is the finding and the form that
    was sent and not taken, which is `waiver_of_none` where the finding is gone by now.
    """
    if revision is None:
        return {}
    look = guide_checks.check_revision(revision, known)
    may_waive = request is not None and bool(permissions.may_waive(request.user, revision))
    rows = []
    for number, (found, waiver) in enumerate(guide_checks.with_waivers(look.findings, [revision])):
        key = guide_checks.finding_key(found)
        form = None
        if refused and refused[0] == key:
            form = refused[1]
        elif request is not None and may_waive and found.is_error and not waiver:
            seen = {"expected": revision.digest}
            form = WaiverForm(initial=seen, auto_id=f"id_waive_{number}_%s", user=request.user)
        rows.append(FindingRow(found, key, waiver, form, _nth(found, look.text)))
    rows.sort(key=lambda row: (not row.finding.is_error, row.waiver is not None))
    is_gone = refused is not None and all(row.key != refused[0] for row in rows)
    return {
        "findings": rows,
        "readability": look.readability,
        "terms": look.terms,
        "waiver_of_none": refused[1] if refused and is_gone else None,
    }


def preflight_of_draft(section: Section, draft: Draft) -> dict[str, Any]:
    """Return the same for a text that is being typed. Why it could not be saved, if so, comes instead of findings."""
    try:
        look = guide_checks.check_draft(section, draft)
    except InvalidContent as error:
        refusals = (Finding(each.code, Severity.ERROR, each.message) for each in error.problems)
        return {"findings": [FindingRow(each, "", None, None) for each in refusals]}
    rows = [FindingRow(each, "", None, None, _nth(each, look.text)) for each in look.findings]
    rows.sort(key=lambda row: not row.finding.is_error)
    return {"findings": rows, "readability": look.readability, "terms": look.terms}


def sent_waiver(request: HttpRequest, revision: SectionRevision) -> tuple[str, WaiverForm] | None:
    """Waive what was sent. Returns the finding and its form where that was refused, None where it was done."""
    key = request.POST["waive"]
    form = WaiverForm(request.POST, auto_id="id_waive_%s", user=request.user)
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        with form.refused():
            waive(actor=request.user, revision=revision, finding=key, **given)  # type: ignore[arg-type]
            return None
    return key, form
