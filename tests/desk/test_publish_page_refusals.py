"""Who may not publish, schedule, or cancel, and when nobody may."""

from typing import Any

import pytest

from monograph.models import ScheduledEdition

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule
from .desk_client import Desk, change_counts
from .publish_page import CANCEL, editions, publish, schedule_for


@pytest.mark.parametrize("send", [publish, schedule_for])
def test_user_without_permission_cannot_publish_and_keeps_the_note(
    ready: Guide, priya: Desk, ana: Desk, send: Any
) -> None:
    before = change_counts()
    for desk in (priya, ana):
        page = send(desk, ready, note="My own note.")
        assert page.status == 403
        assert page.error_codes == {"": ["no_permission"]}
        assert page.value("note") == "My own note."
    assert change_counts() == before


def test_user_without_permission_cannot_cancel(ready: Guide, priya: Desk) -> None:
    scheduled = schedule(ready)
    page = priya.post(CANCEL, ready.monograph.pk, scheduled.pk, password=PASSWORD)
    assert page.status == 403
    assert page.error_codes == {"": ["no_permission"]}
    scheduled.refresh_from_db()
    assert scheduled.state == ScheduledEdition.State.PENDING


def test_blocked_edition_is_refused_and_the_note_kept(guide: Guide, maria: Desk) -> None:
    before = change_counts()
    page = publish(maria, guide, note="My own note.")
    assert page.status == 409
    assert page.error_codes == {"": ["not_ready"]}
    assert page.value("note") == "My own note."
    assert change_counts() == before


@pytest.mark.parametrize("send", [publish, schedule_for])
def test_scheduled_edition_blocks_publishing(ready: Guide, maria: Desk, send: Any) -> None:
    schedule(ready)
    page = send(maria, ready, note="My own note.")
    assert page.status == 409
    assert page.error_codes == {"": ["scheduled"]}
    assert page.value("note") == "My own note."
    assert (editions(ready), ScheduledEdition.objects.count()) == ([1], 1)
