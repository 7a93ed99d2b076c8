"""A publisher's days: read what changes, tell readers why, plan it, think again, publish it, take it back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from monograph.models import Edition
from tests.browser.conftest import DeskOf
from tests.cast import PASSWORD
from tests.factory import Guide

pytestmark = pytest.mark.browser

GUIDE = "/guides/testol/"
TOLD = "Take less, because the label has changed."


def sign(page: Page) -> None:
    page.get_by_label("Your password, again").fill(PASSWORD)
    page.get_by_role("button", name="Sign and publish").click()


def told(page: Page, message: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def test_a_change_is_told_planned_cancelled_published_and_withdrawn(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = committed_guide.approve_all()
    guide.approve(guide.write("uses", "Take 9 mg a day with water."))
    guide.publish()
    guide.approve(guide.write("uses", "Take 5 mg a day with water."))
    maria, reader = desk_of(guide.cast.maria), desk_of(None)
    release = f"/admin/monograph/monograph/{guide.monograph.pk}/release/"

    # She reads what changes, and says it in words for readers.
    maria.goto(release)
    expect(maria.get_by_text("Edition 2 is ready to go out.")).to_be_visible()
    changed = maria.locator(".desk-changed")
    expect(changed.get_by_role("heading", name="About uses")).to_be_visible()
    expect(changed).to_contain_text("Dose changed: “9 mg a day” is now “5 mg a day”")
    expect(changed.locator(".desk-change del")).to_have_text("9")
    note = changed.get_by_label("What readers are told about this change")
    expect(note).to_have_value("A reason.")
    note.fill("")
    sign(maria)
    expect(maria.get_by_text("The note on “About uses” is missing.")).to_be_visible()

    # She plans it, and thinks again.
    note.fill(TOLD)
    tomorrow = timezone.now() + timedelta(days=1)
    maria.get_by_label("Date").fill(f"{tomorrow:%Y-%m-%d}")
    maria.get_by_label("Time").fill("09:00")
    sign(maria)
    told(maria, "Scheduled for ")
    maria.goto(release)
    expect(maria.get_by_text("An edition is scheduled")).to_be_visible()
    expect(maria.get_by_role("button", name="Sign and publish")).to_have_count(0)
    maria.get_by_role("button", name="Cancel it").click()
    told(maria, "The scheduled edition is cancelled.")

    # She publishes it now, and readers read what changed and why.
    note.fill(TOLD)
    sign(maria)
    told(maria, "Edition 2 is published.")
    reader.goto(GUIDE)
    history = reader.get_by_role("region", name="What changed in each edition, and why")
    expect(history).to_contain_text("Edition 2")
    expect(history).to_contain_text(f"About uses: {TOLD}")

    # She takes it back, after she has read what readers will read.
    maria.get_by_role("link", name="Edition 2", exact=True).click()
    maria.get_by_label("Reason").fill("The dose is wrong.")
    maria.get_by_role("button", name="Show me the notice").click()
    notice = maria.get_by_role("region", name="What readers will see in its place")
    expect(notice.get_by_role("heading", name="The guide to Testol (testolumab) is withdrawn")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Edition 2, published")).to_be_visible()
    shown = notice.locator(".desk-public").inner_text()
    maria.get_by_role("button", name="Withdraw edition 2").click()
    told(maria, "Edition 2 is withdrawn.")
    reader.goto(GUIDE)
    words = re.sub(r"\s+", " ", reader.locator("main").inner_text()).strip()
    assert words == re.sub(r"\s+", " ", shown).strip()
    assert "The dose is wrong." in words
    assert Edition.objects.count() == 2
