import logging
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...errors import WorkflowError
from ...models import ScheduledEdition
from ...workflow import publishing

logger = logging.getLogger("monograph.publish_due")


class Command(BaseCommand):
    help = "Publish the scheduled editions whose time has come, with the same checks. Run it every minute from a timer."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        outcomes = [self.publish(scheduled, now) for scheduled in ScheduledEdition.objects.due(now)]
        if not all(outcomes):
            raise CommandError(f"{outcomes.count(False)} scheduled editions were not published. The reasons are above.")

    def publish(self, scheduled: ScheduledEdition, now: datetime) -> bool:
        """Publish one edition; return False if it was refused or failed.

        A failure does not stop the other editions.
        """
        try:
            edition = publishing.publish_scheduled(scheduled=scheduled, at=now)
        except WorkflowError as error:
            if error.code == "schedule_closed":
                return True  # a parallel run was faster
            publishing.refuse_scheduled(scheduled=scheduled, error=error, at=now)
            self.stderr.write(f"{scheduled}: refused. {error.message}")
            return False
        except Exception:
            # Not a refusal but a fault, such as a full disk. The edition stays scheduled, and the next run tries again.
            logger.exception("%s could not be published. It stays scheduled.", scheduled)
            return False
        self.stdout.write(f"{edition}: published.")
        return True
