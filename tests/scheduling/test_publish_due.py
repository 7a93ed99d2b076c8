"""publish_due: a scheduled edition is published exactly as signed at its time, or refused."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from monograph.errors import InvalidState
from monograph.models import Edition, ScheduledEdition, Signature
from monograph.workflow import publishing

from .. import raw_sql
from ..cast import Cast
from ..factory import Guide
from .timer import outcome, run, schedule, state

State = ScheduledEdition.State
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_schedule_publishes_nothing_before_its_time(ready: Guide) -> None:
    scheduled = schedule(ready)
    assert run(hours=0.5) == (0, "", "")
    assert ready.reread().current_edition.number == 1
    assert state(scheduled) == State.PENDING


def test_timer_publishes_what_was_signed_when_its_time_has_come(ready: Guide) -> None:
    scheduled = schedule(ready, note="A note.")
    code, out, _ = run()
    edition = ready.reread().current_edition
    assert (code, out) == (0, f"{edition}: published.\n")
    assert (edition.number, edition.note) == (2, "A note.")
    assert "News." in edition.article
    assert "A note." in edition.article
    assert (state(scheduled), outcome(scheduled)) == (State.PUBLISHED, "Published as edition 2.")


def test_scheduled_edition_has_the_signature_of_its_scheduling(ready: Guide, cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        scheduled = schedule(ready)
        signatures = Signature.objects.count()
        run()
    edition = ready.reread().current_edition
    assert edition.release_signature == scheduled.signature
    assert (edition.release_signature.signer, edition.release_signature.signed_at) == (cast.maria, NOON)
    assert edition.digest == scheduled.signature.digest
    assert edition.published_at == NOON + timedelta(hours=2)
    assert Signature.objects.count() == signatures


def test_scheduled_edition_is_published_once(ready: Guide) -> None:
    schedule(ready)
    run()
    assert run() == (0, "", "")
    assert Edition.objects.count() == 2


def test_scheduled_edition_is_published_at_its_exact_time(ready: Guide) -> None:
    scheduled = schedule(ready)
    edition = publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert ready.reread().current_edition == edition


def test_verb_refuses_to_publish_early(ready: Guide) -> None:
    scheduled = schedule(ready)
    with pytest.raises(InvalidState) as refused:
        publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at - timedelta(seconds=1))
    assert refused.value.code == "too_early"
    assert state(scheduled) == State.PENDING
    assert ready.reread().current_edition.number == 1


def test_drafts_and_open_reviews_do_not_stop_a_schedule(ready: Guide) -> None:
    schedule(ready)
    ready.write("uses", "A draft on top.")
    ready.submit(ready.write("overview", "A text in review."))
    assert run()[0] == 0
    article = ready.reread().current_edition.article
    assert "News." in article
    assert "A draft on top." not in article
    assert "A text in review." not in article


def test_refusal_does_not_stop_other_editions(ready: Guide, other: Guide) -> None:
    schedule(ready)
    schedule(other, publish_at=timezone.now() + timedelta(minutes=90))
    ready.approve(ready.write("uses", "Newer."))
    code, out, err = run()
    assert code == 1
    assert "othol edition 1: published." in out
    assert "testol" in err
    assert other.reread().current_edition.number == 1


def test_failure_does_not_stop_other_editions(ready: Guide, other: Guide, caplog: pytest.LogCaptureFixture) -> None:
    """Otherwise a guide that fails every minute would keep all guides after it from being published."""
    scheduled = schedule(ready)
    schedule(other, publish_at=timezone.now() + timedelta(minutes=90))
    with raw_sql.disk_full_after("INSERT", Edition, f"NEW.monograph_id = {ready.monograph.pk}"):
        code, _, _ = run()
    assert code == 1
    assert "testol" in caplog.text
    assert other.reread().current_edition.number == 1
    assert state(scheduled) == State.PENDING
    assert run()[0] == 0
    assert ready.reread().current_edition.number == 2


def test_schedule_canceled_during_the_run_is_skipped(ready: Guide, other: Guide) -> None:
    """Another run, or a publisher, can be faster: here while the first of two editions is published."""
    schedule(ready)
    late = schedule(other, publish_at=timezone.now() + timedelta(minutes=90))
    cancel = f"UPDATE monograph_schedulededition SET state = 'cancelled', closed_at = publish_at WHERE id = {late.pk}"
    raw_sql.run_after("INSERT", Edition, cancel)
    code, _, _ = run()
    assert code == 0
    assert ready.reread().current_edition.number == 2
    assert other.reread().current_edition is None
    assert state(late) == State.CANCELLED
