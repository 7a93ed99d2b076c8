"""Setting up a second factor: it is in force once its first code is confirmed."""

import pytest
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice
from time_machine import Traveller

from monograph import audit
from monograph.accounts import second_factor
from monograph.accounts.identity import verify_identity
from monograph.accounts.one_time_codes import get_app_id
from monograph.models import AuditEntry

from .. import authenticator_app
from ..authenticator_app import Phone, set_up_second_factor
from ..cast import PASSWORD, Cast
from .outcomes import actions, refused

Action = AuditEntry.Action


def test_unconfirmed_key_requires_no_code(cast: Cast, clock: Traveller) -> None:
    app = second_factor.enroll(actor=cast.priya)
    assert second_factor.pending_app(cast.priya) == app
    assert get_app_id(cast.priya) is None
    verify_identity(cast.priya, PASSWORD)


def test_first_code_confirms_and_gives_ten_recovery_codes(cast: Cast, clock: Traveller) -> None:
    _, recovery = set_up_second_factor(cast.priya)
    assert get_app_id(cast.priya) is not None
    assert len(set(recovery)) == second_factor.recovery_codes_left(cast.priya) == 10
    assert actions() == [Action.ENROLL_SECOND_FACTOR, Action.CONFIRM_SECOND_FACTOR]
    assert audit.verify().is_intact


def test_wrong_first_code_or_password_confirms_nothing(cast: Cast, clock: Traveller) -> None:
    phone = authenticator_app.phone_with(second_factor.enroll(actor=cast.priya))
    given = {"actor": cast.priya, "password": PASSWORD}
    assert refused(second_factor.confirm, **given, token=phone.wrong_code) == "wrong_code"
    clock.shift(authenticator_app.STEP)
    assert refused(second_factor.confirm, **{**given, "password": "wrong"}, token=phone.code) == "wrong_password"
    assert refused(second_factor.confirm, **given, token="") == "no_code"
    assert get_app_id(cast.priya) is None
    assert second_factor.recovery_codes_left(cast.priya) == 0


def test_new_key_replaces_an_unconfirmed_one(cast: Cast, clock: Traveller) -> None:
    old = authenticator_app.phone_with(second_factor.enroll(actor=cast.priya))
    second_factor.enroll(actor=cast.priya)
    assert TOTPDevice.objects.filter(user=cast.priya).count() == 1
    assert refused(second_factor.confirm, actor=cast.priya, password=PASSWORD, token=old.code) == "wrong_code"


def test_nothing_is_confirmed_without_a_key(cast: Cast) -> None:
    assert refused(second_factor.confirm, actor=cast.priya, password=PASSWORD, token="123456") == "not_enrolled"


def test_second_factor_is_not_replaced_by_enrolling_again(priya: tuple[User, Phone, list[str]]) -> None:
    assert refused(second_factor.enroll, actor=priya[0]) == "has_second_factor"
    assert get_app_id(priya[0]) is not None


@pytest.mark.parametrize("who", ["gone"])
def test_only_people_with_access_to_the_desks_enrol(cast: Cast, who: str) -> None:
    assert refused(second_factor.enroll, actor=getattr(cast, who)) == "no_permission"
