"""A server under measurement: started, loaded by wrk, stopped."""

import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.error import URLError
from urllib.request import Request, urlopen

from bench.products import ROOT, WAGTAIL_PYTHON

SECONDS = 4  # of one measurement
WORKERS = "2"
BROTLI = {"Accept-Encoding": "br"}


@dataclass
class Server:
    """A server: how to start it, where its page is, and its measurements."""

    name: str
    command: list[str]
    variables: dict[str, str]
    port: int
    path: str
    rates: list[float] = field(default_factory=list)  # requests a second
    slowest: list[float] = field(default_factory=list)  # milliseconds, the 99th percentile

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    @contextmanager
    def running(self) -> Iterator[bytes]:
        """Run the server until the end of the ``with``; yield the page."""
        environment = {**os.environ, **self.variables}
        with subprocess.Popen(self.command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
            try:
                yield self._page(process)
            finally:
                process.terminate()

    def _page(self, process: "subprocess.Popen[bytes]") -> bytes:
        while True:
            try:
                request = Request(self.address, headers=BROTLI)  # noqa: S310  # our own, on this machine
                with urlopen(request) as response:  # noqa: S310
                    return bytes(response.read())
            except URLError as error:
                if process.poll() is not None or not isinstance(error.reason, ConnectionRefusedError):
                    sys.exit(f"{self.name} serves no page: {error}")

    def measure(self) -> None:
        command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "--latency", "-H", "Accept-Encoding: br", self.address]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in output:
            sys.exit(f"{self.name} answered with errors:\n{output}")
        amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", output).groups()  # type: ignore[union-attr]
        self.slowest.append(float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit])
        self.rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]))  # type: ignore[index]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def behind_gunicorn(name: str, application: str, path: str, **variables: str) -> Server:
    """Return a server of the application: the same for all, with as many workers."""
    port = free_port()
    command = [str(WAGTAIL_PYTHON), "-m", "gunicorn", "--workers", WORKERS, "--bind", f"127.0.0.1:{port}"]
    site = {"ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": secrets.token_urlsafe(50)}
    return Server(name, [*command, "--log-level", "error", application], {**site, **variables}, port, path)
