"""Login with a password, and with a code if the account has a second factor."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from time_machine import Traveller

from monograph.accounts import second_factor
from monograph.models import AuditEntry

from .. import authenticator_app
from ..authenticator_app import Phone
from ..cast import PASSWORD, Cast
from .desk_client import Desk, Page

ADDRESS = "/admin/login/"
HOME = "/admin/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(authenticator_app.NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def phone(cast: Cast, clock: Traveller) -> Phone:
    """Priya's phone, half a minute after she set it up."""
    phone, _ = authenticator_app.set_up_second_factor(cast.priya)
    clock.shift(authenticator_app.STEP)
    return phone


def log_in(client: Client, username: str = "priya", password: str = PASSWORD, token: str = "") -> Page:
    return Page(client.post(ADDRESS, {"username": username, "password": password, "token": token, "next": HOME}))


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_account_without_second_factor_needs_no_code(cast: Cast, client: Client) -> None:
    page = log_in(client, "tom")
    assert (page.status, page.target) == (302, HOME)
    assert is_in(client)


def test_account_with_second_factor_needs_a_code(phone: Phone, client: Client, clock: Traveller) -> None:
    page = log_in(client)
    assert "the code is missing" in page.words
    assert not is_in(client)
    page = log_in(client, token=phone.wrong_code)
    assert "You are not logged in" in page.words
    assert not is_in(client)
    assert AuditEntry.objects.latest("sequence").data["what"] == "code"
    clock.shift(authenticator_app.STEP)
    assert log_in(client, token=phone.code).target == HOME
    assert is_in(client)


def test_code_without_password_is_refused_and_not_used_up(phone: Phone, client: Client) -> None:
    page = log_in(client, password="wrong", token=phone.code)
    assert page.status == 200
    assert not is_in(client)
    assert log_in(client, token=phone.code).target == HOME  # and was not used up by it


def test_recovery_code_works_once(cast: Cast, client: Client) -> None:
    _, recovery = authenticator_app.set_up_second_factor(cast.priya)
    assert log_in(client, token=recovery[0]).target == HOME
    assert log_in(Client(), token=recovery[0]).status == 200


def test_five_wrong_codes_lock_the_account(phone: Phone, client: Client, clock: Traveller) -> None:
    for _ in range(5):
        log_in(client, token=phone.wrong_code)
        clock.shift(authenticator_app.STEP)
    assert "locked for 15 minutes" in log_in(client, token=phone.code).words
    assert not is_in(client)


def test_login_without_code_is_not_accepted(cast: Cast, phone: Phone) -> None:
    desk = Desk(cast.priya)  # as by a way to log in that knows nothing of codes
    for address in (HOME, "/admin/monograph/review/queue/", "/admin/second-factor/"):
        page = desk.open(address)
        assert (page.status, page.target.partition("?")[0]) == (302, ADDRESS)


def test_login_ends_when_its_app_is_replaced(cast: Cast, phone: Phone, client: Client, clock: Traveller) -> None:
    log_in(client, token=phone.code)
    clock.shift(authenticator_app.STEP)
    second_factor.remove(actor=cast.priya, password=PASSWORD, token=phone.code)
    assert is_in(client)  # the account has none now
    authenticator_app.set_up_second_factor(cast.priya)
    assert not is_in(client)
