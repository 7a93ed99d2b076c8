"""Who has a section open for writing. It is told to others and locks nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import permissions
from ..models import Presence, Section, WorkingCopy


@dataclass(frozen=True)
class Other:
    """Somebody else who has the section open, and when their typing was last kept; None where there is none."""

    person: User
    kept_at: datetime | None


@transaction.atomic
def record_presence(*, actor: User, section: Section) -> list[Other]:
    """Tell that somebody has a section open, and return who else has, in the order of their names.

    Pages call it every ten seconds. What is older than half a minute is nobody's any more (`Presence.objects.recent`).
    """
    permissions.require(permissions.may_write(actor))
    now = timezone.now()
    Presence.objects.update_or_create(section=section, person=actor, defaults={"seen_at": now})
    others = Presence.objects.recent(now).filter(section=section).exclude(person=actor).select_related("person")
    kept = dict(WorkingCopy.objects.filter(section=section).values_list("editor", "updated_at"))
    rows = others.order_by("person__last_name", "person__username")
    return [Other(row.person, kept.get(row.person_id)) for row in rows]


@transaction.atomic
def end_presence(*, actor: User, section: Section) -> None:
    """Tell that somebody has closed a section. A second tab of theirs tells of itself again within ten seconds."""
    permissions.require(permissions.may_write(actor))
    Presence.objects.filter(section=section, person=actor).delete()
