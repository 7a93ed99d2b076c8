"""Passkeys with Chromium's virtual authenticator: add one, log in, sign, and check again what was signed."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import Page, expect

from monograph.models import Assertion, Review, Withdrawal
from tests import raw_sql
from tests.browser.conftest import DeskOf
from tests.browser.virtual_authenticator import plug_in
from tests.cast import PASSWORD
from tests.factory import Guide

pytestmark = pytest.mark.browser


def log_in_by_password(page: Page, username: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_label("Your password").first.fill("wrong")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Wrong password.")
    page.get_by_label("Your password").first.fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey “Laptop” is added.")).to_be_visible()


def log_in_by_passkey(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_label("medically accurate").check()
    page.get_by_role("button", name="Approve and sign revision").click()


def test_passkey_from_its_addition_to_a_checked_signature(
    committed_guide: Guide, desk_of: DeskOf, heard: list[str], live_server: Any, settings: Any
) -> None:
    settings.PASSKEY_ORIGIN = live_server.url
    settings.SIGNING_REQUIRES = "second_factor"
    review = committed_guide.submit(committed_guide.write("uses", "Take 5 mg a day."))
    page = desk_of(None)
    session, authenticator = plug_in(page)
    log_in_by_password(page, "priya")
    expect(page.get_by_text("You can’t sign yet.")).to_be_visible()
    add_passkey(page)
    heard.clear()  # the refusal of the wrong password
    log_in_by_passkey(page)
    expect(page.get_by_text("You can’t sign yet.")).to_be_hidden()

    page.goto(f"/admin/monograph/review/{review.pk}/change/")
    expect(page.get_by_text("Your browser asks for your passkey when you sign.")).to_be_visible()
    page.get_by_role("button", name="Approve and sign revision").click()
    expect(page.get_by_role("alert")).to_contain_text("This field is required.")  # the meaning
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    sign(page)
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    assert not Assertion.objects.exists()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    sign(page)
    expect(page.get_by_role("listitem").filter(has_text="Signed.")).to_be_visible()

    assert Review.objects.get(pk=review.pk).state == Review.State.APPROVED
    call_command("verify_audit", stdout=StringIO())
    signature = Assertion.objects.get().signature
    with raw_sql.without_triggers():
        raw_sql.change(signature, meaning="second_check")
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=StringIO(), stderr=errors)
    assert "is not what its signer’s passkey signed." in errors.getvalue()


def test_withdrawal_from_a_lacking_passkey_to_its_signature(
    committed_guide: Guide, desk_of: DeskOf, heard: list[str], live_server: Any, settings: Any
) -> None:
    edition = committed_guide.published().monograph.current_edition
    address = f"/admin/monograph/monograph/{committed_guide.monograph.pk}/editions/1/"
    settings.PASSKEY_ORIGIN = live_server.url
    settings.SIGNING_REQUIRES = "passkey"
    page = desk_of(None)
    plug_in(page)
    log_in_by_password(page, "maria")
    page.goto(address)
    expect(page.get_by_text("You can’t sign yet.")).to_be_visible()
    add_passkey(page)
    heard.clear()  # the refusal of the wrong password

    page.goto(address)
    page.get_by_label("Reason").fill("The dose is wrong.")
    page.get_by_role("button", name="Preview the notice").click()
    expect(page.get_by_text("Your browser asks for your passkey when you sign.")).to_be_visible()
    page.get_by_label("Reason").fill("The dose of edition 1 is wrong.")
    page.get_by_role("button", name="Preview the notice again").click()
    notice = page.get_by_role("region", name="What readers will see instead")
    expect(notice).to_contain_text("The dose of edition 1 is wrong.")
    assert not Assertion.objects.exists(), "a preview signs nothing"
    page.get_by_role("button", name="Withdraw edition 1").click()
    expect(page.get_by_role("listitem").filter(has_text="Edition 1 is withdrawn.")).to_be_visible()
    withdrawal = Withdrawal.objects.get(edition=edition)
    assert Assertion.objects.get().signature == withdrawal.signature
    call_command("verify_audit", stdout=StringIO())
