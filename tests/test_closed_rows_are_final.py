"""Closed reviews and schedules, and the identity of guides and sections: the database refuses every change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from monograph.models import (
    Review,
    ScheduledEdition,
)
from monograph.workflow import publishing, reviewing

from . import raw_sql, stories
from .cast import PASSWORD, Cast
from .factory import Guide

BY_STATE = {
    "approved": lambda guide: guide.approve(guide.write("uses", "News.")),
    "changes requested": lambda guide: _changes_requested(guide),
    "withdrawn": lambda guide: reviewing.withdraw_submission(
        actor=guide.cast.ana, review=guide.submit(guide.write("uses", "News."))
    ),
}


def _changes_requested(guide: Guide) -> Review:
    review = guide.submit(guide.write("uses", "News."))
    return reviewing.request_changes(
        actor=guide.cast.priya, review=review, expected=review.revision.digest, body="Plainer, please."
    )


@pytest.mark.parametrize("state", BY_STATE)
def test_closed_review_is_final(guide: Guide, cast: Cast, state: str) -> None:
    guide.write("uses", "An older draft.")
    review = BY_STATE[state](guide)
    closed_again = {"state": "approved", "closed_by": cast.ben, "closed_at": timezone.now()}
    changes: list[dict[str, Any]] = [
        {"state": "open", "closed_by": None, "closed_at": None},
        {"state": "withdrawn", "closed_by": cast.ben},
        closed_again,
        *({name: value} for name, value in closed_again.items()),
        {"required_signatures": 2},
        {"submitted_by": cast.ben},
        {"submitted_at": timezone.now()},
        {"revision": guide.section().revisions.get(number=1)},
        {"section": guide.section("overview")},
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="guard_review"):
            raw_sql.change(review, **change)


def test_submission_cannot_change_while_the_review_is_open(guide: Guide, cast: Cast) -> None:
    first = guide.write("dosage", "An older draft.")
    review = guide.submit(guide.write("dosage", "News."))
    for change in ({"revision": first}, {"required_signatures": 1}, {"submitted_by": cast.ben}):
        with pytest.raises(IntegrityError, match="guard_review_final"):
            raw_sql.change(review, **change)


def _published_schedule(guide: Guide) -> ScheduledEdition:
    scheduled = stories.schedule(guide)
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    return scheduled


def _cancelled_schedule(guide: Guide) -> ScheduledEdition:
    return publishing.cancel_schedule(actor=guide.cast.maria, scheduled=stories.schedule(guide), password=PASSWORD)


@pytest.mark.parametrize("close", [_published_schedule, _cancelled_schedule])
def test_closed_schedule_is_final(short: Guide, close: Callable[[Guide], ScheduledEdition]) -> None:
    short.approve(short.write("uses", "News."))
    scheduled = close(short)
    changes: list[dict[str, Any]] = [
        {"state": "pending", "closed_at": None},
        {"state": "refused"},
        {"outcome": "Another outcome."},
        {"closed_at": timezone.now()},
        {"publish_at": timezone.now()},
        {"note": "Another note."},
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="guard_schedulededition_final"):
            raw_sql.change(scheduled, **change)


def test_schedule_cannot_change_while_it_is_pending(short: Guide) -> None:
    short.approve(short.write("uses", "News."))
    scheduled = stories.schedule(short)
    for change in ({"publish_at": timezone.now()}, {"note": "Another note."}, {"lines_digest": "v1:0"}):
        with pytest.raises(IntegrityError, match="guard_schedulededition_final"):
            raw_sql.change(scheduled, **change)


def test_identity_of_guides_and_sections_cannot_change(short: Guide) -> None:
    with pytest.raises(IntegrityError, match="guard_monograph_identity"):
        raw_sql.change(short.monograph, slug="another")
    with pytest.raises(IntegrityError, match="guard_section_identity"):
        raw_sql.change(short.section("uses"), kind=short.section("overview").kind_id)
