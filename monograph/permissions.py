"""May this person do this now? One function for each verb, asked by the button and by the verb alike.

A right that was given (Django's permissions, by role) is asked first, then what no permission can say: four eyes holds
for superusers too, for whom every permission is true. Asks permissions, never the names of groups.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from .models import (
    Edition,
    Monograph,
    ReaderReport,
    Review,
    ReviewComment,
    ScheduledEdition,
    Section,
    SectionRevision,
)

AnyUser = User | AnonymousUser


class Ground(StrEnum):
    """Why an answer is no: the person lacks the right, or the thing is not in the state for it."""

    RIGHT = "right"
    STATE = "state"


@dataclass(frozen=True)
class Answer:
    """True when the answer is yes; otherwise it says why not, in a sentence for the person who asks."""

    code: str = ""
    reason: str = ""
    ground: Ground = Ground.RIGHT

    def __bool__(self) -> bool:
        return not self.code


YES = Answer()


def _no_state(code: str, reason: str) -> Answer:
    return Answer(code, reason, Ground.STATE)


def _has(user: AnyUser, permission: str, act: str) -> Answer:
    if user.is_active and user.has_perm(f"monograph.{permission}"):
        return YES
    return Answer("no_permission", f"Your account does not have the right to {act}.")


def may_read_desks(user: AnyUser) -> Answer:
    """Drafts, reviews and histories are for those who work on guides."""
    return _has(user, "view_monograph", "see drafts and reviews")


def may_start(user: AnyUser) -> Answer:
    return _has(user, "add_monograph", "start a guide")


def may_set_review_interval(user: AnyUser) -> Answer:
    return _has(user, "change_monograph", "change a guide's review interval")


def may_add_address(user: AnyUser) -> Answer:
    return _has(user, "change_monograph", "give a guide another address")


def may_write(user: AnyUser, section: Section | None = None) -> Answer:
    """Save revisions, or typing. `section` is None for one that the guide does not have yet."""
    answer = _has(user, "add_sectionrevision", "revise sections")
    if answer and section is not None and section.reviews.open().exists():
        return _no_state("in_review", "This section is in review. Withdraw the submission first, then go on writing.")
    return answer


def may_submit(user: AnyUser, revision: SectionRevision) -> Answer:
    answer = _has(user, "submit_sectionrevision", "submit sections for review")
    if not answer:
        return answer
    if revision.section.latest_revision_id != revision.pk:
        return _no_state("not_latest", "There is a newer revision of this section. Submit that one.")
    if revision.section.reviews.open().exists():
        return _no_state("in_review", "This section is in review already.")
    last = revision.reviews.exclude(state=Review.State.WITHDRAWN).order_by("-pk").first()
    if last is not None and last.state == Review.State.CHANGES_REQUESTED:
        return _no_state("changes_requested", "A reviewer asked for changes to this very text. Revise it, then submit.")
    return YES


def may_withdraw_submission(user: AnyUser, review: Review) -> Answer:
    return _has(user, "submit_sectionrevision", "withdraw submissions") and _is_open(review)


def _is_open(review: Review) -> Answer:
    if review.is_open:
        return YES
    return _no_state("review_closed", f"This review is closed: {review.get_state_display()}.")


def may_comment(user: AnyUser, review: Review) -> Answer:
    return _has(user, "comment_review", "comment in reviews") and _is_open(review)


def _is_unsettled(comment: ReviewComment) -> Answer:
    if comment.reply_to_id is not None:
        return _no_state("is_reply", "This is an answer to a comment. Answer or resolve the comment itself.")
    if comment.is_resolved:
        return _no_state("resolved", "This comment is resolved already.")
    return YES


def may_reply(user: AnyUser, comment: ReviewComment) -> Answer:
    """Answer a comment, also when its review is closed: what it asks for is done after that."""
    return _has(user, "comment_review", "answer comments") and _is_unsettled(comment)


def _independent(*, wrote: bool) -> Answer:
    if wrote:
        return Answer(
            "wrote_part",
            "You wrote part of this text since it was last approved, so somebody else has to review it.",
        )
    return YES


def _is_independent(user: AnyUser, revision: SectionRevision) -> Answer:
    return _independent(wrote=revision.is_written_by(user.pk))


def may_resolve(user: AnyUser, comment: ReviewComment) -> Answer:
    """Whoever made the remark may say that it is settled, or a reviewer who wrote none of the text now in question."""
    answer = _has(user, "comment_review", "resolve comments") and _is_unsettled(comment)
    if not answer:
        return answer
    if comment.author_id == user.pk:
        return YES
    latest = comment.review.section.latest_revision
    answer = _has(user, "decide_review", "resolve other people's comments")
    return answer and (_is_independent(user, latest) if latest else YES)


def may_decide(user: AnyUser, review: Review) -> Answer:
    """Request changes: the reviewer's right, an open review, and four eyes."""
    answer = _has(user, "decide_review", "review sections") and _is_open(review)
    return answer and _independent(wrote=review.is_written_by(user.pk))


