"""The pages of people, for administrators."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monograph.accounts.details import read_details
from monograph.models import AccountChange, Profile, Signature

from ..cast import PASSWORD, Cast
from ..factory import Guide
from ..people_cases import another_administrator, asked_change, invite, suspended
from .desk_client import HOSTILE, Desk, Page, assert_each_is_refused_or_taken


@pytest.fixture
def ada(cast: Cast) -> Desk:
    """The second administrator."""
    return Desk(another_administrator())


def form(person: User, **changes: Any) -> dict[str, Any]:
    """Return what a browser would post from the page that changes an account."""
    User.objects.filter(pk=person.pk, email="").update(email=f"{person.username}@example.org")
    details = read_details(User.objects.get(pk=person.pk))
    given = {**details.as_json(), "expected": details.digest, "reason": "By phone.", "password": PASSWORD}
    return {name: value for name, value in {**given, **changes}.items() if value not in (False, None)}


def post(desk: Desk, name: str, *args: Any, data: dict[str, Any]) -> Page:
    return Page(desk.client.post(reverse(name, args=args), data, follow=True))


def test_list_says_who_may_sign_what(cast: Cast, root: Desk) -> None:
    Profile.objects.filter(user=cast.priya).update(licence_expires="2020-01-31")
    suspended(cast.tom)
    invite(cast.root)
    words = root.open(reverse("people")).words
    assert "texts, until 2020-01-31 (expired)" in words
    assert "texts: suspended" in words
    assert "editions, withdrawals" in words
    assert "Nell Osborne nell none nothing none never invited" in words
    assert "Waiting for confirmation tom: suspended right to sign, asked for by ada" in words


def test_list_is_searched(cast: Cast, root: Desk) -> None:
    words = root.open(f"{reverse('people')}?words=an").words
    assert "ana" in words
    assert "priya" not in words
    for hostile in HOSTILE.values():
        assert root.client.get(reverse("people"), {"words": hostile, "page": hostile}).status_code == 200


def test_list_takes_as_many_queries_for_many_people(cast: Cast, root: Desk) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            root.open(reverse("people"))
        return len(captured)

    few = queries()
    for number in range(5):
        invite(cast.root, "Editor", username=f"nell{number}", email=f"nell{number}@example.org")
    assert queries() == few


def test_roles_are_in_words(cast: Cast, root: Desk) -> None:
    words = root.open(reverse("roles")).words
    assert "Pharmacist Comments on texts in review Signs texts, or requests changes" in words
    assert "This role signs, so a second administrator confirms who gets it." in words


def test_invitation_by_page(cast: Cast, root: Desk) -> None:
    given = {
        "username": "nell",
        "first_name": "Nell",
        "last_name": "Osborne",
        "email": "nell@example.org",
        "roles": ["Editor", "Pharmacist"],
        "printed_name": "Nell Osborne",
        "licence_expires": "2031-01-31",
        "reason": "New colleague.",
        "password": PASSWORD,
    }
    page = post(root, "invite", data=given)
    assert page.messages == ["Nell Osborne is invited: a link for a password is on its way by mail."]
    assert "Roles: Editor → Editor, Pharmacist" in page.words
    assert "Last day of the license: none → 2031-01-31" in page.words
    assert "You asked for this change, so another administrator has to confirm it." in page.words
    refused = root.client.post(reverse("invite"), {**given, "username": "nell two"})
    assert refused.status_code == 422
    assert Page(refused).value("last_name") == "Osborne"


def test_second_administrator_confirms_by_page(cast: Cast, ada: Desk, root: Desk) -> None:
    asked = asked_change(cast.priya)
    assert ada.open(reverse("person", args=[cast.priya.pk])).words.count("Confirm") == 0
    assert "Printed name: Priya → Another Name" in root.open(reverse("change_confirm", args=[asked.pk])).words
    page = post(root, "change_confirm", asked.pk, data={"password": "wrong"})
    assert page.errors_at("password")
    page = post(root, "change_confirm", asked.pk, data={"password": PASSWORD})
    assert page.messages == ["Your decision is recorded, and those concerned are notified."]
    assert Profile.objects.get(user=cast.priya).printed_name == "Another Name"


def test_change_is_declined_with_a_reason(cast: Cast, root: Desk) -> None:
    asked = asked_change(cast.priya)
    page = post(root, "change_decline", asked.pk, data={"password": PASSWORD})
    assert page.errors_at("reason")
    post(root, "change_decline", asked.pk, data={"password": PASSWORD, "reason": "Not so."})
    assert AccountChange.objects.get().state == "declined"


def test_account_is_changed_and_its_page_says_how(cast: Cast, root: Desk) -> None:
    page = post(root, "person_edit", cast.ana.pk, data=form(cast.ana, last_name="Rivera", roles=["Auditor"]))
    assert page.messages == ["The account of Rivera is changed."]
    assert "root changed an account: By phone. Last name: none → Rivera" in page.words
    assert "Roles: Editor → Auditor" in page.words


def test_stale_page_keeps_the_input_and_shows_what_is_stored(cast: Cast, root: Desk) -> None:
    stale = form(cast.ana, first_name="Anna")
    post(root, "person_edit", cast.ana.pk, data=form(cast.ana, last_name="Rivera"))
    response = root.client.post(reverse("person_edit", args=[cast.ana.pk]), stale)
    page = Page(response)
    assert response.status_code == 409
    assert page.value("first_name") == "Anna"
    assert "Stored now" in page.words
    assert "Last name: Rivera" in page.words
    again = {**stale, "expected": page.value("expected")}
    assert post(root, "person_edit", cast.ana.pk, data=again).messages == ["The account of Anna is changed."]


@pytest.mark.parametrize(
    ("act", "who", "words"),
    [
        ("deactivate", "priya", "The account of priya is deactivated."),
        ("activate", "gone", "The account of gone is active again."),
        ("reset-password", "priya", "The password of priya is reset. A link for a new one is on its way."),
    ],
)
def test_acts_by_page(cast: Cast, root: Desk, act: str, who: str, words: str) -> None:
    person = getattr(cast, who)
    User.objects.filter(pk=person.pk).update(email="p@example.org")
    desk = Desk(person)
    data = {"reason": "She called.", "password": PASSWORD}
    assert post(root, f"person_{act}", person.pk, data={"password": PASSWORD}).errors_at("reason")
    assert post(root, f"person_{act}", person.pk, data=data).messages == [words]
    assert desk.client.get("/admin/").status_code == 302, "sessions have ended"


def test_invitation_is_sent_again_by_page(cast: Cast, root: Desk) -> None:
    person = invite(cast.root)
    page = post(root, "person_renew-invitation", person.pk, data={"password": PASSWORD})
    assert page.messages == ["A new invitation to Nell Osborne is on its way."]
    assert person.notifications.count() == 2


def test_signatures_keep_their_printed_name(guide: Guide, root: Desk, ada: Desk) -> None:
    guide.sign(guide.submit(guide.write()))
    post(root, "person_edit", guide.cast.priya.pk, data=form(guide.cast.priya, printed_name="Other"))
    post(ada, "change_confirm", AccountChange.objects.get().pk, data={"password": PASSWORD})
    assert Profile.objects.get(user=guide.cast.priya).printed_name == "Other"
    assert Signature.objects.get().printed == "Priya, PharmD"


@pytest.mark.parametrize("name", ["person", "person_edit", "change_confirm", "change_decline", "person_deactivate"])
@pytest.mark.parametrize("pk", [0, 2**63, 10**30])
def test_unknown_person_is_404(cast: Cast, root: Desk, name: str, pk: int) -> None:
    assert root.client.get(reverse(name, args=[pk])).status_code == 404


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_details_are_kept_or_refused(cast: Cast, root: Desk, hostile: str) -> None:
    def send(**changes: Any) -> Page:
        data = form(cast.ana, last_name="Other", **changes)
        return Page(root.client.post(reverse("person_edit", args=[cast.ana.pk]), data))

    fields = ("first_name", "email", "roles", "printed_name", "licence_expires", "reason")
    assert_each_is_refused_or_taken(send, dict.fromkeys(fields, HOSTILE[hostile]))
