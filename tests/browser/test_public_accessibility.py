"""The public pages are accessible: WCAG, keyboard, small screens."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from monograph.public import feedback_limits
from tests.browser.axe import DRAWN, WCAG, load_axe, violations

pytestmark = pytest.mark.browser

GUIDE = "/guides/testol/"
ENGLISH = [
    *("/", "/search/?q=plain", "/search/?q=testal", "/guides/", "/a-to-z/t/", "/classes/", "/conditions/fever/"),
    *(GUIDE, f"{GUIDE}large-print/", f"{GUIDE}questions/", f"{GUIDE}editions/1/", f"{GUIDE}editions/1/changes/"),
    *(f"{GUIDE}feedback/", f"{GUIDE}feedback/thanks/", "/guides/gone/", "/guides/nope/"),
]
NOT_THERE = ("/guides/gone/", "/guides/nope/")
PAGES = {"en": ENGLISH, "es": [f"/es{address}" for address in ENGLISH]}


# Words, colors and widths do not depend on each other. 320 pixels are also a window of 1280 pixels at 400 percent.
@pytest.mark.parametrize(
    ("language", "scheme", "width", "rules"),
    [("en", "light", 1280, WCAG), ("en", "dark", 320, DRAWN), ("es", "light", 320, WCAG)],
)
def test_public_pages_meet_wcag_22_aa(
    language: str, scheme: str, width: int, rules: dict[str, Any], site: str, page: Page
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for address in PAGES[language]:
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") == width, f"{address} scrolls sideways"
        assert said == [] or address.endswith(NOT_THERE), address
        load_axe(page)
        assert violations(page, rules) == [], address
        said.clear()  # axe breaks the content security policy itself


def test_feedback_form_with_an_error_meets_wcag_22_aa(site: str, page: Page) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        begun = feedback_limits.sign_start("testol")  # as of a person, who takes longer than this test
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{site}/guides/testol/feedback/")
        page.get_by_label("What was unclear, missing or wrong?").fill("long " * 500)
        page.locator("[name=begun]").evaluate("(field, begun) => { field.value = begun; }", begun)
        page.get_by_role("button", name="Send").click()
        expect(page).to_have_title(re.compile("^Error: "))
        expect(page.get_by_role("alert")).to_be_focused()
        load_axe(page)
        assert violations(page) == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.get_by_role("link", name="Your text is too long.").click()
        expect(page.get_by_label("What was unclear, missing or wrong?")).to_be_focused()


def test_feedback_works_by_keyboard_and_without_javascript(site: str, browser: Browser) -> None:
    reader = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700})
    page = reader.new_page()
    page.goto(f"{site}/guides/testol/")
    page.get_by_role("link", name="Tell us, or report a mistake").click()
    for target in page.locator("fieldset label, select, textarea, button").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, "a finger has to hit it"
    page.get_by_role("radio", name="No").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Which part of the guide?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("It says 35 mg and 35 mcg.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()  # what is hidden from people is passed over
    page.keyboard.press("Enter")
    expect(page.get_by_text("That was very quick")).to_be_visible()
    expect(page.get_by_label("What was unclear, missing or wrong?")).to_have_value("It says 35 mg and 35 mcg.")
    assert reader.cookies() == []
    reader.close()


def test_keyboard_skips_to_text_and_opens_contents(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{site}/guides/testol/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main text")).to_be_focused()
    page.keyboard.press("Enter")
    for name in ("Large print", "PDF", "Questions for your doctor, to print"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    link = page.get_by_role("navigation", name="On this page").get_by_role("link", name="About dosage")
    expect(link).to_be_hidden()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    link.press("Enter")
    expect(page.get_by_role("heading", name="About dosage")).to_be_in_viewport()


def test_contents_stay_visible_on_wide_screens(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/guides/testol/#dosage")
    contents = page.get_by_role("navigation", name="On this page")
    expect(contents.get_by_role("link", name="About dosage")).to_be_in_viewport()


def test_callouts_differ_by_words_and_not_only_by_color(site: str, page: Page) -> None:
    page.goto(f"{site}/guides/testol/")
    script = "all => all.map(one => getComputedStyle(one, '::before').content)"
    labels = page.locator("#uses .callout").evaluate_all(script)
    assert [label.split(" / ")[0].strip('"') for label in labels] == [
        "Note",
        "Warning",
        "Call your doctor",
        "Emergency",
    ]


def test_printed_page_has_the_address_of_the_current_edition(site: str, page: Page) -> None:
    page.goto(f"{site}/guides/testol/")
    where = page.get_by_text("A printed copy goes out of date.")
    expect(where).to_be_hidden()
    page.emulate_media(media="print")
    expect(where).to_be_visible()
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
