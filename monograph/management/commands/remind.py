from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ...mailing.reminders import remind


class Command(BaseCommand):
    help = "Remind publishers and editors of reviews that are due in 30 days or overdue, once each. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        for edition in remind(timezone.now()):
            self.stdout.write(f"{edition}: review due {edition.review_due:%Y-%m-%d}, reminders queued.")
