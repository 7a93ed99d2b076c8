"""Changes of rights, addresses and profiles: some count at once, others wait for a second administrator."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User

from .. import people_permissions, permissions
from ..errors import InvalidContent
from ..mailing import account_notifications
from ..models import AccountChange
from ..models.people import full_name
from .acting import Action, acting, clean_reason, record
from .details import Changes, apply_changes, change_lines, email_problems, split_changes
from .identity import get_locked_person


def make_changes(
    actor: User, person: User, changes: Changes, reason: str, now: datetime
) -> tuple[Changes, AccountChange | None]:
    """Apply what one administrator may change alone; let the rest wait, or, on a site with one, count at once."""
    alone, rest = split_changes(person, changes)
    apply_changes(person, alone)
    if not rest:
        return alone, None
    change = AccountChange(
        person=person,
        kind=AccountChange.Kind.GRANT,
        changes=rest,
        reason=reason,
        needs_second=settings.SECOND_ADMINISTRATOR,
        requested_by=actor,
        requested_at=now,
        state=AccountChange.State.WAITING,
    )
    change.save(force_insert=True)
    if change.needs_second:
        account_notifications.change_waiting(change)
    else:
        close_change(change, AccountChange.State.CONFIRMED, actor, now)
        apply_changes(person, rest)
    return alone, change


def close_change(change: AccountChange, state: AccountChange.State, actor: User, now: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, actor, now
    change.save(update_fields=["state", "decided_by", "decided_at"])


def _locked_change(change: AccountChange) -> AccountChange:
    rows = AccountChange.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person", "requested_by").get(pk=change.pk)


def confirm_change(*, actor: User, change: AccountChange, password: str, token: str = "") -> None:
    """Let a change count that another administrator asked for; or end a suspension.

    Raises as `verify_identity`, and `InvalidState` with code ``change_closed``.
    """
    with acting(actor, password, token) as (actor, now):
        change = _locked_change(change)
        permissions.require(people_permissions.may_confirm_change(actor, change))
        person = get_locked_person(change.person)
        old_email = person.email
        if "email" in change.changes and (problems := email_problems(change.changes["email"][1], person)):
            raise InvalidContent(problems)  # another account has taken it meanwhile
        apply_changes(person, change.changes)
        close_change(change, AccountChange.State.CONFIRMED, actor, now)
        lines = change_lines(change.changes)
        if "email" in change.changes:
            account_notifications.account_changed(person, change.requested_by, lines, now, old_email)
        account_notifications.change_decided(change, actor, now, lines)
        record(Action.CONFIRM_CHANGE, actor, person, now, [change], kind=change.kind, changed=change.changes)


def decline_change(*, actor: User, change: AccountChange, reason: str, password: str, token: str = "") -> None:
    """Refuse a change, or take one's own back. Raises as `confirm_change`, and `InvalidContent` without a reason."""
    with acting(actor, password, token) as (actor, now):
        change = _locked_change(change)
        permissions.require(people_permissions.may_decline_change(actor, change))
        reason = clean_reason(reason)
        close_change(change, AccountChange.State.DECLINED, actor, now)
        account_notifications.change_decided(change, actor, now, [])
        record(Action.DECLINE_CHANGE, actor, change.person, now, [change], reason=reason)


def granted_alone(signed: Mapping[int, datetime]) -> list[str]:
    """Return whose rights, license or printed name no second administrator had confirmed when they signed.

    `signed` is when each person signed, by primary key.
    """
    confirmed = AccountChange.objects.filter(kind=AccountChange.Kind.GRANT, state=AccountChange.State.CONFIRMED)
    alone = confirmed.filter(person__in=signed, needs_second=False).select_related("person").order_by("person")
    names = {full_name(change.person): None for change in alone if change.decided_at <= signed[change.person_id]}  # type: ignore[operator]
    return list(names)
