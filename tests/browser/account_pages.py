"""The pages of one's own account and of the login, for the accessibility tests."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from monograph.mailing.links import password_path
from monograph.models import NetworkFailures
from tests.authenticator_app import phone_with
from tests.browser.virtual_authenticator import plug_in
from tests.cast import PASSWORD

Pages = Iterator[tuple[str, Page]]


def second_factor_pages(page: Page, user: User) -> Pages:
    """Yield each step of its setup and removal."""
    page.goto("/admin/second-factor/")
    yield "no second factor", page
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Confirm that it works")).to_be_visible()
    yield "second factor, to confirm", page
    phone = phone_with(TOTPDevice.objects.get(user=user))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Code from your app").fill(phone.code)
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".factor-codes code").first).to_be_visible()
    yield "recovery codes", page
    (recovery, *_) = (code.replace(" ", "") for code in page.locator(".factor-codes code").all_text_contents())
    page.get_by_role("link", name="I saved them").click()
    expect(page.get_by_role("region", name="Remove the second factor")).to_be_visible()
    yield "second factor, set up", page
    remove = page.get_by_role("region", name="Remove the second factor")
    remove.get_by_label("Your password").fill(PASSWORD)
    remove.get_by_label("Code from your app").fill(recovery)
    remove.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Your second factor is removed.")).to_be_visible()


def passkey_pages(page: Page) -> Pages:
    """Yield the page with a passkey, once its browser has made one."""
    plug_in(page)
    page.goto("/admin/passkeys/")
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("region", name="Remove a passkey")).to_be_visible()
    yield "passkeys, with one", page


def visitor_pages(page: Page, invited: User, path: str) -> Pages:
    """Yield the pages for whoever is not logged in. `path` is that of a page for which one has to be."""
    link = password_path(invited)
    pages = {
        "forgotten password": "/admin/account/forgotten-password/",
        "password, by a link that is not valid": f"{link[:-2]}-/",
        "password": link,
    }
    for name, address in pages.items():
        page.goto(address)
        yield name, page
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("Words that were sent too late.")
    page.evaluate("path => document.querySelector('#login-form').setAttribute('action', path)", path)
    _log_in(page, "You are logged out")
    yield "logged out", page
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("nobody")
    _log_in(page, "Log in")
    yield "refused login", page
    now = timezone.now()
    NetworkFailures.objects.all().update(locked_until=now + timedelta(hours=1))
    page.get_by_label("Username").fill("nobody")
    _log_in(page, "Please try again later")
    yield "login from a locked network", page
    cache.clear()  # which remembers the network


def _log_in(page: Page, heading: str) -> None:
    page.get_by_label("Password").fill("wrong")
    with page.expect_navigation():
        page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
