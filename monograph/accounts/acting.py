"""What the verbs of administrators share: their identity, a reason, and an entry of the audit trail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.utils import timezone

from .. import audit
from ..content import plain
from ..errors import content_errors_as_invalid
from ..models import AuditEntry, Profile
from .identity import verify_identity

Action = AuditEntry.Action


# The key of a PostgreSQL advisory lock. On SQLite, the IMMEDIATE transaction is the lock.
PEOPLE_LOCK = 0x70656F70


def lock_people() -> None:
    """Let transactions that add accounts, or change whose an address is, come one after the other.

    The second then sees what the first one took, and refuses it. Indexes (`monograph_username_unique` and
    `monograph_email_unique`) refuse the same to whatever does not ask.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PEOPLE_LOCK])


@contextmanager
def acting(actor: User, password: str, token: str) -> Iterator[tuple[User, datetime]]:
    """Verify an administrator, and yield their account as it is then, and now.

    Administrators act one after the other: of two who deactivate each other at once, the second has no right left.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        lock_people()
        yield User.objects.get(pk=actor.pk), timezone.now()


def record(action: Action, actor: User, person: User, at: datetime, rows: Iterable[models.Model], **data: Any) -> None:
    """Record a verb on a person, with the state that their account and profile have now."""
    states = [person, *Profile.objects.filter(user=person)]
    audit.record(action=action, actor=actor, subject=person, at=at, rows=rows, states=states, data=data)


def clean_reason(reason: str) -> str:
    with content_errors_as_invalid():
        return plain.clean_note(reason, "reason", "The reason")
