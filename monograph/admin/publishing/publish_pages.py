"""The publisher's pages: what the next edition holds, releasing it, the editions there are, taking one back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ... import permissions
from ...content import local_time
from ...errors import Blocker
from ...models import Edition, Monograph, Review, ScheduledEdition, SectionRevision
from ...permissions import AnyUser
from ...release.change_notes import changed_lines, note_field, proposed_notes, revisions_since
from ...release.release_candidate import ReleaseCandidate, release_candidate
from ...workflow import publishing
from ..desk import desk_page, desk_path, run_action
from ..forms import DeskForm
from .edition_changes import changed_section, unchanged_lines
from .forms import ReleaseForm, WithdrawalForm

WHY_NOT_SIGNED = {
    None: "a draft that nobody has submitted for review",
    Review.State.OPEN: "in review, not signed by all who must",
    Review.State.CHANGES_REQUESTED: "a pharmacist has asked for changes",
    Review.State.APPROVED: "the gate refuses it, see above",
}


def _left_out(next_edition: ReleaseCandidate) -> list[tuple[Any, str]]:
    """Return the sections whose latest text is not in the edition, each with why."""
    held = {line.revision.pk for line in next_edition.lines}
    written = [each for each in next_edition.sections if each.latest_revision_id]
    return [(each, WHY_NOT_SIGNED[each.latest_decision]) for each in written if each.latest_revision_id not in held]


def _blockers(next_edition: ReleaseCandidate) -> list[tuple[Blocker, str, str]]:
    """Return each blocker with the name of what to open to fix it, and its address ("" if there is nothing to open)."""
    guide, names = next_edition.monograph.pk, {}
    for section in next_edition.sections:
        latest = section.latest_revision
        names[section.kind.code] = latest.heading if latest else str(section.kind)
    rows = []
    for blocker in next_edition.blockers:
        address = ""
        if blocker.section in names:
            address = reverse("admin:monograph_section_edit", args=[guide, blocker.section])
        elif blocker.section:  # a kind that joined the catalogue later: the guide's page adds its section
            address = reverse("admin:monograph_monograph_change", args=[guide])
        rows.append((blocker, names.get(blocker.section, "the guide"), address))
    return rows


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the next edition changes and what stands in its way; publish it, or schedule it."""
    schedules = Prefetch("schedules", ScheduledEdition.objects.select_related("signature"))
    monograph = get_object_or_404(Monograph.objects.named().prefetch_related(schedules), pk=pk)
    next_edition = release_candidate(monograph)
    since = revisions_since(next_edition)
    proposed = {note_field(code): words for code, words in proposed_notes(next_edition, since).items()}
    today = {"expected": next_edition.digest}  # the page shows today's list, whatever was sent
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        told=changed_lines(next_edition),
        initial={**proposed, **today},
        user=request.user,
    )
    if request.method == "POST":
        if form.is_valid():
            with form.refused():
                return _release(request, monograph, form)
        form.data = {**proposed, **request.POST.dict(), **today}
    may_publish = permissions.may_publish(request.user, monograph)
    context = {
        **_contents(next_edition, since, form),
        "monograph": monograph,
        "form": form,
        "may_publish": may_publish,
        "is_form_shown": (may_publish and next_edition.is_ready) or form.is_bound,
        **_schedules(request.user, monograph),
    }
    title = f"{monograph.display_name}: edition {next_edition.number}"
    return desk_page(request, "publishing/publish.html", context, title=title, status=form.status)


def _contents(
    next_edition: ReleaseCandidate, since: dict[str, list[SectionRevision]], form: ReleaseForm
) -> dict[str, Any]:
    """Return what the page shows of the next edition, with each note beside its change."""
    last = next_edition.last
    return {
        "candidate": next_edition,
        "is_public": last is not None and last.pk == next_edition.monograph.current_edition_id,
        "blockers": _blockers(next_edition),
        "changed": [
            changed_section(line, since[line.section.kind.code], form.note_of(line)) for line in next_edition.changed
        ],
        "unchanged": unchanged_lines(next_edition),
        "left_out": _left_out(next_edition),
    }


def _schedules(user: AnyUser, monograph: Monograph) -> dict[str, Any]:
    """Return the pending schedule, whether this person may cancel it, and the five last ones that are closed."""
    newest_first = sorted(monograph.schedules.all(), key=lambda schedule: schedule.pk, reverse=True)
    pending = next((schedule for schedule in newest_first if permissions.is_pending(schedule)), None)
    closed = [schedule for schedule in newest_first if not permissions.is_pending(schedule)]
    may_cancel = pending is not None and permissions.may_cancel_schedule(user, pending)
    return {"scheduled": pending, "may_cancel": may_cancel, "closed": closed[:5]}


def _release(request: HttpRequest, monograph: Monograph, form: ReleaseForm) -> HttpResponse:
    given = form.cleaned_data
    signed: dict[str, Any] = {
        "actor": request.user,
        "monograph": monograph,
        "expected": given["expected"],
        "note": given["note"],
        "change_notes": form.sent_notes or None,
        "password": given["password"],
        "token": given.get("token", ""),
    }
    if given["publish_at"]:
        scheduled = publishing.schedule(publish_at=given["publish_at"], **signed)
        when = local_time.moment_text(scheduled.publish_at, settings.DESK_TIME_ZONE)
        messages.success(request, f"Scheduled for {when}.")
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

    return run_action(request, DeskForm(request.POST), act, back=redirect("admin:monograph_monograph_release", pk))


def editions(request: HttpRequest, pk: int) -> HttpResponse:
    monograph = get_object_or_404(Monograph.objects.named(), pk=pk)
    shown = Edition.objects.filter(monograph=pk).select_related("monograph", "release_signature", "withdrawal")
    context = {"monograph": monograph, "editions": shown.defer("article").order_by("-number")}
    return desk_page(request, "publishing/editions.html", context, title=f"{monograph.display_name}: editions")


def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One edition: what was signed by whom; and to withdraw it, once the notice was read as readers will read it."""
    editions = Edition.objects.select_related(
        "monograph__current_edition", "release_signature", "withdrawal__withdrawn_by"
    )
    editions = editions.defer("article", "monograph__current_edition__article")
    shown = get_object_or_404(editions, monograph=pk, number=number)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    notice = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with form.refused():
            if "preview" in request.POST:
                notice = publishing.build_withdrawal(request.user, shown, reason)  # type: ignore[arg-type]
            else:
                publishing.withdraw_edition(actor=request.user, edition=shown, reason=reason)  # type: ignore[arg-type]
                messages.success(request, f"Edition {number} is withdrawn. Readers see your reason in its place.")
                return redirect("admin:monograph_monograph_edition", pk, number)
    context = {
        "edition": shown,
        "lines": shown.lines.select_related("revision__author").prefetch_related("review__signatures"),
        "form": form,
        "notice": notice,
        "current_then": None if shown.is_current else shown.monograph.current_edition,
        "may_withdraw": permissions.may_withdraw_edition(request.user, shown),
    }
    return desk_page(
        request, "publishing/edition.html", context, title=f"{shown.brand_name}: edition {number}", status=form.status
    )


urls = [
    desk_path("<int:pk>/release/", release, "monograph_monograph_release"),
    desk_path("<int:pk>/schedules/<int:schedule_pk>/cancel/", cancel, "monograph_monograph_cancel"),
    desk_path("<int:pk>/editions/", editions, "monograph_monograph_editions"),
    desk_path("<int:pk>/editions/<int:number>/", edition, "monograph_monograph_edition"),
]
