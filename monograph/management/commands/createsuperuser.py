from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ... import audit
from ...models import AuditEntry


class Command(createsuperuser.Command):
    help = f"{createsuperuser.Command.help} The audit trail records the account."

    def handle(self, *args: Any, **options: Any) -> None:
        # Not one transaction: it would hold the database while somebody types a password.
        last = User.objects.aggregate(last=Max("pk"))["last"] or 0
        super().handle(*args, **options)
        action, actor = AuditEntry.Action.CHANGE_RECORDS, "manage.py createsuperuser"
        with transaction.atomic():
            for person in User.objects.filter(pk__gt=last, is_superuser=True):
                audit.record(action=action, actor=actor, subject=person, at=timezone.now(), rows=[], states=[person])
