"""The verbs on people: what counts at once, what waits for a second administrator, and who is notified."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from monograph import audit, permissions
from monograph.accounts import account_changes, people
from monograph.accounts.details import Details, read_details
from monograph.accounts.suspension import resume_signing
from monograph.errors import NotPermitted
from monograph.mailing.outbox import send_notifications
from monograph.models import AccountChange, AuditEntry, Notification, Profile

from ..cast import PASSWORD, Cast
from ..factory import Guide
from ..people_cases import GIVEN, another_administrator, asked_change, change, invite, newcomer, suspended
from .outcomes import refused

Action = AuditEntry.Action


def fresh(person: User) -> User:
    """Return a person as the next request reads them, without cached permissions."""
    return User.objects.get(pk=person.pk)


def mails() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("to", "subject"))


def test_invited_person_has_no_password_and_a_mail(cast: Cast) -> None:
    person = invite(cast.root, "Editor")
    assert (person.has_usable_password(), person.is_staff, person.is_superuser) == (False, True, False)
    assert permissions.may_write(fresh(person))
    assert mails() == [("nell@example.org", "Your invitation")]
    entry = AuditEntry.objects.latest("sequence")
    assert entry.data["changed"]["roles"] == [[], ["Editor"]]
    assert audit.verify().is_intact


def test_role_that_signs_counts_once_a_second_administrator_confirmed_it(cast: Cast) -> None:
    person = invite(cast.root, "Editor", "Publisher", printed_name="Nell Osborne")
    (waiting,) = AccountChange.objects.all()
    assert waiting.changes == {"roles": [["Editor"], ["Editor", "Publisher"]], "printed_name": ["", "Nell Osborne"]}
    assert not permissions.may_publish(fresh(person))
    assert not Profile.objects.filter(user=person).exists()
    ada = another_administrator()
    account_changes.confirm_change(actor=ada, change=waiting, password=PASSWORD)
    assert permissions.may_publish(fresh(person))
    assert Profile.objects.get(user=person).printed_name == "Nell Osborne"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor) == (Action.CONFIRM_CHANGE, ada)
    assert entry.data["changed"] == waiting.changes
    assert audit.verify().is_intact


def test_nobody_confirms_what_they_asked_for_or_what_is_for_them(cast: Cast) -> None:
    ada = another_administrator()
    asked = change(ada, cast.root, printed_name="Root Root")
    assert asked is not None
    for actor, code in ((ada, "own_change"), (cast.root, "own_account")):
        assert refused(account_changes.confirm_change, actor=actor, change=asked, password=PASSWORD) == code
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(pk=asked.pk).update(state="confirmed", decided_by=ada, decided_at=timezone.now())


def test_closed_change_is_decided_once(cast: Cast) -> None:
    asked = asked_change(cast.priya)
    account_changes.decline_change(actor=cast.root, change=asked, **GIVEN)
    assert refused(account_changes.confirm_change, actor=cast.root, change=asked, password=PASSWORD) == "change_closed"
    assert Profile.objects.get(user=cast.priya).printed_name == "Priya"
    for edit in ({"state": "waiting", "decided_by": None, "decided_at": None}, {"changes": {}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountChange.objects.filter(pk=asked.pk).update(**edit)


@pytest.mark.parametrize(
    ("who", "details", "waits"),
    [
        ("priya", {"licence_number": "PH-1"}, {"licence_number"}),
        ("priya", {"credentials": "PharmD, BCOP"}, {"credentials"}),
        ("priya", {"email": "new@example.org"}, {"email"}),
        ("priya", {"last_name": "Shah"}, set()),
        ("priya", {"roles": ()}, set()),
        ("ana", {"email": "new@example.org"}, {"email"}),
        ("ana", {"roles": ("Auditor", "Pharmacist")}, {"roles"}),
        ("ana", {"is_administrator": True}, {"is_administrator"}),
    ],
)
def test_right_to_sign_waits(cast: Cast, who: str, details: dict[str, Any], waits: set[str]) -> None:
    person = getattr(cast, who)
    User.objects.filter(pk=person.pk).update(email="old@example.org")
    asked = change(cast.root, person, **details)
    assert set(asked.changes if asked else {}) == waits
    now = read_details(fresh(person))
    for name, value in details.items():
        if name not in waits:
            assert getattr(now, name) == value
    if "roles" in waits:
        assert now.roles == ("Auditor",), "taking one role away and giving another that reads count at once"


def test_both_addresses_are_notified_of_a_change(cast: Cast) -> None:
    User.objects.filter(pk=cast.ana.pk).update(email="old@example.org")
    asked = change(cast.root, cast.ana, email="new@example.org")
    account_changes.confirm_change(actor=another_administrator(), change=asked, password=PASSWORD)  # type: ignore[arg-type]
    notified = {to for to, subject in mails() if subject == "Your account was changed"}
    assert notified == {"old@example.org", "new@example.org"}


def test_address_of_an_invitation_that_nobody_used_is_corrected_alone(cast: Cast) -> None:
    nell = invite(cast.root, "Editor")
    assert change(cast.root, nell, email="nell.osborne@example.org") is None
    asked = change(cast.root, nell, roles=("Publisher",))
    account_changes.confirm_change(actor=another_administrator(), change=asked, password=PASSWORD)  # type: ignore[arg-type]
    assert change(cast.root, nell, email="elsewhere@example.org") is not None, "she may sign: this waits"


def test_link_for_a_password_is_never_sent_to_an_address_of_before(cast: Cast) -> None:
    nell = invite(cast.root, "Editor")
    change(cast.root, nell, email="nell.osborne@example.org")
    send_notifications(timezone.now())
    assert "Your invitation" not in [message.subject for message in mail.outbox]


def test_taken_address_is_not_confirmed(cast: Cast) -> None:
    asked = change(cast.root, cast.ana, email="new@example.org")
    invite(cast.root, email="new@example.org")
    given = {"actor": another_administrator(), "change": asked, "password": PASSWORD}
    assert refused(account_changes.confirm_change, **given) == "taken"


@override_settings(SECOND_ADMINISTRATOR=False)
def test_site_with_one_administrator_says_so_in_each_change(cast: Cast) -> None:
    asked = change(cast.root, cast.ana, roles=("Editor", "Pharmacist"))
    assert asked is not None
    assert (asked.state, asked.needs_second, asked.decided_by) == ("confirmed", False, cast.root)
    assert permissions.may_review(fresh(cast.ana))
    assert audit.verify().is_intact


def test_superuser_signs_only_with_a_role(guide: Guide) -> None:
    ada = another_administrator()
    review = guide.submit(guide.write())
    assert permissions.may_approve(ada, review).code == "no_permission"
    assert permissions.may_publish(ada).code == "no_permission"
    ada.groups.add(Group.objects.get(name="Pharmacist"))
    assert permissions.may_approve(fresh(ada), review)


@pytest.mark.parametrize("verb", [people.reset_password, people.activate])
def test_reset_suspends_the_right_to_sign(guide: Guide, verb: Any) -> None:
    cast, person = guide.cast, guide.cast.priya
    User.objects.filter(pk=person.pk).update(email="p@example.org", is_active=verb is people.reset_password)
    verb(actor=cast.root, person=person, **GIVEN)
    review = guide.submit(guide.write())
    assert permissions.may_approve(fresh(person), review).code == "signing_suspended"
    suspension = AccountChange.objects.get()
    assert (
        refused(account_changes.confirm_change, actor=cast.root, change=suspension, password=PASSWORD) == "own_change"
    )
    assert (
        refused(account_changes.decline_change, actor=another_administrator(), change=suspension, **GIVEN)
        == "suspension"
    )
    with pytest.raises(NotPermitted):
        resume_signing(actor=cast.tom, change=suspension)
    resume_signing(actor=person, change=suspension)
    assert permissions.may_approve(fresh(person), review)
    assert audit.verify().is_intact


def test_second_administrator_ends_a_suspension(guide: Guide) -> None:
    suspension = suspended(guide.cast.priya)
    account_changes.confirm_change(actor=guide.cast.root, change=suspension, password=PASSWORD)
    assert permissions.may_approve(guide.cast.priya, guide.submit(guide.write()))


def test_reset_suspends_who_gets_the_right_to_sign_later(cast: Cast) -> None:
    """An administrator could otherwise take a role away, reset the account, and have the role given back."""
    User.objects.filter(pk=cast.priya.pk).update(email="p@example.org")
    change(cast.root, cast.priya, roles=())
    people.reset_password(actor=cast.root, person=cast.priya, **GIVEN)
    assert not fresh(cast.priya).has_usable_password()
    asked = change(cast.root, cast.priya, roles=("Pharmacist",))
    account_changes.confirm_change(actor=another_administrator(), change=asked, password=PASSWORD)  # type: ignore[arg-type]
    assert permissions.may_review(fresh(cast.priya)).code == "signing_suspended"


def test_nobody_ends_the_suspension_of_their_own_reset_by_way_of_anothers(cast: Cast) -> None:
    first = suspended(cast.priya)
    User.objects.filter(pk=cast.priya.pk).update(email="p@example.org")
    people.reset_password(actor=cast.root, person=cast.priya, **GIVEN)
    account_changes.confirm_change(actor=cast.root, change=first, password=PASSWORD)
    assert permissions.may_review(fresh(cast.priya)).code == "signing_suspended"


@pytest.mark.parametrize(
    ("verb", "who", "code"),
    [
        (people.deactivate, "root", "own_account"),
        (people.reset_password, "root", "own_account"),
        (people.activate, "ana", "active"),
        (people.deactivate, "gone", "inactive"),
        (people.reset_password, "gone", "inactive"),
        (people.reset_password, "ana", "no_address"),
    ],
)
def test_account_in_the_wrong_state_is_left_alone(cast: Cast, verb: Any, who: str, code: str) -> None:
    assert refused(verb, actor=cast.root, person=getattr(cast, who), **GIVEN) == code


def test_administrator_does_not_give_up_their_right(cast: Cast) -> None:
    assert refused(change, cast.root, cast.root, is_administrator=False) == "own_account"


def test_stale_page_changes_nothing(cast: Cast) -> None:
    seen = read_details(cast.ana)
    change(cast.root, cast.ana, last_name="First")
    details = Details(**{**seen.__dict__, "last_name": "Second", "email": "a@example.org"})
    given = {"actor": cast.root, "person": cast.ana, "details": details, "expected": seen.digest, **GIVEN}
    assert refused(people.change_person, **given) == "stale"
    assert fresh(cast.ana).last_name == "First"


def test_one_change_waits_at_a_time(cast: Cast) -> None:
    asked_change(cast.priya)
    assert refused(change, cast.root, cast.priya, credentials="MD") == "change_waiting"


@pytest.mark.parametrize(
    ("username", "details", "code"),
    [
        ("", {}, "invalid"),
        ("a b", {}, "invalid"),
        ("ANA", {}, "taken"),
        ("x" * 151, {}, "taken"),
        ("nell", {"email": ""}, "invalid"),
        ("nell", {"email": "nobody"}, "invalid"),
        ("nell", {"email": "ADA@example.org"}, "taken"),
        ("nell", {"last_name": "x" * 151}, "too_long"),
        ("nell", {"printed_name": "a\u202eb"}, "hidden_character"),
    ],
)
def test_bad_invitation_is_refused(cast: Cast, username: str, details: dict[str, Any], code: str) -> None:
    another_administrator()
    given = {"actor": cast.root, "username": username, "details": newcomer(**details), **GIVEN}
    assert refused(people.invite, **given) == code
    assert not User.objects.filter(username__in=["nell", username or "-"], first_name="Nell").exists()


def test_invitation_is_sent_again_only_before_the_first_password(cast: Cast) -> None:
    assert refused(people.renew_invitation, actor=cast.root, person=cast.ana, password=PASSWORD) == "no_invitation"


def test_administrator_who_was_demoted_meanwhile_changes_nothing(cast: Cast) -> None:
    """Their page was opened, and their password hashed, while they still had the right."""
    User.objects.filter(pk=cast.root.pk).update(is_superuser=False)
    assert cast.root.is_superuser
    assert refused(change, cast.root, cast.ana, last_name="Other") == "no_permission"
