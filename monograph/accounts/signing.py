"""Signing: what a site requires of signers, and signatures given by passkey.

A passkey signs everything that the signature says (`signed_content`), so that nobody can write or change such a
signature without the passkey, not even whoever holds the database.
"""

from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models

from ..errors import StaleEdit
from ..models import Assertion, Passkey, Profile, ScheduledEdition, Signature, Waiver
from ..permissions import ALLOWED, Verdict, has_right, require
from .authenticators import PasskeyResponse, question_to_sign
from .challenges import Challenge, Purpose, is_in_time
from .factors import get_factors
from .identity import refuse_locked, verify_identity, verify_passkey
from .passkey_use import OLD, WRONG

NO_PROFILE = Verdict(
    "no_profile", "Your account has no printed name for signatures yet. Ask an administrator to enter it."
)
RIGHTS: dict[str, str] = {
    Signature.Meaning.RELEASED: "publish_edition",
    Signature.Meaning.WITHDRAWN: "withdraw_edition",
}
ASK = "ask"  # in place of a passkey's response: what is there to sign?
Carrier = Waiver | ScheduledEdition


class PasskeyNeeded(Exception):  # no error: the question that was asked for
    """A verb would sign, and changed nothing yet: `question` is what the browser asks the passkey."""

    def __init__(self, question: dict[str, Any]) -> None:
        super().__init__("A passkey has to sign first.")
        self.question = question


@dataclass(frozen=True)
class Proof:
    """How a signer confirmed their identity: by passkey, or by password and perhaps a code."""

    passkey: Passkey | None = None
    challenge: Challenge | None = None
    response: PasskeyResponse | None = None
    is_question: bool = False


def _has_sign_on(user: User | AnonymousUser) -> bool:
    """Return whether a fresh login at the single sign-on replaces password and code (`sign_on_session.verified`)."""
    return bool(getattr(user, "sign_on_key", ""))


def may_sign(user: User | AnonymousUser) -> Verdict:
    """Return whether an account has what this site requires of signers (SIGNING_REQUIRES)."""
    if settings.SIGNING_REQUIRES == "password":
        return ALLOWED
    factors = get_factors(user)
    if settings.SIGNING_REQUIRES == "passkey" and not factors.has_passkey:
        return Verdict("no_passkey", "Signing needs a passkey here, and your account has none. Add one first.")
    if settings.SIGNING_REQUIRES == "second_factor" and not (factors or _has_sign_on(user)):
        message = "Signing needs a second factor here, and your account has none. Add a passkey or set up an app first."
        return Verdict("no_second_factor", message)
    return ALLOWED


def may_be_printed(user: User) -> Verdict:
    """Return whether there is a name that signatures of this account can print."""
    return ALLOWED if Profile.objects.filter(user=user).exclude(printed_name="").exists() else NO_PROFILE


def may_sign_by_password(user: User | AnonymousUser) -> Verdict:
    """Return whether password and code are enough, here and for this account.

    An account whose only second factor is a passkey has no code.
    """
    factors = get_factors(user)
    has_no_code = factors.has_passkey and factors.app_id is None and not _has_sign_on(user)
    if settings.SIGNING_REQUIRES == "passkey" or has_no_code:
        message = "Sign with your passkey, which needs JavaScript and a browser of 2025 or later. Nothing was changed."
        return Verdict("needs_passkey", message)
    return ALLOWED


def verify_signer(actor: User, password: str, token: str, passkey: str) -> Proof:
    """Check a signer's password and code, or their passkey's response, or note that a question is asked (`ASK`).

    Raises as `identity.verify_identity` and `verify_passkey`, and `NotPermitted` with code ``no_passkey``,
    ``no_second_factor`` or ``needs_passkey`` where the site or the account requires more. Call this before locking the
    guide's row, because hashing is slow by design.
    """
    require(may_sign(actor))
    if passkey == ASK:
        refuse_locked(actor)
        return Proof(is_question=True)
    if passkey:
        response = PasskeyResponse.read(passkey)
        key, challenge = verify_passkey(actor, response, Purpose.SIGN)
        return Proof(key, challenge, response)
    require(may_sign_by_password(actor))
    verify_identity(actor, password, token)
    return Proof()


def sign(signature: Signature, proof: Proof, carrier: Carrier | None = None) -> list[models.Model]:
    """Save a signature, with the assertion of the passkey that gave it; return the rows to seal.

    `carrier` is the waiver or the schedule that is signed, not saved yet. Call this when everything else is checked.
    Raises `NotPermitted` if the signer has lost the right since the request began, `StaleEdit` with code
    ``other_content`` if the passkey signed something else, and `PasskeyNeeded` if only the question was asked.
    """
    # The verb's actor was read, with all rights, before a password was hashed and locks were waited for.
    signer = User.objects.get(pk=signature.signer_id)
    require(has_right(signer, RIGHTS.get(signature.meaning, "decide_review"), "sign this"))
    content = signed_content(signature, carrier)
    if proof.is_question:
        challenge = Challenge.ask(Purpose.SIGN, signature.signer_id, content)
        passkeys = list(Passkey.objects.live().filter(user=signature.signer_id))
        raise PasskeyNeeded(question_to_sign(challenge, passkeys))
    if proof.challenge is None or proof.response is None or proof.passkey is None:
        signature.save()
        return [signature]
    _check_still_valid(proof.passkey, proof.challenge, signature)
    if not proof.challenge.covers(content):
        message = "Your passkey signed something else than the page sends now. Nothing was changed. Sign again."
        raise StaleEdit("other_content", message, latest=None)
    signature.save()
    assertion = Assertion.objects.create(
        signature=signature,
        passkey=proof.passkey,
        origin=settings.PASSKEY_ORIGIN,
        asked_at=proof.challenge.asked_at,
        nonce=proof.challenge.nonce,
        client_data=proof.response.client_data,
        authenticator_data=proof.response.authenticator_data,
        value=proof.response.value,
    )
    return [signature, assertion]


def _check_still_valid(passkey: Passkey, challenge: Challenge, signature: Signature) -> None:
    """Check what may have changed while the verb waited for its locks."""
    if not Passkey.objects.live().locked().filter(pk=passkey.pk).exists():
        require(WRONG)
    if not is_in_time(challenge.asked_at, signature.signed_at):
        require(OLD)


def signed_content(signature: Signature, carrier: Carrier | None = None) -> dict[str, Any]:
    """Return what a passkey signs: every column of the signature but its time, and what is stored with it.

    The digest covers the text, all lines and notes of an edition, or an edition and the reason of its withdrawal.
    """
    content: dict[str, Any] = {
        "name": signature.signer_name,
        "credentials": signature.signer_credentials,
        "license": signature.signer_licence,
        "meaning": str(signature.meaning),
        "digest": signature.digest,
        "review": signature.review_id,
    }
    if isinstance(carrier, Waiver):
        content |= {"finding": carrier.finding, "message": carrier.message, "reason": carrier.reason}
    elif isinstance(carrier, ScheduledEdition):
        content |= {"publish_at": carrier.publish_at.astimezone(UTC).isoformat()}
    return content
