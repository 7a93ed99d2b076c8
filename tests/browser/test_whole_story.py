"""The main job, from a new sentence to its readers, by the people who do it, each at a browser of their own."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from monograph.models import Edition
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
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()


def told(page: Page, message: str) -> None:
    """The page says what was done, in the admin's list of messages."""
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def open_from_queue(page: Page, text: str) -> None:
    page.goto("/admin/")
    page.locator("#content").get_by_role("link", name="Reviews").click()
    page.get_by_role("link", name=text).click()


def sign(page: Page, meaning: str, *, password: str = PASSWORD) -> None:
    form = card(page, "Sign this text")
    form.get_by_role("radio", name=meaning).check()
    form.get_by_label("Your password, again").fill(password)
    form.get_by_role("button", name="Sign revision 3").click()


def open_release(page: Page) -> None:
    page.goto("/admin/monograph/monograph/")
    page.get_by_role("link", name="Testol", exact=True).click()
    page.get_by_role("link", name="Next edition").click()


def no_release(page: Page, reason: str) -> None:
    open_release(page)
    expect(page.get_by_text(reason)).to_be_visible()
    expect(page.get_by_role("button", name="Sign and publish")).to_have_count(0)


def test_a_new_sentence_goes_from_its_editor_to_its_readers(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = committed_guide.approve_all()
    guide.approve(guide.write("dosage", OLD))
    guide.publish()
    ana, reader = desk_of(None), desk_of(None)
    priya, tom, maria = (desk_of(person) for person in (guide.cast.priya, guide.cast.tom, guide.cast.maria))

    # Ana logs in and writes.
    log_in(ana, "ana")
    ana.locator("#content").get_by_role("link", name="Guides").click()
    ana.get_by_role("link", name="Testol", exact=True).click()
    ana.get_by_role("link", name="About dosage", exact=True).click()
    editor = EditorPage(ana, guide, "dosage")
    editor.choose("whole")
    editor.type("slowly")
    # A person would see each step before the next; the editor hears of a moved cursor a moment after the key.
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
    told(ana, "Submitted for review.")
    no_release(maria, "The signed texts have not changed since edition 1.")
    expect(maria.get_by_role("row", name="About dosage revision 3")).to_contain_text(
        "in review, not signed by all who must"
    )

    # Priya reads what changed, and asks.
    open_from_queue(priya, "About dosage, revision 3")
    expect(priya.get_by_text("Readers asked what to do.")).to_be_visible()
    change = priya.locator(".desk-change.in-line")
    expect(change.locator("del")).to_have_text("whole")
    expect(change.locator("ins").first).to_have_text("slowly")
    expect(change.locator("ins").last).to_contain_text("Call 911 after two tablets")
    expect(priya.get_by_role("article", name="The text under review")).to_contain_text(NEW)
    remarks = card(priya, "Comment without deciding")
    remarks.get_by_label("Comment").fill("Why two?")
    remarks.get_by_label("Passage it is about").fill("two tablets")
    remarks.get_by_role("button", name="Add the comment").click()
    told(priya, "Your comment is added.")
    expect(card(priya, "Sign this text")).to_contain_text("1 comment is not resolved yet.")
    expect(priya.get_by_role("button", name="Sign revision 3")).to_have_count(0)

    # She settles it and signs, then may not sign a second time.
    priya.get_by_role("button", name="Resolve this comment").click()
    told(priya, "The comment is resolved.")
    sign(priya, "medically accurate", password="not it")
    expect(card(priya, "Sign this text").get_by_label("Your password, again")).to_have_attribute("aria-invalid", "true")
    sign(priya, "medically accurate")
    told(priya, "Signed. (Testol: About dosage)")
    expect(priya.get_by_role("listitem").filter(has_text="Somebody else has to make the second check.")).to_be_visible()
    no_release(maria, "The signed texts have not changed since edition 1.")

    # Tom makes the second check.
    open_from_queue(tom, "About dosage, revision 3")
    expect(tom.get_by_text("1 of 2")).to_be_visible()
    sign(tom, "second check")
    told(tom, "Signed. (Testol: About dosage)")
    expect(tom.get_by_text("Thank you: your queue is empty.")).to_be_visible()
    reader.goto(GUIDE)
    expect(reader.get_by_role("article")).to_contain_text(OLD)

    # Maria publishes, and the public reads it.
    open_release(maria)
    changed = maria.locator(".desk-changed", has=maria.get_by_role("heading", name="About dosage"))
    expect(changed).to_contain_text("Priya, PharmD")
    expect(changed.get_by_label("What readers are told")).to_have_value("Readers asked what to do.")
    maria.get_by_label("Note to readers").fill("Dosage says what to do after too much.")
    maria.get_by_label("Your password, again").fill(PASSWORD)
    maria.get_by_role("button", name="Sign and publish").click()
    told(maria, "Edition 2 is published.")
    reader.goto(GUIDE)
    article = reader.get_by_role("article")
    expect(article).to_contain_text(NEW)
    expect(article).to_contain_text("Dosage says what to do after too much.")
    expect(article.get_by_role("note", name="Emergency")).to_contain_text("Call 911 after two tablets")
    expect(reader.get_by_text("Edition 2, published")).to_be_visible()

    # What was public before is kept, and says that it is old.
    reader.get_by_role("link", name="Edition 1", exact=True).click()
    expect(reader).to_have_url(re.compile(f"{OLD_EDITION}$"))
    expect(reader.get_by_role("note", name="Old edition")).to_contain_text("Do not rely on it.")
    expect(reader.get_by_role("article")).to_contain_text(OLD)


def test_whoever_may_not_decide_reads_why(committed_guide: Guide, desk_of: DeskOf) -> None:
    cast = committed_guide.cast
    review = committed_guide.submit(committed_guide.write("uses", author=cast.pat))
    reasons = {
        cast.ana: "Your account does not have the right to review sections.",
        cast.pat: "You wrote part of this text since it was last approved, so somebody else has to review it.",
        cast.root: None,
    }
    for person, reason in reasons.items():
        page = desk_of(person)
        page.goto(f"/admin/monograph/review/{review.pk}/change/")
        for act in ("Sign this text", "Request changes"):
            if reason:
                expect(card(page, act)).to_contain_text(reason)
            expect(card(page, act).get_by_role("button")).to_have_count(0 if reason else 1)


def test_a_pharmacist_may_not_release_and_reads_why(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.approve_all()
    priya = desk_of(committed_guide.cast.priya)
    no_release(priya, "Your account does not have the right to publish editions.")
    assert not Edition.objects.exists()


def test_a_text_that_is_sent_back_shows_its_editor_what_was_asked(committed_guide: Guide, desk_of: DeskOf) -> None:
    committed_guide.submit(committed_guide.write("uses"))
    priya = desk_of(committed_guide.cast.priya)
    open_from_queue(priya, "About uses, revision 1")
    form = card(priya, "Request changes")
    form.get_by_label("Comment").fill("Say for whom.")
    form.get_by_role("button", name="Send back with this comment").click()
    told(priya, "Sent back to the editors.")
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    expect(editor.page.get_by_text("Say for whom.")).to_be_visible()
    editor.area.click()
    editor.type("<Control+End>", " For adults.")
    editor.save(button="Save and submit for review")
    assert editor.saved(number=2) == "<p>Plain words about uses. For adults.</p>"
