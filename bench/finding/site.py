"""A site with so many guides on one database, and how long it took to answer."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter

import psycopg

from bench.desks.machine import ROOT
from bench.servers import Server, behind_gunicorn

from .cases import Case, cases, guide_path

WITH_PAGES = 40  # guides whose pages are stored: the others' are as those would be, and asked for by nobody here
WORKERS_TWICE = 4  # requests, after which every worker very likely knows all names


@dataclass
class Site:
    engine: str
    number: int
    server: Server
    made_in: float  # seconds
    cases: list[Case]
    times: dict[str, list[float]] = field(default_factory=dict)  # milliseconds, by the name of the case
    first_names: float = 0  # milliseconds, of the slowest of the first requests that ask for names

    @classmethod
    def made(cls, engine: str, number: int, url: str) -> "Site":
        """Fill an empty database with guides, as a site finds it some minutes later."""
        variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
        server = behind_gunicorn(f"{engine}, {number:,}", "config.wsgi:application", guide_path(number), **variables)
        begun = perf_counter()
        pages = str(min(WITH_PAGES, number))
        for command in (
            ["manage.py", "migrate", "--verbosity", "0"],
            ["-m", "bench.make_guides", str(number), "--pages", pages],
        ):
            environment = {**os.environ, **server.variables}
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        if url.startswith("postgres"):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")  # as the server does by itself within a minute
        return cls(engine, number, server, perf_counter() - begun, cases(number))

    def begin(self) -> None:
        """Ask for names, which each worker then has in its memory until something is published."""
        self.first_names = max(self._asked(f"/search/names.json?q=a{place}") for place in range(WORKERS_TWICE))

    def ask(self, case: Case, number: int) -> None:
        times = self.times.setdefault(case.name, [])
        times += [self._asked(path) for path in case.addresses(len(times), number)]

    def _asked(self, path: str) -> float:
        """Return the milliseconds of one request, from the connection to the last byte."""
        # Gunicorn's sync workers end each connection with its answer: a new one is part of what a reader waits for.
        connection = HTTPConnection("127.0.0.1", self.server.port)
        begun = perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
        taken = (perf_counter() - begun) * 1000
        connection.close()
        if answer.status != HTTPStatus.OK:
            sys.exit(f"{self.server.name} answered {path} with {answer.status}.")
        return taken

    def middle(self, name: str) -> float:
        return median(self.times[name])

    def p95(self, name: str) -> float:
        return quantiles(self.times[name], n=20)[-1]

    @property
    def rate(self) -> float:
        """Return how many times a second it serves a guide's page."""
        return median(self.server.rates)
