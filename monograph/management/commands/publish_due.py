import logging
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from monograph.models import ScheduledEdition
from monograph.workflow import publishing
from monograph.workflow.errors import WorkflowError

logger = logging.getLogger("monograph.publish_due")


class Command(BaseCommand):
    help = (
        "Publish the scheduled editions whose time has come, through the same gate. Run it every minute from a timer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        refused = 0
        for scheduled in ScheduledEdition.objects.due(now):
            try:
                edition = publishing.publish_scheduled(scheduled=scheduled, at=now)
            except WorkflowError as error:
                publishing.refuse_scheduled(scheduled=scheduled, error=error, at=now)
                refused += 1
                self.stderr.write(f"{scheduled}: not published. {error.message}")
            else:
                self.stdout.write(f"{edition}: published.")
        if refused:
            raise CommandError(
                f"{refused} scheduled editions were refused. Their publishers can read why on the release page."
            )
