"""A publisher's day: read changes, schedule, cancel, publish, and withdraw."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from monograph.models import Edition
from tests import stories
from tests.browser.conftest import DeskOf
from tests.cast import PASSWORD
from tests.factory import Guide

pytestmark = pytest.mark.browser

GUIDE = "/guides/testol/"
CHANGE_NOTE = "Take less, because the label has changed."


def sign(page: Page, button: str) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name=button).click()


def expect_message(page: Page, message: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def change_note(maria: Page) -> Locator:
    return maria.locator(".desk-changed").get_by_label("Change note for")


def read_changes(maria: Page) -> None:
    expect(maria.get_by_text("Edition 2 is ready to publish.")).to_be_visible()
    changed = maria.locator(".desk-changed")
    expect(changed.get_by_role("heading", name="About uses")).to_be_visible()
    expect(changed).to_contain_text("Dose changed: “9 mg a day” is now “5 mg a day”")
    expect(changed.locator(".desk-change del")).to_have_text("9")
    expect(change_note(maria)).to_have_value("A reason.")
    change_note(maria).fill("")
    sign(maria, "Publish now")
    expect(maria.get_by_text("The note on “About uses” is missing.")).to_be_visible()


def schedule_and_cancel(maria: Page, page_url: str) -> None:
    change_note(maria).fill(CHANGE_NOTE)
    tomorrow = timezone.now() + timedelta(days=1)
    maria.get_by_label("Date").fill(f"{tomorrow:%Y-%m-%d}")
    maria.get_by_label("Time").fill("09:00")
    sign(maria, "Schedule")
    expect_message(maria, "Scheduled for ")
    maria.goto(page_url)
    expect(maria.get_by_text("An edition is scheduled")).to_be_visible()
    expect(maria.get_by_role("button", name="Publish now")).to_have_count(0)
    sign(maria, "Cancel the schedule")
    expect_message(maria, "The scheduled edition is canceled.")


def publish(maria: Page, reader: Page) -> None:
    change_note(maria).fill(CHANGE_NOTE)
    sign(maria, "Publish now")
    expect_message(maria, "Edition 2 is published.")
    reader.goto(GUIDE)
    history = reader.get_by_role("region", name="What changed in each edition, and why")
    expect(history).to_contain_text("Edition 2")
    expect(history).to_contain_text(f"About uses: {CHANGE_NOTE}")


def withdraw(maria: Page, reader: Page) -> None:
    """Withdraw the edition after a preview, which shows what readers then read."""
    maria.get_by_role("link", name="Edition 2", exact=True).click()
    maria.get_by_label("Reason").fill("The dose is wrong.")
    maria.get_by_role("button", name="Preview the notice").click()
    notice = maria.get_by_role("region", name="What readers will see instead")
    expect(notice.get_by_role("heading", name="The guide to Testol (testolumab) is withdrawn")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Edition 2, published")).to_be_visible()
    shown = notice.locator(".desk-public").inner_text()
    sign(maria, "Withdraw edition 2")
    expect_message(maria, "Edition 2 is withdrawn.")
    reader.goto(GUIDE)
    words = re.sub(r"\s+", " ", reader.locator("main").inner_text()).strip()
    assert words == re.sub(r"\s+", " ", shown).strip()
    assert "The dose is wrong." in words


def test_edition_from_schedule_to_withdrawal(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = stories.signed(committed_guide)
    guide.approve(guide.write("uses", "Take 9 mg a day with water."))
    guide.publish()
    guide.approve(guide.write("uses", "Take 5 mg a day with water."))
    maria, reader = desk_of(guide.cast.maria), desk_of(None)
    page_url = f"/admin/monograph/monograph/{guide.monograph.pk}/release/"

    maria.goto(page_url)
    read_changes(maria)
    schedule_and_cancel(maria, page_url)
    publish(maria, reader)
    withdraw(maria, reader)
    assert Edition.objects.count() == 2