def may_claim(user: AnyUser, review: Review) -> Answer:
    """Say "I take this one". Asked of those who may decide; somebody else's claim stops nobody."""
    return may_decide(user, review)


def _is_licensed(user: AnyUser) -> Answer:
    """A licence that has run out signs nothing. Who has none on file, such as a publisher, is not concerned."""
    profile = getattr(user, "profile", None)
    if profile is not None and profile.is_licence_expired(timezone.now().date()):
        return Answer(
            "licence_expired",
            f"Your licence was valid until {profile.licence_expires:%d %B %Y}, so you can't sign. Ask an administrator "
            "to enter its new date. You can still comment and ask for changes.",
        )
    return YES


def may_approve(user: AnyUser, review: Review) -> Answer:
    answer = may_decide(user, review) and _is_licensed(user)
    if not answer:
        return answer
    if review.is_signed_by(user.pk):
        return _no_state("signed_already", "You have signed this text. Somebody else has to make the second check.")
    if unresolved := review.unresolved():
        comments = "comment is" if unresolved == 1 else "comments are"
        return _no_state(
            "unresolved_comments", f"{unresolved} {comments} not resolved yet. Settle each before you sign."
        )
    return YES


def may_waive(user: AnyUser, revision: SectionRevision) -> Answer:
    """Sign that a finding of preflight is no fault: a reviewer's right, four eyes, and a valid licence."""
    answer = _has(user, "decide_review", "waive findings")
    return answer and _is_independent(user, revision) and _is_licensed(user)


def may_publish(user: AnyUser, monograph: Monograph) -> Answer:
    """Publish now or later. Whether the texts are ready is the gate's question (`workflow.gate`), not a right."""
    answer = _has(user, "publish_edition", "publish editions")
    if answer and any(is_pending(scheduled) for scheduled in monograph.schedules.all()):  # the page has them loaded
        return _no_state("scheduled", "An edition of this guide is scheduled. Cancel it first.")
    return answer


def may_publish_scheduled(user: AnyUser, scheduled: ScheduledEdition) -> Answer:
    """Asked of the publisher who signed, when the time comes."""
    answer = _has(user, "publish_edition", "publish editions")
    return answer and is_pending(scheduled)


def may_cancel_schedule(user: AnyUser, scheduled: ScheduledEdition) -> Answer:
    return _has(user, "publish_edition", "cancel scheduled editions") and is_pending(scheduled)


def is_pending(scheduled: ScheduledEdition) -> Answer:
    if scheduled.state == ScheduledEdition.State.PENDING:
        return YES
    return _no_state("schedule_closed", f"This schedule is closed: {scheduled.get_state_display()}.")


def may_withdraw_edition(user: AnyUser, edition: Edition) -> Answer:
    answer = _has(user, "withdraw_edition", "withdraw editions")
    if answer and hasattr(edition, "withdrawal"):
        return _no_state("withdrawn", "This edition is withdrawn already.")
    return answer


def may_read_reports(user: AnyUser) -> Answer:
    return _has(user, "view_readerreport", "read what readers report")


def may_settle_report(user: AnyUser, report: ReaderReport) -> Answer:
    answer = _has(user, "change_readerreport", "settle readers' reports")
    if answer and not report.is_open:
        return _no_state("settled", "This report is settled already.")
    return answer


def may_have_second_factor(user: AnyUser) -> Answer:
    """Everybody who may log in to the desks looks after their own."""
    if user.is_active and user.is_staff:
        return YES
    return Answer("no_permission", "Your account does not open the desks, so it has no second factor.")


def may_remove_lost_second_factor(user: AnyUser, person: User) -> Answer:
    """A superuser's right, for somebody else: who has lost their own is not taken at their word."""
    if not (user.is_active and user.is_superuser):
        return Answer("no_permission", "Your account does not have the right to remove what somebody lost.")
    if user.pk == person.pk:
        return Answer("own_second_factor", "This is your own: remove it on its page, with a code.")
    return YES


def may_read_audit(user: AnyUser) -> Answer:
    return _has(user, "view_auditentry", "read the audit trail")
