"""Reviewing: submit, claim, comment, request changes, sign."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from .. import audit, permissions
from ..accounts.signing import NO_PROFILE, sign, verify_signer
from ..content import plain
from ..errors import InvalidContent, InvalidState, StaleEdit, content_errors_as_invalid
from ..mailing import notifications
from ..models import (
    AuditEntry,
    CommentResolution,
    Profile,
    Review,
    ReviewClaim,
    ReviewComment,
    ReviewState,
    Section,
    SectionRevision,
    Signature,
)
from ..models.people import full_name
from ..release import guide_checks
from ..rendering.comment_anchors import anchor
from .site_words import learn_words

REVIEW_MEANINGS = (Signature.Meaning.ACCURATE, Signature.Meaning.SECOND_CHECK)


def _get_locked_review(review_id: int) -> Review:
    section = Section.objects.get_locked(Review.objects.values_list("section", flat=True).get(pk=review_id))
    review = Review.objects.select_related("revision").get(pk=review_id)
    review.section = review.revision.section = section
    return review


def _check_expected(review: Review, expected: str) -> None:
    if review.revision.digest != expected:
        message = "This is not the text that your page showed. Read it again before you decide. Your comment is kept."
        raise StaleEdit("other_text", message, latest=review.revision)


@transaction.atomic
def submit(*, actor: User, revision: SectionRevision, expected: int) -> Review:
    """Submit a section's latest revision for review.

    An approved one may be submitted again, for new signatures. `expected` is the number of the revision that the page
    showed as the latest. Raises `StaleEdit` if there is a newer one, and `InvalidState` with code ``preflight`` for
    unwaived errors if PREFLIGHT_STOPS_SUBMISSION is set.
    """
    section = Section.objects.get_locked(revision.section_id)
    latest = section.latest_revision
    if latest is not None and latest.number != expected:
        message = "There is a newer revision of this section. Read it, then submit."
        raise StaleEdit("newer_revision", message, latest=latest)
    revision = SectionRevision.objects.get(pk=revision.pk)
    revision.section = section
    permissions.require(permissions.may_submit(actor, revision))
    if settings.PREFLIGHT_STOPS_SUBMISSION and (errors := guide_checks.unwaived_errors(revision)):
        found = " ".join(f"{error.message} (“{error.quote}”)" if error.quote else error.message for error in errors)
        raise InvalidState("preflight", f"Preflight finds errors in this text. Fix them, then submit. {found}")
    review = Review.objects.create(
        section=section,
        revision=revision,
        required_signatures=section.kind.required_signatures,
        submitted_by=actor,
        submitted_at=timezone.now(),
    )
    notifications.submitted(review)
    _record(AuditEntry.Action.SUBMIT, actor, review, review.submitted_at, [review], digest=revision.digest)
    return review


def _record(
    action: AuditEntry.Action, actor: User, review: Review, at: datetime, rows: list[models.Model], **data: object
) -> None:
    audit.record(action=action, actor=actor, subject=review.revision, at=at, rows=rows, data=data)


def _close(review: Review, state: ReviewState, actor: User, at: datetime) -> None:
    review.state, review.closed_by, review.closed_at = state, actor, at
    review.save(update_fields=["state", "closed_by", "closed_at"])


@transaction.atomic
def withdraw_submission(*, actor: User, review: Review) -> Review:
    """Withdraw a submission, so that the text can be revised.

    Its signatures stay in the history and have no effect.
    """
    review = _get_locked_review(review.pk)
    permissions.require(permissions.may_withdraw_submission(actor, review))
    now = timezone.now()
    _close(review, Review.State.WITHDRAWN, actor, now)
    _record(AuditEntry.Action.WITHDRAW_SUBMISSION, actor, review, now, [review])
    return review


@transaction.atomic
def claim(*, actor: User, review: Review, expected: int | None) -> ReviewClaim:
    """Assign a review to the actor, so that no two pharmacists read it at once.

    `expected` is the key of the person it was assigned to on the page, whose claim is taken over; None for nobody.
    Raises `StaleEdit` with code ``claimed`` if it is now assigned to somebody else. Writes no audit entry, because a
    claim is not a state of the text and gives no right.
    """
    review = _get_locked_review(review.pk)
    permissions.require(permissions.may_claim(actor, review))
    held = ReviewClaim.objects.select_related("pharmacist").filter(review=review).first()
    if held is not None and held.pharmacist_id not in (actor.pk, expected):
        message = f"{full_name(held.pharmacist)} has assigned this review to themselves. Reload the page."
        raise StaleEdit("claimed", message, latest=held)
    values = {"pharmacist": actor, "claimed_at": timezone.now()}
    return ReviewClaim.objects.update_or_create(review=review, defaults=values)[0]


@transaction.atomic
def release_claim(*, actor: User, review: Review) -> None:
    """Give back a review that the actor has claimed.

    Raises `InvalidState` with code ``not_claimed`` otherwise.
    """
    review = _get_locked_review(review.pk)
    permissions.require(permissions.may_release_claim(actor, review))
    review.claim.delete()


@transaction.atomic
def comment(
    *, actor: User, review: Review, body: str, quote: str = "", place: int | None = None, quoted: str = ""
) -> ReviewComment:
    """Comment on a text in review, which blocks approval until it is resolved.

    `quote` is the passage that the comment is about, "" for the whole text. `place` says which of several equal
    passages it is, and `quoted` in which text, as `rendering.comment_anchors.anchor` takes them.
    """
    review = _get_locked_review(review.pk)
    permissions.require(permissions.may_comment(actor, review))
    added = _add_comment(actor, review, body, quote, place, quoted)
    notifications.commented(added)
    _record(AuditEntry.Action.COMMENT, actor, review, added.created_at, [added])
    return added


def _add_comment(
    actor: User,
    review: Review,
    body: str,
    quote: str = "",
    place: int | None = None,
    quoted: str = "",
    reply_to: ReviewComment | None = None,
) -> ReviewComment:
    with content_errors_as_invalid():
        body = plain.clean_note(body, "body", "The comment")
        quote = plain.clean_note(quote, "quote", "The passage", required=False)
    anchored = anchor(quote, place, quoted, review)
    return ReviewComment.objects.create(
        review=review, author=actor, body=body, reply_to=reply_to, created_at=timezone.now(), **anchored
    )


@transaction.atomic
def reply(*, actor: User, comment: ReviewComment, body: str) -> ReviewComment:
    """Reply to an unresolved comment, also after its review.

    Editors use it to say what they did about the comment. A reply blocks nothing itself, and is resolved together with
    its comment. Raises `InvalidState` with code ``resolved`` if the comment is resolved by now, and ``is_reply`` for a
    reply to a reply.
    """
    review = _get_locked_review(comment.review_id)
    comment = ReviewComment.objects.get(pk=comment.pk)
    permissions.require(permissions.may_reply(actor, comment))
    added = _add_comment(actor, review, body, reply_to=comment)
    notifications.commented(added)
    _record(AuditEntry.Action.COMMENT, actor, review, added.created_at, [added])
    return added


@transaction.atomic
def resolve_comment(*, actor: User, comment: ReviewComment) -> CommentResolution:
    """Resolve a comment with its replies.

    Raises `InvalidState` with code ``resolved`` if it is already resolved.
    """
    review = _get_locked_review(comment.review_id)
    comment = ReviewComment.objects.get(pk=comment.pk)
    comment.review = review
    permissions.require(permissions.may_resolve(actor, comment))
    resolution = CommentResolution.objects.create(comment=comment, resolved_by=actor, created_at=timezone.now())
    _record(AuditEntry.Action.RESOLVE_COMMENT, actor, review, resolution.created_at, [resolution])
    return resolution


@transaction.atomic
def request_changes(
    *,
    actor: User,
    review: Review,
    expected: str,
    body: str,
    quote: str = "",
    place: int | None = None,
    quoted: str = "",
) -> Review:
    """Request changes to a text, with a comment that says which.

    `expected` is the digest of the text that was read. The passage is given as to `comment`.
    """
    review = _get_locked_review(review.pk)
    permissions.require(permissions.may_decide(actor, review))
    _check_expected(review, expected)
    added = _add_comment(actor, review, body, quote, place, quoted)
    _close(review, Review.State.CHANGES_REQUESTED, actor, added.created_at)
    notifications.changes_requested(review, actor, added.created_at)
    _record(AuditEntry.Action.REQUEST_CHANGES, actor, review, added.created_at, [review, added])
    return review


def new_signature(
    actor: User, meaning: Signature.Meaning, digest: str, at: datetime, review: Review | None = None
) -> Signature:
    """Return a signature, not saved, with the signer's name and license as of today."""
    profile = Profile.objects.filter(user=actor).exclude(printed_name="").first()
    if profile is None:
        raise InvalidContent.at("meaning", NO_PROFILE.code, NO_PROFILE.reason)
    return Signature(
        review=review,
        signer=actor,
        signer_name=profile.printed_name,
        signer_credentials=profile.credentials,
        signer_licence=profile.licence_number or None,
        meaning=meaning,
        digest=digest,
        signed_at=at,
    )


