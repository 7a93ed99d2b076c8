"""What is exchanged with authenticators, as Web Authentication Level 3 defines it (www.w3.org/TR/webauthn-3/).

Everything that needs the library for it is here. The library is loaded when it is needed: it takes half a second.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from ..models import Passkey
from ..models.people import full_name
from .challenges import MAX_AGE, Challenge

BASE64URL = re.compile(r"[A-Za-z0-9_-]{1,8000}")
# What parsing raises, here and in the library, for input that nobody meant.
MALFORMED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
ES256, EDDSA, RS256 = -7, -8, -257  # names of algorithms in COSE (RFC 9053, RFC 8812)


@dataclass(frozen=True)
class PasskeyResponse:
    """An authenticator's signature of a challenge (an assertion), in base64url, as the browser sends it."""

    token: str  # of the challenge
    credential_id: str
    client_data: str
    authenticator_data: str
    value: str

    @classmethod
    def read(cls, text: str) -> "PasskeyResponse | None":
        """Return what a browser sent, if it has the right form. Nothing in it is checked yet."""
        try:
            sent = json.loads(text)
            response = sent["credential"]["response"]
            named = [response[name] for name in ("clientDataJSON", "authenticatorData", "signature")]
            token, fields = sent["token"], [sent["credential"]["id"], *named]
        except MALFORMED:
            return None
        if isinstance(token, str) and all(isinstance(field, str) and BASE64URL.fullmatch(field) for field in fields):
            return cls(token, *fields)
        return None

    def verify(self, public_key: str, challenge: bytes, origin: str, sign_count: int = 0) -> int | None:
        """Return the authenticator's new count, or None if this key did not sign this challenge at this origin.

        The authenticator must have verified its user, by fingerprint or PIN. If it counts, its count must be above
        `sign_count`.
        """
        from webauthn import verify_authentication_response
        from webauthn.helpers.exceptions import WebAuthnException

        response = {
            "clientDataJSON": self.client_data,
            "authenticatorData": self.authenticator_data,
            "signature": self.value,
        }
        credential = {"id": self.credential_id, "rawId": self.credential_id, "type": "public-key", "response": response}
        try:
            return verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=rp_id(origin),
                expected_origin=origin,
                credential_public_key=urlsafe_base64_decode(public_key),
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            ).new_sign_count
        except (WebAuthnException, *MALFORMED):
            return None


@dataclass(frozen=True)
class NewKey:
    """A new passkey's key as its authenticator made it."""

    token: str
    credential_id: str
    public_key: str
    sign_count: int


def read_token(text: str) -> str:
    """Return the token in what a browser sent, "" if there is none."""
    try:
        token = json.loads(text)["token"]
    except MALFORMED:
        return ""
    return token if isinstance(token, str) else ""


def verify_new_key(text: str, challenge: bytes) -> NewKey | None:
    """Return the key that an authenticator made for this challenge; None if that is not what the browser sent."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=json.loads(text)["credential"],
            expected_challenge=challenge,
            expected_rp_id=rp_id(settings.PASSKEY_ORIGIN),
            expected_origin=settings.PASSKEY_ORIGIN,
            require_user_verification=True,
        )
    except (WebAuthnException, *MALFORMED):
        return None
    key, public_key = urlsafe_base64_encode(made.credential_id), urlsafe_base64_encode(made.credential_public_key)
    return NewKey(read_token(text), key, public_key, made.sign_count)


def rp_id(origin: str) -> str:
    """Return the host of an origin: the domain to which authenticators bind a passkey."""
    return urlsplit(origin).hostname or ""


def _question(challenge: Challenge, **options: Any) -> dict[str, Any]:
    timeout = MAX_AGE.seconds * 1000
    public_key = {"challenge": urlsafe_base64_encode(challenge.digest), "timeout": timeout, **options}
    return {"token": challenge.token, "publicKey": public_key}


def _descriptors(passkeys: list[Passkey]) -> list[dict[str, str]]:
    return [{"type": "public-key", "id": passkey.credential_id} for passkey in passkeys]


def question_to_sign(challenge: Challenge, passkeys: list[Passkey]) -> dict[str, Any]:
    """Return the JSON with which a browser asks for a signature, from any passkey if none is given."""
    allowed = _descriptors(passkeys)
    return _question(
        challenge, rpId=rp_id(settings.PASSKEY_ORIGIN), userVerification="required", allowCredentials=allowed
    )


def question_to_register(challenge: Challenge, person: User, passkeys: list[Passkey]) -> dict[str, Any]:
    """Return the JSON with which a browser asks for a new passkey, on none of the authenticators of `passkeys`."""
    handle = urlsafe_base64_encode(str(person.pk).encode())
    return _question(
        challenge,
        rp={"id": rp_id(settings.PASSKEY_ORIGIN), "name": settings.SITE_NAME},
        user={"id": handle, "name": person.get_username(), "displayName": full_name(person)},
        pubKeyCredParams=[{"type": "public-key", "alg": algorithm} for algorithm in (ES256, EDDSA, RS256)],
        excludeCredentials=_descriptors(passkeys),
        authenticatorSelection={
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        attestation="none",
    )
