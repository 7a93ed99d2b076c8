"""The public site in a browser: search, old editions, print, no JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factory import Guide

pytestmark = pytest.mark.browser


# Searching


def test_suggestion_is_chosen_by_keyboard(site: str, page: Page) -> None:
    page.goto(site)
    box = page.get_by_role("combobox", name="Search for a medicine or a condition")
    box.press_sequentially("test")
    offered = page.get_by_role("listbox").get_by_role("option")
    expect(offered).to_have_text(["Testol testolumab", "testolumab see Testol", "test drug drug class"])
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(offered.nth(0)).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(offered.nth(2)).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", offered.nth(0).get_attribute("id") or "")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Testol (testolumab)")


def test_escape_closes_suggestions_and_keeps_the_query(site: str, page: Page) -> None:
    page.goto(f"{site}/guides/")
    box = page.get_by_role("combobox", name="Search for a medicine or a condition")
    box.press_sequentially("testal")  # misspelled
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("testal")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Did you mean one of these?")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="testolumab").get_by_role("link").click()
    expect(page).to_have_url(f"{site}/guides/testol/")


def test_suggestions_close_on_blur_and_can_be_clicked(site: str, page: Page) -> None:
    page.goto(site)
    box = page.get_by_role("combobox", name="Search for a medicine or a condition")
    box.press_sequentially("fev")
    option = page.get_by_role("option", name="Fever condition")
    expect(option).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(option).to_be_hidden()
    box.press("End")
    box.press_sequentially("er")
    option.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fever")


def test_search_works_without_suggestions(site: str, page: Page) -> None:
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site)
    page.route("**/search/names.json*", lambda route: route.abort())
    box = page.get_by_role("combobox", name="Search for a medicine or a condition")
    with page.expect_request("**/search/names.json*"):
        box.press_sequentially("test")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page.get_by_role("main").get_by_role("heading", name="Testol (testolumab)")).to_be_visible()
    assert said == []


# Without script


def test_site_works_without_javascript_and_cookies(site: str, browser: Browser) -> None:
    reader = browser.new_context(java_script_enabled=False, base_url=site)
    page = reader.new_page()
    page.goto("/")
    page.get_by_role("searchbox", name="Search for a medicine or a condition").fill("second edition")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark")).to_have_text("second edition.")
    page.get_by_role("link", name="About dosage").click()
    expect(page.get_by_role("heading", name="About dosage")).to_be_in_viewport()
    page.get_by_role("link", name="Footnote *").first.click()
    expect(page.get_by_text("* A note.").first).to_be_in_viewport()
    page.get_by_role("link", name="Back to the text").first.click()
    page.get_by_role("link", name="Edition 1", exact=True).click()
    expect(page.get_by_text("This is an old edition. Do not rely on it.")).to_be_visible()
    page.get_by_role("link", name="See what has changed since this old edition").click()
    expect(page.locator("#dosage ins")).to_have_text("Words of the second edition")
    page.get_by_role("link", name="Read the current edition").click()
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("navigation", name="En esta página")).to_be_visible()
    page.get_by_role("link", name="Letra grande").click()
    assert page.locator("html.large").count() == 1
    expect(page.get_by_role("heading", level=1)).to_have_css("font-size", "54px")
    assert reader.cookies() == []
    reader.close()


# On paper


def test_printed_guide_has_only_text_and_link_addresses(site: str, page: Page, rich_and_withdrawn: Guide) -> None:
    guide = rich_and_withdrawn
    guide.approve(guide.write("uses", '<p>See <a href="https://example.org/a">there</a>.</p>'))
    guide.publish()
    page.goto(f"{site}/guides/testol/")
    page.emulate_media(media="print")
    for gone in ("header nav", "form.search", ".contents", ".forms", ".feedback-link", ".to-top", ".site-footer"):
        expect(page.locator(gone).first).to_be_hidden()
    for there in ("h1", "#boxed-warning", "#uses", ".print-only"):
        expect(page.locator(there).first).to_be_visible()
    after = "getComputedStyle(document.querySelector('#uses a'), '::after').content"
    assert page.evaluate(after) == '" (" attr(href) ")"' or "https://example.org/a" in page.evaluate(after)
    expect(page.locator("body")).to_have_css("color", "rgb(26, 31, 36)")
    page.goto(f"{site}/guides/testol/questions/")
    expect(page.get_by_text("How will it affect me?")).to_be_visible()
    expect(page.locator(".ruled")).to_be_visible()
    expect(page.get_by_text("Print this page and take it with you.")).to_be_hidden()


# As it looks


def test_contents_mark_the_current_section(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/guides/testol/#pregnancy")
    here = page.get_by_role("navigation", name="On this page").get_by_role("link", name="About pregnancy")
    expect(here).to_be_in_viewport()
    if page.evaluate("CSS.supports('scroll-target-group: auto')"):
        expect(here).to_have_css("font-weight", "600")


def test_title_comes_before_the_edition_line(site: str, page: Page) -> None:
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}/guides/testol/")
        places = [
            page.locator(selector).first.bounding_box() for selector in ("h1", ".edition-line", ".forms", ".guide-text")
        ]
        tops = [place["y"] for place in places if place]
        assert tops == sorted(tops)
        assert len(tops) == 4
