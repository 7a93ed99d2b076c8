"""The page of passkeys, login with one, and the signing forms that ask for one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from time_machine import Traveller

from monograph.accounts.challenges import MAX_AGE
from monograph.accounts.lockout import MAX_FAILURES
from monograph.models import AuditEntry, Passkey, Review, Signature

from .. import authenticator_app, stories
from ..authenticator import Authenticator, add_passkey, only_passkey
from ..authenticator_app import set_up_second_factor
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .desk_client import HOSTILE, Desk, Page, address
from .review_page import load, sign
from .signature_sheet import load_sheet, tamper
from .test_queries import MAX_QUERIES, captured_queries

ADDRESS, LOGIN, HOME = "/admin/passkeys/", "/admin/login/", "/admin/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(authenticator_app.NOON, tick=False) as clock:
        yield clock


def add(desk: Desk, clock: Traveller, name: str = "Laptop", **proof: str) -> Authenticator:
    """Add a passkey on the page, and wait half a minute."""
    laptop, given = Authenticator(), {"add": "", "name": name}
    question = desk.client.post(ADDRESS, {**given, "password": PASSWORD, **proof}).json()
    page = desk.after(Page(desk.client.post(ADDRESS, {**given, "passkey": laptop.create(question)})))
    assert page.messages == [f"The passkey “{name}” is added."]
    clock.shift(30)
    return laptop


def log_in(laptop: Authenticator, client: Client | None = None) -> tuple[Client, Page]:
    client = client or Client()
    answer = laptop.sign(client.get(f"{LOGIN}passkey/").json())
    return client, Page(client.post(LOGIN, {"passkey": answer, "next": HOME}))


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_passkey_is_added_and_removed_on_the_page(ana: Desk, clock: Traveller) -> None:
    add(ana, clock)
    page = ana.open(ADDRESS)
    fingerprint = only_passkey(ana.user).fingerprint
    assert page.rows() == [["Laptop", "25 November 2030", "not yet", fingerprint]]
    assert "You can log in only with this passkey." in page.words
    wrong = Page(ana.client.post(ADDRESS, {"remove": "", "passkey": only_passkey(ana.user).pk, "password": "wrong"}))
    assert (wrong.status, wrong.error_codes) == (403, {"password": ["wrong_password"]})
    given = {"remove": "", "passkey": only_passkey(ana.user).pk, "password": PASSWORD}
    page = ana.after(Page(ana.client.post(ADDRESS, given)))
    assert "You have no passkey." in page.words
    assert Page(ana.client.post(ADDRESS, given)).status == 422


def test_refused_question_keeps_the_name(ana: Desk) -> None:
    page = Page(ana.client.post(ADDRESS, {"add": "", "name": "Laptop", "password": "wrong"}))
    assert (page.status, page.error_codes, page.value("name")) == (403, {"password": ["wrong_password"]}, "Laptop")
    page = Page(ana.client.post(ADDRESS, {"add": "", "name": "Laptop", "passkey": "{}"}))
    assert (page.status, page.error_codes) == (403, {"": ["wrong_passkey"]})
    assert page.errors == ["The new passkey was not accepted. Nothing was changed. Try again."]


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_never_a_server_error(review: Review, ana: Desk, priya: Desk, value: Any) -> None:
    assert ana.client.post(ADDRESS, {"add": "", "name": value, "password": value}).status_code in (403, 422)
    assert ana.client.post(ADDRESS, {"add": "", "name": "A", "passkey": value}).status_code in (403, 422)
    assert ana.client.post(ADDRESS, {"remove": "", "passkey": value, "password": PASSWORD}).status_code == 422
    assert Client().post(LOGIN, {"passkey": value}).status_code == 200
    assert sign(priya, review, passkey=value).status in (302, 403, 422)


def test_passkey_ends_other_logins_and_its_removal_too(cast: Cast, clock: Traveller) -> None:
    here, there = Desk(cast.ana), Desk(cast.ana)
    laptop = add(here, clock)
    assert (is_in(here.client), is_in(there.client)) == (True, False)
    elsewhere, _ = log_in(laptop)
    assert is_in(elsewhere)
    add(here, clock, "Phone")
    given = {"remove": "", "passkey": Passkey.objects.get(name="Laptop").pk, "password": PASSWORD}
    here.after(Page(here.client.post(ADDRESS, given)))
    assert (is_in(here.client), is_in(elsewhere)) == (True, False)


def test_login_with_a_passkey_is_login_with_both_factors(cast: Cast, clock: Traveller) -> None:
    phone, _ = set_up_second_factor(cast.priya)
    clock.shift(authenticator_app.STEP)
    laptop = add_passkey(cast.priya, token=phone.code)
    clock.shift(30)
    client, page = log_in(laptop)
    assert (page.status, page.target) == (302, HOME)
    assert is_in(client)
    for password, token in ((PASSWORD, phone.code), (PASSWORD, "")):
        other = Client()
        other.post(LOGIN, {"username": "priya", "password": password, "token": token, "next": HOME})
        assert is_in(other) == bool(token)


def test_every_refusal_of_a_passkey_has_the_same_words(cast: Cast, clock: Traveller) -> None:
    laptops = {name: add_passkey(getattr(cast, name)) for name in ("ana", "ben", "tom", "grace")}
    clock.shift(30)
    cast.ben.is_active = False
    cast.ben.save()
    cast.grace.is_staff = False
    cast.grace.save()
    laptops["tom"].origin = "https://evil.example"
    answers = [log_in(Authenticator()), log_in(laptops["ben"]), log_in(laptops["tom"]), log_in(laptops["grace"])]
    client = Client()
    answers.append((client, Page(client.post(LOGIN, {"username": "ana", "password": PASSWORD}))))
    assert not any(is_in(client) for client, _ in answers)
    assert len({tuple(page.errors) for _, page in answers}) == 1
    failures = AuditEntry.objects.filter(action=AuditEntry.Action.FAIL_IDENTITY)
    assert list(failures.values_list("actor__username", "data__what")) == [("tom", "passkey")]


def test_false_passkeys_lock_the_account(cast: Cast, clock: Traveller) -> None:
    laptop = add_passkey(cast.tom)
    clock.shift(30)
    laptop.rp_id = "evil.example"
    for _ in range(MAX_FAILURES):
        log_in(laptop)
    laptop.rp_id = "localhost"
    assert not is_in(log_in(laptop)[0])


def test_answer_logs_in_once(cast: Cast, clock: Traveller) -> None:
    laptop, client = add_passkey(cast.tom), Client()
    answer = laptop.sign(client.get(f"{LOGIN}passkey/").json())
    for expected in (302, 200):
        assert Client().post(LOGIN, {"passkey": answer, "next": HOME}).status_code == expected


def test_answer_of_login_expires(cast: Cast, clock: Traveller) -> None:
    laptop, client = add_passkey(cast.tom), Client()
    answer = laptop.sign(client.get(f"{LOGIN}passkey/").json())
    clock.shift(MAX_AGE.seconds + 1)
    assert client.post(LOGIN, {"passkey": answer, "next": HOME}).status_code == 200
    assert not AuditEntry.objects.filter(action=AuditEntry.Action.FAIL_IDENTITY).exists(), "no guess"


def test_answer_of_login_signs_nothing(guide: Guide, priya: Desk, clock: Traveller) -> None:
    review = guide.submit(guide.write())
    laptop = add(priya, clock)
    answer = laptop.sign(Client().get(f"{LOGIN}passkey/").json())
    page = sign(priya, review, password="", passkey=answer)
    assert (page.status, page.error_codes) == (403, {"": ["wrong_passkey"]})


def test_review_is_signed_by_passkey(guide: Guide, priya: Desk, grace: Desk, clock: Traveller) -> None:
    stories.signed(guide)
    review = guide.submit(guide.write("uses", "News."))
    assert not load(priya, review).dom.xpath("//*[@data-passkey]")
    laptop = add(priya, clock)
    page = load(priya, review)
    assert page.dom.xpath("//*[@name='passkey'][@data-passkey='sign']")
    assert page.value("password") is None, "she has no code, so a password would not be enough"
    page = sign(priya, review)
    assert (page.status, page.error_codes) == (403, {"": ["needs_passkey"]})
    page = sign(priya, review, password="", passkey="ask", meaning="")
    assert (page.status, page.error_codes) == (422, {"meaning": ["required"]})
    assert not page.value("passkey", "approve")
    question = json.loads(sign(priya, review, password="", passkey="ask").html)
    assert question["publicKey"]["allowCredentials"] == [
        {"type": "public-key", "id": only_passkey(priya.user).credential_id}
    ]
    assert sign(priya, review, password="", passkey=laptop.sign(question)).status == 302
    assert Signature.objects.latest("pk").assertion.passkey == only_passkey(priya.user)
    guide.publish()
    words = load_sheet(grace, guide).words
    assert f"Signed by passkey, public key {only_passkey(priya.user).fingerprint}" in words
    assert words.count("Signed by passkey") == 1


def test_publisher_publishes_and_schedules_by_passkey(guide: Guide, maria: Desk, clock: Traveller) -> None:
    stories.signed(guide)
    laptop, pk = add(maria, clock), guide.monograph.pk
    sent = {"expected": guide.release_candidate().digest, "note": "", "password": ""}
    when = {"publish_at_0": "2031-01-01", "publish_at_1": "12:00", "schedule": ""}
    for button in (when, {"publish": ""}):
        question = maria.client.post(address("monograph_publish", pk), {**sent, **button, "passkey": "ask"}).json()
        answer = laptop.sign(question)
        page = maria.post("monograph_publish", pk, **sent, **button, passkey=answer)
        assert page.status == 302
        assert Signature.objects.latest("pk").assertion
        if "schedule" in button:
            scheduled = guide.monograph.schedules.get()
            maria.post("schedule_cancel", pk, scheduled.pk, password=PASSWORD)
        clock.shift(1)
    assert guide.reread().current_edition.number == 1


def withdraw(desk: Desk, guide: Guide, **given: str) -> Page:
    return desk.post("monograph_edition", guide.monograph.pk, 1, **{"reason": "A wrong dose.", **given})


def test_publisher_withdraws_by_passkey(guide: Guide, maria: Desk, grace: Desk, clock: Traveller) -> None:
    stories.short(guide)
    laptop = add(maria, clock)
    page = withdraw(maria, guide, preview="")
    assert page.dom.xpath("//*[@name='passkey'][@data-passkey='sign']")
    assert page.dom.xpath("//button[@name='preview'][@data-without-passkey]")
    assert page.value("password") is None, "she has no code, so a password would not be enough"
    page = withdraw(maria, guide, password=PASSWORD)
    assert (page.status, page.error_codes, page.value("reason")) == (403, {"": ["needs_passkey"]}, "A wrong dose.")
    answer = laptop.sign(json.loads(withdraw(maria, guide, passkey="ask").html))
    assert guide.reread().current_edition.number == 1
    assert withdraw(maria, guide, passkey=answer).status == 302
    assert guide.reread().current_edition is None
    signed_by = f"Signed by passkey, public key {only_passkey(maria.user).fingerprint}"
    assert signed_by in maria.get("monograph_edition", guide.monograph.pk, 1).words
    assert signed_by in load_sheet(grace, guide).words
    tamper(Signature.objects.latest("pk"), signer_name="Tom")
    assert "The signature of Tom (withdrawn from the public) is NOT what a passkey signed." in (
        load_sheet(grace, guide).words
    )


@pytest.mark.parametrize(("requires", "ways"), [("second_factor", True), ("passkey", False)])
def test_withdrawal_says_first_what_its_signer_lacks(
    guide: Guide, maria: Desk, grace: Desk, clock: Traveller, settings: Any, requires: str, ways: bool
) -> None:
    """So that nobody prepares one in an emergency that they can't sign."""
    stories.short(guide)
    settings.SIGNING_REQUIRES = requires
    opened = maria.get("monograph_edition", guide.monograph.pk, 1), withdraw(maria, guide, preview="")
    for page in opened:
        assert "You can’t sign yet." in page.words
        assert page.links()["Add a passkey"] == ADDRESS
        assert ("Set up an app" in page.links()) == ways
        assert "another publisher who can sign may withdraw it" in page.words
    page = withdraw(maria, guide, password=PASSWORD)
    assert (page.status, page.error_codes, page.value("reason")) == (403, {"": [f"no_{requires}"]}, "A wrong dose.")
    assert "You can’t sign yet." not in grace.get("monograph_edition", guide.monograph.pk, 1).words
    add(maria, clock)
    assert "You can’t sign yet." not in withdraw(maria, guide, preview="").words


