"""The public pages as a browser shows them: to people with poor sight, with a keyboard, with a small screen."""

import re
from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from monograph.views import feedback_limits
from monograph.workflow import publishing
from tests.factory import Guide, facts

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PAGES = ["/guides/", "/guides/testol/", "/guides/testol/editions/1/", "/guides/gone/", "/guides/nope/"]
PAGES += ["/guides/testol/feedback/?section=dosage", "/guides/testol/feedback/thanks/"]
RICH = (
    '<p>See <a href="#dosage">dosage</a><sup class="footnote-marker" data-note="a">*</sup>.</p>'
    + "".join(
        f'<aside class="callout" data-tone="{tone}"><p>Call <a href="tel:911">911</a>.</p></aside>'
        for tone in ("note", "warning", "doctor", "emergency")
    )
    + '<table><thead><tr><th scope="col">Body weight</th><th scope="col">Days 1 to 7</th><th scope="col">Then</th></tr>'
    '</thead><tbody><tr><th scope="row">45 kg or more</th><td>9 mcg</td><td>28 mcg</td></tr></tbody></table>'
    '<p class="footnote" data-note="a">* A note.</p>'
)


@pytest.fixture
def site(committed_guide: Guide, live_server: object) -> str:
    """A site with a guide that holds all there is, in two editions, and with a withdrawn guide."""
    committed_guide.approve(committed_guide.write("boxed-warning", RICH))
    committed_guide.approve_all()
    committed_guide.approve(committed_guide.write("drug-facts", facts=facts(boxed_warning=True)))
    committed_guide.approve(committed_guide.write("uses", RICH))
    committed_guide.publish("A note to readers.")
    committed_guide.approve(committed_guide.write("dosage", "Words of the second edition."))
    committed_guide.publish("Another note.")
    gone = Guide(committed_guide.cast, "gone").published()
    edition = gone.monograph.current_edition
    publishing.withdraw_edition(actor=gone.cast.maria, edition=edition, reason="A wrong dose.")
    return str(live_server)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_of_wcag_22_aa(scheme: str, site: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in PAGES:
            page.goto(site + address)
            found = Axe().run(page, options=WCAG)
            assert found.violations_count == 0, f"{address} at {width} px: {found.generate_report()}"


def test_axe_finds_no_violation_in_the_readers_form_with_an_error(site: str, page: Page) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        begun = feedback_limits.begin("testol")  # as of a person, who takes longer than this test
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{site}/guides/testol/feedback/")
        page.get_by_label("What was unclear, missing or wrong?").fill("long " * 500)
        page.locator("[name=begun]").evaluate("(field, begun) => { field.value = begun; }", begun)
        page.get_by_role("button", name="Send").click()
        expect(page).to_have_title(re.compile("^Error: "))
        expect(page.get_by_role("alert")).to_be_focused()
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.get_by_role("link", name="Your text is too long.").click()
        expect(page.get_by_label("What was unclear, missing or wrong?")).to_be_focused()


def test_a_reader_reports_a_mistake_by_keyboard_and_without_script(site: str, browser: Browser) -> None:
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


def test_nothing_is_cut_off_or_scrolls_sideways_at_320_pixels(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    for address in PAGES:
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_the_browser_has_nothing_to_object_to(site: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for address in ("/guides/", "/guides/testol/", "/guides/testol/editions/1/"):
        page.goto(site + address)
    assert said == []


def test_the_keyboard_skips_to_the_text_and_unfolds_the_contents(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{site}/guides/testol/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main text")).to_be_focused()
    page.keyboard.press("Enter")
    for name in ("Large print", "PDF"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    link = page.get_by_role("navigation", name="On this page").get_by_role("link", name="About dosage")
    expect(link).to_be_hidden()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    link.press("Enter")
    expect(page.get_by_role("heading", name="About dosage")).to_be_in_viewport()


def test_on_a_wide_screen_the_contents_stay_beside_the_text(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/guides/testol/#dosage")
    contents = page.get_by_role("navigation", name="On this page")
    expect(contents.get_by_role("link", name="About dosage")).to_be_in_viewport()


def test_callouts_are_told_apart_by_words_not_by_colour_alone(site: str, page: Page) -> None:
    page.goto(f"{site}/guides/testol/")
    script = "all => all.map(one => getComputedStyle(one, '::before').content)"
    labels = page.locator("#uses .callout").evaluate_all(script)
    assert [label.split(" / ")[0].strip('"') for label in labels] == [
        "Note",
        "Warning",
        "Call your doctor",
        "Emergency",
    ]


def test_a_print_says_where_the_current_edition_is(site: str, page: Page) -> None:
    page.goto(f"{site}/guides/testol/")
    where = page.get_by_text("A printed copy goes out of date.")
    expect(where).to_be_hidden()
    page.emulate_media(media="print")
    expect(where).to_be_visible()
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
