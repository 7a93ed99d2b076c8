"""Sets the environment and the few settings that every pytest run needs.

pyproject.toml makes pytest load this first: pytest-django reads the settings before it reads any conftest.py.
"""

import os
import secrets
import tempfile
from pathlib import Path

import pytest

from tests.machine import SITE_VARIABLES

# A developer's own configuration of the site must not change what the tests see. DATABASE_URL may be given.
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
        # Django would use memory. Only a file has the locks of production, and can be opened by other processes.
        database.setdefault("TEST", {})["NAME"] = str(Path(folder.name, "test.sqlite3"))
    # WhiteNoise warns if the folder does not exist.
    settings.STATIC_ROOT = folder.name
