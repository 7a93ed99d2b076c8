"""The page of one reader report, and the form that settles it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from .. import permissions
from ..models import ReaderReport
from ..workflow import reporting
from .desk import DeskRequest, desk_path, render_desk_page
from .forms import DeskForm, textarea


class SettleForm(DeskForm):
    answer = forms.CharField(
        label="What was done",
        widget=textarea(3),
        required=False,
        help_text="For colleagues; recorded in the audit trail. The reader gets no reply.",
    )


def report(request: DeskRequest, pk: int) -> HttpResponse:
    if not permissions.may_read_reports(request.user):
        raise PermissionDenied
    reports = ReaderReport.objects.select_related("edition__monograph", "section", "settled_by")
    report = get_object_or_404(reports.defer("edition__article"), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        with form.catch_refusal():
            reporting.settle_report(actor=user, report=report, answer=form.cleaned_data["answer"])
            messages.success(request, "The report is settled.")
            return redirect("admin:monograph_readerreport_changelist")
    context = {
        "report": report,
        "form": form,
        "may_settle": permissions.may_settle_report(request.user, report),
        "may_write": permissions.may_write(request.user),
    }
    title = f"Reader report on {report.edition.brand_name}"
    return render_desk_page(request, "report.html", context, title=title, status=form.status)


urls = [desk_path("<int:pk>/change/", report, "monograph_readerreport_change")]
