"""An authenticator in software: makes passkeys and signs with them (www.w3.org/TR/webauthn-3/, § 6)."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.contrib.auth.models import User

from monograph.accounts import passkeys
from monograph.accounts.signing import ASK, PasskeyNeeded
from monograph.models import Passkey

from .cast import PASSWORD

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40  # flags


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class Authenticator:
    """One passkey. Its fields can be set to what an attacker's would have."""

    origin: str = field(default_factory=lambda: settings.PASSKEY_ORIGIN)
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client_data(self, kind: str, question: dict[str, Any]) -> bytes:
        data = {"type": kind, "challenge": question["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(data).encode()

    def _data(self, flags: int, attested: bytes = b"") -> bytes:
        head = hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)
        return head + attested

    def _respond(self, question: dict[str, Any], **response: bytes) -> str:
        key = _base64url(self.credential_id)
        values = {name: _base64url(value) for name, value in response.items()}
        credential = {"id": key, "rawId": key, "type": "public-key", "response": values}
        return json.dumps({"token": question["token"], "credential": credential})

    def create(self, question: dict[str, Any]) -> str:
        """Return the JSON with which a browser answers the question for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + cose
        data = self._data(self.flags | HAS_KEY, attested)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", question)
        return self._respond(question, clientDataJSON=client_data, attestationObject=attestation)

    def sign(self, question: dict[str, Any]) -> str:
        """Return the JSON with which a browser answers the question for a signature."""
        data, client_data = self._data(self.flags), self._client_data("webauthn.get", question)
        value = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._respond(question, clientDataJSON=client_data, authenticatorData=data, signature=value)


def challenge_of(question: dict[str, Any]) -> bytes:
    challenge: str = question["publicKey"]["challenge"]
    return urlsafe_b64decode(challenge + "==")


def add_passkey(person: User, name: str = "Laptop", token: str = "", **options: Any) -> Authenticator:
    """Let a person add a passkey, and return the authenticator that holds it."""
    authenticator = Authenticator(**options)
    question = passkeys.begin(actor=person, name=name, password=PASSWORD, token=token)
    passkeys.add(actor=person, name=name, credential=authenticator.create(question))
    return authenticator


def only_passkey(person: User) -> Passkey:
    return Passkey.objects.live().get(user=person)


def ask(verb: Callable[..., Any], **given: Any) -> dict[str, Any]:
    """Return what a verb asks a passkey to sign."""
    with pytest.raises(PasskeyNeeded) as needed:
        verb(**given, passkey=ASK)
    return needed.value.question
