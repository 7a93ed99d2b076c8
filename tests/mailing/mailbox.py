"""What is queued for whom, and what the timer sends."""

from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from monograph.models import Notification, Review
from monograph.workflow import reviewing

from .. import stories
from ..factory import Guide

SITE = "http://127.0.0.1:8000"


def recipients(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def only(kind: str) -> set[str]:
    """Return who is notified of this kind, after checking that no other is queued, except for signers of their own."""
    assert set(Notification.objects.values_list("kind", flat=True)) - {"signed"} == {kind} - {"signed"}
    return recipients(kind)


def send() -> list[Any]:
    """Run the timer's command and return the mails it sent."""
    call_command("send_notices")
    sent, mail.outbox = mail.outbox, []
    return sent


def request_changes(guide: Guide, review: Review, body: str = "No.", quote: str = "") -> None:
    reviewing.request_changes(
        actor=guide.cast.tom, review=review, expected=review.revision.digest, body=body, quote=quote
    )


def refuse_scheduled(guide: Guide) -> None:
    """Schedule an edition and let another approval change it before its time comes."""
    scheduled = stories.schedule(guide)
    guide.approve(guide.write("faq"))
    Notification.objects.all().delete()
    with pytest.raises(CommandError), time_machine.travel(scheduled.publish_at):
        call_command("publish_due", stderr=StringIO())
