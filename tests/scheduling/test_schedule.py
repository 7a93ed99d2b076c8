"""schedule and cancel_schedule: what can be scheduled and canceled, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from monograph.errors import Blocker, InvalidContent, InvalidState, NotPermitted, NotReady, StaleEdit
from monograph.models import AuditEntry, Edition, ScheduledEdition
from monograph.workflow import publishing

from .. import stories
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .timer import outcome, run, schedule, state

State = ScheduledEdition.State
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=365)])
def test_nothing_is_scheduled_in_the_past(ready: Guide, late: timedelta) -> None:
    with time_machine.travel(NOON, tick=False):
        with pytest.raises(InvalidContent) as refused:
            schedule(ready, publish_at=NOON - late)
    assert (refused.value.problems[0].field, refused.value.code) == ("publish_at", "in_past")
    assert not ScheduledEdition.objects.exists()


def test_there_is_one_schedule_at_a_time(ready: Guide) -> None:
    first = schedule(ready)
    with pytest.raises(InvalidState) as refused:
        schedule(ready, publish_at=timezone.now() + timedelta(days=2))
    assert refused.value.code == "scheduled"
    assert ScheduledEdition.objects.get() == first


def test_nothing_is_published_while_an_edition_is_scheduled(ready: Guide) -> None:
    scheduled = schedule(ready)
    with pytest.raises(InvalidState) as refused:
        ready.publish()
    assert refused.value.code == "scheduled"
    assert ready.reread().current_edition.number == 1
    assert state(scheduled) == State.PENDING


def test_schedules_of_different_guides_are_independent(ready: Guide, cast: Cast) -> None:
    schedule(ready)
    other = Guide(cast, slug="othol")
    for code in stories.SHORT:
        other.approve(other.write(code))
    assert schedule(other).state == State.PENDING


def test_next_edition_with_blockers_is_not_scheduled(ready: Guide) -> None:
    ready.approve(ready.remove("dosage"))
    with pytest.raises(NotReady) as refused:
        schedule(ready)
    assert [(blocker.code, blocker.section) for blocker in refused.value.blockers] == [("required-section", "dosage")]
    assert not ScheduledEdition.objects.exists()


def test_page_loaded_before_another_approval_schedules_nothing(ready: Guide) -> None:
    seen = ready.release_candidate().digest
    ready.approve(ready.write("uses", "Newer."))
    with pytest.raises(StaleEdit) as refused:
        schedule(ready, expected=seen)
    assert refused.value.code == "other_candidate"
    assert not ScheduledEdition.objects.exists()


def test_wrong_password_schedules_nothing(ready: Guide) -> None:
    with pytest.raises(NotPermitted) as refused:
        schedule(ready, password="wrong")
    assert refused.value.code == "wrong_password"
    assert not ScheduledEdition.objects.exists()


@pytest.mark.parametrize(("note", "code"), [("a" * 4001, "too_long"), ("a\x00b", "hidden_character")])
def test_note_that_cannot_be_stored_schedules_nothing(ready: Guide, note: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        schedule(ready, note=note)
    assert refused.value.code == code
    assert not ScheduledEdition.objects.exists()


def test_canceled_schedule_publishes_nothing(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password=PASSWORD)
    assert run() == (0, "", "")
    assert ready.reread().current_edition.number == 1
    assert (state(scheduled), outcome(scheduled)) == (State.CANCELLED, "Canceled by maria.")


def test_edition_can_be_published_after_its_schedule_is_canceled(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    with pytest.raises(NotPermitted) as refused:
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password="not mine")
    assert refused.value.code == "wrong_password"
    publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password=PASSWORD)
    assert AuditEntry.objects.latest("sequence").data["identity"] == "confirmed"
    assert ready.publish().number == 2


@pytest.mark.parametrize("how", ["cancelled", "published", "refused"])
def test_closed_schedule_is_not_canceled(ready: Guide, cast: Cast, how: str) -> None:
    scheduled = schedule(ready)
    if how == "cancelled":
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password=PASSWORD)
    elif how == "refused":
        ready.approve(ready.write("uses", "Newer."))
    run()
    with pytest.raises(InvalidState) as refused:
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password=PASSWORD)
    assert refused.value.code == "schedule_closed"
    assert state(scheduled) == how


@pytest.mark.parametrize("how", ["cancelled", "published"])
def test_closed_schedule_is_not_published(ready: Guide, cast: Cast, how: str) -> None:
    scheduled = schedule(ready)
    if how == "cancelled":
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password=PASSWORD)
    else:
        publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    editions = Edition.objects.count()
    with pytest.raises(InvalidState) as refused:
        publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert refused.value.code == "schedule_closed"
    assert Edition.objects.count() == editions


@pytest.mark.parametrize("how", ["cancelled", "published", "refused"])
def test_closed_schedule_is_not_refused(ready: Guide, cast: Cast, how: str) -> None:
    scheduled = schedule(ready)
    if how == "cancelled":
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled, password=PASSWORD)
    elif how == "refused":
        ready.approve(ready.write("uses", "Newer."))
    run()
    before = (state(scheduled), outcome(scheduled))
    error = NotReady([Blocker("signatures_missing", "uses", "A signature is missing.")])
    with pytest.raises(InvalidState) as refused:
        publishing.refuse_scheduled(scheduled=scheduled, error=error, at=timezone.now())
    assert refused.value.code == "schedule_closed"
    assert (state(scheduled), outcome(scheduled)) == before
