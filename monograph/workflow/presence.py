"""Presence: who has a section open for writing.

It is shown to colleagues and locks nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import permissions
from ..models import Presence, Section, WorkingCopy


@dataclass(frozen=True)
class OtherEditor:
    """Somebody else who has the section open.

    `changes_saved_at` is when their unsaved changes were stored, None if there are none.
    """

    person: User
    changes_saved_at: datetime | None


@transaction.atomic
def record_presence(*, actor: User, section: Section) -> list[OtherEditor]:
    """Record that somebody has a section open; return who else has, ordered by name.

    Pages call this every ten seconds. A record counts for half a minute (`Presence.objects.recent`).
    """
    permissions.require(permissions.may_write(actor))
    now = timezone.now()
    Presence.objects.update_or_create(section=section, person=actor, defaults={"seen_at": now})
    others = Presence.objects.recent(now).filter(section=section).exclude(person=actor).select_related("person")
    saved_at = dict(WorkingCopy.objects.filter(section=section).values_list("editor", "updated_at"))
    rows = others.order_by("person__last_name", "person__username")
    return [OtherEditor(row.person, saved_at.get(row.person_id)) for row in rows]


@transaction.atomic
def end_presence(*, actor: User, section: Section) -> None:
    """Record that somebody has closed a section.

    A second tab of theirs reports itself again within ten seconds.
    """
    permissions.require(permissions.may_write(actor))
    Presence.objects.filter(section=section, person=actor).delete()
