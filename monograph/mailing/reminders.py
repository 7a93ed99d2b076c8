"""Reminders of reviews: one before the review is due, one when it is overdue."""

from datetime import datetime

from django.db import transaction

from ..models import Edition, NotificationKind, Reminder
from ..models.edition import REVIEW_DUE_SOON
from .notifications import review_reminder


def remind(at: datetime) -> list[Edition]:
    """Queue the reminders that were not sent before, and return their editions."""
    due = Edition.objects.review_due_by(at.date() + REVIEW_DUE_SOON).select_related("monograph").defer("article")
    return [edition for edition in due.order_by("review_due", "pk") if _remind(edition, at)]


@transaction.atomic
def _remind(edition: Edition, at: datetime) -> bool:
    today = at.date()
    kind = NotificationKind.REVIEW_LAPSED if edition.is_review_lapsed(today) else NotificationKind.REVIEW_DUE
    reminder, is_new = Reminder.objects.get_or_create(edition=edition, kind=kind, defaults={"created_at": at})
    if not is_new:
        return False
    if review_reminder(edition, today, at):
        return True
    reminder.delete()  # nobody could be reached today; try again tomorrow
    return False
