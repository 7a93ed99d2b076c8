"""The desks as a browser shows them: to people with poor sight, with a keyboard, with a small screen, at night."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DeskOf
from tests.browser.desk_pages import Desks
from tests.factory import Guide

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

# What Django 5.2's own admin does wrong, on pages that are Django's: (page, rule, part of the element).
DJANGOS_OWN = {
    # The filter's links are 20 pixels high, not 24.
    ("queue", "target-size", '<a href="?'),
    # The number of all rows, beside the search, is told from the text around it by colour alone.
    ("queue", "link-in-text-block", '<a href="?">'),
}


@pytest.fixture
def desks(committed_guide: Guide) -> Desks:
    return Desks(committed_guide)


def violations(page: Page, name: str, where: str, rules: dict[str, Any]) -> list[str]:
    # Colours that are on their way from one scheme to the other would be measured.
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    found: list[dict[str, Any]] = Axe().run(page, options=rules).response["violations"]
    return [
        f"{name}, {where}: {each['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found
        for node in each["nodes"]
        if not any(name == own and each["id"] == rule and part in node["html"] for own, rule, part in DJANGOS_OWN)
    ]


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_no_violation_of_wcag_22_aa(width: int, desks: Desks, desk_of: DeskOf, heard: list[str]) -> None:
    found = []
    for name, page in desks.opened(desk_of):
        assert heard == [], name
        page.set_viewport_size({"width": width, "height": 900})
        found += violations(page, name, "light", WCAG)
        page.emulate_media(color_scheme="dark")
        found += violations(page, name, "dark", COLOURS)
        page.emulate_media(color_scheme="light")
        heard.clear()  # axe breaks the content security policy itself
    assert not found, "\n\n".join(found)


IDS = """() => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id)
    return ids.filter((id, place) => ids.indexOf(id) < place)
}"""


def test_no_page_scrolls_sideways_on_a_small_screen_or_gives_an_id_twice(desks: Desks, desk_of: DeskOf) -> None:
    wide, twice = {}, {}
    for name, page in desks.opened(desk_of):
        if ids := page.evaluate(IDS):  # a label or a description would speak of another field
            twice[name] = ids
        for width in (375, 320):
            page.set_viewport_size({"width": width, "height": 700})
            if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[name, width] = needed
    assert (wide, twice) == ({}, {})


# Numbers all that can be used, then tells what has the focus, and whether that is seen. One Tab stop stands for a
# toolbar and for a set of radio buttons.
CONTROLS = """() => {
    const all = document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true]")
    const stopOf = (one) => one.closest("[role=toolbar]") ?? (one.type === "radio" ? one.name : one)
    const stops = new Map()
    for (const one of all) {
        if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) continue
        if (one.parentElement.isContentEditable) continue // a link in the editor is text
        if (!stops.has(stopOf(one))) stops.set(stopOf(one), one.outerHTML.slice(0, 160))
    }
    Object.assign(window, { stops, stopOf })
    return stops.size
}"""
FOCUS = """() => {
    const one = document.activeElement
    if (!one || one === document.body) return null
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    const isSeen = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none"
    stops.delete(stopOf(one))
    return isSeen ? "" : one.outerHTML.slice(0, 160)
}"""


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(desks: Desks, desk_of: DeskOf) -> None:
    problems = {}
    for name, page in desks.opened(desk_of):
        page.evaluate("document.activeElement.blur()")
        for _ in range(page.evaluate(CONTROLS) + 40):  # regions that scroll are stops too
            page.keyboard.press("Tab")
            unseen = page.evaluate(FOCUS)
            if unseen is None:
                break
            if unseen:
                problems[name, "not seen"] = unseen
        if missed := page.evaluate("[...stops.values()]"):
            problems[name, "not reached"] = missed
    assert problems == {}
