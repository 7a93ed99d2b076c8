"""The page where people choose what they are told by mail: each their own."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from monograph.models import ALWAYS_NOTIFIED, MailPreference, Notification, NotificationKind

from ..factory import Guide
from .browse import Desk, Page

ADDRESS = "/admin/monograph/mail/"
CHOSEN = set(NotificationKind.values) - set(ALWAYS_NOTIFIED)


def save(desk: Desk, **data: object) -> Page:
    return Page(desk.client.post(ADDRESS, data))


def ticked(page: Page) -> set[str]:
    return {each.get("value") for each in page.dom.xpath("//input[@name='wanted' and @checked]")}


def test_who_chose_nothing_is_told_everything_at_once(ana: Desk) -> None:
    page = ana.open(ADDRESS)
    assert ticked(page) == CHOSEN
    assert page.dom.xpath("//input[@name='is_daily' and @checked]") == []
    assert "Your account has no e-mail address, so no mail reaches you." in page.words


def test_a_choice_is_kept_for_this_person_alone(ana: Desk, ben: Desk) -> None:
    page = ana.after(save(ana, wanted=["published", "withdrawn"], is_daily="on"))
    assert page.messages == ["Your choice is saved."]
    assert ticked(page) == {"published", "withdrawn"}
    assert page.dom.xpath("//input[@name='is_daily' and @checked]")
    assert ticked(ben.open(ADDRESS)) == CHOSEN
    ana.after(save(ana, wanted=CHOSEN))
    kept = MailPreference.objects.get()
    assert (kept.user, kept.muted, kept.is_daily) == (ana.user, [], False)


def test_a_kind_that_is_none_is_refused_and_nothing_changed(ana: Desk) -> None:
    page = save(ana, wanted=["published", "everything"])
    assert page.status == 422
    assert page.errors_at("wanted")
    assert not MailPreference.objects.exists()


@pytest.mark.parametrize("desk", ["ana", "priya", "maria", "grace"])
def test_every_desk_leads_to_the_page(desk: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(desk).open("/admin/monograph/monograph/")
    assert reverse("monograph_mail_preferences") == ADDRESS
    assert page.dom.xpath(f"//a[@href='{ADDRESS}']")


def test_what_waits_to_be_sent_is_said(guide: Guide, priya: Desk) -> None:
    User.objects.update(email="someone@example.org")
    guide.submit(guide.write())
    guide.submit(guide.write("faq"))
    assert Notification.objects.filter(recipient=priya.user).count() == 2
    words = priya.open(ADDRESS).words
    assert "Mail goes to someone@example.org. 2 notices to you wait to be sent." in words
