"""Each reader of the environment as a function of one value, with the password that no message may repeat."""

from typing import Any

from config import environment

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


def signing(value: str) -> str:
    choices = ("passkey", "password")
    return environment.choice({"SIGNING_REQUIRES": value}, "SIGNING_REQUIRES", choices, default="password")


def debug(value: str) -> bool:
    return environment.flag({"DEBUG": value}, "DEBUG")


def secret_key(value: str) -> str:
    return environment.secret({"SECRET_KEY": value}, "SECRET_KEY")


def error_service(value: str) -> str:
    return environment.error_service({"ERROR_REPORTING_DSN": value}, "ERROR_REPORTING_DSN")
