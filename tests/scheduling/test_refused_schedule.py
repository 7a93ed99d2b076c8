"""publish_due: a scheduled edition is refused when anything has changed since it was signed."""

from datetime import UTC, datetime

from monograph.models import AuditEntry, ScheduledEdition
from monograph.workflow import drafting, publishing, reviewing

from .. import raw_sql
from ..cast import PASSWORD, Cast
from ..factory import Guide
from .timer import outcome, run, schedule, state

State = ScheduledEdition.State
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def assert_refused(guide: Guide, scheduled: ScheduledEdition, code: str, *, heading: str = "") -> None:
    """Run the timer: the old page must stay, and the publisher must read why, with the section's heading."""
    page = guide.reread().current_edition
    exit_code, out, err = run()
    assert (exit_code, out) == (1, "")
    assert guide.reread().current_edition == page
    assert state(scheduled) == State.REFUSED
    assert outcome(scheduled) in err
    assert heading in outcome(scheduled)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.data["code"]) == ("refuse_scheduled", code)
    assert run()[0] == 0  # it is closed, and the next run skips it


def test_schedule_is_refused_after_another_text_is_approved(ready: Guide) -> None:
    scheduled = schedule(ready)
    ready.approve(ready.write("uses", "Newer."))
    assert_refused(ready, scheduled, "other_candidate")


def test_schedule_is_refused_after_another_section_is_approved(ready: Guide) -> None:
    scheduled = schedule(ready)
    ready.approve(ready.write("storage", "Keep it dry."))
    assert_refused(ready, scheduled, "other_candidate")


def test_schedule_is_refused_after_changes_are_requested(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    review = ready.submit(ready.section("uses").approved_revision)
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="It is wrong.")
    assert_refused(ready, scheduled, "not_ready", heading="Uses")


def test_schedule_is_refused_if_a_text_was_altered(ready: Guide) -> None:
    scheduled = schedule(ready)
    with raw_sql.without_triggers():
        raw_sql.change(ready.section("dosage").approved_revision, body="<p>Twice as much.</p>")
    assert_refused(ready, scheduled, "not_ready", heading="About dosage")


def test_schedule_is_refused_if_its_note_was_altered(ready: Guide) -> None:
    """The publisher signed the lines and the note together; the edition's digest would not be the one signed."""
    scheduled = schedule(ready, note="A note.")
    with raw_sql.without_triggers():
        raw_sql.change(scheduled, note="Take twice as much.")
    run()
    assert ready.reread().current_edition.number == 1
    assert state(scheduled) == State.REFUSED


def test_schedule_is_refused_if_its_publisher_was_deactivated(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    cast.maria.is_active = False
    cast.maria.save()
    assert_refused(ready, scheduled, "no_permission")


def test_schedule_is_refused_if_its_publisher_lost_the_permission(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    cast.maria.groups.clear()
    assert_refused(ready, scheduled, "no_permission")


def test_guide_can_be_scheduled_again_after_a_refusal(ready: Guide) -> None:
    schedule(ready)
    ready.approve(ready.write("uses", "Newer."))
    run()
    schedule(ready)
    assert run()[0] == 0
    assert "Newer." in ready.reread().current_edition.article


def test_withdrawn_current_edition_cancels_the_schedule(ready: Guide, cast: Cast) -> None:
    scheduled = schedule(ready)
    publishing.withdraw_edition(
        actor=cast.maria, edition=ready.reread().current_edition, reason="An error.", password=PASSWORD
    )
    assert (state(scheduled), "edition 1 was withdrawn" in outcome(scheduled)) == (State.CANCELLED, True)
    assert run() == (0, "", "")
    assert ready.reread().current_edition is None


def test_withdrawn_older_edition_leaves_the_schedule(ready: Guide, cast: Cast) -> None:
    first = ready.monograph.current_edition
    ready.publish()
    ready.approve(ready.write("uses", "Newer."))
    scheduled = schedule(ready)
    publishing.withdraw_edition(actor=cast.maria, edition=first, reason="An old error.", password=PASSWORD)
    assert state(scheduled) == State.PENDING
    assert run()[0] == 0


def test_changed_review_interval_does_not_stop_a_schedule(ready: Guide, cast: Cast) -> None:
    schedule(ready)
    drafting.set_review_interval(actor=cast.ana, monograph=ready.monograph, months=6)
    assert run()[0] == 0
