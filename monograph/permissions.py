"""Whether a user may do something now: one function for each verb.

The verb calls it, and so does the page with its button. Each function checks Django's permission first, then what no
permission can express: four eyes, which holds for superusers too, although they have every permission. Code checks
permissions, never the names of groups.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, Permission, User
from django.utils import timezone

from .content.local_time import date_text
from .errors import InvalidState, NotPermitted, WorkflowError
from .models import Edition, Monograph, ReaderReport, Review, ReviewComment, ScheduledEdition, Section, SectionRevision
from .models.people import is_signing_suspended

AnyUser = User | AnonymousUser
SIGNING_RIGHTS = frozenset({"decide_review", "publish_edition", "withdraw_edition"})


@dataclass(frozen=True)
class Verdict:
    """Permission or refusal; true for permission.

    A refusal has a stable `code`, a `reason` for people, and the class of the error that a verb raises for it
    (`refusal`).
    """

    code: str = ""
    reason: str = ""
    refusal: type[WorkflowError] = NotPermitted

    def __bool__(self) -> bool:
        return not self.code


ALLOWED = Verdict()


def require(verdict: Verdict) -> None:
    """Raise the error of a refusal: `NotPermitted` or `InvalidState`."""
    if not verdict:
        raise verdict.refusal(verdict.code, verdict.reason)


def invalid_state(code: str, reason: str) -> Verdict:
    return Verdict(code, reason, InvalidState)


def has_right(user: AnyUser, permission: str, act: str) -> Verdict:
    if not (user.is_active and _is_given(user, permission)):
        return Verdict("no_permission", f"Your account does not have the right to {act}.")
    if permission in SIGNING_RIGHTS and is_signing_suspended(user):
        return Verdict(
            "signing_suspended",
            "Your right to sign is suspended, because an administrator reset your password or second factor or "
            "activated your account again. Open the link in the mail about it, or ask a second administrator to "
            "confirm that it was for you.",
        )
    return ALLOWED


def _is_given(user: AnyUser, permission: str) -> bool:
    """Return whether a user has a permission; one to sign must be given by a role, to superusers too."""
    if not user.is_superuser or permission not in SIGNING_RIGHTS:
        return user.has_perm(f"monograph.{permission}")
    given: set[str] | None = getattr(user, "given_rights", None)
    if given is None:  # once a request, as in Django's own cache of permissions
        roles = Permission.objects.filter(content_type__app_label="monograph", group__user=user)
        given = set(roles.values_list("codename", flat=True))
        setattr(user, "given_rights", given)  # noqa: B010  # not an attribute of User
    return permission in given


def may_read_desks(user: AnyUser) -> Verdict:
    """Return whether a user may read drafts, reviews and histories."""
    return has_right(user, "view_monograph", "see drafts and reviews")


def may_start(user: AnyUser) -> Verdict:
    return has_right(user, "add_monograph", "start a guide")


def may_set_review_interval(user: AnyUser) -> Verdict:
    return has_right(user, "change_monograph", "change a guide's review interval")


def may_add_address(user: AnyUser) -> Verdict:
    return has_right(user, "change_monograph", "give a guide another address")


def may_write(user: AnyUser, section: Section | None = None) -> Verdict:
    """Return whether a user may save revisions and unsaved changes.

    `section` is None for a section that the guide does not have yet.
    """
    verdict = has_right(user, "add_sectionrevision", "revise sections")
    if verdict and section is not None and section.reviews.open().exists():
        return invalid_state(
            "in_review", "This section is in review. Withdraw the submission before you change the text."
        )
    return verdict


def may_add_reference(user: AnyUser) -> Verdict:
    return has_right(user, "add_reference", "add references to the library")


def may_submit(user: AnyUser, revision: SectionRevision | None = None) -> Verdict:
    """Return whether a user may submit this revision, or without one, any revision."""
    verdict = has_right(user, "submit_sectionrevision", "submit sections for review")
    if not verdict or revision is None:
        return verdict
    if revision.section.latest_revision_id != revision.pk:
        return invalid_state("not_latest", "There is a newer revision of this section. Submit that one.")
    if revision.section.reviews.open().exists():
        return invalid_state("in_review", "This section is already in review.")
    last = revision.reviews.exclude(state=Review.State.WITHDRAWN).order_by("-pk").first()
    if last is not None and last.state == Review.State.CHANGES_REQUESTED:
        return invalid_state(
            "changes_requested", "A reviewer requested changes to exactly this text. Revise it, then submit it."
        )
    return ALLOWED


def may_withdraw_submission(user: AnyUser, review: Review) -> Verdict:
    return has_right(user, "submit_sectionrevision", "withdraw submissions") and _is_open(review)


def _is_open(review: Review) -> Verdict:
    if review.is_open:
        return ALLOWED
    return invalid_state("review_closed", f"This review is closed: {review.get_state_display()}.")


def may_comment(user: AnyUser, review: Review) -> Verdict:
    return has_right(user, "comment_review", "comment in reviews") and _is_open(review)


def _is_unresolved(comment: ReviewComment) -> Verdict:
    if comment.reply_to_id is not None:
        return invalid_state("is_reply", "This is a reply. Reply to the comment itself, or resolve that.")
    if comment.is_resolved:
        return invalid_state("resolved", "This comment is already resolved.")
    return ALLOWED


def may_reply(user: AnyUser, comment: ReviewComment) -> Verdict:
    """Return whether a user may reply to a comment, also after its review.

    Editors do what a comment asks for when the review is closed.
    """
    return has_right(user, "comment_review", "reply to comments") and _is_unresolved(comment)


def _four_eyes(*, wrote: bool) -> Verdict:
    if wrote:
        return Verdict(
            "wrote_part",
            "You wrote part of this text, or the same text before, so somebody else has to review it.",
        )
    return ALLOWED


def _is_independent(user: AnyUser, revision: SectionRevision) -> Verdict:
    return _four_eyes(wrote=revision.is_written_by(user.pk))


def may_resolve(user: AnyUser, comment: ReviewComment) -> Verdict:
    """Return whether a user may resolve a comment.

    Its author may, and every reviewer who wrote none of the section's latest text.
    """
    verdict = has_right(user, "comment_review", "resolve comments") and _is_unresolved(comment)
    if not verdict:
        return verdict
    if comment.author_id == user.pk:
        return ALLOWED
    latest = comment.review.section.latest_revision
    verdict = has_right(user, "decide_review", "resolve other people's comments")
    return verdict and (_is_independent(user, latest) if latest else ALLOWED)


def may_review(user: AnyUser, revision: SectionRevision | None = None) -> Verdict:
    """Return whether a user may review this revision, or without one, any revision.

    They need the reviewer's right, and must have written none of it.
    """
    verdict = has_right(user, "decide_review", "review sections")
    return verdict and (_is_independent(user, revision) if revision else ALLOWED)


def may_decide(user: AnyUser, review: Review) -> Verdict:
    """Return whether a user may request changes: `may_review`, and the review is open."""
    verdict = may_review(user) and _is_open(review)
    return verdict and _four_eyes(wrote=review.is_written_by(user.pk))


def may_claim(user: AnyUser, review: Review) -> Verdict:
    """Return whether a user may assign a review to themselves.

    A claim gives no right: colleagues who may decide still may.
    """
    return may_decide(user, review)


def may_release_claim(user: AnyUser, review: Review) -> Verdict:
    """Return whether a user may give back a review: they have claimed it.

    They need no permission, so that losing one leaves no claim behind.
    """
    claim = getattr(review, "claim", None)
    if claim is not None and claim.pharmacist_id == user.pk:
        return ALLOWED
    return invalid_state("not_claimed", "This review is not assigned to you, so there is nothing to give back.")


def _is_licensed(user: AnyUser) -> Verdict:
    """Refuse an expired license; people without one, such as publishers, may sign."""
    profile = getattr(user, "profile", None)
    if profile is not None and profile.is_licence_expired(timezone.now().date()):
        return Verdict(
            "licence_expired",
            f"Your license was valid until {date_text(profile.licence_expires)}, so you can't sign. Ask an "
            "administrator to enter its new date. You can still comment and request changes.",
        )
    return ALLOWED


def may_approve(user: AnyUser, review: Review) -> Verdict:
    verdict = may_decide(user, review) and _is_licensed(user)
    if not verdict:
        return verdict
    if review.is_signed_by(user.pk):
        return invalid_state("signed_already", "You have signed this text. Somebody else has to do the second check.")
    if unresolved := review.count_unresolved_comments():
        comments = "comment is" if unresolved == 1 else "comments are"
        return invalid_state(
            "unresolved_comments", f"{unresolved} {comments} not resolved yet. Resolve all comments before you sign."
        )
    return ALLOWED


def may_waive(user: AnyUser, revision: SectionRevision) -> Verdict:
    """Return whether a user may sign that a finding of preflight is not an error.

    They need the reviewer's right and a valid license, and must have written none of the text.
    """
    verdict = has_right(user, "decide_review", "waive findings")
    return verdict and _is_independent(user, revision) and _is_licensed(user)


def may_publish(user: AnyUser, monograph: Monograph | None = None) -> Verdict:
    """Return whether a user may publish or schedule an edition.

    Whether the texts are ready is another question (`release.release_candidate`).
    """
    verdict = has_right(user, "publish_edition", "publish editions")
    schedules = monograph.schedules.all() if monograph else ()  # the page has them loaded
    if verdict and any(is_pending(scheduled) for scheduled in schedules):
        return invalid_state("scheduled", "An edition of this guide is scheduled. Cancel it first.")
    return verdict


def may_publish_scheduled(user: AnyUser, scheduled: ScheduledEdition) -> Verdict:
    """Return whether a scheduled edition may be published by the right of its signer."""
    verdict = has_right(user, "publish_edition", "publish editions")
    return verdict and is_pending(scheduled)


def may_cancel_schedule(user: AnyUser, scheduled: ScheduledEdition) -> Verdict:
    return has_right(user, "publish_edition", "cancel scheduled editions") and is_pending(scheduled)


def is_pending(scheduled: ScheduledEdition) -> Verdict:
    if scheduled.state == ScheduledEdition.State.PENDING:
        return ALLOWED
    return invalid_state("schedule_closed", f"This schedule is closed: {scheduled.get_state_display()}.")


def may_withdraw_edition(user: AnyUser, edition: Edition | None = None) -> Verdict:
    """Return whether a user may withdraw this edition, or without one, any edition."""
    verdict = has_right(user, "withdraw_edition", "withdraw editions")
    if verdict and edition is not None and hasattr(edition, "withdrawal"):
        return invalid_state("withdrawn", "This edition is already withdrawn.")
    return verdict


def may_read_reports(user: AnyUser) -> Verdict:
    return has_right(user, "view_readerreport", "read readers' reports")


def may_settle_report(user: AnyUser, report: ReaderReport | None = None) -> Verdict:
    verdict = has_right(user, "change_readerreport", "settle readers' reports")
    if verdict and report is not None and not report.is_open:
        return invalid_state("settled", "This report is already settled.")
    return verdict
