"""The pages that a mail links to: choose a password, end a suspension; and the forgotten password."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monograph import permissions
from monograph.accounts.passwords import answer_link_requests
from monograph.mailing.outbox import send_notifications
from monograph.models import AuditEntry, MailPreference, Notification, PasswordLinkRequest

from ..cast import Cast
from ..people_cases import invite, suspended
from .desk_client import HOSTILE, Desk, Page

TABLE = re.compile(r"(?:auth|monograph)_\w+")
NEW = "another long password"


def sent_link(subject: str) -> str:
    """Send what is queued; return the path of the link in the mail with this subject."""
    call_command("send_notices")
    (found,) = [message for message in mail.outbox if message.subject == subject]
    return str(found.body).split("Open the page: http://127.0.0.1:8000")[1].split()[0]


def choose(client: Client, link: str, password: str = NEW) -> Page:
    page = client.get(link, follow=True)
    path = page.redirect_chain[-1][0] if page.redirect_chain else link
    return Page(client.post(path, {"new_password1": password, "new_password2": password}, follow=True))


@pytest.fixture
def nell(cast: Cast) -> User:
    return invite(cast.root, "Editor")


def test_invited_person_chooses_a_password_once(nell: User) -> None:
    link = sent_link("Your invitation")
    assert choose(Client(), link).messages == ["Your password is stored. Log in with it."]
    assert Client().login(username="nell", password=NEW)
    assert "This link is no longer valid" in Page(Client().get(link, follow=True)).words
    assert AuditEntry.objects.latest("sequence").action == "choose_password"


def test_link_ends_after_72_hours(nell: User) -> None:
    link = sent_link("Your invitation")
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59), tick=False):
        assert "Choose your password" in Page(Client().get(link, follow=True)).words
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1), tick=False):
        assert "This link is no longer valid" in Page(Client().get(link, follow=True)).words


def test_two_tabs_with_one_link_store_one_password(nell: User) -> None:
    link, first, second = sent_link("Your invitation"), Client(), Client()
    paths = [client.get(link).url for client in (first, second)]
    choose(first, paths[0])
    page = choose(second, paths[1], "a different long password")
    assert "This link is no longer valid" in page.words
    assert User.objects.get(pk=nell.pk).check_password(NEW)


def test_link_of_a_deactivated_account_opens_nothing(nell: User) -> None:
    link = sent_link("Your invitation")
    User.objects.filter(pk=nell.pk).update(is_active=False)
    assert "This link is no longer valid" in Page(Client().get(link, follow=True)).words


def test_weak_password_is_refused(nell: User) -> None:
    page = choose(Client(), sent_link("Your invitation"), "password")
    assert page.errors_at("new_password2")
    assert not User.objects.get(pk=nell.pk).has_usable_password()


def test_mails_of_the_account_ignore_digest_and_muting(nell: User) -> None:
    MailPreference.objects.create(user=nell, is_daily=True, muted=["invited"])
    assert sent_link("Your invitation").startswith("/admin/account/choose-password/")


@pytest.mark.parametrize("name", ["tom", "TOM@example.org", "nobody", "gone", "sam"])
def test_forgotten_password_is_answered_alike(cast: Cast, name: str) -> None:
    User.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
    User.objects.filter(pk=cast.gone.pk).update(email="gone@example.org")
    for _ in range(2):
        page = Page(Client().post(reverse("forgotten_password"), {"name": name}, follow=True))
        assert page.messages[0].startswith("If there is an active account of this name or address")
        answer_link_requests()
    assert Notification.objects.count() == (1 if name.lower().startswith("tom") else 0)


def test_forgotten_password_takes_the_same_work_for_any_name(cast: Cast) -> None:
    """Not the time is compared, which varies, but what takes it: nothing of the account is looked for meanwhile."""

    def work(name: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("forgotten_password"), {"name": name})
        return [f"{query['sql'].split()[0]} {TABLE.findall(query['sql'])[:1]}" for query in queries]

    User.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
    work("first")  # makes the row of the network
    assert work("tom") == work("nobody") == work("tom@example.org") == work("gone")
    assert not [statement for statement in work("tom") if "auth_user" in statement]


def test_forgotten_password_is_replaced_and_its_owner_notified(cast: Cast) -> None:
    User.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
    desk = Desk(cast.tom)
    Client().post(reverse("forgotten_password"), {"name": "tom"})
    assert desk.client.get("/admin/").status_code == 200, "asking for a link changes nothing"
    choose(Client(), sent_link("Choose a new password"))
    assert desk.client.get("/admin/").status_code == 302
    send_notifications(timezone.now())
    assert mail.outbox[-1].subject == "Your password was changed"


@pytest.mark.parametrize("hostile", HOSTILE.values())
def test_hostile_name_is_answered(cast: Cast, hostile: str) -> None:
    assert Client().post(reverse("forgotten_password"), {"name": hostile}).status_code in (302, 422)
    answer_link_requests()  # one that failed would keep all mail from being sent
    assert not PasswordLinkRequest.objects.exists()
    for part in ("x", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"):
        assert Client().get(f"/admin/account/choose-password/{part}/a-b/").status_code == 200


def test_suspension_ends_with_the_link_and_not_without_its_key(cast: Cast) -> None:
    User.objects.filter(pk=cast.priya.pk).update(email="p@example.org")
    change = suspended(User.objects.get(pk=cast.priya.pk))
    link, desk = sent_link("Your right to sign is suspended"), Desk(cast.priya)
    without_key, _, key = link.partition("?key=")
    for wrong in (without_key, f"{without_key}?key=x", f"{without_key}?key={key[:-1]}"):
        assert desk.client.post(wrong).status_code == 200
        assert permissions.may_review(User.objects.get(pk=cast.priya.pk)).code == "signing_suspended"
    assert Desk(cast.tom).client.post(link).status_code == 404
    assert Client().post(link).status_code == 302
    assert "It was for me" in desk.open(link).words
    assert Page(desk.client.post(link, follow=True)).messages == ["You may sign again."]
    assert permissions.may_review(User.objects.get(pk=cast.priya.pk))
    assert "You may sign: the suspension has ended." in desk.open(reverse("resume_signing", args=[change.pk])).words


def test_first_administrators_are_invited_by_command(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_administrator", "ada", "ada@example.org", last_name="Ames")
    link = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")
    choose(Client(), link)
    ada = User.objects.get(username="ada")
    assert (ada.is_superuser, ada.check_password(NEW)) == (True, True)
    assert not permissions.may_publish(ada)
    assert AuditEntry.objects.filter(action="invite", actor=ada).exists()


def test_administrator_who_could_not_log_in_is_not_invited(cast: Cast, settings: Any) -> None:
    settings.LOCAL_PASSWORDS, settings.BREAK_GLASS_ACCOUNT = False, "emergency"
    with pytest.raises(CommandError):
        call_command("invite_administrator", "ada", "ada@example.org")
    assert not User.objects.filter(username="ada").exists()
    call_command("invite_administrator", "emergency", "emergency@example.org")
    assert User.objects.get(username="emergency").is_superuser
