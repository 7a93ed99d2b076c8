"""The pharmacist's queue: the reviews waiting for the user, and their assignment."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ... import permissions
from ...models import Profile, Review, ReviewComment
from ...models.guide import guide_name
from ...models.people import full_name
from ...permissions import AnyUser
from ...workflow import reviewing
from ..desk import DeskRequest, desk_path, render_desk_page, run_action
from .forms import ClaimForm

PER_PAGE = 25
QUEUE = "admin:monograph_review_queue"


@dataclass(frozen=True)
class QueuePosition:
    """The position of a review in a user's queue.

    `number` counts from 1 and is None if the review is not in the queue. `first`, `previous` and `next` are keys of
    reviews, None if there is no such review.
    """

    number: int | None
    count: int
    first: int | None
    previous: int | None
    next: int | None


def queue_position(user: AnyUser, review: Review) -> QueuePosition:
    """Return the position of a review in a user's queue. Takes one query.

    The queue has the reviews that wait for the user and that no colleague has claimed. A review that has left the queue
    still has neighbors: those of the position it had.
    """
    waiting = Review.objects.waiting_for(user.pk or 0).claimable_by(user.pk or 0).by_urgency()
    # Compared in Python, in the order of `by_urgency`.
    keys = [(-row[1], row[2], row[0]) for row in waiting.values_list("pk", "required_signatures", "submitted_at")]
    own_key = (-review.required_signatures, review.submitted_at, review.pk)
    before, after = [key[2] for key in keys if key < own_key], [key[2] for key in keys if key > own_key]
    return QueuePosition(
        number=len(before) + 1 if own_key in keys else None,
        count=len(keys),
        first=keys[0][2] if keys else None,
        previous=before[-1] if before else None,
        next=after[0] if after else None,
    )


def redirect_to_next(user: AnyUser, review: Review) -> HttpResponse:
    """Redirect to the next review, from the end to the start, or to the queue."""
    position = queue_position(user, review)
    target = position.next or position.first
    return redirect("admin:monograph_review_change", target) if target else redirect(QUEUE)


def _filters(user_pk: int) -> dict[str, tuple[str, Q]]:
    return {
        "all": ("All", Q()),
        "mine": ("Assigned to me", Q(claim__pharmacist=user_pk)),
        "free": ("Unassigned", Q(claim=None)),
        "two": ("Two signatures needed", Q(required_signatures__gt=1)),
        "one": ("One signature needed", Q(required_signatures=1)),
    }


def _with_row_data(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Load what a row of the queue shows, without the texts."""
    rows = reviews.select_related("revision", "submitted_by", "claim__pharmacist").prefetch_related("signatures")
    rows = rows.annotate(guide=guide_name("section__monograph"))
    return rows.defer("revision__body", "revision__facts")


def _blocked_reviews(user: AnyUser) -> tuple[int, list[tuple[Review, str]]]:
    """Return the number of open reviews that the user may not sign.

    Also returns the first of them, each with the reason.
    """
    blocked = Review.objects.blocked_for(user.pk or 0).by_urgency()
    reviews = list(_with_row_data(blocked)[:PER_PAGE])
    sections = [review.section_id for review in reviews]
    comments = ReviewComment.objects.unresolved().filter(review__section__in=sections)
    authors: dict[int, set[str]] = {}
    for comment in comments.select_related("author", "review"):
        authors.setdefault(comment.review.section_id, set()).add(full_name(comment.author))
    rows = []
    for review in reviews:
        verdict = permissions.may_approve(user, review)
        names = ", ".join(sorted(authors.get(review.section_id, ())))
        rows.append(
            (review, f"{verdict.reason} ({names})" if verdict.code == "unresolved_comments" else verdict.reason)
        )
    return (len(reviews) if len(reviews) < PER_PAGE else blocked.count()), rows


def queue(request: DeskRequest) -> HttpResponse:
    """List the reviews waiting for the user, the most urgent first."""
    user, now = request.user, timezone.now()
    may_review = bool(permissions.may_review(user))
    filters = _filters(user.pk or 0)
    chosen = request.GET.get("show", "all") if request.GET.get("show") in filters else "all"
    waiting = Review.objects.waiting_for(user.pk or 0) if may_review else Review.objects.none()
    counts = waiting.aggregate(**{name: Count("pk", filter=condition) for name, (_, condition) in filters.items()})
    reviews = _with_row_data(waiting.filter(filters[chosen][1]).by_urgency())
    page = Paginator(reviews, PER_PAGE).get_page(request.GET.get("page"))
    profile = Profile.objects.filter(user=user.pk).first() if may_review else None
    blocked_count, blocked = _blocked_reviews(user) if may_review else (0, [])
    context = {
        "may_review": may_review,
        "page": page,
        "rows": [(review, review.is_overdue(now), permissions.may_release_claim(user, review)) for review in page],
        "page_query": f"show={chosen}&",
        "chosen": chosen,
        "filters": [(name, label, counts.get(name, 0)) for name, (label, _) in filters.items()],
        "blocked": blocked,
        "blocked_count": blocked_count,
        "profile": profile,
        "is_expired": profile is not None and profile.is_licence_expired(now.date()),
        "expires_soon": profile is not None and profile.is_licence_expiring_soon(now.date()),
    }
    return render_desk_page(request, "reviewing/queue.html", context, title="Reviews waiting for you")


@require_POST
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review, pk=pk)
    form = ClaimForm(request.POST)

    def action() -> str:
        reviewing.claim(actor=request.user, review=review, expected=form.cleaned_data["expected"])
        return "This review is assigned to you. Your colleagues can see that."

    return run_action(request, form, action, success=redirect("admin:monograph_review_change", pk))


@require_POST
def release_claim(request: DeskRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review, pk=pk)

    def action() -> str:
        reviewing.release_claim(actor=request.user, review=review)
        return "The review is no longer assigned to you."

    return run_action(request, ClaimForm(request.POST), action, success=redirect(QUEUE))


urls = [
    desk_path("queue/", queue, "monograph_review_queue"),
    desk_path("<int:pk>/claim/", claim, "monograph_review_claim"),
    desk_path("<int:pk>/release-claim/", release_claim, "monograph_review_release_claim"),
]
