"""The findings of preflight as the desks show them: what to mend, what was waived and why, and the form to waive."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .. import permissions
from ..content.preflight import Finding
from ..models import SectionRevision, Waiver
from ..workflow import findings
from ..workflow.waiving import waive
from .forms import WaiverForm


@dataclass
class FindingRow:
    finding: Finding
    key: str
    waiver: Waiver | None
    form: WaiverForm | None


def finding_rows(
    revision: SectionRevision, request: HttpRequest | None = None, refused: tuple[str, WaiverForm] | None = None
) -> list[FindingRow]:
    """Return a row for each finding in a text, errors first. With a `request` each open error has a form to waive it,
    if its user may; `refused` is the finding and the form that was sent and not taken.
    """
    may_waive = request is not None and bool(permissions.may_waive(request.user, revision))
    waived = findings.waivers([revision])
    rows = []
    for number, found in enumerate(findings.of_section(revision)):
        key = findings.key_of(found)
        waiver = waived.get((revision.section_id, key))
        form = None
        if refused and refused[0] == key:
            form = refused[1]
        elif may_waive and found.is_error and not waiver:
            form = WaiverForm(initial={"expected": revision.digest}, auto_id=f"id_waive_{number}_%s")
        rows.append(FindingRow(found, key, waiver, form))
    return sorted(rows, key=lambda row: (not row.finding.is_error, row.waiver is not None))


def sent_waiver(request: HttpRequest, revision: SectionRevision) -> tuple[str, WaiverForm] | None:
    """Waive what was sent. Returns the finding and its form where that was refused, None where it was done."""
    key = request.POST["waive"]
    form = WaiverForm(request.POST, auto_id="id_waive_%s")
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        with form.refused():
            waive(actor=request.user, revision=revision, finding=key, **given)  # type: ignore[arg-type]
            return None
    return key, form
