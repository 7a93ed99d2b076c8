"""axe on a page that is loaded. Only violations leave the browser: what passes is a thousand times as much."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# Rules on what is drawn; the others read the page's elements, which are the same in each color scheme and width.
DRAWN = {
    "runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
    "resultTypes": ["violations"],
}
RUN = "([within, rules]) => axe.run(within ?? document, rules).then(({ violations }) => violations)"


def load_axe(page: Page) -> None:
    page.evaluate(Axe().axe_script)


def violations(page: Page, rules: dict[str, Any] = WCAG, within: str | None = None) -> list[str]:
    # Otherwise colors would be measured in the middle of their transition.
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in page.evaluate(RUN, [within, rules])
        for node in violation["nodes"]
    ]
