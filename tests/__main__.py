"""Runs every check: style, types, Django's own checks, then the tests on each database.

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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.lint import STEPS as LINT
from tests.machine import SITE_VARIABLES, NotHere, can_print, find_browser_fault, find_postgresql

PARTS = ("lint", "checks", "sqlite", "postgresql")
PRODUCTION = {
    "SITE_URL": "https://guides.example.org",
    "ALLOWED_HOSTS": "guides.example.org",
    "BUFFERING_PROXY": "1",
    "EMAIL_URL": "smtp://guides:password@mail.example.org:587",
}

CHECKS = {
    "migrations are complete": ("manage.py", "makemigrations", "--check", "--dry-run"),
    "production settings": ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
}
# No database can change the outcome of these, so they run once, with the first.
WITHOUT_DATABASE = (
    # texts, settings and the code itself: no table is read
    *("tests/content", "tests/comparison", "tests/environment", "tests/preflight", "tests/test_architecture.py"),
    *(
        f"tests/test_{name}.py"
        for name in (
            "audit_of_packages",
            "compare_command",
            "docs",
            "intake_command",
            "migrate",
            "preflight_command",
            "requirements",
        )
    ),
    *("tests/test_retired_words.py", "tests/test_static_files.py"),
    # who may do what, by permission and by page; what the verbs then write is tested with each verb
    *(f"tests/access/test_{name}.py" for name in ("changing", "headers", "reading", "tables")),
    *("tests/access/test_unsigned_words.py", "tests/test_permissions.py"),
    # what a page of the desks shows and refuses: each is opened on each database, and the verbs are tested there
    *(f"tests/desk/test_{name}.py" for name in ("edition_pages", "findings", "home", "section_history")),
    *(f"tests/desk/test_{name}.py" for name in ("publish_page", "publish_page_input", "signature_sheet")),
    *(f"tests/desk/test_{name}.py" for name in ("review_page", "review_page_input", "section_editor")),
    *(f"tests/desk/test_{name}.py" for name in ("section_editor_input", "working_copy_pages", "word_file_page")),
    *(f"tests/desk/test_{name}.py" for name in ("guide_page", "reports", "word_page")),
    *(f"tests/desk/test_{name}.py" for name in ("review_comments", "review_page_refusals", "review_page_stale_tabs")),
    # how often a page asks the database: Django's ORM makes the same number of queries for each
    *(f"tests/desk/test_{name}queries.py" for name in ("", "editing_", "publish_page_", "working_copy_")),
    # words, layout and files, made of rows that other tests write and read on each database
    *(f"tests/test_{name}.py" for name in ("guide_forms", "languages", "printing", "provenance", "page_order")),
    *(f"tests/test_{name}.py" for name in ("machine_readable", "guide_page", "edition_page", "public_errors")),
    *(f"tests/test_{name}.py" for name in ("feedback_page", "page_cache")),
    # what readers of files refuse before any row is asked for; half-sent requests never reach one
    *(f"tests/test_{name}.py" for name in ("guides_spreadsheet_faults", "hostile_files", "slow_clients")),
    *(
        f"tests/desk/test_{name}.py"
        for name in ("preview", "publish_page_changes", "second_factor_page", "passkey_page")
    ),
    *(f"tests/desk/test_{name}.py" for name in ("review_comparison", "section_merge_screen", "signature_sheet_pdf")),
    # how pages look and help in a browser; tests/browser/test_whole_story.py drives one on each database
    *(f"tests/browser/test_{name}.py" for name in ("desk_accessibility", "public_accessibility", "public_site")),
    *(f"tests/browser/test_{name}.py" for name in ("section_editor", "section_merge", "beside_the_text", "pasting")),
    *(f"tests/browser/test_{name}.py" for name in ("autosave", "site_words", "spreadsheet_pages", "stale_tab")),
    "tests/browser/test_single_sign_on.py",
    *(
        f"tests/browser/test_{name}.py"
        for name in ("pharmacists_story", "publishers_story", "first_days", "passages", "clipboards", "passkeys")
    ),
    "tests/desk/test_comment_places.py",
    # rules of Python over rows that other tests write and read on each database
    *(f"tests/test_{name}.py" for name in ("change_notes", "comment_anchor", "guide_links", "history_export")),
    *(f"tests/test_{name}.py" for name in ("invalid_content", "public_pages", "release_candidate", "waiver_scope")),
    *(
        "tests/test_guides_spreadsheet_dialects.py",
        "tests/test_library_spreadsheet.py",
        "tests/mailing/test_content.py",
    ),
    # pages and redirects of accounts, and of desks; the verbs behind them are tested on each database
    *(
        f"tests/desk/test_{name}.py"
        for name in ("people", "return_page", "score_sheet", "section_merge", "start_guide")
    ),
    *(f"tests/desk/test_{name}.py" for name in ("publish_page_stale_tabs", "section_editor_stale_tabs")),
    "tests/accounts/test_single_sign_on.py",
    # the demo runs on SQLite
    "tests/test_load_sample.py",
)


def main() -> int:
    options = parse_arguments()
    os.chdir(Path(__file__).resolve().parent.parent)
    databases, missing = find_databases(options.only)
    if missing and os.environ.get("CI", "").lower() in {"1", "true"}:
        return stop("With CI=true everything must be tested, but: " + " ".join(missing))
    # They run side by side, so the longest are first.
    checks = (CHECKS if "checks" in options.only else {}) | (LINT if "lint" in options.only else {})
    if failed := run_checks(checks):
        return stop(f"Failed: {', '.join(failed)}." + (" No test was run." if databases else ""))
    return run_tests(databases, missing, options.pytest)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=PARTS, help="run this part alone; can be given repeatedly")
    parser.add_argument("pytest", nargs="*", metavar="-- ARGUMENTS", help="what to hand to pytest")
    options = parser.parse_args()
    options.only = options.only or PARTS
    return options


def find_databases(parts: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Return the databases to test on, as label and address, and a line for each thing that this machine lacks."""
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


