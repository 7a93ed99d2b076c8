"""The site's own words: the button that proposes one, and the page where reviewers decide."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ... import word_permissions
from ...errors import WorkflowError
from ...models import SiteWord
from ...models.guide import guide_name
from ...workflow.site_words import accept_word, decline_word, propose_word
from ..desk import DeskRequest, desk_path, render_desk_page, run_action
from ..editing.section_lookup import get_section_or_404
from ..forms import DeskForm, refusal_status, text_input

PER_PAGE = 25
WORDS = "monograph_words"


class ProposalForm(DeskForm):
    """Carries a word of a finding and its sentence."""

    word = forms.CharField(label="Word", required=False)
    sentence = forms.CharField(label="Sentence", required=False)


class DecisionForm(DeskForm):
    """Carries the state of the word that the page showed."""

    expected = forms.ChoiceField(choices=SiteWord.State, widget=forms.HiddenInput)


class DeclineForm(DecisionForm):
    reason = forms.CharField(
        label="Why this is not a word", widget=text_input(), required=False, help_text="Writers see it."
    )


@require_POST
def propose(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Propose a word of a section.

    With `live`, for the editor's page that stays open, returns JSON: `message`, or after a refusal `code` and `reason`.
    """
    section = get_section_or_404(pk, code)
    form = ProposalForm(request.POST)

    def action() -> str:
        word = propose_word(actor=request.user, section=section, **form.cleaned_data)
        return f"“{word.word}” is proposed. Preflight knows it as soon as a reviewer accepts it."

    if "live" in request.POST and form.is_valid():
        try:
            return JsonResponse({"message": action()})
        except WorkflowError as error:
            return JsonResponse({"code": error.code, "reason": error.message}, status=refusal_status(error))
    return run_action(request, form, action, success=redirect("admin:monograph_section_edit", pk, code))


def words(request: DeskRequest) -> HttpResponse:
    """List the words of one state, with the sentences that they come from."""
    state = request.GET.get("show", "")
    state = state if state in SiteWord.State.values else SiteWord.State.PROPOSED
    listed = SiteWord.objects.filter(state=state).select_related("section__kind", "added_by", "decided_by")
    listed = listed.annotate(guide=guide_name("section__monograph"))
    page = Paginator(listed.order_by("added_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(request, word) for word in page],
        "states": SiteWord.State.choices,
        "chosen": state,
        "page_query": f"show={state}&",
        "may_decide": word_permissions.may_decide_words(request.user),
    }
    return render_desk_page(request, "reviewing/words.html", context, title="The site’s own words")


def _row(request: DeskRequest, word: SiteWord) -> dict[str, Any]:
    initial = {"expected": word.state}
    return {
        "word": word,
        "may_accept": word_permissions.may_accept_word(request.user, word),
        "may_decline": word_permissions.may_decline_word(request.user, word),
        "accept_form": DecisionForm(initial=initial, auto_id=f"id_accept_{word.pk}_%s"),
        "decline_form": DeclineForm(initial=initial, auto_id=f"id_decline_{word.pk}_%s"),
    }


@require_POST
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    word = get_object_or_404(SiteWord, pk=pk)
    form = DecisionForm(request.POST)

    def action() -> str:
        accept_word(actor=request.user, word=word, **form.cleaned_data)
        return f"“{word.word}” is accepted. Preflight knows it now."

    return run_action(request, form, action, success=redirect(WORDS))


@require_POST
def decline(request: DeskRequest, pk: int) -> HttpResponse:
    word = get_object_or_404(SiteWord, pk=pk)
    form = DeclineForm(request.POST)

    def action() -> str:
        decline_word(actor=request.user, word=word, **form.cleaned_data)
        return f"“{word.word}” is declined. Preflight reports it."

    return run_action(request, form, action, success=redirect(WORDS))


section_urls = [desk_path("<int:pk>/sections/<slug:code>/words/", propose, "monograph_section_propose_word")]
urls = [
    desk_path("words/", words, WORDS),
    desk_path("words/<int:pk>/accept/", accept, "monograph_word_accept"),
    desk_path("words/<int:pk>/decline/", decline, "monograph_word_decline"),
]
