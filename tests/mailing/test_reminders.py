"""Reminders of reviews that are due or overdue."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO

import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command

from monograph.models import Notification, Reminder
from monograph.workflow import publishing

from .. import stories
from ..cast import PASSWORD
from ..factory import Guide
from .mailbox import only


def remind(moment: datetime) -> list[str]:
    Notification.objects.all().delete()
    with time_machine.travel(moment, tick=False):
        call_command("remind", stdout=StringIO())
    return sorted({f"{notification.kind}: {notification.subject}" for notification in Notification.objects.all()})


def test_reminders_are_sent_once_before_and_once_after_the_review_is_due(notified: Guide) -> None:
    due = notified.monograph.current_edition.review_due
    moment = datetime.combine(due, time(12), UTC)
    day = f"{due.day} {due:%B %Y}"
    assert remind(moment - timedelta(days=31)) == []
    assert remind(moment - timedelta(days=30)) == [f"review_due: Testol: review due by {day}"]
    assert only("review_due") == {"ana", "ben", "pat", "maria"}
    assert remind(moment - timedelta(days=29)) == []
    assert remind(moment) == [f"review_lapsed: Testol: review overdue since {day}"]
    assert remind(moment + timedelta(days=1)) == []


def test_only_the_current_edition_gets_reminders(notified: Guide) -> None:
    first = notified.monograph.current_edition
    moment = datetime.combine(first.review_due, time(12), UTC)
    assert remind(moment)
    for code in stories.SHORT:
        notified.approve(notified.section(code).approved_revision)
    second = notified.publish()
    remind(moment)
    assert set(Reminder.objects.values_list("edition", flat=True)) <= {first.pk, second.pk}
    publishing.withdraw_edition(actor=notified.cast.maria, edition=second, reason="Wrong.", password=PASSWORD)
    assert remind(moment + timedelta(days=400)) == []


def test_reminder_that_reaches_nobody_is_sent_later(notified: Guide) -> None:
    moment = datetime.combine(notified.monograph.current_edition.review_due, time(12), UTC)
    User.objects.update(email="")
    assert remind(moment) == []
    User.objects.filter(username="maria").update(email="maria@example.org")
    assert len(remind(moment)) == 1
