"""schedule, cancel_schedule and the timer's publish_due: what was signed goes out at its time, or it does not."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from monograph.errors import Blocker, InvalidContent, InvalidState, NotPermitted, NotReady, StaleEdit
from monograph.models import AuditEntry, Edition, ScheduledEdition, Signature
from monograph.workflow import drafting, publishing, reviewing

from . import intruder, stories
from .cast import PASSWORD, Cast
from .factory import Guide

State = ScheduledEdition.State
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def schedule(guide: Guide, **given: Any) -> ScheduledEdition:
    usual = {"actor": guide.cast.maria, "monograph": guide.monograph, "password": PASSWORD}
    usual |= {"publish_at": timezone.now() + timedelta(hours=1), "expected": given.pop("expected", None)}
    usual["expected"] = usual["expected"] or guide.release_candidate().digest
    return publishing.schedule(**{**usual, **given})


def run(*, hours: float = 2) -> tuple[int, str, str]:
    """Let the timer's command run, some hours from now; return its exit code and what it printed."""
    out, err, code = StringIO(), StringIO(), 0
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        try:
            call_command("publish_due", stdout=out, stderr=err)
        except CommandError as error:
            code = error.returncode
    return code, out.getvalue(), err.getvalue()


def state(scheduled: ScheduledEdition) -> str:
    return ScheduledEdition.objects.get(pk=scheduled.pk).state


def outcome(scheduled: ScheduledEdition) -> str:
    return ScheduledEdition.objects.get(pk=scheduled.pk).outcome


# It goes out -----------------------------------------------------------------------------------------------------


def test_a_schedule_publishes_nothing_before_its_time(ready: Guide) -> None:
    scheduled = schedule(ready)
    assert run(hours=0.5) == (0, "", "")
    assert ready.reread().current_edition.number == 1
    assert state(scheduled) == State.PENDING


def test_the_timer_publishes_what_was_signed_when_its_time_has_come(ready: Guide) -> None:
    scheduled = schedule(ready, note="A note.")
    code, out, _ = run()
    edition = ready.reread().current_edition
    assert (code, out) == (0, f"{edition}: published.\n")
    assert (edition.number, edition.note) == (2, "A note.")
    assert "News." in edition.article
    assert "A note." in edition.article
    assert (state(scheduled), outcome(scheduled)) == (State.PUBLISHED, "Published as edition 2.")


def test_what_goes_out_bears_the_signature_of_the_day_it_was_scheduled(ready: Guide, cast: Cast) -> None:
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


def test_it_goes_out_once(ready: Guide) -> None:
    schedule(ready)
    run()
    assert run() == (0, "", "")
    assert Edition.objects.count() == 2


def test_it_goes_out_at_its_very_second(ready: Guide) -> None:
    scheduled = schedule(ready)
    edition = publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert ready.reread().current_edition == edition


def test_the_verb_refuses_to_be_early(ready: Guide) -> None:
    scheduled = schedule(ready)
    with pytest.raises(InvalidState) as refused:
        publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at - timedelta(seconds=1))
    assert refused.value.code == "too_early"
    assert state(scheduled) == State.PENDING
    assert ready.reread().current_edition.number == 1


def test_drafts_and_reviews_that_are_not_over_do_not_disturb_it(ready: Guide) -> None:
    schedule(ready)
    ready.write("uses", "A draft on top.")
    ready.submit(ready.write("overview", "A text in review."))
    assert run()[0] == 0
    article = ready.reread().current_edition.article
    assert "News." in article
    assert "A draft on top." not in article
    assert "A text in review." not in article


# Scheduling is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=365)])
def test_nothing_is_scheduled_for_a_time_that_is_past(ready: Guide, late: timedelta) -> None:
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


def test_nothing_is_published_by_hand_while_an_edition_is_scheduled(ready: Guide) -> None:
    scheduled = schedule(ready)
    with pytest.raises(InvalidState) as refused:
        ready.publish()
    assert refused.value.code == "scheduled"
    assert ready.reread().current_edition.number == 1
    assert state(scheduled) == State.PENDING


def test_a_guide_with_a_schedule_does_not_keep_another_from_one(ready: Guide, cast: Cast) -> None:
    schedule(ready)
    other = Guide(cast, slug="othol")
    for code in stories.SHORT:
        other.approve(other.write(code))
    assert schedule(other).state == State.PENDING


