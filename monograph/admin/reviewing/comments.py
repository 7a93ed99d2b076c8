"""The comments on a section with their replies: load, reply, resolve."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ... import permissions
from ...models import Review, ReviewComment
from ...permissions import AnyUser
from ...rendering.comment_anchors import CommentPlace, place_comments
from ...workflow import reviewing
from ..desk import DeskRequest, desk_path, run_action
from ..forms import DeskForm
from .forms import ReplyForm


@dataclass
class Thread:
    """One comment, its replies, and what the user may do with it."""

    comment: ReviewComment
    place: CommentPlace
    may_resolve: bool
    reply_form: ReplyForm | None
    replies: list[ReviewComment] = field(default_factory=list)


def load_threads(review: Review, user: AnyUser) -> list[Thread]:
    """Return a review's comments, and unresolved ones of the section's other reviews.

    Unresolved comments come first, then in the order in which they were made. One query, and two more for comments on
    earlier texts. Needs the citations of the review's revision.
    """
    comments = ReviewComment.objects.filter(review__section=review.section_id).select_related(
        "author", "review__section__latest_revision", "review__revision", "resolution__resolved_by"
    )
    places = place_comments(comments, review.revision)
    threads: dict[int, Thread] = {}
    for comment in comments:
        comment.review.section = review.section  # shared, so that the authors of its revision are queried once
        if comment.reply_to_id in threads:
            threads[comment.reply_to_id].replies.append(comment)
        elif comment.reply_to_id is None and (comment.review_id == review.pk or not comment.is_resolved):
            may_resolve, may_reply = permissions.may_resolve(user, comment), permissions.may_reply(user, comment)
            form = ReplyForm(auto_id=f"id_reply_{comment.pk}_%s") if may_reply else None
            threads[comment.pk] = Thread(comment, places[comment.pk], bool(may_resolve), form)
    return sorted(threads.values(), key=lambda thread: thread.comment.is_resolved)


def _get_comment_or_404(pk: int, comment_pk: int) -> ReviewComment:
    return get_object_or_404(ReviewComment, pk=comment_pk, review__section__reviews=pk)


def _redirect_to_comment(pk: int, comment: ReviewComment) -> HttpResponse:
    return redirect(f"{redirect('admin:monograph_review_change', pk).url}#comment-{comment.pk}")


@require_POST
def resolve(request: DeskRequest, pk: int, comment_pk: int) -> HttpResponse:
    comment = _get_comment_or_404(pk, comment_pk)

    def action() -> str:
        reviewing.resolve_comment(actor=request.user, comment=comment)
        return "The comment is resolved."

    return run_action(request, DeskForm(request.POST), action, success=_redirect_to_comment(pk, comment))


@require_POST
def reply(request: DeskRequest, pk: int, comment_pk: int) -> HttpResponse:
    comment = _get_comment_or_404(pk, comment_pk)
    form = ReplyForm(request.POST)

    def action() -> str:
        reviewing.reply(actor=request.user, comment=comment, body=form.cleaned_data["body"])
        return "Your reply is added."

    return run_action(request, form, action, success=_redirect_to_comment(pk, comment))


urls = [
    desk_path("<int:pk>/comments/<int:comment_pk>/resolve/", resolve, "monograph_comment_resolve"),
    desk_path("<int:pk>/comments/<int:comment_pk>/reply/", reply, "monograph_comment_reply"),
]
