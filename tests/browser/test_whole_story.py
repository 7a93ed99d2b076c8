"""The main job, from a new sentence to its readers, each person at a browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from monograph.models import Edition
from tests import stories
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.cast import PASSWORD
from tests.factory import Guide

pytestmark = pytest.mark.browser

GUIDE = "/guides/testol/"
OLD_EDITION = "/guides/testol/editions/1/"
OLD = "Swallow one tablet whole with a glass of water, at the same time every day."
NEW = OLD.replace("whole", "slowly")


def log_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()


def expect_message(page: Page, message: str) -> None:
    """Expect a message in the admin's list of messages."""
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def open_review(page: Page, text: str) -> None:
    page.goto("/admin/")
    page.locator("#content").get_by_role("link", name="Reviews").click()
    page.get_by_role("link", name=text).click()


def sign(page: Page, meaning: str, *, password: str = PASSWORD) -> None:
    form = card(page, "Approve and sign")
    form.get_by_role("radio", name=meaning).check()
    form.get_by_label("Your password").fill(password)
    form.get_by_role("button", name="Approve and sign revision 3").click()


def open_publish_page(page: Page) -> None:
    page.goto("/admin/monograph/monograph/")
    page.get_by_role("link", name="Testol", exact=True).click()
    page.get_by_role("link", name="Next edition").click()


def expect_not_publishable(page: Page, reason: str) -> None:
    open_publish_page(page)
    expect(page.get_by_text(reason)).to_be_visible()
    expect(page.get_by_role("button", name="Publish now")).to_have_count(0)


def write_and_submit(ana: Page, guide: Guide) -> None:
    log_in(ana, "ana")
    ana.locator("#content").get_by_role("link", name="Guides").click()
    ana.get_by_role("link", name="Testol", exact=True).click()
    ana.get_by_role("link", name="About dosage", exact=True).click()
    editor = EditorPage(ana, guide, "dosage")
    editor.choose("whole")
    editor.type("slowly")
    # The editor hears of a moved cursor a moment after the key, so each step waits for the one before.
    expect(editor.area).to_contain_text("tablet slowly with")
    editor.type("<Control+End>")
    editor.type("<Enter>")
    expect(editor.area.locator("p")).to_have_count(2)
    editor.use("Emergency callout: call 911")
    expect(editor.area.locator("aside p")).to_have_count(1)
    editor.type("Call 911 after ")
    editor.use("Bold")
    editor.type("two tablets")
    editor.save(reason="Readers asked what to do.", button="Save and submit for review")
    expect_message(ana, "Submitted for review.")


def read_and_comment(priya: Page) -> None:
    open_review(priya, "About dosage, revision 3")
    expect(priya.get_by_text("Readers asked what to do.")).to_be_visible()
    change = priya.locator(".desk-change.in-line")
    expect(change.locator("del")).to_have_text("whole")
    expect(change.locator("ins").first).to_have_text("slowly")
    expect(change.locator("ins").last).to_contain_text("Call 911 after two tablets")
    expect(priya.get_by_role("article", name="Under review")).to_contain_text(NEW)
    comment = card(priya, "Comment without deciding")
    comment.get_by_label("Comment").fill("Why two?")
    comment.get_by_label("Passage").fill("two tablets")
    comment.get_by_role("button", name="Add comment").click()
    expect_message(priya, "Your comment is added.")
    expect(card(priya, "Approve and sign")).to_contain_text("1 comment is not resolved yet.")
    expect(priya.get_by_role("button", name="Approve and sign revision 3")).to_have_count(0)


def resolve_and_sign(priya: Page) -> None:
    priya.get_by_role("button", name="Resolve this comment").click()
    expect_message(priya, "The comment is resolved.")
    sign(priya, "medically accurate", password="not it")
    password = card(priya, "Approve and sign").get_by_label("Your password")
    expect(password).to_have_attribute("aria-invalid", "true")
    sign(priya, "medically accurate")
    expect_message(priya, "Signed. (Testol: About dosage)")
    expect(priya.get_by_role("listitem").filter(has_text="Somebody else has to do the second check.")).to_be_visible()


