"""A publication that fails halfway changes nothing: not the page, the schedule, the numbers, or the trail.

Nothing is mocked: the database itself fails after it has written one of the rows.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from monograph.models import (
    AuditEntry,
    Edition,
    EditionSection,
    Monograph,
    PublicPage,
    PublicVersion,
    ScheduledEdition,
    Signature,
)
from monograph.workflow import publishing

from . import raw_sql, stories
from .cast import Cast
from .factory import Guide
from .shared_stories import shared_story

# What a publication writes, and when it breaks. The positions are those of stories.SHORT in the catalogue.
STEPS = {
    "the edition": ("INSERT", Edition, ""),
    "the first line": ("INSERT", EditionSection, "NEW.position = 1"),
    "a line in the middle": ("INSERT", EditionSection, "NEW.position = 2"),
    "the last line": ("INSERT", EditionSection, "NEW.position = 6"),
    "the pointer of the guide": ("UPDATE", Monograph, ""),
    "the stored page": ("INSERT", PublicPage, ""),
    "the audit entry": ("INSERT", AuditEntry, ""),
}
STEPS_NOW = {"the publisher's signature": ("INSERT", Signature, ""), **STEPS}
STEPS_LATER = {"the state of the schedule": ("UPDATE", ScheduledEdition, ""), **STEPS}


def everything(guide: Guide) -> dict[str, object]:
    """Return what a publication changes, as it is now."""
    current = guide.reread().current_edition
    return {
        "page": current and (current.number, current.article),
        "stored": [(page.edition_id, bytes(page.gzip)) for page in PublicPage.objects.order_by("pk")],
        "version": PublicVersion.current(),
        "editions": list(Edition.objects.values_list("pk", flat=True)),
        "lines": EditionSection.objects.count(),
        "signatures": Signature.objects.count(),
        "schedules": list(ScheduledEdition.objects.values_list("pk", "state", "outcome", "closed_at")),
        "trail": list(AuditEntry.objects.values_list("sequence", "digest")),
    }


@shared_story
def approved(cast: Cast) -> Guide:
    """A guide whose required sections are all signed, and which was never published."""
    return Guide(cast).approve_all()


def test_publication_that_fails_at_any_step_leaves_the_old_page_and_its_number_is_used_again(ready: Guide) -> None:
    before = everything(ready)
    for step in STEPS_NOW.values():
        with raw_sql.disk_full_after(*step):
            with pytest.raises(DatabaseError, match="disk full"):
                ready.publish("News.")
            assert everything(ready) == before, step
    edition = ready.publish("News.")
    assert edition.number == 2
    assert "News." in ready.reread().current_edition.article


def test_first_publication_that_fails_at_any_step_leaves_the_guide_unpublished(approved: Guide) -> None:
    before = everything(approved)
    assert before["page"] is None
    for step in STEPS_NOW.values():
        with raw_sql.disk_full_after(*step):
            with pytest.raises(DatabaseError, match="disk full"):
                approved.publish()
            assert everything(approved) == before, step
    assert approved.publish().number == 1


def test_scheduled_publication_that_fails_at_any_step_leaves_the_old_page_and_the_schedule(ready: Guide) -> None:
    scheduled = stories.schedule(ready)
    before = everything(ready)
    for step in STEPS_LATER.values():
        with raw_sql.disk_full_after(*step):
            with pytest.raises(DatabaseError, match="disk full"):
                publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
            assert everything(ready) == before, step
    edition = publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert edition.number == 2
    assert "News." in ready.reread().current_edition.article


@pytest.mark.parametrize(
    "step", {"the signature": Signature, "the schedule": ScheduledEdition, "the entry": AuditEntry}
)
def test_failed_scheduling_signs_nothing(ready: Guide, step: str) -> None:
    models = {"the signature": Signature, "the schedule": ScheduledEdition, "the entry": AuditEntry}
    before = everything(ready)
    with raw_sql.disk_full_after("INSERT", models[step]):
        with pytest.raises(DatabaseError, match="disk full"):
            stories.schedule(ready)
        assert everything(ready) == before
    assert stories.schedule(ready).state == ScheduledEdition.State.PENDING


def test_timer_publishes_on_its_next_run_what_failed_before(ready: Guide) -> None:
    stories.schedule(ready)
    before = everything(ready)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        with raw_sql.disk_full_after("INSERT", AuditEntry):
            with pytest.raises((DatabaseError, CommandError)):
                call_command("publish_due")
            assert everything(ready) == before
        call_command("publish_due")
    assert ready.reread().current_edition.number == 2


def test_failure_leaves_a_committing_database_unchanged(committed_guide: Guide) -> None:
    guide = stories.short(committed_guide)
    guide.approve(guide.write("uses", "The new words."))
    before = everything(guide)
    with raw_sql.disk_full_after("INSERT", AuditEntry):
        with pytest.raises(DatabaseError, match="disk full"):
            guide.publish("News.")
        assert everything(guide) == before
    assert guide.publish("News.").number == 2
