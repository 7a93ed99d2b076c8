"""Unsaved changes survive closed tabs, expired logins, and second tabs."""

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from monograph.accounts.middleware import ACTIVE_AT
from monograph.models import WorkingCopy
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.cast import PASSWORD
from tests.factory import Guide

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(committed_guide: Guide, desk_of: DeskOf) -> EditorPage:
    """Ana's page of a section without a revision."""
    return EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()


def log_in(page: Page) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def test_closed_browser_loses_no_changes(editor: EditorPage, desk_of: DeskOf) -> None:
    editor.area.click()
    editor.type("Half a thought")
    editor.reason.fill("Half a reason")
    editor.wait_until_saved()
    editor.page.context.close()
    assert editor.guide.section("uses").latest_revision is None

    again = EditorPage(desk_of(editor.guide.cast.ana), editor.guide).open()
    expect(again.area).to_have_text("Half a thought")
    expect(again.reason).to_have_value("Half a reason")
    again.save()
    assert again.saved() == "<p>Half a thought</p>"


def end_sessions() -> None:
    """Let everybody be away for too long."""
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        store[ACTIVE_AT] = 0
        store.save()


def test_autosave_resumes_after_login_in_another_tab(editor: EditorPage) -> None:
    end_sessions()
    editor.area.click()
    editor.type("An hour of thought.")
    expect(editor.save_status).to_contain_text("You are logged out. Your changes are stored in this browser.")
    # The form is not submitted: its changes would be lost.
    editor.save()
    expect(editor.save_status).to_contain_text("You are logged out.")
    expect(editor.area).to_have_text("An hour of thought.")

    log_in(editor.page.context.new_page())
    editor.wait_until_saved()
    assert WorkingCopy.objects.get().typed["body"] == "<p>An hour of thought.</p>"
    editor.save()
    assert editor.saved() == "<p>An hour of thought.</p>"
    assert not WorkingCopy.objects.exists()


def test_changes_only_the_browser_has_are_offered_on_the_next_visit(editor: EditorPage) -> None:
    end_sessions()
    editor.area.click()
    editor.type("Nobody else has this.")
    expect(editor.save_status).to_contain_text("You are logged out.")
    tab = editor.page.context.new_page()
    editor.page.close()

    log_in(tab)
    again = EditorPage(tab, editor.guide).open()
    offer = tab.get_by_text("This browser has other unsaved changes of yours")
    expect(offer).to_be_visible()
    expect(again.area).to_have_text("")
    tab.get_by_role("button", name="Restore them").click()
    expect(again.area).to_have_text("Nobody else has this.")
    again.wait_until_saved()
    again.open()
    expect(again.area).to_have_text("Nobody else has this.")
    expect(offer).to_have_count(0)


def test_leaving_the_page_saves_the_latest_changes(editor: EditorPage) -> None:
    editor.area.click()
    editor.type("Typed and gone.")
    editor.page.goto("/admin/")
    for _ in range(20):  # what a page sends while it goes may arrive after the next page was asked for
        if editor.open().area.inner_text() == "Typed and gone.":
            break
    expect(editor.area).to_have_text("Typed and gone.")
    assert WorkingCopy.objects.get().typed["body"] == "<p>Typed and gone.</p>"


def test_discarded_changes_do_not_return(editor: EditorPage) -> None:
    drop = editor.page.get_by_role("button", name="Discard changes")
    expect(drop).to_be_hidden()
    editor.area.click()
    editor.type("Bad ")
    editor.wait_until_saved()
    editor.type("idea.")
    drop.click()
    expect(editor.page.get_by_text("Your unsaved changes are discarded.")).to_be_visible()
    expect(editor.area).to_have_text("")
    editor.page.goto("/admin/")
    assert not WorkingCopy.objects.exists()
    editor.open()
    expect(editor.page.get_by_role("button", name="Restore them")).to_have_count(0)


def test_two_tabs_do_not_overwrite_each_other(editor: EditorPage) -> None:
    other = EditorPage(editor.page.context.new_page(), editor.guide).open()
    editor.area.click()
    editor.type("The first tab.")
    editor.wait_until_saved()
    other.area.click()
    other.type("The second tab.")
    expect(other.save_status).to_contain_text("Not saved: You also have this section open in another tab or window.")
    assert WorkingCopy.objects.get().typed["body"] == "<p>The first tab.</p>"
    other.page.get_by_role("button", name="Keep changes for later").click()
    expect(other.page.get_by_text("Your changes are kept.")).to_be_visible()
    assert WorkingCopy.objects.get().typed["body"] == "<p>The second tab.</p>"


def test_two_writers_see_each_other(editor: EditorPage, desk_of: DeskOf) -> None:
    ben = EditorPage(desk_of(editor.guide.cast.ben), editor.guide).open()
    others = ben.page.locator("#presence")
    expect(others).to_have_text("ana has this section open too.")
    editor.area.click()
    editor.type("Words.")
    expect(others).to_contain_text("(unsaved changes from ")
    expect(editor.page.locator("#presence")).to_contain_text("ben has this section open too.")
    editor.page.close()
    expect(others).to_be_hidden()
