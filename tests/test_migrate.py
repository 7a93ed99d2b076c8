"""migrate: a database that this version can't upgrade is recognized and refused, with what to do."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path


def migrate(database: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "x" * 50}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_new_database_can_be_migrated_again_and_one_of_an_unreleased_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    for _ in range(2):
        done = migrate(path)
        assert (done.returncode, done.stderr) == (0, "")
    database = sqlite3.connect(path)
    database.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('monograph', '0013_from_before', '2026-11-02')"
    )
    database.commit()
    database.close()
    done = migrate(path)
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert "0013_from_before" in sentence
    assert "make clean-demo" in sentence
