"""Measure a guide's page as it is served, print the figures and write them down: ``make bench``.

Every server is up from the beginning to the end; each round asks them one after the other, so that whatever else the
machine does meets all of them. What is asked for is the page in brotli, as browsers do.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import Request, urlopen

from bench.desks.machine import ROOT, WAGTAIL_PYTHON, monograph, scratch_database, wagtail
from tests.machine import NotHere

RESULTS = Path(__file__).resolve().parent.parent / "results.md"
ROUNDS, SECONDS = 5, 4
WORKERS = "2"
BROTLI = {"Accept-Encoding": "br"}
BARE, WAGTAIL, CACHED = "bare Django view", "Wagtail", "Wagtail behind wagtail-cache"
OURS, OURS_SQLITE, OURS_GRANIAN = "Monograph, PostgreSQL", "Monograph, SQLite", "Monograph, PostgreSQL, granian"
NGINX = "nginx, a file"


@dataclass
class Server:
    """One of those that are asked: how it is started, where its page is, and what it did."""

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
        """Run it until the end of the ``with``; yields the page, once it is served."""
        environment = {**os.environ, **self.variables}
        with subprocess.Popen(self.command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
            try:
                yield self._page(process)
            finally:
                process.terminate()

    def _page(self, process: "subprocess.Popen[bytes]") -> bytes:
        while True:
            try:
                asked = Request(self.address, headers=BROTLI)  # noqa: S310  # our own, on this machine
                with urlopen(asked) as answer:  # noqa: S310
                    return bytes(answer.read())
            except URLError as error:
                if process.poll() is not None or not isinstance(error.reason, ConnectionRefusedError):
                    sys.exit(f"{self.name} serves no page: {error}")

    def measure(self) -> None:
        command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", "--latency", "-H", "Accept-Encoding: br", self.address]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in told:
            sys.exit(f"{self.name} answered with errors:\n{told}")
        amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
        self.slowest.append(float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit])
        self.rates.append(float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]))  # type: ignore[index]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def behind_gunicorn(name: str, application: str, path: str, **variables: str) -> Server:
    """All under the same server, with the same number of workers, of one interpreter."""
    port = free_port()
    command = [str(WAGTAIL_PYTHON), "-m", "gunicorn", "--workers", WORKERS, "--bind", f"127.0.0.1:{port}"]
    site = {"ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": secrets.token_urlsafe(50)}
    return Server(name, [*command, "--log-level", "error", application], {**site, **variables}, port, path)


def behind_granian(server: Server) -> Server:
    port = free_port()
    command = [str(WAGTAIL_PYTHON), "-m", "granian", "--interface", "wsgi", "--no-log", "--port", str(port)]
    command += ["--workers", WORKERS, "--blocking-threads", "1", "config.wsgi:application"]
    return Server(OURS_GRANIAN, command, server.variables, port, server.path)


def ours(name: str, url: str) -> Server:
    """Fill the database with the guide, and make its page as it is made after an upgrade."""
    with monograph(url) as product:
        product.ask("about")
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    server = behind_gunicorn(name, "config.wsgi:application", "/guides/blincyto/", **variables)
    for command in (["collectstatic", "--noinput"], ["render_pages"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT,
            env={**os.environ, **server.variables},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return server


def wagtails(url: str) -> list[Server]:
    with wagtail(url) as product:
        product.ask("about")
    return [
        behind_gunicorn(
            name, "bench.wagtail.wsgi:application", "/blincyto/", DATABASE_URL=url, DJANGO_SETTINGS_MODULE=settings
        )
        for name, settings in ((WAGTAIL, "bench.wagtail.settings"), (CACHED, "bench.wagtail.cached"))
    ]


def nginx(folder: Path) -> Server:
    port = free_port()
    configuration = f"""
        daemon off; pid {folder}/pid; error_log stderr error; worker_processes {WORKERS}; user root;
        events {{ worker_connections 64; }}
        http {{ access_log off; default_type text/html;
          server {{ listen 127.0.0.1:{port}; root {folder};
            location = /guide {{ add_header Content-Encoding br; }} }} }}
    """
    (folder / "nginx.conf").write_text(configuration)
    command = [shutil.which("nginx") or "", "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    return Server(NGINX, command, {}, port, "/guide")


# What ours must reach, by performance targets: the server, beside which, at least how many times as fast.
TARGETS = {
    OURS: [(WAGTAIL, 20), (CACHED, 1.3), (BARE, 0.9)],
    OURS_SQLITE: [(BARE, 1.0)],
    OURS_GRANIAN: [(BARE, 1.1)],
}
SLOWEST = 1.5  # times the 99th percentile of the bare view, at most


def report(servers: list[Server], page_size: int) -> str:
    rate = {each.name: median(each.rates) for each in servers}
    slowest = {each.name: median(each.slowest) for each in servers}
    lines = [
        "# A guide's page as it is served",
        "",
        f"`make bench` writes this page: medians of {ROUNDS} rounds of {SECONDS} seconds each, all servers in turn,",
        f"with `wrk -t1 -c16` on a machine with {os.cpu_count()} processors. The page is the sample's Blincyto, padded",
        f"to the length of a long guide: {page_size:,} bytes in brotli. All but nginx and granian run under gunicorn",
        f"with {WORKERS} sync workers of Python {sys.version.split()[0]}.",
        "",
        f"|  | requests/s | 99th percentile | ÷ {BARE} | ÷ {WAGTAIL} |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name in sorted(rate, key=lambda each: -rate[each]):
        beside = f"{rate[name] / rate[BARE]:.2f} | {rate[name] / rate[WAGTAIL]:.1f}"
        lines.append(f"| {name} | {rate[name]:,.0f} | {slowest[name]:.1f} ms | {beside} |")
    lines += ["", "| target |  |  |", "| --- | ---: | --- |"]
    for name, targets in TARGETS.items():
        for other, least in targets:
            times = rate[name] / rate[other]
            met = "met" if times >= least else "**missed**"
            lines.append(f"| {name}: at least {least} × {other} | {times:.2f} | {met} |")
    times = slowest[OURS] / slowest[BARE]
    met = "met" if times <= SLOWEST else "**missed**"
    lines.append(f"| {OURS}: 99th percentile at most {SLOWEST} × {BARE} | {times:.2f} | {met} |")
    return "\n".join([*lines, ""])


def main() -> None:
    for tool in ("wrk", "nginx"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is not installed. On Debian: apt install wrk nginx-light")
    with ExitStack() as stack:
        try:
            urls = [
                stack.enter_context(scratch_database(engine, name))
                for engine, name in (("postgresql", "reading"), ("sqlite", "reading"), ("postgresql", "wagtail"))
            ]
        except NotHere as error:
            sys.exit(f"No PostgreSQL: {error}.")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="monograph-bench-")))
        first, second = ours(OURS, urls[0]), ours(OURS_SQLITE, urls[1])
        page = stack.enter_context(first.running())
        (folder / "guide").write_bytes(page)
        bare = behind_gunicorn(BARE, "bench.reading.bare:application", "/guide", PAGE=str(folder / "guide"))
        others = [second, behind_granian(first), bare, nginx(folder), *wagtails(urls[2])]
        for server in others:
            stack.enter_context(server.running())
        for number in range(ROUNDS):
            sys.stderr.write(f"  round {number + 1} of {ROUNDS}\n")
            for server in (first, *others):
                server.measure()
    figures = report([first, *others], len(page))
    RESULTS.write_text(figures, encoding="utf-8")
    sys.stdout.write(figures)


if __name__ == "__main__":
    main()
