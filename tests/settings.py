"""The settings of the product, without what makes tests slow. No test depends on the differences."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # noqa: F405
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":  # noqa: F405
    # A commit need not wait for the disk: nothing outlives the run.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405
# Most tests sign with a password; those of what signing needs set this themselves.
SIGNING_REQUIRES = "password"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# collectstatic would have to make the manifest first.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
# Sessions are in the database too, but read from memory: each request reads one.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# Tests publish and read within half a second.
PAGES_TRUSTED_SECONDS = 0
