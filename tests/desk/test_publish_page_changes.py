"""The changes of the next edition on the publish page, and their change notes."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monograph.models import Edition, EditionSection, ScheduledEdition
from monograph.workflow import publishing

from ..cast import PASSWORD
from ..factory import Guide
from .desk_client import Desk, address, change_counts
from .publish_page import changes, editions, load, publish, schedule_for, section

CHANGE_NOTE = "The dose is lower, because the label has changed."
FIELD = "change-uses"


def test_change_shows_clinical_changes_comparison_signers_and_reasons(short: Guide, maria: Desk) -> None:
    short.approve(short.write(text="Take 5 mg a day with water."))
    short.publish()
    short.approve(short.write(text="Take 9 mg a day with water."))
    page = load(maria, short)
    words = section(page, "About uses")
    assert "Clinical changes Dose changed: “5 mg a day” is now “9 mg a day”" in words
    assert "Signed by Priya, PharmD: medically accurate" in words
    assert "Reasons A reason. Revision 3, ana," in words
    (opened,) = page.dom.xpath("//details[contains(@class, 'desk-changed') and @open]")
    assert ([element.text for element in opened.iter("del")], [element.text for element in opened.iter("ins")]) == (
        ["5"],
        ["9"],
    )


def test_changes_are_against_the_last_edition(short: Guide, maria: Desk) -> None:
    short.write(text="Between.")
    short.approve(short.write(text="Plain words about many uses."))
    words = section(load(maria, short), "About uses")
    assert "Between." not in words
    assert words.count("A reason. Revision") == 2


def test_removal_shows_the_removed_text(short: Guide, maria: Desk) -> None:
    short.approve(short.write("faq", "Words that go."))
    short.publish()
    short.approve(short.remove("faq"))
    page = load(maria, short)
    assert changes(page) == {"About faq": "removed"}
    assert "Words that go." in [element.text_content() for element in page.dom.iter("del")]


def test_first_edition_needs_no_change_notes(guide: Guide, maria: Desk) -> None:
    guide.approve_all()
    page = load(maria, guide)
    assert set(changes(page).values()) == {"new"}
    assert "This is the first edition, so everything is new" in page.words
    assert page.dom.xpath("//*[starts-with(@name, 'change-')]") == []
    maria.after(publish(maria, guide))


def test_changes_are_against_a_withdrawn_edition(ready: Guide, maria: Desk) -> None:
    publishing.withdraw_edition(
        actor=maria.user, edition=ready.monograph.current_edition, reason="Wrong.", password=PASSWORD
    )
    page = load(maria, ready)
    assert "Not published. Edition 1 was withdrawn" in page.words
    assert changes(page) == {"Uses": "changed"}


def test_change_note_is_suggested_from_reasons_and_published_as_edited(ready: Guide, maria: Desk) -> None:
    page = load(maria, ready)
    assert page.value(FIELD) == "A reason."
    (field,) = page.dom.xpath(f"//textarea[@name='{FIELD}']")
    assert page.dom.get_element_by_id(field.get("form")).tag == "form"
    maria.after(publish(maria, ready, **{FIELD: CHANGE_NOTE}))
    line = EditionSection.objects.get(edition__number=2, kind_code="uses")
    assert line.change_note == CHANGE_NOTE
    assert CHANGE_NOTE in maria.client.get("/guides/testol/").content.decode()
    row = maria.get("monograph_edition", ready.monograph.pk, 2).row("Uses")
    assert row[2] == CHANGE_NOTE


def test_schedule_keeps_the_change_notes(ready: Guide, maria: Desk) -> None:
    maria.after(schedule_for(maria, ready, **{FIELD: CHANGE_NOTE}))
    assert ScheduledEdition.objects.get().change_notes == {"uses": CHANGE_NOTE}


def test_empty_change_note_is_refused_and_the_others_kept(ready: Guide, maria: Desk) -> None:
    ready.approve(ready.write("faq", heading="Questions"))
    before = change_counts()
    for send in (publish, schedule_for):
        page = send(maria, ready, note="My note.", **{FIELD: " ", "change-faq": CHANGE_NOTE})
        assert page.status == 422
        assert page.error_codes == {FIELD: ["required"]}
        assert page.errors_at(FIELD)
        assert (page.value("change-faq"), page.value("note")) == (CHANGE_NOTE, "My note.")
    assert change_counts() == before


def test_stale_page_hands_back_change_notes(ready: Guide, maria: Desk) -> None:
    shown = load(maria, ready).value("expected")
    ready.publish()
    ready.approve(ready.write("faq", heading="Questions"))
    page = publish(maria, ready, expected=shown, **{FIELD: CHANGE_NOTE})
    assert page.status == 409
    assert page.value("change-faq") == "A reason."
    assert f"You wrote these change notes, but their sections no longer change: {CHANGE_NOTE}" in page.words
    assert editions(ready) == [1, 2]


# Blockers


def links(desk: Desk, guide: Guide) -> dict[str, str]:
    """Return the blockers on the page, each with the URL of its link."""
    found: dict[str, str] = {}
    for item in load(desk, guide).dom.xpath("//div[@data-tone='stop']//li"):
        (link,) = item.iter("a")
        found[" ".join(item.text.split())] = link.get("href")
    return found


def test_blockers_link_to_the_section_to_fix(guide: Guide, maria: Desk) -> None:
    guide.approve(guide.write("uses", "Ask ask us.", references=()))
    found = links(maria, guide)
    pk = guide.monograph.pk
    doubled = [link for blocker, link in found.items() if blocker.startswith("“About uses”: “Ask” is repeated")]
    missing = [link for blocker, link in found.items() if blocker.startswith("“Dosage”: A guide can't be published")]
    assert doubled == [address("section_edit", pk, "uses")]
    assert missing == [address("section_edit", pk, "dosage")]
    assert "Before you can publish edition 1" in load(maria, guide).words


def test_blocker_for_a_new_kind_links_to_the_guide(guide: Guide, maria: Desk) -> None:
    kind = guide.section("storage").kind
    type(kind).objects.create(code="travel", position=99, default_heading="Travel", requirement="always")
    assert links(maria, guide)[
        "“Travel”: A guide can't be published without this section. Write it, and have it signed."
    ] == address("monograph_change", guide.monograph.pk)


def test_ready_edition_has_no_blockers(ready: Guide, maria: Desk, grace: Desk) -> None:
    for desk in (maria, grace):
        assert "Edition 2 is ready to publish. Every text is the one that was signed" in load(desk, ready).words


# Time zones


def test_times_are_in_the_time_zone_of_the_site(ready: Guide, maria: Desk, settings: Any) -> None:
    settings.DESK_TIME_ZONE = ZoneInfo("America/New_York")
    assert "In New York time (America/New_York). Leave empty to publish now." in load(maria, ready).words
    sent = publish(maria, ready, publish_at_0="2099-12-01", publish_at_1="09:00")
    said = "Tuesday 1 December 2099, 09:00 in New York time (America/New_York), that is 14:00 UTC"
    assert maria.after(sent).messages == [f"Scheduled for {said}."]
    assert ScheduledEdition.objects.get().publish_at == datetime(2099, 12, 1, 14, tzinfo=UTC)
    assert f"An edition is scheduled for {said}, signed by Maria" in load(maria, ready).words


@pytest.mark.parametrize(
    ("zone", "day", "hour", "code"),
    [
        ("America/New_York", "2040-03-11", "02:30", "does_not_exist"),
        ("America/New_York", "2040-11-04", "01:30", "comes_twice"),
        ("America/New_York", "9999-12-31", "23:59", "invalid_date"),
        ("Australia/Sydney", "0001-01-01", "00:00", "invalid_date"),
    ],
)
def test_nonexistent_or_ambiguous_time_is_refused_at_its_field(
    ready: Guide, maria: Desk, settings: Any, zone: str, day: str, hour: str, code: str
) -> None:
    settings.DESK_TIME_ZONE = ZoneInfo(zone)
    page = publish(maria, ready, publish_at_0=day, publish_at_1=hour, note="My note.")
    assert page.status == 422
    assert page.error_codes == {"publish_at": [code]}
    assert page.errors_at("publish_at")
    assert (page.value("publish_at_1"), page.value("note")) == (hour, "My note.")
    assert Edition.objects.count() == 1
