"""The publisher's page, as the tests open it and send its forms."""

from datetime import UTC, datetime, timedelta
from typing import Any

from monograph.models import Edition

from ..cast import PASSWORD
from ..factory import Guide
from .browse import Desk, Page

RELEASE, CANCEL, EDITIONS = "monograph_release", "monograph_cancel", "monograph_editions"


def load(desk: Desk, guide: Guide) -> Page:
    return desk.get(RELEASE, guide.monograph.pk)


def release(desk: Desk, guide: Guide, **changes: Any) -> Page:
    data = {"expected": guide.candidate().digest, "note": "", "password": PASSWORD}
    return desk.post(RELEASE, guide.monograph.pk, **{**data, **changes})


def plan(desk: Desk, guide: Guide, when: datetime | None = None, **changes: Any) -> Page:
    when = when or datetime.now(UTC) + timedelta(hours=2)
    at = {"publish_at_0": f"{when:%Y-%m-%d}", "publish_at_1": f"{when:%H:%M:%S}"}
    return release(desk, guide, **{**at, **changes})


def editions(guide: Guide) -> list[int]:
    return list(Edition.objects.filter(monograph=guide.monograph).values_list("number", flat=True))
