"""The sentence that a wrong value of the environment is refused with."""

from collections.abc import Callable

import pytest

from config.environment import InvalidSetting
from tests.environment.readers import (
    PASSWORD,
    database,
    debug,
    email,
    error_service,
    secret_key,
    sender,
    signing,
    site_name,
    site_url,
    time_zone,
)

WRONG = [
    (time_zone, "TIME_ZONE", ["", "New York", "America/Nowhere", "EDT+4", "../UTC", "/etc/passwd"]),
    (sender, "MAIL_FROM", ["", "guides", "Guides <>", "a@b@c", "Guides <a@example.org>\nBcc: b@example.org"]),
    (signing, "SIGNING_REQUIRES", ["", "nothing", "pass key"]),
    (debug, "DEBUG", ["maybe", "2", "yes please"]),
    (error_service, "ERROR_REPORTING_DSN", [PASSWORD, "https://errors.example.org/1", f"https://{PASSWORD}@host"]),
    (secret_key, "SECRET_KEY", ["", PASSWORD, PASSWORD * 7]),
    (site_name, "SITE_NAME", ["", "  ", "two\nlines"]),
    (
        site_url,
        "SITE_URL",
        [
            "",
            "guides.example.org",
            "ftp://guides.example.org",
            "https://",
            "https://guides.example.org/a",
            "https://guides.example.org?a",
            "https://guides.example.org#a",
            "https://guides.example.org:port",
            "https://[::1",
            f"https://user:{PASSWORD}@guides.example.org",
        ],
    ),
    (
        database,
        "DATABASE_URL",
        [
            "",
            "guides",
            PASSWORD,
            "sqlite:",
            "sqlite://",
            "sqlite:///",
            "sqlite://var/guides.sqlite3",
            "sqlite:///var/guides.sqlite3?mode=ro",
            "sqlite:///var/a#b.sqlite3",
            f"mysql://user:{PASSWORD}@host/guides",
            f"postgres://user:{PASSWORD}@host",
            f"postgres://user:{PASSWORD}@host/",
            f"postgres://user:{PASSWORD}@host/guides/more",
            f"postgres://user:{PASSWORD}@host:port/guides",
            f"postgres://user:{PASSWORD}@host:99999/guides",
            f"postgres://user:{PASSWORD}@[host/guides",
            f"postgres://user:{PASSWORD}@host/guides?pool_max=none",
            f"postgres://user:{PASSWORD}@host/guides?pool_max=0",
            # Characters that must be encoded in a password: each cuts the address at another place.
            f"postgres://user:{PASSWORD}/x@host/guides",
            f"postgres://user:1/{PASSWORD}@host/guides",
            f"postgres://user:{PASSWORD}#x@host/guides",
            f"postgres://user:1#{PASSWORD}@host/guides",
            f"postgres://user:{PASSWORD}?x@host/guides",
            f"postgres://user:{PASSWORD}\u2100@host/guides",
        ],
    ),
    (
        email,
        "EMAIL_URL",
        [
            "",
            "console",
            "mail.example.org",
            "smtp://",
            "smtp://mail.example.org/path",
            "smtp://mail.example.org?tls=maybe",
            f"imap://user:{PASSWORD}@mail.example.org",
            f"smtp://user:{PASSWORD}@mail.example.org:port",
            f"smtp://user:{PASSWORD}/x@mail.example.org",
            f"smtp://user:1/{PASSWORD}@mail.example.org",
            f"smtp://user:1#{PASSWORD}@mail.example.org",
        ],
    ),
]


@pytest.mark.parametrize(
    ("read", "name", "value"), [(read, name, value) for read, name, values in WRONG for value in values]
)
def test_wrong_value_is_refused_by_name_without_repeating_the_password(
    read: Callable[[str], object], name: str, value: str
) -> None:
    with pytest.raises(InvalidSetting) as refusal:
        read(value)
    message = str(refusal.value)
    assert message.startswith(name)
    assert PASSWORD not in message
    # A server shows the traceback, and with it whatever error this one was chained to.
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None or refusal.value.__suppress_context__
