"""Verifying identity before a signature: wrong passwords are audited, limited, and checked one at a time."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection

from monograph import audit
from monograph.accounts.identity import verify_identity
from monograph.accounts.lockout import MAX_FAILURES
from monograph.errors import NotPermitted
from monograph.models import AuditEntry
from monograph.workflow import reviewing

from .cast import PASSWORD, Cast
from .factory import Guide

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def refused(person: User, password: str) -> str:
    with pytest.raises(NotPermitted) as error:
        verify_identity(person, password)
    return error.value.code


def failures() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=AuditEntry.Action.FAIL_IDENTITY))


def test_wrong_password_is_audited_although_the_verb_refuses(guide: Guide) -> None:
    review = guide.submit(guide.write())
    with pytest.raises(NotPermitted):
        seen = {"expected": review.revision.digest, "meaning": "accurate"}
        reviewing.approve(actor=guide.cast.priya, review=review, password="wrong", **seen)
    (entry,) = failures()
    assert (entry.actor, entry.subject) == (guide.cast.priya, "priya")
    assert audit.verify().is_intact


def test_right_password_is_refused_after_five_failures(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(MAX_FAILURES):
            assert refused(cast.priya, "wrong") == "wrong_password"
            clock.shift(60)
        with pytest.raises(NotPermitted) as error:
            verify_identity(cast.priya, PASSWORD)
        assert error.value.code == "too_many_failures"
        assert "Try again at 12:16 UTC." in error.value.message
        assert len(failures()) == MAX_FAILURES
        verify_identity(cast.tom, PASSWORD)  # nobody else waits for it
        clock.move_to(NOON + timedelta(minutes=15))
        verify_identity(cast.priya, PASSWORD)


def test_parallel_guesses_wait_for_each_other(committed_cast: Cast) -> None:
    """Without the lock on the person's row, all of these would count the failures before any is there."""
    codes: list[str] = []
    line = Barrier(12)

    def guess(number: int) -> None:
        line.wait(30)
        try:
            verify_identity(committed_cast.priya, f"guess {number}")
        except NotPermitted as error:
            codes.append(error.code)
        finally:
            connection.close()

    guesses = [Thread(target=guess, args=(number,)) for number in range(12)]
    for guess in guesses:
        guess.start()
    for guess in guesses:
        guess.join(60)
    assert sorted(codes) == ["too_many_failures"] * 7 + ["wrong_password"] * MAX_FAILURES
    assert len(failures()) == MAX_FAILURES
