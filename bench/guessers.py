"""Measure what guessers at the login take from readers: ``make bench-guessers``.

It prints the figures and saves them. Rounds with and without guessers follow one another on the same running site, so
that other work of the machine affects both alike. The guessers run in a process of their own, with a low priority, and
send the next guess as soon as they have an answer.
"""

import http.client
import multiprocessing
import os
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from bench.products import ROOT, monograph, scratch_database
from bench.servers import WORKERS, free_port

RESULTS = Path(__file__).resolve().parent / "guessers-results.md"
GUESSERS, ROUNDS, SECONDS = 24, 3, 4
PAGE, LOGIN = "/guides/blincyto/", "/admin/login/"
MAX_MILLISECONDS = 5  # that guessers may add to the median
WAYS = {"one network": "all from one network address", "many networks": "each guess from another network address"}


@contextmanager
def serving(url: str) -> Iterator[int]:
    """Serve a site with one guide as docs/operations.md says."""
    with monograph(url) as product:
        product.ask("about")
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", WORKERS, "--blocking-threads", "8", "--no-log", "config.wsgi:application"]
    variables = {"DATABASE_URL": url, "SECRET_KEY": secrets.token_urlsafe(50), "TRUSTED_PROXIES": "1"}
    environment = {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "config.settings"}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            while server.poll() is None and not is_up(port):
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def is_up(port: int) -> bool:
    try:
        return ask(http.client.HTTPConnection("127.0.0.1", port), "GET", PAGE).status == 200
    except ConnectionRefusedError:
        return False


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: str = "", **headers: str) -> Any:
    connection.request(method, path, body, {"Accept-Encoding": "br", **headers})
    response = connection.getresponse()
    response.read()
    return response


def guess(port: int, way: str, is_on: Event, answers: list[int]) -> None:
    """Guess while `is_on`, and note the status of each answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    cookie = ask(connection, "GET", LOGIN).headers["Set-Cookie"].partition(";")[0]
    token = cookie.partition("=")[2]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "X-Forwarded-For": "192.0.2.1"}
    while is_on.wait():
        if way == "many networks":
            headers["X-Forwarded-For"] = f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}::1"
        given = {"username": secrets.token_hex(4), "password": "wrong", "csrfmiddlewaretoken": token}
        try:
            answers.append(ask(connection, "POST", LOGIN, urlencode(given), **headers).status)
        except ConnectionError:  # the server closed what was idle between two rounds
            connection.close()  # the next request opens it again


def guess_together(port: int, way: str, is_on: Event, is_over: Event, counted: Connection) -> None:
    os.nice(10)  # elsewhere, they would not take this machine's processors from the site
    answers: list[int] = []
    for _ in range(GUESSERS):
        Thread(target=guess, args=(port, way, is_on, answers), daemon=True).start()
    is_over.wait()
    counted.send(Counter(answers))


def read(port: int) -> list[float]:
    """Return the milliseconds of each request of one reader, who pauses between them."""
    connection, taken, end = http.client.HTTPConnection("127.0.0.1", port), [], time.monotonic() + SECONDS
    while time.monotonic() < end:
        start = time.perf_counter()
        ask(connection, "GET", PAGE)
        taken.append((time.perf_counter() - start) * 1000)
        time.sleep(0.01)
    return taken


def measure(port: int, way: str) -> tuple[list[float], list[float], Counter[int]]:
    """Return the times of a reader without and with guessers, and how often each status answered a guess."""
    is_on, is_over = multiprocessing.Event(), multiprocessing.Event()
    counted, counts = multiprocessing.Pipe()
    guessers = multiprocessing.Process(target=guess_together, args=(port, way, is_on, is_over, counts), daemon=True)
    guessers.start()
    alone, beside = [], []
    for _ in range(ROUNDS):
        time.sleep(1)  # those that are waiting for a hash end
        alone += read(port)
        is_on.set()
        beside += read(port)
        is_on.clear()
    is_over.set()
    answers: Counter[int] = counted.recv()
    guessers.terminate()
    return alone, beside, answers


def report(measured: dict[str, tuple[list[float], list[float], Counter[int]]]) -> str:
    lines = [
        "# Readers beside guessers",
        "",
        f"`make bench-guessers` writes this page: {GUESSERS} guessers enter wrong passwords without a pause, while one",
        f"reader requests a guide's page. {ROUNDS} rounds of {SECONDS} seconds without and with them in turn, granian",
        f"with {WORKERS} workers of 8 threads, SQLite, on a machine with {os.cpu_count()} processors.",
        "",
        "| guesses | median without | with | added | 95th percentile without | with | answers to guesses |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for way, (alone, beside, statuses) in measured.items():
        added = median(beside) - median(alone)
        met = f"{added:.1f} ms" if added < MAX_MILLISECONDS else f"**{added:.1f} ms**"
        slow = [sorted(times)[int(len(times) * 0.95)] for times in (alone, beside)]
        answers = ", ".join(f"{status}: {number:,}" for status, number in sorted(statuses.items()))
        lines.append(
            f"| {WAYS[way]} | {median(alone):.1f} ms | {median(beside):.1f} ms | {met} | {slow[0]:.1f} ms "
            f"| {slow[1]:.1f} ms | {answers} |"
        )
    return "\n".join([*lines, "", f"The target: less than {MAX_MILLISECONDS} ms added to the median.", ""])


def main() -> None:
    with scratch_database("sqlite", "guessers") as url, serving(url) as port:
        figures = report({way: measure(port, way) for way in WAYS})
    RESULTS.write_text(figures, encoding="utf-8")
    sys.stdout.write(figures)


if __name__ == "__main__":
    main()
