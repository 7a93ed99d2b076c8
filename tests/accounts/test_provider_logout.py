"""Logout by the provider of single sign-on: a signed token ends the sessions it names, at once, and counts once."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from joserfc import jwk, jwt

from config.environment import SingleSignOn
from monograph import audit
from monograph.accounts import sign_on_session
from monograph.accounts.logout_token import EVENT
from monograph.accounts.provider import configured_client
from monograph.models import AuditEntry, ProviderLogout

from .sign_on import Provider
from .test_single_sign_on import is_logged_in

Action = AuditEntry.Action


@pytest.fixture
def nora(provider: Provider, client: Client) -> Client:
    """Nora's browser, logged in through the provider."""
    provider.put("nora", "writers")
    provider.log_in(client, "nora")
    return client


def post(token: str) -> Any:
    return Client(enforce_csrf_checks=True).post(reverse("sign_on_logout"), {"logout_token": token})


def test_logout_ends_all_sessions_of_the_person_at_once(provider: Provider, nora: Client) -> None:
    other, vera = Client(), Client()
    provider.log_in(other, "nora")
    provider.put("vera", "writers")
    provider.log_in(vera, "vera")
    assert is_logged_in(nora) and is_logged_in(other)
    response = post(provider.sign(provider.logout_claims("nora"), typ="logout+jwt"))
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    assert not is_logged_in(nora) and not is_logged_in(other)
    assert is_logged_in(vera)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor) == (Action.END_SIGN_ON, User.objects.get(username="nora"))
    provider.log_in(nora, "nora")
    assert is_logged_in(nora), "a login after the logout counts"
    assert audit.verify().is_intact


def name_session(client: Client, session_id: str) -> None:
    """Let the provider have named this session when it began; oidc-provider-mock names none."""
    session = client.session
    session[sign_on_session.KEY] = {**session[sign_on_session.KEY], "session_id": session_id}
    session.save()


@pytest.mark.parametrize("subject", ["nora", None])
def test_logout_of_one_session_ends_that_one(provider: Provider, nora: Client, subject: str | None) -> None:
    other = Client()
    provider.log_in(other, "nora")
    name_session(nora, "s1")
    name_session(other, "s2")
    claims = {**provider.logout_claims("nora"), "sid": "s1", "sub": subject}
    assert post(provider.sign({name: value for name, value in claims.items() if value})).status_code == 200
    assert not is_logged_in(nora)
    assert is_logged_in(other)


def test_token_counts_once(provider: Provider, nora: Client) -> None:
    token = provider.sign(provider.logout_claims("nora"))
    assert post(token).status_code == 200
    provider.log_in(nora, "nora")
    response = post(token)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert is_logged_in(nora)


HOUR = 3600
DAMAGE: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "another site": {"aud": "wiki"},
    "other sites": {"aud": ["wiki", "mail"]},
    "no audience": {"aud": None},
    "no time": {"iat": None},
    "time to come": {"iat": time.time() + HOUR},
    "no expiry": {"exp": None},
    "expired": {"exp": time.time() - HOUR},
    "no id": {"jti": None},
    "id as a number": {"jti": 7},
    "no events": {"events": None},
    "events as a list": {"events": [EVENT]},
    "another event": {"events": {"https://example.org/event": {}}},
    "event as a word": {"events": {EVENT: "yes"}},
    "a nonce, as an ID token has": {"nonce": "n"},
    "nobody": {"sub": None},
    "subject as a number": {"sub": 7},
    "long subject": {"sub": "x" * 256},
    "control character": {"sub": "a\x00b"},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_token_with_wrong_claims_ends_nothing(provider: Provider, nora: Client, damage: dict[str, Any]) -> None:
    claims = {**provider.logout_claims("nora"), **damage}
    response = post(provider.sign({name: value for name, value in claims.items() if value is not None}))
    assert response.status_code == 400
    assert is_logged_in(nora)


