"""The lists of guides, reviews, and editions, with the desk pages behind them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from ...interchange.history import CommentHistoryResource, EditionHistoryResource, ReviewHistoryResource
from ...models import Edition, Monograph, Review, ReviewComment, Section, Signature
from ...models.people import full_name
from ..editing import (
    guide_pages,
    history_pages,
    merge_pages,
    preview_pages,
    revision_search_pages,
    score_pages,
    section_pages,
    word_file_pages,
    working_copy_pages,
)
from ..publishing import edition_pages, publish_pages, return_pages, signature_pages
from ..reviewing import queue_pages, review_pages, word_pages
from .base import DeskModelAdmin, OpenByDefaultFilter, ReadOnlyAdmin
from .spreadsheets import ExportOnlyMixin, GuideSpreadsheetMixin


def _count_subquery(rows: QuerySet[Any]) -> Coalesce:
    """Return a subquery that counts these rows, which may refer to the outer query."""
    one_group = rows.order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(one_group.annotate(number=Count("pk")).values("number")), 0)


@admin.register(Monograph)
class MonographAdmin(GuideSpreadsheetMixin, DeskModelAdmin):
    list_display = ["guide", "published", "unsigned_sections", "in_review", "review_due"]
    search_fields = ["slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Monograph]:
        # Subqueries, not joins: a page of 50 guides then costs the same, however many guides there are.
        open_reviews = Review.objects.open().filter(section__monograph=OuterRef("pk"))
        unsigned = Section.objects.unsigned().filter(monograph=OuterRef("pk"))
        listed = Monograph.objects.named().select_related("current_edition").defer("current_edition__article")
        counts = {"open_reviews": _count_subquery(open_reviews), "unsigned": _count_subquery(unsigned)}
        return listed.annotate(**counts).order_by("slug")

    def get_urls(self) -> list[URLPattern]:
        return [
            *guide_pages.urls,
            *word_file_pages.urls,
            *section_pages.urls,
            *word_pages.section_urls,
            *working_copy_pages.urls,
            *merge_pages.urls,
            *history_pages.urls,
            *preview_pages.urls,
            *score_pages.urls,
            *revision_search_pages.urls,
            *publish_pages.urls,
            *edition_pages.urls,
            *return_pages.urls,
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the pages of the desks change guides, through the verbs

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(ordering="name")
    def guide(self, monograph: Monograph) -> str:
        return monograph.display_name

    @admin.display(description="published")
    def published(self, monograph: Monograph) -> str:
        edition = monograph.current_edition
        return f"edition {edition.number}" if edition else "not published"

    @admin.display(description="sections not signed", ordering="unsigned")
    def unsigned_sections(self, monograph: Any) -> int:
        return monograph.unsigned

    @admin.display(description="in review", ordering="open_reviews")
    def in_review(self, monograph: Any) -> int:
        return monograph.open_reviews

    @admin.display(description="next review", ordering="current_edition__review_due")
    def review_due(self, monograph: Monograph) -> str:
        edition = monograph.current_edition
        if edition is None:
            return "none"
        day = date_format(edition.review_due)
        return f"{day}, lapsed" if edition.is_review_lapsed(timezone.now().date()) else day


class ReviewStateFilter(OpenByDefaultFilter):
    """Shows open reviews unless another state is chosen."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            *((str(value), str(label)) for value, label in Review.State.choices if value != Review.State.OPEN),
            ("all", "all"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() if self.value() in Review.State.values else Review.State.OPEN)


@admin.register(Review)
class ReviewAdmin(ExportOnlyMixin, ReadOnlyAdmin):
    resource_classes = [ReviewHistoryResource, CommentHistoryResource]
    list_display = ["section_revision", "guide", "editor", "submitted_at", "signed", "unresolved_comments"]
    list_filter = [ReviewStateFilter]
    search_fields = ["section__monograph__slug", "revision__heading"]
    # The checkbox of each row is labeled with the review's name, which has guide and kind in it.
    list_select_related = [
        "revision__section__monograph",
        "revision__section__kind",
        "section__monograph",
        "submitted_by",
    ]
    ordering = ["submitted_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        signatures = Signature.objects.filter(review=OuterRef("pk"))
        comments = ReviewComment.objects.unresolved().filter(review=OuterRef("pk"))
        counts = {"signed_count": _count_subquery(signatures), "unresolved_count": _count_subquery(comments)}
        return super().get_queryset(request).annotate(**counts).defer("revision__body", "revision__facts")

    def get_urls(self) -> list[URLPattern]:
        return [*queue_pages.urls, *review_pages.urls, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> Any:
        # The filter names the state, unless it lists every state.
        columns = super().get_list_display(request)
        return [*columns, "state"] if request.GET.get(ReviewStateFilter.parameter_name) == "all" else columns

    @admin.display(description="section", ordering="revision__heading")
    def section_revision(self, review: Review) -> str:
        return f"{review.revision.heading}, revision {review.revision.number}"

    @admin.display(ordering="section__monograph__slug")
    def guide(self, review: Review) -> str:
        address = reverse("admin:monograph_monograph_change", args=[review.section.monograph_id])
        return format_html('<a href="{}">{}</a>', address, review.section.monograph.slug)

    @admin.display(description="submitted by", ordering="submitted_by__last_name")
    def editor(self, review: Review) -> str:
        return full_name(review.submitted_by)

    @admin.display(description="signatures")
    def signed(self, review: Any) -> str:
        return f"{review.signed_count} of {review.required_signatures}"

    @admin.display(description="unresolved")
    def unresolved_comments(self, review: Any) -> int:
        return review.unresolved_count


@admin.register(Edition)
class EditionAdmin(ExportOnlyMixin, ReadOnlyAdmin):
    """Every edition of every guide, for auditors."""

    resource_classes = [EditionHistoryResource]
    list_display = ["edition", "published_at", "publisher", "state", "signatures"]
    search_fields = ["monograph__slug", "brand_name", "generic_name", "digest"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return Edition.objects.select_related("monograph", "release_signature", "withdrawal").defer("article")

    def get_urls(self) -> list[URLPattern]:
        return [*signature_pages.urls, *super().get_urls()]

    @admin.display(ordering="monograph__slug")
    def edition(self, edition: Edition) -> str:
        return str(edition)

    @admin.display(description="published by")
    def publisher(self, edition: Edition) -> str:
        return edition.release_signature.printed

    @admin.display
    def state(self, edition: Edition) -> str:
        if hasattr(edition, "withdrawal"):
            return "withdrawn"
        return "current" if edition.is_current else "superseded"

    @admin.display
    def signatures(self, edition: Edition) -> str:
        address = reverse("admin:monograph_edition_signatures", args=[edition.pk])
        name = '<a href="{}">Signature sheet<span class="visually-hidden"> of {}</span></a>'
        return format_html(name, address, edition)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = self.get_object(request, object_id)
        if edition is None:
            raise Http404
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        return redirect("admin:monograph_monograph_edition", edition.monograph_id, edition.number)
