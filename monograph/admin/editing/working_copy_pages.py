"""What the page of a section asks while somebody writes: keep my typing, look at it, who else is here."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ... import permissions
from ...errors import InvalidContent, NotPermitted, StaleEdit, WorkflowError
from ...models import Section
from ...models.people import full_name
from ...workflow.autosave import autosave
from ...workflow.presence import OtherEditor, end_presence, record_presence
from ..desk import desk_path
from ..finding_rows import preflight_of_draft
from .forms import SectionForm, form_class_of
from .section_lookup import section_at


def _refusal(error: WorkflowError) -> JsonResponse:
    """Return why nothing was kept; with the other typing, where there is one, so that the page can tell its own."""
    status = HTTPStatus.CONFLICT
    if isinstance(error, InvalidContent | NotPermitted):
        status = HTTPStatus.FORBIDDEN if isinstance(error, NotPermitted) else HTTPStatus.UNPROCESSABLE_ENTITY
    answer: dict[str, Any] = {"code": error.code, "reason": error.message}
    if isinstance(error, StaleEdit):
        answer |= {"seen": error.latest.version, "typed": error.latest.typed}
    return JsonResponse(answer, status=status)


def _ago(time: timedelta) -> str:
    seconds = max(0, int(time.total_seconds()))
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _in_words(others: list[OtherEditor]) -> list[str]:
    now = timezone.now()
    return [
        f"{full_name(other.person)} has this section open too"
        + (f" (typing kept {_ago(now - other.changes_saved_at)} ago)." if other.changes_saved_at else ".")
        for other in others
    ]


def _here(request: HttpRequest, section: Section) -> list[str]:
    if "leaving" in request.POST:
        end_presence(actor=request.user, section=section)  # type: ignore[arg-type]
        return []
    return _in_words(record_presence(actor=request.user, section=section))  # type: ignore[arg-type]


def _keep(request: HttpRequest, section: Section, form: SectionForm) -> dict[str, Any]:
    copy = autosave(
        actor=request.user,  # type: ignore[arg-type]
        section=section,
        typed=form.typed(),
        based_on=section.revisions.filter(number=form.cleaned_data["expected"]).first(),
        seen=request.POST.get("seen", ""),
    )
    return {"seen": copy.version, "kept_at": copy.updated_at, "others": _here(request, section)}


@require_POST
def typing(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Keep typing. Answers JSON: `seen`, `kept_at`, `others` in sentences; refused, `code` and `reason`.

    `person` is whose page it is: logged in as somebody else meanwhile, nobody gets another's typing as their own.
    """
    section = section_at(pk, code)
    form = form_class_of(section)(request.POST)
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        reason = f"You are logged in as {full_name(request.user)} now."  # type: ignore[arg-type]
        return JsonResponse({"code": "other_person", "reason": reason}, status=HTTPStatus.CONFLICT)
    if not form.is_valid():
        reason = "This page is damaged. Load it again."
        return JsonResponse({"code": "bad_form", "reason": reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return JsonResponse(_keep(request, section, form))
    except WorkflowError as error:
        return _refusal(error)


@require_POST
def here(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Note that somebody has the section open, or with `leaving` no longer. Answers `others` in sentences."""
    try:
        return JsonResponse({"others": _here(request, section_at(pk, code))})
    except WorkflowError as error:
        return _refusal(error)


@require_POST
def look(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Look at a text that is being typed. Answers the panel beside it, as a piece of HTML."""
    section = section_at(pk, code)
    form = form_class_of(section)(request.POST)
    try:
        permissions.require(permissions.may_write(request.user))
    except WorkflowError as error:
        return _refusal(error)
    shown = preflight_of_draft(section, form.draft()) if form.is_valid() else {}
    return render(request, "monograph/desk/editing/_check.html", {**shown, "is_live": True})


urls = [
    desk_path("<int:pk>/sections/<slug:code>/typing/", typing, "monograph_section_typing"),
    desk_path("<int:pk>/sections/<slug:code>/here/", here, "monograph_section_here"),
    desk_path("<int:pk>/sections/<slug:code>/look/", look, "monograph_section_look"),
]
