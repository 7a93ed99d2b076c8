"""The desks are accessible: WCAG, keyboard, small screens, dark mode."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.axe import DRAWN, WCAG, load_axe, violations
from tests.browser.conftest import DeskOf
from tests.browser.desk_pages import Desks
from tests.cast import Cast
from tests.factory import Guide
from tests.shared_stories import saved_story

pytestmark = pytest.mark.browser


@saved_story
def work_in_progress(cast: Cast) -> Desks:
    """Two guides with something of everything that the desks show."""
    return Desks(Guide(cast))


@pytest.fixture
def desks(work_in_progress: Desks, desk_of: DeskOf, live_server: Any, settings: Any) -> Desks:
    settings.PASSKEY_ORIGIN = live_server.url
    work_in_progress.desk_of = desk_of
    return work_in_progress


def against_wcag(page: Page) -> list[str]:
    """Run axe on a wide screen in light mode, and what is drawn again on a narrow one in dark mode."""
    load_axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    found = [f"wide, light: {violation}" for violation in violations(page, WCAG)]
    page.set_viewport_size({"width": 375, "height": 900})
    page.emulate_media(color_scheme="dark")
    found += [f"narrow, dark: {violation}" for violation in violations(page, DRAWN)]
    page.emulate_media(color_scheme="light")
    return found


# Lists all that can be used, and strikes off what gets the focus, if that is seen. One Tab stop is enough for a toolbar
# and for a set of radio buttons; a link in the editor is text.
WATCH = """() => {
    const all = document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true]")
    const stopOf = (one) => one.closest("[role=toolbar]") ?? (one.type === "radio" ? one.name : one)
    const words = (one) => one.outerHTML.slice(0, 160)
    const stops = new Map()
    for (const one of all) {
        if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) continue
        if (!one.parentElement.isContentEditable && !stops.has(stopOf(one))) stops.set(stopOf(one), words(one))
    }
    Object.assign(window, { stops, unseen: [] })
    document.addEventListener("focusin", ({ target }) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(target)
        const isSeen = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none"
        if (!isSeen) unseen.push(words(target))
        stops.delete(stopOf(target))
    })
    document.activeElement.blur()
    return stops.size
}"""
IDS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id)
    return ids.filter((id, place) => ids.indexOf(id) < place)
}"""


def unreached(page: Page) -> list[str]:
    """Press Tab through the page; return what is not reached or shows no focus."""
    presses = page.evaluate(WATCH) + 40  # regions that scroll and the parts of a date are stops too
    for number in range(presses):
        page.keyboard.press("Tab")
        if number % 10 == 9 and page.evaluate("stops.size") == 0:
            break
    page.evaluate("document.activeElement.blur()")  # a link to skip to the content, if focused, covers others
    return [
        *(f"the focus is not seen: {one}" for one in page.evaluate("[...new Set(unseen)]")),
        *(f"not reached: {one}" for one in page.evaluate("[...stops.values()]")),
    ]


def repeated_ids(page: Page) -> list[str]:
    """Return repeated ids: labels and descriptions would refer to the wrong field."""
    return [f"used twice: id {one}" for one in page.evaluate(IDS)]


def too_wide(page: Page) -> list[str]:
    found = []
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 700})
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"scrolls sideways: {needed} px on {width}")
    return found


@pytest.mark.parametrize("desk", ["editor", "reviewer", "publisher", "administrator"])
def test_every_desk_page_is_accessible(desk: str, desks: Desks, heard: list[str]) -> None:
    problems = []
    for name, page in getattr(desks, desk)():
        page.set_viewport_size({"width": 1280, "height": 900})
        found = unreached(page) + repeated_ids(page) + too_wide(page)
        assert heard == [], name
        found += against_wcag(page)
        heard.clear()  # axe breaks the content security policy itself
        problems += [f"{name}: {one}" for one in found]
    assert not problems, "\n\n".join(problems)
