"""The scratch databases, and a process for each product."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from config.environment import database
from tests.machine import SITE_VARIABLES, find_postgresql

ROOT = Path(__file__).resolve().parent.parent
WAGTAIL_PYTHON = ROOT / ".venv-bench" / "bin" / "python"


@contextmanager
def scratch_database(engine: str, name: str) -> Iterator[str]:
    """Yield the URL of an empty database, and drop it. Raises `NotHere`."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory(prefix="monograph-bench-") as folder:
            yield f"sqlite:///{quote(folder)}/{name}.sqlite3"
        return
    url = find_postgresql().url
    name = f"monograph_bench_{name}_{os.getpid()}"
    server = database({"DATABASE_URL": url}, "DATABASE_URL", default="")
    login = {key: server[key.upper()] for key in ("host", "port", "user", "password") if server[key.upper()]}
    with psycopg.connect(dbname="postgres", autocommit=True, **login) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(dbname="postgres", autocommit=True, **login) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


class Product:
    """A process that answers measurement requests."""

    def __init__(self, name: str, python: Path, module: str, settings: str, url: str) -> None:
        inherited = {key: value for key, value in os.environ.items() if key not in SITE_VARIABLES}
        environment = {
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": "http://testserver",  # the name by which Django's test client calls
            "ALLOWED_HOSTS": "testserver",
            "SIGNING_REQUIRES": "password",
        }
        self.name = name
        self.process = subprocess.Popen(
            [python, "-m", "bench.desks.worker", module],
            cwd=ROOT,
            env=inherited | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()  # closes its input, by which it ends

    def ask(self, do: str, **given: Any) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"do": do, **given}) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            sys.exit(f"{self.name} stopped at “{do}”. Its output is above.")
        return json.loads(answer)


def monograph(url: str) -> Product:
    return Product("Monograph", Path(sys.executable), "bench.desks.monograph_desks", "config.settings", url)


def wagtail(url: str) -> Product:
    if not WAGTAIL_PYTHON.exists():
        sys.exit("Wagtail is not installed. make bench-desks does it.")
    return Product("Wagtail", WAGTAIL_PYTHON, "bench.wagtail.desks", "bench.wagtail.settings", url)
