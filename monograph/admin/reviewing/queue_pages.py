"""The pharmacist's queue: what waits for me, what does not and why, and who has taken what."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ... import permissions
from ...models import Profile, Review, ReviewComment
from ...models.guide import guide_name
from ...models.people import full_name
from ...permissions import AnyUser
from ...workflow import reviewing
from ..desk import desk_page, desk_path, run_action
from .forms import ClaimForm

PER_PAGE = 25
QUEUE = "admin:monograph_review_queue"


@dataclass(frozen=True)
class Place:
    """Where a review stands in somebody's queue: `number` from 1, None when it does not wait for them."""

    number: int | None
    count: int
    first: int | None
    previous: int | None
    next: int | None


def place_in_queue(user: AnyUser, review: Review) -> Place:
    """Return the neighbours of a review among those that wait for a person and no colleague has taken. One query.

    A review that has left the queue has neighbours, too: those between which it stood.
    """
    waiting = Review.objects.waiting_for(user.pk or 0).claimable_by(user.pk or 0).by_urgency()
    keys = [(-row[1], row[2], row[0]) for row in waiting.values_list("pk", "required_signatures", "submitted_at")]
    here = (-review.required_signatures, review.submitted_at, review.pk)
    before, after = [key[2] for key in keys if key < here], [key[2] for key in keys if key > here]
    return Place(
        number=len(before) + 1 if here in keys else None,
        count=len(keys),
        first=keys[0][2] if keys else None,
        previous=before[-1] if before else None,
        next=after[0] if after else None,
    )


def redirect_to_next(user: AnyUser, review: Review) -> HttpResponse:
    """Lead from a decided review to the next of the queue, after its end to the beginning, at last to the queue."""
    place = place_in_queue(user, review)
    goal = place.next or place.first
    return redirect("admin:monograph_review_change", goal) if goal else redirect(QUEUE)


def _filters(person: int) -> dict[str, tuple[str, Q]]:
    return {
        "all": ("All", Q()),
        "mine": ("Taken by me", Q(claim__pharmacist=person)),
        "free": ("Taken by nobody", Q(claim=None)),
        "two": ("Two signatures needed", Q(required_signatures__gt=1)),
        "one": ("One signature needed", Q(required_signatures=1)),
    }


def _shown(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Load what a row shows, and nothing of the texts."""
    rows = reviews.select_related("revision", "submitted_by", "claim__pharmacist").prefetch_related("signatures")
    rows = rows.annotate(guide=guide_name("section__monograph"))
    return rows.defer("revision__body", "revision__facts")


def _not_for(user: AnyUser) -> tuple[int, list[tuple[Review, str]]]:
    """Return how many open reviews this person may not sign now, and the first of them, each with why."""
    blocked = Review.objects.blocked_for(user.pk or 0).by_urgency()
    rows = list(_shown(blocked)[:PER_PAGE])
    remarks = ReviewComment.objects.unresolved().filter(review__section__in=[row.section_id for row in rows])
    authors: dict[int, set[str]] = {}
    for remark in remarks.select_related("author", "review"):
        authors.setdefault(remark.review.section_id, set()).add(full_name(remark.author))
    found = []
    for row in rows:
        answer = permissions.may_approve(user, row)
        whose = ", ".join(sorted(authors.get(row.section_id, ())))
        found.append((row, f"{answer.reason} ({whose})" if answer.code == "unresolved_comments" else answer.reason))
    return (len(rows) if len(rows) < PER_PAGE else blocked.count()), found


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for me, most dangerous and oldest first, 25 a page; as many queries however many wait."""
    user, now = request.user, timezone.now()
    may_review = permissions.may_review(user)
    filters = _filters(user.pk or 0)
    chosen = request.GET.get("show", "all") if request.GET.get("show") in filters else "all"
    waiting = Review.objects.waiting_for(user.pk or 0) if may_review else Review.objects.none()
    counts = waiting.aggregate(**{name: Count("pk", filter=condition) for name, (_, condition) in filters.items()})
    rows = _shown(waiting.filter(filters[chosen][1]).by_urgency())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    profile = Profile.objects.filter(user=user.pk).first() if may_review else None
    not_mine_count, not_mine = _not_for(user) if may_review else (0, [])
    context = {
        "may_review": may_review,
        "page": page,
        "rows": [(row, row.is_overdue(now), permissions.may_release_claim(user, row)) for row in page],
        "chosen": chosen,
        "filters": [(name, label, counts.get(name, 0)) for name, (label, _) in filters.items()],
        "not_mine": not_mine,
        "not_mine_count": not_mine_count,
        "profile": profile,
        "is_expired": profile is not None and profile.is_licence_expired(now.date()),
        "expires_soon": profile is not None and profile.does_licence_expire_soon(now.date()),
    }
    return desk_page(request, "reviewing/queue.html", context, title="Reviews that wait for you")


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review, pk=pk)
    form = ClaimForm(request.POST)

    def act() -> str:
        reviewing.claim(actor=request.user, review=review, expected=form.cleaned_data["expected"])  # type: ignore[arg-type]
        return "You have taken this review. Colleagues see that."

    return run_action(request, form, act, back=redirect("admin:monograph_review_change", pk))


@require_POST
def release_claim(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review, pk=pk)

    def act() -> str:
        reviewing.release_claim(actor=request.user, review=review)  # type: ignore[arg-type]
        return "You have given the review back. Colleagues see that nobody has it."

    return run_action(request, ClaimForm(request.POST), act, back=redirect(QUEUE))


urls = [
    desk_path("queue/", queue, "monograph_review_queue"),
    desk_path("<int:pk>/claim/", claim, "monograph_review_claim"),
    desk_path("<int:pk>/release-claim/", release_claim, "monograph_review_release_claim"),
]
