"""The notifications of each action: their words and their recipients.

Verbs call these functions inside their transactions.
"""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from ..content import local_time
from ..models import (
    Edition,
    FormerAddress,
    Monograph,
    Notification,
    NotificationKind,
    Review,
    ReviewComment,
    ScheduledEdition,
    SectionRevision,
    Signature,
    Withdrawal,
)
from ..models.people import full_name
from .recipients import contributors_to, everyone_behind, participants_in, reachable, with_permission


def queue(kind: NotificationKind, people: Q, *, subject: str, body: str, path: str, at: datetime) -> int:
    """Queue a notification for those of `people` who did not mute its kind.

    Returns how many there are. Takes two queries.
    """
    recipients = [person for person in reachable(people) if kind not in _muted_kinds(person)]
    Notification.objects.bulk_create(
        Notification(kind=kind, recipient=person, subject=subject, body=body, path=path, created_at=at)
        for person in recipients
    )
    return len(recipients)


def _muted_kinds(person: User) -> list[str]:
    return person.mail_preference.muted if hasattr(person, "mail_preference") else []


def public_name(monograph: Monograph) -> str:
    """Return a guide's last published name, or its slug if it has none.

    A name that was never published is a draft's text, which mail must not contain.
    """
    names = Edition.objects.filter(monograph=monograph).order_by("-number").values_list("brand_name", flat=True)
    return names.first() or monograph.slug


def _queue_for_review(
    kind: NotificationKind, review: Review, people: Q, *, event: str, body: str, path: str, at: datetime
) -> None:
    """Notify of one section, by its name in the catalogue.

    Its heading is a draft's text, which mail must not contain.
    """
    guide = public_name(review.section.monograph)
    section = review.section.kind.heading_for(guide)
    queue(kind, people, subject=f"{guide}, “{section}”: {event}", body=body, path=path, at=at)


def _review_path(review: Review) -> str:
    return reverse("admin:monograph_review_change", args=[review.pk])


def submitted(review: Review) -> None:
    """Notify those who may review the text: they have the right and wrote none of it."""
    people = with_permission("decide_review") & ~contributors_to(review.revision) & ~Q(pk=review.submitted_by_id)
    _queue_for_review(
        NotificationKind.SUBMITTED,
        review,
        people,
        event="waiting for your review",
        body=f"{full_name(review.submitted_by)} submitted this section for review.",
        path=_review_path(review),
        at=review.submitted_at,
    )


def changes_requested(review: Review, actor: User, at: datetime) -> None:
    """Notify the text's authors and its submitter."""
    people = (contributors_to(review.revision) | Q(pk=review.submitted_by_id)) & ~Q(pk=actor.pk)
    section = review.section
    _queue_for_review(
        NotificationKind.CHANGES_REQUESTED,
        review,
        people,
        event="changes requested",
        body=f"{full_name(actor)} requested changes to this section. The comments beside its text say which.",
        path=reverse("admin:monograph_section_edit", args=[section.monograph_id, section.kind.code]),
        at=at,
    )


def commented(comment: ReviewComment) -> None:
    """Notify the text's authors, its submitter, and everyone else in the review."""
    review = comment.review
    people = contributors_to(review.revision) | Q(pk=review.submitted_by_id) | participants_in(review)
    _queue_for_review(
        NotificationKind.COMMENTED,
        review,
        people & ~Q(pk=comment.author_id),
        event="new comment",
        body=f"{full_name(comment.author)} commented on this section. Open it to read the comment and reply.",
        path=_review_path(review),
        at=comment.created_at,
    )


def approved(review: Review, signer: User, at: datetime) -> None:
    """Notify the text's authors, and the publishers, of the last signature."""
    people = (contributors_to(review.revision) | with_permission("publish_edition")) & ~Q(pk=signer.pk)
    _queue_for_review(
        NotificationKind.APPROVED,
        review,
        people,
        event="approved",
        body=f"{full_name(signer)} gave the last signature. The section can be published with the next edition.",
        path=reverse("admin:monograph_monograph_publish", args=[review.section.monograph_id]),
        at=at,
    )


def _edition_path(edition: Edition) -> str:
    return reverse("admin:monograph_monograph_edition", args=[edition.monograph_id, edition.number])


def published(edition: Edition, actor: User | None) -> None:
    """Notify everyone behind the edition.

    `actor` is None for an edition that was scheduled.
    """
    people = everyone_behind(edition) & ~Q(pk=actor.pk if actor else None)
    body = f"{full_name(actor)} published it." if actor else "It was published as scheduled."
    subject = f"{edition.brand_name}: edition {edition.number} published"
    path, at = _edition_path(edition), edition.published_at
    queue(NotificationKind.PUBLISHED, people, subject=subject, body=body, path=path, at=at)


def withdrawn(withdrawal: Withdrawal) -> None:
    """Notify everyone behind the edition, with the reason, which is public."""
    edition = withdrawal.edition
    people = everyone_behind(edition) & ~Q(pk=withdrawal.withdrawn_by_id)
    intro = f"{full_name(withdrawal.withdrawn_by)} withdrew it. Readers now see this reason instead of the edition:"
    queue(
        NotificationKind.WITHDRAWN,
        people,
        subject=f"{edition.brand_name}: edition {edition.number} withdrawn",
        body=f"{intro}\n\n{withdrawal.reason}",
        path=_edition_path(edition),
        at=withdrawal.created_at,
    )


