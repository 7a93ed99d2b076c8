"""A site with a number of guides on one database, and its response times."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter

import psycopg

from bench.products import ROOT
from bench.servers import Server, behind_gunicorn

from .cases import Case, cases, guide_path

STORED_PAGES = 40  # of guides; the others would be alike, and nothing here requests them
WARM_UP_REQUESTS = 4  # after which both workers very likely have all names in memory


@dataclass
class Site:
    engine: str
    number: int
    server: Server
    seconds_to_make: float  # seconds
    cases: list[Case]
    times: dict[str, list[float]] = field(default_factory=dict)  # milliseconds, by the name of the case
    first_names: float = 0  # milliseconds, of the slowest first request for names

    @classmethod
    def create(cls, engine: str, number: int, url: str) -> "Site":
        """Fill an empty database with guides and bring it into its usual state."""
        variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
        server = behind_gunicorn(f"{engine}, {number:,}", "config.wsgi:application", guide_path(number), **variables)
        started_at = perf_counter()
        pages = str(min(STORED_PAGES, number))
        for command in (
            ["manage.py", "migrate", "--verbosity", "0"],
            ["-m", "bench.make_guides", str(number), "--pages", pages],
        ):
            environment = {**os.environ, **server.variables}
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        if url.startswith("postgres"):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")  # as autovacuum does within a minute
        return cls(engine, number, server, perf_counter() - started_at, cases(number))

    def warm_up(self) -> None:
        """Request names, which each worker then has in memory until the next publication."""
        self.first_names = max(
            self._request_time(f"/search/names.json?q=a{place}") for place in range(WARM_UP_REQUESTS)
        )

    def measure(self, case: Case, number: int) -> None:
        times = self.times.setdefault(case.name, [])
        times += [self._request_time(path) for path in case.addresses(len(times), number)]

    def _request_time(self, path: str) -> float:
        """Return the milliseconds of one request, from the connection to the last byte."""
        # Gunicorn's sync workers close each connection after the response: readers wait for a new one, too.
        connection = HTTPConnection("127.0.0.1", self.server.port)
        started_at = perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        response.read()
        milliseconds = (perf_counter() - started_at) * 1000
        connection.close()
        if response.status != HTTPStatus.OK:
            sys.exit(f"{self.server.name} answered {path} with {response.status}.")
        return milliseconds

    def median_time(self, name: str) -> float:
        return median(self.times[name])

    def p95(self, name: str) -> float:
        return quantiles(self.times[name], n=20)[-1]

    @property
    def rate(self) -> float:
        """Return the requests per second for a guide's page."""
        return median(self.server.rates)
