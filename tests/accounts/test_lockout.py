"""Wrong passwords and codes count together, wherever they are entered, and lock the account."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from time_machine import Traveller

from monograph.accounts.lockout import FAILURE_WINDOW, MAX_FAILURES
from monograph.models import AuditEntry, Notification, NotificationKind
from monograph.workflow import reviewing

from ..authenticator import add_passkey
from ..authenticator_app import Phone
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .outcomes import refused

LOGIN, CHANGE = "/admin/login/", "/admin/password_change/"
NEW = "quokka-harbor-42"


def log_in(username: str, password: str = PASSWORD, token: str = "") -> tuple[bool, str]:
    """Return whether somebody is in, and what the page says without what it says of the visit itself."""
    client = Client()
    response = client.post(LOGIN, {"username": username, "password": password, "token": token, "next": "/admin/"})
    words = re.sub(r' value="[^"]*"| nonce="[^"]*"', "", response.content.decode())
    return client.get("/admin/").status_code == 200, words


def change_password(person: User, old: str) -> str:
    client = Client()
    client.force_login(person)
    given = {"old_password": old, "new_password1": NEW, "new_password2": NEW}
    return client.post(CHANGE, given).content.decode()


def sign(guide: Guide, person: User) -> Callable[[str], str]:
    review = guide.submit(guide.write("uses", "News."))
    seen = {"expected": review.revision.digest, "meaning": "accurate"}
    return lambda password: refused(reviewing.approve, actor=person, review=review, password=password, **seen)


def fail(way: str, guide: Guide) -> Callable[[], object]:
    """Return what enters a wrong password for Tom in one of the ways there are."""
    if way == "signature":
        wrong = sign(guide, guide.cast.tom)
        return lambda: wrong("wrong")
    return {
        "login": lambda: log_in("tom", "wrong"),
        "password change": lambda: change_password(guide.cast.tom, "wrong"),
    }[way]


@pytest.mark.parametrize("way", ["login", "password change", "signature"])
def test_wrong_passwords_of_one_way_lock_all(guide: Guide, clock: Traveller, way: str) -> None:
    tom = guide.cast.tom
    enter_wrong = fail(way, guide)
    for _ in range(MAX_FAILURES):
        enter_wrong()
    assert not log_in("tom")[0]
    assert "You entered a wrong password or code 5 times" in change_password(tom, PASSWORD)
    assert sign(Guide(guide.cast, "another"), tom)(PASSWORD) == "too_many_failures"
    failures = AuditEntry.objects.filter(action=AuditEntry.Action.FAIL_IDENTITY)
    assert list(failures.values_list("actor__username", "data__what")) == [("tom", "password")] * MAX_FAILURES
    clock.shift(FAILURE_WINDOW.seconds + 61)
    assert log_in("tom")[0]


def test_ways_count_together(guide: Guide, clock: Traveller) -> None:
    for way in ("login", "password change", "signature", "login"):
        fail(way, guide)()
    assert log_in("tom")[0], "four wrong ones lock nobody"
    log_in("tom", "wrong")
    assert not log_in("tom")[0]


def test_owner_is_notified_once_for_each_lockout(cast: Cast, clock: Traveller) -> None:
    for _ in range(2 * MAX_FAILURES):
        log_in("tom", "wrong")
    mail = Notification.objects.get(kind=NotificationKind.ACCOUNT_LOCKED)
    assert (mail.recipient, mail.subject) == (cast.tom, "Your account is locked for 15 minutes")
    assert mail.path == CHANGE


def test_every_refusal_of_a_login_has_the_same_words(
    cast: Cast, priya: tuple[User, Phone, list[str]], clock: Traveller
) -> None:
    for _ in range(MAX_FAILURES):
        log_in("tom", "wrong")
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    User.objects.filter(pk=cast.grace.pk).update(is_staff=False)
    answers = [
        log_in("nobody", "wrong"),
        log_in("ana", "wrong"),
        log_in("priya", "wrong", priya[1].code),
        log_in("priya"),
        log_in("priya", token=priya[1].wrong_code),
        log_in("tom"),
        log_in("ben"),
        log_in("grace"),
    ]
    assert {is_in for is_in, _ in answers} == {False}
    assert len({words for _, words in answers}) == 1
    assert "You are not logged in" in answers[0][1]


class CountingHasher(MD5PasswordHasher):
    made = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("username", ["nobody", "ana", "tom", "gone"])
def test_every_refusal_of_a_login_takes_the_time_of_one_check(
    cast: Cast, clock: Traveller, settings: Any, username: str
) -> None:
    for _ in range(MAX_FAILURES):
        log_in("tom", "wrong")
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.made = 0
    assert not log_in(username, "wrong")[0]
    assert CountingHasher.made == 1


def test_account_that_does_not_exist_leaves_no_entry(db: None) -> None:
    before = AuditEntry.objects.count()
    log_in("nobody", "wrong")
    assert AuditEntry.objects.count() == before


def test_password_is_changed_by_its_owner(cast: Cast) -> None:
    assert change_password(cast.ana, "wrong").count("Wrong password.") == 1
    change_password(cast.ana, PASSWORD)
    assert log_in("ana", NEW)[0]
    assert not log_in("ana")[0]


def log_in_by_passkey(answer: str) -> int:
    try:
        return Client().post(LOGIN, {"passkey": answer, "next": "/admin/"}).status_code
    finally:
        connection.close()


def test_parallel_logins_with_one_answer_of_a_passkey_are_one(committed_cast: Cast) -> None:
    laptop = add_passkey(committed_cast.tom)
    answer = laptop.sign(Client().get(f"{LOGIN}passkey/").json())
    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(log_in_by_passkey, [answer] * 4)) == [200, 200, 200, 302]


def guess(number: int) -> None:
    try:
        log_in("tom", f"wrong {number}")
    finally:
        connection.close()


def test_parallel_guesses_are_five(committed_cast: Cast) -> None:
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(guess, range(12)))
    assert AuditEntry.objects.filter(action=AuditEntry.Action.FAIL_IDENTITY).count() == MAX_FAILURES
    assert Notification.objects.filter(kind=NotificationKind.ACCOUNT_LOCKED).count() == 1
