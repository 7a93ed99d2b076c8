"""A few passwords are checked at a time, without a lock; whoever comes beyond is asked to try later."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client

from monograph.accounts import hashers
from monograph.accounts.hashers import MAX_WAITING, Line
from monograph.accounts.identity import verify_identity
from monograph.errors import TryLater
from monograph.models import AuditEntry

from ..cast import PASSWORD, Cast
from ..desk.desk_client import Desk, Page
from .test_lockout import log_in

NEW = "quokka-harbor-42"


class LimitedMD5PasswordHasher(hashers.LimitedArgon2PasswordHasher):
    """The product's limit, around a hash that takes no time."""

    algorithm = "md5"
    verify = MD5PasswordHasher.verify
    decode = MD5PasswordHasher.decode
    must_update = MD5PasswordHasher.must_update

    def encode(self, password: str, salt: str) -> str:
        return hashers._line.get().wait_for(lambda: MD5PasswordHasher().encode(password, salt))


@pytest.fixture
def limited(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.LimitedMD5PasswordHasher"]


@pytest.fixture
def full(limited: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fill a line: one is hashing, and two are waiting."""
    line: Line = request.param
    with ExitStack() as stack:
        for _ in range(1 + MAX_WAITING):
            stack.enter_context(line.place())
        yield


full_line_of_strangers = pytest.mark.parametrize("full", [hashers.strangers], indirect=True)
full_line_of_people = pytest.mark.parametrize("full", [hashers._people], indirect=True)


@full_line_of_strangers
def test_login_beyond_the_line_is_asked_to_try_later_and_counts_nothing(cast: Cast, full: None) -> None:
    response = Client().post("/admin/login/", {"username": "tom", "password": "wrong"})
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Try again in a few seconds." in response.content.decode()
    assert not AuditEntry.objects.filter(action="fail_identity").exists()


@full_line_of_strangers
def test_people_sign_while_guessers_fill_the_login(cast: Cast, full: None) -> None:
    verify_identity(cast.tom, PASSWORD)


@full_line_of_people
def test_login_works_while_many_sign(cast: Cast, full: None) -> None:
    assert log_in("tom")[0]


@full_line_of_people
def test_signing_beyond_the_line_is_refused_and_counts_nothing(cast: Cast, full: None) -> None:
    with pytest.raises(TryLater) as error:
        verify_identity(cast.tom, "wrong")
    assert error.value.code == "too_busy"
    assert not AuditEntry.objects.filter(action="fail_identity").exists()


@full_line_of_people
def test_form_says_when_to_try_again(cast: Cast, full: None) -> None:
    given = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert "Try again in a few seconds" in Page(Desk(cast.tom).client.post("/admin/password_change/", given)).words


def test_place_is_free_again_after_a_check_and_after_a_failed_one(cast: Cast, limited: None) -> None:
    for _ in range(2 * MAX_WAITING):
        log_in("nobody", "wrong")
        verify_identity(cast.tom, PASSWORD)
    with pytest.raises(ZeroDivisionError), hashers.strangers.place():
        raise ZeroDivisionError
    assert log_in("tom")[0]


class CuriousHasher(MD5PasswordHasher):
    """Notes whether a transaction is open while it hashes."""

    open: list[bool] = []

    def encode(self, password: str, salt: str) -> str:
        CuriousHasher.open.append(connection.in_atomic_block)
        return super().encode(password, salt)


def test_no_lock_is_held_while_a_password_is_hashed(committed_cast: Cast, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CuriousHasher"]
    CuriousHasher.open = []
    for username in ("tom", "nobody", "gone"):
        log_in(username, "wrong")
    verify_identity(committed_cast.tom, PASSWORD)
    assert CuriousHasher.open == [False] * 4
