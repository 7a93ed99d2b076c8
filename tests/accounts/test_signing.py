"""Every signature needs the code of a second factor, and the right at the moment when it is given."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from time_machine import Traveller

from monograph import permissions
from monograph.accounts.backends import AccountBackend
from monograph.accounts.suspension import suspend_signing
from monograph.models import Signature

from .. import authenticator_app, stories
from ..authenticator_app import set_up_second_factor
from ..cast import PASSWORD
from ..factory import Guide
from .outcomes import refused
from .signing_verbs import SIGNING, Verb


@pytest.mark.parametrize(("prepare", "who"), SIGNING.values(), ids=SIGNING)
def test_nothing_is_signed_without_the_code(
    guide: Guide, clock: Traveller, prepare: Callable[[Guide], Verb], who: str
) -> None:
    actor = getattr(guide.cast, who)
    sign, given = prepare(stories.short(guide))
    phone, _ = set_up_second_factor(actor)
    clock.shift(authenticator_app.STEP)
    before = Signature.objects.count()
    assert refused(sign, actor=actor, **given, password=PASSWORD) == "no_code"
    assert refused(sign, actor=actor, **given, password=PASSWORD, token=phone.wrong_code) == "wrong_code"
    clock.shift(authenticator_app.STEP)
    assert refused(sign, actor=actor, **given, password="wrong", token=phone.code) == "wrong_password"
    assert Signature.objects.count() == before
    sign(actor=actor, **given, password=PASSWORD, token=phone.code)
    assert Signature.objects.count() == before + 1


def _suspend(person: User) -> None:
    suspend_signing(person, User.objects.get(username="root"), timezone.now(), "Phone lost.")


def _deactivate(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("lose", [_suspend, _deactivate, lambda person: person.groups.clear()])
@pytest.mark.parametrize(("prepare", "who"), SIGNING.values(), ids=SIGNING)
def test_right_that_is_lost_while_a_request_waits_signs_nothing(
    guide: Guide, prepare: Callable[[Guide], Verb], who: str, lose: Callable[[User], None]
) -> None:
    person: Any = AccountBackend().get_user(getattr(guide.cast, who).pk)  # as at the beginning of the request
    sign, given = prepare(stories.short(guide))
    assert permissions.may_review(person) or permissions.may_publish(person)
    lose(User.objects.get(pk=person.pk))
    before = Signature.objects.count()
    assert refused(sign, actor=person, **given, password=PASSWORD) in ("signing_suspended", "no_permission")
    assert Signature.objects.count() == before
