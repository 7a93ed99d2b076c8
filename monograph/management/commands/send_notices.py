from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...accounts.passwords import answer_link_requests
from ...mailing import outbox


class Command(BaseCommand):
    help = "Send the queued notifications, except those for a daily digest. Run it every minute from a timer."

    def handle(self, *args: Any, **options: Any) -> None:
        answer_link_requests()
        outcome = outbox.send_notifications(timezone.now())
        if outcome.failed:
            raise CommandError(f"{outcome.failed} mails could not be sent. The next run tries again.")
