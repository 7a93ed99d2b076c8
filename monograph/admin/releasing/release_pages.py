"""The publisher's pages: what the next edition holds, releasing it, the editions there are, taking one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...models import Edition, EditionSection, Monograph, RevisionState, ScheduledEdition
from ...workflow import publishing
from ...workflow.gate import Candidate, candidate
from ..desk import desk_page, desk_path, small_act
from ..editing.guide_pages import SectionRow, section_rows
from ..forms import DeskForm
from .forms import ReleaseForm, WithdrawalForm

WHY_NOT_SIGNED = {
    RevisionState.DRAFT: "a draft that nobody has submitted for review",
    RevisionState.IN_REVIEW: "in review, not signed by all who must",
    RevisionState.CHANGES_REQUESTED: "a pharmacist has asked for changes",
}


def _lines_with_change(next_edition: Candidate) -> list[dict[str, Any]]:
    """Say of each line how it differs from what the public reads now."""
    shown = EditionSection.objects.filter(edition=next_edition.monograph.current_edition_id, is_removal=False)
    public = dict(shown.values_list("kind_code", "revision"))
    rows = []
    for line in next_edition.lines:
        before = public.get(line.section.kind.code)
        if line.revision.is_removal:
            change = "removed" if before else "left out as before"
        else:
            change = "new" if before is None else "unchanged" if before == line.revision.pk else "changed"
        rows.append({"line": line, "change": change})
    return rows


def _left_out(rows: list[SectionRow], next_edition: Candidate) -> list[tuple[SectionRow, str]]:
    """Return the sections whose latest text is not in the edition, each with why."""
    held = {line.revision.pk for line in next_edition.lines}
    return [
        (row, WHY_NOT_SIGNED.get(RevisionState(row.latest.state_code), "the gate refuses it, see above"))
        for row in rows
        if row.latest is not None and row.latest.pk not in held
    ]


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next edition and what stands in its way; publish it, or schedule it."""
    monograph = get_object_or_404(Monograph.objects.named().select_related("current_edition"), pk=pk)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refused():
            return _release(request, monograph, form)
    next_edition = candidate(monograph)
    if request.method == "POST":
        form.data = {**request.POST.dict(), "expected": next_edition.digest}  # the page shows today's list again
    else:
        form = ReleaseForm(initial={"expected": next_edition.digest})
    context = {
        "monograph": monograph,
        "candidate": next_edition,
        "lines": _lines_with_change(next_edition),
        "left_out": _left_out(section_rows(monograph), next_edition),
        "form": form,
        "may_publish": permissions.may_publish(request.user, monograph),
        "schedules": monograph.schedules.select_related("signature").order_by("-pk")[:5],
    }
    return desk_page(
        request,
        "releasing/release.html",
        context,
        title=f"{monograph.display_name}: edition {next_edition.number}",
        status=form.status,
    )


def _release(request: HttpRequest, monograph: Monograph, form: ReleaseForm) -> HttpResponse:
    given = form.cleaned_data
    signed: dict[str, Any] = {
        "actor": request.user,
        "monograph": monograph,
        "expected": given["expected"],
        "note": given["note"],
        "password": given["password"],
    }
    if given["publish_at"]:
        scheduled = publishing.schedule(publish_at=given["publish_at"], **signed)
        messages.success(request, f"Scheduled for {scheduled.publish_at:%d %B %Y, %H:%M} UTC.")
    else:
        edition = publishing.publish(**signed)
        messages.success(request, f"Edition {edition.number} is published.")
    return redirect("admin:monograph_monograph_editions", monograph.pk)


@require_POST
def cancel(request: HttpRequest, pk: int, schedule_pk: int) -> HttpResponse:
    scheduled = get_object_or_404(ScheduledEdition, pk=schedule_pk, monograph=pk)

    def act() -> str:
        publishing.cancel_schedule(actor=request.user, scheduled=scheduled)  # type: ignore[arg-type]
        return "The scheduled edition is cancelled."

    return small_act(request, DeskForm(request.POST), act, back=redirect("admin:monograph_monograph_release", pk))


def editions(request: HttpRequest, pk: int) -> HttpResponse:
    monograph = get_object_or_404(Monograph.objects.named(), pk=pk)
    shown = Edition.objects.filter(monograph=pk).select_related("monograph", "release_signature", "withdrawal")
    context = {"monograph": monograph, "editions": shown.defer("article").order_by("-number")}
    return desk_page(request, "releasing/editions.html", context, title=f"{monograph.display_name}: editions")


def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One edition: what was signed by whom, and the form to withdraw it."""
    editions = Edition.objects.select_related("monograph", "release_signature", "withdrawal__withdrawn_by").defer(
        "article"
    )
    shown = get_object_or_404(editions, monograph=pk, number=number)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refused():
            publishing.withdraw_edition(actor=request.user, edition=shown, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, f"Edition {number} is withdrawn. Readers see your reason in its place.")
            return redirect("admin:monograph_monograph_edition", pk, number)
    context = {
        "edition": shown,
        "lines": shown.lines.select_related("revision__author").prefetch_related("review__signatures"),
        "form": form,
        "may_withdraw": permissions.may_withdraw_edition(request.user, shown),
    }
    return desk_page(
        request, "releasing/edition.html", context, title=f"{shown.brand_name}: edition {number}", status=form.status
    )


urls = [
    desk_path("<int:pk>/release/", release, "monograph_monograph_release"),
    desk_path("<int:pk>/schedules/<int:schedule_pk>/cancel/", cancel, "monograph_monograph_cancel"),
    desk_path("<int:pk>/editions/", editions, "monograph_monograph_editions"),
    desk_path("<int:pk>/editions/<int:number>/", edition, "monograph_monograph_edition"),
]
