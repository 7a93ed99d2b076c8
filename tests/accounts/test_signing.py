"""Every signature needs the code of a second factor."""

from collections.abc import Callable

import pytest
from time_machine import Traveller

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
