"""A real provider of OpenID Connect in a process of its own, and people who log in there."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.test import Client
from django.urls import reverse

from config.environment import SingleSignOn
from monograph.accounts.logout_token import EVENT

ROLES = {"writers": "Editor", "pharmacists": "Pharmacist"}


class Provider:
    """The provider, as its own administrators and its users see it."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    @property
    def settings(self) -> SingleSignOn:
        return SingleSignOn("hospital login", self.address, "monograph", "a secret", ROLES, "groups")

    def put(self, subject: str, *groups: str, **claims: Any) -> None:
        """Store somebody with their groups, by default with a verified address."""
        given = {"email": f"{subject}@hospital.example", "email_verified": True, "given_name": subject.title()}
        body: dict[str, Any] = {**given, "family_name": "Hale", "preferred_username": subject, "groups": groups}
        body |= claims
        requests.put(f"{self.address}/users/{subject}", json=body, timeout=10).raise_for_status()

    def end_sessions(self, subject: str) -> None:
        requests.post(f"{self.address}/users/{subject}/revoke-tokens", timeout=10).raise_for_status()

    def sign(self, claims: dict[str, Any], **header: str) -> str:
        """Return a token with the provider's signature."""
        body = {"claims": claims, "header": header}
        return requests.post(f"{self.address}/sign", json=body, timeout=10).text

    def logout_claims(self, subject: str) -> dict[str, Any]:
        """Return what a logout token says, by OpenID Connect Back-Channel Logout 1.0, 2.4."""
        now = int(time.time())
        about = {"iss": self.address, "aud": "monograph", "sub": subject, "jti": secrets.token_hex(8)}
        return {**about, "iat": now, "exp": now + 120, "events": {EVENT: {}}}

    def answer(self, asked: str, subject: str) -> str:
        """Log in on the page of `asked`; return the address to which the provider then sends the browser."""
        response = requests.post(asked, data={"sub": subject}, allow_redirects=False, timeout=10)
        return response.headers["Location"].removeprefix("http://127.0.0.1:8000")

    def log_in(self, client: Client, subject: str, query: str = "") -> Any:
        """Log in at the site through the provider; return the response to the provider's answer."""
        asked = client.get(f"{reverse('sign_on')}{query}")
        return client.get(self.answer(asked["Location"], subject), follow=True)


@contextmanager
def running_provider() -> Iterator[Provider]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "tests.accounts.provider_process", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={"PATH": os.environ["PATH"]}, **quiet) as process:  # type: ignore[call-overload]
        try:
            _wait_for(port)
            yield Provider(port)
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError(f"The provider does not listen on port {port}.")