def test_passkey_adds_no_query(guide: Guide, priya: Desk, clock: Traveller) -> None:
    path = address("review_change", guide.submit(guide.write()).pk)
    before = captured_queries(priya, path)
    add(priya, clock)
    assert len(captured_queries(priya, path)) == len(before)
    assert len(captured_queries(priya, ADDRESS)) <= MAX_QUERIES


def test_home_says_what_a_signer_lacks(cast: Cast, priya: Desk, ana: Desk, clock: Traveller, settings: Any) -> None:
    for requirement in ("second_factor", "passkey"):
        settings.SIGNING_REQUIRES = requirement
        page = priya.open(HOME)
        assert "You can’t sign yet." in page.words
        assert page.links()["Add a passkey"] == ADDRESS
        assert "You can’t sign yet." not in ana.open(HOME).words, "she signs nothing"
    add(priya, clock)
    assert "You can’t sign yet." not in priya.open(HOME).words


def test_superuser_removes_a_lost_passkey(cast: Cast, priya: Desk, clock: Traveller) -> None:
    add(priya, clock)
    root, lost = Desk(cast.root), f"{ADDRESS}{only_passkey(cast.priya).pk}/lost/"
    assert lost in root.open(f"/admin/people/{cast.priya.pk}/").html
    page = Page(root.client.post(lost, {"reason": "", "password": PASSWORD}))
    assert (page.status, page.error_codes) == (422, {"reason": ["required"]})
    page = root.after(Page(root.client.post(lost, {"reason": "She called.", "password": PASSWORD})))
    assert page.messages == ["The passkey “Laptop” of priya is removed."]
    assert "This passkey is removed." in root.open(lost).words
    assert not is_in(priya.client), "her session was opened by it"
