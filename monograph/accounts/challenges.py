"""Challenges: what a passkey is asked to sign.

A challenge is the SHA-256 of a canonical JSON: its purpose, whom it asks, when, what is to be signed, and a random
nonce. It is not stored. The browser carries it in a token that this site has signed, and that is accepted for three
minutes. It works once, because a passkey accepts only challenges that are newer than the last one it answered
(`PasskeyUse`).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core import signing
from django.utils import timezone

from ..content import digests

MAX_AGE = timedelta(minutes=3)
SALT = "monograph.passkey"


class Purpose(StrEnum):
    LOG_IN = "log-in"
    REGISTER = "register"
    SIGN = "sign"


def challenge_digest(
    purpose: Purpose, user: int | None, asked_at: datetime, nonce: str, content: dict[str, Any]
) -> bytes:
    """Return the 32 bytes that a passkey signs.

    `content` holds only str, int, None, lists and dicts.
    """
    asked = {"purpose": purpose.value, "user": user, "at": asked_at.isoformat(), "nonce": nonce, "content": content}
    return bytes.fromhex(digests.seal(asked).partition(":")[2])


def is_in_time(asked_at: datetime, at: datetime) -> bool:
    """Return whether a challenge may be answered, and what it covers signed, at this time."""
    return asked_at <= at <= asked_at + MAX_AGE


@dataclass(frozen=True)
class Challenge:
    """A challenge; `user` is the key of the only person who may answer, None at login."""

    purpose: Purpose
    user: int | None
    asked_at: datetime
    nonce: str
    digest: bytes

    @classmethod
    def ask(cls, purpose: Purpose, user: int | None, content: dict[str, Any]) -> "Challenge":
        """Return a new challenge to sign `content`."""
        now, nonce = timezone.now(), secrets.token_urlsafe(16)
        return cls(purpose, user, now, nonce, challenge_digest(purpose, user, now, nonce, content))

    @property
    def token(self) -> str:
        """Return the challenge for the browser to carry; only this site can make one."""
        fields = [self.purpose.value, self.user, self.asked_at.isoformat(), self.nonce, self.digest.hex()]
        return signing.dumps(fields, salt=SALT)

    @classmethod
    def read(cls, token: str, purpose: Purpose, user: int | None) -> "Challenge | None":
        """Return the challenge of a token; None if it is forged, or is for another purpose or person."""
        try:
            asked, whom, asked_at, nonce, digest = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        if (asked, whom) != (purpose.value, user):
            return None
        return cls(purpose, user, datetime.fromisoformat(asked_at), nonce, bytes.fromhex(digest))

    def covers(self, content: dict[str, Any]) -> bool:
        """Return whether this is the challenge to sign exactly `content`."""
        return self.digest == challenge_digest(self.purpose, self.user, self.asked_at, self.nonce, content)
