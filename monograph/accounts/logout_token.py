"""Logout tokens: what the provider posts when a session there ends.

Source: OpenID Connect Back-Channel Logout 1.0 (openid.net/specs/openid-connect-backchannel-1_0.html), 2.4 and 2.6.
"""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.claims import JWTClaims
from django.core.cache import cache
from joserfc import jws
from joserfc.errors import InvalidClaimError

from ..errors import NotPermitted
from .provider import CLOCK_SKEW, FAILURES, MAX_SUBJECT, configured_client

EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_TOKEN = 10_000  # characters
# Anybody may post a token that names an unknown key; the provider's keys are not read again for each.
READ_KEYS_EVERY = 60  # seconds


@dataclass(frozen=True)
class LogoutToken:
    """Whose sessions end: one, if the provider names it (`session_id`), else all of the subject."""

    subject: str  # "" if the provider names the session alone
    session_id: str
    token_id: str


class _Claims(JWTClaims):
    """Checks what the specification asks of a logout token. Issuer and audience come with the options."""

    def validate(self, now: int | None = None, leeway: int = 0) -> None:
        super().validate(now, leeway)
        if not (isinstance(self.get("events"), dict) and isinstance(self["events"].get(EVENT), dict)):
            raise InvalidClaimError("events")
        if "nonce" in self:  # it would be an ID token
            raise InvalidClaimError("nonce")
        for name in ("sub", "sid", "jti"):
            value = self.get(name, "")
            if not isinstance(value, str) or len(value) > MAX_SUBJECT or not value.isprintable():
                raise InvalidClaimError(name)
        if not (self.get("sub") or self.get("sid")):
            raise InvalidClaimError("sub")


def read_logout_token(encoded: str) -> LogoutToken:
    """Return what a token says whose signature, issuer, audience, times and event are right.

    Raises `NotPermitted` with code ``no_logout`` for any other.
    """
    client = configured_client()
    try:
        _refuse_unsigned_or_unknown(client, encoded)
        required = {"essential": True}
        options = {
            "iss": {**required, "value": client.load_server_metadata()["issuer"]},
            "aud": {**required, "value": client.client_id},
            **dict.fromkeys(("iat", "exp", "jti"), required),
        }
        claims = client.parse_id_token(
            {"id_token": encoded}, None, claims_options=options, claims_cls=_Claims, leeway=CLOCK_SKEW
        )
    except FAILURES as error:
        raise NotPermitted("no_logout", "This is no valid logout token.") from error
    return LogoutToken(claims.get("sub", ""), claims.get("sid", ""), claims["jti"])


def _refuse_unsigned_or_unknown(client: Any, encoded: str) -> None:
    """Raise `ValueError` for a token without a signature, or with a key that was not among the provider's just now."""
    header = jws.extract_compact(encoded[:MAX_TOKEN].encode()).headers()
    if header["alg"] == "none":
        raise ValueError("The token is not signed.")
    known = {key.get("kid") for key in client.fetch_jwk_set()["keys"]}
    is_unknown = "kid" in header and header["kid"] not in known
    if is_unknown and not cache.add("monograph.accounts.logout_token", value=True, timeout=READ_KEYS_EVERY):
        raise ValueError("The provider has no such key.")
