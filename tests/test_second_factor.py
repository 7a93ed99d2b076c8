"""The second factor: set up with a first code, asked for at every signature, each code good for once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice
from time_machine import Traveller

from monograph import audit
from monograph.accounts import second_factor
from monograph.accounts.identity import verify_code, verify_identity
from monograph.accounts.lockout import MAX_FAILURES
from monograph.accounts.one_time_codes import app_id_of
from monograph.errors import InvalidContent, InvalidState, NotPermitted
from monograph.models import AuditEntry, MailPreference, Notification, NotificationKind, Signature
from monograph.release import guide_checks
from monograph.workflow import publishing, reviewing, waiving

from . import codes, stories
from .cast import PASSWORD, Cast
from .codes import Phone, set_up
from .factory import Guide

Action = AuditEntry.Action


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(codes.NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def priya(cast: Cast, clock: Traveller) -> tuple[User, Phone, list[str]]:
    """Priya with her phone, half a minute after she set it up, and her recovery codes."""
    phone, recovery = set_up(cast.priya)
    clock.shift(codes.STEP)
    return cast.priya, phone, recovery


def refused(act: Callable[..., Any], *args: Any, **given: Any) -> str:
    with pytest.raises((NotPermitted, InvalidState, InvalidContent)) as error:
        act(*args, **given)
    return error.value.code


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


# Setting up


def test_a_key_alone_asks_for_nothing_yet(cast: Cast, clock: Traveller) -> None:
    app = second_factor.enrol(actor=cast.priya)
    assert second_factor.pending_app(cast.priya) == app
    assert app_id_of(cast.priya) is None
    verify_identity(cast.priya, PASSWORD)


def test_the_first_code_confirms_and_gives_ten_recovery_codes(cast: Cast, clock: Traveller) -> None:
    _, recovery = set_up(cast.priya)
    assert app_id_of(cast.priya) is not None
    assert len(set(recovery)) == second_factor.recovery_codes_left(cast.priya) == 10
    assert actions() == [Action.ENROL_SECOND_FACTOR, Action.CONFIRM_SECOND_FACTOR]
    assert audit.verify().is_intact


def test_a_wrong_first_code_or_password_confirms_nothing(cast: Cast, clock: Traveller) -> None:
    phone = codes.phone_with(second_factor.enrol(actor=cast.priya))
    given = {"actor": cast.priya, "password": PASSWORD}
    assert refused(second_factor.confirm, **given, token=phone.wrong_code) == "wrong_code"
    clock.shift(codes.STEP)
    assert refused(second_factor.confirm, **{**given, "password": "wrong"}, token=phone.code) == "wrong_password"
    assert refused(second_factor.confirm, **given, token="") == "no_code"
    assert app_id_of(cast.priya) is None
    assert second_factor.recovery_codes_left(cast.priya) == 0


def test_another_key_takes_the_place_of_one_that_was_never_confirmed(cast: Cast, clock: Traveller) -> None:
    old = codes.phone_with(second_factor.enrol(actor=cast.priya))
    second_factor.enrol(actor=cast.priya)
    assert TOTPDevice.objects.filter(user=cast.priya).count() == 1
    assert refused(second_factor.confirm, actor=cast.priya, password=PASSWORD, token=old.code) == "wrong_code"


def test_nothing_is_confirmed_without_a_key(cast: Cast) -> None:
    assert refused(second_factor.confirm, actor=cast.priya, password=PASSWORD, token="123456") == "not_enrolled"


def test_a_second_factor_that_is_set_up_is_not_replaced_in_passing(priya: tuple[User, Phone, list[str]]) -> None:
    assert refused(second_factor.enrol, actor=priya[0]) == "has_second_factor"
    assert app_id_of(priya[0]) is not None


@pytest.mark.parametrize("who", ["gone"])
def test_only_who_opens_the_desks_has_one(cast: Cast, who: str) -> None:
    assert refused(second_factor.enrol, actor=getattr(cast, who)) == "no_permission"


# Codes


def test_a_code_is_good_once(priya: tuple[User, Phone, list[str]], clock: Traveller) -> None:
    person, phone, _ = priya
    verify_identity(person, PASSWORD, phone.code)
    assert refused(verify_identity, person, PASSWORD, phone.code) == "wrong_code"
    clock.shift(codes.STEP)
    verify_identity(person, PASSWORD, phone.code)


def test_a_wrong_password_uses_no_code_up(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, _ = priya
    assert refused(verify_identity, person, "wrong", phone.code) == "wrong_password"
    verify_identity(person, PASSWORD, phone.code)


@pytest.mark.parametrize(("seconds", "is_taken"), [(30, True), (-30, True), (90, False), (-90, False)])
def test_a_phones_clock_may_be_wrong_by_half_a_minute(
    priya: tuple[User, Phone, list[str]], clock: Traveller, seconds: int, is_taken: bool
) -> None:
    person, phone, _ = priya
    clock.shift(300)
    shown = phone.code
    clock.shift(seconds)
    if is_taken:
        verify_identity(person, PASSWORD, shown)
    else:
        assert refused(verify_identity, person, PASSWORD, shown) == "wrong_code"


def test_a_recovery_code_is_good_once(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, recovery = priya
    spaced = f" {recovery[0][:4]} {recovery[0][4:8]} {recovery[0][8:]} "
    verify_identity(person, PASSWORD, spaced)
    assert refused(verify_identity, person, PASSWORD, recovery[0]) == "wrong_code"
    verify_code(person, phone.code)  # guesses at the one do not slow the other
    assert second_factor.recovery_codes_left(person) == 9


@pytest.mark.parametrize("token", ["", "   ", "abc", "1" * 5000, "١٢٣٤٥٦", "\x00", "-12345", "1e5"])
def test_what_is_no_code_is_refused_in_words(priya: tuple[User, Phone, list[str]], token: str) -> None:
    expected = "wrong_code" if token.strip() else "no_code"
    assert refused(verify_identity, priya[0], PASSWORD, token) == expected


def test_the_code_of_a_colleague_is_wrong(priya: tuple[User, Phone, list[str]], cast: Cast, clock: Traveller) -> None:
    others, recovery = set_up(cast.tom)
    clock.shift(codes.STEP)
    assert refused(verify_identity, priya[0], PASSWORD, others.code) == "wrong_code"
    assert refused(verify_identity, priya[0], PASSWORD, recovery[0]) == "wrong_code"


def test_wrong_codes_are_slowed_down_logged_and_counted_with_wrong_passwords(
    priya: tuple[User, Phone, list[str]], clock: Traveller
) -> None:
    person, phone, _ = priya
    assert refused(verify_identity, person, PASSWORD, phone.wrong_code) == "wrong_code"
    assert refused(verify_identity, person, PASSWORD, phone.code) == "wait_for_code"
    for _ in range(MAX_FAILURES - 1):
        clock.shift(codes.STEP)
        assert refused(verify_identity, person, "wrong", phone.code) == "wrong_password"
    clock.shift(codes.STEP)
    assert refused(verify_identity, person, PASSWORD, phone.code) == "too_many_failures"
    failures = AuditEntry.objects.filter(action=Action.FAIL_IDENTITY).order_by("sequence")
    assert [entry.data["what"] for entry in failures] == ["code", *["password"] * (MAX_FAILURES - 1)]


def test_neither_a_key_nor_a_code_is_in_the_audit_trail(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, recovery = priya
    verify_identity(person, PASSWORD, phone.code)
    second_factor.renew_codes(actor=person, password=PASSWORD, token=recovery[0])
    trail = str(list(AuditEntry.objects.values()))
    assert not [each for each in (phone.key.hex(), phone.code, *recovery) if each in trail]


# Signing


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
        "publish_at": codes.NOON.replace(2031),
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
    phone, _ = set_up(person)
    clock.shift(codes.STEP)
    before = Signature.objects.count()
    assert refused(sign, password=PASSWORD) == "no_code"
    assert refused(sign, password=PASSWORD, token=phone.wrong_code) == "wrong_code"
    clock.shift(codes.STEP)
    assert refused(sign, password="wrong", token=phone.code) == "wrong_password"
    assert Signature.objects.count() == before
    sign(password=PASSWORD, token=phone.code)
    assert Signature.objects.count() == before + 1


# New recovery codes, and taking it away


def test_new_recovery_codes_end_the_old_ones(priya: tuple[User, Phone, list[str]], clock: Traveller) -> None:
    person, phone, old = priya
    new = second_factor.renew_codes(actor=person, password=PASSWORD, token=phone.code)
    assert refused(verify_identity, person, PASSWORD, old[0]) == "wrong_code"
    clock.shift(codes.STEP)
    verify_identity(person, PASSWORD, new[0])
    assert Action.RENEW_RECOVERY_CODES in actions()


def test_who_removes_it_is_asked_for_the_password_alone(priya: tuple[User, Phone, list[str]]) -> None:
    person, phone, _ = priya
    for wrong in ({"password": "wrong", "token": phone.code}, {"password": PASSWORD, "token": ""}):
        assert refused(second_factor.remove, actor=person, **wrong) in ("wrong_password", "no_code")
    second_factor.remove(actor=person, password=PASSWORD, token=phone.code)
    assert second_factor.recovery_codes_left(person) == 0
    verify_identity(person, PASSWORD)
    assert actions()[-1] == Action.REMOVE_SECOND_FACTOR


@pytest.mark.parametrize("verb", [second_factor.remove, second_factor.renew_codes])
def test_what_is_not_there_is_neither_removed_nor_renewed(cast: Cast, verb: Callable[..., Any]) -> None:
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
    phone = codes.phone_with(second_factor.enrol(actor=cast.priya))
    cast.priya.is_staff = False
    cast.priya.save()
    given = {"actor": cast.priya, "password": PASSWORD, "token": phone.code}
    assert refused(second_factor.confirm, **given) == "no_permission"
    assert app_id_of(cast.priya) is None


def lose(actor: User, person: User, **changes: Any) -> None:
    given = {"reason": "She called from the desk at the door.", "password": PASSWORD, **changes}
    second_factor.remove_lost(actor=actor, person=person, **given)


def test_a_superuser_removes_a_lost_one_and_the_person_is_told(
    priya: tuple[User, Phone, list[str]], cast: Cast
) -> None:
    muted = NotificationKind.values  # who wants to be told nothing of guides is told of this
    MailPreference.objects.create(user=cast.priya, muted=muted)
    lose(cast.root, cast.priya)
    verify_identity(cast.priya, PASSWORD)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.subject) == (Action.REMOVE_LOST_SECOND_FACTOR, cast.root, "priya")
    assert entry.data["reason"] == "She called from the desk at the door."
    notice = Notification.objects.get(kind=NotificationKind.SECOND_FACTOR_REMOVED)
    assert notice.recipient == cast.priya


@pytest.mark.parametrize("who", ["ana", "priya", "maria", "grace", "sam", "gone"])
def test_nobody_else_removes_it(priya: tuple[User, Phone, list[str]], cast: Cast, who: str) -> None:
    proof = {"token": priya[1].code} if who == "priya" else {}
    assert refused(lose, getattr(cast, who), cast.priya, **proof) == "no_permission"
    assert app_id_of(cast.priya) is not None


def test_a_superuser_is_not_taken_at_their_word_about_their_own(cast: Cast, clock: Traveller) -> None:
    phone, _ = set_up(cast.root)
    clock.shift(codes.STEP)
    assert refused(lose, cast.root, cast.root, token=phone.code) == "own_second_factor"


def test_a_lost_one_is_removed_with_a_reason_and_a_password(priya: tuple[User, Phone, list[str]], cast: Cast) -> None:
    assert refused(lose, cast.root, cast.priya, reason=" ") == "required"
    assert refused(lose, cast.root, cast.priya, password="wrong") == "wrong_password"
    assert refused(lose, cast.root, cast.tom) == "no_second_factor"
    assert app_id_of(cast.priya) is not None
