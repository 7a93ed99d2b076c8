"""The page that takes sections from a Word file: upload it, read what it became, save the chosen parts as drafts."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString, mark_safe

from ... import permissions
from ...content.intake import Intake, intake
from ...content.intake.messages import Message
from ...content.word_file import UnreadableFile
from ...content.word_file.conversion import MAX_FILE
from ...interchange.word_files import MAX_PARTS, ChosenSection, ChosenSectionRefused, propose_sections, save_drafts
from ...models import Monograph, Section, SectionKind
from ..desk import DeskRequest, desk_path, render_desk_page
from ..forms import DeskForm

SEEN = re.compile(r"([a-z-]{1,40}):(\d{1,9})\b")
MEGABYTE = 1_000_000
TWO_PARTS = "Two parts can't go to one section. Leave one of them out, or put them together in Word."
NOTHING_CHOSEN = "Choose a section for at least one part."


class WordFileForm(DeskForm):
    file = forms.FileField(
        label="Word file",
        help_text=f"A .docx file of at most {MAX_FILE // MEGABYTE} MB. Nothing is saved until you have read it.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def refuse(self, reason: str) -> None:
        """Show at the field why a file can't be taken."""
        self.add_error("file", ValidationError(reason, code="unreadable_file"))
        self.status = HTTPStatus.UNPROCESSABLE_ENTITY


class DraftsForm(DeskForm):
    """What belongs to all parts: their number, the name of the file, and the latest revisions that the page showed."""

    count = forms.IntegerField(min_value=1, max_value=MAX_PARTS, widget=forms.HiddenInput)
    file_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> dict[str, int]:
        """Return the numbers of the revisions by kind, as `_seen` wrote them."""
        return {kind: int(number) for kind, number in SEEN.findall(self.cleaned_data["seen"])}


class PartForm(DeskForm):
    """A part of the file, and the section that it goes to."""

    heading = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: list[SectionKind], brand: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.code, kind.heading_for(brand)) for kind in kinds]
        self.fields["kind"] = forms.ChoiceField(
            label="Save as a draft of", required=False, choices=[("", "Leave this part out"), *choices]
        )

    def choice(self, seen: dict[str, int]) -> ChosenSection:
        kind = self.cleaned_data["kind"]
        return ChosenSection(kind, self.cleaned_data["heading"], self.cleaned_data["body"], seen.get(kind))


@dataclass
class PartOnPage:
    form: PartForm
    heading: str
    taken: Intake

    @property
    def text(self) -> SafeString:
        return mark_safe(self.taken.html or "")  # noqa: S308  # the intake writes listed elements only


def word_file(request: DeskRequest, pk: int) -> HttpResponse:
    monograph = get_object_or_404(Monograph.objects.named(), pk=pk)
    if "count" in request.POST:
        return _save(request, monograph)
    form = WordFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        with form.catch_refusal():
            permissions.require(permissions.may_write(request.user))
            if (page := _preview(request, monograph, form)) is not None:
                return page
    return _render(request, monograph, {"form": form, "may_write": permissions.may_write(request.user)}, form.status)


def _preview(request: DeskRequest, monograph: Monograph, form: WordFileForm) -> HttpResponse | None:
    """Show what the file became; None, with an error in the form, for a file that can't be read."""
    file, kinds = form.cleaned_data["file"], _kinds()
    try:
        proposed, notices = propose_sections(file.read(MAX_FILE + 1), kinds, monograph.display_name)
    except UnreadableFile as error:
        form.refuse(str(error))
        return None
    initial = {"count": len(proposed), "file_name": file.name[:200], "seen": _seen(monograph)}
    parts = [
        PartOnPage(
            PartForm(
                prefix=f"part-{place}",
                kinds=kinds,
                brand=monograph.display_name,
                initial={"kind": part.kind, "heading": part.heading, "body": part.taken.html or ""},
            ),
            part.heading,
            part.taken,
        )
        for place, part in enumerate(proposed)
    ]
    return _render_parts(request, monograph, DraftsForm(initial=initial), parts, notices)


