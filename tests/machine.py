"""What this machine can test with: its PostgreSQL, its Chromium, the libraries that PDFs are laid out with.

``python -m tests.machine`` says whether a PostgreSQL is to be had, and exits non-zero where not.
"""

import getpass
import os
import shutil
import subprocess
import sys
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

import psycopg

from config.environment import WrongSetting, database

# What configures the site; a developer's own must not color the tests.
SITE_VARIABLES = (
    *("SECRET_KEY_FILE", "DATABASE_URL_FILE", "EMAIL_URL_FILE"),
    *("DEBUG", "SITE_URL", "SITE_NAME", "ALLOWED_HOSTS", "EMAIL_URL", "MAIL_FROM", "TIME_ZONE"),
    *("EMERGENCY_NUMBERS", "PREFLIGHT_STOPS_SUBMISSION", "REVIEW_DAYS", "PAGES_STALE_SECONDS"),
)

POSTGRESQL = ("postgres://", "postgresql://")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NotHere(Exception):
    """What was looked for is not on this machine; the message says why."""


class Server(NamedTuple):
    """A PostgreSQL on which databases may be created: its address for DATABASE_URL, and its version."""

    url: str
    version: str


def find_chromium() -> str | None:
    """Return the path of the browser that the tests marked ``browser`` drive."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@cache
def can_print() -> bool:
    """Say whether PDFs can be made here. Asked in a process of its own, because WeasyPrint prints what it misses."""
    asked = [sys.executable, "-W", "error", "-c", "import weasyprint"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def find_postgresql() -> Server:
    """Return the server DATABASE_URL names, or else the one on this machine. Raises `NotHere`."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith(POSTGRESQL):
        return _probe(named)
    port = os.environ.get("PGPORT", "5432")
    reasons = []
    for user in dict.fromkeys((os.environ.get("PGUSER", "postgres"), getpass.getuser(), "postgres")):
        # libpq takes PGPASSWORD from the environment by itself. With the process number in its name, runs that go on
        # at the same time never share a database.
        url = f"postgres://{quote(user, safe='')}@127.0.0.1:{port}/monograph_{os.getpid()}"
        try:
            return _probe(url)
        except NotHere as error:
            reasons.append(str(error))
    raise NotHere(f"127.0.0.1:{port} answers: {'; '.join(dict.fromkeys(reasons))}")


def _probe(url: str) -> Server:
    try:
        address = database({"DATABASE_URL": url}, "DATABASE_URL", default="")
    except WrongSetting as error:
        raise NotHere(str(error)) from None
    login = {key: address[key.upper()] for key in ("host", "port", "user", "password") if address[key.upper()]}
    try:
        with psycopg.connect(dbname="postgres", connect_timeout=3, **login) as connection:
            query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            may_create = connection.execute(query).fetchone()[0]
            version = connection.info.parameter_status("server_version").split()[0]
    except psycopg.OperationalError as error:
        raise NotHere(str(error).splitlines()[0].rpartition(" failed: ")[2]) from None
    if not may_create:
        raise NotHere("may log in, but not create databases")
    return Server(url, version)


if __name__ == "__main__":
    try:
        print(f"PostgreSQL {find_postgresql().version} can be used.")
    except NotHere as error:
        sys.exit(f"No PostgreSQL: {error}.")
