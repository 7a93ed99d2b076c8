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
from monograph.models import AuditEntry, Signature
from monograph.release import guide_checks
from monograph.workflow import publishing, reviewing, waiving

from .. import authenticator_app, stories
from ..authenticator_app import set_up_second_factor
from ..cast import PASSWORD
from ..factory import Guide
from .outcomes import refused

Action = AuditEntry.Action


def _approve(guide: Guide, person: User) -> Callable[..., Any]:
    review = guide.submit(guide.write("uses", "News."))
    seen = {"expected": review.revision.digest, "meaning": "accurate"}
    return lambda **proof: reviewing.approve(actor=person, review=review, **seen, **proof)


def _waive(guide: Guide, person: User) -> Callable[..., Any]:
    revision = guide.write("uses", "Ask ask us.")
    (error,) = guide_checks.unwaived_errors(revision)
    given = {"finding": guide_checks.finding_key(error), "expected": revision.digest, "reason": "A name."}
    return lambda **proof: waiving.waive(actor=person, revision=revision, **given, **proof)


def _publish(guide: Guide, person: User) -> Callable[..., Any]:
    guide.approve(guide.write("uses", "News."))
    seen = {"monograph": guide.monograph, "expected": guide.release_candidate().digest}
    return lambda **proof: publishing.publish(actor=person, **seen, **proof)


def _schedule(guide: Guide, person: User) -> Callable[..., Any]:
    guide.approve(guide.write("uses", "News."))
    seen = {
        "monograph": guide.monograph,
        "expected": guide.release_candidate().digest,
        "publish_at": authenticator_app.NOON.replace(2031),
    }
    return lambda **proof: publishing.schedule(actor=person, **seen, **proof)


@pytest.mark.parametrize(
    ("verb", "who"), [(_approve, "priya"), (_waive, "priya"), (_publish, "maria"), (_schedule, "maria")]
)
def test_nothing_is_signed_without_the_code(
    guide: Guide, clock: Traveller, verb: Callable[..., Callable[..., Any]], who: str
) -> None:
    person = getattr(guide.cast, who)
    sign = verb(stories.short(guide), person)
    phone, _ = set_up_second_factor(person)
    clock.shift(authenticator_app.STEP)
    before = Signature.objects.count()
    assert refused(sign, password=PASSWORD) == "no_code"
    assert refused(sign, password=PASSWORD, token=phone.wrong_code) == "wrong_code"
    clock.shift(authenticator_app.STEP)
    assert refused(sign, password="wrong", token=phone.code) == "wrong_password"
    assert Signature.objects.count() == before
    sign(password=PASSWORD, token=phone.code)
    assert Signature.objects.count() == before + 1


def _suspend(person: User) -> None:
    suspend_signing(person, User.objects.get(username="root"), timezone.now(), "Phone lost.")


def _deactivate(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("lose", [_suspend, _deactivate, lambda person: person.groups.clear()])
@pytest.mark.parametrize(("verb", "who"), [(_approve, "priya"), (_publish, "maria")])
def test_right_that_is_lost_while_a_request_waits_signs_nothing(
    guide: Guide, verb: Callable[..., Callable[..., Any]], who: str, lose: Callable[[User], None]
) -> None:
    person: Any = AccountBackend().get_user(getattr(guide.cast, who).pk)  # as at the beginning of the request
    sign = verb(stories.short(guide), person)
    assert permissions.may_review(person) or permissions.may_publish(person)
    lose(User.objects.get(pk=person.pk))
    before = Signature.objects.count()
    assert refused(sign, password=PASSWORD) in ("signing_suspended", "no_permission")
    assert Signature.objects.count() == before