def _seen(monograph: Monograph) -> str:
    """Return the latest revision of each section, such as ``uses:3 storage:1``."""
    written = Section.objects.filter(monograph=monograph, latest_revision__isnull=False)
    return " ".join(f"{kind}:{number}" for kind, number in written.values_list("kind__code", "latest_revision__number"))


def _kinds() -> list[SectionKind]:
    """Return the kinds of sections that have a text."""
    return [kind for kind in SectionKind.objects.all() if not kind.is_facts]


def _save(request: DeskRequest, monograph: Monograph) -> HttpResponse:
    drafts, kinds = DraftsForm(request.POST), _kinds()
    if not drafts.is_valid():
        messages.error(request, "The page was incomplete, and nothing was saved. Upload the file again.")
        context = {"form": WordFileForm(), "may_write": permissions.may_write(request.user)}
        return _render(request, monograph, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    bound = [
        PartForm(request.POST, prefix=f"part-{place}", kinds=kinds, brand=monograph.display_name)
        for place in range(drafts.cleaned_data["count"])
    ]
    if (chosen := _chosen(drafts, bound)) and (response := _save_chosen(request, monograph, drafts, chosen)):
        return response
    parts = [PartOnPage(form, form["heading"].value() or "", intake(form["body"].value() or "")) for form in bound]
    drafts.status = max(drafts.status, *(form.status for form in bound))
    return _render_parts(request, monograph, drafts, parts, [])


def _chosen(drafts: DraftsForm, bound: list[PartForm]) -> list[PartForm]:
    """Return the forms of the parts to save; none, with errors in the forms, if the choice is not clear."""
    chosen = [form for form in bound if form.is_valid() and form.cleaned_data["kind"]]
    codes = [form.cleaned_data["kind"] for form in chosen]
    for form in chosen:
        if codes.count(form.cleaned_data["kind"]) > 1:
            form.add_error("kind", ValidationError(TWO_PARTS, code="two_parts"))
            form.status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not chosen and all(form.is_valid() for form in bound):
        drafts.add_error(None, ValidationError(NOTHING_CHOSEN, code="nothing_chosen"))
        drafts.status = HTTPStatus.UNPROCESSABLE_ENTITY
    return [] if any(form.errors for form in bound) else chosen


def _save_chosen(
    request: DeskRequest, monograph: Monograph, drafts: DraftsForm, chosen: list[PartForm]
) -> HttpResponse | None:
    """Save the drafts; None, with the refusal in the form of its part, if one is refused."""
    seen, file_name = drafts.cleaned_data["seen"], drafts.cleaned_data["file_name"]
    try:
        sections = [form.choice(seen) for form in chosen]
        saved = save_drafts(actor=request.user, monograph=monograph, chosen=sections, file_name=file_name)
    except ChosenSectionRefused as refusal:
        with chosen[refusal.place].catch_refusal():
            raise refusal.error from refusal
        return None
    noun = "draft is" if len(saved) == 1 else "drafts are"
    messages.success(request, f"{len(saved)} {noun} saved. Read each in its section before you submit it.")
    return redirect("admin:monograph_monograph_change", monograph.pk)


def _render_parts(
    request: DeskRequest, monograph: Monograph, drafts: DraftsForm, parts: list[PartOnPage], notices: list[Message]
) -> HttpResponse:
    return _render(request, monograph, {"drafts": drafts, "parts": parts, "notices": notices}, drafts.status)


def _render(request: DeskRequest, monograph: Monograph, context: dict[str, Any], status: int) -> HttpResponse:
    title = f"Sections from a Word file: {monograph.display_name}"
    context = {"monograph": monograph, **context}
    return render_desk_page(request, "editing/word_file.html", context, title=title, status=status)


urls = [desk_path("<int:pk>/word-file/", word_file, "monograph_monograph_word_file")]
