"""A pharmacist's twenty minutes: the queue, a change read three ways, a passage remarked on, a signature."""

import re

import pytest
from playwright.sync_api import Page, expect

from monograph.models import Review, Signature
from monograph.workflow import reviewing
from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.cast import PASSWORD
from tests.factory import Guide

SHOW_DOSE = re.compile(r"Show in the text ?: 50 mg a day")
pytestmark = pytest.mark.browser

SELECT = """(element, words) => {
    const nodes = [...element.querySelectorAll("p")].map((each) => each.firstChild)
    const node = nodes.find((each) => each.data?.includes(words))
    const start = node.data.indexOf(words)
    getSelection().setBaseAndExtent(node, start, node, start + words.length)
}"""


def told(page: Page, message: str) -> None:
    expect(page.get_by_role("listitem").filter(has_text=message)).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_label("medically accurate").check()
    page.get_by_label("Your password, again").fill(PASSWORD)
    page.get_by_role("button", name="Sign revision").click()


def test_a_review_is_read_remarked_on_answered_mended_and_signed(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = committed_guide.approve_all()
    guide.publish()
    guide.approve(guide.write("uses", "Take 5 mg a day. Drink water."))
    first = guide.submit(guide.write("uses", "Take 50 mg a day. Drink water.", author=guide.cast.ben))
    guide.submit(guide.write("cost", "Ask your pharmacist."))
    priya, ben = desk_of(guide.cast.priya), desk_of(guide.cast.ben)

    # From the queue to the text, and the change against two texts, in one and side by side.
    priya.goto("/admin/monograph/review/queue/")
    priya.get_by_role("link", name="Testol: About uses").click()
    change = priya.locator("#change")
    expect(change).to_contain_text("Against what the public reads now, revision 1:")
    change.get_by_role("radio", name="What you last signed (revision 2)").check()
    expect(change.get_by_text("Dose changed: “5 mg a day” is now “50 mg a day”")).to_be_visible()
    expect(change.get_by_text("Against what the public reads now")).to_be_hidden()
    change.get_by_role("radio", name="side by side").check()
    expect(change.get_by_role("columnheader", name="The text under review").last).to_be_visible()
    expect(change.locator(".in-line").last).to_be_hidden()

    # A remark on what she selects; she is where she was, and the passage is marked.
    priya.locator("#text").evaluate(SELECT, "50 mg a day")
    priya.get_by_role("button", name="Comment on this passage").click()
    dialog = priya.get_by_role("dialog", name="Comment on a passage")
    expect(dialog.get_by_label("Passage it is about")).to_have_value("50 mg a day")
    expect(dialog.get_by_label("Comment", exact=True)).to_be_focused()
    priya.keyboard.type("Ten times as much?")
    dialog.get_by_role("button", name="Add the comment").click()
    told(priya, "Your comment is added.")
    assert priya.evaluate("CSS.highlights.get('commented').size") == 1
    expect(change.get_by_role("radio", name="side by side")).to_be_checked()
    priya.get_by_role("button", name=SHOW_DOSE).click()
    assert priya.evaluate("getSelection().toString()") == "50 mg a day"
    expect(priya.get_by_role("status").filter(has_text="In the text: 50 mg a day")).to_be_attached()

    # She sends it back, and lands at the next review.
    changes = priya.get_by_role("region", name="Request changes")
    changes.get_by_label("Comment", exact=True).fill("Mend the dose.")
    changes.get_by_role("button", name="Send back with this comment").click()
    told(priya, "Sent back to the editors.")
    expect(priya.get_by_role("heading", name="review of “About cost”")).to_be_visible()

    # The editor finds the passage in his text, mends it, answers.
    editor = EditorPage(ben, guide).open()
    ben.get_by_role("button", name=SHOW_DOSE).click()
    expect(editor.area).to_be_focused()
    ben.keyboard.type("5 mg a day")
    editor.save(button="Save and submit for review")
    told(ben, "Submitted for review.")
    ben.goto(f"/admin/monograph/review/{Review.objects.latest('pk').pk}/change/")
    remark = ben.locator(".desk-card").filter(has_text="Ten times as much?")
    remark.locator("summary").click()
    remark.get_by_label("Answer", exact=True).fill("A slip. Thank you.")
    remark.get_by_role("button", name="Add the answer").click()
    told(ben, "Your answer is added.")

    # She settles her remarks, and signs.
    priya.goto(f"/admin/monograph/review/{Review.objects.latest('pk').pk}/change/")
    expect(priya.get_by_text("A slip. Thank you.")).to_be_visible()
    for _ in range(2):
        priya.get_by_role("button", name="Resolve this comment").first.click()
        told(priya, "The comment is resolved.")
    sign(priya)
    told(priya, "Signed.")
    assert Signature.objects.latest("pk").review == first.section.reviews.latest("pk")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the keyboard is called so; every stop on the way must be to be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const it = document.activeElement; const box = it.getBoundingClientRect();
            const name = it.labels?.length ? it.labels[0].innerText : it.innerText;
            return [name ?? "", box.bottom > 0 && box.top < innerHeight && box.width > 0, it.tagName] }"""
        )
        assert stop[1] or stop[2] == "BODY", f"the keyboard is at {stop}, out of sight"
        if stop[0].strip().startswith(name):
            return
    raise AssertionError(f"the keyboard never comes to “{name}”")


def test_reviewing_and_signing_take_nothing_but_a_keyboard(committed_guide: Guide, desk_of: DeskOf) -> None:
    guide = committed_guide.approve_all()
    guide.publish()
    review = guide.submit(guide.write("uses", "Take 5 mg a day."))
    reviewing.comment(actor=guide.cast.priya, review=review, body="Since when?", quote="5 mg")
    page = desk_of(guide.cast.priya)

    page.goto("/admin/monograph/review/queue/")
    tab_to(page, "Testol: About uses")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="review of “About uses”")).to_be_visible()
    tab_to(page, "in one text")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="side by side")).to_be_checked()
    tab_to(page, "Show in the text")
    page.keyboard.press("Enter")
    assert page.evaluate("getSelection().toString()") == "5 mg"

    # A remark needs no mouse to name its passage; then each is settled.
    tab_to(page, "Comment")
    tab_to(page, "Comment")
    page.keyboard.type("By whom?")
    page.keyboard.press("Tab")
    page.keyboard.type("Take 5 mg")
    tab_to(page, "Add the comment")
    page.keyboard.press("Enter")
    told(page, "Your comment is added.")
    for _ in range(2):
        tab_to(page, "Resolve this comment")
        page.keyboard.press("Enter")
        told(page, "The comment is resolved.")

    tab_to(page, "Your decision")
    page.keyboard.press("Enter")
    tab_to(page, "medically accurate")
    page.keyboard.press("Space")
    tab_to(page, "Your password, again")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    told(page, "Signed.")
    assert Review.objects.get(pk=review.pk).state == Review.State.APPROVED
