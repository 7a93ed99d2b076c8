"""A pharmacist's review: the queue, comparisons, comments, and a signature."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from monograph.models import Review, Signature
from monograph.workflow import reviewing
from tests import stories
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.browser.keyboard import Keyboard
from tests.cast import PASSWORD
from tests.factory import Guide

SHOW_DOSE = re.compile(r"Show in text ?: 50 mg a day")
pytestmark = pytest.mark.browser

SELECT = """(element, words) => {
    const nodes = [...element.querySelectorAll("p")].map((paragraph) => paragraph.firstChild)
    const node = nodes.find(({ data }) => data?.includes(words))
    const start = node.data.indexOf(words)
    getSelection().setBaseAndExtent(node, start, node, start + words.length)
}"""


def expect_message(page: Page, message: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_label("medically accurate").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Approve and sign revision").click()


def open_latest_review(page: Page) -> None:
    page.goto(f"/admin/monograph/review/{Review.objects.latest('pk').pk}/change/")


def compare_in_every_way(priya: Page) -> Locator:
    """Open the review from the queue, and use every comparison."""
    priya.goto("/admin/monograph/review/queue/")
    priya.get_by_role("link", name="Testol: About uses").click()
    changes = priya.locator("#change")
    expect(changes).to_contain_text("Compared with the published revision 1:")
    changes.get_by_role("radio", name="Last signed by you (revision 2)").check()
    expect(changes.get_by_text("Dose changed: “5 mg a day” is now “50 mg a day”")).to_be_visible()
    expect(changes.get_by_text("Compared with the published revision")).to_be_hidden()
    changes.get_by_role("radio", name="side by side").check()
    expect(changes.get_by_role("columnheader", name="Under review").last).to_be_visible()
    expect(changes.locator(".in-line").last).to_be_hidden()
    return changes


def comment_on_selection(priya: Page) -> None:
    """Comment on selected words; the page returns to its place and marks the passage."""
    priya.locator("#text").evaluate(SELECT, "50 mg a day")
    priya.get_by_role("button", name="Comment on this passage").click()
    dialog = priya.get_by_role("dialog", name="Comment on a passage")
    expect(dialog.get_by_label("Passage")).to_have_value("50 mg a day")
    expect(dialog.get_by_label("Comment", exact=True)).to_be_focused()
    priya.keyboard.type("Ten times as much?")
    dialog.get_by_role("button", name="Add comment").click()
    expect_message(priya, "Your comment is added.")
    assert priya.evaluate("CSS.highlights.get('commented').size") == 1
    priya.get_by_role("button", name=SHOW_DOSE).click()
    assert priya.evaluate("getSelection().toString()") == "50 mg a day"
    expect(priya.get_by_role("status").filter(has_text="In the text: 50 mg a day")).to_be_attached()


def request_changes(priya: Page) -> None:
    """Request changes, which leads to the next review."""
    form = priya.get_by_role("region", name="Request changes")
    form.get_by_label("Comment", exact=True).fill("Fix the dose.")
    form.get_by_role("button", name="Request changes").click()
    expect_message(priya, "Changes requested.")
    expect(priya.get_by_role("heading", name="review of “About cost”")).to_be_visible()


def fix_and_reply(ben: Page, guide: Guide) -> None:
    editor = EditorPage(ben, guide).open()
    ben.get_by_role("button", name=SHOW_DOSE).click()
    expect(editor.area).to_be_focused()
    ben.keyboard.type("5 mg a day")
    editor.save(button="Save and submit for review")
    expect_message(ben, "Submitted for review.")
    open_latest_review(ben)
    thread = ben.locator(".desk-card").filter(has_text="Ten times as much?")
    thread.locator("summary").click()
    thread.get_by_label("Reply", exact=True).fill("A slip. Thank you.")
    thread.get_by_role("button", name="Add reply").click()
    expect_message(ben, "Your reply is added.")


def resolve_and_sign(priya: Page) -> None:
    open_latest_review(priya)
    expect(priya.get_by_text("A slip. Thank you.")).to_be_visible()
    for _ in range(2):
        priya.get_by_role("button", name="Resolve this comment").first.click()
        expect_message(priya, "The comment is resolved.")
    sign(priya)
    expect_message(priya, "Signed.")


def test_review_from_comment_to_signature(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = stories.short(committed_guide)
    guide.approve(guide.write("uses", "Take 5 mg a day. Drink water."))
    first = guide.submit(guide.write("uses", "Take 50 mg a day. Drink water.", author=guide.cast.ben))
    guide.submit(guide.write("cost", "Ask your pharmacist."))
    priya, ben = desk_of(guide.cast.priya), desk_of(guide.cast.ben)

    changes = compare_in_every_way(priya)
    comment_on_selection(priya)
    expect(changes.get_by_role("radio", name="side by side")).to_be_checked()
    request_changes(priya)
    fix_and_reply(ben, guide)
    resolve_and_sign(priya)
    assert Signature.objects.latest("pk").review == first.section.reviews.latest("pk")


def comment_by_keyboard(page: Page, keyboard: Keyboard) -> None:
    """Write a comment and its passage, which needs no mouse."""
    keyboard.move_to("Comment")
    keyboard.move_to("Comment")
    page.keyboard.type("By whom?")
    page.keyboard.press("Tab")
    page.keyboard.type("Take 5 mg")
    keyboard.follow("Add comment")
    expect_message(page, "Your comment is added.")


def test_review_by_keyboard_only(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = stories.short(committed_guide)
    review = guide.submit(guide.write("uses", "Take 5 mg a day."))
    reviewing.comment(actor=guide.cast.priya, review=review, body="Since when?", quote="5 mg")
    page = desk_of(guide.cast.priya)
    keyboard = Keyboard(page)

    page.goto("/admin/monograph/review/queue/")
    keyboard.follow("Testol: About uses")
    expect(page.get_by_role("heading", name="review of “About uses”")).to_be_visible()
    keyboard.reach("inline")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="side by side")).to_be_checked()
    keyboard.press("Show in text")
    assert page.evaluate("getSelection().toString()") == "5 mg"

    comment_by_keyboard(page, keyboard)
    for _ in range(2):
        keyboard.follow("Resolve this comment")
        expect_message(page, "The comment is resolved.")

    keyboard.press("Your decision")
    keyboard.choose("medically accurate")
    keyboard.send({"Your password": PASSWORD})
    expect_message(page, "Signed.")
    assert Review.objects.get(pk=review.pk).state == Review.State.APPROVED
