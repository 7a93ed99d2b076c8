"""Each role from the mail of the invitation to the first act that counts, by keyboard alone."""

from base64 import b32decode
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from monograph import permissions
from monograph.accounts import account_changes
from monograph.mailing.outbox import send_notifications
from monograph.models import AccountChange, Assertion, AuditEntry, Edition, Review
from tests import stories
from tests.authenticator_app import STEP, Phone
from tests.browser.conftest import DeskOf
from tests.browser.keyboard import Keyboard
from tests.browser.virtual_authenticator import plug_in
from tests.cast import PASSWORD
from tests.factory import Guide
from tests.people_cases import another_administrator, invite

pytestmark = pytest.mark.browser
OWN_PASSWORD = "quokka-harbor-42"


@pytest.fixture(autouse=True)
def site(settings: Any, live_server: Any) -> None:
    settings.PASSKEY_ORIGIN = live_server.url


@pytest.fixture
def page(desk_of: DeskOf) -> Page:
    """The browser of somebody who has no account yet."""
    return desk_of(None)


@pytest.fixture
def keyboard(page: Page) -> Keyboard:
    return Keyboard(page)


def link_in_mail() -> str:
    """Return the path of the link in the mail of the invitation."""
    send_notifications(timezone.now())
    words = [word for message in mail.outbox for word in str(message.body).split()]
    (link,) = {word for word in words if "/choose-password/" in word}
    return urlsplit(link).path


