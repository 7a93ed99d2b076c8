"""Who signs proves who they are: password, and a code where there is a second factor. Guessing soon comes to an end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from monograph import audit
from monograph.models import AuditEntry, Signature
from monograph.workflow import publishing, reviewing, waiving
from monograph.workflow.errors import MissingRight
from monograph.workflow.guard import MOST_FAILURES, prove_identity

from .cast import PASSWORD, Cast
from .factory import Guide

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def code(device: TOTPDevice, at: datetime) -> str:
    totp = TOTP(device.bin_key)
    totp.time = at.timestamp()
    return f"{totp.token():06d}"


def refused(person: User, password: str, token: str = "") -> str:
    with pytest.raises(MissingRight) as error:
        prove_identity(person, password, token)
    return error.value.code


def failures() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=AuditEntry.Action.FAIL_IDENTITY))


@pytest.fixture
def app(cast: Cast) -> TOTPDevice:
    return TOTPDevice.objects.create(user=cast.priya, name="app")


def test_a_wrong_password_stays_in_the_audit_trail_though_the_verb_refuses(guide: Guide) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(MissingRight):
        seen = {"expected": review.revision.digest, "meaning": "accurate"}
        reviewing.approve(actor=guide.cast.priya, review=review, password="wrong", **seen)
    (entry,) = failures()
    assert (entry.actor, entry.subject, entry.data["what"]) == (guide.cast.priya, "priya", "password")
    assert audit.verify().is_intact


def test_after_five_failures_not_even_the_right_password_is_looked_at(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(MOST_FAILURES):
            assert refused(cast.priya, "wrong") == "wrong_password"
            clock.shift(60)
        with pytest.raises(MissingRight) as error:
            prove_identity(cast.priya, PASSWORD)
        assert error.value.code == "too_many_failures"
        assert "You can try again from 12:16 UTC on." in error.value.message
        assert len(failures()) == MOST_FAILURES
        prove_identity(cast.tom, PASSWORD)  # nobody else waits for it
        clock.move_to(NOON + timedelta(minutes=15))
        prove_identity(cast.priya, PASSWORD)


def test_a_code_is_asked_for_where_there_is_a_second_factor(cast: Cast, app: TOTPDevice) -> None:
    assert refused(cast.priya, PASSWORD) == "no_code"
    with time_machine.travel(NOON, tick=False) as clock:
        prove_identity(cast.priya, PASSWORD, code(app, NOON)[:3] + " " + code(app, NOON)[3:])
        assert refused(cast.priya, PASSWORD, code(app, NOON)) == "wrong_code", "a code is taken once"
        assert refused(cast.priya, PASSWORD, code(app, NOON + timedelta(seconds=30))) == "wait_for_code"
        clock.shift(30)
        prove_identity(cast.priya, PASSWORD, code(app, NOON + timedelta(seconds=30)))
    assert [entry.data["what"] for entry in failures()] == ["code"]


def test_the_password_is_asked_for_beside_the_code(cast: Cast, app: TOTPDevice) -> None:
    with time_machine.travel(NOON, tick=False):
        assert refused(cast.priya, "wrong", code(app, NOON)) == "wrong_password"


def test_a_recovery_code_is_taken_once_and_guesses_at_it_do_not_slow_the_app(cast: Cast, app: TOTPDevice) -> None:
    paper = StaticDevice.objects.create(user=cast.priya, name="recovery codes")
    paper.token_set.create(token="abcde23456")
    prove_identity(cast.priya, PASSWORD, "ABCDE 23456")
    assert refused(cast.priya, PASSWORD, "abcde23456") == "wrong_code"
    with time_machine.travel(NOON, tick=False):
        prove_identity(cast.priya, PASSWORD, code(app, NOON))


def test_a_device_that_was_never_confirmed_is_none(cast: Cast) -> None:
    TOTPDevice.objects.create(user=cast.priya, name="app", confirmed=False)
    prove_identity(cast.priya, PASSWORD)


def _approve(guide: Guide, token: str) -> object:
    review = guide.submit(guide.write("faq"))
    seen = {"expected": review.revision.digest, "meaning": "accurate"}
    return reviewing.approve(actor=guide.cast.priya, review=review, password=PASSWORD, token=token, **seen)


def _waive(guide: Guide, token: str) -> object:
    revision = guide.write("faq")
    given = {"finding": "", "expected": revision.digest, "reason": "Why.", "password": PASSWORD}
    return waiving.waive(actor=guide.cast.priya, revision=revision, token=token, **given)


def _publish(guide: Guide, token: str) -> object:
    given = {"expected": "", "password": PASSWORD, "token": token}
    return publishing.publish(actor=guide.cast.priya, monograph=guide.monograph, **given)


def _schedule(guide: Guide, token: str) -> object:
    given = {"expected": "", "password": PASSWORD, "token": token, "publish_at": NOON}
    return publishing.schedule(actor=guide.cast.priya, monograph=guide.monograph, **given)


@pytest.mark.parametrize("verb", [_approve, _waive, _publish, _schedule])
def test_everything_that_is_signed_asks_for_the_code(
    verb: Callable[[Guide, str], object], guide: Guide, app: TOTPDevice
) -> None:
    with pytest.raises(MissingRight) as error:
        verb(guide, "000000")
    assert error.value.code == "wrong_code"
    assert not Signature.objects.exists()


def test_guesses_sent_at_once_wait_for_each_other(committed_cast: Cast) -> None:
    """Without the lock on the person's row, all of these would count the failures before any is there."""
    codes: list[str] = []
    line = Barrier(12)

    def guess(number: int) -> None:
        line.wait(30)
        try:
            prove_identity(committed_cast.priya, f"guess {number}")
        except MissingRight as error:
            codes.append(error.code)
        finally:
            connection.close()

    guesses = [Thread(target=guess, args=(number,)) for number in range(12)]
    for each in guesses:
        each.start()
    for each in guesses:
        each.join(60)
    assert sorted(codes) == ["too_many_failures"] * 7 + ["wrong_password"] * MOST_FAILURES
    assert len(failures()) == MOST_FAILURES
