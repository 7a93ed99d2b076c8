"""The history of a section: list, show, compare, and restore revisions."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...comparison import compare
from ...models import EditionSection, Review, ReviewComment, Section, SectionRevision
from ...models.guide import guide_name
from ...rendering import article_section, changed_rows
from ...rendering.comment_anchors import CommentPlace, place_comments
from ...workflow import drafting
from ..desk import MAX_KEY, DeskRequest, desk_path, render_desk_page, run_action
from ..forms import DeskForm, textarea
from ..preflight_panel import revision_preflight
from .section_lookup import get_section_or_404, page_title, section_heading

PER_PAGE = 25


class RestoreForm(DeskForm):
    reason = forms.CharField(label="Reason for restoring it", widget=textarea(2), required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CompareForm(forms.Form):
    """The numbers of two revisions to compare; invalid ones count as not given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a keyword, so the fields can't be class attributes.
        for name, label in (("from", "From revision"), ("to", "to revision")):
            self.fields[name] = forms.IntegerField(
                label=label, label_suffix="", min_value=1, max_value=MAX_KEY, required=False
            )


def history(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """List the revisions of a section, newest first, with their editions."""
    section = get_section_or_404(pk, code)
    revisions = (
        SectionRevision.objects.filter(section=section).with_state().select_related("author").order_by("-number")
    )
    page = Paginator(revisions.defer("body", "facts"), PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page)
    editions: dict[int, list[int]] = {}
    lines = EditionSection.objects.filter(revision__in=listed).order_by("edition__number")
    for pk_of_revision, number in lines.values_list("revision", "edition__number"):
        editions.setdefault(pk_of_revision, []).append(number)
    context = {
        "section": section,
        "page": page,
        "rows": [(revision, editions.get(revision.pk, [])) for revision in listed],
    }
    title = page_title(section, f"history of “{section_heading(section)}”")
    return render_desk_page(request, "editing/section_history.html", context, title=title)


def _revisions(pk: int, code: str, condition: Q) -> dict[int, SectionRevision]:
    """Return revisions of a section by number, with state and text.

    They share one section object. Takes two queries.
    """
    rows = (
        SectionRevision.objects.with_text()
        .with_state()
        .filter(condition, section__monograph=pk, section__kind__code=code)
        .select_related("author", "section__kind", "section__monograph", "section__latest_revision")
        .annotate(guide_name=guide_name("section__monograph"))
    )
    revisions = {revision.number: revision for revision in rows}
    section: Section | None = None
    for revision in revisions.values():
        section = section or revision.section
        revision.section = section
        cast(Any, section.monograph).name = revision.guide_name
    return revisions


def revision(request: DeskRequest, pk: int, code: str, number: int) -> HttpResponse:
    """Show one revision: its text, changes, and reviews, or the form to restore it."""
    base = SectionRevision.objects.filter(section__monograph=pk, section__kind__code=code, number=number)
    revisions = _revisions(pk, code, Q(number=number) | Q(pk__in=base.values("based_on")))
    if number not in revisions:
        raise Http404
    shown = revisions.pop(number)
    before = next(iter(revisions.values()), None)
    latest = cast(SectionRevision, shown.section.latest_revision)
    comments = Prefetch("comments", ReviewComment.objects.select_related("author", "resolution__resolved_by"))
    reviews = Review.objects.filter(revision=shown).prefetch_related("signatures", comments)
    is_latest = latest.pk == shown.pk
    context = {
        "section": shown.section,
        "revision": shown,
        "before": before,
        "latest": latest,
        "is_latest": is_latest,
        "view": article_section(shown, {}),
        "change": compare(before.body, shown.body) if before else None,
        "changed_rows": changed_rows(before, shown) if before else [],
        "reviews": _placed_comments(reviews, shown),
        # Nobody has to fix an old revision: it is checked again when it is restored.
        **(revision_preflight(shown) if is_latest else _restore_context(request, shown, latest)),
    }
    title = page_title(shown.section, f"{shown.heading}, revision {shown.number}")
    return render_desk_page(request, "editing/section_revision.html", context, title=title)


def _placed_comments(
    reviews: Iterable[Review], shown: SectionRevision
) -> list[tuple[Review, list[tuple[ReviewComment, CommentPlace]]]]:
    """Return the comments of each review, with the places of their passages in the revision."""
    reviews = list(reviews)
    places = place_comments((comment for review in reviews for comment in review.comments.all()), shown)
    return [(review, [(comment, places[comment.pk]) for comment in review.comments.all()]) for review in reviews]


def _restore_context(request: DeskRequest, shown: SectionRevision, latest: SectionRevision) -> dict[str, Any]:
    return {
        "may_restore": permissions.may_write(request.user, shown.section),
        "equals_latest": shown.digest == latest.digest,
        "restore_form": RestoreForm(initial={"expected": latest.number}),
    }


def comparison(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Compare any two revisions; without numbers, the latest with the one before it."""
    form = CompareForm(request.GET)
    numbers = form.cleaned_data if form.is_valid() else {}
    section = get_section_or_404(pk, code)
    latest = section.latest_revision.number if section.latest_revision else 0
    new = numbers.get("to") or latest
    old = numbers.get("from") or max(new - 1, 1)
    revisions = _revisions(pk, code, Q(number__in={old, new}))
    if old not in revisions or new not in revisions:
        raise Http404
    before, after = revisions[old], revisions[new]
    context = {
        "section": section,
        "before": before,
        "revision": after,
        "change": compare(before.body, after.body),
        "changed_rows": changed_rows(before, after),
        "both": [("From", before), ("To", after)],
        "labels": [f"Revision {old}", f"Revision {new}"],
        "form": CompareForm(initial={"from": old, "to": new}),
        "is_same": before.digest == after.digest,
        "is_restored": before.is_removal and not after.is_removal,
    }
    title = page_title(section, f"{section_heading(section)}, revisions {old} and {new} compared")
    return render_desk_page(request, "editing/section_compare.html", context, title=title)


@require_POST
def restore(request: DeskRequest, pk: int, code: str, number: int) -> HttpResponse:
    """Save an old revision, with its own reference wording, as the next revision."""
    revisions = _revisions(pk, code, Q(number=number))
    if number not in revisions:
        raise Http404
    old = revisions[number]
    form = RestoreForm(request.POST)
    actor = request.user

    def action() -> str:
        saved = drafting.restore_revision(actor=actor, revision=old, **form.cleaned_data)
        return f"Revision {number} is restored as revision {saved.number}. It needs its own signatures."

    success = redirect("admin:monograph_section_history", pk, code)
    return run_action(request, form, action, success=success, section=old.section)


HISTORY = "<int:pk>/sections/<slug:code>/history/"
urls = [
    desk_path(HISTORY, history, "monograph_section_history"),
    desk_path(f"{HISTORY}<int:number>/", revision, "monograph_section_revision"),
    desk_path(f"{HISTORY}<int:number>/bring-back/", restore, "monograph_section_restore"),
    desk_path("<int:pk>/sections/<slug:code>/compare/", comparison, "monograph_section_compare"),
]
