"""migrate: a database that this version can't upgrade is recognized and refused, with what to do."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path


def migrate(database: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "x" * 50}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def apply(database: Path, name: str) -> None:
    """Make a database one to which only this migration of the product was applied."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'monograph'")
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('monograph', ?, '2026-11-02')", [name]
        )


def test_new_database_can_be_migrated_again_and_one_of_an_unreleased_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    for _ in range(2):
        done = migrate(path)
        assert (done.returncode, done.stderr) == (0, "")
    for name in ("0001_initial", "0013_former_addresses"):  # the first and the last before they became one
        apply(path, name)
        done = migrate(path)
        assert done.returncode == 1
        (sentence,) = done.stderr.splitlines()
        assert name in sentence
        assert "make clean-demo" in sentence
