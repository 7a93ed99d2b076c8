"""Typed readers of the environment. A wrong value stops the start with a sentence that names the variable.

Each reader takes the mapping to read (``os.environ`` in the settings, a dict in the tests), so that nothing here
has state. All raise `WrongSetting`, an `ImproperlyConfigured`, which `manage.py` and every server print as it is.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
SECRET_KEY_LENGTH = 50  # below this `check --deploy` warns (security.W009)

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN: a verb that reads and then writes can't be refused half-way with
    # "database is locked". recursive_triggers makes INSERT OR REPLACE fire the delete guards.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
}
EMAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}


class WrongSetting(ImproperlyConfigured):
    """A variable of the environment is missing or can't be understood."""


def flag(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """Read yes or no."""
    value = env.get(name, str(default)).strip().lower()
    if value in TRUE or value in FALSE:
        return value in TRUE
    raise WrongSetting(f"{name} is {env[name]!r}, but must be one of 1, true, yes, on, 0, false, no, off.")


def words(env: Mapping[str, str], name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """Read a comma-separated list; empty items are dropped."""
    return [item.strip() for item in env.get(name, ",".join(default)).split(",") if item.strip()]


def text(env: Mapping[str, str], name: str, *, default: str) -> str:
    """Read one line of text that may not be blank."""
    value = env.get(name, default).strip()
    if not value or "\n" in value:
        raise WrongSetting(f"{name} must be one line of text, but is {env[name]!r}.")
    return value


def secret(env: Mapping[str, str], name: str) -> str:
    """Read a secret: there is no default, and a short one is refused."""
    value = env.get(name, "")
    if len(value) < SECRET_KEY_LENGTH:
        state = "is not set" if not value else f"has only {len(value)} characters"
        raise WrongSetting(
            f"{name} {state}. Set it to {SECRET_KEY_LENGTH} or more random characters, for example from: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return value


def _split(name: str, value: str, form: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # is parsed only when asked for
    except ValueError as error:
        raise WrongSetting(f"{name} is not an address of the form {form}: {error}.") from error
    return url


def site_url(env: Mapping[str, str], name: str, *, default: str) -> str:
    """Read the address under which readers reach the site, without a trailing slash."""
    value = env.get(name, default).strip().rstrip("/")
    url = _split(name, value, "https://guides.example.org")
    if url.scheme not in {"http", "https"} or not url.hostname or url.query or url.fragment or url.path:
        raise WrongSetting(f"{name} is {value!r}, but must be an address like https://guides.example.org.")
    return value


def database(env: Mapping[str, str], name: str, *, default: str) -> dict[str, Any]:
    """Read a database address into one entry of ``DATABASES``.

    ``sqlite:///relative/path``, ``sqlite:////absolute/path`` and ``sqlite://:memory:`` give SQLite;
    ``postgres://user:password@host:port/name`` (or ``postgresql://``) gives PostgreSQL through psycopg's pool.
    A query string is handed to the driver, save ``pool_max`` (most connections a process keeps, 8 by default).
    """
    # The address may hold a password: no message of this reader repeats it.
    value = env.get(name, default).strip()
    form = "sqlite:///path/to/file or postgres://user:password@host:5432/name"
    url = _split(name, value, form)
    if url.scheme == "sqlite":
        path = ":memory:" if url.netloc == ":memory:" else unquote(url.path[1:])
        if not path or (url.netloc and path != ":memory:"):
            raise WrongSetting(f"{name} must name a file, in the form {form}.")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE_OPTIONS}
    if url.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(f"{name} must have the form {form}; its scheme {url.scheme!r} is neither.")
    options: dict[str, Any] = dict(parse_qsl(url.query))
    pool_max = str(options.pop("pool_max", "8"))
    if not pool_max.isdecimal() or int(pool_max) < 1:
        raise WrongSetting(f"{name} has pool_max={pool_max}, but it must be a whole number above zero.")
    if not url.path.strip("/"):
        raise WrongSetting(f"{name} names no database: it must have the form {form}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": int(pool_max), "timeout": 10}},
    }


def email(env: Mapping[str, str], name: str, *, default: str) -> dict[str, Any]:
    """Read a mail address into Django's ``EMAIL_*`` settings.

    ``console:`` prints mail; ``smtp://user:password@host:587`` uses STARTTLS, ``smtps://…:465`` TLS from the start;
    ``smtp://…?tls=no`` sends in the clear, for a relay on the same machine.
    """
    value = env.get(name, default).strip()
    form = "console: or smtp://user:password@host:587"
    url = _split(name, value, form)
    if url.scheme not in EMAIL_BACKENDS or (url.scheme != "console" and not url.hostname):
        raise WrongSetting(f"{name} must have the form {form}.")
    if url.scheme == "console":
        return {"EMAIL_BACKEND": EMAIL_BACKENDS["console"]}
    is_implicit = url.scheme == "smtps"
    return {
        "EMAIL_BACKEND": EMAIL_BACKENDS[url.scheme],
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if is_implicit else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": is_implicit,
        "EMAIL_USE_TLS": not is_implicit and dict(parse_qsl(url.query)).get("tls") != "no",
    }
