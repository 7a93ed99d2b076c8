"""The editor's pages of one section: write, propose removal, submit."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ... import permissions, word_permissions
from ...content.intake import intake
from ...errors import InvalidState, StaleEdit
from ...models import Review, ReviewComment, Section, SectionRevision, WorkingCopy
from ...release.draft import Draft
from ...release.guide_checks import GuideContext, guide_context
from ...rendering import article_section
from ...rendering.comment_anchors import CommentPlace, place_comments
from ...workflow import drafting, reviewing
from ..desk import DeskRequest, desk_path, render_desk_page, run_action
from ..preflight_panel import revision_preflight
from .forms import RemovalForm, SectionForm, SubmissionForm, section_form_class
from .section_lookup import get_section_or_404, page_title, read_url, section_heading
from .text_widget import with_nonce


def _working_copy(request: DeskRequest, section: Section) -> WorkingCopy | None:
    copies = WorkingCopy.objects.filter(section=section, editor=request.user.pk)
    return copies.select_related("based_on").first()


def _unbound_form(section: Section, copy: WorkingCopy | None) -> SectionForm:
    """Return the form with the latest revision, under the editor's unsaved changes."""
    form_class = section_form_class(section)
    latest = section.latest_revision
    initial = form_class.initial_from(section, latest, section.monograph.display_name)
    base = copy.based_on if copy else latest
    return form_class(initial={**initial, **(copy.typed if copy else {}), "expected": base.number if base else None})


def _unresolved_comments(section: Section, latest: SectionRevision) -> list[tuple[ReviewComment, CommentPlace]]:
    """Return a section's unresolved comments, from every review, with replies.

    Each comes with the place of its passage in the latest revision.
    """
    replies = Prefetch("replies", ReviewComment.objects.select_related("author"))
    comments = ReviewComment.objects.unresolved().filter(review__section=section)
    comments = comments.select_related("author").prefetch_related(replies)
    places = place_comments(comments, latest)
    return [(comment, places[comment.pk]) for comment in comments]


def _review_context(section: Section) -> dict[str, Any]:
    """Return the review that concerns the editor now.

    That is the open one, or the one that requested changes to the latest revision, with the unresolved comments.
    """
    last = section.reviews.order_by("-pk").first()  # an open review is always the last one
    latest = section.latest_revision
    if last is None or latest is None:
        return {}
    if last.is_open:
        return {"open_review": last}
    if last.revision_id != latest.pk or last.state != Review.State.CHANGES_REQUESTED:
        return {}
    return {"changes_requested_in": last, "unresolved_comments": _unresolved_comments(section, latest)}


def _sections_to_link(section: Section, guide: GuideContext) -> list[dict[str, str]]:
    """Return the code and heading of the guide's other sections, in reading order."""
    headings = {other.section.kind.code: other.heading for other in guide.others if not other.is_removal}
    name = section.monograph.display_name
    return [
        {"code": kind.code, "heading": headings.get(kind.code) or f"{kind.heading_for(name)} (not written yet)"}
        for kind in guide.kinds
        if kind.code != section.kind.code
    ]


def _cited_wordings(section: Section) -> dict[str, str]:
    """Return the library's wording of the references that the latest revision cites.

    The page fetches others when it needs them.
    """
    citations = section.latest_revision.citations.all() if section.latest_revision else []
    return {citation.reference.key: citation.reference.wording for citation in citations}


