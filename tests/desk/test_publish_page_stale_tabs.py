"""A stale tab of the publish page publishes, schedules, and cancels nothing."""

from typing import Any

import pytest

from monograph.models import Signature
from monograph.workflow import publishing, reviewing

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule
from .desk_client import Desk, change_counts
from .publish_page import CANCEL, changes, editions, load, publish, schedule_for


@pytest.mark.parametrize("send", [publish, schedule_for])
def test_edition_changed_meanwhile_is_refused_and_shown_again(ready: Guide, maria: Desk, send: Any) -> None:
    shown = load(maria, ready).value("expected")
    ready.approve(ready.write("faq", heading="Questions"))
    before = change_counts()
    page = send(maria, ready, expected=shown, note="My own note.")
    assert page.status == 409
    assert page.error_codes == {"": ["other_candidate"]}
    assert changes(page)["Questions"] == "new"
    assert page.value("note") == "My own note."
    assert page.value("expected") == ready.release_candidate().digest
    assert change_counts() == before
    assert not Signature.objects.filter(meaning="released", edition__isnull=True).exists()


@pytest.mark.parametrize("send", [publish, schedule_for])
def test_stale_tab_does_not_publish_twice(ready: Guide, maria: Desk, send: Any) -> None:
    shown = load(maria, ready).value("expected")
    ready.publish()
    page = send(maria, ready, expected=shown, note="My own note.")
    assert page.status == 409
    assert page.error_codes == {"": ["not_ready"]}
    assert page.value("note") == "My own note."
    assert editions(ready) == [1, 2]


def test_new_signatures_make_the_page_stale(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    revision = ready.section("overview").latest_revision
    assert revision is not None
    ready.approve(revision)
    assert publish(maria, ready, expected=shown).status == 409
    assert editions(ready) == [1]


def test_section_with_requested_changes_is_not_published(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    revision = ready.section("uses").latest_revision
    assert revision is not None
    review = ready.submit(revision)
    reviewing.request_changes(actor=ready.cast.tom, review=review, expected=revision.digest, body="Wrong after all.")
    page = publish(maria, ready, expected=shown)
    assert page.status == 409
    assert page.error_codes == {"": ["not_ready"]}
    assert editions(ready) == [1]


def test_canceled_schedule_cannot_be_canceled_again(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    publishing.cancel_schedule(actor=maria.user, scheduled=scheduled, password=PASSWORD)
    before = change_counts()
    page = maria.post(CANCEL, ready.monograph.pk, scheduled.pk, password=PASSWORD)
    assert page.status == 409
    assert page.error_codes == {"": ["schedule_closed"]}
    assert change_counts() == before


def test_published_schedule_cannot_be_canceled(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    page = maria.post(CANCEL, ready.monograph.pk, scheduled.pk, password=PASSWORD)
    assert page.status == 409
    assert page.error_codes == {"": ["schedule_closed"]}
    assert editions(ready) == [1, 2]


def test_second_click_publishes_once(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    publish(maria, ready, expected=shown)
    assert publish(maria, ready, expected=shown).status == 409
    assert editions(ready) == [1, 2]
