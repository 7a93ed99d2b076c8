"""The publisher's page: what the next edition holds and what stands in its way; publish, schedule, cancel."""

from datetime import UTC, datetime, timedelta

import time_machine

from monograph.models import Edition, ScheduledEdition
from monograph.workflow import reviewing

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule, short
from .browse import Desk, address, history
from .publish_page import CANCEL, EDITIONS, RELEASE, changes, editions, load, plan, release, section

# What the page shows


def test_a_guide_without_a_signed_text_says_everything_that_is_missing(guide: Guide, maria: Desk) -> None:
    page = load(maria, guide)
    assert "The public reads nothing of this guide now." in page.words
    assert "Edition 1 can't be published yet" in page.words
    assert "A guide can't be published without this section. Write it, and have it signed." in page.words
    assert "Nothing is signed yet." in page.words
    assert page.buttons == []


def test_each_line_says_how_it_differs_for_the_reader(ready: Guide, maria: Desk) -> None:
    ready.approve(ready.write("faq", heading="Questions"))
    ready.approve(ready.remove("overview"))
    page = load(maria, ready)
    assert changes(page) == {"Uses": "changed", "Questions": "new", "About overview": "removed"}
    assert "Signed by Priya, PharmD: medically accurate" in section(page, "Uses")
    (unchanged,) = [words for words in page.all("desk-details") if words.startswith("Unchanged: 2 sections")]
    assert "About dosage, revision 1. Priya, PharmD," in unchanged
    assert "; Tom, PharmD," in unchanged


def test_a_section_that_was_removed_before_is_said_to_be_left_out_as_before(guide: Guide, maria: Desk) -> None:
    short(guide)
    guide.approve(guide.write("faq"))
    guide.approve(guide.remove("faq"))
    guide.publish()
    page = load(maria, guide)
    assert changes(page) == {}
    assert "About faq, revision 2: left out as before." in page.words


def test_what_is_written_but_not_in_it_is_named_with_the_reason(ready: Guide, maria: Desk) -> None:
    ready.write("faq", heading="Questions")
    ready.submit(ready.write("cost", heading="Cost"))
    review = ready.submit(ready.write("storage", heading="Storage"))
    reviewing.request_changes(actor=ready.cast.tom, review=review, expected=review.revision.digest, body="No.")
    page = load(maria, ready)
    assert {row[0]: row[-1] for row in page.rows(number=-1)} == {
        "Questions": "a draft that nobody has submitted for review",
        "Cost": "in review, not signed by all who must",
        "Storage": "a pharmacist has asked for changes",
    }


def test_all_signed_is_said_too(ready: Guide, maria: Desk) -> None:
    assert "Nothing: every latest text is signed." in load(maria, ready).words


def test_nothing_new_since_the_last_edition_is_a_reason(guide: Guide, maria: Desk) -> None:
    short(guide)
    page = load(maria, guide)
    assert "The signed texts have not changed since edition 1." in page.words
    assert page.buttons == []


def test_a_ready_edition_can_be_signed_by_the_publisher_alone(ready: Guide, maria: Desk, priya: Desk) -> None:
    assert load(maria, ready).buttons == ["Sign and publish"]
    page = load(priya, ready)
    assert page.buttons == []
    assert "Your account does not have the right to publish editions." in page.words


def test_a_scheduled_edition_is_shown_with_its_time_and_can_be_cancelled(ready: Guide, maria: Desk, ana: Desk) -> None:
    with time_machine.travel(datetime(2030, 1, 2, 3, 4, tzinfo=UTC), tick=False):
        schedule(ready)
    page = load(maria, ready)
    assert "2 January 2030, 04:04 UTC, signed by Maria: pending." in page.words
    assert "An edition of this guide is scheduled. Cancel it first." in page.words
    assert page.buttons == ["Cancel it"]
    assert load(ana, ready).buttons == []


# What the forms do


def test_publishing_makes_the_edition_that_the_page_showed(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    page = release(maria, ready, expected=shown, note="What is new.")
    assert page.target == address(EDITIONS, ready.monograph.pk)
    assert maria.after(page).messages == ["Edition 2 is published."]
    edition = Edition.objects.get(monograph=ready.monograph, number=2)
    assert edition.note == "What is new."
    assert edition.release_signature.signer == maria.user
    assert ready.reread().current_edition == edition
    assert "News." in maria.client.get("/guides/testol/").content.decode()


def test_scheduling_signs_for_later_and_publishes_nothing_now(ready: Guide, maria: Desk) -> None:
    when = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    with time_machine.travel(when - timedelta(hours=1), tick=False):
        maria.client.force_login(maria.user)
        page = maria.after(plan(maria, ready, when, note="Later."))
        assert page.messages == ["Scheduled for Wednesday 2 January 2030, 03:04 UTC."]
    scheduled = ScheduledEdition.objects.get()
    assert (scheduled.publish_at, scheduled.note, scheduled.state) == (when, "Later.", "pending")
    assert editions(ready) == [1]


def test_cancelling_frees_the_guide_for_publishing(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    page = maria.after(maria.post(CANCEL, ready.monograph.pk, scheduled.pk))
    assert page.messages == ["The scheduled edition is cancelled."]
    assert "cancelled. Cancelled by maria." in page.words
    assert page.buttons == ["Sign and publish"]


# Changes only by POST


def test_cancelling_is_refused_by_get(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    assert maria.get(CANCEL, ready.monograph.pk, scheduled.pk).status == 405
    scheduled.refresh_from_db()
    assert scheduled.state == ScheduledEdition.State.PENDING


def test_reading_the_page_with_a_signature_in_its_address_publishes_nothing(ready: Guide, maria: Desk) -> None:
    before = history()
    maria.get(RELEASE, ready.monograph.pk, expected=ready.release_candidate().digest, password=PASSWORD, note="")
    assert history() == before
