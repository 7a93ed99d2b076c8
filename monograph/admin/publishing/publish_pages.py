"""The page of the next edition: its changes, its blockers, and its publication."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...content import local_time
from ...models import Monograph, ScheduledEdition
from ...permissions import AnyUser
from ...release.release_candidate import release_candidate
from ...workflow import publishing
from ..desk import DeskRequest, desk_path, render_desk_page, run_action
from ..forms import IdentityForm
from .forms import EditionForm, PublishForm
from .shown_edition import ShownEdition

MAX_PAST_SCHEDULES = 5


def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what the next edition changes and what blocks it; publish or schedule it."""
    schedules = Prefetch("schedules", ScheduledEdition.objects.select_related("signature"))
    monograph = get_object_or_404(Monograph.objects.named().prefetch_related(schedules), pk=pk)
    next_edition = release_candidate(monograph)
    shown = ShownEdition(request, next_edition, PublishForm)
    form = shown.form
    if request.method == "POST":
        if form.is_valid():
            with form.catch_refusal():
                return _publish_or_schedule(request, monograph, form)
        shown.show_again()
    verdict = permissions.may_publish(request.user, monograph)
    context = {**shown.context(verdict), **_schedules_context(request.user, monograph)}
    title = f"{monograph.display_name}: edition {next_edition.number}"
    return render_desk_page(request, "publishing/publish.html", context, title=title, status=form.status)


def _schedules_context(user: AnyUser, monograph: Monograph) -> dict[str, Any]:
    """Return the pending schedule, the form to cancel it if the user may, and past ones."""
    newest_first = sorted(monograph.schedules.all(), key=lambda schedule: schedule.pk, reverse=True)
    pending = next((schedule for schedule in newest_first if permissions.is_pending(schedule)), None)
    closed = [schedule for schedule in newest_first if not permissions.is_pending(schedule)]
    may_cancel = pending is not None and permissions.may_cancel_schedule(user, pending)
    return {
        "scheduled": pending,
        "may_cancel": may_cancel,
        "cancel_form": IdentityForm(user=user, auto_id="id_cancel_%s") if may_cancel else None,
        "past_schedules": closed[:MAX_PAST_SCHEDULES],
    }


def _publish_or_schedule(request: DeskRequest, monograph: Monograph, form: EditionForm) -> HttpResponse:
    signed: dict[str, Any] = {"actor": request.user, "monograph": monograph, **form.signed}
    if publish_at := form.cleaned_data["publish_at"]:
        scheduled = publishing.schedule(publish_at=publish_at, **signed)
        when = local_time.moment_text(scheduled.publish_at, settings.DESK_TIME_ZONE)
        messages.success(request, f"Scheduled for {when}.")
    else:
        edition = publishing.publish(**signed)
        messages.success(request, f"Edition {edition.number} is published.")
    return redirect("admin:monograph_monograph_editions", monograph.pk)


@require_POST
def cancel_schedule(request: DeskRequest, pk: int, schedule_pk: int) -> HttpResponse:
    scheduled = get_object_or_404(ScheduledEdition, pk=schedule_pk, monograph=pk)
    form = IdentityForm(request.POST, user=request.user)

    def action() -> str:
        publishing.cancel_schedule(actor=request.user, scheduled=scheduled, **form.cleaned_data)
        return "The scheduled edition is canceled."

    success = redirect("admin:monograph_monograph_publish", pk)
    return run_action(request, form, action, success=success)


urls = [
    desk_path("<int:pk>/release/", publish, "monograph_monograph_publish"),
    desk_path("<int:pk>/schedules/<int:schedule_pk>/cancel/", cancel_schedule, "monograph_schedule_cancel"),
]
