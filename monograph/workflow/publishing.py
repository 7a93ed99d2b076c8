"""Publishing: publish, schedule and withdraw editions, and cancel schedules."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from .. import audit, permissions
from ..accounts.identity import verify_identity
from ..content import plain
from ..errors import (
    Blocker,
    InvalidContent,
    InvalidState,
    NotReady,
    StaleEdit,
    WorkflowError,
    content_errors_as_invalid,
)
from ..mailing import notifications
from ..models import (
    AuditEntry,
    Edition,
    EditionSection,
    Monograph,
    ScheduledEdition,
    Section,
    SectionRevision,
    Signature,
    Withdrawal,
)
from ..release import stored_pages
from ..release.change_notes import clean_change_notes
from ..release.edition_rows import build_edition
from ..release.release_candidate import ReleaseCandidate, release_candidate
from .reviewing import new_signature


def _lock_next_edition(monograph: Monograph, expected: str) -> ReleaseCandidate:
    """Lock every text of the next edition, then return it.

    Raises `NotReady` or `StaleEdit`.
    """
    sections = Section.objects.select_for_update().filter(monograph=monograph).order_by("pk")
    approved = [section.approved_revision_id for section in sections]
    # With the rows locked, not even SQL from elsewhere changes a text between its check and the commit.
    list(SectionRevision.objects.select_for_update().filter(pk__in=approved).order_by("pk").values_list("pk"))
    next_edition = release_candidate(monograph)
    if not next_edition.is_ready:
        raise NotReady(next_edition.blockers)
    if next_edition.digest != expected:
        message = "The signed texts have changed since you loaded the page. Read the list again. Your note is kept."
        raise StaleEdit("other_candidate", message, latest=next_edition)
    return next_edition


def _clean_note(note: str) -> str:
    with content_errors_as_invalid():
        return plain.clean_note(note, "note", "The note to readers", required=False)


def _sign(
    actor: User, next_edition: ReleaseCandidate, note: str, change_notes: dict[str, str], at: datetime
) -> Signature:
    digest = next_edition.edition_digest(note, change_notes)
    signature = new_signature(actor, Signature.Meaning.RELEASED, digest, at)
    signature.save()
    return signature


def _write_edition(
    next_edition: ReleaseCandidate, *, note: str, change_notes: dict[str, str], signature: Signature, at: datetime
) -> tuple[Edition, list[models.Model]]:
    """Write the edition with its lines and make it current.

    Returns it, and every row to seal.
    """
    monograph = next_edition.monograph
    edition, lines = build_edition(next_edition, note=note, change_notes=change_notes, signature=signature, at=at)
    edition.save()
    EditionSection.objects.bulk_create(lines)
    monograph.current_edition = edition
    monograph.save(update_fields=["current_edition"])
    stored_pages.refresh_pages(monograph)
    return edition, [monograph, signature, edition, *lines]


def publish(
    *,
    actor: User,
    monograph: Monograph,
    expected: str,
    password: str,
    token: str = "",
    note: str = "",
    change_notes: Mapping[str, str] | None = None,
) -> Edition:
    """Publish the next edition now.

    `expected` is the `ReleaseCandidate.digest` that the page showed. `change_notes` say to readers what changed and
    why, by section kind (`change_notes.clean_change_notes`). The publisher's signature covers the lines, these notes
    and the note to readers. Raises `NotReady` with every blocker, `StaleEdit` if the signed texts have changed since,
    `InvalidState` while an edition is scheduled, `InvalidContent` for the notes, and `NotPermitted`.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        monograph = Monograph.objects.get_locked(monograph.pk)
        permissions.require(permissions.may_publish(actor, monograph))
        now = timezone.now()
        note = _clean_note(note)
        next_edition = _lock_next_edition(monograph, expected)
        notes = clean_change_notes(next_edition, change_notes)
        signature = _sign(actor, next_edition, note, notes, now)
        edition, rows = _write_edition(next_edition, note=note, change_notes=notes, signature=signature, at=now)
        notifications.published(edition, actor)
        notifications.signed_edition(edition)
        _record_publish(actor, edition, rows, now)
        return edition


def _record_publish(actor: User, edition: Edition, rows: list[models.Model], at: datetime) -> None:
    audit.record(
        action=AuditEntry.Action.PUBLISH,
        actor=actor,
        subject=edition,
        at=at,
        rows=rows,
        data={"digest": edition.digest},
    )


