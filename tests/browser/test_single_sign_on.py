"""Single sign-on in a browser: what somebody typed survives the end of their session and the way to the provider."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from monograph.accounts import sign_on_session
from monograph.models import WorkingCopy
from tests.accounts.sign_on import Provider, running_provider
from tests.browser.axe import load_axe, violations
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.factory import Guide

pytestmark = pytest.mark.browser


@pytest.fixture
def provider(live_server: Any, settings: Any) -> Iterator[Provider]:
    with running_provider() as provider:
        settings.SITE_URL = live_server.url
        settings.SINGLE_SIGN_ON = provider.settings
        provider.put("rosa", "writers")
        yield provider


def log_in(page: Page) -> None:
    page.get_by_role("link", name="Log in: hospital login").click()
    page.get_by_placeholder("sub").fill("rosa")
    page.get_by_role("button", name="Authorize").click()


def ask_provider_now() -> None:
    """Let the provider's last answer be too old."""
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store[sign_on_session.KEY] = {**store[sign_on_session.KEY], "asked_at": 0}
        store.save()


def log_out(provider: Provider) -> None:
    provider.end_sessions("rosa")
    ask_provider_now()


def test_login_by_the_provider_alone_is_accessible(provider: Provider, desk_of: DeskOf, settings: Any) -> None:
    settings.LOCAL_PASSWORDS = False
    page = desk_of(None)
    page.goto("/admin/")
    expect(page.get_by_role("link", name="Log in: hospital login")).to_be_visible()
    load_axe(page)
    assert violations(page) == []


@pytest.mark.parametrize("way", ["in another tab", "by the page that hands the text back"])
def test_text_survives_the_end_of_a_session(
    way: str, provider: Provider, committed_guide: Guide, desk_of: DeskOf
) -> None:
    page = desk_of(None)
    page.goto("/admin/")
    log_in(page)
    editor = EditorPage(page, committed_guide).open()
    editor.area.click()
    editor.type("An hour of thought")
    editor.wait_until_saved()
    log_out(provider)
    editor.type(", and more.")
    expect(editor.save_status).to_contain_text("You are logged out. Your changes are stored in this browser.")
    assert WorkingCopy.objects.get().typed["body"] == "<p>An hour of thought</p>"

    {"in another tab": log_in_elsewhere, "by the page that hands the text back": send_and_return}[way](editor)
    expect(editor.area).to_have_text("An hour of thought, and more.")
    editor.save()
    assert editor.saved() == "<p>An hour of thought, and more.</p>"


def log_in_elsewhere(editor: EditorPage) -> None:
    with editor.page.context.expect_page() as opened:
        editor.page.get_by_role("link", name=re.compile("Log in")).click()
    log_in(opened.value)
    expect(opened.value.get_by_role("heading", name="Home")).to_be_visible()
    editor.wait_until_saved()


def send_and_return(editor: EditorPage) -> None:
    page = editor.page
    page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('form[data-autosave-url]'))")
    expect(page.get_by_role("heading", name="You are logged out")).to_be_visible()
    expect(page.get_by_role("textbox", name="What you entered").filter(has_text=", and more.")).to_be_visible()
    page.get_by_role("link", name="Log in and go back to the page").click()
    log_in(page)
    page.get_by_role("button", name="Restore them").click()
