"""Sending what waits: at once, or what one person waits for in one mail a day."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ..models import Notification

logger = logging.getLogger("monograph.mail")

TRY_AGAIN_AFTER = timedelta(minutes=10)
KEPT = timedelta(days=30)
MAX_FAILURES = 3  # in a row: then it is the server, and each further mail would wait for it in vain


@dataclass
class Outcome:
    sent: int = 0
    failed: int = 0


def send_notices(now: datetime) -> Outcome:
    """Send each notice that waits to those who want theirs at once; forget what is older than `KEPT`."""
    Notification.objects.filter(created_at__lt=now - KEPT).delete()
    waiting = _to_try(now).exclude(recipient__mail_preference__is_daily=True)
    return _send(([notice] for notice in waiting), "notice", now)


def send_digests(now: datetime) -> Outcome:
    """Send one mail with all that waits to each person who wants one mail a day."""
    waiting = _to_try(now).filter(recipient__mail_preference__is_daily=True).order_by("recipient", "created_at", "pk")
    each = groupby(waiting, key=lambda notice: notice.recipient_id)
    return _send((list(notices) for _, notices in each), "digest", now)


def _untaken(now: datetime) -> Q:
    return Q(sent_at=None) & (Q(tried_at=None) | Q(tried_at__lte=now - TRY_AGAIN_AFTER))


def _to_try(now: datetime) -> Any:
    return Notification.objects.waiting().filter(_untaken(now)).select_related("recipient")


def _send(mails: Iterable[list[Notification]], template: str, now: datetime) -> Outcome:
    outcome, failures = Outcome(), 0
    for notices in mails:
        # Taken by a conditional update, so that two runs at once do not both send it, and without a transaction that
        # would be open, and on SQLite hold up every verb, while the server is waited for.
        mine = [each for each in notices if Notification.objects.filter(_untaken(now), pk=each.pk).update(tried_at=now)]
        if not mine:
            continue
        try:
            _mail(mine, template).send()
        except Exception:
            logger.exception("A mail to %s was not sent; it will be tried again.", mine[0].recipient.get_username())
            outcome.failed, failures = outcome.failed + 1, failures + 1
            if failures == MAX_FAILURES:
                break
        else:
            Notification.objects.filter(pk__in=[each.pk for each in mine]).update(sent_at=timezone.now())
            outcome.sent, failures = outcome.sent + 1, 0
    return outcome


def _mail(notices: list[Notification], template: str) -> EmailMultiAlternatives:
    context = {
        "notices": notices,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "preferences": settings.SITE_URL + reverse("monograph_mail_preferences"),
    }
    count = len(notices)
    subject = notices[0].subject if template == "notice" else f"{settings.SITE_NAME}: {count} notice{'s' * (count > 1)}"
    text, html = (
        render_to_string(f"monograph/mail/{template}.{kind}", context).strip() + "\n" for kind in ("txt", "html")
    )
    mail = EmailMultiAlternatives(subject, text, to=[notices[0].recipient.email])
    mail.attach_alternative(html, "text/html")
    return mail
