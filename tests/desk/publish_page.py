"""The publish page, as the tests load it and post its forms."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monograph.models import Edition

from ..cast import PASSWORD
from ..factory import Guide
from .desk_client import Desk, Page

PUBLISH, CANCEL, EDITIONS = "monograph_publish", "schedule_cancel", "monograph_editions"


def load(desk: Desk, guide: Guide) -> Page:
    return desk.get(PUBLISH, guide.monograph.pk)


def changes(page: Page) -> dict[str, str]:
    """Return how each changed section is marked, by its heading."""
    found = page.dom.xpath("//details[contains(@class, 'desk-changed')]/summary")
    return {page.words_of(element.find("h3")): page.words_of(element.find("span")) for element in found}


def section(page: Page, heading: str) -> str:
    """Return the words of one changed section."""
    (found,) = page.dom.xpath(f"//details[contains(@class, 'desk-changed')][.//h3 = '{heading}']")
    return page.words_of(found)


def publish(desk: Desk, guide: Guide, **changes: Any) -> Page:
    data = {"expected": guide.release_candidate().digest, "note": "", "password": PASSWORD}
    return desk.post(PUBLISH, guide.monograph.pk, **{**data, **changes})


def schedule_for(desk: Desk, guide: Guide, when: datetime | None = None, **changes: Any) -> Page:
    when = when or datetime.now(UTC) + timedelta(hours=2)
    at = {"publish_at_0": f"{when:%Y-%m-%d}", "publish_at_1": f"{when:%H:%M:%S}"}
    return publish(desk, guide, **{**at, **changes})


def editions(guide: Guide) -> list[int]:
    return list(Edition.objects.filter(monograph=guide.monograph).values_list("number", flat=True))
