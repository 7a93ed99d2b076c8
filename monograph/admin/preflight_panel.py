"""The preflight findings of a revision or a draft, with the form to waive one."""

from dataclasses import dataclass
from typing import Any

from .. import permissions
from ..content.passages import count_letters
from ..errors import InvalidContent
from ..models import Section, SectionRevision, Waiver
from ..preflight import Finding, Severity
from ..release import guide_checks
from ..release.draft import Draft
from ..release.site_words import normalize, sentence_at
from ..workflow.waiving import waive
from .desk import DeskRequest
from .forms import WaiverForm


@dataclass
class FindingRow:
    finding: Finding
    key: str = ""
    waiver: Waiver | None = None
    form: WaiverForm | None = None
    letter: int | None = None  # how many letters of the text are before the quoted words; None if they have no place
    word: str = ""  # the word that may be proposed
    sentence: str = ""  # the sentence of that word
    is_proposed: bool = False

    @property
    def severity(self) -> str:
        return "waived" if self.waiver else str(self.finding.severity)


@dataclass(frozen=True)
class RefusedWaiver:
    """A refused waiver: the key of its finding, and the form with the errors."""

    finding_key: str
    form: WaiverForm


# The findings whose word may be right all the same.
PROPOSABLE = frozenset({"misspelt-word", "misread-letters", "glued-words", "misspelt-medicine", "unknown-word"})


def _row(finding: Finding, result: guide_checks.CheckResult, **more: Any) -> FindingRow:
    row = FindingRow(finding, **more)
    if finding.start is not None:
        row.letter = count_letters(result.text[: finding.start])
    if finding.code in PROPOSABLE and finding.start is not None:
        row.word, row.sentence = finding.quote, sentence_at(result.text, finding.start)
        row.is_proposed = normalize(finding.quote) in result.proposed
    return row


def revision_preflight(
    revision: SectionRevision | None,
    request: DeskRequest | None = None,
    refused: RefusedWaiver | None = None,
    guide_context: guide_checks.GuideContext | None = None,
) -> dict[str, Any]:
    """Return the template context of a revision's preflight; empty without a revision.

    `findings` has a row for each finding, errors first. With a `request`, each open error has a form to waive it if
    the user may. `refused` is the waiver that was sent and refused; it becomes `stale_waiver_form` if its finding no
    longer exists.
    """
    if revision is None:
        return {}
    result = guide_checks.check_revision(revision, guide_context)
    may_waive = request is not None and bool(permissions.may_waive(request.user, revision))
    rows = []
    for number, (finding, waiver) in enumerate(guide_checks.with_waivers(result.findings, [revision])):
        key = guide_checks.finding_key(finding)
        form = None
        if refused and refused.finding_key == key:
            form = refused.form
        elif request is not None and may_waive and finding.is_error and not waiver:
            initial = {"expected": revision.digest}
            form = WaiverForm(initial=initial, auto_id=f"id_waive_{number}_%s", user=request.user)
        rows.append(_row(finding, result, key=key, waiver=waiver, form=form))
    rows.sort(key=lambda row: (not row.finding.is_error, row.waiver is not None))
    is_stale = refused is not None and all(row.key != refused.finding_key for row in rows)
    return {
        "findings": rows,
        "readability": result.readability,
        "terms": result.terms,
        "stale_waiver_form": refused.form if refused and is_stale else None,
    }


def draft_preflight(section: Section, draft: Draft) -> dict[str, Any]:
    """Return the template context of preflight for unsaved changes.

    If the text can't be saved, the findings are the reasons for that and nothing else.
    """
    try:
        result = guide_checks.check_draft(section, draft)
    except InvalidContent as error:
        problems = (Finding(problem.code, Severity.ERROR, problem.message) for problem in error.problems)
        return {"findings": [FindingRow(problem) for problem in problems]}
    rows = [_row(finding, result) for finding in result.findings]
    rows.sort(key=lambda row: not row.finding.is_error)
    return {"findings": rows, "readability": result.readability, "terms": result.terms}


def waive_finding(request: DeskRequest, revision: SectionRevision) -> RefusedWaiver | None:
    """Waive the finding that was posted; return the form only if it was refused."""
    key = request.POST["waive"]
    form = WaiverForm(request.POST, auto_id="id_waive_%s", user=request.user)
    if form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        with form.catch_refusal():
            waive(actor=request.user, revision=revision, finding=key, **data)
            return None
    return RefusedWaiver(key, form)