def schedule_refused(scheduled: ScheduledEdition, at: datetime) -> None:
    """Notify the publisher who signed, and all other publishers.

    The mail does not list the blockers, because these may quote drafts.
    """
    planned = local_time.moment_text(scheduled.publish_at, settings.DESK_TIME_ZONE)
    queue(
        NotificationKind.SCHEDULE_REFUSED,
        with_permission("publish_edition") | Q(pk=scheduled.signature.signer_id),
        subject=f"{public_name(scheduled.monograph)}: scheduled edition not published",
        body=f"It was scheduled for {planned}. Its page says why it was not published. The public page is unchanged.",
        path=reverse("admin:monograph_monograph_publish", args=[scheduled.monograph_id]),
        at=at,
    )


def signed_text(signature: Signature, revision: SectionRevision) -> None:
    """Notify the signer of a section's text, or of a waiver for it."""
    section, guide = revision.section, public_name(revision.section.monograph)
    path = reverse("admin:monograph_section_revision", args=[section.monograph_id, section.kind.code, revision.number])
    _signed(signature, f"{guide}, “{section.kind.heading_for(guide)}”", path)


def signed_edition(edition: Edition) -> None:
    _signed(edition.release_signature, f"{edition.brand_name}, edition {edition.number}", _edition_path(edition))


def signed_withdrawal(withdrawal: Withdrawal) -> None:
    """Notify whoever signed a withdrawal."""
    assert withdrawal.signature is not None  # noqa: S101  # rows from before signatures are not written again
    edition = withdrawal.edition
    what = f"the withdrawal of {edition.brand_name}, edition {edition.number}"
    _signed(withdrawal.signature, what, _edition_path(edition))


def signed_schedule(scheduled: ScheduledEdition) -> None:
    path = reverse("admin:monograph_monograph_publish", args=[scheduled.monograph_id])
    _signed(scheduled.signature, f"{public_name(scheduled.monograph)}, a scheduled edition", path)


def _signed(signature: Signature, what: str, path: str) -> None:
    """Notify the signer, in case somebody else signed with their name."""
    moment = local_time.moment_text(signature.signed_at, settings.DESK_TIME_ZONE)
    body = (
        f"It was signed with your name at {moment}: “{signature.get_meaning_display()}”. If it was not you, change "
        "your password and contact an administrator immediately."
    )
    notify_owner(NotificationKind.SIGNED, signature.signer, f"You signed: {what}", body, path, signature.signed_at)


def confirmed_address(added: FormerAddress, actor: User) -> None:
    path = reverse("admin:monograph_monograph_addresses", args=[added.monograph_id])
    what = f"/guides/{added.address}/ now redirects to {public_name(added.monograph)}"
    _confirmed(actor, what, path, added.added_at)


def confirmed_cancellation(scheduled: ScheduledEdition, actor: User) -> None:
    assert scheduled.closed_at is not None  # noqa: S101  # it was canceled a moment ago
    path = reverse("admin:monograph_monograph_publish", args=[scheduled.monograph_id])
    what = f"the scheduled edition of {public_name(scheduled.monograph)} is canceled"
    _confirmed(actor, what, path, scheduled.closed_at)


def _confirmed(actor: User, what: str, path: str, at: datetime) -> None:
    """Notify a person of what was confirmed with their password, in case it was somebody else."""
    moment = local_time.moment_text(at, settings.DESK_TIME_ZONE)
    body = (
        f"It was confirmed with your password at {moment}. If it was not you, change your password and contact an "
        "administrator immediately."
    )
    notify_owner(NotificationKind.SIGNED, actor, f"You confirmed: {what}", body, path, at)


def notify_owner(kind: NotificationKind, owner: User, subject: str, body: str, path: str, at: datetime) -> None:
    """Notify a person of their own account, whatever they mute."""
    Notification.objects.create(kind=kind, recipient=owner, subject=subject, body=body, path=path, created_at=at)


def second_factor_removed(person: User, actor: User, at: datetime) -> None:
    """Notify the owner, in case it was not they who asked for this."""
    body = (
        f"{full_name(actor)} removed your authenticator app and its recovery codes, because they were reported lost. "
        "Without a passkey, your account now opens with your password alone. Your right to sign is suspended; another "
        "mail says how it comes back. Set up a new second factor soon. If you did not ask for this, contact another "
        "administrator immediately."
    )
    subject = "Your second factor was removed"
    notify_owner(NotificationKind.SECOND_FACTOR_REMOVED, person, subject, body, reverse("second_factor"), at)


def account_locked(person: User, at: datetime) -> None:
    """Notify the owner that too many wrong passwords or codes were entered for their account."""
    body = (
        "Too many wrong passwords or codes were entered for your account, so it is locked for 15 minutes. It then "
        "opens again by itself. If it was not you, somebody may be guessing: choose a new, long password, and contact "
        "an administrator."
    )
    subject = "Your account is locked for 15 minutes"
    notify_owner(NotificationKind.ACCOUNT_LOCKED, person, subject, body, reverse("admin:password_change"), at)


def review_reminder(edition: Edition, today: date, at: datetime) -> int:
    """Remind publishers and editors that an edition's review is due or overdue.

    Returns how many people are reminded.
    """
    day = local_time.date_text(edition.review_due)
    if edition.is_review_lapsed(today):
        kind, event = NotificationKind.REVIEW_LAPSED, f"review overdue since {day}"
        body = "The public page says so. New signatures and a new edition renew the review."
    else:
        kind, event = NotificationKind.REVIEW_DUE, f"review due by {day}"
        body = "Its oldest signature expires then. Without a new edition, the public page will say that it is overdue."
    return queue(
        kind,
        with_permission("publish_edition") | with_permission("add_sectionrevision"),
        subject=f"{edition.brand_name}: {event}",
        body=body,
        path=reverse("admin:monograph_monograph_change", args=[edition.monograph_id]),
        at=at,
    )
