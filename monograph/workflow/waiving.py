"""Waiving: a pharmacist signs that a finding of preflight is not an error."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import audit, permissions
from ..accounts.signing import Proof, sign, verify_signer
from ..content import plain
from ..errors import InvalidState, StaleEdit, content_errors_as_invalid
from ..mailing import notifications
from ..models import AuditEntry, Section, SectionRevision, Signature, Waiver
from ..preflight import Finding
from ..release import guide_checks
from .reviewing import new_signature


def waive(
    *,
    actor: User,
    revision: SectionRevision,
    finding: str,
    expected: str,
    reason: str,
    password: str = "",
    token: str = "",
    passkey: str = "",
) -> Waiver:
    """Sign that one error found by preflight is not an error, and why.

    The waiver covers exactly this text. `finding` is the error's `guide_checks.finding_key`, `expected` the digest of
    the text that was read. Raises `NotPermitted` as `reviewing.approve`, `StaleEdit` if the text or the finding has
    changed since, `InvalidState` if the finding is already waived, and `InvalidContent` without a reason.
    """
    proof = verify_signer(actor, password, token, passkey)
    with transaction.atomic():
        section = Section.objects.get_locked(revision.section_id)
        revision = SectionRevision.objects.with_text().get(pk=revision.pk)
        revision.section = section
        permissions.require(permissions.may_waive(actor, revision))
        if revision.digest != expected:
            raise StaleEdit("other_text", "This is not the text that your page showed. Read it again.", latest=revision)
        with content_errors_as_invalid():
            reason = plain.clean_note(reason, "reason", "The reason for the waiver")
        waived = _find_error(revision, finding)
        if Waiver.objects.filter(revision=revision, finding=finding).exists():
            raise InvalidState("waived", "This finding is already waived.")
        return _add_waiver(actor, proof, revision, waived, reason)


def _add_waiver(actor: User, proof: Proof, revision: SectionRevision, waived: Finding, reason: str) -> Waiver:
    now = timezone.now()
    signature = new_signature(actor, Signature.Meaning.WAIVED, revision.digest, now)
    waiver = Waiver(
        revision=revision,
        finding=guide_checks.finding_key(waived),
        code=waived.code,
        message=waived.message,
        quote=waived.quote,
        reason=reason,
        signature=signature,
    )
    signed = sign(signature, proof, waiver)
    waiver.save()
    notifications.signed_text(signature, revision)
    audit.record(
        action=AuditEntry.Action.WAIVE,
        actor=actor,
        subject=revision,
        at=now,
        rows=[*signed, waiver],
        data={"code": waived.code, "quote": waived.quote, "reason": reason, "digest": revision.digest},
    )
    return waiver


def _find_error(revision: SectionRevision, key: str) -> Finding:
    for finding in guide_checks.check_revision(revision).findings:
        if finding.is_error and guide_checks.finding_key(finding) == key:
            return finding
    message = "Preflight no longer finds this. Reload the page."
    raise StaleEdit("no_such_finding", message, latest=revision)
