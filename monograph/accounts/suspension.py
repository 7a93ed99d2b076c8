"""Suspending the right to sign after a reset, and giving it back.

Whoever resets a password or a second factor could otherwise act in the other person's name.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import audit, people_permissions, permissions
from ..mailing import account_notifications
from ..models import AccountChange, AuditEntry
from .account_changes import close_change


def suspend_signing(person: User, actor: User, now: datetime, reason: str) -> list[AccountChange]:
    """Suspend a person's right to sign, also one that they get later; return the rows that the verb seals.

    Call this in the transaction of the verb that resets something. Each administrator's reset is a suspension of its
    own, which they can't end themselves; a person who linked their own account may confirm it alone.
    """
    change, is_new = AccountChange.objects.get_or_create(
        person=person,
        kind=AccountChange.Kind.SUSPENSION,
        state=AccountChange.State.WAITING,
        requested_by=actor,
        defaults={"requested_at": now, "reason": reason, "needs_second": actor.pk != person.pk},
    )
    account_notifications.signing_suspended(change, now)
    if is_new:
        account_notifications.change_waiting(change)
    return [change] if is_new else []


@transaction.atomic
def resume_signing(*, actor: User, change: AccountChange) -> None:
    """End one's own suspension. The page has checked the link from the mail.

    Raises `NotPermitted`, or `InvalidState` with code ``change_closed``.
    """
    change = (
        AccountChange.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=change.pk)
    )
    permissions.require(people_permissions.may_resume_signing(actor, change))
    now = timezone.now()
    close_change(change, AccountChange.State.CONFIRMED, actor, now)
    audit.record(action=AuditEntry.Action.RESUME_SIGNING, actor=actor, subject=change.person, at=now, rows=[change])
