"""The editor's pages of one section: write it, propose its removal, submit it, read its history."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...errors import InvalidState, StaleEdit
from ...models import Review, ReviewComment, Section, SectionRevision, WorkingCopy
from ...release.draft import Draft
from ...release.guide_checks import GuideContext, guide_context
from ...rendering import section_view
from ...workflow import drafting, reviewing
from ..desk import desk_page, desk_path, run_action
from ..finding_rows import preflight_of
from .forms import RemovalForm, SectionForm, form_class_of
from .section_lookup import heading_of, read_url, section_at, title_of
from .text_widget import with_nonce


def _copy_of(request: HttpRequest, section: Section) -> WorkingCopy | None:
    copies = WorkingCopy.objects.filter(section=section, editor=request.user.pk)
    return copies.select_related("based_on").first()


def _form(section: Section, copy: WorkingCopy | None) -> SectionForm:
    """Return the form with the latest text in it, and over that what this editor was typing."""
    form_class = form_class_of(section)
    latest = section.latest_revision
    initial = form_class.typed_from(section, latest, section.monograph.display_name)
    base = copy.based_on if copy else latest
    return form_class(initial={**initial, **(copy.typed if copy else {}), "expected": base.number if base else None})


def _still_open(section: Section) -> QuerySet[ReviewComment]:
    """Return what reviewers still ask of a section, whichever review they said it in, with the answers so far."""
    answers = Prefetch("replies", ReviewComment.objects.select_related("author"))
    remarks = ReviewComment.objects.unresolved().filter(review__section=section)
    return remarks.select_related("author").prefetch_related(answers)


def _reviewed(section: Section) -> dict[str, Any]:
    """Return the review that is open, or the last one if it asked for changes to this text and what it still asks."""
    last = section.reviews.order_by("-pk").first()  # an open one is always the last
    if last is not None and last.is_open:
        return {"review": last}
    if last is None or last.revision_id != section.latest_revision_id or last.state != Review.State.CHANGES_REQUESTED:
        return {}
    return {"asked": last, "open_comments": _still_open(section)}


def _sections_to_link(section: Section, known: GuideContext) -> list[dict[str, str]]:
    """Return the guide's other sections, by code and heading, in reading order: those written, then those to write."""
    written = {each.section.kind.code: each.heading for each in known.others if not each.is_removal}
    name = section.monograph.display_name
    return [
        {"code": kind.code, "heading": written.get(kind.code) or f"{kind.heading_for(name)} (not written yet)"}
        for kind in known.kinds
        if kind.code != section.kind.code
    ]


def _cited_words(section: Section) -> dict[str, str]:
    """Return the library's words for what the latest text cites; the page asks for others when it needs them."""
    cited = section.latest_revision.citations.all() if section.latest_revision else []
    return {each.reference.key: each.reference.wording for each in cited}


def edit(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Write a section. What can't be saved stays in the form; what is stale is kept as a working copy as well."""
    section = section_at(pk, code)
    if request.method == "POST":
        return _sent(request, section)
    if not permissions.may_write(request.user):
        return redirect(read_url(section))
    copy = _copy_of(request, section)
    is_stale = copy is not None and copy.based_on != section.latest_revision
    return _page(request, section, _form(section, copy), copy, section.latest_revision if is_stale else None)


def _sent(request: HttpRequest, section: Section) -> HttpResponse:
    form = form_class_of(section)(request.POST)
    newer: SectionRevision | None = None
    if form.is_valid():
        with form.refused():
            try:
                return _act(request, section, form)
            except StaleEdit as error:
                _keep(request, section, form)
                # The page now shows both texts, so the next save is made with open eyes: over the newer one.
                newer = error.latest
                form.data = {**request.POST.dict(), "expected": newer.number if newer else None}
                raise
    return _page(request, section, form, _copy_of(request, section), newer)


def _page(
    request: HttpRequest, section: Section, form: SectionForm, copy: WorkingCopy | None, newer: SectionRevision | None
) -> HttpResponse:
    """Answer with the form and all that stands beside it; `newer` is a text that somebody saved meanwhile."""
    known = guide_context(section)
    context = {
        "section": section,
        "form": form,
        "copy": copy,
        "newer": section_view(newer, {}) if newer else None,
        "newer_revision": newer,
        "may_write": permissions.may_write(request.user, section),
        **_reviewed(section),
        "removal_form": RemovalForm(initial={"expected": form["expected"].value()}, auto_id="id_removal_%s"),
        "sections_to_link": _sections_to_link(section, known),
        "cited_words": _cited_words(section),
        "may_add_reference": permissions.may_add_reference(request.user),
        **preflight_of(section.latest_revision, known=known),
        "media": with_nonce(form.media, request),
    }
    title = title_of(section, heading_of(section))
    return desk_page(request, "editing/section_edit.html", context, title=title, status=form.status)


def _keep(request: HttpRequest, section: Section, form: SectionForm) -> None:
    base = section.revisions.filter(number=form.cleaned_data["expected"]).first()
    drafting.save_working_copy(actor=request.user, section=section, typed=form.typed(), based_on=base)  # type: ignore[arg-type]


def _act(request: HttpRequest, section: Section, form: SectionForm) -> HttpResponse:
    actor: Any = request.user
    if "drop" in request.POST:
        drafting.discard_working_copy(actor=actor, section=section)
        messages.success(request, "Your unsaved typing was thrown away.")
        return redirect(request.path)
    if "keep" in request.POST:
        _keep(request, section, form)
        messages.success(request, "Your typing is kept for you. It is not saved as a revision yet.")
        return redirect(request.path)
    revision = drafting.save_revision(
        actor=actor,
        section=section,
        draft=form.draft(),
        reason=form.cleaned_data["reason"],
        expected=form.cleaned_data["expected"],
    )
    messages.success(request, f"Saved as revision {revision.number}.")
    if "submit" in request.POST:
        reviewing.submit(actor=actor, revision=revision, expected=revision.number)
        messages.success(request, "Submitted for review.")
    return redirect("admin:monograph_monograph_change", section.monograph_id)


@require_POST
def remove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Propose to take the section out: a revision like any other, with its own review."""
    section = section_at(pk, code)
    form = RemovalForm(request.POST)

    def act() -> str:
        revision = drafting.save_revision(
            actor=request.user,  # type: ignore[arg-type]
            section=section,
            draft=Draft(heading_of(section), is_removal=True),
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["expected"],
        )
        return f"The removal is saved as revision {revision.number}. Submit it for review."

    return run_action(request, form, act, back=redirect("admin:monograph_monograph_change", pk), section=section)


@require_POST
def submit(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    section = section_at(pk, code)
    form = RemovalForm(request.POST)  # only its `expected` is asked for

    def act() -> str:
        revision = section.latest_revision
        if revision is None:
            raise InvalidState("no_text", "There is no text of this section to submit.")
        reviewing.submit(actor=request.user, revision=revision, expected=form.cleaned_data["expected"] or 0)  # type: ignore[arg-type]
        return f"“{revision.heading}” is submitted for review."

    return run_action(request, form, act, back=redirect("admin:monograph_monograph_change", pk), section=section)


urls = [
    desk_path("<int:pk>/sections/<slug:code>/", edit, "monograph_section_edit"),
    desk_path("<int:pk>/sections/<slug:code>/remove/", remove, "monograph_section_remove"),
    desk_path("<int:pk>/sections/<slug:code>/submit/", submit, "monograph_section_submit"),
]