def test_what_is_not_ready_is_not_scheduled(ready: Guide) -> None:
    ready.approve(ready.remove("dosage"))
    with pytest.raises(NotReady) as refused:
        schedule(ready)
    assert [(blocker.code, blocker.section) for blocker in refused.value.blockers] == [("required-section", "dosage")]
    assert not ScheduledEdition.objects.exists()


def test_a_page_loaded_before_another_approval_schedules_nothing(ready: Guide) -> None:
    seen = ready.release_candidate().digest
    ready.approve(ready.write("uses", "Newer."))
    with pytest.raises(StaleEdit) as refused:
        schedule(ready, expected=seen)
    assert refused.value.code == "other_candidate"
    assert not ScheduledEdition.objects.exists()


def test_a_wrong_password_schedules_nothing(ready: Guide) -> None:
    with pytest.raises(NotPermitted) as refused:
        schedule(ready, password="wrong")
    assert refused.value.code == "wrong_password"
    assert not ScheduledEdition.objects.exists()


@pytest.mark.parametrize(("note", "code"), [("a" * 4001, "too_long"), ("a\x00b", "hidden_character")])
def test_a_note_that_cannot_be_kept_schedules_nothing(ready: Guide, note: str, code: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        schedule(ready, note=note)
    assert refused.value.code == code
    assert not ScheduledEdition.objects.exists()


# It is refused when its time comes -------------------------------------------------------------------------------


def assert_refused(guide: Guide, scheduled: ScheduledEdition, words: str, code: str) -> None:
    """Let the time come; the old page has to stay, and the publisher has to be told why."""
    page = guide.reread().current_edition
    exit_code, out, err = run()
    assert (exit_code, out) == (1, "")
    assert words in err
    assert guide.reread().current_edition == page
    assert (state(scheduled), words in outcome(scheduled)) == (State.REFUSED, True)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.data["code"]) == ("refuse_scheduled", code)
    assert run()[0] == 0  # it is over, and does not come up again


def test_it_is_refused_when_another_text_was_approved_since(ready: Guide) -> None:
    scheduled = schedule(ready)
    ready.approve(ready.write("uses", "Newer."))
    assert_refused(ready, scheduled, "What is signed has changed", "other_candidate")


def test_it_is_refused_when_another_section_was_approved_since(ready: Guide) -> None:
    scheduled = schedule(ready)
    ready.approve(ready.write("storage", "Keep it dry."))
    assert_refused(ready, scheduled, "What is signed has changed", "other_candidate")


