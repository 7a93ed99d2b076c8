"""Talking to the provider of single sign-on: OpenID Connect, by authorization code with PKCE and nonce."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

from ..errors import NotPermitted

TIMEOUT = 10  # seconds for each answer of the provider
RETRY_AFTER = 10  # seconds
# A login asked for with max_age=0 may not be older than this, in seconds: clocks differ a little.
CLOCK_SKEW = 60
MAX_SUBJECT = 255  # characters (OpenID Connect Core 1.0, 2)
CLIENT_ERRORS = range(400, 500)
FAILURES = (
    AuthlibBaseError,
    JoseError,
    RequestException,
    AttributeError,
    KeyError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Claims:
    """What the provider says of somebody who has logged in."""

    issuer: str
    subject: str
    username: str
    email: str
    is_email_verified: bool
    first_name: str
    last_name: str
    roles: frozenset[str]  # those of this site that their groups give
    authenticated_at: float  # seconds since 1970; 0 if the provider does not say
    session_id: str = ""  # of the provider's own session, by which it may end this one; "" if it does not say


@lru_cache(maxsize=4)
def _client(issuer: str, client_id: str, client_secret: str) -> DjangoOAuth2App:
    # Keeps the provider's metadata and keys; authlib reads the keys again when a token has another one.
    client: DjangoOAuth2App = OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )
    return client


def configured_client() -> DjangoOAuth2App:
    provider = settings.SINGLE_SIGN_ON
    return _client(provider.issuer, provider.client_id, provider.client_secret)


def reachable_client() -> DjangoOAuth2App:
    """Return the client when it knows the provider's issuer, addresses and keys (`server_metadata`).

    A provider that does not answer holds a thread for up to `TIMEOUT`, and anybody can have it asked. After a failure
    it is left alone for a moment. Raises one of `FAILURES`.
    """
    client, mark = configured_client(), f"monograph.accounts.provider:{settings.SINGLE_SIGN_ON.issuer}"
    if cache.get(mark):
        raise RuntimeError("The provider did not answer a moment ago.")
    try:
        client.load_server_metadata()
        client.fetch_jwk_set()
    except FAILURES:
        cache.set(mark, value=True, timeout=RETRY_AFTER)
        raise
    return client


def _refusal(error: Exception) -> NotPermitted:
    return NotPermitted("no_sign_on", f"The login at the {settings.SINGLE_SIGN_ON.label} did not succeed. Try again.")


def redirect_to_provider(request: HttpRequest, callback: str, *, again: bool) -> HttpResponse:
    """Send somebody to the provider's login; `again` asks for a login even from who is logged in there.

    Raises `NotPermitted` with code ``no_sign_on`` if the provider does not answer.
    """
    extra: dict[str, Any] = {"max_age": 0, "prompt": "login"} if again else {}
    try:
        response: HttpResponse = reachable_client().authorize_redirect(request, callback, **extra)
    except FAILURES as error:
        raise _refusal(error) from error
    return response


def read_answer(request: HttpRequest) -> tuple[Claims, dict[str, Any]]:
    """Return the claims of the answer that the provider sent by the browser, and the access token.

    Issuer, audience, signature, nonce, state and expiry are checked. Raises `NotPermitted` with code ``no_sign_on``.
    """
    try:
        client = reachable_client()
        token = client.authorize_access_token(request)
        identity, userinfo = token["userinfo"], client.userinfo(token=token)
        if userinfo["sub"] != identity["sub"]:  # OpenID Connect Core 1.0, 5.3.2
            raise ValueError("The two answers are about different people.")
        claims = read_claims({**userinfo, **identity})
    except FAILURES as error:
        raise _refusal(error) from error
    return claims, {"access_token": token["access_token"], "token_type": "Bearer"}


def read_claims(claims: Mapping[str, Any]) -> Claims:
    """Return claims in the form used here. Raises `ValueError` or `TypeError` for what no provider should send."""
    provider = settings.SINGLE_SIGN_ON
    subject = str(claims["sub"])
    if len(subject) > MAX_SUBJECT or not subject.isprintable():
        raise ValueError("The subject is too long, or has control characters.")
    email = str(claims.get("email") or "")
    if not email.isprintable():
        raise ValueError("The address has control characters.")
    groups = claims.get(provider.groups_claim) or []
    groups = [groups] if isinstance(groups, str) else groups
    return Claims(
        issuer=provider.issuer,
        subject=subject,
        username=str(claims.get("preferred_username") or ""),
        email=email,
        is_email_verified=claims.get("email_verified") is True,
        first_name=str(claims.get("given_name") or "")[:150],
        last_name=str(claims.get("family_name") or "")[:150],
        roles=frozenset(provider.roles[group] for group in groups if group in provider.roles),
        authenticated_at=float(claims.get("auth_time") or 0),
        session_id=str(claims.get("sid") or ""),
    )


def ask_again(token: Mapping[str, Any], subject: str) -> Claims | None:
    """Return what the provider says of somebody now; None if they have no account or session there anymore.

    Raises `NotPermitted` with code ``no_sign_on`` if the provider does not answer.
    """
    try:
        client = reachable_client()
        response = client.get(client.server_metadata["userinfo_endpoint"], token=dict(token))
        if response.status_code in CLIENT_ERRORS and response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return None
        response.raise_for_status()
        claims = read_claims(response.json())
    except FAILURES as error:
        raise _refusal(error) from error
    return claims if claims.subject == subject else None
