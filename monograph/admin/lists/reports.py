"""The list of reader reports. A report is read and settled on its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.text import Truncator

from ...models import ReaderReport
from ...models.people import full_name
from .. import report_pages
from .base import OpenByDefaultFilter, ReadOnlyAdmin

EXCERPT_LENGTH = 80  # characters


class ReportStateFilter(OpenByDefaultFilter):
    """Shows open reports unless another state is chosen."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("settled", "settled"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.exclude(settled_at=None) if self.value() == "settled" else queryset.open()


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "guide", "part", "is_clear", "excerpt", "settled"]
    list_filter = [ReportStateFilter, "is_clear"]
    search_fields = ["words", "edition__monograph__slug"]
    # The stubs allow only field names here.
    ordering = [F("settled_at").desc(nulls_first=True), "-created_at", "-pk"]  # type: ignore[list-item]
    fields = ["created_at", "guide", "part", "is_clear", "words", "settled_at", "settled", "answer"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderReport]:
        listed = ReaderReport.objects.select_related("edition__monograph", "section", "settled_by")
        return listed.defer("edition__article")

    def get_urls(self) -> list[URLPattern]:
        return [*report_pages.urls, *super().get_urls()]

    @admin.display(ordering="edition__brand_name")
    def guide(self, report: ReaderReport) -> str:
        return f"{report.edition.brand_name}, edition {report.edition.number}"

    @admin.display(ordering="section__heading")
    def part(self, report: ReaderReport) -> str:
        return report.section.heading if report.section else "the whole guide"

    @admin.display(description="in the reader's words", ordering="words")
    def excerpt(self, report: ReaderReport) -> str:
        return Truncator(report.words).chars(EXCERPT_LENGTH)

    @admin.display(description="settled by", ordering="settled_at")
    def settled(self, report: ReaderReport) -> str:
        return full_name(report.settled_by) if report.settled_by else "open"
