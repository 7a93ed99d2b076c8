"""The page on which an editor joins typing with what a colleague saved meanwhile. It saves no revision."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ... import permissions
from ...comparison.three_way_merge import Choice, Origin
from ...models import Section, SectionRevision, WorkingCopy
from ...models.people import full_name
from ...workflow import drafting
from ..desk import desk_page, desk_path
from ..forms import DeskForm
from .section_lookup import heading_of, read_url, section_at, title_of
from .section_merge import SectionMerge

CHOSEN_MEANWHILE = (
    "Somebody saved a newer revision, or you typed on elsewhere, while you were choosing. "
    "The texts are joined anew; what you chose is kept where the passage is the same."
)


class JoinForm(DeskForm):
    """A choice for each conflict, none beforehand; `seen` is which texts the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, merge: SectionMerge, others: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _seen(merge)
        words = {
            Choice.THEIRS: f"Take {others}’s",
            Choice.MINE: "Take mine",
            Choice.BOTH: f"Take both, {others}’s first",
        }
        for each in merge.conflicts:
            self.fields[each.key] = forms.ChoiceField(
                label=f"Passage {each.number}",
                choices=[(choice.value, words[choice]) for choice in each.choices],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose which to take."},
            )

    @property
    def choices(self) -> dict[str, Choice]:
        return {name: Choice(value) for name, value in self.cleaned_data.items() if name != "seen"}


def _seen(merge: SectionMerge) -> str:
    return f"{merge.theirs.number} {merge.copy.updated_at.isoformat()}"


def stale_copy(request: HttpRequest, section: Section) -> WorkingCopy | None:
    """Return this person's kept typing where it rests on another revision than the latest."""
    copies = WorkingCopy.objects.filter(section=section, editor=request.user.pk).select_related("based_on")
    copy = copies.prefetch_related("based_on__citations__reference").first()
    is_stale = copy is not None and section.latest_revision is not None
    return copy if is_stale and copy.based_on_id != section.latest_revision_id else None  # type: ignore[union-attr]


def _authors(merge: SectionMerge, request: HttpRequest) -> str:
    """Return who saved what is newer than the typing, in words."""
    base = merge.copy.based_on
    newer = SectionRevision.objects.filter(section=merge.section, number__gt=base.number if base else 0)
    people = {each.author for each in newer.select_related("author").only("author")}
    names = sorted(full_name(each) for each in people if each.pk != request.user.pk)
    return " and ".join(names) or "the newer text"


def merge_page(request: HttpRequest, section: Section, copy: WorkingCopy, *, said: str) -> HttpResponse:
    """Answer a page that was no longer true: say why, show what is joined now, and keep the choices that still fit."""
    merge = SectionMerge(section, copy)
    others = _authors(merge, request)
    return _page(request, merge, JoinForm(initial=request.POST.dict(), merge=merge, others=others), others, said)


def _page(request: HttpRequest, merge: SectionMerge, form: JoinForm, others: str, said: str = "") -> HttpResponse:
    section = merge.section
    context = {
        "section": section,
        "joining": merge,
        "form": form,
        "said": said,
        "others": others,
        "theirs_joined": merge.by(Origin.THEIRS),
        "mine_joined": merge.by(Origin.MINE),
        "alike": merge.by(Origin.BOTH_ALIKE),
        "conflicts": [(each, form[each.key]) for each in merge.conflicts],
        "full_texts": [
            ("The text as it was before both", merge.full_text("base")),
            (f"The whole text of {others}, revision {merge.theirs.number}", merge.full_text("theirs")),
            ("The whole of what you typed", merge.full_text("mine")),
        ],
    }
    title = title_of(section, f"join your text of “{heading_of(section)}” with the newer one")
    return desk_page(request, "editing/section_merge.html", context, title=title, status=409 if said else form.status)


def merge(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Join typing with a newer revision; the joined text becomes the typing, for its author to read and save."""
    section = section_at(pk, code)
    if not permissions.may_write(request.user):
        if request.method == "POST":
            raise PermissionDenied
        return redirect(read_url(section))
    copy = stale_copy(request, section)
    if copy is None:
        messages.info(request, "There is nothing to join: nothing newer was saved than what you have typed here.")
        return redirect("admin:monograph_section_edit", pk, code)
    merge = SectionMerge(section, copy)
    if request.method == "POST" and (merge.problems or request.POST.get("seen") != _seen(merge)):
        return merge_page(request, section, copy, said=" ".join(merge.problems) or CHOSEN_MEANWHILE)
    others = _authors(merge, request)
    form = JoinForm(request.POST if request.method == "POST" else None, merge=merge, others=others)
    if not form.is_valid():
        return _page(request, merge, form, others)
    typed, actor = merge.typed(form.choices), cast(User, request.user)
    drafting.save_working_copy(actor=actor, section=section, typed=typed, based_on=merge.theirs)
    messages.success(request, "The joined text is in the form below, and kept for you. Read it, mend it, then save it.")
    return redirect("admin:monograph_section_edit", pk, code)


urls = [desk_path("<int:pk>/sections/<slug:code>/merge/", merge, "monograph_section_merge")]
