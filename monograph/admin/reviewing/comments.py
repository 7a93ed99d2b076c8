"""What was said about a section: remarks with their answers, and the small acts on them."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...models import Review, ReviewComment
from ...permissions import AnyUser
from ...workflow import reviewing
from ..desk import desk_path, run_action
from ..forms import DeskForm
from .forms import ReplyForm


@dataclass
class Thread:
    """One remark, what was answered, and what this person may do about it."""

    remark: ReviewComment
    may_resolve: bool
    reply_form: ReplyForm | None
    answers: list[ReviewComment] = field(default_factory=list)


def threads_of(review: Review, user: AnyUser) -> list[Thread]:
    """Return the remarks on a section that still matter: those of this review, and open ones of earlier reviews.

    Open ones come first, then each in the order they were made. One query.
    """
    comments = ReviewComment.objects.filter(review__section=review.section_id).select_related(
        "author", "review__section__latest_revision", "review__revision", "resolution__resolved_by"
    )
    threads: dict[int, Thread] = {}
    for each in comments:
        each.review.section = review.section  # one text: who wrote it is asked once
        if each.reply_to_id in threads:
            threads[each.reply_to_id].answers.append(each)
        elif each.reply_to_id is None and (each.review_id == review.pk or not each.is_resolved):
            may_resolve, may_reply = permissions.may_resolve(user, each), permissions.may_reply(user, each)
            form = ReplyForm(auto_id=f"id_reply_{each.pk}_%s") if may_reply else None
            threads[each.pk] = Thread(each, bool(may_resolve), form)
    return sorted(threads.values(), key=lambda thread: thread.remark.is_resolved)


def _remark_at(pk: int, comment_pk: int) -> ReviewComment:
    return get_object_or_404(ReviewComment, pk=comment_pk, review__section__reviews=pk)


def _back(pk: int, remark: ReviewComment) -> HttpResponse:
    return redirect(f"{redirect('admin:monograph_review_change', pk).url}#comment-{remark.pk}")


@require_POST
def resolve(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    remark = _remark_at(pk, comment_pk)

    def act() -> str:
        reviewing.resolve_comment(actor=request.user, comment=remark)  # type: ignore[arg-type]
        return "The comment is resolved."

    return run_action(request, DeskForm(request.POST), act, back=_back(pk, remark))


@require_POST
def reply(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    remark = _remark_at(pk, comment_pk)
    form = ReplyForm(request.POST)

    def act() -> str:
        reviewing.reply(actor=request.user, comment=remark, body=form.cleaned_data["body"])  # type: ignore[arg-type]
        return "Your answer is added."

    return run_action(request, form, act, back=_back(pk, remark))


urls = [
    desk_path("<int:pk>/comments/<int:comment_pk>/resolve/", resolve, "monograph_comment_resolve"),
    desk_path("<int:pk>/comments/<int:comment_pk>/reply/", reply, "monograph_comment_reply"),
]
