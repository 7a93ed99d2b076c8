"""The publish page: contents, blockers, publish, schedule, cancel."""

from datetime import UTC, datetime, timedelta

import time_machine

from monograph import permissions
from monograph.models import Edition, ScheduledEdition
from monograph.workflow import reviewing

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule
from .desk_client import Desk, address, change_counts
from .publish_page import CANCEL, EDITIONS, PUBLISH, changes, editions, load, publish, schedule_for, section

# What the page shows


def test_unsigned_guide_lists_all_blockers(guide: Guide, maria: Desk) -> None:
    page = load(maria, guide)
    assert "Not published." in page.words
    assert "Before you can publish edition 1" in page.words
    assert "A guide can't be published without this section. Write it, and have it signed." in page.words
    assert "Nothing is signed yet." in page.words
    assert page.buttons == []


def test_each_section_shows_how_it_changes_for_readers(ready: Guide, maria: Desk) -> None:
    ready.approve(ready.write("faq", heading="Questions"))
    ready.approve(ready.remove("overview"))
    page = load(maria, ready)
    assert changes(page) == {"Uses": "changed", "Questions": "new", "About overview": "removed"}
    assert "Signed by Priya, PharmD: medically accurate" in section(page, "Uses")
    (unchanged,) = [words for words in page.all("desk-details") if words.startswith("Unchanged: 2 sections")]
    assert "About dosage, revision 1 Priya, PharmD," in unchanged
    assert "; Tom, PharmD," in unchanged


def test_section_removed_earlier_is_listed_as_left_out(short: Guide, maria: Desk) -> None:
    short.approve(short.write("faq"))
    short.approve(short.remove("faq"))
    short.publish()
    page = load(maria, short)
    assert changes(page) == {}
    assert "About faq, revision 2 (left out as before)" in page.words


def test_sections_not_included_are_listed_with_reasons(ready: Guide, maria: Desk) -> None:
    ready.write("faq", heading="Questions")
    ready.submit(ready.write("cost", heading="Cost"))
    review = ready.submit(ready.write("storage", heading="Storage"))
    reviewing.request_changes(actor=ready.cast.tom, review=review, expected=review.revision.digest, body="No.")
    page = load(maria, ready)
    assert {row[0]: row[-1] for row in page.rows(number=-1)} == {
        "Questions": "a draft that is not submitted for review",
        "Cost": "in review, not fully signed",
        "Storage": "a pharmacist requested changes",
    }


def test_page_says_when_everything_is_included(ready: Guide, maria: Desk) -> None:
    assert "Nothing: every latest revision is signed." in load(maria, ready).words


def test_edition_without_changes_is_blocked(short: Guide, maria: Desk) -> None:
    page = load(maria, short)
    assert "The signed texts have not changed since edition 1." in page.words
    assert page.buttons == []


def test_only_publishers_are_offered_to_publish(ready: Guide, maria: Desk, priya: Desk) -> None:
    assert load(maria, ready).buttons == ["Publish now", "Schedule"]
    page = load(priya, ready)
    assert page.buttons == []
    assert permissions.may_publish(priya.user, ready.reread()).reason in page.words


def test_scheduled_edition_is_shown_and_can_be_canceled(ready: Guide, maria: Desk, ana: Desk) -> None:
    with time_machine.travel(datetime(2030, 1, 2, 3, 4, tzinfo=UTC), tick=False):
        schedule(ready)
    page = load(maria, ready)
    assert "2 January 2030, 04:04 UTC, signed by Maria." in page.words
    assert permissions.may_publish(maria.user, ready.reread()).reason in page.words
    assert page.buttons == ["Cancel the schedule"]
    assert load(ana, ready).buttons == []


# What the forms do


def test_publishing_creates_the_edition_shown(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    page = publish(maria, ready, expected=shown, note="What is new.")
    assert page.target == address(EDITIONS, ready.monograph.pk)
    assert maria.after(page).messages == ["Edition 2 is published."]
    edition = Edition.objects.get(monograph=ready.monograph, number=2)
    assert edition.note == "What is new."
    assert edition.release_signature.signer == maria.user
    assert ready.reread().current_edition == edition
    assert "News." in maria.client.get("/guides/testol/").content.decode()


def test_scheduling_publishes_nothing_yet(ready: Guide, maria: Desk) -> None:
    when = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    with time_machine.travel(when - timedelta(hours=1), tick=False):
        maria.client.force_login(maria.user)
        page = maria.after(schedule_for(maria, ready, when, note="Later."))
        assert page.messages == ["Scheduled for Wednesday 2 January 2030, 03:04 UTC."]
    scheduled = ScheduledEdition.objects.get()
    assert (scheduled.publish_at, scheduled.note, scheduled.state) == (when, "Later.", "pending")
    assert editions(ready) == [1]


def test_guide_can_be_published_after_canceling(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    page = maria.after(maria.post(CANCEL, ready.monograph.pk, scheduled.pk, password=PASSWORD))
    assert page.messages == ["The scheduled edition is canceled."]
    assert "canceled. Canceled by maria." in page.words
    assert page.buttons == ["Publish now", "Schedule"]


# Changes only by POST


def test_canceling_is_refused_by_get(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    assert maria.get(CANCEL, ready.monograph.pk, scheduled.pk).status == 405
    scheduled.refresh_from_db()
    assert scheduled.state == ScheduledEdition.State.PENDING


def test_get_with_a_signature_publishes_nothing(ready: Guide, maria: Desk) -> None:
    before = change_counts()
    maria.get(PUBLISH, ready.monograph.pk, expected=ready.release_candidate().digest, password=PASSWORD, note="")
    assert change_counts() == before
