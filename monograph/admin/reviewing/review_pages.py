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
from . import remarks
from .forms import ApprovalForm, CommentForm
from .queue_pages import go_on, place_in_queue
from .readings import readable, readings_of
from .remarks import threads_of


class Act:
    """One thing a reviewer can do on the page: its form, whether this person may, and the verb."""

    def __init__(self, name: str, form_class: type[DeskForm], may: permissions.Answer, verb: Any, done: str) -> None:
        self.name, self.form_class, self.may, self.verb, self.done = name, form_class, may, verb, done

    @property
    def is_decision(self) -> bool:
        """Say whether the reviewer is done with the text and goes on to the next."""
        return self.name in ("approve", "request_changes")


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
    acts = _acts(request, shown)
    forms: dict[str, DeskForm] = {}
    for act in acts:
        is_sent = request.method == "POST" and act.name in request.POST
        form = act.form_class(
            request.POST if is_sent else None,
            prefix=None,
            initial={"expected": shown.revision.digest},
            auto_id=f"id_{act.name}_%s",
            **({"user": request.user} if issubclass(act.form_class, SigningForm) else {}),
        )
        if is_sent and form.is_valid():
            with form.refused():
                act.verb(actor=request.user, review=shown, **form.cleaned_data)
                messages.success(request, f"{act.done} ({_name(shown)})" if act.is_decision else act.done)
                return go_on(request.user, shown) if act.is_decision else redirect("admin:monograph_review_change", pk)
        forms[act.name] = form
    refused = None
    if request.method == "POST" and "waive" in request.POST:
        refused = sent_waiver(request, shown.revision)
        if refused is None:
            messages.success(request, "The finding is waived in this text.")
            return redirect("admin:monograph_review_change", pk)
    context = {
        "place": place_in_queue(request.user, shown) if request.user.has_perm("monograph.decide_review") else None,
        "may_claim": permissions.may_claim(request.user, shown),
        "due": (shown.due_at, shown.is_overdue(timezone.now())),
        "review": shown,
        "revision": shown.revision,
        "readings": readings,
        **preflight_of(shown.revision, request, refused, known),
        "view": section_view(shown.revision, {}),
        "acts": {act.name: act for act in acts},
        "forms": forms,
        "threads": threads_of(shown, request.user),
        "signatures": shown.signatures.all(),
        "profile": getattr(request.user, "profile", None),
    }
    status = max(int(form.status) for form in (*forms.values(), *([refused[1]] if refused else [])))
    return desk_page(
        request,
        "reviewing/review.html",
        context,
        title=f"{shown.section.monograph.display_name}: review of “{shown.revision.heading}”",
        status=status,
    )


urls = [desk_path("<int:pk>/change/", review, "monograph_review_change"), *remarks.urls]
