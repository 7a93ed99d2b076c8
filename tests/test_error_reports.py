"""Reports of errors to a service: only if one is named, and without a word of anybody."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest

ROOT = Path(__file__).resolve().parent.parent
# A request of a user that fails on words, in a local variable, an exception, a query and a header; the second
# argument of the log is a name.
SCRIPT = """
import logging, sys
import django
django.setup()
if "sentry_sdk" not in sys.modules:
    sys.exit("not loaded")
from django.contrib.auth.models import User
from django.test import RequestFactory
from config.logs import RequestIdMiddleware

def fail(request):
    request._cached_user = User(pk=7, username="secretname", email="secret@example.org")
    words = request.POST["body"]
    try:
        raise ValueError(f"secret {words}")
    except ValueError as error:
        logging.getLogger("django.request").error("Error of %s", "secretname", exc_info=error)
        raise SystemExit(3) from error

headers = {"X-Request-ID": "from-the-proxy-1", "User-Agent": "secret-browser"}
RequestIdMiddleware(fail)(RequestFactory(headers=headers).post("/fail/?q=secret", {"body": "secret 500 mg"}))
"""


@pytest.fixture
def service() -> Iterator[tuple[str, list[bytes]]]:
    """A service that takes reports: its address, and what it was sent."""
    sent: list[bytes] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
            sent.append(unpack.get(self.headers["Content-Encoding"], bytes)(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://key@127.0.0.1:{server.server_port}/1", sent
        server.shutdown()


def run(dsn: str) -> "subprocess.CompletedProcess[str]":
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "ERROR_REPORTING_DSN": dsn}
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, timeout=60, check=False
    )


def test_report_names_the_error_the_request_and_the_account_only(service: tuple[str, list[bytes]]) -> None:
    address, sent = service
    ended = run(address)
    assert ended.returncode == 3, ended.stderr
    (report,) = (line for body in sent for line in map(json.loads, body.splitlines()) if "exception" in line)
    (error,) = report["exception"]["values"]
    assert (error["type"], error["stacktrace"]["frames"][-1]["function"]) == ("ValueError", "fail")
    assert report["tags"] == {"request": "from-the-proxy-1", "method": "POST", "path": "/fail/"}
    assert report["user"] == {"id": "7"}
    assert b"secret" not in b"".join(sent)


def test_nothing_is_loaded_without_an_address() -> None:
    assert run("").stderr.strip() == "not loaded"
