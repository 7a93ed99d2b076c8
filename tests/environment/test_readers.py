"""What the readers of the environment make of good values."""

from zoneinfo import ZoneInfo

import pytest

from config import environment
from config.environment import InvalidSetting
from tests.environment.readers import (
    database,
    debug,
    email,
    review_days,
    secret_key,
    sender,
    signing,
    site_url,
    time_zone,
)


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
def test_flag_is_yes_or_no(value: str, *, expected: bool) -> None:
    assert debug(value) is expected


def test_unset_variable_takes_its_default() -> None:
    assert environment.flag({}, "DEBUG") is False
    assert environment.words({}, "ALLOWED_HOSTS", default=("localhost",)) == ["localhost"]
    assert environment.text({}, "SITE_NAME", default="Guides") == "Guides"
    assert environment.site_url({}, "SITE_URL", default="http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    assert environment.database({}, "DATABASE_URL", default="sqlite:///var/a.sqlite3")["NAME"] == "var/a.sqlite3"
    assert environment.email({}, "EMAIL_URL", default="console:")["BACKEND"].endswith("console.EmailBackend")


def test_list_is_split_at_commas_and_drops_empty_items() -> None:
    hosts = environment.words({"ALLOWED_HOSTS": " a.example.org,, b.example.org ,"}, "ALLOWED_HOSTS")
    assert hosts == ["a.example.org", "b.example.org"]


def test_site_address_loses_its_trailing_slash() -> None:
    assert site_url("https://guides.example.org/") == "https://guides.example.org"
    assert site_url("http://127.0.0.1:8080") == "http://127.0.0.1:8080"


def test_secret_of_fifty_characters_is_accepted_unchanged() -> None:
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
def test_sqlite_address_names_a_file(value: str, name: str) -> None:
    read = database(value)
    assert (read["ENGINE"], read["NAME"]) == ("django.db.backends.sqlite3", name)
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_time_zone_is_found_by_its_iana_name() -> None:
    assert environment.time_zone({}, "TIME_ZONE", default="UTC") == ZoneInfo("UTC")
    assert time_zone("America/New_York") == ZoneInfo("America/New_York")


def test_sender_is_an_address_with_or_without_a_name() -> None:
    for value in ("guides@example.org", "Guides <guides@example.org>", "Monograph <noreply@127.0.0.1>"):
        assert sender(value) == value


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_address_gives_every_part_decoded(scheme: str) -> None:
    read = database(f"{scheme}://us%40er:p%2F%23%3F%25w@db.example.org:5433/guides?sslmode=require&pool_max=3")
    options = read.pop("OPTIONS")
    assert read == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "guides",
        "USER": "us@er",
        "PASSWORD": "p/#?%w",
        "HOST": "db.example.org",
        "PORT": "5433",
        "CONN_HEALTH_CHECKS": True,
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
def test_mail_is_encrypted_unless_tls_is_turned_off(value: str, port: int, *, is_ssl: bool, is_tls: bool) -> None:
    read = email(value)["OPTIONS"]
    assert (read["port"], read["use_ssl"], read["use_tls"]) == (port, is_ssl, is_tls)


def test_mail_address_gives_user_and_password_decoded() -> None:
    read = email("smtp://us%40er:p%2Fw@mail.example.org:587")["OPTIONS"]
    assert (read["host"], read["username"], read["password"]) == (
        "mail.example.org",
        "us@er",
        "p/w",
    )


def test_whole_number_is_read_and_anything_else_refused() -> None:
    assert review_days(" 14 ") == 14
    assert environment.whole_number({}, "REVIEW_DAYS", default=7) == 7
    for value in ("0", "-1", "1.5", "seven", "", "10000", "\u0667"):
        with pytest.raises(InvalidSetting, match="REVIEW_DAYS must be a whole number"):
            review_days(value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://guides.example.org", "https://guides.example.org"),
        ("https://Guides.Example.org:443", "https://guides.example.org"),
        ("https://guides.example.org:8443", "https://guides.example.org:8443"),
        ("http://127.0.0.1:8000", "http://localhost:8000"),
    ],
)
def test_origin_of_passkeys_is_as_browsers_name_it(url: str, origin: str) -> None:
    assert environment.passkey_origin(url) == origin


def test_choice_is_read_whatever_its_case() -> None:
    assert (signing(" Passkey "), signing("password")) == ("passkey", "password")


def test_pairs_are_split_at_commas_and_need_both_sides() -> None:
    env = {"NUMBERS_TO_CALL": "poison=1-800-222-1222, nurse line = 1-800-555-0142,"}
    listed = environment.pairs(env, "NUMBERS_TO_CALL")
    assert listed == [("poison", "1-800-222-1222"), ("nurse line", "1-800-555-0142")]
    for wrong in ("poison", "=1", "poison="):
        with pytest.raises(InvalidSetting, match="NUMBERS_TO_CALL"):
            environment.pairs({"NUMBERS_TO_CALL": wrong}, "NUMBERS_TO_CALL")
