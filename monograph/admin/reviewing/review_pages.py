"""The page of one review: the revision, its changes, comments, and decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format

from ... import permissions
from ...models import Profile, Review
from ...rendering import article_section
from ...rendering.comment_anchors import occurrences
from ...workflow import reviewing
from ..desk import DeskRequest, desk_path, render_desk_page
from ..forms import DeskForm, ExpectedDigestForm, SigningForm
from ..preflight_panel import revision_preflight, waive_finding
from . import comments
from .comments import load_threads
from .comparisons import last_signed_label, load_comparisons, reviews_with_comparisons
from .forms import ApprovalForm, CommentForm
from .queue_pages import queue_position, redirect_to_next


@dataclass(frozen=True)
class ReviewAction:
    """Something a user can do with a review: its form, permission, and verb."""

    name: str
    form_class: type[DeskForm]
    may: permissions.Verdict
    verb: Callable[..., Any]
    message: str
    is_decision: bool = False  # the reviewer is done with this review and is led to the next one

    def create_form(self, request: DeskRequest, review: Review) -> DeskForm:
        """Return the form, bound if this action was posted."""
        data = request.POST if self.name in request.POST else None
        user = {"user": request.user} if issubclass(self.form_class, SigningForm) else {}
        initial = {"expected": review.revision.digest}
        return self.form_class(data, initial=initial, auto_id=f"id_{self.name}_%s", **user)


def _actions(request: DeskRequest, review: Review) -> list[ReviewAction]:
    user = request.user
    may_comment, may_decide = permissions.may_comment(user, review), permissions.may_decide(user, review)
    may_approve = permissions.may_approve(user, review)
    may_withdraw = permissions.may_withdraw_submission(user, review)
    request_changes, approve = reviewing.request_changes, reviewing.approve
    return [
        ReviewAction("comment", CommentForm, may_comment, _comment, "Your comment is added."),
        ReviewAction(
            "request_changes", CommentForm, may_decide, request_changes, "Changes requested.", is_decision=True
        ),
        ReviewAction("approve", ApprovalForm, may_approve, approve, "Signed.", is_decision=True),
        ReviewAction("withdraw", ExpectedDigestForm, may_withdraw, _withdraw, "The submission is withdrawn."),
    ]


# The form carries `expected`, which the verb does not need.
def _comment(*, expected: str, **kwargs: Any) -> None:
    reviewing.comment(**kwargs)


# The form carries `expected`, which the verb does not need.
def _withdraw(*, expected: str, actor: Any, review: Review) -> None:
    reviewing.withdraw_submission(actor=actor, review=review)


def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a review and run its actions.

    A refusal keeps the input and shows the revision as it is now.
    """
    review = get_object_or_404(reviews_with_comparisons(request.user.pk or 0), pk=pk)
    review.section.monograph.name = review.guide
    comparisons, guide = load_comparisons(review)
    actions = {action.name: action for action in _actions(request, review)}
    forms = {name: action.create_form(request, review) for name, action in actions.items()}
    for name, form in forms.items():
        if form.is_valid():
            with form.catch_refusal():
                return _run(request, review, actions[name], form)
            if form.has_error("quote", "ambiguous_passage"):
                form.offer_places(occurrences(form["quote"].value(), review.revision))
    refused_waiver = None
    if "waive" in request.POST:
        refused_waiver = waive_finding(request, review.revision)
        if refused_waiver is None:
            messages.success(request, "The finding is waived for this revision.")
            return redirect("admin:monograph_review_change", pk)
    context = {
        **_review_context(request, review),
        **revision_preflight(review.revision, request, refused_waiver, guide),
        "comparisons": comparisons,
        "actions": actions,
        "forms": forms,
        "refused_forms": [] if review.is_open else [form for form in forms.values() if form.is_bound],
        "is_shown": {name: action.may or forms[name].is_bound for name, action in actions.items()},
    }
    posted = [*forms.values(), *([refused_waiver.form] if refused_waiver else [])]
    title = f"{review.section.monograph.display_name}: review of “{review.revision.heading}”"
    status = max(int(form.status) for form in posted)
    return render_desk_page(request, "reviewing/review.html", context, title=title, status=status)


def _run(request: DeskRequest, review: Review, action: ReviewAction, form: DeskForm) -> HttpResponse:
    """Run the verb and redirect, after a decision to the next review.

    Raises the verb's refusals.
    """
    action.verb(actor=request.user, review=review, **form.cleaned_data)
    if not action.is_decision:
        messages.success(request, action.message)
        return redirect("admin:monograph_review_change", review.pk)
    name = f"{review.section.monograph.display_name}: {review.revision.heading}"
    messages.success(request, f"{action.message} ({name})")
    return redirect_to_next(request.user, review)


def _review_context(request: DeskRequest, review: Review) -> dict[str, Any]:
    """Return what the page shows of the review besides its changes."""
    user = request.user
    profile = getattr(user, "profile", None)
    return {
        "position": queue_position(user, review) if permissions.may_review(user) else None,
        "may_claim": permissions.may_claim(user, review),
        "may_release_claim": permissions.may_release_claim(user, review),
        "is_overdue": review.is_overdue(timezone.now()),
        "review": review,
        "revision": review.revision,
        "last_signed_label": last_signed_label(review),
        "view": article_section(review.revision, {}),
        "threads": load_threads(review, user),
        "signatures": review.signatures.all(),
        "profile": profile,
        "license_label": _license_label(profile),
    }


def _license_label(profile: Profile | None) -> str:
    """Return what follows the printed name: the license; "" without one."""
    if profile is None or not profile.licence_number:
        return ""
    valid = f", valid until {date_format(profile.licence_expires, 'j F Y')}" if profile.licence_expires else ""
    return f"; license {profile.licence_number}{valid}"


urls = [desk_path("<int:pk>/change/", review, "monograph_review_change"), *comments.urls]
