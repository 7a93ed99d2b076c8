"""What this machine can test with: its PostgreSQL, its Chromium, the libraries that PDFs are laid out with.

``python -m tests.machine`` says whether a PostgreSQL can be used, and exits non-zero where not.
"""

import getpass
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

import psycopg

from config.environment import InvalidSetting, database

# What configures the site; a developer's own must not affect the tests.
SITE_VARIABLES = (
    *("SECRET_KEY_FILE", "DATABASE_URL_FILE", "EMAIL_URL_FILE"),
    *("DEBUG", "SITE_URL", "SITE_NAME", "ALLOWED_HOSTS", "EMAIL_URL", "MAIL_FROM", "TIME_ZONE"),
    *("EMERGENCY_NUMBERS", "NUMBERS_TO_CALL", "PREFLIGHT_STOPS_SUBMISSION", "REVIEW_DAYS", "PAGES_STALE_SECONDS"),
    *("ERROR_REPORTING_DSN", "ERROR_REPORTING_DSN_FILE", "BUFFERING_PROXY"),
    *("PASSWORD_CHECKS", "TRUSTED_PROXIES", "SESSION_IDLE_MINUTES", "SESSION_HOURS"),
    "SIGNING_REQUIRES",
)

POSTGRESQL = ("postgres://", "postgresql://")
LIBRARY_PACKAGES = {"libatomic.so.1": "libatomic1", "libstdc++.so.6": "libstdc++6"}
# The first has no windows, menus and extensions to draw, and takes three quarters of the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NotHere(Exception):
    """This machine lacks what was looked for; the message says why."""


class Server(NamedTuple):
    """A PostgreSQL on which databases may be created: its address for DATABASE_URL, and its version."""

    url: str
    version: str


def find_chromium() -> str | None:
    """Return the path of the browser that the tests marked ``browser`` drive."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@cache
def find_browser_fault() -> str | None:
    """Return what keeps the tests from driving a browser, None where nothing does.

    Playwright brings a Node.js of its own, which a bare Debian lacks a library for. Without this question each test
    would end with "Connection closed while reading from the driver".
    """
    if not find_chromium():
        return "no Chromium or Chrome on PATH"
    asked = [sys.executable, "-m", "playwright", "--version"]
    driver = subprocess.run(asked, capture_output=True, text=True, check=False)
    if driver.returncode == 0:
        return None
    if not (missing := re.search(r"loading shared libraries: (\S+):", driver.stderr)):
        return f"Playwright's driver does not start: {driver.stderr.strip() or driver.returncode}"
    package = LIBRARY_PACKAGES.get(missing[1], "the package that holds it")
    return f"Playwright needs {missing[1]}, which is not installed. On Debian or Ubuntu: apt install {package}"


@cache
def can_print() -> bool:
    """Say whether PDFs can be made here.

    Runs a process of its own, because WeasyPrint prints what it lacks.
    """
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
        # libpq reads PGPASSWORD by itself. The process number keeps runs at the same time from sharing a database.
        url = f"postgres://{quote(user, safe='')}@127.0.0.1:{port}/monograph_{os.getpid()}"
        try:
            return _probe(url)
        except NotHere as error:
            reasons.append(str(error))
    raise NotHere(f"127.0.0.1:{port} answers: {'; '.join(dict.fromkeys(reasons))}")


def _probe(url: str) -> Server:
    try:
        address = database({"DATABASE_URL": url}, "DATABASE_URL", default="")
    except InvalidSetting as error:
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