def schedule(
    *,
    actor: User,
    monograph: Monograph,
    expected: str,
    publish_at: datetime,
    password: str,
    token: str = "",
    note: str = "",
    change_notes: Mapping[str, str] | None = None,
) -> ScheduledEdition:
    """Sign the next edition now and schedule it.

    The signature covers exactly the lines seen now. If one of them changes before `publish_at`, the edition is refused.
    Raises as `publish`, and `InvalidContent` for a time in the past.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        monograph = Monograph.objects.get_locked(monograph.pk)
        permissions.require(permissions.may_publish(actor, monograph))
        now = timezone.now()
        note = _clean_note(note)
        if publish_at <= now:
            message = "That time is in the past. Choose a later time, or publish now."
            raise InvalidContent.at("publish_at", "in_past", message)
        next_edition = _lock_next_edition(monograph, expected)
        notes = clean_change_notes(next_edition, change_notes)
        signature = _sign(actor, next_edition, note, notes, now)
        scheduled = ScheduledEdition.objects.create(
            monograph=monograph,
            publish_at=publish_at,
            note=note,
            change_notes=notes,
            lines_digest=expected,
            signature=signature,
        )
        notifications.signed_schedule(scheduled)
        rows, data = [signature, scheduled], {"digest": signature.digest, "publish_at": publish_at.isoformat()}
        audit.record(action=AuditEntry.Action.SCHEDULE, actor=actor, subject=scheduled, at=now, rows=rows, data=data)
        return scheduled


def _get_locked_schedule(scheduled: ScheduledEdition) -> ScheduledEdition:
    monograph = Monograph.objects.get_locked(scheduled.monograph_id)
    scheduled = ScheduledEdition.objects.select_related("signature__signer").get(pk=scheduled.pk)
    scheduled.monograph = monograph
    return scheduled


def _close(scheduled: ScheduledEdition, state: ScheduledEdition.State, outcome: str, at: datetime) -> None:
    scheduled.state, scheduled.outcome, scheduled.closed_at = state, outcome, at
    scheduled.save(update_fields=["state", "outcome", "closed_at"])


@transaction.atomic
def cancel_schedule(*, actor: User, scheduled: ScheduledEdition) -> ScheduledEdition:
    """Cancel a scheduled edition that is not published yet."""
    scheduled = _get_locked_schedule(scheduled)
    permissions.require(permissions.may_cancel_schedule(actor, scheduled))
    now = timezone.now()
    _close(scheduled, ScheduledEdition.State.CANCELLED, f"Canceled by {actor.get_username()}.", now)
    audit.record(action=AuditEntry.Action.CANCEL_SCHEDULE, actor=actor, subject=scheduled, at=now, rows=[scheduled])
    return scheduled


@transaction.atomic
def publish_scheduled(*, scheduled: ScheduledEdition, at: datetime) -> Edition:
    """Publish a scheduled edition whose time has come.

    It needs the same checks, and the right of its publisher. Raises as `publish`. Nothing is changed then, and the
    schedule stays pending.
    """
    scheduled = _get_locked_schedule(scheduled)
    actor = scheduled.signature.signer
    permissions.require(permissions.may_publish_scheduled(actor, scheduled))
    if scheduled.publish_at > at:
        raise InvalidState("too_early", f"This edition is scheduled for {scheduled.publish_at:%Y-%m-%d %H:%M} UTC.")
    next_edition = _lock_next_edition(scheduled.monograph, scheduled.lines_digest)
    note, notes = scheduled.note, scheduled.change_notes
    if next_edition.edition_digest(note, notes) != scheduled.signature.digest:
        message = "The notes to readers are not what was signed. Find out who changed them (verify_audit)."
        raise NotReady([Blocker("notes_altered", "", message)])
    edition, rows = _write_edition(next_edition, note=note, change_notes=notes, signature=scheduled.signature, at=at)
    _close(scheduled, ScheduledEdition.State.PUBLISHED, f"Published as edition {edition.number}.", at)
    notifications.published(edition, None)
    _record_publish(actor, edition, [*rows, scheduled], at)
    return edition


@transaction.atomic
def refuse_scheduled(*, scheduled: ScheduledEdition, error: WorkflowError, at: datetime) -> ScheduledEdition:
    """Close a schedule that could not be published, with the reason for the publisher."""
    scheduled = _get_locked_schedule(scheduled)
    permissions.require(permissions.is_pending(scheduled))
    _close(scheduled, ScheduledEdition.State.REFUSED, error.message, at)
    notifications.schedule_refused(scheduled, at)
    audit.record(
        action=AuditEntry.Action.REFUSE_SCHEDULED,
        actor=scheduled.signature.signer,
        subject=scheduled,
        at=at,
        rows=[scheduled],
        data={"code": error.code, "reason": error.message},
    )
    return scheduled


def build_withdrawal(actor: User, edition: Edition, reason: str) -> Withdrawal:
    """Return the withdrawal that `withdraw_edition` would write, not saved.

    The publisher previews its public notice.
    """
    permissions.require(permissions.may_withdraw_edition(actor, edition))
    with content_errors_as_invalid():
        reason = plain.clean_note(reason, "reason", "The reason")
    return Withdrawal(edition=edition, reason=reason, withdrawn_by=actor, created_at=timezone.now())


@transaction.atomic
def withdraw_edition(*, actor: User, edition: Edition, reason: str) -> Withdrawal:
    """Withdraw an edition from the public, with a reason that the public reads.

    Withdrawing the current edition leaves the guide without one. It also cancels a scheduled edition, which could
    otherwise publish the withdrawn text again on its own.
    """
    monograph = Monograph.objects.get_locked(edition.monograph_id)
    edition = Edition.objects.get(pk=edition.pk)
    edition.monograph = monograph
    withdrawal = build_withdrawal(actor, edition, reason)
    now = withdrawal.created_at
    rows: list[models.Model] = []
    if monograph.current_edition_id == edition.pk:
        monograph.current_edition = None
        monograph.save(update_fields=["current_edition"])
        rows.append(monograph)
        for scheduled in monograph.schedules.pending():
            _close(
                scheduled,
                ScheduledEdition.State.CANCELLED,
                f"Canceled, because edition {edition.number} was withdrawn.",
                now,
            )
            rows.append(scheduled)
    withdrawal.save()
    stored_pages.refresh_pages(monograph)
    notifications.withdrawn(withdrawal)
    audit.record(
        action=AuditEntry.Action.WITHDRAW_EDITION,
        actor=actor,
        subject=edition,
        at=now,
        rows=[*rows, withdrawal],
        data={"reason": withdrawal.reason},
    )
    return withdrawal
