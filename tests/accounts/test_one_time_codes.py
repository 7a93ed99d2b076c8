"""One-time codes: each is accepted once, and guessing is slow."""

import pytest
from django.contrib.auth.models import User
from time_machine import Traveller

from monograph.accounts import second_factor
from monograph.accounts.identity import verify_code, verify_identity
from monograph.accounts.lockout import MAX_FAILURES
from monograph.models import AuditEntry

from .. import authenticator_app
from ..authenticator_app import Phone, set_up_second_factor
from ..cast import PASSWORD, Cast
from .outcomes import refused

Action = AuditEntry.Action


def test_code_is_accepted_once(priya: tuple[User, Phone, list[str]], clock: Traveller) -> None:
    person, phone, _ = priya
    verify_identity(person, PASSWORD, phone.code)
    assert refused(verify_identity, person, PASSWORD, phone.code) == "wrong_code"
    clock.shift(authenticator_app.STEP)
    verify_identity(person, PASSWORD, phone.code)


def test_wrong_password_uses_up_no_code(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, _ = priya
    assert refused(verify_identity, person, "wrong", phone.code) == "wrong_password"
    verify_identity(person, PASSWORD, phone.code)


@pytest.mark.parametrize(("seconds", "is_taken"), [(30, True), (-30, True), (90, False), (-90, False)])
def test_clock_of_a_phone_may_be_off_by_half_a_minute(
    priya: tuple[User, Phone, list[str]], clock: Traveller, seconds: int, is_taken: bool
) -> None:
    person, phone, _ = priya
    clock.shift(300)
    shown = phone.code
    clock.shift(seconds)
    if is_taken:
        verify_identity(person, PASSWORD, shown)
    else:
        assert refused(verify_identity, person, PASSWORD, shown) == "wrong_code"


def test_recovery_code_is_accepted_once(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, recovery = priya
    spaced = f" {recovery[0][:4]} {recovery[0][4:8]} {recovery[0][8:]} "
    verify_identity(person, PASSWORD, spaced)
    assert refused(verify_identity, person, PASSWORD, recovery[0]) == "wrong_code"
    verify_code(person, phone.code)  # guesses at the one do not slow the other
    assert second_factor.recovery_codes_left(person) == 9


@pytest.mark.parametrize("token", ["", "   ", "abc", "1" * 5000, "١٢٣٤٥٦", "\x00", "-12345", "1e5"])
def test_input_that_is_no_code_is_refused(priya: tuple[User, Phone, list[str]], token: str) -> None:
    expected = "wrong_code" if token.strip() else "no_code"
    assert refused(verify_identity, priya[0], PASSWORD, token) == expected


def test_code_of_a_colleague_is_refused(priya: tuple[User, Phone, list[str]], cast: Cast, clock: Traveller) -> None:
    others, recovery = set_up_second_factor(cast.tom)
    clock.shift(authenticator_app.STEP)
    assert refused(verify_identity, priya[0], PASSWORD, others.code) == "wrong_code"
    assert refused(verify_identity, priya[0], PASSWORD, recovery[0]) == "wrong_code"


def test_wrong_codes_are_throttled_logged_and_counted_with_wrong_passwords(
    priya: tuple[User, Phone, list[str]], clock: Traveller
) -> None:
    person, phone, _ = priya
    assert refused(verify_identity, person, PASSWORD, phone.wrong_code) == "wrong_code"
    assert refused(verify_identity, person, PASSWORD, phone.code) == "wait_for_code"
    for _ in range(MAX_FAILURES - 1):
        clock.shift(authenticator_app.STEP)
        assert refused(verify_identity, person, "wrong", phone.code) == "wrong_password"
    clock.shift(authenticator_app.STEP)
    assert refused(verify_identity, person, PASSWORD, phone.code) == "too_many_failures"
    failures = AuditEntry.objects.filter(action=Action.FAIL_IDENTITY).order_by("sequence")
    assert [entry.data["what"] for entry in failures] == ["code", *["password"] * (MAX_FAILURES - 1)]


def test_neither_a_key_nor_a_code_is_in_the_audit_trail(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, recovery = priya
    verify_identity(person, PASSWORD, phone.code)
    second_factor.renew_codes(actor=person, password=PASSWORD, token=recovery[0])
    trail = str(list(AuditEntry.objects.values()))
    assert not [secret for secret in (phone.key.hex(), phone.code, *recovery) if secret in trail]
