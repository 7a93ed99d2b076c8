"""Runs everything that must hold: style, types, Django's own checks, then the tests on each database.

``make test`` is this. ``python -m tests --only sqlite -- -k publish`` runs a part; what follows ``--`` goes to pytest.
"""

import argparse
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.lint import STEPS as LINT
from tests.machine import SITE_VARIABLES, NotHere, can_print, find_browser_fault, find_postgresql

PARTS = ("lint", "checks", "sqlite", "postgresql")
PRODUCTION = {
    "SITE_URL": "https://guides.example.org",
    "ALLOWED_HOSTS": "guides.example.org",
    "EMAIL_URL": "smtp://guides:password@mail.example.org:587",
}

CHECKS = {
    "migrations are complete": ("manage.py", "makemigrations", "--check", "--dry-run"),
    "production settings": ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
    "static files": ("manage.py", "collectstatic", "--noinput", "--verbosity", "0"),
}
# What no database can change is tested once, with the first: texts, rights, settings, imports, how pages look and help.
WITHOUT_DATABASE = (
    "tests/content",
    "tests/comparison",
    "tests/preflight",
    "tests/access",
    "tests/environment",
    "tests/test_docs.py",
    *("tests/test_architecture.py", "tests/test_requirements.py", "tests/test_retired_words.py"),
    *(f"tests/browser/test_{what}.py" for what in ("desk_accessibility", "public_accessibility", "section_editor")),
    *(f"tests/browser/test_{what}.py" for what in ("spreadsheet_pages", "pasting", "beside_the_text", "section_merge")),
)


def main() -> int:
    asked = parse()
    os.chdir(Path(__file__).resolve().parent.parent)
    databases, missing = look_around(asked.only)
    if missing and os.environ.get("CI", "").lower() in {"1", "true"}:
        return stop("With CI=true everything must be tested, but: " + " ".join(missing))
    steps = (LINT if "lint" in asked.only else {}) | (CHECKS if "checks" in asked.only else {})
    variables = PRODUCTION | {"DATABASE_URL": "sqlite://:memory:"}
    if failed := [name for name, command in steps.items() if run(name, command, variables)]:
        return stop(f"Failed: {', '.join(failed)}." + (" No test was run." if databases else ""))
    return test(databases, missing, asked.pytest)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=PARTS, help="run this part alone; can be given repeatedly")
    parser.add_argument("pytest", nargs="*", metavar="-- ARGUMENTS", help="what to hand to pytest")
    asked = parser.parse_args()
    asked.only = asked.only or PARTS
    return asked


def look_around(parts: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Return the databases to test on, as label and address, and a line for each thing that is missing here."""
    databases, missing = {}, []
    if "sqlite" in parts:
        databases[f"SQLite {sqlite3.sqlite_version}"] = "sqlite:///var/test.sqlite3"
    if "postgresql" in parts:
        try:
            server = find_postgresql()
            databases[f"PostgreSQL {server.version}"] = server.url
        except NotHere as error:
            missing.append(f"PostgreSQL: NOT tested: {error}.")
    if databases and (fault := find_browser_fault()):
        missing.append(f"Browser: NOT tested: {fault}.")
    if databases and not can_print():
        missing.append("PDF: NOT tested: the libraries that WeasyPrint needs are not all here, see docs/operations.md.")
    return databases, missing


def test(databases: dict[str, str], missing: list[str], arguments: list[str]) -> int:
    """Run pytest on each database, on all of them even when one fails."""
    failures, earlier = 0, []
    workers = (os.cpu_count() or 1) + 1  # a test in a browser mostly waits: one more has something to do meanwhile
    command = ["-m", "pytest", "-p", "tests.summary_plugin", "-n", str(workers), "--dist", "worksteal"]
    lacking = {"browser": find_browser_fault() is not None, "pdf": not can_print()}
    if left_out := " and ".join(f"not {mark}" for mark, is_lacking in lacking.items() if is_lacking):
        command += ["-m", left_out]
    with tempfile.TemporaryDirectory() as folder:
        for label, url in databases.items():
            notes = Path(folder, "notes.json")
            notes.write_text(json.dumps({"label": label, "earlier": earlier, "missing": missing}))
            variables = {"DATABASE_URL": url, "MONOGRAPH_TEST_NOTES": str(notes)}
            again = [f"--ignore={path}" for path in WITHOUT_DATABASE] if earlier else []
            failed = run(
                f"tests on {label}", (*command, *again, *arguments), variables, is_last=label == list(databases)[-1]
            )
            failures += bool(failed)
            outcome = json.loads(notes.read_text()).get("outcome", "ended before any test")
            earlier.append(f"{label}: {'FAILED: ' if failed else ''}{outcome}")
    return 1 if failures else 0


def run(name: str, command: tuple[str, ...], variables: dict[str, str], *, is_last: bool = False) -> int:
    """Run one step with this Python; nothing of the caller's own configuration of the site reaches it."""
    inherited = {key: value for key, value in os.environ.items() if key not in (*SITE_VARIABLES, "DATABASE_URL")}
    environment = inherited | {"SECRET_KEY": secrets.token_urlsafe(50)} | variables
    print(f"== {name}", flush=True)
    start = time.monotonic()
    code = subprocess.run([sys.executable, *command], env=environment, check=False).returncode
    if not is_last:  # pytest's own closing line stays the last of all
        print(f"   {'FAILED' if code else 'done'} in {time.monotonic() - start:.1f} s", flush=True)
    return code


def stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
