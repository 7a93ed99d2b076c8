"""Publishing: publish, schedule and withdraw editions, and cancel schedules."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from .. import audit, permissions
from ..accounts.identity import verify_identity
from ..accounts.signing import sign, verify_signer
from ..content import plain
from ..errors import (
    Blocker,
    InvalidContent,
    InvalidState,
    NotReady,
    WorkflowError,
    content_errors_as_invalid,
)
from ..mailing import notifications
from ..models import (
    AuditEntry,
    Edition,
    Monograph,
    ScheduledEdition,
    Signature,
    Withdrawal,
)
from ..release import stored_pages
from ..release.edition_rows import EditionWords
from ..release.release_candidate import ReleaseCandidate
from ..release.withdrawn_texts import withdrawal_of_same_texts
from .edition_writing import clean_words, lock_next_edition, new_release_signature, release, write_edition
from .reviewing import new_signature


def publish(
    *,
    actor: User,
    monograph: Monograph,
    expected: str,
    password: str = "",
    token: str = "",
    passkey: str = "",
    note: str = "",
    change_notes: Mapping[str, str] | None = None,
    withdrawal_answer: str = "",
) -> Edition:
    """Publish the next edition now.

    `expected` is the `ReleaseCandidate.digest` that the page showed. `change_notes` say to readers what changed and
    why, by section kind (`change_notes.clean_change_notes`). The publisher's signature covers the lines, these notes
    and the note to readers. `withdrawal_answer` says why the reason no longer holds if exactly these texts were
    withdrawn (`withdrawn_texts.clean_withdrawal_answer`). Raises `NotReady` with every blocker, `StaleEdit` if the
    signed texts have changed since, `InvalidState` while an edition is scheduled, `InvalidContent` for the notes and
    the answer, and `NotPermitted`.
    """
    proof = verify_signer(actor, password, token, passkey)
    with transaction.atomic():
        monograph = Monograph.objects.get_locked(monograph.pk)
        permissions.require(permissions.may_publish(actor, monograph))
        now = timezone.now()
        next_edition = lock_next_edition(actor, monograph, expected)
        words = clean_words(next_edition, note, change_notes, withdrawal_answer)
        edition, rows = release(actor, next_edition, words, proof, now)
        _record_publish(actor, edition, rows, now, words)
        return edition


def _record_publish(actor: User, edition: Edition, rows: list[models.Model], at: datetime, words: EditionWords) -> None:
    audit.record(
        action=AuditEntry.Action.PUBLISH,
        actor=actor,
        subject=edition,
        at=at,
        rows=rows,
        data={"digest": edition.digest, **words.answer_data},
    )


def schedule(
    *,
    actor: User,
    monograph: Monograph,
    expected: str,
    publish_at: datetime,
    password: str = "",
    token: str = "",
    passkey: str = "",
    note: str = "",
    change_notes: Mapping[str, str] | None = None,
    withdrawal_answer: str = "",
) -> ScheduledEdition:
    """Sign the next edition now and schedule it.

    The signature covers exactly the lines seen now. If one of them changes before `publish_at`, the edition is refused.
    Raises as `publish`, and `InvalidContent` for a time in the past.
    """
    proof = verify_signer(actor, password, token, passkey)
    with transaction.atomic():
        monograph = Monograph.objects.get_locked(monograph.pk)
        permissions.require(permissions.may_publish(actor, monograph))
        now = timezone.now()
        _require_later(publish_at, now)
        next_edition = lock_next_edition(actor, monograph, expected)
        words = clean_words(next_edition, note, change_notes, withdrawal_answer)
        signature = new_release_signature(actor, next_edition, words, now)
        scheduled = _new_schedule(next_edition, words, publish_at, signature)
        rows = [*sign(signature, proof, scheduled), scheduled]
        scheduled.save()
        notifications.signed_schedule(scheduled)
        data = {"digest": signature.digest, "publish_at": publish_at.isoformat(), **words.answer_data}
        audit.record(action=AuditEntry.Action.SCHEDULE, actor=actor, subject=scheduled, at=now, rows=rows, data=data)
        return scheduled


def _new_schedule(
    next_edition: ReleaseCandidate, words: EditionWords, publish_at: datetime, signature: Signature
) -> ScheduledEdition:
    return ScheduledEdition(
        monograph=next_edition.monograph,
        publish_at=publish_at,
        note=words.note,
        change_notes=words.change_notes,
        withdrawal_answer=words.withdrawal_answer,
        lines_digest=next_edition.digest,
        signature=signature,
    )


def _require_later(publish_at: datetime, now: datetime) -> None:
    if publish_at <= now:
        message = "That time is in the past. Choose a later time, or publish now."
        raise InvalidContent.at("publish_at", "in_past", message)


def _get_locked_schedule(scheduled: ScheduledEdition) -> ScheduledEdition:
    monograph = Monograph.objects.get_locked(scheduled.monograph_id)
    scheduled = ScheduledEdition.objects.select_related("signature__signer").get(pk=scheduled.pk)
    scheduled.monograph = monograph
    return scheduled


def _close(scheduled: ScheduledEdition, state: ScheduledEdition.State, outcome: str, at: datetime) -> None:
    scheduled.state, scheduled.outcome, scheduled.closed_at = state, outcome, at
    scheduled.save(update_fields=["state", "outcome", "closed_at"])


def cancel_schedule(*, actor: User, scheduled: ScheduledEdition, password: str, token: str = "") -> ScheduledEdition:
    """Cancel a scheduled edition that is not published yet.

    The public then goes on reading what the edition would have corrected, so the actor confirms who they are. Raises
    `NotPermitted` without the right and for a wrong password or code, and `InvalidState` for a closed schedule.
    """
    verify_identity(actor, password, token)
    with transaction.atomic():
        scheduled = _get_locked_schedule(scheduled)
        permissions.require(permissions.may_cancel_schedule(actor, scheduled))
        now = timezone.now()
        _close(scheduled, ScheduledEdition.State.CANCELLED, f"Canceled by {actor.get_username()}.", now)
        notifications.confirmed_cancellation(scheduled, actor)
        audit.record(
            action=AuditEntry.Action.CANCEL_SCHEDULE,
            actor=actor,
            subject=scheduled,
            at=now,
            rows=[scheduled],
            data={"identity": "confirmed"},
        )
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
    next_edition = lock_next_edition(actor, scheduled.monograph, scheduled.lines_digest)
    note, notes = scheduled.note, scheduled.change_notes
    if next_edition.edition_digest(note, notes) != scheduled.signature.digest:
        message = "The notes to readers are not what was signed. Find out who changed them (verify_audit)."
        raise NotReady([Blocker("notes_altered", "", message)])
    withdrawal = withdrawal_of_same_texts(next_edition)
    if withdrawal and withdrawal.created_at > scheduled.signature.signed_at:
        message = f"Edition {withdrawal.edition.number}, with exactly these texts, was withdrawn since."
        raise NotReady([Blocker("withdrawn_texts", "", message)])
    words = EditionWords(note, notes, scheduled.withdrawal_answer, withdrawal)
    edition, rows = write_edition(next_edition, words=words, signature=scheduled.signature, at=at)
    _close(scheduled, ScheduledEdition.State.PUBLISHED, f"Published as edition {edition.number}.", at)
    notifications.published(edition, None)
    _record_publish(actor, edition, [*rows, scheduled], at, words)
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


def withdraw_edition(
    *, actor: User, edition: Edition, reason: str, password: str = "", token: str = "", passkey: str = ""
) -> Withdrawal:
    """Withdraw an edition from the public, with a reason that the public reads, and sign that.

    The signature covers the edition's digest and the reason. Withdrawing the current edition leaves the guide without
    one. It also cancels a scheduled edition, which could otherwise publish the withdrawn text again on its own. Raises
    as `accounts.signing.verify_signer` and `sign`, `NotPermitted` without the right, `InvalidState` if it is already
    withdrawn, and `InvalidContent` without a reason.
    """
    proof = verify_signer(actor, password, token, passkey)
    with transaction.atomic():
        monograph = Monograph.objects.get_locked(edition.monograph_id)
        edition = Edition.objects.get(pk=edition.pk)
        edition.monograph = monograph
        withdrawal = build_withdrawal(actor, edition, reason)
        now = withdrawal.created_at
        signature = new_signature(actor, Signature.Meaning.WITHDRAWN, withdrawal.recomputed_digest(), now)
        signed = sign(signature, proof)
        withdrawal.signature = signature
        withdrawal.save()
        rows = [*_unpublish(edition, now), *signed, withdrawal]
        stored_pages.refresh_pages(monograph)
        notifications.withdrawn(withdrawal)
        notifications.signed_withdrawal(withdrawal)
        audit.record(
            action=AuditEntry.Action.WITHDRAW_EDITION,
            actor=actor,
            subject=edition,
            at=now,
            rows=rows,
            data={"reason": withdrawal.reason, "digest": signature.digest},
        )
        return withdrawal


def _unpublish(edition: Edition, at: datetime) -> list[models.Model]:
    """Leave the guide without a current edition if it is this one; return the rows to seal."""
    monograph = edition.monograph
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
                at,
            )
            rows.append(scheduled)
    return rows
