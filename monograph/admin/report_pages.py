"""One report of a reader: what it says, where to look, and what was done about it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from .. import permissions
from ..models import ReaderReport
from ..workflow import reporting
from .desk import desk_page, desk_path
from .forms import DeskForm, lines


class SettleForm(DeskForm):
    answer = forms.CharField(
        label="What was done",
        widget=lines(3),
        required=False,
        help_text="For colleagues, and kept in the audit trail. The reader can't be answered.",
    )


def report(request: HttpRequest, pk: int) -> HttpResponse:
    if not permissions.may_read_reports(request.user):
        raise PermissionDenied
    reports = ReaderReport.objects.select_related("edition__monograph", "section", "settled_by")
    shown = get_object_or_404(reports.defer("edition__article"), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        with form.refused():
            reporting.settle_report(actor=user, report=shown, answer=form.cleaned_data["answer"])
            messages.success(request, "The report is settled.")
            return redirect("admin:monograph_readerreport_changelist")
    context = {
        "report": shown,
        "form": form,
        "may_settle": permissions.may_settle_report(request.user, shown),
        "may_write": permissions.may_write(request.user),
    }
    title = f"A reader's report on {shown.edition.brand_name}"
    return desk_page(request, "report.html", context, title=title, status=form.status)


urls = [desk_path("<int:pk>/change/", report, "monograph_readerreport_change")]
