"""Typed readers of environment variables.

A wrong value stops the start with a sentence that names the variable. Each reader takes the mapping to read
(``os.environ`` in the settings, a dict in the tests), so that nothing here has state. All raise `InvalidSetting`, an
`ImproperlyConfigured`: `manage.py` prints its sentence and nothing else, a server ends its traceback with it. An
address may hold a password, so no message repeats one, whole or in part.

`secret`, `database`, `email` and `error_service` can read from a file too: DATABASE_URL_FILE names a file that holds
the value of DATABASE_URL, as Docker, Kubernetes and systemd hand over secrets.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import django
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
ENCODING = "In a user, password or path write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25."
SECRET_KEY_LENGTH = 50  # below this `check --deploy` warns (security.W009)

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN: a verb that reads and then writes can't be refused halfway with
    # "database is locked". recursive_triggers makes INSERT OR REPLACE fire the triggers on DELETE.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
}
EMAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}


class InvalidSetting(ImproperlyConfigured):
    """A variable of the environment is missing or can't be understood."""


def flag(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """Read yes or no."""
    value = env.get(name, str(default)).strip().lower()
    if value in TRUE or value in FALSE:
        return value in TRUE
    raise InvalidSetting(f"{name} is {env[name]!r}, but must be one of 1, true, yes, on, 0, false, no, off.")


def words(env: Mapping[str, str], name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """Read a comma-separated list; empty items are dropped."""
    return [item.strip() for item in env.get(name, ",".join(default)).split(",") if item.strip()]


def pairs(env: Mapping[str, str], name: str, *, default: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Read a comma-separated list of key=value."""
    listed = []
    for item in words(env, name, default=default):
        key, sign, value = (part.strip() for part in item.partition("="))
        if not key or not sign or not value:
            raise InvalidSetting(f"{name} must be pairs such as poison=1-800-222-1222, but has {item!r}.")
        listed.append((key, value))
    return listed


def text(env: Mapping[str, str], name: str, *, default: str) -> str:
    """Read one line of text that may not be blank."""
    value = env.get(name, default).strip()
    if not value or "\n" in value:
        raise InvalidSetting(f"{name} must be one line of text, but is {env[name]!r}.")
    return value


def choice(env: Mapping[str, str], name: str, choices: tuple[str, ...], *, default: str) -> str:
    """Read one of several words."""
    value = env.get(name, default).strip().lower()
    if value not in choices:
        raise InvalidSetting(f"{name} must be one of {', '.join(choices)}, but is {env[name]!r}.")
    return value


def whole_number(env: Mapping[str, str], name: str, *, default: int, minimum: int = 1, maximum: int = 9999) -> int:
    """Read a whole number in a range, of at most four digits."""
    value = env.get(name, str(default)).strip()
    if not re.fullmatch(r"[0-9]{1,4}", value) or not minimum <= int(value) <= maximum:
        raise InvalidSetting(f"{name} must be a whole number from {minimum} to {maximum}, but is {env[name]!r}.")
    return int(value)


def time_zone(env: Mapping[str, str], name: str, *, default: str) -> ZoneInfo:
    """Read a time zone by its IANA name."""
    value = env.get(name, default).strip()
    if value not in available_timezones():
        raise InvalidSetting(f"{name} must be the IANA name of a time zone, such as UTC or America/New_York.")
    return ZoneInfo(value)


def sender(env: Mapping[str, str], name: str, *, default: str) -> str:
    """Read the address that mail comes from, alone or with a name.

    For example ``guides@example.org`` or ``Guides <guides@example.org>``.
    """
    value = env.get(name, default).strip()
    address = parseaddr(value)[1]
    if not re.fullmatch(r"[^\s@<>,]+@[^\s@<>,]+", address) or any(character in value for character in "\r\n"):
        raise InvalidSetting(f"{name} must be an address like guides@example.org or Guides <guides@example.org>.")
    return value


def value_or_file(env: Mapping[str, str], name: str, *, default: str = "") -> str:
    """Read a variable, or the file named by the variable with the suffix ``_FILE``.

    One newline at the end of the file is dropped, since most editors and ``echo`` add it. Both variables at once are
    refused, because nobody could tell which of the two the site uses. No message repeats what the file holds,
    nor its name, which may be the secret itself, put into the wrong variable.
    """
    file_name = f"{name}_FILE"
    path = env.get(file_name, "")
    if not path:
        return env.get(name, default)
    if env.get(name):
        raise InvalidSetting(f"{name} and {file_name} are both set. Unset one of them.")
    try:
        value = Path(path).read_text(encoding="utf-8").removesuffix("\n")
    except OSError as error:
        raise InvalidSetting(f"The file that {file_name} names can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InvalidSetting(f"The file that {file_name} names is not text in UTF-8.") from None
    if not value.strip():
        raise InvalidSetting(f"The file that {file_name} names is empty.")
    return value


def secret(env: Mapping[str, str], name: str) -> str:
    """Read a secret, from a file too. There is no default, and a short one is refused."""
    value = value_or_file(env, name)
    if len(value) < SECRET_KEY_LENGTH:
        state = "is not set" if not value else f"has only {len(value)} characters"
        raise InvalidSetting(
            f"{name} {state}. Set it to {SECRET_KEY_LENGTH} or more random characters, for example from: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return value


def _split(name: str, value: str, form: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # urlsplit parses it on access only
    except ValueError:
        # Not chained: with a "/" in the password urlsplit takes half of it for the port, and quotes it.
        raise InvalidSetting(f"{name} is not an address of the form {form}. {ENCODING}") from None
    if url.fragment or "@" in url.path:
        raise InvalidSetting(f"{name} is not an address of the form {form}. {ENCODING}")
    return url


def site_url(env: Mapping[str, str], name: str, *, default: str) -> str:
    """Read the address under which readers reach the site, without a trailing slash."""
    value = env.get(name, default).strip().rstrip("/")
    url = _split(name, value, "https://guides.example.org")
    if url.scheme not in {"http", "https"} or not url.hostname or "@" in url.netloc or url.query or url.path:
        raise InvalidSetting(f"{name} must be an address like https://guides.example.org, with nothing after the host.")
    return value


@dataclass(frozen=True)
class SingleSignOn:
    """The provider of OpenID Connect through which people log in; without an issuer, there is none."""

    label: str = ""  # what its login is called on the login page
    issuer: str = ""  # its address; its metadata is at /.well-known/openid-configuration
    client_id: str = ""
    client_secret: str = ""
    roles: dict[str, str] = field(default_factory=dict)  # a group of the provider -> a role here
    groups_claim: str = ""

    @property
    def is_on(self) -> bool:
        return bool(self.issuer)


def single_sign_on(
    *, issuer: str, client_id: str, client_secret: str, roles: list[tuple[str, str]], groups_claim: str, label: str
) -> SingleSignOn:
    """Check the provider's variables, which are needed together."""
    if not issuer:
        return SingleSignOn()
    parts = _split("OIDC_ISSUER", issuer, "https://login.example.org")
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise InvalidSetting("OIDC_ISSUER must begin with https://.")
    needed = {"OIDC_CLIENT_ID": client_id, "OIDC_CLIENT_SECRET": client_secret, "OIDC_ROLES": roles}
    if missing := [name for name, value in needed.items() if not value]:
        raise InvalidSetting(f"With OIDC_ISSUER, {missing[0]} must be set.")
    return SingleSignOn(label, issuer.rstrip("/"), client_id, client_secret, dict(roles), groups_claim)


def error_service(env: Mapping[str, str], name: str) -> str:
    """Read the address of a service for reports of errors, from a file too; "" for none."""
    value = value_or_file(env, name).strip()
    if not value:
        return ""
    form = "https://key@errors.example.org/1"
    url = _split(name, value, form)
    if url.scheme not in {"http", "https"} or not url.hostname or not url.username or not url.path.strip("/"):
        raise InvalidSetting(f"{name} must have the form {form}.")
    return value


def passkey_origin(url: str) -> str:
    """Return the origin of the site's address, as browsers write it into what a passkey signs.

    Browsers bind passkeys to names, not to figures: on this machine, to ``localhost``.
    """
    parts = urlsplit(url)
    host = "localhost" if parts.hostname == "127.0.0.1" else parts.hostname
    is_usual = parts.port in {None, {"http": 80, "https": 443}[parts.scheme]}
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{parts.port}")


def database(env: Mapping[str, str], name: str, *, default: str) -> dict[str, Any]:
    """Read a database address into one entry of ``DATABASES``, from a file too.

    ``sqlite:///relative/path``, ``sqlite:////absolute/path`` and ``sqlite://:memory:`` give SQLite;
    ``postgres://user:password@host:port/name`` (or ``postgresql://``) gives PostgreSQL through psycopg's pool.
    A query string goes to the driver, except ``pool_max`` (how many connections a process keeps at most; 8 by default).
    """
    value = value_or_file(env, name, default=default).strip()
    form = "sqlite:///path/to/file or postgres://user:password@host:5432/name"
    if value == "sqlite://:memory:":  # ":memory:" is where a port would be: urlsplit can't split it
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": SQLITE_OPTIONS}
    url = _split(name, value, form)
    if url.scheme == "sqlite":
        path = unquote(url.path[1:])
        if not path or url.netloc or url.query:
            raise InvalidSetting(f"{name} must name a file and nothing more, in the form {form}.")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": SQLITE_OPTIONS}
    if url.scheme not in {"postgres", "postgresql"}:
        raise InvalidSetting(f"{name} must have the form {form}.")
    options: dict[str, Any] = dict(parse_qsl(url.query))
    pool_max = str(options.pop("pool_max", "8"))
    if not pool_max.isdecimal() or int(pool_max) < 1:
        raise InvalidSetting(f"{name} has a pool_max that is not a whole number above zero.")
    if not url.path.strip("/") or "/" in url.path[1:]:
        raise InvalidSetting(f"{name} must name one database after the host, in the form {form}. {ENCODING}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        # A restart of the database would cost each connection of the pool an error.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": int(pool_max), "timeout": 10}},
    }


def email(env: Mapping[str, str], name: str, *, default: str) -> dict[str, Any]:
    """Read a mail server's address into one entry of ``MAILERS``, from a file too.

    ``console:`` prints mail; ``smtp://user:password@host:587`` uses STARTTLS, ``smtps://…:465`` TLS from the start;
    ``smtp://…?tls=no`` sends in the clear, for a relay on the same machine.
    """
    value = value_or_file(env, name, default=default).strip()
    form = "console: or smtp://user:password@host:587"
    url = _split(name, value, form)
    if url.scheme not in EMAIL_BACKENDS or (url.scheme != "console" and not url.hostname) or url.path.strip("/"):
        raise InvalidSetting(f"{name} must have the form {form}. {ENCODING}")
    if url.query not in {"", "tls=yes", "tls=no"}:
        raise InvalidSetting(f"{name} can end in ?tls=yes or ?tls=no, and in nothing else.")
    if url.scheme == "console":
        return {"BACKEND": EMAIL_BACKENDS["console"], "OPTIONS": {}}
    is_implicit = url.scheme == "smtps"
    options = {
        "host": url.hostname,
        "port": url.port or (465 if is_implicit else 587),
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_ssl": is_implicit,
        "use_tls": not is_implicit and url.query != "tls=no",
        "timeout": 10,  # seconds that a server that does not respond can delay one run of send_notices
    }
    return {"BACKEND": EMAIL_BACKENDS[url.scheme], "OPTIONS": options}


def mail_settings(mailer: dict[str, Any]) -> dict[str, Any]:
    """Return a mailer as settings: ``MAILERS`` from Django 6.1 on, ``EMAIL_*`` before."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": mailer}}
    names = {"username": "EMAIL_HOST_USER", "password": "EMAIL_HOST_PASSWORD"}
    options = {names.get(key, f"EMAIL_{key.upper()}"): value for key, value in mailer["OPTIONS"].items()}
    return {"EMAIL_BACKEND": mailer["BACKEND"], **options}
