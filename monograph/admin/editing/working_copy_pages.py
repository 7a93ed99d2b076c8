"""The endpoints called while somebody writes: autosave, pasting, preflight, presence."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from ... import permissions, word_permissions
from ...accounts.middleware import background
from ...content.intake import intake, intake_plain
from ...errors import StaleEdit, WorkflowError
from ...models import Section
from ...models.people import full_name
from ...workflow.autosave import autosave_working_copy
from ...workflow.presence import OtherEditor, end_presence, record_presence
from ..desk import DeskRequest, desk_path
from ..forms import refusal_status
from ..preflight_panel import draft_preflight
from .forms import SectionForm, section_form_class
from .section_lookup import get_section_or_404


def _refusal(error: WorkflowError) -> JsonResponse:
    """Return why nothing was stored.

    If the working copy is newer than the page, the response has that copy, so that the page can recognize its own.
    """
    data: dict[str, Any] = {"code": error.code, "reason": error.message}
    if isinstance(error, StaleEdit):
        data |= {"seen": error.latest.version, "typed": error.latest.typed}
    return JsonResponse(data, status=refusal_status(error))


def _sentences(others: list[OtherEditor]) -> list[str]:
    """Return a sentence about each other person who has the section open."""
    now = timezone.now()
    sentences = []
    for other in others:
        saved_at = other.changes_saved_at
        unsaved = f" (unsaved changes from {timesince(saved_at, now, depth=1)} ago)" if saved_at else ""
        sentences.append(f"{full_name(other.person)} has this section open too{unsaved}.")
    return sentences


def _update_presence(request: DeskRequest, section: Section) -> list[str]:
    if "leaving" in request.POST:
        end_presence(actor=request.user, section=section)
        return []
    return _sentences(record_presence(actor=request.user, section=section))


def _store(request: DeskRequest, section: Section, form: SectionForm) -> dict[str, Any]:
    copy = autosave_working_copy(
        actor=request.user,
        section=section,
        typed=form.raw_values(),
        based_on=section.revisions.filter(number=form.cleaned_data["expected"]).first(),
        seen=request.POST.get("seen", ""),
    )
    return {"seen": copy.version, "kept_at": copy.updated_at, "others": _update_presence(request, section)}


@require_POST
def autosave(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Store unsaved changes.

    Returns JSON: `seen`, `kept_at`, and `others` in sentences; after a refusal, `code` and `reason`. `person` is the
    user for whom the page was rendered: after a login as somebody else, the changes of one person must not become the
    working copy of another.
    """
    section = get_section_or_404(pk, code)
    form = section_form_class(section)(request.POST)
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        reason = f"You are logged in as {full_name(request.user)} now."
        return JsonResponse({"code": "other_person", "reason": reason}, status=HTTPStatus.CONFLICT)
    if not form.is_valid():
        reason = "This page is incomplete. Reload it."
        return JsonResponse({"code": "bad_form", "reason": reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return JsonResponse(_store(request, section, form))
    except WorkflowError as error:
        return _refusal(error)


@background
@require_POST
def presence(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Record that a user has the section open, or with `leaving`, no longer has.

    Returns JSON: `others` in sentences.
    """
    try:
        return JsonResponse({"others": _update_presence(request, get_section_or_404(pk, code))})
    except WorkflowError as error:
        return _refusal(error)


@require_POST
def preflight(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Check unsaved changes. Returns the panel beside the form as a fragment of HTML."""
    section = get_section_or_404(pk, code)
    form = section_form_class(section)(request.POST)
    try:
        permissions.require(permissions.may_write(request.user))
    except WorkflowError as error:
        return _refusal(error)
    context = draft_preflight(section, form.draft()) if form.is_valid() else {}
    context |= {
        "is_live": True,
        "section": section,
        "may_propose_word": word_permissions.may_propose_word(request.user),
    }
    return render(request, "monograph/desk/editing/_preflight.html", context)


@require_POST
def paste(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Take in what somebody pastes, as `html` or as plain `text`; `as_lines` leaves the lines of a text as they are.

    Returns `Intake` as JSON: `html`, `notices`, `refusals`.
    """
    get_section_or_404(pk, code)
    try:
        permissions.require(permissions.may_write(request.user))
    except WorkflowError as error:
        return _refusal(error)
    if "text" in request.POST:
        taken = intake_plain(request.POST["text"], joins_lines="as_lines" not in request.POST)
    else:
        taken = intake(request.POST.get("html", ""), is_pasted=True)
    return JsonResponse(asdict(taken))


urls = [
    desk_path("<int:pk>/sections/<slug:code>/typing/", autosave, "monograph_section_autosave"),
    desk_path("<int:pk>/sections/<slug:code>/here/", presence, "monograph_section_presence"),
    desk_path("<int:pk>/sections/<slug:code>/look/", preflight, "monograph_section_preflight"),
    desk_path("<int:pk>/sections/<slug:code>/paste/", paste, "monograph_section_paste"),
]
