"""When a login ends, and what becomes of what was sent after it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from time_machine import Traveller

from monograph.accounts import second_factor

from .. import authenticator_app
from ..cast import PASSWORD, Cast
from ..desk.desk_client import Desk, Page, address
from ..factory import Guide

HOME = "/admin/"
MINUTES = 60
WORDS = "Two hours of thought: <b>take 5 mg</b>."


def is_in(desk: Desk) -> bool:
    return desk.open(HOME).status == 200


def logged_in(person: User) -> Desk:
    desk = Desk(person)
    assert is_in(desk)
    return desk


def test_login_ends_after_an_hour_without_a_request(cast: Cast, clock: Traveller) -> None:
    desk = logged_in(cast.ana)
    clock.shift(59 * MINUTES)
    assert is_in(desk)
    clock.shift(59 * MINUTES)
    assert is_in(desk)
    clock.shift(60 * MINUTES)
    page = desk.open("/admin/monograph/monograph/?q=a")
    assert page.target == "/admin/login/?next=/admin/monograph/monograph/%3Fq%3Da"
    desk.client.post("/admin/login/", {"username": "ana", "password": PASSWORD, "next": HOME})
    assert is_in(desk), "the times of the old login do not count for the new one"


def test_login_ends_after_twelve_hours_of_work(cast: Cast, clock: Traveller) -> None:
    desk = logged_in(cast.ana)
    for _ in range(23):
        clock.shift(30 * MINUTES)
        assert is_in(desk)
    clock.shift(30 * MINUTES)
    assert not is_in(desk)


def test_open_page_does_not_keep_its_user_logged_in(guide: Guide, clock: Traveller) -> None:
    desk = logged_in(guide.cast.ana)
    for _ in range(3):
        clock.shift(20 * MINUTES)
        page = desk.post("section_presence", guide.monograph.pk, "uses")
    assert page.status == 403
    assert not is_in(desk)


def test_words_sent_too_late_are_handed_back_with_the_way_to_the_page(guide: Guide, clock: Traveller) -> None:
    desk = logged_in(guide.cast.ana)
    editor = address("section_edit", guide.monograph.pk, "uses")
    clock.shift(timedelta(days=1))
    sent = {"body": WORDS, "reason": "News.", "expected": "", "password": PASSWORD, "token": "123456"}
    response = desk.client.post(editor, sent, headers={"Referer": f"http://testserver{editor}"})
    assert "no-store" in response.headers.get("Cache-Control", "")
    page = Page(response)
    assert page.status == 403
    assert [area.text for area in page.dom.iter("textarea")] == [WORDS, "News."]
    assert PASSWORD not in page.html and "123456" not in page.html
    assert page.dom.xpath(f"//a[@href='/admin/login/?next={editor}']")


def test_words_are_handed_back_also_if_another_tab_met_the_end_first(guide: Guide, clock: Traveller) -> None:
    desk = logged_in(guide.cast.ana)
    clock.shift(timedelta(days=1))
    assert not is_in(desk)
    page = Page(desk.client.post(address("section_edit", guide.monograph.pk, "uses"), {"body": WORDS}))
    assert [area.text for area in page.dom.iter("textarea")] == [WORDS]


def test_page_elsewhere_is_no_way_back(guide: Guide, clock: Traveller) -> None:
    desk = logged_in(guide.cast.ana)
    clock.shift(timedelta(days=1))
    page = Page(desk.client.post(HOME, {}, headers={"Referer": "https://example.org/admin/"}))
    assert page.dom.xpath("//a[@href='/admin/login/?next=/admin/']")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "another"}])
def test_change_of_the_account_ends_its_logins_at_once(cast: Cast, change: dict[str, object]) -> None:
    desk = logged_in(cast.ana)
    User.objects.filter(pk=cast.ana.pk).update(**change)
    assert not is_in(desk)


def test_own_change_of_the_password_ends_the_other_logins_and_renews_the_key(cast: Cast) -> None:
    desk, other = logged_in(cast.ana), logged_in(cast.ana)
    before = desk.client.session.session_key
    new = "quokka-harbor-42"
    desk.client.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert is_in(desk) and not is_in(other)
    assert desk.client.session.session_key != before


def test_second_factor_renews_the_key_of_the_session(cast: Cast, clock: Traveller) -> None:
    desk = logged_in(cast.ana)
    before = desk.client.session.session_key
    phone = authenticator_app.phone_with(second_factor.enroll(actor=cast.ana))
    desk.client.post("/admin/second-factor/", {"confirm": "", "password": PASSWORD, "token": phone.code})
    assert is_in(desk)
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get(HOME).status_code == 302
