"""Recording changes of covered records, for everything that changes them without a verb of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.utils import timezone

from . import audit, covered_records
from .models import AuditEntry

# The key of a PostgreSQL advisory lock. On SQLite, the IMMEDIATE transaction is the lock.
RECORDS_LOCK = 0x7265636F


@contextmanager
def recorded(
    *rows: models.QuerySet,
    actor: User | str,
    subject: models.Model | str = "",
    action: AuditEntry.Action = AuditEntry.Action.CHANGE_RECORDS,
    data: dict[str, Any] | None = None,
) -> Iterator[None]:
    """Record in one entry what the block changes in these rows; without a change, nothing.

    `rows` are querysets of covered models. They are read before and after, and the block is one transaction. Such
    blocks wait for each other, so that none records another's new rows as its own. `actor` is an account, or the name
    of what acts without one; `subject` are the names of the changed rows unless given.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECORDS_LOCK])
        before = _read(rows)
        yield
        changes = covered_records.differences(before, _read(rows))
        if changes:
            subject = subject or ", ".join(change.name for change in changes.values())
            now = timezone.now()
            audit.record(action=action, actor=actor, subject=subject, at=now, rows=[], data=data, changes=changes)


def _read(rows: tuple[models.QuerySet, ...]) -> dict[str, covered_records.Change]:
    return {key: change for some in rows for key, change in covered_records.read(some).items()}


def take_stock(apps: Any, actor: str) -> None:
    """Record every row that was there before its model was covered: one entry for each model.

    `apps` are those of the migration that covers the models.
    """
    for model in covered_records.covered_models(apps):
        if found := covered_records.read(model._default_manager.all()):
            audit.record(
                action=AuditEntry.Action.TAKE_STOCK,
                actor=actor,
                subject=str(model._meta.verbose_name_plural),
                at=timezone.now(),
                rows=[],
                changes=found,
                entries=apps.get_model("monograph.AuditEntry"),
            )
