"""A word is proposed without leaving the text, and decided on with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from monograph.models import SiteWord
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.factory import Guide
from tests.stories import propose

pytestmark = pytest.mark.browser


def test_word_is_proposed_while_the_text_stays_open(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("Stop flombering now.")
    button = editor.page.get_by_role("button", name="Propose this word")
    button.focus()
    editor.page.keyboard.press("Enter")
    expect(editor.page.locator("#preflight").get_by_text("is proposed.", exact=False).first).to_be_visible()
    expect(editor.area).to_have_text("Stop flombering now.")
    assert SiteWord.objects.get().sentence == "Stop flombering now."


def test_refusal_is_shown_beside_the_finding(committed_guide: Guide, desk_of: DeskOf) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("Stop flombering now.")
    button = editor.page.get_by_role("button", name="Propose this word")
    expect(button).to_be_visible()
    propose(committed_guide)
    button.click()
    expect(editor.page.locator("#preflight").get_by_text("already proposed", exact=False)).to_be_visible()


def test_reviewer_decides_with_the_keyboard(committed_guide: Guide, desk_of: DeskOf) -> None:
    propose(committed_guide)
    propose(committed_guide, "zorbicle", "The zorbicle itches.")
    page = desk_of(committed_guide.cast.priya)
    page.goto("/admin/monograph/words/")
    page.get_by_role("button", name="Accept “flombering”").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="flombering")).to_have_count(0)
    summary = page.get_by_role("group").filter(has_text="Decline").locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("It is a typo.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No word is here.")).to_be_visible()
    assert dict(SiteWord.objects.values_list("word", "state")) == {"flombering": "accepted", "zorbicle": "declined"}
