"""The history of one section: every revision, and each with what it changed and what was said about it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ...content.comparison import compare
from ...models import Review, SectionRevision
from ...rendering import section_view
from ..desk import desk_page, desk_path
from ..finding_rows import preflight_of
from .section import heading_of, section_at, title_of


def history(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Every revision of a section, newest first, 25 a page."""
    section = section_at(pk, code)
    revisions = (
        SectionRevision.objects.filter(section=section)
        .with_state()
        .select_related("author", "based_on")
        .order_by("-number")
    )
    page = Paginator(revisions.defer("body", "facts"), 25).get_page(request.GET.get("page"))
    return desk_page(
        request,
        "editing/section_history.html",
        {"section": section, "page": page},
        title=title_of(section, f"history of “{heading_of(section)}”"),
    )


def revision(request: HttpRequest, pk: int, code: str, number: int) -> HttpResponse:
    """One revision: its text, what it changed, and what was said and signed about it."""
    section = section_at(pk, code)
    shown = get_object_or_404(
        section.revisions.with_text().select_related("author", "based_on"),
        number=number,
    )
    before = shown.based_on.body if shown.based_on else ""
    reviews = Review.objects.filter(revision=shown).prefetch_related(
        "signatures", "comments__author", "comments__resolution__resolved_by"
    )
    context = {
        "section": section,
        "revision": shown,
        "view": section_view(shown, {}),
        "change": compare(before, shown.body),
        "reviews": reviews,
        **preflight_of(shown),
    }
    return desk_page(
        request,
        "editing/section_revision.html",
        context,
        title=title_of(section, f"{shown.heading}, revision {shown.number}"),
    )


urls = [
    desk_path("<int:pk>/sections/<slug:code>/history/", history, "monograph_section_history"),
    desk_path("<int:pk>/sections/<slug:code>/history/<int:number>/", revision, "monograph_section_revision"),
]
