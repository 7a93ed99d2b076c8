"""Two editors change the same section: merged changes, choices, no loss."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DeskOf
from tests.browser.editor import EditorPage
from tests.factory import Guide

pytestmark = pytest.mark.browser

BASE = "<p>Take one tablet a day.</p><ul><li>fever</li><li>rash</li></ul><p>Call your doctor.</p>"
THEIRS = BASE.replace("one tablet", "two tablets").replace("fever", "high fever")


def stale(guide: Guide, desk_of: DeskOf) -> EditorPage:
    """Let Ana change two passages, one of which Ben has changed and saved."""
    guide.write("uses", BASE)
    mine = EditorPage(desk_of(guide.cast.ana), guide).open()
    guide.write("uses", THEIRS, author=guide.cast.ben)
    mine.area.get_by_text("Take one tablet").click()
    mine.type("<End>", " Drink water.")
    mine.area.get_by_text("Call your doctor").click()
    mine.type("<End>", " Do it soon.")
    with mine.page.expect_navigation():  # others open pages that need what is kept
        mine.save(reason="Ana's reason.")
    return mine


def press_until(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        # The browser reports a moved focus after the key that moved it.
        said = page.evaluate(
            "() => { const one = document.activeElement;"
            " return (one.labels?.[0] ?? one).textContent.trim() + '|' + (one.type ?? '') }"
        )
        if said.partition("|")[0] == name:
            return
    raise AssertionError(f"{name} is not reached with the Tab key")


def test_merge_by_keyboard_only(committed_guide: Guide, desk_of: DeskOf) -> None:
    mine = stale(committed_guide, desk_of)
    page = mine.page
    expect(page.get_by_role("link", name="Merge the two texts")).to_be_visible()
    press_until(page, "Merge the two texts")
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 change by ben and 1 by you were merged.")).to_be_visible()
    conflict = page.get_by_role("region", name="Passage 1 of 1")
    for words in ("Take one tablet a day.", "two tablets", "Drink water."):
        expect(conflict).to_contain_text(words)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)

    press_until(page, "Use the merged text")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("1 passage still needs your choice.")
    press_until(page, "Take ben’s")
    page.keyboard.press("ArrowDown")  # mine
    page.keyboard.press("ArrowDown")  # both
    expect(page.get_by_role("radio", name="Take both, ben’s first")).to_be_checked()
    press_until(page, "Use the merged text")
    page.keyboard.press("Enter")

    expect(page.get_by_text("The merged text is in the form below")).to_be_visible()
    expect(mine.toolbar).to_be_visible()
    expect(mine.area).to_contain_text("Do it soon.")
    assert committed_guide.section("uses").revisions.count() == 2, "merging saves nothing"
    mine.save(reason="")
    assert mine.saved(number=3).split("\n") == [
        "<p>Take two tablets a day.</p>",
        "<p>Take one tablet a day. Drink water.</p>",
        "<ul><li>high fever</li><li>rash</li></ul>",
        "<p>Call your doctor. Do it soon.</p>",
    ]


def test_merge_page_is_responsive_and_works_without_javascript(committed_guide: Guide, desk_of: DeskOf) -> None:
    stale(committed_guide, desk_of)
    page = desk_of(committed_guide.cast.ana, java_script_enabled=False)
    page.goto(f"/admin/monograph/monograph/{committed_guide.monograph.pk}/sections/uses/merge/")
    texts = page.get_by_role("region", name="Passage 1 of 1").locator(".merge-texts > div")
    for width, is_wide in ((1280, True), (375, False)):
        page.set_viewport_size({"width": width, "height": 900})
        places = [box for text in texts.all() if (box := text.bounding_box())]
        assert len(places) == 3
        assert (len({round(place["y"]) for place in places}) == 1) == is_wide
        assert (len({round(place["x"]) for place in places}) == 1) == (not is_wide)
    committed_guide.write("uses", f"{THEIRS}<p>A third save.</p>", author=committed_guide.cast.pat)
    page.get_by_role("radio", name="Take mine").check()
    page.get_by_role("button", name="Use the merged text").click()
    expect(page.get_by_role("alert")).to_contain_text("The texts were merged again")
    expect(page.get_by_role("radio", name="Take mine")).to_be_checked()
    page.get_by_role("button", name="Use the merged text").click()
    expect(page.get_by_label("Text", exact=True)).to_contain_text("A third save.")
