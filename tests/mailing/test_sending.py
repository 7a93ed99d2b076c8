"""When mail is sent: after the action, never before it and never twice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from config.environment import mail_settings
from monograph.models import AuditEntry, MailPreference, Notification, Review

from ..cast import Cast
from ..factory import Guide
from .mailbox import SITE, send


def test_rollback_notifies_nobody(guide: Guide) -> None:
    with transaction.atomic():
        guide.submit(guide.write())
        transaction.set_rollback(True)
    assert send() == []


def test_verbs_send_nothing_and_the_timer_sends_once(guide: Guide) -> None:
    guide.submit(guide.write())
    assert mail.outbox == []
    assert sorted(message.to for message in send()) == [[f"{name}@example.org"] for name in ("pat", "priya", "tom")]
    assert send() == []


def test_unreachable_server_breaks_no_verb_and_loses_no_mail(guide: Guide, settings: Any) -> None:
    working = {name: getattr(settings, name) for name in mail_settings({"BACKEND": "", "OPTIONS": {}})}
    for name, value in mail_settings({"BACKEND": "tests.failing_mail.FailingBackend", "OPTIONS": {}}).items():
        setattr(settings, name, value)
    review = guide.submit(guide.write())
    assert AuditEntry.objects.latest("sequence").action == "submit"
    with pytest.raises(CommandError, match="3 mails could not be sent"):
        call_command("send_notices")
    assert review.is_open
    assert Notification.objects.waiting().count() == 3
    for name, value in working.items():
        setattr(settings, name, value)
    assert send() == [], "the next try comes some minutes later"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert len(send()) == 3


def test_notification_claimed_by_another_run_is_not_sent(guide: Guide) -> None:
    guide.submit(guide.write())
    Notification.objects.update(tried_at=timezone.now())
    assert send() == []


def test_notifications_are_deleted_after_a_month(guide: Guide) -> None:
    guide.submit(guide.write())
    send()
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        send()
        assert Notification.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        send()
        assert not Notification.objects.exists()


def test_daily_digest_contains_all_queued_notifications(guide: Guide, cast: Cast) -> None:
    MailPreference.objects.create(user=cast.priya, is_daily=True)
    for code in ("uses", "overview"):
        guide.submit(guide.write(code))
    assert "priya@example.org" not in [address for message in send() for address in message.to]
    call_command("send_digest")
    (message,) = mail.outbox
    assert message.to == ["priya@example.org"]
    assert message.subject == "Monograph drug guides: 2 notifications"
    for review in Review.objects.all():
        assert f"{SITE}/admin/monograph/review/{review.pk}/change/" in message.body
        assert f"{SITE}/admin/monograph/review/{review.pk}/change/" in message.alternatives[0][0]
    call_command("send_digest")
    assert len(mail.outbox) == 1
