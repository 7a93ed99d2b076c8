"""The publisher's page: what the next edition holds and what stands in its way; publish, schedule, cancel."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.models import Edition, ScheduledEdition, Signature
from monograph.workflow import publishing, reviewing

from ..cast import PASSWORD
from ..factory import Guide
from ..stories import schedule, short
from .browse import NASTY, Desk, Page, address, history

RELEASE, CANCEL, EDITIONS = "monograph_release", "monograph_cancel", "monograph_editions"


@pytest.fixture
def ready(guide: Guide) -> Guide:
    """A guide with edition 1, and signed news for edition 2."""
    short(guide)
    guide.approve(guide.write(text="News.", heading="Uses"))
    return guide


def load(desk: Desk, guide: Guide) -> Page:
    return desk.get(RELEASE, guide.monograph.pk)


def release(desk: Desk, guide: Guide, **changes: Any) -> Page:
    data = {"expected": guide.candidate().digest, "note": "", "password": PASSWORD}
    return desk.post(RELEASE, guide.monograph.pk, **{**data, **changes})


def plan(desk: Desk, guide: Guide, when: datetime | None = None, **changes: Any) -> Page:
    when = when or datetime.now(UTC) + timedelta(hours=2)
    at = {"publish_at_0": f"{when:%Y-%m-%d}", "publish_at_1": f"{when:%H:%M:%S}"}
    return release(desk, guide, **{**at, **changes})


def editions(guide: Guide) -> list[int]:
    return list(Edition.objects.filter(monograph=guide.monograph).values_list("number", flat=True))


# What the page shows


def test_a_guide_without_a_signed_text_says_everything_that_is_missing(guide: Guide, maria: Desk) -> None:
    page = load(maria, guide)
    assert "The public reads nothing of this guide now." in page.words
    assert "Edition 1 can't be published yet" in page.words
    assert "a guide can't be published without this section, signed." in page.words
    assert "Nothing is signed yet." in page.words
    assert page.buttons == []


def test_each_line_says_how_it_differs_for_the_reader(ready: Guide, maria: Desk) -> None:
    ready.approve(ready.write("faq", heading="Questions"))
    ready.approve(ready.remove("overview"))
    page = load(maria, ready)
    changes = {row[0]: row[1] for row in page.rows()}
    assert changes["Uses"] == "changed"
    assert changes["Questions"] == "new"
    assert changes["About overview"] == "removed"
    assert changes["About dosage"] == "unchanged"
    assert page.row("About dosage")[3].startswith("Priya, PharmD,")
    assert "Tom, PharmD" in page.row("About dosage")[3]


def test_a_section_that_was_removed_before_is_said_to_be_left_out_as_before(guide: Guide, maria: Desk) -> None:
    short(guide)
    guide.approve(guide.write("faq"))
    guide.approve(guide.remove("faq"))
    guide.publish()
    assert load(maria, guide).row("About faq")[1] == "left out as before"


def test_what_is_written_but_not_in_it_is_named_with_the_reason(ready: Guide, maria: Desk) -> None:
    ready.write("faq", heading="Questions")
    ready.submit(ready.write("cost", heading="Cost"))
    review = ready.submit(ready.write("storage", heading="Storage"))
    reviewing.request_changes(actor=ready.cast.tom, review=review, expected=review.revision.digest, body="No.")
    page = load(maria, ready)
    assert {row[0]: row[-1] for row in page.rows(number=1)} == {
        "Questions": "a draft that nobody has submitted for review",
        "Cost": "in review, not signed by all who must",
        "Storage": "a pharmacist has asked for changes",
    }


def test_all_signed_is_said_too(ready: Guide, maria: Desk) -> None:
    assert "Nothing: every latest text is signed." in load(maria, ready).words


def test_nothing_new_since_the_last_edition_is_a_reason(guide: Guide, maria: Desk) -> None:
    short(guide)
    page = load(maria, guide)
    assert "Nothing that is signed has changed since edition 1." in page.words
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
    assert "2 January 2030, 04:04 UTC, signed by Maria: waiting for its time." in page.words
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
        assert page.messages == ["Scheduled for 02 January 2030, 03:04 UTC."]
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
    maria.get(RELEASE, ready.monograph.pk, expected=ready.candidate().digest, password=PASSWORD, note="")
    assert history() == before


# Bad input


def test_a_wrong_password_is_said_at_its_field_and_the_note_is_kept(ready: Guide, maria: Desk) -> None:
    before = history()
    page = release(maria, ready, note="My own note.", password="not my password")
    assert page.status == 403
    assert page.errors_at("password") == ["That is not your password. Nothing was signed; type it again."]
    assert page.value("note") == "My own note."
    assert "not my password" not in page.html
    assert history() == before


@pytest.mark.parametrize("password", ["", " ", f"{PASSWORD} ", "x" * 100_000, "a\x00b"])
def test_nothing_but_the_password_publishes(ready: Guide, maria: Desk, password: str) -> None:
    page = release(maria, ready, note="My own note.", password=password)
    assert page.status in (403, 422)
    assert page.errors_at("password")
    assert page.value("note") == "My own note."
    assert editions(ready) == [1]


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("n" * 4001, "The note to readers has 4,001 characters; 4,000 is the most."),
        ("a\u202eb", "There is an invisible character (U+202E)"),
        ("a\u200bb", "There is an invisible character (U+200B)"),
    ],
)
def test_a_bad_note_is_a_sentence_at_its_field_and_is_kept(ready: Guide, maria: Desk, note: str, sentence: str) -> None:
    for send in (release, plan):
        page = send(maria, ready, note=note)
        assert page.status == 422
        assert sentence in " ".join(page.errors_at("note"))
        assert page.value("note") == note
    assert editions(ready) == [1]


@pytest.mark.parametrize(
    "when",
    [
        ("2020-01-01", "00:00", "That time is past. Give a time to come, or publish now."),
        ("0001-01-01", "00:00", "That time is past. Give a time to come, or publish now."),
        ("2030-02-30", "12:00", "Enter a valid date."),
        ("next week", "12:00", "Enter a valid date."),
        ("10000-01-01", "00:00", "Enter a valid date."),
        ("2030-01-01", "25:00", "Enter a valid time."),
        ("2030-01-01", "", "Enter a valid time."),
        ("", "12:00", "Enter a valid date."),
        ("2030-01-01\x00", "12:00", "Enter a valid date."),
        ("1" * 5000, "1" * 5000, "Enter a valid date."),
    ],
)
def test_a_time_that_cannot_be_is_a_sentence_at_its_field(
    ready: Guide, maria: Desk, when: tuple[str, str, str]
) -> None:
    """Above all it does not publish now, as no time at all would."""
    before = history()
    page = release(maria, ready, note="My own note.", publish_at_0=when[0], publish_at_1=when[1])
    assert page.status == 422
    assert when[2] in " ".join(page.errors_at("publish_at"))
    assert page.value("note") == "My own note."
    assert history() == before


def test_the_time_that_was_typed_is_kept(ready: Guide, maria: Desk) -> None:
    page = release(maria, ready, publish_at_0="2030-01-01", publish_at_1="25:00")
    assert (page.value("publish_at_0"), page.value("publish_at_1")) == ("2030-01-01", "25:00")


@pytest.mark.parametrize("moment", [("9999-12-31", "23:59:59"), ("2999-06-01", "00:00")])
def test_a_time_far_away_is_a_time(ready: Guide, maria: Desk, moment: tuple[str, str]) -> None:
    maria.after(release(maria, ready, publish_at_0=moment[0], publish_at_1=moment[1]))
    assert load(maria, ready).status == 200


@pytest.mark.parametrize("sent", [{}, {"note": "My own note."}, {"password": PASSWORD}])
def test_missing_fields_are_refused_in_words(ready: Guide, maria: Desk, sent: dict[str, str]) -> None:
    before = history()
    page = maria.post(RELEASE, ready.monograph.pk, **sent)
    assert page.status == 422
    assert page.errors
    assert page.value("note") == sent.get("note", "")
    assert history() == before


def test_publishing_without_what_was_seen_is_refused_in_words(ready: Guide, maria: Desk) -> None:
    page = release(maria, ready, expected="")
    assert page.status in (409, 422)
    assert page.errors, "refused, and the page does not say why"
    assert editions(ready) == [1]


@pytest.mark.parametrize("name", NASTY)
def test_nothing_nasty_in_any_field_is_a_fault(ready: Guide, maria: Desk, name: str) -> None:
    for field in ("expected", "note", "publish_at_0", "publish_at_1", "password"):
        page = release(maria, ready, **{field: NASTY[name]})
        if page.status == 302:  # only a note may be strange and be printed all the same
            assert field == "note"
            ready.approve(ready.write(text=f"News after {field}."))
        else:
            assert page.status in (403, 409, 422), field
            assert page.errors, f"{field}: refused without a word"
    assert load(maria, ready).status == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    day=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    hour=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
def test_whatever_is_typed_as_a_day_publishes_nothing_and_keeps_the_note(
    ready: Guide, maria: Desk, note: str, day: str, hour: str
) -> None:
    page = release(maria, ready, note=note, publish_at_0=day, publish_at_1=hour)
    assert page.status in (302, 422)
    assert page.status == 302 or page.response.context["form"]["note"].value() == note
    assert editions(ready) == [1] or not day.strip()


@pytest.mark.parametrize("number", [0, 10**19, 10**30])
def test_what_is_not_there_is_not_found(ready: Guide, maria: Desk, number: int) -> None:
    scheduled = schedule(ready)
    assert maria.get(RELEASE, number).status == 404
    assert maria.post(CANCEL, number, scheduled.pk).status == 404
    assert maria.post(CANCEL, ready.monograph.pk, number).status == 404


def test_a_schedule_is_not_found_under_another_guide(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    other = Guide(ready.cast, "othol")
    assert maria.post(CANCEL, other.monograph.pk, scheduled.pk).status == 404


# Who may not, and when not


@pytest.mark.parametrize("send", [release, plan])
def test_who_may_not_publish_is_refused_and_keeps_the_note(ready: Guide, priya: Desk, ana: Desk, send: Any) -> None:
    before = history()
    for desk in (priya, ana):
        page = send(desk, ready, note="My own note.")
        assert page.status == 403
        assert "Your account does not have the right to publish editions." in page.errors
        assert page.value("note") == "My own note."
    assert history() == before


def test_who_may_not_publish_cancels_nothing(ready: Guide, priya: Desk) -> None:
    scheduled = schedule(ready)
    page = priya.post(CANCEL, ready.monograph.pk, scheduled.pk)
    assert page.status == 403
    assert page.errors == ["Your account does not have the right to cancel scheduled editions."]
    scheduled.refresh_from_db()
    assert scheduled.state == ScheduledEdition.State.PENDING


def test_an_edition_that_is_not_ready_is_refused_with_its_reasons_and_the_note_kept(guide: Guide, maria: Desk) -> None:
    before = history()
    page = release(maria, guide, note="My own note.")
    assert page.status == 409
    assert "can't be published without this section" in " ".join(page.errors)
    assert page.value("note") == "My own note."
    assert history() == before


@pytest.mark.parametrize("send", [release, plan])
def test_while_an_edition_is_scheduled_no_other_goes_out(ready: Guide, maria: Desk, send: Any) -> None:
    schedule(ready)
    page = send(maria, ready, note="My own note.")
    assert page.status == 409
    assert page.errors == ["An edition of this guide is scheduled. Cancel it first."]
    assert page.value("note") == "My own note."
    assert (editions(ready), ScheduledEdition.objects.count()) == ([1], 1)


# A stale tab publishes, schedules and cancels nothing


@pytest.mark.parametrize("send", [release, plan])
def test_a_list_that_changed_since_is_not_published_and_is_shown_as_it_is_now(
    ready: Guide, maria: Desk, send: Any
) -> None:
    shown = load(maria, ready).value("expected")
    ready.approve(ready.write("faq", heading="Questions"))
    before = history()
    page = send(maria, ready, expected=shown, note="My own note.")
    assert page.status == 409
    assert page.errors == [
        "What is signed has changed since you loaded the page. Read the list again; your note is kept."
    ]
    assert page.row("Questions")[1] == "new"
    assert page.value("note") == "My own note."
    assert page.value("expected") == ready.candidate().digest
    assert history() == before
    assert not Signature.objects.filter(meaning="released", edition__isnull=True).exists()


@pytest.mark.parametrize("send", [release, plan])
def test_what_was_published_meanwhile_is_not_published_again(ready: Guide, maria: Desk, send: Any) -> None:
    shown = load(maria, ready).value("expected")
    ready.publish()
    page = send(maria, ready, expected=shown, note="My own note.")
    assert page.status == 409
    assert page.errors == ["Nothing that is signed has changed since edition 2."]
    assert page.value("note") == "My own note."
    assert editions(ready) == [1, 2]


def test_fresh_signatures_on_the_same_text_are_another_list(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    revision = ready.section("overview").latest_revision
    assert revision is not None
    ready.approve(revision)
    assert release(maria, ready, expected=shown).status == 409
    assert editions(ready) == [1]


def test_a_text_sent_back_meanwhile_is_not_published(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    revision = ready.section("uses").latest_revision
    assert revision is not None
    review = ready.submit(revision)
    reviewing.request_changes(actor=ready.cast.tom, review=review, expected=revision.digest, body="Wrong after all.")
    page = release(maria, ready, expected=shown)
    assert page.status == 409
    assert "a pharmacist has asked for changes to it since" in " ".join(page.errors)
    assert editions(ready) == [1]


def test_a_schedule_that_was_cancelled_meanwhile_is_not_cancelled_again(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    publishing.cancel_schedule(actor=maria.user, scheduled=scheduled)
    before = history()
    page = maria.post(CANCEL, ready.monograph.pk, scheduled.pk)
    assert page.status == 409
    assert page.errors == ["This schedule is closed: cancelled."]
    assert history() == before


def test_a_schedule_that_went_out_meanwhile_cannot_be_cancelled(ready: Guide, maria: Desk) -> None:
    scheduled = schedule(ready)
    publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    page = maria.post(CANCEL, ready.monograph.pk, scheduled.pk)
    assert page.status == 409
    assert page.errors == ["This schedule is closed: published."]
    assert editions(ready) == [1, 2]


def test_a_second_click_publishes_once(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    release(maria, ready, expected=shown)
    assert release(maria, ready, expected=shown).status == 409
    assert editions(ready) == [1, 2]
