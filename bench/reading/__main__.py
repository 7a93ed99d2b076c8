"""Measure how fast a guide's page is served: ``make bench``.

It prints the figures and saves them. All servers run from start to end, and each round loads them one after the other,
so that other work of the machine affects all of them. The page is requested in brotli, as browsers do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.products import ROOT, WAGTAIL_PYTHON, monograph, scratch_database, wagtail
from bench.servers import SECONDS, WORKERS, Server, behind_gunicorn, free_port
from tests.machine import NotHere

RESULTS = Path(__file__).resolve().parent.parent / "reading-results.md"
ROUNDS = 5
BARE, WAGTAIL, CACHED = "bare Django view", "Wagtail", "Wagtail behind wagtail-cache"
OURS, OURS_SQLITE, OURS_GRANIAN = "Monograph, PostgreSQL", "Monograph, SQLite", "Monograph, PostgreSQL, granian"
NGINX = "nginx, a file"


def behind_granian(server: Server) -> Server:
    port = free_port()
    command = [str(WAGTAIL_PYTHON), "-m", "granian", "--interface", "wsgi", "--no-log", "--port", str(port)]
    command += ["--workers", WORKERS, "--blocking-threads", "1", "config.wsgi:application"]
    return Server(OURS_GRANIAN, command, server.variables, port, server.path)


def ours(name: str, url: str) -> Server:
    """Fill the database with the guide, and render its page as after an upgrade."""
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


# The performance targets: our server, another server, and how many times as fast ours must be at least.
TARGETS = {
    OURS: [(WAGTAIL, 20), (CACHED, 1.3), (BARE, 0.9)],
    OURS_SQLITE: [(BARE, 1.0)],
    OURS_GRANIAN: [(BARE, 1.1)],
}
MAX_SLOWEST_RATIO = 1.5  # to the 99th percentile of the bare view


def report(servers: list[Server], page_size: int) -> str:
    rate = {server.name: median(server.rates) for server in servers}
    slowest = {server.name: median(server.slowest) for server in servers}
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
    for name in sorted(rate, key=lambda name: -rate[name]):
        ratios = f"{rate[name] / rate[BARE]:.2f} | {rate[name] / rate[WAGTAIL]:.1f}"
        lines.append(f"| {name} | {rate[name]:,.0f} | {slowest[name]:.1f} ms | {ratios} |")
    lines += ["", "| target |  |  |", "| --- | ---: | --- |"]
    for name, targets in TARGETS.items():
        for other, minimum in targets:
            times = rate[name] / rate[other]
            met = "met" if times >= minimum else "**missed**"
            lines.append(f"| {name}: at least {minimum} × {other} | {times:.2f} | {met} |")
    times = slowest[OURS] / slowest[BARE]
    met = "met" if times <= MAX_SLOWEST_RATIO else "**missed**"
    lines.append(f"| {OURS}: 99th percentile at most {MAX_SLOWEST_RATIO} × {BARE} | {times:.2f} | {met} |")
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
        bare = behind_gunicorn(BARE, "bench.reading.bare_django:application", "/guide", PAGE=str(folder / "guide"))
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
