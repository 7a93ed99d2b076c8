"""Checking again what passkeys have signed, from nothing but what is stored."""

from collections.abc import Iterator
from datetime import date

from .. import audit
from ..models import Assertion, Signature, Withdrawal
from .authenticators import PasskeyResponse
from .challenges import Purpose, challenge_digest, is_in_time
from .signing import signed_content


def is_genuine(assertion: Assertion) -> bool:
    """Return whether the signer's passkey signed what the signature says now, at the time that it says."""
    signature, passkey = assertion.signature, assertion.passkey
    carrier = getattr(signature, "waiver", None) or getattr(signature, "schedule", None)
    content = signed_content(signature, carrier)
    challenge = challenge_digest(Purpose.SIGN, signature.signer_id, assertion.asked_at, assertion.nonce, content)
    stored = assertion.client_data, assertion.authenticator_data, assertion.value
    response = PasskeyResponse("", passkey.credential_id, *stored)
    return (
        passkey.user_id == signature.signer_id
        and is_in_time(assertion.asked_at, signature.signed_at)
        and (passkey.removed_at is None or signature.signed_at <= passkey.removed_at)
        and response.verify(passkey.public_key, challenge, assertion.origin) is not None
    )


def altered_assertions() -> Iterator[str]:
    """Yield a sentence for each signature by passkey that the passkey did not give."""
    discarded = audit.Report()  # audit.verify has reported the rows that can't be read
    rows = Assertion.objects.select_related("passkey__user", "signature__waiver", "signature__schedule").order_by("pk")
    for _, assertion in audit.read_rows(rows, discarded):
        if isinstance(assertion, Assertion) and not is_genuine(assertion):
            yield (
                f"Signature {assertion.signature_id} ({assertion.signature}) is not what its signer’s passkey signed."
            )


def signatures_without_passkey(since: date) -> Iterator[str]:
    """Yield a sentence for each signature from this day (UTC) on that was given without a passkey.

    A withdrawal is the only row that may lack its signature, because the oldest ones do.
    """
    rows = Signature.objects.filter(assertion=None, signed_at__date__gte=since).order_by("pk")
    for _, signature in audit.read_rows(rows, audit.Report()):
        if isinstance(signature, Signature):
            yield f"Signature {signature.pk} ({signature}) was given without a passkey."
    unsigned = Withdrawal.objects.filter(signature=None, created_at__date__gte=since).order_by("pk")
    unsigned = unsigned.select_related("edition__monograph").defer("edition__article")
    for _, withdrawal in audit.read_rows(unsigned, audit.Report()):
        if isinstance(withdrawal, Withdrawal):
            yield f"Withdrawal {withdrawal.pk} ({withdrawal}) was not signed."
