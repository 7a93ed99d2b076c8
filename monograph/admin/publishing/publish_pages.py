"""The page of the next edition: its changes, its blockers, and its publication."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ... import permissions
from ...content import local_time
from ...errors import Blocker
from ...models import Monograph, Review, ScheduledEdition, SectionRevision
from ...permissions import AnyUser
from ...preflight.guide_links import linked_addresses
from ...release.change_notes import changed_lines, note_field, proposed_notes, revisions_since
from ...release.guide_links import dead_addresses
from ...release.release_candidate import ReleaseCandidate, release_candidate
from ...workflow import publishing
from ..desk import DeskRequest, desk_path, render_desk_page, run_action
from ..forms import DeskForm
from .edition_changes import changed_section, unchanged_lines
from .forms import PublishForm

MAX_PAST_SCHEDULES = 5
WHY_NOT_INCLUDED = {
    None: "a draft that is not submitted for review",
    Review.State.OPEN: "in review, not fully signed",
    Review.State.CHANGES_REQUESTED: "a pharmacist requested changes",
    Review.State.APPROVED: "blocked, see above",
}


def _not_included(next_edition: ReleaseCandidate) -> list[tuple[Any, str]]:
    """Return the sections whose latest revision is not in the edition, and why."""
    included = {line.revision.pk for line in next_edition.lines}
    return [
        (section, WHY_NOT_INCLUDED[section.latest_decision])
        for section in next_edition.sections
        if section.latest_revision_id and section.latest_revision_id not in included
    ]


def _blockers(next_edition: ReleaseCandidate) -> list[tuple[Blocker, str, str]]:
    """Return each blocker with the page that fixes it, as name and URL ("" for none)."""
    guide, names = next_edition.monograph.pk, {}
    for section in next_edition.sections:
        latest = section.latest_revision
        names[section.kind.code] = latest.heading if latest else str(section.kind)
    rows = []
    for blocker in next_edition.blockers:
        url = ""
        if blocker.section in names:
            url = reverse("admin:monograph_section_edit", args=[guide, blocker.section])
        elif blocker.section:  # the kind is newer than the guide, whose page has a button to add the section
            url = reverse("admin:monograph_monograph_change", args=[guide])
        rows.append((blocker, names.get(blocker.section, "the guide"), url))
    return rows


def _dead_links(next_edition: ReleaseCandidate) -> list[tuple[str, str, str]]:
    """Return (heading, address, reason) of the links to guides that readers can't open."""
    linked = {line.revision.heading: linked_addresses([line.revision.body]) for line in next_edition.shown}
    dead = dead_addresses(frozenset().union(*linked.values()))
    return [
        (heading, address, dead[address])
        for heading, addresses in linked.items()
        for address in sorted(addresses & dead.keys())
    ]


def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what the next edition changes and what blocks it; publish or schedule it."""
    schedules = Prefetch("schedules", ScheduledEdition.objects.select_related("signature"))
    monograph = get_object_or_404(Monograph.objects.named().prefetch_related(schedules), pk=pk)
    next_edition = release_candidate(monograph)
    since = revisions_since(next_edition)
    proposed = {note_field(code): words for code, words in proposed_notes(next_edition, since).items()}
    shown = {"expected": next_edition.digest}  # of the next edition as it is now, whatever was posted
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        changed=changed_lines(next_edition),
        initial={**proposed, **shown},
        user=request.user,
    )
    if request.method == "POST":
        if form.is_valid():
            with form.catch_refusal():
                return _publish_or_schedule(request, monograph, form)
        form.data = {**proposed, **request.POST.dict(), **shown}
    may_publish = permissions.may_publish(request.user, monograph)
    context = {
        **_edition_context(next_edition, since, form),
        "monograph": monograph,
        "form": form,
        "may_publish": may_publish,
        "is_form_shown": (may_publish and next_edition.is_ready) or form.is_bound,
        **_schedules_context(request.user, monograph),
    }
    title = f"{monograph.display_name}: edition {next_edition.number}"
    return render_desk_page(request, "publishing/publish.html", context, title=title, status=form.status)


def _edition_context(
    next_edition: ReleaseCandidate, since: dict[str, list[SectionRevision]], form: PublishForm
) -> dict[str, Any]:
    """Return what the page shows of the next edition."""
    last = next_edition.last
    return {
        "next_edition": next_edition,
        "is_public": last is not None and last.pk == next_edition.monograph.current_edition_id,
        "blockers": _blockers(next_edition),
        "dead_links": _dead_links(next_edition),
        "changed": [
            changed_section(line, since[line.section.kind.code], form.change_note_field(line))
            for line in next_edition.changed
        ],
        "unchanged": unchanged_lines(next_edition),
        "not_included": _not_included(next_edition),
    }


def _schedules_context(user: AnyUser, monograph: Monograph) -> dict[str, Any]:
    """Return the pending schedule, whether the user may cancel it, and past ones."""
    newest_first = sorted(monograph.schedules.all(), key=lambda schedule: schedule.pk, reverse=True)
    pending = next((schedule for schedule in newest_first if permissions.is_pending(schedule)), None)
    closed = [schedule for schedule in newest_first if not permissions.is_pending(schedule)]
    may_cancel = pending is not None and permissions.may_cancel_schedule(user, pending)
    return {"scheduled": pending, "may_cancel": may_cancel, "past_schedules": closed[:MAX_PAST_SCHEDULES]}


def _publish_or_schedule(request: DeskRequest, monograph: Monograph, form: PublishForm) -> HttpResponse:
    data = form.cleaned_data
    signed: dict[str, Any] = {
        "actor": request.user,
        "monograph": monograph,
        "expected": data["expected"],
        "note": data["note"],
        "change_notes": form.posted_notes or None,
        "password": data["password"],
        "token": data.get("token", ""),
    }
    if data["publish_at"]:
        scheduled = publishing.schedule(publish_at=data["publish_at"], **signed)
        when = local_time.moment_text(scheduled.publish_at, settings.DESK_TIME_ZONE)
        messages.success(request, f"Scheduled for {when}.")
    else:
        edition = publishing.publish(**signed)
        messages.success(request, f"Edition {edition.number} is published.")
    return redirect("admin:monograph_monograph_editions", monograph.pk)


@require_POST
def cancel_schedule(request: DeskRequest, pk: int, schedule_pk: int) -> HttpResponse:
    scheduled = get_object_or_404(ScheduledEdition, pk=schedule_pk, monograph=pk)

    def action() -> str:
        publishing.cancel_schedule(actor=request.user, scheduled=scheduled)
        return "The scheduled edition is canceled."

    success = redirect("admin:monograph_monograph_publish", pk)
    return run_action(request, DeskForm(request.POST), action, success=success)


urls = [
    desk_path("<int:pk>/release/", publish, "monograph_monograph_publish"),
    desk_path("<int:pk>/schedules/<int:schedule_pk>/cancel/", cancel_schedule, "monograph_schedule_cancel"),
]
