"""Comments and findings are shown at their own passage, also where others have the same words."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from monograph.models import ReviewComment
from monograph.workflow import reviewing
from tests import stories
from tests.browser.conftest import RICH, DeskOf
from tests.browser.editor import EditorPage
from tests.browser.keyboard import Keyboard
from tests.desk.desk_client import address
from tests.factory import Guide

pytestmark = pytest.mark.browser

DOSE = "Take 5 mg a day."
DOSES = f"<h3>Adults</h3><p>💊 {DOSE}</p><h3>Children</h3><p>{DOSE}</p><h3>Older people</h3><p>{DOSE}</p>"
ONLY_DOSE = re.compile("^Take 5 mg a day.$")
SELECT = "(element) => getSelection().selectAllChildren(element)"
# The words that are selected, and the heading before them.
SELECTED = """() => {
    const { anchorNode } = getSelection()
    const headings = [...document.querySelectorAll("h3, h4")]
    const isBefore = (heading) => heading.compareDocumentPosition(anchorNode) & Node.DOCUMENT_POSITION_FOLLOWING
    return [getSelection().toString(), headings.filter(isBefore).at(-1).textContent]
}"""


def open_review(page: Page, guide: Guide, text: str) -> Any:
    review = guide.submit(guide.write(text=text))
    page.goto(f"/admin/monograph/review/{review.pk}/change/")
    return review


def comment_on(page: Page, element: Locator) -> None:
    element.evaluate(SELECT)
    page.get_by_role("button", name="Comment on this passage").click()
    page.keyboard.type("Really?")
    page.get_by_role("dialog").get_by_role("button", name="Add comment").click()
    expect(page.get_by_role("listitem").filter(has_text="Your comment is added.")).to_be_visible()


def test_comment_is_shown_on_the_passage_that_was_selected(committed_guide: Guide, desk_of: DeskOf) -> None:
    page = desk_of(committed_guide.cast.priya)
    review = open_review(page, committed_guide, DOSES)
    comment_on(page, page.locator("#text p").filter(has_text=ONLY_DOSE).first)
    page.locator("#comments ~ .desk-card").get_by_role("button", name="Show in text").click()
    assert page.evaluate(SELECTED) == [DOSE, "Children"]
    reviewing.withdraw_submission(actor=committed_guide.cast.ana, review=review)
    open_review(page, committed_guide, f"<p>Ask first: {DOSE}</p>{DOSES}")
    page.locator("#comments ~ .desk-card").get_by_role("button", name="Show in text").click()
    assert page.evaluate(SELECTED) == [DOSE, "Children"]


def test_comment_is_shown_in_an_old_revision(committed_guide: Guide, desk_of: DeskOf) -> None:
    page = desk_of(committed_guide.cast.priya)
    review = open_review(page, committed_guide, DOSES)
    comment_on(page, page.locator("#text p").filter(has_text=ONLY_DOSE).first)
    read = review.revision
    page.goto(address("section_revision", committed_guide.monograph.pk, read.section.kind.code, read.number))
    page.locator("li").get_by_role("button", name="Show in text").click()
    assert page.evaluate(SELECTED) == [DOSE, "Children"]


@pytest.mark.parametrize("view", ["inline", "side by side"])
def test_passage_can_be_selected_in_the_comparison(committed_guide: Guide, desk_of: DeskOf, view: str) -> None:
    guide = stories.signed(committed_guide)
    before = guide.write(text=f"<p>Do not drive.</p>{DOSES}")
    guide.approve(before)
    guide.publish()
    page = desk_of(guide.cast.priya)
    review = open_review(page, guide, f"<p>Do drive.</p><p>New.</p>{DOSES}<p>You may not wait.</p>")
    page.get_by_role("radio", name=view).check()
    change, new = (".in-line", "p") if view == "inline" else (".desk-sides", "td[data-passages] p")
    comment_on(page, page.locator(f"{change} {new}").filter(has_text=ONLY_DOSE).first)
    comment_on(page, page.locator(f"{change} del").first)
    doubted, missed = ReviewComment.objects.order_by("pk")
    assert (doubted.anchor_digest, doubted.quote) == (review.revision.digest, DOSE)
    assert (doubted.anchor_block, doubted.anchor_offset) == (5, 0), "the dose of children"
    assert (missed.anchor_digest, missed.quote, missed.anchor_block) == (before.digest, "not", 0)
    expect(page.get_by_text("This passage is no longer in the text; it was in revision")).to_be_visible()


def test_every_block_of_a_text_is_anchored_where_it_is(committed_guide: Guide, desk_of: DeskOf) -> None:
    """The letters of the page and of the server are the same, whatever the page adds."""
    page = desk_of(committed_guide.cast.priya)
    open_review(page, committed_guide, RICH)
    for selector, quote, block in (
        ("[data-part=body] td:last-child", "28 mcg", 10),
        (".desk-text-heading", "About uses", 12),
        ("aside:nth-of-type(3) p", "Call 911.", 3),
        ("ol.references li", "Testol label. Tester. 2024.", 13),
    ):
        comment_on(page, page.locator(f"#text {selector}"))
        added = ReviewComment.objects.latest("pk")
        assert (added.quote, added.anchor_block) == (quote, block)


def test_passage_is_chosen_by_keyboard_among_equal_ones(committed_guide: Guide, desk_of: DeskOf) -> None:
    page = desk_of(committed_guide.cast.priya)
    open_review(page, committed_guide, DOSES)
    form = page.get_by_role("region", name="Comment without deciding")
    form.get_by_label("Comment").focus()
    page.keyboard.type("Really?")
    keyboard = Keyboard(page)
    keyboard.reach("Passage")
    page.keyboard.type("take 5 mg a day")
    keyboard.reach("Add comment")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_be_visible()
    form.get_by_label("Passage").focus()
    keyboard.reach("…Adults")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(form.locator("label:has(:checked)")).to_contain_text("· Children · Take 5 mg a day")
    keyboard.reach("Add comment")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Your comment is added.")).to_be_visible()
    assert ReviewComment.objects.get().anchor_block == 3


def test_finding_is_shown_in_its_own_passage(committed_guide: Guide, desk_of: DeskOf) -> None:
    """The words of a finding are in the heading and inside other words too."""
    page = desk_of(committed_guide.cast.priya)
    review = committed_guide.submit(
        committed_guide.write(heading="Take 35mcg", text="<p>💊 Take 135mcg or 3 5mcg.</p><p>Then 35mcg.</p>")
    )
    page.goto(f"/admin/monograph/review/{review.pk}/change/")
    button = page.get_by_role("button", name="Show in text").filter(has_text="“35mcg”")
    button.click()
    page.wait_for_function("getSelection().anchorNode.data === 'Then 35mcg.'")


def test_finding_in_the_editor_is_found_though_words_were_added_before_it(
    committed_guide: Guide, desk_of: DeskOf
) -> None:
    editor = EditorPage(desk_of(committed_guide.cast.ana), committed_guide).open()
    editor.area.click()
    editor.type("Take 35 mcg now.", "<Enter>", "Take 35mcg now.", "<Enter>", "Take 3 5 mcg now.")
    panel = editor.page.get_by_role("region", name="Preflight", exact=True)
    button = panel.get_by_role("button", name="Show in text").filter(has_text="“35mcg”")
    expect(button).to_have_count(1)
    button.click()
    # The editor selects in the browser's next frame, with the focus.
    editor.page.wait_for_function("getSelection().anchorNode.data === 'Take 35mcg now.'")
