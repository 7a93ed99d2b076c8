"""Wrong passwords and codes are also counted by the network that they come from, and lock it out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from monograph import audit
from monograph.accounts.lockout import MAX_NETWORK_FAILURES, NETWORK_MEMORY
from monograph.accounts.network import network_of
from monograph.models import AuditEntry, NetworkFailures

from ..authenticator import Authenticator, add_passkey
from ..cast import PASSWORD, Cast

LOGIN = "/admin/login/"
GUESSER, OTHER = "203.0.113.7", "203.0.113.8"
MINUTES = 60


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def log_in(username: str, password: str = PASSWORD, address: str = GUESSER, **headers: str) -> Any:
    given = {"username": username, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=address).post(LOGIN, given, headers=headers)


def guess(number: int, address: str = GUESSER, **headers: str) -> int:
    """Enter a wrong password, each for another name; most do not exist."""
    return int(log_in("tom" if number == 0 else f"nobody{number}", "wrong", address, **headers).status_code)


def guess_until_locked(address: str = GUESSER) -> None:
    assert {guess(number, address) for number in range(MAX_NETWORK_FAILURES)} == {200}


def lockouts() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=AuditEntry.Action.LOCK_NETWORK))


def test_network_is_locked_out_after_thirty_failures_whatever_is_entered_next(cast: Cast, clock: Traveller) -> None:
    guess_until_locked()
    answers = [log_in("tom"), log_in("tom", "wrong"), log_in("nobody", "wrong")]
    assert {answer.status_code for answer in answers} == {429}
    assert len({answer.content for answer in answers}) == 1
    assert "12:16 UTC" in answers[0].content.decode()
    assert answers[0]["Retry-After"] == str(15 * MINUTES + 1)
    assert "Content-Security-Policy" in answers[0]
    assert log_in("tom", address=OTHER).status_code == 302, "others can log in, to the same account too"
    clock.shift(15 * MINUTES + 1)
    assert log_in("tom").status_code == 302


@pytest.mark.parametrize("known", [True, False], ids=["a known passkey", "an unknown one"])
def test_wrong_passkeys_at_login_count_for_the_network(cast: Cast, clock: Traveller, known: bool) -> None:
    laptop = add_passkey(cast.priya)
    if not known:
        laptop.credential_id = b"x" * 16
    laptop.key = Authenticator().key

    def log_in_by_passkey(address: str = GUESSER) -> int:
        client = Client(REMOTE_ADDR=address)
        question = client.get("/admin/login/passkey/").json()
        return int(client.post(LOGIN, {"passkey": laptop.sign(question), "next": "/admin/"}).status_code)

    assert log_in_by_passkey() == 200
    assert NetworkFailures.objects.get(network=GUESSER).failures == 1
    for number in range(MAX_NETWORK_FAILURES - 1):
        guess(number + 1)
    assert (log_in_by_passkey(), log_in_by_passkey(OTHER)) == (429, 200)


def test_requests_for_new_passwords_count_whatever_name_they_try(cast: Cast, clock: Traveller) -> None:
    def request(name: str, address: str = GUESSER) -> int:
        given = {"name": name}
        return int(Client(REMOTE_ADDR=address).post("/admin/account/forgotten-password/", given).status_code)

    names = ["tom", *(f"nobody{number}" for number in range(MAX_NETWORK_FAILURES - 1))]
    assert {request(name) for name in names} == {302}
    assert (request("tom"), request("nobody"), log_in("tom").status_code) == (429, 429, 429)
    assert request("tom", OTHER) == 302
    assert len(lockouts()) == 1


def test_lockout_of_a_network_is_audited_once_and_in_nobodys_name(cast: Cast, clock: Traveller) -> None:
    guess_until_locked()
    for number in range(3):
        guess(number)
    (entry,) = lockouts()
    assert (entry.actor, entry.actor_name, entry.subject) == (None, "(the site)", GUESSER)
    assert entry.data["failures"] == MAX_NETWORK_FAILURES
    assert AuditEntry.objects.filter(action__in=["lock_network", "fail_identity"]).count() == 2, "one is Tom's failure"
    assert audit.verify().is_intact


def test_each_lockout_is_longer_up_to_an_hour_until_a_day_without_failures(cast: Cast, clock: Traveller) -> None:
    def minutes_locked() -> int:
        guess_until_locked()
        row = NetworkFailures.objects.get()
        assert row.locked_until is not None
        locked = row.locked_until - timezone.now()
        clock.shift(locked + timedelta(seconds=1))
        return locked.seconds // MINUTES

    assert [minutes_locked() for _ in range(4)] == [15, 30, 60, 60]
    clock.shift(NETWORK_MEMORY)
    assert minutes_locked() == 15


def test_person_who_is_logged_in_can_go_on_in_a_locked_network(cast: Cast, clock: Traveller) -> None:
    client = Client(REMOTE_ADDR=GUESSER)
    client.force_login(cast.ana)
    guess_until_locked()
    new = {"new_password1": "quokka-harbor-42", "new_password2": "quokka-harbor-42"}
    assert client.post("/admin/password_change/", {"old_password": PASSWORD, **new}).status_code == 302


def test_wrong_password_of_a_person_who_is_logged_in_counts_for_the_network(cast: Cast) -> None:
    client = Client(REMOTE_ADDR=GUESSER)
    client.force_login(cast.ana)
    client.post("/admin/password_change/", {"old_password": "wrong", "new_password1": "a", "new_password2": "a"})
    assert NetworkFailures.objects.get(network=GUESSER).failures == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:50123", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:" + "x" * 99, "unix:" + "x" * 45),
    ],
)
def test_network_is_an_ipv4_address_or_64_bits_of_ipv6(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "203.0.113.1", OTHER),
        (1, "203.0.113.1, 203.0.113.2", "203.0.113.2"),
        (2, "203.0.113.1, 203.0.113.2, 203.0.113.3", "203.0.113.2"),
        (2, "203.0.113.3", "203.0.113.3"),
        (1, "", OTHER),
    ],
)
def test_address_is_taken_from_the_trusted_proxies_only(
    db: None, settings: Any, proxies: int, forwarded: str, network: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    guess(1, OTHER, **{"X-Forwarded-For": forwarded})
    assert [row.network for row in NetworkFailures.objects.all()] == [network]


def test_networks_are_forgotten_after_a_day_without_failures(db: None, clock: Traveller) -> None:
    guess(1)
    clock.shift(NETWORK_MEMORY + timedelta(seconds=1))
    guess(1, OTHER)
    assert [row.network for row in NetworkFailures.objects.all()] == [OTHER]


def test_parallel_guesses_all_count(committed_cast: Cast) -> None:
    def guess_alone(number: int) -> None:
        try:
            guess(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(guess_alone, range(MAX_NETWORK_FAILURES - 1)))
        assert NetworkFailures.objects.get().failures == MAX_NETWORK_FAILURES - 1
        assert lockouts() == []
        list(threads.map(guess_alone, range(10)))
    assert NetworkFailures.objects.get().failures == MAX_NETWORK_FAILURES
    assert len(lockouts()) == 1
