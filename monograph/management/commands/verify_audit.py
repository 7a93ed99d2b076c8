from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from ... import audit, triggers
from ...accounts import stored_assertions
from ...models import AuditVerification
from ...release import stored_pages


class Command(BaseCommand):
    help = (
        "Check the audit trail, every row of the history, every digest, and what passkeys signed. "
        "Exits with 1 when anything was altered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            default="",
            metavar="N:DIGEST",
            help="the head of the trail that an earlier run printed",
        )

        parser.add_argument(
            "--passkeys-since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day since which every signature must be given by passkey",
        )

    def handle(self, *args: Any, head: str, passkeys_since: date | None = None, **options: Any) -> None:
        started_at = timezone.now()
        report = audit.verify(expected_head=head)
        missing = triggers.missing(connection)
        if missing:
            report.problems.append(
                f"{len(missing)} triggers are missing, such as {missing[0]}. Run manage.py migrate to install them."
            )
        report.problems.extend(stored_assertions.altered_assertions())
        if passkeys_since:
            report.problems.extend(stored_assertions.signatures_without_passkey(passkeys_since))
        report.problems.extend(stored_pages.altered_pages())
        found = {"at": started_at, "problems": len(report.problems)}
        AuditVerification.objects.update_or_create(pk=1, defaults=found)
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(f"Read {report.entries} audit entries and {report.rows} rows of the history.")
        if not report.is_intact:
            raise CommandError(
                f"The history is not intact: {len(report.problems)} problems, listed above in the order found."
            )
        self.stdout.write(f"Nothing was altered. Store this elsewhere, for the next run with --head:\n{report.head}")
