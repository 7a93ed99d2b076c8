"""The merge page, as the tests load it and post their choices."""

from typing import Any

from monograph.models import SectionRevision, WorkingCopy
from monograph.workflow import drafting

from ..factory import SOURCE, Guide
from .desk_client import Desk, Page

MERGE = "section_merge"


def load_merge(desk: Desk, guide: Guide, code: str = "uses") -> Page:
    return desk.get(MERGE, guide.monograph.pk, code)


def keys(page: Page) -> dict[str, str]:
    """Return the names of the radio buttons by passage, such as "Passage 1"."""
    found = {}
    for card in page.dom.xpath("//section[contains(@class, 'merge-conflict')]"):
        title = page.words_of(card.xpath("h2")[0]).partition(" of ")[0]
        found[title] = card.xpath(".//input[@type='radio']/@name")[0]
    return found


def choose(desk: Desk, guide: Guide, page: Page, *, code: str = "uses", **choices: list[str]) -> Page:
    """Post the page with choices, such as ``theirs=["Passage 1"]``."""
    names = keys(page)
    data = {names[title]: choice for choice, titles in choices.items() for title in titles}
    return desk.post(MERGE, guide.monograph.pk, code, seen=page.value("seen"), **data)


def keep_changes(
    desk: Desk, guide: Guide, base: SectionRevision | None, code: str = "uses", **typed: str
) -> WorkingCopy:
    """Store unsaved changes based on `base`."""
    given: dict[str, Any] = {"heading": f"About {code}", "references": SOURCE, "reason": "Own reason.", **typed}
    return drafting.save_working_copy(actor=desk.user, section=guide.section(code), typed=given, based_on=base)
