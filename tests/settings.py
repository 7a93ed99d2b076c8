"""The settings of the product, with what would only make tests slow. Nothing that is tested depends on it."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Without a manifest, which collectstatic makes.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PAGES_TRUSTED_SECONDS = 0  # a test publishes and reads within the half second
