"""Logout tokens: what the provider posts when a session there ends.

Source: OpenID Connect Back-Channel Logout 1.0 (openid.net/specs/openid-connect-backchannel-1_0.html), 2.4 and 2.6.
"""

from dataclasses import dataclass

from authlib.integrations.django_client import DjangoOAuth2App
from authlib.oauth2.claims import JWTClaims
from django.core.cache import cache
from joserfc import jws, jwt
from joserfc.errors import InvalidClaimError, InvalidKeyIdError
from joserfc.jwk import KeySet

from ..errors import NotPermitted
from .provider import CLOCK_SKEW, FAILURES, MAX_SUBJECT, reachable_client

EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_TOKEN = 10_000  # characters
# Anybody may post a token that names an unknown key; the provider's keys are not read again for each.
READ_KEYS_EVERY = 60  # seconds
BY_KEY_PAIR = ("RS", "PS", "ES", "Ed")  # how algorithms begin that only the provider can sign by


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
    try:
        if len(encoded) > MAX_TOKEN:
            raise ValueError("The token is too long.")
        client = reachable_client()
        decoded = _verify_signature(client, encoded)
        required = {"essential": True}
        options = {
            "iss": {**required, "value": client.server_metadata["issuer"]},
            "aud": {**required, "value": client.client_id},
            **dict.fromkeys(("iat", "exp", "jti"), required),
        }
        claims = _Claims(decoded.claims, decoded.header, options)
        claims.validate(leeway=CLOCK_SKEW)
    except FAILURES as error:
        raise NotPermitted("no_logout", "This is no valid logout token.") from error
    return LogoutToken(claims.get("sub", ""), claims.get("sid", ""), claims["jti"])


def _verify_signature(client: DjangoOAuth2App, encoded: str) -> jwt.Token:
    """Return a token that one of the provider's keys signed.

    Not by `parse_id_token`: it reads the keys again for each token that names none of them, or another algorithm.
    """
    algorithms = client.server_metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    registry = jws.JWSRegistry(
        algorithms=[name for name in algorithms if name.startswith(BY_KEY_PAIR)], strict_check_header=False
    )
    try:
        return jwt.decode(encoded, KeySet.import_key_set(client.fetch_jwk_set()), registry=registry)
    except InvalidKeyIdError:
        if not cache.add("monograph.accounts.logout_token", value=True, timeout=READ_KEYS_EVERY):
            raise
        return jwt.decode(encoded, KeySet.import_key_set(client.fetch_jwk_set(force=True)), registry=registry)
