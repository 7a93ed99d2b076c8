"""Signing by passkey: what it signs is checked before, and again under the verb's lock."""

from collections.abc import Callable
from typing import Any

import pytest
from time_machine import Traveller

from monograph import audit
from monograph.accounts import passkeys
from monograph.accounts.challenges import MAX_AGE
from monograph.accounts.lockout import MAX_FAILURES
from monograph.accounts.stored_assertions import altered_assertions
from monograph.errors import StaleEdit
from monograph.models import Assertion, AuditEntry, Notification, NotificationKind, PasskeyUse, Review, Signature
from monograph.workflow import reviewing

from .. import authenticator_app, raw_sql, stories
from ..authenticator import PRESENT, Authenticator, add_passkey, ask, challenge_of, only_passkey
from ..cast import PASSWORD
from ..factory import Guide
from .outcomes import refused
from .signing_verbs import SIGNING, Verb, sign, to_approve, to_publish, to_withdraw


@pytest.mark.parametrize(("prepare", "who"), SIGNING.values(), ids=SIGNING)
def test_every_signature_can_be_given_by_passkey(
    guide: Guide, clock: Traveller, prepare: Callable[[Guide], Verb], who: str
) -> None:
    actor = getattr(guide.cast, who)
    verb = prepare(stories.short(guide))
    laptop = add_passkey(actor)
    clock.shift(30)
    before = Signature.objects.count()
    mails = Notification.objects.filter(kind=NotificationKind.SIGNED, recipient=actor).count()
    question = ask(verb[0], actor=actor, **verb[1])
    assert Signature.objects.count() == before, "a question changes nothing"
    assert len(challenge_of(question)) == 32
    verb[0](actor=actor, **verb[1], passkey=laptop.sign(question))
    assert Assertion.objects.get().signature == Signature.objects.latest("pk")
    assert Signature.objects.latest("pk").signer == actor
    assert Notification.objects.filter(kind=NotificationKind.SIGNED, recipient=actor).count() == mails + 1
    assert [*audit.verify().problems, *altered_assertions()] == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ({"origin": "https://evil.example"}, "wrong_passkey"),
        ({"rp_id": "evil.example"}, "wrong_passkey"),
        ({"flags": PRESENT}, "wrong_passkey"),  # without user verification
        ({"count": 1}, "wrong_passkey"),  # the counter of a copy, which was behind
        ({"key": Authenticator().key}, "wrong_passkey"),
        ({"credential_id": b"x" * 16}, "wrong_passkey"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_false_response_is_refused_and_counted(
    guide: Guide, laptop: Authenticator, spoil: dict[str, Any], code: str
) -> None:
    laptop.count = 2
    for name, value in spoil.items():
        setattr(laptop, name, value)
    act, given = to_approve(guide)
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == code
    assert not Signature.objects.exists()
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.data["what"]) == (AuditEntry.Action.FAIL_IDENTITY, "passkey")


@pytest.mark.parametrize("text", ["ASK", "{}", "[]", "null", "{" * 5000, '{"token": 1, "credential": 2}', "a\x00b"])
def test_malformed_response_is_refused(guide: Guide, laptop: Authenticator, text: str) -> None:
    act, given = to_approve(guide)
    assert refused(act, actor=guide.cast.priya, **given, passkey=text) == "wrong_passkey"


def test_response_is_accepted_once(guide: Guide, laptop: Authenticator) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    reviewing.withdraw_submission(actor=guide.cast.ana, review=given["review"])
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == "review_closed"
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == "old_challenge"


def test_response_expires(guide: Guide, laptop: Authenticator, clock: Traveller) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    clock.shift(MAX_AGE.seconds + 1)
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == "old_challenge"


def test_own_challenge_is_not_accepted(guide: Guide, laptop: Authenticator) -> None:
    """What the passkey signs must be what this site asked, and not what somebody gave it to sign."""
    act, given = to_approve(guide)
    laptop.count += 1
    question = ask(act, actor=guide.cast.priya, **given)
    question["publicKey"]["challenge"] = "A" * 43
    assert refused(act, actor=guide.cast.priya, **given, passkey=laptop.sign(question)) == "wrong_passkey"
    question["token"] = question["token"][:-1] + "!"
    assert refused(act, actor=guide.cast.priya, **given, passkey=laptop.sign(question)) == "wrong_passkey"


def test_passkey_of_another_person_is_refused(guide: Guide, laptop: Authenticator) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.tom, **given))
    assert refused(act, actor=guide.cast.tom, **given, passkey=response) == "wrong_passkey"
    response = laptop.sign(ask(act, actor=guide.cast.tom, **given))
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == "wrong_passkey"


def test_removed_passkey_signs_nothing(guide: Guide, laptop: Authenticator) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    passkeys.remove(actor=guide.cast.priya, passkey=only_passkey(guide.cast.priya), password=PASSWORD)
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == "wrong_passkey"


