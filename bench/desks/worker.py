"""The process of one product: reads requests, and answers each in JSON.

One request is one line of standard input, one answer one line of standard output.

`bench.products` starts it as ``python -m bench.desks.worker bench.desks.monograph_desks``, with Django's settings and
the database in the environment. Anything else that is printed goes to standard error.
"""

import importlib
import json
import os
import platform
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TABLES = """
    SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'
"""


def milliseconds(act: Callable[[], Any]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


class Desks(ABC):
    """The requests to either product: each public method answers one."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)

    def about(self) -> list[str]:
        """Return what runs here, with versions."""
        vendor = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version" if vendor == "PostgreSQL" else "SELECT sqlite_version()")
            database = f"{vendor} {cursor.fetchone()[0].split()[0]}"
        return [f"Python {platform.python_version()}", f"Django {django.get_version()}", database]

    @abstractmethod
    def page(self, name: str) -> tuple[Client, str]:
        """Return a logged-in browser of a user for the page, and the page's URL."""

    def read(self, page: str) -> dict[str, float]:
        """Return the milliseconds and the bytes of a page."""
        client, path = self.page(page)
        start = perf_counter()
        response = client.get(path)
        taken = (perf_counter() - start) * 1000
        _expect(response.status_code, 200, path)
        return {"ms": taken, "bytes": len(response.content)}

    def queries(self, page: str) -> int:
        """Return the number of queries of a page, without savepoints."""
        self.read(page)  # what is asked once in the life of a process is asked now
        with CaptureQueriesContext(connection) as captured:
            self.read(page)
        return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured.captured_queries)

    def sizes(self) -> dict[str, int]:
        """Return the bytes of each table with its indexes, after VACUUM.

        For SQLite, of the whole file.
        """
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM")
                cursor.execute(TABLES)
                return dict(cursor.fetchall())
            numbers = []
            for pragma in ("wal_checkpoint(TRUNCATE)", "page_count", "freelist_count", "page_size"):
                numbers.append(cursor.execute(f"PRAGMA {pragma}").fetchone()[0])
            return {"database": (numbers[1] - numbers[2]) * numbers[3]}


def sent(client: Client, path: str, data: Any) -> float:
    """Return the milliseconds of posting a form; expects a redirect."""
    start = perf_counter()
    response = client.post(path, data)
    taken = (perf_counter() - start) * 1000
    _expect(response.status_code, 302, path)
    return taken


def _expect(status: int, expected: int, path: str) -> None:
    if status != expected:
        raise RuntimeError(f"{path} answered {status} instead of {expected}: this would measure something else.")


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    django.setup()
    desks = importlib.import_module(sys.argv[1]).Desks()
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(desks, request.pop("do"))(**request)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