def test_it_is_refused_when_a_pharmacist_asked_for_changes_since(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    review = ready.submit(ready.section("uses").approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is wrong.")
    assert_refused(ready, scheduled, "“About uses”", "not_ready")


def test_it_is_refused_when_a_text_was_altered_past_the_guards(ready: Guide) -> None:
    scheduled = schedule(ready)
    with intruder.guards_lifted():
        intruder.change(ready.section("dosage").approved_revision, body="<p>Twice as much.</p>")
    assert_refused(ready, scheduled, "“About dosage”", "not_ready")


def test_it_is_refused_when_its_note_was_altered_past_the_guards(ready: Guide) -> None:
    """The publisher signed the lines and the note together; the edition's digest would not be the one signed."""
    scheduled = schedule(ready, note="A note.")
    with intruder.guards_lifted():
        intruder.change(scheduled, note="Take twice as much.")
    run()
    assert ready.reread().current_edition.number == 1
    assert state(scheduled) == State.REFUSED


def test_it_is_refused_when_its_publisher_was_deactivated(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    cast.maria.is_active = False
    cast.maria.save()
    assert_refused(ready, scheduled, "does not have the right", "no_permission")


def test_it_is_refused_when_its_publisher_lost_the_right(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    cast.maria.groups.clear()
    assert_refused(ready, scheduled, "does not have the right", "no_permission")


def test_after_a_refusal_the_guide_can_be_scheduled_anew(ready: Guide) -> None:
    schedule(ready)
    ready.approve(ready.write("uses", "Newer."))
    run()
    schedule(ready)
    assert run()[0] == 0
    assert "Newer." in ready.reread().current_edition.article


def test_a_withdrawn_current_edition_cancels_the_schedule(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    publishing.withdraw_edition(actor=cast.maria, edition=ready.reread().current_edition, reason="An error.")
    assert (state(scheduled), "edition 1 was withdrawn" in outcome(scheduled)) == (State.CANCELLED, True)
    assert run() == (0, "", "")
    assert ready.reread().current_edition is None


def test_a_withdrawn_older_edition_leaves_the_schedule(ready: Guide, cast: Cast) -> None:
    first = ready.monograph.current_edition
    ready.publish()
    ready.approve(ready.write("uses", "Newer."))
    scheduled = schedule(ready)
    publishing.withdraw_edition(actor=cast.maria, edition=first, reason="An old error.")
    assert state(scheduled) == State.PENDING
    assert run()[0] == 0


def test_a_changed_review_interval_does_not_disturb_it(ready: Guide, cast: Cast) -> None:
    schedule(ready)
    drafting.set_review_interval(actor=cast.ana, monograph=ready.monograph, months=6)
    assert run()[0] == 0


# Cancelling ------------------------------------------------------------------------------------------------------


def test_a_cancelled_schedule_publishes_nothing(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled)
    assert run() == (0, "", "")
    assert ready.reread().current_edition.number == 1
    assert (state(scheduled), outcome(scheduled)) == (State.CANCELLED, "Cancelled by maria.")


def test_after_cancelling_the_edition_can_go_out_by_hand(ready: Guide, cast: Cast) -> None:
    publishing.cancel_schedule(actor=cast.maria, scheduled=schedule(ready))
    assert ready.publish().number == 2


@pytest.mark.parametrize("how", ["cancelled", "published", "refused"])
def test_what_is_over_cannot_be_cancelled(ready: Guide, cast: Cast, how: str) -> None:
    scheduled = schedule(ready)
    if how == "cancelled":
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled)
    elif how == "refused":
        ready.approve(ready.write("uses", "Newer."))
    run()
    with pytest.raises(InvalidState) as refused:
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled)
    assert refused.value.code == "schedule_closed"
    assert state(scheduled) == how


@pytest.mark.parametrize("how", ["cancelled", "published"])
def test_what_is_over_cannot_be_published(ready: Guide, cast: Cast, how: str) -> None:
    scheduled = schedule(ready)
    if how == "cancelled":
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled)
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
        publishing.cancel_schedule(actor=cast.maria, scheduled=scheduled)
    elif how == "refused":
        ready.approve(ready.write("uses", "Newer."))
    run()
    before = (state(scheduled), outcome(scheduled))
    error = NotReady([Blocker("signatures_missing", "uses", "A signature is missing.")])
    with pytest.raises(InvalidState) as refused:
        publishing.refuse_scheduled(scheduled=scheduled, error=error, at=timezone.now())
    assert refused.value.code == "schedule_closed"
    assert (state(scheduled), outcome(scheduled)) == before


# Several at once -------------------------------------------------------------------------------------------------


@pytest.fixture
def other(ready: Guide) -> Guide:
    """Another guide, ready for its first edition."""
    guide = Guide(ready.cast, slug="othol")
    for code in stories.SHORT:
        guide.approve(guide.write(code))
    return guide


def test_one_refusal_does_not_keep_the_others_back(ready: Guide, other: Guide) -> None:
    schedule(ready)
    schedule(other, publish_at=timezone.now() + timedelta(minutes=90))
    ready.approve(ready.write("uses", "Newer."))
    code, out, err = run()
    assert code == 1
    assert "othol edition 1: published." in out
    assert "testol" in err
    assert other.reread().current_edition.number == 1


def test_one_breakdown_does_not_keep_the_others_back(
    ready: Guide, other: Guide, caplog: pytest.LogCaptureFixture
) -> None:
    """Else a guide that breaks the run each minute would keep all guides after it from ever going out."""
    scheduled = schedule(ready)
    schedule(other, publish_at=timezone.now() + timedelta(minutes=90))
    with intruder.failing("INSERT", Edition, f"NEW.monograph_id = {ready.monograph.pk}"):
        code, _, _ = run()
    assert code == 1
    assert "testol" in caplog.text
    assert other.reread().current_edition.number == 1
    assert state(scheduled) == State.PENDING
    assert run()[0] == 0
    assert ready.reread().current_edition.number == 2


def test_what_was_cancelled_while_the_run_went_on_is_passed_over(ready: Guide, other: Guide) -> None:
    """Another run, or a publisher, can be faster: here at the moment when the first of two goes out."""
    schedule(ready)
    late = schedule(other, publish_at=timezone.now() + timedelta(minutes=90))
    cancel = f"UPDATE monograph_schedulededition SET state = 'cancelled', closed_at = publish_at WHERE id = {late.pk}"
    intruder.after("INSERT", Edition, cancel)
    code, _, _ = run()
    assert code == 0
    assert ready.reread().current_edition.number == 2
    assert other.reread().current_edition is None
    assert state(late) == State.CANCELLED