def test_passkey_removed_at_the_last_moment_signs_nothing(guide: Guide, laptop: Authenticator) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    removal = "UPDATE monograph_passkey SET removed_at = '2030-11-25 12:00:00+00:00'"
    raw_sql.run_after("UPDATE", PasskeyUse, removal)  # when the response is accepted, and the guide is not yet locked
    assert refused(act, actor=guide.cast.priya, **given, passkey=response) == "wrong_passkey"


@pytest.mark.parametrize("changed", [{"meaning": "second_check"}, {"review": None}])
def test_signature_of_something_else_is_refused(guide: Guide, laptop: Authenticator, changed: dict[str, Any]) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    if "review" in changed:  # the same text, submitted again
        reviewing.withdraw_submission(actor=guide.cast.ana, review=given["review"])
        changed = {"review": guide.submit(given["review"].revision)}
    with pytest.raises(StaleEdit) as refusal:
        act(actor=guide.cast.priya, **{**given, **changed}, passkey=response)
    assert refusal.value.code == "other_content"
    assert not Signature.objects.exists()


@pytest.mark.parametrize(("prepare", "words"), [(to_publish, "note"), (to_withdraw, "reason")])
def test_changed_words_are_not_what_the_publisher_signed(
    guide: Guide, clock: Traveller, prepare: Callable[[Guide], Verb], words: str
) -> None:
    maria = guide.cast.maria
    act, given = prepare(stories.short(guide))
    phone = add_passkey(maria)
    clock.shift(30)
    response = phone.sign(ask(act, actor=maria, **given))
    with pytest.raises(StaleEdit) as refusal:
        act(actor=maria, **{**given, words: "Other words."}, passkey=response)
    assert refusal.value.code == "other_content"


def test_locked_account_is_asked_nothing(guide: Guide, laptop: Authenticator) -> None:
    act, given = to_approve(guide)
    laptop.count += 1
    response = laptop.sign(ask(act, actor=guide.cast.priya, **given))
    for _ in range(MAX_FAILURES):
        assert refused(act, actor=guide.cast.priya, **given, passkey="{}") == "wrong_passkey"
    for passkey in ("ask", response):
        assert refused(act, actor=guide.cast.priya, **given, passkey=passkey) == "too_many_failures"


# What a site requires


def test_site_that_requires_a_passkey_refuses_passwords(guide: Guide, clock: Traveller, settings: Any) -> None:
    settings.SIGNING_REQUIRES = "passkey"
    act, given = to_approve(guide)
    assert refused(act, actor=guide.cast.priya, **given, password=PASSWORD) == "no_passkey"
    assert refused(act, actor=guide.cast.priya, **given, passkey="ask") == "no_passkey"
    laptop = add_passkey(guide.cast.priya)
    clock.shift(30)
    assert refused(act, actor=guide.cast.priya, **given, password=PASSWORD) == "needs_passkey"
    sign(laptop, guide.cast.priya, (act, given))
    assert Review.objects.get().state == Review.State.APPROVED


@pytest.mark.parametrize(("prepare", "who"), SIGNING.values(), ids=SIGNING)
def test_every_verb_that_signs_asks_for_what_the_site_requires(
    guide: Guide, settings: Any, prepare: Callable[[Guide], Verb], who: str
) -> None:
    act, given = prepare(stories.short(guide))
    for required, code in (("passkey", "no_passkey"), ("second_factor", "no_second_factor")):
        settings.SIGNING_REQUIRES = required
        assert refused(act, actor=getattr(guide.cast, who), **given, password=PASSWORD) == code


def test_site_that_requires_a_second_factor_takes_either(guide: Guide, clock: Traveller, settings: Any) -> None:
    settings.SIGNING_REQUIRES = "second_factor"
    act, given = to_approve(guide)
    assert refused(act, actor=guide.cast.priya, **given, password=PASSWORD) == "no_second_factor"
    assert refused(act, actor=guide.cast.tom, **given, passkey="ask") == "no_second_factor"
    phone, _ = authenticator_app.set_up_second_factor(guide.cast.priya)
    clock.shift(authenticator_app.STEP)
    assert refused(act, actor=guide.cast.priya, **given, password=PASSWORD) == "no_code"
    act(actor=guide.cast.priya, **given, password=PASSWORD, token=phone.code)
    another = to_approve(Guide(guide.cast, "another"))
    laptop = add_passkey(guide.cast.tom)
    clock.shift(30)
    sign(laptop, guide.cast.tom, another)


def test_account_with_only_a_passkey_never_signs_by_password(guide: Guide, laptop: Authenticator) -> None:
    act, given = to_approve(guide)
    assert refused(act, actor=guide.cast.priya, **given, password=PASSWORD) == "needs_passkey"
