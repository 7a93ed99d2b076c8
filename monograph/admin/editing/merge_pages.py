"""The page on which an editor merges unsaved changes with a newer revision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from ... import permissions
from ...comparison.three_way_merge import Choice, Origin
from ...models import Section, SectionRevision, WorkingCopy
from ...models.people import full_name
from ...workflow import drafting
from ..desk import DeskRequest, desk_path, render_desk_page
from ..forms import DeskForm
from .section_lookup import get_section_or_404, page_title, read_url, section_heading
from .section_merge import SectionMerge

CHANGED_WHILE_CHOOSING = (
    "While you were choosing, somebody saved a newer revision, or you changed your text in another tab. "
    "The texts were merged again; your choices are kept where the passage is the same."
)


class MergeForm(DeskForm):
    """A choice for each conflict, without a default.

    `seen` identifies the texts that the page showed.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, merge: SectionMerge, others: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _version(merge)
        labels = {
            Choice.THEIRS: f"Take {others}’s",
            Choice.MINE: "Take mine",
            Choice.BOTH: f"Take both, {others}’s first",
        }
        for conflict in merge.conflicts:
            self.fields[conflict.key] = forms.ChoiceField(
                label=f"Passage {conflict.number}",
                choices=[(choice.value, labels[choice]) for choice in conflict.choices],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose which to take."},
            )

    @property
    def choices(self) -> dict[str, Choice]:
        return {name: Choice(value) for name, value in self.cleaned_data.items() if name != "seen"}


def _version(merge: SectionMerge) -> str:
    return f"{merge.theirs.number} {merge.copy.updated_at.isoformat()}"


def _stale_working_copy(request: DeskRequest, section: Section) -> WorkingCopy | None:
    """Return the user's working copy if it is not based on the latest revision."""
    copies = WorkingCopy.objects.filter(section=section, editor=request.user.pk).select_related("based_on")
    copy = copies.prefetch_related("based_on__citations__reference").first()
    is_stale = copy is not None and section.latest_revision is not None
    return copy if is_stale and copy.based_on_id != section.latest_revision_id else None  # type: ignore[union-attr]


def _authors(merge: SectionMerge, request: DeskRequest) -> str:
    """Return the names of those who saved a revision since the base of the changes."""
    base = merge.copy.based_on
    newer = SectionRevision.objects.filter(section=merge.section, number__gt=base.number if base else 0)
    authors = {revision.author for revision in newer.select_related("author").only("author")}
    names = sorted(full_name(author) for author in authors if author.pk != request.user.pk)
    return " and ".join(names) or "the newer revision"


def _render_conflict(request: DeskRequest, section: Section, copy: WorkingCopy, *, reason: str) -> HttpResponse:
    """Refuse a stale page: show the reason, the new merge, and valid choices."""
    merge = SectionMerge(section, copy)
    others = _authors(merge, request)
    form = MergeForm(initial=request.POST.dict(), merge=merge, others=others)
    return _render(request, merge, form, others, reason)


def _render(request: DeskRequest, merge: SectionMerge, form: MergeForm, others: str, reason: str = "") -> HttpResponse:
    section = merge.section
    theirs, mine, alike = (merge.by(origin) for origin in (Origin.THEIRS, Origin.MINE, Origin.BOTH_ALIKE))
    context = {
        "section": section,
        "merge": merge,
        "form": form,
        "reason": reason,
        "others": others,
        "theirs": theirs,
        "mine": mine,
        "merged": [
            *((others, passage.label, passage.theirs) for passage in theirs),
            *(("yours", passage.label, passage.mine) for passage in mine),
            *(("both of you", passage.label, passage.mine) for passage in alike),
        ],
        "alike": alike,
        "conflicts": [(conflict, form[conflict.key]) for conflict in merge.conflicts],
        "full_texts": [
            ("The text before both changes", merge.full_text("base")),
            (f"The full text by {others}, revision {merge.theirs.number}", merge.full_text("theirs")),
            ("Your full text", merge.full_text("mine")),
        ],
    }
    title = page_title(section, f"merge your text of “{section_heading(section)}” with the newer revision")
    status = 409 if reason else form.status
    return render_desk_page(request, "editing/section_merge.html", context, title=title, status=status)


def merge(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Merge unsaved changes with a newer revision.

    The result replaces the unsaved changes, so that the editor can read and save it.
    """
    section = get_section_or_404(pk, code)
    if not permissions.may_write(request.user):
        if request.method == "POST":
            raise PermissionDenied
        return redirect(read_url(section))
    copy = _stale_working_copy(request, section)
    if copy is None:
        messages.info(request, "There is nothing to merge: you have no changes, or no newer revision was saved.")
        return redirect("admin:monograph_section_edit", pk, code)
    merge = SectionMerge(section, copy)
    if request.method == "POST" and (merge.problems or request.POST.get("seen") != _version(merge)):
        return _render_conflict(request, section, copy, reason=" ".join(merge.problems) or CHANGED_WHILE_CHOOSING)
    others = _authors(merge, request)
    form = MergeForm(request.POST if request.method == "POST" else None, merge=merge, others=others)
    if not form.is_valid():
        return _render(request, merge, form, others)
    values, actor = merge.merged_values(form.choices), request.user
    drafting.save_working_copy(actor=actor, section=section, typed=values, based_on=merge.theirs)
    messages.success(request, "The merged text is in the form below. Read it, correct it, then save it.")
    return redirect("admin:monograph_section_edit", pk, code)


urls = [desk_path("<int:pk>/sections/<slug:code>/merge/", merge, "monograph_section_merge")]