def make_second_check(tom: Page) -> None:
    open_review(tom, "About dosage, revision 3")
    expect(tom.get_by_text("1 of 2")).to_be_visible()
    sign(tom, "second check")
    expect_message(tom, "Signed. (Testol: About dosage)")
    expect(tom.get_by_text("Thank you: your queue is empty.")).to_be_visible()


def publish(maria: Page) -> None:
    open_publish_page(maria)
    changed = maria.locator(".desk-changed", has=maria.get_by_role("heading", name="About dosage"))
    expect(changed).to_contain_text("Priya, PharmD")
    expect(changed.get_by_label("Change note for")).to_have_value("Readers asked what to do.")
    maria.get_by_label("Note to readers").fill("Dosage says what to do after too much.")
    maria.get_by_label("Your password").fill(PASSWORD)
    maria.get_by_role("button", name="Publish now").click()
    expect_message(maria, "Edition 2 is published.")


def expect_new_edition(reader: Page) -> None:
    reader.goto(GUIDE)
    article = reader.get_by_role("article")
    expect(article).to_contain_text(NEW)
    expect(article).to_contain_text("Dosage says what to do after too much.")
    expect(article.get_by_role("note", name="Emergency")).to_contain_text("Call 911 after two tablets")
    expect(reader.get_by_text("Edition 2, published")).to_be_visible()


def expect_old_edition(reader: Page) -> None:
    reader.get_by_role("link", name="Edition 1", exact=True).click()
    expect(reader).to_have_url(re.compile(f"{OLD_EDITION}$"))
    expect(reader.get_by_role("note", name="Old edition")).to_contain_text("Do not rely on it.")
    expect(reader.get_by_role("article")).to_contain_text(OLD)


def test_change_from_editor_to_readers(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = stories.signed(committed_guide)
    guide.approve(guide.write("dosage", OLD))
    guide.publish()
    ana, reader = desk_of(None), desk_of(None)
    priya, tom, maria = (desk_of(person) for person in (guide.cast.priya, guide.cast.tom, guide.cast.maria))
    unchanged = "The signed texts have not changed since edition 1."

    write_and_submit(ana, guide)
    expect_not_publishable(maria, unchanged)
    expect(maria.get_by_role("row", name="About dosage revision 3")).to_contain_text("in review, not fully signed")
    read_and_comment(priya)
    resolve_and_sign(priya)
    expect_not_publishable(maria, unchanged)
    make_second_check(tom)
    reader.goto(GUIDE)
    expect(reader.get_by_role("article")).to_contain_text(OLD)
    publish(maria)
    expect_new_edition(reader)
    expect_old_edition(reader)


def test_page_says_why_a_user_may_not_decide(committed_guide: Guide, desk_of: DeskOf) -> None:
    cast = committed_guide.cast
    review = committed_guide.submit(committed_guide.write("uses", author=cast.pat))
    reasons = {
        cast.ana: "Your account does not have the right to review sections.",
        cast.pat: "You wrote part of this text, or the same text before, so somebody else has to review it.",
        cast.root: None,
    }
    for person, reason in reasons.items():
        page = desk_of(person)
        page.goto(f"/admin/monograph/review/{review.pk}/change/")
        for decision in ("Approve and sign", "Request changes"):
            if reason:
                expect(card(page, decision)).to_contain_text(reason)
            expect(card(page, decision).get_by_role("button")).to_have_count(0 if reason else 1)


def test_pharmacist_may_not_publish(committed_guide: Guide, desk_of: DeskOf) -> None:
    stories.signed(committed_guide)
    priya = desk_of(committed_guide.cast.priya)
    expect_not_publishable(priya, "Your account does not have the right to publish editions.")
    assert not Edition.objects.exists()


def test_requested_changes_are_shown_to_the_editor(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.submit(committed_guide.write("uses"))
    priya = desk_of(committed_guide.cast.priya)
    open_review(priya, "About uses, revision 1")
    form = card(priya, "Request changes")
    form.get_by_label("Comment").fill("Say for whom.")
    form.get_by_role("button", name="Request changes").click()
    expect_message(priya, "Changes requested.")
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    expect(editor.page.get_by_text("Say for whom.")).to_be_visible()
    editor.area.click()
    editor.type("<Control+End>", " For adults.")
    editor.save(button="Save and submit for review")
    assert editor.saved(number=2) == "<p>Plain words about uses. For adults.</p>"
