"""The pages of a guide: start, overview, addresses, and review interval."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...models import Monograph, ScheduledEdition, SectionKind
from ...workflow import drafting
from ...workflow.addresses import add_address
from ..desk import DeskRequest, desk_path, render_desk_page, run_action
from ..forms import DeskForm
from .forms import AddressForm, ReviewIntervalForm, StartGuideForm
from .guide_overview import GuideOverview


def start(request: DeskRequest) -> HttpResponse:
    form = StartGuideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.catch_refusal():
            monograph = drafting.start_monograph(actor=request.user, **form.cleaned_data)
            messages.success(request, f"The guide “{monograph.slug}” is started. Begin with its key facts.")
            return redirect("admin:monograph_monograph_change", monograph.pk)
    context = {"form": form, "may_start": permissions.may_start(request.user)}
    return render_desk_page(request, "editing/guide_start.html", context, title="Start a guide", status=form.status)


def guide(request: DeskRequest, pk: int) -> HttpResponse:
    pending = ScheduledEdition.objects.pending().filter(monograph=OuterRef("pk")).values("publish_at")[:1]
    guides = Monograph.objects.named().select_related("current_edition").defer("current_edition__article")
    monograph = get_object_or_404(guides.annotate(scheduled_at=Subquery(pending)), pk=pk)
    overview = GuideOverview(monograph, request.user)
    may_write = permissions.may_write(request.user)
    context = {
        "monograph": monograph,
        "overview": overview,
        "may_write": may_write,
        "may_submit": permissions.may_submit(request.user),
        "kinds_to_add": overview.missing_kinds if may_write else [],
        "may_set_interval": permissions.may_set_review_interval(request.user),
        "interval_form": ReviewIntervalForm(initial={"months": monograph.review_interval_months}),
    }
    return render_desk_page(request, "editing/guide.html", context, title=monograph.display_name)


@require_POST
def set_interval(request: DeskRequest, pk: int) -> HttpResponse:
    monograph = get_object_or_404(Monograph, pk=pk)
    form = ReviewIntervalForm(request.POST)

    def action() -> str:
        drafting.set_review_interval(actor=request.user, monograph=monograph, months=form.cleaned_data["months"])
        return "The review interval is changed. Readers see it with the next edition."

    return run_action(request, form, action, success=redirect("admin:monograph_monograph_change", pk))


def addresses(request: DeskRequest, pk: int) -> HttpResponse:
    """List the addresses that redirect to a guide, with a form to add one."""
    monograph = get_object_or_404(Monograph.objects.named(), pk=pk)
    form = AddressForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with form.catch_refusal():
            added = add_address(actor=request.user, monograph=monograph, **form.cleaned_data)
            messages.success(request, f"/guides/{added.address}/ now redirects to this guide.")
            return redirect("admin:monograph_monograph_addresses", pk)
    context = {
        "monograph": monograph,
        "former_addresses": monograph.former_addresses.all(),
        "form": form,
        "may_add": permissions.may_add_address(request.user),
    }
    title = f"Addresses: {monograph.display_name}"
    return render_desk_page(request, "editing/guide_addresses.html", context, title=title, status=form.status)


@require_POST
def add_section(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Add the section of a kind that joined the catalogue after the guide was started."""
    monograph, kind = get_object_or_404(Monograph, pk=pk), get_object_or_404(SectionKind, code=code)

    def action() -> str:
        drafting.add_section(actor=request.user, monograph=monograph, kind=kind)
        return f"The section “{kind}” is added."

    return run_action(request, DeskForm(request.POST), action, success=redirect("admin:monograph_monograph_change", pk))


urls = [
    desk_path("add/", start, "monograph_monograph_add"),
    desk_path("<int:pk>/change/", guide, "monograph_monograph_change"),
    desk_path("<int:pk>/interval/", set_interval, "monograph_monograph_interval"),
    desk_path("<int:pk>/addresses/", addresses, "monograph_monograph_addresses"),
    desk_path("<int:pk>/add-section/<slug:code>/", add_section, "monograph_section_add"),
]