def expect_message(page: Page, message: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def expect_page(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()


def log_in(keyboard: Keyboard, username: str, password: str) -> None:
    expect_page(keyboard.page, "Log in")
    keyboard.send({"Username": username, "Password": password})
    expect_page(keyboard.page, "Home")


def accept_invitation(keyboard: Keyboard, path: str, username: str) -> None:
    keyboard.page.goto(path)
    keyboard.send({"New password": OWN_PASSWORD, "New password again": OWN_PASSWORD})
    log_in(keyboard, username, OWN_PASSWORD)


def add_passkey(keyboard: Keyboard, link: str) -> None:
    plug_in(keyboard.page)
    keyboard.follow(link)
    keyboard.send({"Name of the passkey": "Laptop", "Your password": OWN_PASSWORD})
    expect_message(keyboard.page, "The passkey “Laptop” is added.")


def set_up_app(keyboard: Keyboard, link: str) -> Phone:
    keyboard.follow(link)
    keyboard.follow("Set it up")
    key = keyboard.page.locator(".factor-key").inner_text().replace(" ", "")
    phone = Phone(b32decode(key))
    keyboard.send({"Your password": OWN_PASSWORD, "Code from your app": phone.code})
    keyboard.follow("I saved them")
    expect(keyboard.page.get_by_text("Your second factor is set up.")).to_be_visible()
    return phone


def confirm_as_another_administrator(person: User) -> None:
    change = AccountChange.objects.get(person=person)
    account_changes.confirm_change(actor=another_administrator(), change=change, password=PASSWORD)


def test_administrators_invite_a_pharmacist_and_confirm_the_role(
    committed_guide: Guide, page: Page, keyboard: Keyboard, desk_of: DeskOf
) -> None:
    printed = StringIO()
    call_command("invite_administrator", "ruth", "ruth@example.org", stdout=printed)
    accept_invitation(keyboard, urlsplit(printed.getvalue().strip()).path, "ruth")
    add_passkey(keyboard, "Passkeys")
    keyboard.follow("People")
    keyboard.follow("Invite somebody")
    keyboard.send({"Username": "nell"})
    expect(page.get_by_label("Your password")).to_be_focused()  # the first field that was refused
    keyboard.fill("Email address", "nell@example.org")
    keyboard.choose("Pharmacist")
    keyboard.fill("Printed name", "Nell Osborne")
    keyboard.send({"Reason": "By phone.", "Your password": OWN_PASSWORD})
    expect_message(page, "is invited")
    ada = Keyboard(desk_of(None))
    another_administrator()
    ada.page.goto("/admin/")
    log_in(ada, "ada", PASSWORD)
    ada.follow("nell")
    ada.follow("Confirm")
    ada.send({"Your password": PASSWORD})
    expect_message(ada.page, "Your decision is recorded")
    assert permissions.may_review(User.objects.get(username="nell"))


def test_editor_submits_a_first_text(committed_guide: Guide, page: Page, keyboard: Keyboard) -> None:
    guide = committed_guide
    guide.write("uses", "Before meals.")
    nell = invite(guide.cast.root, "Editor")
    accept_invitation(keyboard, link_in_mail(), "nell")
    set_up_app(keyboard, "Second factor")
    keyboard.follow("Guides")
    keyboard.follow("testol")
    keyboard.follow("About uses")
    keyboard.fill("Text", "Take one tablet a day. ")
    keyboard.fill("Reason for the change", "News.")
    keyboard.follow("Save and submit for review")
    expect_message(page, "Submitted for review.")
    review = Review.objects.get()
    assert (review.submitted_by, review.revision.body) == (nell, "<p>Take one tablet a day. Before meals.</p>")


def test_pharmacist_signs_a_first_text_by_passkey(
    committed_guide: Guide, page: Page, keyboard: Keyboard, settings: Any
) -> None:
    guide = committed_guide
    review = guide.submit(guide.write("uses", "Take 5 mg a day."))
    nell = invite(guide.cast.root, "Pharmacist", printed_name="Nell Osborne", credentials="PharmD")
    accept_invitation(keyboard, link_in_mail(), "nell")
    expect(page.get_by_text("A second administrator has to confirm your role first: Pharmacist.")).to_be_visible()
    confirm_as_another_administrator(nell)
    settings.SIGNING_REQUIRES = "second_factor"
    page.reload()
    add_passkey(keyboard, "Add a passkey")
    keyboard.follow("Home")
    expect(page.get_by_text("You can’t sign yet.")).to_be_hidden()
    keyboard.follow("testol: About uses")
    keyboard.press("Your decision")
    keyboard.choose("medically accurate")
    keyboard.follow("Approve and sign revision")
    expect_message(page, "Signed.")
    signature = review.signatures.get()
    assert (signature.signer, signature.printed) == (nell, "Nell Osborne, PharmD")
    assert Assertion.objects.filter(signature=signature).exists()


def test_publisher_publishes_a_first_edition(
    committed_guide: Guide, page: Page, keyboard: Keyboard, settings: Any
) -> None:
    guide = stories.ready(committed_guide)
    nell = invite(guide.cast.root, "Publisher", printed_name="Nell Osborne")
    confirm_as_another_administrator(nell)
    settings.SIGNING_REQUIRES = "second_factor"
    accept_invitation(keyboard, link_in_mail(), "nell")
    phone = set_up_app(keyboard, "Set up an app")
    keyboard.follow("Home")
    keyboard.follow("Testol")
    with time_machine.travel(timezone.now() + timedelta(seconds=STEP)):
        keyboard.send({"Your password": OWN_PASSWORD, "Code from your app": phone.code})
        expect_message(page, "Edition 2 is published.")
    assert Edition.objects.get(number=2).release_signature.signer == nell


def test_auditor_reads_a_first_entry(committed_guide: Guide, page: Page, keyboard: Keyboard) -> None:
    guide = committed_guide
    guide.write("uses")
    invite(guide.cast.root, "Auditor")
    accept_invitation(keyboard, link_in_mail(), "nell")
    keyboard.follow("Audit entries")
    keyboard.send({"Search": "testol"})
    entry = AuditEntry.objects.filter(action=AuditEntry.Action.SAVE_REVISION).latest("sequence")
    keyboard.follow(str(entry.sequence))
    expect(page.get_by_text("A reason.")).to_be_visible()
