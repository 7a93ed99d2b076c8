"""The page on which users choose their own email notifications."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from monograph.models import ALWAYS_NOTIFIED, MailPreference, Notification, NotificationKind

from ..factory import Guide
from .desk_client import Desk, Page

ADDRESS = "/admin/monograph/mail/"
CHOSEN = set(NotificationKind.values) - set(ALWAYS_NOTIFIED)


def save(desk: Desk, **data: object) -> Page:
    return Page(desk.client.post(ADDRESS, data))


def ticked(page: Page) -> set[str]:
    return {element.get("value") for element in page.dom.xpath("//input[@name='wanted' and @checked]")}


def test_default_is_every_notification_at_once(ana: Desk) -> None:
    page = ana.open(ADDRESS)
    assert ticked(page) == CHOSEN
    assert page.dom.xpath("//input[@name='is_daily' and @checked]") == []
    assert "Your account has no email address, so you get no notifications." in page.words


def test_preferences_are_saved_per_user(ana: Desk, ben: Desk) -> None:
    page = ana.after(save(ana, wanted=["published", "withdrawn"], is_daily="on"))
    assert page.messages == ["Your preferences are saved."]
    assert ticked(page) == {"published", "withdrawn"}
    assert page.dom.xpath("//input[@name='is_daily' and @checked]")
    assert ticked(ben.open(ADDRESS)) == CHOSEN
    ana.after(save(ana, wanted=CHOSEN))
    kept = MailPreference.objects.get()
    assert (kept.user, kept.muted, kept.is_daily) == (ana.user, [], False)


def test_unknown_kind_is_refused(ana: Desk) -> None:
    page = save(ana, wanted=["published", "everything"])
    assert page.status == 422
    assert page.errors_at("wanted")
    assert not MailPreference.objects.exists()


@pytest.mark.parametrize("desk", ["ana", "priya", "maria", "grace"])
def test_every_role_has_a_link_to_the_page(desk: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(desk).open("/admin/monograph/monograph/")
    assert reverse("monograph_notification_preferences") == ADDRESS
    assert page.dom.xpath(f"//a[@href='{ADDRESS}']")


def test_waiting_notifications_are_counted(guide: Guide, priya: Desk) -> None:
    User.objects.filter(pk=priya.user.pk).update(email="someone@example.org")
    guide.submit(guide.write())
    guide.submit(guide.write("faq"))
    assert Notification.objects.filter(recipient=priya.user).count() == 2
    words = priya.open(ADDRESS).words
    assert "Notifications go to someone@example.org. 2 notifications are waiting to be sent." in words
