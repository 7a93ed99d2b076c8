"""The history of one section: every revision and what it changed, any two compared, an old one brought back."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...comparison import compare
from ...models import EditionSection, Review, ReviewComment, Section, SectionRevision
from ...models.guide import guide_name
from ...rendering import changed_rows, section_view
from ...workflow import drafting
from ..desk import MAX_KEY, desk_page, desk_path, run_action
from ..finding_rows import preflight_of
from ..forms import DeskForm, lines
from .section_lookup import heading_of, section_at, title_of


class BringBackForm(DeskForm):
    reason = forms.CharField(label="Reason for bringing it back", widget=lines(2), required=False)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NumbersForm(forms.Form):
    """Which two revisions to compare; what is no number is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("from", "From revision"), ("to", "to revision")):
            self.fields[name] = forms.IntegerField(
                label=label, label_suffix="", min_value=1, max_value=MAX_KEY, required=False
            )


def history(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Every revision of a section, newest first, 25 a page, with the editions in which it was published."""
    section = section_at(pk, code)
    revisions = (
        SectionRevision.objects.filter(section=section).with_state().select_related("author").order_by("-number")
    )
    page = Paginator(revisions.defer("body", "facts"), 25).get_page(request.GET.get("page"))
    listed = list(page)
    editions: dict[int, list[int]] = {}
    lines = EditionSection.objects.filter(revision__in=listed).order_by("edition__number")
    for revision, number in lines.values_list("revision", "edition__number"):
        editions.setdefault(revision, []).append(number)
    return desk_page(
        request,
        "editing/section_history.html",
        {
            "section": section,
            "page": page,
            "rows": [(each, editions.get(each.pk, [])) for each in listed],
        },
        title=title_of(section, f"history of “{heading_of(section)}”"),
    )


def _revisions(pk: int, code: str, wanted: Q) -> dict[int, SectionRevision]:
    """Return those revisions of a section by number, with state, text and one section for them all. Two queries."""
    found = (
        SectionRevision.objects.with_text()
        .with_state()
        .filter(wanted, section__monograph=pk, section__kind__code=code)
        .select_related("author", "section__kind", "section__monograph", "section__latest_revision")
        .annotate(guide_name=guide_name("section__monograph"))
    )
    revisions = {each.number: each for each in found}
    section: Section | None = None
    for each in revisions.values():
        section = section or each.section
        each.section = section
        cast(Any, section.monograph).name = each.guide_name
    return revisions


def revision(request: HttpRequest, pk: int, code: str, number: int) -> HttpResponse:
    """One revision: its text, what it changed, what was said and signed about it, and for an old one, the way back."""
    base = SectionRevision.objects.filter(section__monograph=pk, section__kind__code=code, number=number)
    revisions = _revisions(pk, code, Q(number=number) | Q(pk__in=base.values("based_on")))
    if number not in revisions:
        raise Http404
    shown = revisions.pop(number)
    before = next(iter(revisions.values()), None)
    latest = cast(SectionRevision, shown.section.latest_revision)
    remarks = ReviewComment.objects.select_related("author", "resolution__resolved_by")
    is_latest = latest.pk == shown.pk
    context = {
        "section": shown.section,
        "revision": shown,
        "before": before,
        "latest": latest,
        "view": section_view(shown, {}),
        "change": compare(before.body, shown.body) if before else None,
        "changed_rows": changed_rows(before, shown) if before else [],
        "reviews": Review.objects.filter(revision=shown).prefetch_related("signatures", Prefetch("comments", remarks)),
        # An old text is looked at again when it is brought back: until then nobody has to mend it.
        **(preflight_of(shown) if is_latest else _way_back(request, shown, latest)),
    }
    return desk_page(
        request,
        "editing/section_revision.html",
        context,
        title=title_of(shown.section, f"{shown.heading}, revision {shown.number}"),
    )


def _way_back(request: HttpRequest, shown: SectionRevision, latest: SectionRevision) -> dict[str, Any]:
    return {
        "may_bring_back": permissions.may_write(request.user, shown.section),
        "says_the_same": shown.digest == latest.digest,
        "bring_back_form": BringBackForm(initial={"expected": latest.number}),
    }


def comparison(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Any two revisions held against each other; where none are named, the latest against the one before."""
    form = NumbersForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    section = section_at(pk, code)
    latest = section.latest_revision.number if section.latest_revision else 0
    new = given.get("to") or latest
    old = given.get("from") or max(new - 1, 1)
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
        "labels": [f"Revision {each.number}" for each in (before, after)],
        "form": NumbersForm(initial={"from": old, "to": new}),
        "latest": latest,
        "is_same": before.digest == after.digest,
    }
    title = title_of(section, f"{heading_of(section)}, revision {old} against {new}")
    return desk_page(request, "editing/section_compare.html", context, title=title)


@require_POST
def bring_back(request: HttpRequest, pk: int, code: str, number: int) -> HttpResponse:
    """Save the text of an old revision, as it was with its references' words, as the next one."""
    revisions = _revisions(pk, code, Q(number=number))
    if number not in revisions:
        raise Http404
    old = revisions[number]
    form = BringBackForm(request.POST)
    actor = cast(User, request.user)

    def act() -> str:
        saved = drafting.restore_revision(actor=actor, revision=old, **form.cleaned_data)
        return f"Revision {number} is brought back as revision {saved.number}. It needs signatures of its own."

    back = redirect("admin:monograph_section_history", pk, code)
    return run_action(request, form, act, back=back, section=old.section)


AT = "<int:pk>/sections/<slug:code>/"
urls = [
    desk_path(f"{AT}history/", history, "monograph_section_history"),
    desk_path(f"{AT}history/<int:number>/", revision, "monograph_section_revision"),
    desk_path(f"{AT}history/<int:number>/bring-back/", bring_back, "monograph_section_bring_back"),
    desk_path(f"{AT}compare/", comparison, "monograph_section_compare"),
]
