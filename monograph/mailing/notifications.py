"""What is told of each act, and to whom. Called by the verbs, inside their transactions."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from ..content import local_time
from ..models import (
    Edition,
    Monograph,
    Notification,
    NotificationKind,
    Review,
    ReviewComment,
    ScheduledEdition,
    Withdrawal,
)
from ..models.people import full_name
from .recipients import authors, behind, holding, reachable, taking_part


def queue(kind: NotificationKind, people: Q, *, subject: str, body: str, path: str, at: datetime) -> int:
    """Leave a notice for each of these people who did not mute its kind; return how many. Two queries."""
    recipients = [person for person in reachable(people) if kind not in _muted(person)]
    Notification.objects.bulk_create(
        Notification(kind=kind, recipient=person, subject=subject, body=body, path=path, created_at=at)
        for person in recipients
    )
    return len(recipients)


def _muted(person: User) -> list[str]:
    return person.mail_preference.muted if hasattr(person, "mail_preference") else []


def guide_name(monograph: Monograph) -> str:
    """Return the name that the public knows a guide by, else its address: a drafted name is a draft's text."""
    names = Edition.objects.filter(monograph=monograph).order_by("-number").values_list("brand_name", flat=True)
    return names.first() or monograph.slug


def _of_review(
    kind: NotificationKind, review: Review, people: Q, *, what: str, body: str, path: str, at: datetime
) -> None:
    """Tell of one section, by the name that the catalogue has for it: its heading is a draft's text as well."""
    guide = guide_name(review.section.monograph)
    section = review.section.kind.heading_for(guide)
    queue(kind, people, subject=f"{guide}, “{section}”: {what}", body=body, path=path, at=at)


def _review_page(review: Review) -> str:
    return reverse("admin:monograph_review_change", args=[review.pk])


def submitted(review: Review) -> None:
    """Tell those who may review the text: they have the right, and wrote none of it."""
    people = holding("decide_review") & ~authors(review.revision) & ~Q(pk=review.submitted_by_id)
    body = f"{full_name(review.submitted_by)} submitted this section for review."
    what, path, at = "waits for your review", _review_page(review), review.submitted_at
    _of_review(NotificationKind.SUBMITTED, review, people, what=what, body=body, path=path, at=at)


def sent_back(review: Review, actor: User, at: datetime) -> None:
    """Tell those who wrote the text, and who submitted it."""
    people = (authors(review.revision) | Q(pk=review.submitted_by_id)) & ~Q(pk=actor.pk)
    body = f"{full_name(actor)} asked for changes to this section. What to change stands beside its text."
    section = review.section
    path = reverse("admin:monograph_section_edit", args=[section.monograph_id, section.kind.code])
    _of_review(
        NotificationKind.CHANGES_REQUESTED, review, people, what="sent back for changes", body=body, path=path, at=at
    )


def commented(remark: ReviewComment) -> None:
    """Tell those who wrote the text, who submitted it, and who took part in the review before."""
    review = remark.review
    people = authors(review.revision) | Q(pk=review.submitted_by_id) | taking_part(review)
    people &= ~Q(pk=remark.author_id)
    body = f"{full_name(remark.author)} commented on this section. Open it to read and to answer."
    path, at = _review_page(review), remark.created_at
    _of_review(NotificationKind.COMMENTED, review, people, what="a new comment", body=body, path=path, at=at)


def approved(review: Review, signer: User, at: datetime) -> None:
    """Tell those who wrote the text, and who publish, that the last signature was given."""
    people = (authors(review.revision) | holding("publish_edition")) & ~Q(pk=signer.pk)
    body = f"{full_name(signer)} gave the last signature. The section can go to the public with the next edition."
    path = reverse("admin:monograph_monograph_release", args=[review.section.monograph_id])
    _of_review(NotificationKind.APPROVED, review, people, what="approved", body=body, path=path, at=at)


def _edition_page(edition: Edition) -> str:
    return reverse("admin:monograph_monograph_edition", args=[edition.monograph_id, edition.number])


def published(edition: Edition, actor: User | None) -> None:
    """Tell all who stand behind the edition. `actor` released it by hand; an edition that a timer released has none."""
    people = behind(edition) & ~Q(pk=actor.pk if actor else None)
    body = f"{full_name(actor)} published it." if actor else "It was scheduled, and its time has come."
    subject = f"{edition.brand_name}: edition {edition.number} is published"
    path, at = _edition_page(edition), edition.published_at
    queue(NotificationKind.PUBLISHED, people, subject=subject, body=body, path=path, at=at)


def withdrawn(withdrawal: Withdrawal) -> None:
    """Tell all who stand behind the edition, with the reason, which is public."""
    edition = withdrawal.edition
    people = behind(edition) & ~Q(pk=withdrawal.withdrawn_by_id)
    body = f"{full_name(withdrawal.withdrawn_by)} withdrew it. Readers see this reason in its place:\n\n{withdrawal.reason}"
    subject = f"{edition.brand_name}: edition {edition.number} is withdrawn"
    path, at = _edition_page(edition), withdrawal.created_at
    queue(NotificationKind.WITHDRAWN, people, subject=subject, body=body, path=path, at=at)


def schedule_refused(scheduled: ScheduledEdition, at: datetime) -> None:
    """Tell the publisher who signed, and all the others. The gate's reasons may quote texts, so they are not told."""
    people = holding("publish_edition") | Q(pk=scheduled.signature.signer_id)
    planned = local_time.moment_text(scheduled.publish_at, settings.DESK_TIME_ZONE)
    body = f"It was to go out on {planned}. The reasons stand on its page. What the public reads is as it was."
    subject = f"{guide_name(scheduled.monograph)}: the scheduled edition did not go out"
    path = reverse("admin:monograph_monograph_release", args=[scheduled.monograph_id])
    queue(NotificationKind.SCHEDULE_REFUSED, people, subject=subject, body=body, path=path, at=at)


def second_factor_removed(person: User, actor: User, at: datetime) -> None:
    """Tell the person whose it was: if they did not ask for it, somebody else may be after their account."""
    body = (
        f"{full_name(actor)} removed it, because it was said to be lost. Your password alone opens your account now. "
        "Set up a new one soon. If you did not ask for this, tell an administrator at once."
    )
    Notification.objects.create(
        kind=NotificationKind.SECOND_FACTOR_REMOVED,
        recipient=person,
        subject="Your second factor is removed",
        body=body,
        path=reverse("second_factor"),
        created_at=at,
    )


def review_reminder(edition: Edition, today: date, at: datetime) -> int:
    """Tell publishers and editors that a current edition's review is due, or overdue; return how many are told."""
    day = f"{edition.review_due.day} {edition.review_due:%B %Y}"
    if edition.is_review_lapsed(today):
        kind, what = NotificationKind.REVIEW_LAPSED, f"its review is overdue since {day}"
        body = "Readers are told on the page that it is overdue. Fresh signatures and a new edition put that right."
    else:
        kind, what = NotificationKind.REVIEW_DUE, f"its review is due by {day}"
        body = (
            "Its oldest signature is no longer recent then. Without a new edition, readers are told that it is overdue."
        )
    return queue(
        kind,
        holding("publish_edition") | holding("add_sectionrevision"),
        subject=f"{edition.brand_name}: {what}",
        body=body,
        path=reverse("admin:monograph_monograph_change", args=[edition.monograph_id]),
        at=at,
    )
