"""Renewing recovery codes, and removing a second factor, one's own or a lost one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from time_machine import Traveller

from monograph.accounts import second_factor
from monograph.accounts.identity import verify_identity
from monograph.accounts.one_time_codes import get_app_id
from monograph.models import AccountChange, AuditEntry, MailPreference, Notification, NotificationKind

from .. import authenticator_app
from ..authenticator_app import Phone, set_up_second_factor
from ..cast import PASSWORD, Cast
from .outcomes import actions, refused

Action = AuditEntry.Action


def test_new_recovery_codes_replace_the_old_ones(priya: tuple[User, Phone, list[str]], clock: Traveller) -> None:
    person, phone, old = priya
    new = second_factor.renew_codes(actor=person, password=PASSWORD, token=phone.code)
    assert refused(verify_identity, person, PASSWORD, old[0]) == "wrong_code"
    clock.shift(authenticator_app.STEP)
    verify_identity(person, PASSWORD, new[0])
    assert Action.RENEW_RECOVERY_CODES in actions()


def test_removal_needs_password_and_code(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, _ = priya
    for wrong in ({"password": "wrong", "token": phone.code}, {"password": PASSWORD, "token": ""}):
        assert refused(second_factor.remove, actor=person, **wrong) in ("wrong_password", "no_code")
    second_factor.remove(actor=person, password=PASSWORD, token=phone.code)
    assert second_factor.recovery_codes_left(person) == 0
    verify_identity(person, PASSWORD)
    assert actions()[-1] == Action.REMOVE_SECOND_FACTOR


@pytest.mark.parametrize("verb", [second_factor.remove, second_factor.renew_codes])
def test_account_without_second_factor_removes_and_renews_nothing(cast: Cast, verb: Callable[..., Any]) -> None:
    assert refused(verb, actor=cast.tom, password=PASSWORD, token="") == "no_second_factor"


@pytest.mark.parametrize("verb", [second_factor.remove, second_factor.renew_codes])
def test_account_without_access_to_the_desks_changes_nothing(
    priya: tuple[User, Phone, list[str]], verb: Callable[..., Any]
) -> None:
    person, phone, recovery = priya
    person.is_staff = False
    person.save()
    assert refused(verb, actor=person, password=PASSWORD, token=phone.code) == "no_permission"
    verify_identity(person, PASSWORD, recovery[0])


def test_account_without_access_to_the_desks_confirms_no_app(cast: Cast, clock: Traveller) -> None:
    phone = authenticator_app.phone_with(second_factor.enroll(actor=cast.priya))
    cast.priya.is_staff = False
    cast.priya.save()
    given = {"actor": cast.priya, "password": PASSWORD, "token": phone.code}
    assert refused(second_factor.confirm, **given) == "no_permission"
    assert get_app_id(cast.priya) is None


def lose(actor: User, person: User, **changes: Any) -> None:
    given = {"reason": "She called from the desk at the door.", "password": PASSWORD, **changes}
    second_factor.remove_lost(actor=actor, person=person, **given)


def test_superuser_removes_a_lost_second_factor_and_its_owner_is_notified(
    priya: tuple[User, Phone, list[str]], cast: Cast
) -> None:
    muted = NotificationKind.values  # this kind can't be muted
    MailPreference.objects.create(user=cast.priya, muted=muted)
    User.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    lose(cast.root, cast.priya)
    verify_identity(cast.priya, PASSWORD)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.subject) == (Action.REMOVE_LOST_SECOND_FACTOR, cast.root, "priya")
    assert entry.data["reason"] == "She called from the desk at the door."
    notice = Notification.objects.get(kind=NotificationKind.SECOND_FACTOR_REMOVED)
    assert notice.recipient == cast.priya
    # What the mail says besides: the password alone is enough now, and she may not sign.
    assert AccountChange.objects.get(person=cast.priya).is_waiting
    assert Notification.objects.filter(recipient=cast.priya, kind=NotificationKind.SIGNING_SUSPENDED).exists()


@pytest.mark.parametrize("who", ["ana", "priya", "maria", "grace", "sam", "gone"])
def test_only_superusers_remove_a_lost_second_factor(
    priya: tuple[User, Phone, list[str]], cast: Cast, who: str
) -> None:
    proof = {"token": priya[1].code} if who == "priya" else {}
    assert refused(lose, getattr(cast, who), cast.priya, **proof) == "no_permission"
    assert get_app_id(cast.priya) is not None


def test_superuser_cannot_remove_own_second_factor_as_lost(cast: Cast, clock: Traveller) -> None:
    phone, _ = set_up_second_factor(cast.root)
    clock.shift(authenticator_app.STEP)
    assert refused(lose, cast.root, cast.root, token=phone.code) == "own_second_factor"


def test_removal_of_a_lost_second_factor_needs_reason_and_password(
    priya: tuple[User, Phone, list[str]], cast: Cast
) -> None:
    assert refused(lose, cast.root, cast.priya, reason=" ") == "required"
    assert refused(lose, cast.root, cast.priya, password="wrong") == "wrong_password"
    assert refused(lose, cast.root, cast.tom) == "no_second_factor"
    assert get_app_id(cast.priya) is not None