def edit(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Write a section.

    What can't be saved stays in the form; what is stale is stored as a working copy as well.
    """
    section = get_section_or_404(pk, code)
    if request.method == "POST":
        return _handle_post(request, section)
    if not permissions.may_write(request.user):
        return redirect(read_url(section))
    copy = _working_copy(request, section)
    is_stale = copy is not None and copy.based_on != section.latest_revision
    newer = section.latest_revision if is_stale else None
    return _render(request, section, _unbound_form(section, copy), copy, newer)


def _handle_post(request: DeskRequest, section: Section) -> HttpResponse:
    form = section_form_class(section)(request.POST)
    newer: SectionRevision | None = None
    if form.is_valid():
        with form.catch_refusal():
            try:
                return _run(request, section, form)
            except StaleEdit as error:
                _save_working_copy(request, section, form)
                # The page now shows both texts, so the next save may replace the newer one.
                newer = error.latest
                form.data = {**request.POST.dict(), "expected": newer.number if newer else None}
                raise
    return _render(request, section, form, _working_copy(request, section), newer)


def _render(
    request: DeskRequest, section: Section, form: SectionForm, copy: WorkingCopy | None, newer: SectionRevision | None
) -> HttpResponse:
    """Render the form with its panels.

    `newer` is a revision that somebody else has saved since.
    """
    guide = guide_context(section)
    latest = section.latest_revision
    may_write = permissions.may_write(request.user, section)
    context = {
        "section": section,
        "form": form,
        "copy": copy,
        "newer": newer,
        "newer_view": article_section(newer, {}) if newer else None,
        "may_write": may_write,
        "may_remove": may_write and not (latest and latest.is_removal),
        **_review_context(section),
        "removal_form": RemovalForm(initial={"expected": form["expected"].value()}, auto_id="id_removal_%s"),
        "sections_to_link": _sections_to_link(section, guide),
        "cited_wordings": _cited_wordings(section),
        "may_add_reference": permissions.may_add_reference(request.user),
        "may_propose_word": word_permissions.may_propose_word(request.user),
        **revision_preflight(latest, guide_context=guide),
        "media": with_nonce(form.media, request),
    }
    title = page_title(section, section_heading(section))
    return render_desk_page(request, "editing/section_edit.html", context, title=title, status=form.status)


def _save_working_copy(request: DeskRequest, section: Section, form: SectionForm) -> None:
    base = section.revisions.filter(number=form.cleaned_data["expected"]).first()
    drafting.save_working_copy(actor=request.user, section=section, typed=form.raw_values(), based_on=base)


def _run(request: DeskRequest, section: Section, form: SectionForm) -> HttpResponse:
    """Run the verb of the button that was pressed."""
    actor: Any = request.user
    if "drop" in request.POST:
        drafting.discard_working_copy(actor=actor, section=section)
        messages.success(request, "Your unsaved changes are discarded.")
        return redirect(request.path)
    if "keep" in request.POST:
        _save_working_copy(request, section, form)
        messages.success(request, "Your changes are kept. They are not saved as a revision yet.")
        return redirect(request.path)
    draft = form.draft()
    revision = drafting.save_revision(
        actor=actor,
        section=section,
        draft=draft,
        reason=form.cleaned_data["reason"],
        expected=form.cleaned_data["expected"],
    )
    messages.success(request, f"Saved as revision {revision.number}.")
    for notice in intake(draft.body).notices:
        messages.warning(request, notice.message)
    if "submit" in request.POST:
        reviewing.submit(actor=actor, revision=revision, expected=revision.number)
        messages.success(request, "Submitted for review.")
    return redirect("admin:monograph_monograph_change", section.monograph_id)


@require_POST
def remove(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Save a revision that removes the section; it needs its own review."""
    section = get_section_or_404(pk, code)
    form = RemovalForm(request.POST)

    def action() -> str:
        revision = drafting.save_revision(
            actor=request.user,
            section=section,
            draft=Draft(section_heading(section), is_removal=True),
            reason=form.cleaned_data["reason"],
            expected=form.cleaned_data["expected"],
        )
        return f"The removal is saved as revision {revision.number}. Submit it for review."

    return run_action(request, form, action, success=redirect("admin:monograph_monograph_change", pk), section=section)


@require_POST
def submit(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    section = get_section_or_404(pk, code)
    form = SubmissionForm(request.POST)

    def action() -> str:
        revision = section.latest_revision
        if revision is None:
            raise InvalidState("no_text", "This section has no revision to submit.")
        reviewing.submit(actor=request.user, revision=revision, expected=form.cleaned_data["expected"] or 0)
        return f"“{revision.heading}” is submitted for review."

    return run_action(request, form, action, success=redirect("admin:monograph_monograph_change", pk), section=section)


urls = [
    desk_path("<int:pk>/sections/<slug:code>/", edit, "monograph_section_edit"),
    desk_path("<int:pk>/sections/<slug:code>/remove/", remove, "monograph_section_remove"),
    desk_path("<int:pk>/sections/<slug:code>/submit/", submit, "monograph_section_submit"),
]