def run_checks(checks: dict[str, tuple[str, ...]]) -> list[str]:
    """Run independent checks, as many at a time as there are cores; print what each says, return those that failed."""
    variables = environment(PRODUCTION | {"DATABASE_URL": "sqlite://:memory:"})

    def check(name: str) -> tuple[str, subprocess.CompletedProcess[str], float]:
        start = time.monotonic()
        captured = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        done = subprocess.run([sys.executable, *checks[name]], env=variables, check=False, **captured)
        return name, done, time.monotonic() - start

    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, done, seconds in pool.map(check, checks):
            print(f"== {name}: {'FAILED' if done.returncode else 'done'} in {seconds:.1f} s", flush=True)
            print(done.stdout, end="", flush=True)
            failed += [name] if done.returncode else []
    return failed


def run_tests(databases: dict[str, str], missing: list[str], arguments: list[str]) -> int:
    """Run pytest on each database, also after one has failed."""
    failures, earlier = 0, []
    cores = os.cpu_count() or 1
    command = [sys.executable, "-m", "pytest", "-p", "tests.summary_plugin", "--dist", "worksteal"]
    lacking = {"browser": find_browser_fault() is not None, "pdf": not can_print()}
    if left_out := " and ".join(f"not {mark}" for mark, is_lacking in lacking.items() if is_lacking):
        command += ["-m", left_out]
    with tempfile.TemporaryDirectory() as folder:
        for label, url in databases.items():
            notes = Path(folder, "notes.json")
            notes.write_text(json.dumps({"label": label, "earlier": earlier, "missing": missing}))
            variables = environment({"DATABASE_URL": url, "MONOGRAPH_TEST_NOTES": str(notes)})
            ignored = [f"--ignore={path}" for path in WITHOUT_DATABASE] if earlier else []
            # A test in a browser mostly waits: one more worker uses the cores meanwhile.
            workers = ["-n", str(cores if earlier else cores + 1)]
            print(f"== tests on {label}", flush=True)
            done = subprocess.run([*command, *workers, *ignored, *arguments], env=variables, check=False)
            failures += bool(done.returncode)
            outcome = json.loads(notes.read_text()).get("outcome", "ended before any test")
            earlier.append(f"{label}: {'FAILED: ' if done.returncode else ''}{outcome}")
    return 1 if failures else 0


def environment(variables: dict[str, str]) -> dict[str, str]:
    """Return the environment of a step, without the caller's own configuration of the site.

    Python may keep what it compiled: many processes start, and each would compile everything again.
    """
    left_out = {*SITE_VARIABLES, "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return inherited | {"SECRET_KEY": secrets.token_urlsafe(50)} | variables


def stop(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
