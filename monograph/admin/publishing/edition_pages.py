"""The list of a guide's editions, and the page of one, with its withdrawal."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ... import edition_permissions, permissions
from ...models import Edition, Monograph
from ...release.guide_links import guides_linking_to
from ...workflow import publishing
from ..desk import DeskRequest, desk_path, render_desk_page
from .forms import WithdrawalForm


def editions(request: DeskRequest, pk: int) -> HttpResponse:
    monograph = get_object_or_404(Monograph.objects.named(), pk=pk)
    editions = Edition.objects.filter(monograph=pk).select_related("monograph", "release_signature", "withdrawal")
    context = {"monograph": monograph, "editions": editions.defer("article").order_by("-number")}
    return render_desk_page(request, "publishing/editions.html", context, title=f"{monograph.display_name}: editions")


def _get_edition(pk: int, number: int) -> Edition:
    editions = Edition.objects.select_related(
        "monograph__current_edition",
        "release_signature",
        "withdrawal__withdrawn_by",
        "withdrawal__signature__assertion__passkey",
        "returns_to",
    ).prefetch_related("monograph__schedules")
    editions = editions.defer("article", "monograph__current_edition__article", "returns_to__article")
    return get_object_or_404(editions, monograph=pk, number=number)


def edition(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Show an edition's signatures, and the form to withdraw it.

    The publisher previews the public notice, then confirms who they are to withdraw.
    """
    edition = _get_edition(pk, number)
    is_withdrawal = request.method == "POST" and "preview" not in request.POST
    form = WithdrawalForm(
        request.POST if request.method == "POST" else None, user=request.user, asks_identity=is_withdrawal
    )
    notice = None
    if request.method == "POST" and form.is_valid():
        with form.catch_refusal():
            if is_withdrawal:
                publishing.withdraw_edition(actor=request.user, edition=edition, **form.cleaned_data)
                messages.success(request, f"Edition {number} is withdrawn. Readers see your reason in its place.")
                return redirect("admin:monograph_monograph_edition", pk, number)
            # A copy, because the edition of a withdrawal, even of one that is not saved, is withdrawn.
            notice = publishing.build_withdrawal(request.user, copy(edition), form.cleaned_data["reason"])
            initial = {"reason": form.cleaned_data["reason"]}
            form = WithdrawalForm(initial=initial, user=request.user, asks_identity=True)
    may_withdraw = permissions.may_withdraw_edition(request.user, edition)
    is_form_shown = may_withdraw or form.is_bound or notice is not None
    context = {
        "edition": edition,
        "lines": edition.lines.select_related("revision__author").prefetch_related("review__signatures"),
        "form": form,
        "notice": notice,
        "current_edition": None if edition.is_current else edition.monograph.current_edition,
        "may_withdraw": may_withdraw,
        "may_return": edition_permissions.may_return_to(request.user, edition),
        "is_form_shown": is_form_shown,
        "linking": guides_linking_to(edition.monograph) if is_form_shown and edition.is_current else [],
    }
    title = f"{edition.brand_name}: edition {number}"
    return render_desk_page(request, "publishing/edition.html", context, title=title, status=form.status)


urls = [
    desk_path("<int:pk>/editions/", editions, "monograph_monograph_editions"),
    desk_path("<int:pk>/editions/<int:number>/", edition, "monograph_monograph_edition"),
]
