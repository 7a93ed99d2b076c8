"""The page of a second factor, and the codes that signing forms ask for."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from time_machine import Traveller

from monograph.accounts.one_time_codes import get_app_id
from monograph.models import Signature

from .. import authenticator_app, stories
from ..authenticator_app import Phone, phone_with
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .desk_client import HOSTILE, Desk, Page, address
from .review_page import load, sign
from .test_queries import MAX_QUERIES, captured_queries

ADDRESS = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(authenticator_app.NOON, tick=False) as clock:
        yield clock


def send(desk: Desk, act: str, address: str = ADDRESS, **data: Any) -> Page:
    return Page(desk.client.post(address, {act: "", **data}))


def set_up(desk: Desk, clock: Traveller) -> tuple[Phone, list[str]]:
    """Set it up on the page, and wait half a minute. The browser stays logged in."""
    desk.after(send(desk, "enrol"))
    phone = phone_with(TOTPDevice.objects.get(user=desk.user))
    page = send(desk, "confirm", password=PASSWORD, token=phone.code)
    clock.shift(authenticator_app.STEP)
    return phone, [code.text_content().replace(" ", "") for code in page.dom.xpath("//ol[@class='factor-codes']//code")]


def test_setup_shows_qr_code_and_key_and_needs_a_code(ana: Desk, clock: Traveller) -> None:
    page = ana.open(ADDRESS)
    assert page.buttons == ["Set it up"]
    page = ana.after(send(ana, "enrol"))
    app = TOTPDevice.objects.get(user=ana.user)
    assert page.dom.xpath("//div[@role='img']/*[local-name()='svg']")
    (shown,) = page.dom.xpath("//p[@class='factor-key']/code/text()")
    assert re.fullmatch(r"([A-Z2-7]{4} ?)+", shown)
    assert shown.replace(" ", "") in app.config_url
    phone = phone_with(app)
    wrong = send(ana, "confirm", password=PASSWORD, token=phone.wrong_code)
    assert wrong.status == 403
    assert wrong.error_codes == {"token": ["wrong_code"]}
    assert wrong.errors_at("token")
    clock.shift(authenticator_app.STEP)
    page = send(ana, "confirm", password=PASSWORD, token=phone.code)
    assert page.status == 200
    assert len(page.dom.xpath("//ol[@class='factor-codes']/li")) == 10
    assert "no-store" in page.response["Cache-Control"]
    # Neither the key nor the codes are shown again.
    page = ana.open(ADDRESS)
    assert "10 of your recovery codes are left." in page.words
    assert not page.dom.xpath("//*[@class='factor-key' or @class='factor-codes' or @role='img']")


def test_new_recovery_codes_need_password_and_code(ana: Desk, clock: Traveller) -> None:
    phone, recovery = set_up(ana, clock)
    page = send(ana, "renew", password="wrong", token=phone.code)
    assert (page.status, page.error_codes) == (403, {"password": ["wrong_password"]})
    assert page.errors_at("password")
    page = send(ana, "renew", password=PASSWORD, token=recovery[0])
    assert len(page.dom.xpath("//ol[@class='factor-codes']/li")) == 10


def test_removal_needs_password_and_code(ana: Desk, clock: Traveller) -> None:
    phone, _ = set_up(ana, clock)
    assert send(ana, "remove", password=PASSWORD, token="").status == 422
    page = ana.after(send(ana, "remove", password=PASSWORD, token=phone.code))
    assert page.messages == ["Your second factor is removed."]
    assert page.buttons == ["Set it up"]


def test_form_of_a_stale_tab_is_refused_with_an_error(ana: Desk, clock: Traveller) -> None:
    phone, _ = set_up(ana, clock)
    for act in ("enrol", "confirm"):
        page = send(ana, act, password=PASSWORD, token=phone.code)
        assert page.status == 409
        assert page.errors
    assert get_app_id(User.objects.get(pk=ana.user.pk)) is not None


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_never_a_server_error(ana: Desk, clock: Traveller, value: Any) -> None:
    ana.after(send(ana, "enrol"))
    assert send(ana, "confirm", password=value, token=value).status in (403, 422)
    assert send(ana, "renew", password=value, token=value).status in (403, 409, 422)


def test_setup_ends_other_logins(cast: Cast, clock: Traveller) -> None:
    here, there = Desk(cast.ana), Desk(cast.ana)
    set_up(here, clock)
    assert here.open("/admin/").status == 200
    assert there.open("/admin/").status == 302


# Signing


def test_only_accounts_with_second_factor_sign_with_a_code(
    guide: Guide, priya: Desk, tom: Desk, clock: Traveller
) -> None:
    review = guide.submit(guide.write())
    phone, _ = set_up(priya, clock)
    assert load(tom, review).value("token") is None
    assert load(priya, review).value("token") is not None
    for token, status, code in (("", 422, "required"), (phone.wrong_code, 403, "wrong_code")):
        page = sign(priya, review, token=token, meaning="second_check")
        assert (page.status, page.error_codes) == (status, {"token": [code]})
        assert page.errors_at("token")
        assert page.dom.xpath("//input[@name='meaning'][@checked]")[0].get("value") == "second_check"
        assert PASSWORD not in page.html
    clock.shift(authenticator_app.STEP)
    assert sign(priya, review, token=phone.code).status == 302
    assert Signature.objects.count() == 1


def test_publisher_publishes_with_a_code(guide: Guide, maria: Desk, clock: Traveller) -> None:
    stories.short(guide)
    guide.approve(guide.write("uses", "News."))
    phone, _ = set_up(maria, clock)
    pk = guide.monograph.pk
    page = maria.get("monograph_publish", pk)
    names = {field.get("name") for field in page.dom.xpath("//*[@name and starts-with(@name, 'change-')]")}
    sent = dict.fromkeys(names, "News.") | {"expected": page.value("expected"), "note": "", "password": PASSWORD}
    refused = maria.post("monograph_publish", pk, **sent, token=phone.wrong_code)
    assert (refused.status, len(refused.errors_at("token"))) == (403, 1)
    clock.shift(authenticator_app.STEP)
    assert maria.post("monograph_publish", pk, **sent, token=phone.code).status == 302
    assert guide.reread().current_edition.number == 2


def test_second_factor_adds_no_query(guide: Guide, priya: Desk, clock: Traveller) -> None:
    """The user of a login is loaded together with the key of their app."""
    path = address("review_change", guide.submit(guide.write()).pk)
    before = captured_queries(priya, path)
    set_up(priya, clock)
    after = captured_queries(priya, path)
    assert priya.open(path).dom.xpath("//input[@name='token']")
    assert len(after) == len(before) <= MAX_QUERIES, after
    assert len([sql for sql in after if "otp_" in sql]) == 1
    assert len(captured_queries(priya, ADDRESS)) <= MAX_QUERIES


# A lost second factor


def test_superuser_removes_a_lost_second_factor(cast: Cast, priya: Desk, clock: Traveller) -> None:
    set_up(priya, clock)
    root, address = Desk(cast.root), f"{ADDRESS}{cast.priya.pk}/lost/"
    assert address in root.open(f"/admin/people/{cast.priya.pk}/").html
    page = Page(root.client.post(address, {"reason": "", "password": PASSWORD}))
    assert (page.status, page.error_codes) == (422, {"reason": ["required"]})
    assert page.errors_at("reason")
    page = root.after(Page(root.client.post(address, {"reason": "She called.", "password": PASSWORD})))
    assert page.messages == ["The second factor of priya is removed."]
    assert "App for codes none" in page.words
    assert "This account has no second factor." in root.open(address).words


def test_admin_shows_no_keys_or_codes(cast: Cast) -> None:
    root = Client()
    root.force_login(cast.root)
    for model in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert root.get(f"/admin/{model}/").status_code == 404
