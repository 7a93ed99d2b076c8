from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...mailing import outbox


class Command(BaseCommand):
    help = "Send the daily digest to everybody who wants one. Run it once a day from a timer."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = outbox.send_digests(timezone.now())
        if outcome.failed:
            raise CommandError(f"{outcome.failed} mails could not be sent. The next run tries again.")
