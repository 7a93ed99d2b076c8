"""Gives every pytest run the environment and the few settings it needs.

pyproject.toml has pytest load this first. A conftest.py would be too late: pytest-django reads the settings before it.
"""

import os
import secrets
import tempfile
from pathlib import Path

import pytest

from tests.machine import SITE_VARIABLES

# What a developer's own shell has set for the site must not affect the tests. DATABASE_URL may be given.
for name in SITE_VARIABLES:
    os.environ.pop(name, None)
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("DATABASE_URL", "sqlite:///var/test.sqlite3")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    folder = tempfile.TemporaryDirectory(prefix="monograph-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # A file, where Django would take memory: only a file has the locks, and the readers in other processes, of
        # the real thing.
        database.setdefault("TEST", {})["NAME"] = str(Path(folder.name, "test.sqlite3"))
    # WhiteNoise warns of a folder that is not there.
    settings.STATIC_ROOT = folder.name
