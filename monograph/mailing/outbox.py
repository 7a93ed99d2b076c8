"""Sending queued notifications: each as a mail, or as one daily digest."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ..models import Notification
from .links import LINK_KINDS, path_in_mail

logger = logging.getLogger("monograph.mail")

RETRY_AFTER = timedelta(minutes=10)
RETENTION = timedelta(days=30)
# In a row: the server is then down, and every further mail would only wait for its timeout.
MAX_FAILURES = 3
# What concerns the account itself has an address in `to`, and doesn't wait.
IS_FOR_DIGEST = Q(recipient__mail_preference__is_daily=True, to="")


@dataclass
class Outcome:
    sent: int = 0
    failed: int = 0


def send_notifications(now: datetime) -> Outcome:
    """Send a mail for each queued notification, except those for a daily digest.

    Deletes notifications that are older than `RETENTION`, sent or not.
    """
    Notification.objects.filter(created_at__lt=now - RETENTION).delete()
    waiting = _sendable(now).exclude(IS_FOR_DIGEST)
    return _send(([notification] for notification in waiting), "notification", now)


def send_digests(now: datetime) -> Outcome:
    """Send all queued notifications of each person who wants a daily digest."""
    waiting = _sendable(now).filter(IS_FOR_DIGEST).order_by("recipient", "created_at", "pk")
    by_recipient = groupby(waiting, key=lambda notification: notification.recipient_id)
    return _send((list(notifications) for _, notifications in by_recipient), "digest", now)


def _unclaimed(now: datetime) -> Q:
    return Q(sent_at=None) & (Q(tried_at=None) | Q(tried_at__lte=now - RETRY_AFTER))


def _sendable(now: datetime) -> Any:
    waiting = Notification.objects.waiting().filter(_unclaimed(now)).select_related("recipient")
    return waiting.exclude(_is_dead_link(now))


def _is_dead_link(now: datetime) -> Q:
    """Match mails whose link is made at sending, but for an account that is another one by now.

    It would open the account to whoever has the address of before.
    """
    too_old = Q(created_at__lte=now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
    moved = Q(recipient__is_active=False) | ~Q(to=F("recipient__email"))
    return Q(kind__in=LINK_KINDS) & (too_old | moved)


def _claim(notifications: list[Notification], now: datetime) -> list[Notification]:
    """Claim notifications for this run, and return those that no other run claimed.

    A conditional update keeps two runs from sending the same one. A transaction would stay open while the mail server
    responds, and on SQLite it would block every verb.
    """
    return [
        notification
        for notification in notifications
        if Notification.objects.filter(_unclaimed(now), pk=notification.pk).update(tried_at=now)
    ]


def _send(mails: Iterable[list[Notification]], template: str, now: datetime) -> Outcome:
    outcome, failures = Outcome(), 0
    for notifications in mails:
        claimed = _claim(notifications, now)
        if not claimed:
            continue
        try:
            _mail(claimed, template).send()
        except Exception:
            logger.exception(
                "A mail to %s was not sent. The next run tries again.", claimed[0].recipient.get_username()
            )
            outcome.failed, failures = outcome.failed + 1, failures + 1
            if failures == MAX_FAILURES:
                break
        else:
            Notification.objects.filter(pk__in=[notification.pk for notification in claimed]).update(
                sent_at=timezone.now()
            )
            outcome.sent, failures = outcome.sent + 1, 0
    return outcome


def _mail(notifications: list[Notification], template: str) -> EmailMultiAlternatives:
    context = {
        "notifications": notifications,
        "path": path_in_mail(notifications[0]),  # a digest has links that are no secret
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "preferences": settings.SITE_URL + reverse("monograph_notification_preferences"),
    }
    count = len(notifications)
    subject = notifications[0].subject
    if template == "digest":
        subject = f"{settings.SITE_NAME}: {count} notification{'s' * (count > 1)}"
    text, html = (
        render_to_string(f"monograph/mail/{template}.{kind}", context).strip() + "\n" for kind in ("txt", "html")
    )
    mail = EmailMultiAlternatives(subject, text, to=[notifications[0].to or notifications[0].recipient.email])
    mail.attach_alternative(html, "text/html")
    return mail
