"""The pharmacist's page of one review: the text, its change against what the public reads, remarks, and signing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from ... import permissions
from ...models import Review
from ...rendering import section_view
from ...workflow import reviewing
from ..desk import desk_page, desk_path
from ..finding_rows import preflight_of, sent_waiver
from ..forms import DeskForm, SeenForm, SigningForm
from . import comments
from .comments import threads_of
from .forms import ApprovalForm, CommentForm
from .queue_pages import place_in_queue, redirect_to_next
from .review_comparisons import readable, readings_of


class Act:
    """One thing a reviewer can do on the page: its form, whether this person may, and the verb."""

    def __init__(self, name: str, form_class: type[DeskForm], may: permissions.Verdict, verb: Any, done: str) -> None:
        self.name, self.form_class, self.may, self.verb, self.done = name, form_class, may, verb, done

    @property
    def is_decision(self) -> bool:
        """Say whether the reviewer is done with the text and goes on to the next."""
        return self.name in ("approve", "request_changes")

    def form(self, request: HttpRequest, review: Review) -> DeskForm:
        """Return the form: with what was sent, where this act was asked for."""
        sent = request.POST if self.name in request.POST else None
        who = {"user": request.user} if issubclass(self.form_class, SigningForm) else {}
        seen = {"expected": review.revision.digest}
        return self.form_class(sent, initial=seen, auto_id=f"id_{self.name}_%s", **who)


def _acts(request: HttpRequest, review: Review) -> list[Act]:
    user = request.user
    return [
        Act("comment", CommentForm, permissions.may_comment(user, review), _comment, "Your comment is added."),
        Act(
            "request_changes",
            CommentForm,
            permissions.may_decide(user, review),
            reviewing.request_changes,
            "Sent back to the editors.",
        ),
        Act("approve", ApprovalForm, permissions.may_approve(user, review), reviewing.approve, "Signed."),
        Act(
            "withdraw",
            SeenForm,
            permissions.may_withdraw_submission(user, review),
            _withdraw,
            "The submission is withdrawn.",
        ),
    ]


def _name(review: Review) -> str:
    return f"{review.section.monograph.display_name}: {review.revision.heading}"


def _comment(*, expected: str, **given: Any) -> None:
    reviewing.comment(**given)


def _withdraw(*, expected: str, actor: Any, review: Review) -> None:
    reviewing.withdraw_submission(actor=actor, review=review)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, remark, decide. A refusal keeps what was typed and shows the text as it is now."""
    shown = get_object_or_404(readable(request.user.pk or 0), pk=pk)
    shown.section.monograph.name = shown.guide
    readings, known = readings_of(shown)
    acts = {act.name: act for act in _acts(request, shown)}
    forms = {name: act.form(request, shown) for name, act in acts.items()}
    for name, form in forms.items():
        if form.is_valid():
            with form.refused():
                return _do(request, shown, acts[name], form)
    waiver = None
    if "waive" in request.POST:
        waiver = sent_waiver(request, shown.revision)
        if waiver is None:
            messages.success(request, "The finding is waived in this text.")
            return redirect("admin:monograph_review_change", pk)
    context = {
        **_about(request, shown),
        **preflight_of(shown.revision, request, waiver, known),
        "readings": readings,
        "acts": acts,
        "forms": forms,
    }
    sent = [*forms.values(), *([waiver[1]] if waiver else [])]
    title = f"{shown.section.monograph.display_name}: review of “{shown.revision.heading}”"
    status = max(int(form.status) for form in sent)
    return desk_page(request, "reviewing/review.html", context, title=title, status=status)


def _do(request: HttpRequest, review: Review, act: Act, form: DeskForm) -> HttpResponse:
    """Do what was sent, and lead on. Raises what the verb raises."""
    act.verb(actor=request.user, review=review, **form.cleaned_data)
    if not act.is_decision:
        messages.success(request, act.done)
        return redirect("admin:monograph_review_change", review.pk)
    messages.success(request, f"{act.done} ({_name(review)})")
    return redirect_to_next(request.user, review)


def _about(request: HttpRequest, review: Review) -> dict[str, Any]:
    """Return what the page says of the review besides its text: its place in the queue, the talk, who signed."""
    user = request.user
    return {
        "place": place_in_queue(user, review) if permissions.may_review(user) else None,
        "may_claim": permissions.may_claim(user, review),
        "may_release_claim": permissions.may_release_claim(user, review),
        "due": (review.due_at, review.is_overdue(timezone.now())),
        "review": review,
        "revision": review.revision,
        "view": section_view(review.revision, {}),
        "threads": threads_of(review, user),
        "signatures": review.signatures.all(),
        "profile": getattr(user, "profile", None),
    }


urls = [desk_path("<int:pk>/change/", review, "monograph_review_change"), *comments.urls]
