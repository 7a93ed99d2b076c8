"""Reminders of reviews: one before an edition's review is due, one when it is overdue."""

from datetime import datetime, timedelta

from django.db import transaction

from ..models import Edition, NotificationKind, Reminder
from .notifications import review_reminder

DUE_SOON = timedelta(days=30)


def remind(at: datetime) -> list[Edition]:
    """Queue the reminders that are due now and were not sent before; return their editions."""
    today = at.date()
    due = (
        Edition.objects.current().filter(review_due__lte=today + DUE_SOON).select_related("monograph").defer("article")
    )
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
