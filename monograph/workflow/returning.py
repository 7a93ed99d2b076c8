"""Returning: publish the signed lines of an earlier edition again, as a new edition."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import audit, edition_permissions, permissions
from ..accounts.signing import verify_signer
from ..content import plain
from ..errors import content_errors_as_invalid
from ..models import AuditEntry, Edition, Monograph
from .edition_writing import clean_words, lock_next_edition, release


def return_to_edition(
    *,
    actor: User,
    edition: Edition,
    expected: str,
    reason: str,
    password: str = "",
    token: str = "",
    passkey: str = "",
    note: str = "",
    change_notes: Mapping[str, str] | None = None,
    withdrawal_answer: str = "",
) -> Edition:
    """Publish the lines of an earlier edition again, as the guide's next edition.

    Every line must still be what was signed, with enough signatures and no later request for changes. Published texts
    that it takes back do not return by themselves (blocker ``taken_back``). `expected` is the digest of
    ``release_candidate(monograph, edition)``, `reason` is for the record; the rest is as for `publishing.publish`.
    Raises as that, `InvalidContent` also without a reason, and `InvalidState` with code ``is_current``.
    """
    proof = verify_signer(actor, password, token, passkey)
    with transaction.atomic():
        monograph = Monograph.objects.get_locked(edition.monograph_id)
        edition = Edition.objects.select_related("release_signature").defer("article").get(pk=edition.pk)
        edition.monograph = monograph
        permissions.require(edition_permissions.may_return_to(actor, edition))
        now = timezone.now()
        with content_errors_as_invalid():
            reason = plain.clean_note(reason, "reason", "The reason for the return")
        next_edition = lock_next_edition(actor, monograph, expected, returns_to=edition)
        words = replace(clean_words(next_edition, note, change_notes, withdrawal_answer), return_reason=reason)
        added, rows = release(actor, next_edition, words, proof, now)
        data = {"digest": added.digest, "returns_to": edition.number, "reason": reason, **words.answer_data}
        action = AuditEntry.Action.RETURN_TO_EDITION
        audit.record(action=action, actor=actor, subject=added, at=now, rows=rows, data=data)
        return added
