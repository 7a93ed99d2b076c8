"""The page on which a publisher returns to an earlier edition."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ... import edition_permissions
from ...models import Edition, Monograph, ScheduledEdition
from ...release.release_candidate import release_candidate
from ...workflow.returning import return_to_edition
from ..desk import DeskRequest, desk_path, render_desk_page
from .forms import ReturnForm
from .shown_edition import ShownEdition


def return_to(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Show what returning to an edition changes for readers and what blocks it; publish it again."""
    monographs = Monograph.objects.named().prefetch_related(Prefetch("schedules", ScheduledEdition.objects.all()))
    editions = Edition.objects.select_related("release_signature", "withdrawal").defer("article")
    edition = get_object_or_404(editions, monograph=pk, number=number)
    monograph = edition.monograph = monographs.get(pk=pk)
    next_edition = release_candidate(monograph, edition)
    shown = ShownEdition(request, next_edition, ReturnForm)
    form = shown.form
    if request.method == "POST":
        if form.is_valid():
            with form.catch_refusal():
                added = return_to_edition(actor=request.user, edition=edition, **form.signed)
                messages.success(request, f"Edition {added.number} is published, with the texts of edition {number}.")
                return redirect("admin:monograph_monograph_edition", pk, added.number)
        shown.show_again()
    context = {**shown.context(edition_permissions.may_return_to(request.user, edition)), "edition": edition}
    title = f"{monograph.display_name}: return to edition {number}"
    return render_desk_page(request, "publishing/return.html", context, title=title, status=form.status)


urls = [desk_path("<int:pk>/editions/<int:number>/return/", return_to, "monograph_monograph_return")]
