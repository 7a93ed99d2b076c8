"""A phone with an authenticator app (RFC 6238), which shows one-time codes for a key."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import User
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from monograph.accounts import second_factor

from .cast import PASSWORD

NOON = datetime(2030, 11, 25, 12, tzinfo=UTC)  # for a frozen clock, so that the current code does not change
STEP = 31  # seconds: by then the app shows another code


@dataclass(frozen=True)
class Phone:
    key: bytes

    @property
    def code(self) -> str:
        """What the app shows now."""
        return f"{totp(self.key):06}"

    @property
    def wrong_code(self) -> str:
        return f"{(int(self.code) + 1) % 1_000_000:06}"


def phone_with(app: TOTPDevice) -> Phone:
    return Phone(app.bin_key)


def set_up_second_factor(person: User) -> tuple[Phone, list[str]]:
    """Give a person a second factor; return the phone and the recovery codes.

    This uses up the current code.
    """
    phone = phone_with(second_factor.enroll(actor=person))
    _, codes = second_factor.confirm(actor=person, password=PASSWORD, token=phone.code)
    return phone, codes
