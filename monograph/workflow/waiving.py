"""Waivers: a pharmacist signs that a finding of preflight is no fault."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .. import audit, permissions
from ..content import plain
from ..content.errors import ContentError
from ..models import AuditEntry, SectionRevision, Signature, Waiver
from . import findings
from .errors import BadContent, StalePage, WrongState
from .guard import locked_section, prove_identity, require
from .reviewing import signature_of


def waive(
    *,
    actor: User,
    revision: SectionRevision,
    finding: str,
    expected: str,
    reason: str,
    password: str,
    token: str = "",
) -> Waiver:
    """Sign that one error of preflight in this text is none, with a reason. It holds for this very text alone.

    `finding` is its `findings.key_of`, `expected` the digest of the text that was read. Raises `MissingRight` as for a
    review's signature, `StalePage` where the text or the finding is another by now, `WrongState` where it is waived
    already, `BadContent` without a reason.
    """
    prove_identity(actor, password, token)
    with transaction.atomic():
        section = locked_section(revision.section_id)
        revision = SectionRevision.objects.with_text().get(pk=revision.pk)
        revision.section = section
        require(permissions.may_waive(actor, revision))
        if revision.digest != expected:
            raise StalePage("other_text", "This is not the text that your page showed. Read it again.", latest=revision)
        try:
            reason = plain.clean_note(reason, "reason", "The reason for the waiver")
        except ContentError as error:
            raise BadContent.of(error) from error
        waived = next(
            (
                each
                for each in findings.look_at(revision).findings
                if each.is_error and findings.key_of(each) == finding
            ),
            None,
        )
        if waived is None:
            message = "Preflight does not find this any more. Load the page again."
            raise StalePage("no_such_finding", message, latest=revision)
        if Waiver.objects.filter(revision=revision, finding=finding).exists():
            raise WrongState("waived", "This finding is waived already.")
        now = timezone.now()
        signature = signature_of(actor, Signature.Meaning.WAIVED, revision.digest, now)
        signature.save()
        waiver = Waiver.objects.create(
            revision=revision,
            finding=finding,
            code=waived.code,
            message=waived.message,
            quote=waived.quote,
            reason=reason,
            signature=signature,
        )
        audit.record(
            action=AuditEntry.Action.WAIVE,
            actor=actor,
            subject=revision,
            at=now,
            rows=[signature, waiver],
            data={"code": waived.code, "quote": waived.quote, "reason": reason, "digest": revision.digest},
        )
        return waiver