def encode(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def test_token_of_another_key_or_none_ends_nothing(
    provider: Provider, nora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Some providers list this one, too.
    monkeypatch.setitem(configured_client().server_metadata, "id_token_signing_alg_values_supported", ["RS256", "none"])
    claims, thief = provider.logout_claims("nora"), jwk.RSAKey.generate_key()
    good = provider.sign(claims)
    head, body, _ = good.split(".")
    unsigned = f"{encode(json.dumps({'alg': 'none'}).encode())}.{body}."
    forged = [jwt.encode({"alg": "RS256", **kid}, claims, thief) for kid in ({}, {"kid": "new"}, {"kid": "new"})]
    for token in ("", "a.b.c", good[:-4], f"{head}.{body}.", unsigned, *forged, "x" * 20_000):
        assert post(token).status_code == 400, token[:40]
    assert is_logged_in(nora)
    assert not ProviderLogout.objects.exists()


class Questions(BaseHTTPRequestHandler):
    """A provider in trouble, which counts what it is asked."""

    count = 0

    def do_GET(self) -> None:
        type(self).count += 1
        self.send_error(503)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def troubled() -> Iterator[Provider]:
    Questions.count = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Questions) as server:
        Thread(target=server.serve_forever, args=[0.01]).start()
        yield Provider(server.server_port)
        server.shutdown()


def test_forged_tokens_do_not_have_the_provider_asked_each(
    provider: Provider, nora: Client, troubled: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata, thief = configured_client().server_metadata, jwk.RSAKey.generate_key()
    keys = [{**jwk.RSAKey.generate_key().as_dict(is_private=False), "alg": "RS256", "kid": kid} for kid in "ab"]
    monkeypatch.setitem(metadata, "jwks", {"keys": keys})
    monkeypatch.setitem(metadata, "jwks_uri", troubled.address)
    monkeypatch.setitem(metadata, "id_token_signing_alg_values_supported", ["RS256", "PS256"])
    claims = provider.logout_claims("nora")
    for header in ({}, {"kid": ""}, {"kid": "new"}, {"kid": "a", "alg": "PS256"}, {"kid": "b", "alg": "PS256"}):
        token = jwt.encode({"alg": "RS256", **header}, claims, thief, algorithms=["RS256", "PS256"])
        assert post(token).status_code == 400
    assert Questions.count <= 1


def test_provider_that_does_not_answer_is_left_alone_for_a_while(
    provider: Provider, troubled: Provider, settings: Any
) -> None:
    settings.SINGLE_SIGN_ON = troubled.settings
    for _ in range(3):
        assert post("a.b.c").status_code == 400
        assert Client().get(reverse("sign_on")).status_code == 302
    assert Questions.count == 1


def test_key_that_others_know_signs_no_logout(
    provider: Provider, nora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata, claims = configured_client().server_metadata, provider.logout_claims("nora")
    monkeypatch.setitem(metadata, "id_token_signing_alg_values_supported", ["RS256", "HS256"])
    public = jwk.RSAKey.import_key(metadata["jwks"]["keys"][0])
    for secret in (public.as_pem(private=False), b"a secret", b""):
        for kid in ({}, {"kid": public.kid}):
            signed = f"{encode(json.dumps({'alg': 'HS256', **kid}).encode())}.{encode(json.dumps(claims).encode())}"
            assert post(f"{signed}.{encode(hmac.digest(secret, signed.encode(), 'sha256'))}").status_code == 400
    assert is_logged_in(nora)


def test_only_the_provider_of_the_settings_logs_out(provider: Provider, nora: Client, settings: Any) -> None:
    token = provider.sign(provider.logout_claims("nora"))
    settings.SINGLE_SIGN_ON = Provider(9).settings  # nobody listens there
    assert post(token).status_code == 400
    settings.SINGLE_SIGN_ON = SingleSignOn()
    assert post(token).status_code == 404


def test_logouts_that_no_session_can_outlast_are_forgotten(provider: Provider, nora: Client, settings: Any) -> None:
    post(provider.sign(provider.logout_claims("nora")))
    settings.SESSION_COOKIE_AGE = 0
    post(provider.sign(provider.logout_claims("nora")))
    assert ProviderLogout.objects.count() == 1
