"""Adding and removing passkeys: with the password, on the record, and with a mail to the owner."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from time_machine import Traveller

from monograph import audit
from monograph.accounts import passkeys
from monograph.accounts.challenges import MAX_AGE
from monograph.accounts.suspension import resume_signing
from monograph.errors import NotPermitted
from monograph.models import AccountChange, AuditEntry, Notification, NotificationKind, Passkey
from monograph.recording import recorded

from ..authenticator import PRESENT, Authenticator, add_passkey, only_passkey
from ..authenticator_app import Phone
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .outcomes import actions, refused

Action = AuditEntry.Action


def begin(person: User, **changes: Any) -> dict[str, Any]:
    return passkeys.begin(**{"actor": person, "name": "Laptop", "password": PASSWORD, **changes})


def mails(person: User) -> list[str]:
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def test_passkey_is_added_on_the_record(cast: Cast) -> None:
    add_passkey(cast.priya)
    passkey = only_passkey(cast.priya)
    assert actions() == [Action.ADD_PASSKEY]
    assert AuditEntry.objects.get(action=AuditEntry.Action.ADD_PASSKEY).data["fingerprint"] == passkey.fingerprint
    assert mails(cast.priya) == [NotificationKind.PASSKEY_ADDED]
    assert audit.verify().is_intact


def test_question_needs_the_password_and_a_name(cast: Cast, priya: tuple[User, Phone, list[str]]) -> None:
    assert refused(begin, cast.tom, password="wrong") == "wrong_password"
    assert refused(begin, cast.tom, name=" ") == "required"
    assert refused(begin, cast.tom, name="a\x00b") == "hidden_character"
    assert refused(begin, priya[0]) == "no_code"
    assert begin(priya[0], token=priya[1].code)["publicKey"]["user"]["name"] == "priya"


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://guides.example.com"},
        {"rp_id": "example.com"},
        {"flags": PRESENT},  # without user verification
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_passkey_made_elsewhere_or_without_verification_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    credential = Authenticator(**wrong).create(begin(cast.priya))
    assert refused(passkeys.add, actor=cast.priya, name="Laptop", credential=credential) == "wrong_passkey"
    assert not Passkey.objects.exists()


def test_question_is_for_one_person_and_some_minutes(cast: Cast, clock: Traveller) -> None:
    credential = Authenticator().create(begin(cast.tom))
    assert refused(passkeys.add, actor=cast.priya, name="Laptop", credential=credential) == "wrong_passkey"
    clock.shift(MAX_AGE.seconds + 1)
    assert refused(passkeys.add, actor=cast.tom, name="Laptop", credential=credential) == "old_challenge"


def test_question_of_one_passkey_adds_no_other(cast: Cast) -> None:
    mine, other = begin(cast.priya), begin(cast.priya)
    credential = Authenticator().create({**other, "token": mine["token"]})
    assert refused(passkeys.add, actor=cast.priya, name="Laptop", credential=credential) == "wrong_passkey"


@pytest.mark.parametrize("sent", ["null", "[7]", '{"id": 7}', '{"response": {"clientDataJSON": "AA"}}'])
def test_malformed_passkey_is_refused(cast: Cast, sent: str) -> None:
    credential = f'{{"token": "{begin(cast.priya)["token"]}", "credential": {sent}}}'
    assert refused(passkeys.add, actor=cast.priya, name="Laptop", credential=credential) == "wrong_passkey"


def test_passkey_is_added_once(cast: Cast) -> None:
    credential = Authenticator().create(begin(cast.priya))
    passkeys.add(actor=cast.priya, name="Laptop", credential=credential)
    assert refused(passkeys.add, actor=cast.priya, name="Again", credential=credential) == "has_passkey"


def test_at_most_ten_passkeys(cast: Cast) -> None:
    for number in range(passkeys.MAX_PASSKEYS):
        add_passkey(cast.priya, str(number))
    assert refused(begin, cast.priya) == "too_many_passkeys"


def test_own_passkey_is_removed_with_the_password(cast: Cast) -> None:
    add_passkey(cast.priya)
    passkey = only_passkey(cast.priya)
    assert refused(passkeys.remove, actor=cast.priya, passkey=passkey, password="wrong") == "wrong_password"
    assert refused(passkeys.remove, actor=cast.tom, passkey=passkey, password=PASSWORD) == "no_permission"
    passkeys.remove(actor=cast.priya, passkey=passkey, password=PASSWORD)
    assert refused(passkeys.remove, actor=cast.priya, passkey=passkey, password=PASSWORD) == "passkey_removed"
    assert not Passkey.objects.live().exists()
    assert actions()[-1] == Action.REMOVE_PASSKEY
    assert mails(cast.priya)[-1] == NotificationKind.PASSKEY_REMOVED
    assert audit.verify().is_intact


def test_right_to_sign_is_suspended_after_a_lost_passkey_is_removed(guide: Guide) -> None:
    priya = guide.cast.priya
    with recorded(User.objects.all(), actor="tests"):
        User.objects.filter(pk=priya.pk).update(email="priya@example.org")
    review = guide.submit(guide.write("uses"))
    add_passkey(priya)
    passkeys.remove_lost(actor=guide.cast.root, passkey=only_passkey(priya), reason="She called.", password=PASSWORD)
    change = AccountChange.objects.get(person=priya, kind=AccountChange.Kind.SUSPENSION)
    assert (change.is_waiting, change.requested_by, change.reason) == (True, guide.cast.root, "She called.")
    assert mails(priya)[-2:] == [NotificationKind.PASSKEY_REMOVED, NotificationKind.SIGNING_SUSPENDED]
    with pytest.raises(NotPermitted) as refusal:
        guide.sign(review, priya)
    assert refusal.value.code == "signing_suspended"
    resume_signing(actor=priya, change=change)
    guide.sign(review, priya)
    assert audit.verify().is_intact


def test_superuser_removes_a_lost_passkey_with_a_reason(cast: Cast) -> None:
    add_passkey(cast.priya)
    given = {"passkey": only_passkey(cast.priya), "password": PASSWORD}
    assert refused(passkeys.remove_lost, actor=cast.tom, reason="Lost.", **given) == "no_permission"
    assert refused(passkeys.remove_lost, actor=cast.root, reason=" ", **given) == "required"
    passkeys.remove_lost(actor=cast.root, reason="She called.", **given)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor, entry.data["reason"]) == (Action.REMOVE_LOST_PASSKEY, cast.root, "She called.")
    assert mails(cast.priya)[-1] == NotificationKind.PASSKEY_REMOVED