def approve(
    *, actor: User, review: Review, expected: str, meaning: str, password: str = "", token: str = "", passkey: str = ""
) -> Signature:
    """Sign the text of a review. The last signature needed approves the text.

    `expected` is the digest of the text that was read, and the signature binds to exactly that text. `meaning` is one
    of `REVIEW_MEANINGS`. Password, code and passkey are as in `accounts.signing.verify_signer`. Raises `NotPermitted`
    without that proof, without the right, and for authors of any part of the text; `InvalidState` for a closed review,
    unresolved comments or a second signature by the same person.
    """
    proof = verify_signer(actor, password, token, passkey)
    with transaction.atomic():
        review = _get_locked_review(review.pk)
        permissions.require(permissions.may_approve(actor, review))
        _check_expected(review, expected)
        if meaning not in REVIEW_MEANINGS:
            raise InvalidContent.at("meaning", "no_meaning", "Choose what your signature means.")
        now = timezone.now()
        if review.revision.recomputed_digest() != review.revision.digest:
            message = "The stored text is not the text that was submitted. Do not sign it. Tell an administrator."
            raise InvalidState("text_altered", message)
        signature = new_signature(actor, Signature.Meaning(meaning), expected, now, review)
        rows = sign(signature, proof)
        if review.signatures.count() >= review.required_signatures:
            _close(review, Review.State.APPROVED, actor, now)
            section: Section = review.section
            section.approved_revision = review.revision
            section.save(update_fields=["approved_revision"])
            rows += [review, section, *learn_words(actor, review.revision)]
            notifications.approved(review, actor, now)
        notifications.signed_text(signature, review.revision)
        _record(AuditEntry.Action.APPROVE, actor, review, now, rows, meaning=str(meaning), digest=expected)
        return signature
