"""migrate: a database that this version can't upgrade is recognized and refused, with what to do."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection


def migrate(database: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "x" * 50}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def apply(database: Path, name: str) -> None:
    """Make a database one to which only this migration of the product was applied."""
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("DELETE FROM django_migrations WHERE app = 'monograph'")
        opened.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('monograph', ?, '2026-11-02')", [name]
        )


@pytest.mark.only_on("sqlite")  # whose databases can be copied; the commands are the same for the other
def test_database_can_be_migrated_again_and_one_of_an_unreleased_version_is_refused(
    committing: None, tmp_path: Path
) -> None:
    path = tmp_path / "old.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)  # the tests' own was migrated from nothing
    done = migrate(path)
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("0001_initial", "0013_former_addresses"):  # the first and the last before they became one
        apply(path, name)
        done = migrate(path)
        assert done.returncode == 1
        (sentence,) = done.stderr.splitlines()
        assert name in sentence
        assert "make clean-demo" in sentence
