"""The readers of the environment: what they make of good values, and the sentence they stop a bad one with."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config import environment
from config.environment import WrongSetting

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "hunter2"


def database(value: str) -> dict[str, Any]:
    return environment.database({"DATABASE_URL": value}, "DATABASE_URL", default="")


def email(value: str) -> dict[str, Any]:
    return environment.email({"EMAIL_URL": value}, "EMAIL_URL", default="")


def site_url(value: str) -> str:
    return environment.site_url({"SITE_URL": value}, "SITE_URL", default="")


def site_name(value: str) -> str:
    return environment.text({"SITE_NAME": value}, "SITE_NAME", default="Guides")


def time_zone(value: str) -> object:
    return environment.time_zone({"TIME_ZONE": value}, "TIME_ZONE", default="UTC")


def sender(value: str) -> str:
    return environment.sender({"MAIL_FROM": value}, "MAIL_FROM", default="")


def review_days(value: str) -> int:
    return environment.whole_number({"REVIEW_DAYS": value}, "REVIEW_DAYS", default=7)


def test_a_whole_number_is_read_and_nothing_else() -> None:
    assert review_days(" 14 ") == 14
    assert environment.whole_number({}, "REVIEW_DAYS", default=7) == 7
    for value in ("0", "-1", "1.5", "seven", "", "10000", "\u0667"):
        with pytest.raises(WrongSetting, match="REVIEW_DAYS must be a whole number"):
            review_days(value)


def debug(value: str) -> bool:
    return environment.flag({"DEBUG": value}, "DEBUG")


def secret_key(value: str) -> str:
    return environment.secret({"SECRET_KEY": value}, "SECRET_KEY")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", True),
        ("TRUE", True),
        (" yes ", True),
        ("on", True),
        ("0", False),
        ("No", False),
        ("off", False),
        ("", False),
    ],
)
def test_a_flag_is_yes_or_no(value: str, *, expected: bool) -> None:
    assert debug(value) is expected


def test_what_is_not_set_takes_its_default() -> None:
    assert environment.flag({}, "DEBUG") is False
    assert environment.words({}, "ALLOWED_HOSTS", default=("localhost",)) == ["localhost"]
    assert environment.text({}, "SITE_NAME", default="Guides") == "Guides"
    assert environment.site_url({}, "SITE_URL", default="http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    assert environment.database({}, "DATABASE_URL", default="sqlite:///var/a.sqlite3")["NAME"] == "var/a.sqlite3"
    assert environment.email({}, "EMAIL_URL", default="console:")["BACKEND"].endswith("console.EmailBackend")


def test_a_list_is_split_at_commas_and_empty_items_are_dropped() -> None:
    hosts = environment.words({"ALLOWED_HOSTS": " a.example.org,, b.example.org ,"}, "ALLOWED_HOSTS")
    assert hosts == ["a.example.org", "b.example.org"]


def test_a_site_address_loses_its_trailing_slash() -> None:
    assert site_url("https://guides.example.org/") == "https://guides.example.org"
    assert site_url("http://127.0.0.1:8080") == "http://127.0.0.1:8080"


def test_a_secret_of_fifty_characters_is_taken_as_it_is() -> None:
    assert secret_key("k" * 50) == "k" * 50


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("sqlite:///var/guides.sqlite3", "var/guides.sqlite3"),
        ("sqlite:////srv/guides.sqlite3", "/srv/guides.sqlite3"),
        ("sqlite:///var/a%20%23%3F.sqlite3", "var/a #?.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_a_sqlite_address_names_a_file(value: str, name: str) -> None:
    read = database(value)
    assert (read["ENGINE"], read["NAME"]) == ("django.db.backends.sqlite3", name)
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_time_zone_is_known_by_its_name() -> None:
    assert environment.time_zone({}, "TIME_ZONE", default="UTC") == ZoneInfo("UTC")
    assert time_zone("America/New_York") == ZoneInfo("America/New_York")


def test_mail_comes_from_an_address_alone_or_with_a_name() -> None:
    for value in ("guides@example.org", "Guides <guides@example.org>", "Monograph <noreply@127.0.0.1>"):
        assert sender(value) == value


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_address_gives_every_part_decoded(scheme: str) -> None:
    read = database(f"{scheme}://us%40er:p%2F%23%3F%25w@db.example.org:5433/guides?sslmode=require&pool_max=3")
    options = read.pop("OPTIONS")
    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "guides",
        "USER": "us@er",
        "PASSWORD": "p/#?%w",
        "HOST": "db.example.org",
        "PORT": "5433",
    }
    assert options["sslmode"] == "require"
    assert options["pool"]["max_size"] == 3
    assert "pool_max" not in options


@pytest.mark.parametrize(
    ("value", "port", "is_ssl", "is_tls"),
    [
        ("smtp://mail.example.org", 587, False, True),
        ("smtp://mail.example.org:2525/?tls=no", 2525, False, False),
        ("smtp://127.0.0.1:25?tls=no", 25, False, False),
        ("smtps://mail.example.org", 465, True, False),
    ],
)
def test_mail_is_encrypted_unless_told_otherwise(value: str, port: int, *, is_ssl: bool, is_tls: bool) -> None:
    read = email(value)["OPTIONS"]
    assert (read["port"], read["use_ssl"], read["use_tls"]) == (port, is_ssl, is_tls)


def test_a_mail_address_gives_user_and_password_decoded() -> None:
    read = email("smtp://us%40er:p%2Fw@mail.example.org:587")["OPTIONS"]
    assert (read["host"], read["username"], read["password"]) == (
        "mail.example.org",
        "us@er",
        "p/w",
    )


WRONG = [
    (time_zone, "TIME_ZONE", ["", "New York", "America/Nowhere", "EDT+4", "../UTC", "/etc/passwd"]),
    (sender, "MAIL_FROM", ["", "guides", "Guides <>", "a@b@c", "Guides <a@example.org>\nBcc: b@example.org"]),
    (debug, "DEBUG", ["maybe", "2", "yes please"]),
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
def test_a_wrong_value_is_refused_by_name_and_never_repeats_a_password(
    read: Callable[[str], object], name: str, value: str
) -> None:
    with pytest.raises(WrongSetting) as refusal:
        read(value)
    message = str(refusal.value)
    assert message.startswith(name)
    assert PASSWORD not in message
    # A server shows the traceback, and with it whatever error this one was chained to.
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None or refusal.value.__suppress_context__


def managed(command: str, **variables: str | None) -> "subprocess.CompletedProcess[str]":
    """Run manage.py with these variables; one that is None is not set."""
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=ROOT,
        env={name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["check", "makemigrations --check"])
def test_what_looks_at_the_code_alone_needs_no_secret(command: str) -> None:
    ended = managed(command, SECRET_KEY=None)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("command", ["migrate", "runserver", "publish_due", "check --deploy"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"postgres://user:{PASSWORD}/x@host/guides"),
        ("SECRET_KEY", None),
        ("SITE_URL", "guides"),
        ("TIME_ZONE", "New York"),
    ],
)
def test_manage_stops_with_one_sentence_and_no_traceback(command: str, name: str, value: str | None) -> None:
    ended = managed(command, **{name: value})
    assert ended.returncode == 1
    assert ended.stderr.startswith(name)
    assert len(ended.stderr.splitlines()) == 1
    assert "Traceback" not in ended.stderr
    assert PASSWORD not in ended.stderr
    assert ended.stdout == ""


def test_django_sends_mail_by_the_server_that_email_url_names() -> None:
    """In a process of its own, because the test runner replaces the mail backend. Both of Django's ways are asked."""
    script = (
        "from django.core import mail\n"
        "backend = mail.mailers['default'] if hasattr(mail, 'mailers') else mail.get_connection()\n"
        "print(backend.host, backend.port, backend.username, backend.use_tls)"
    )
    environ = {**os.environ, "EMAIL_URL": "smtp://us%40er:secret@mail.example.org:2525"}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["mail.example.org", "2525", "us@er", "True"]
