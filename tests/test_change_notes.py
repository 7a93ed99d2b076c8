"""Change notes: proposed from the editors' reasons, signed and published with the edition."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from monograph import audit
from monograph.errors import InvalidContent, NotReady, StaleEdit
from monograph.models import Edition, ScheduledEdition
from monograph.release.change_notes import proposed_notes
from monograph.release.release_candidate import Change
from monograph.workflow import drafting, publishing

from . import raw_sql, stories
from .cast import PASSWORD
from .factory import Guide
from .spreadsheet import client_of, export, read

NOTE = "The limit is lower, because the label has changed."
PAGE = "/guides/testol/"


def write(guide: Guide, text: str, reason: str, code: str = "uses") -> Any:
    section = guide.section(code)
    number = section.latest_revision.number if section.latest_revision else None
    return drafting.save_revision(
        actor=guide.cast.ana, section=section, draft=guide.draft(code, text), reason=reason, expected=number
    )


def publish(guide: Guide, **given: Any) -> Edition:
    usual = {"actor": guide.cast.maria, "monograph": guide.monograph, "password": PASSWORD}
    return publishing.publish(**{**usual, "expected": guide.release_candidate().digest, **given})


def schedule(guide: Guide, notes: dict[str, str]) -> ScheduledEdition:
    return publishing.schedule(
        actor=guide.cast.maria,
        monograph=guide.monograph,
        expected=guide.release_candidate().digest,
        publish_at=timezone.now() + timedelta(hours=1),
        password=PASSWORD,
        change_notes=notes,
    )


def notes_of(edition: Edition) -> dict[str, str]:
    return dict(edition.lines.exclude(change_note="").values_list("kind_code", "change_note"))


def problems(guide: Guide, notes: dict[str, str]) -> set[tuple[str, str]]:
    before = Edition.objects.count()
    with pytest.raises(InvalidContent) as refused:
        publish(guide, change_notes=notes)
    assert Edition.objects.count() == before
    return {(problem.field, problem.code) for problem in refused.value.problems}


def test_reasons_since_the_last_edition_are_proposed_once_each(short: Guide) -> None:
    write(short, "One.", "The label changed.")
    write(short, "Two.", "Shorter.")
    write(short, "Three.", "The label changed.")
    short.approve(write(short, "Four.", "A reader asked."))
    write(short, "Five.", "Not signed, so not in it.")
    assert proposed_notes(short.release_candidate()) == {"uses": "The label changed.\nShorter.\nA reader asked."}
    assert notes_of(publish(short)) == {"uses": "The label changed.\nShorter.\nA reader asked."}


def test_long_proposals_are_cut_to_the_length_of_a_note(short: Guide) -> None:
    write(short, "One.", "a" * 3000)
    short.approve(write(short, "Two.", "b" * 3000))
    (note,) = notes_of(publish(short)).values()
    assert (len(note), note[-1]) == (4000, "…")


def test_notes_of_the_publisher_are_signed_with_the_edition(short: Guide) -> None:
    short.approve(short.write(text="News."))
    edition = publish(short, change_notes={"uses": f"  {NOTE}\r\n"})
    assert notes_of(edition) == {"uses": NOTE}
    assert edition.release_signature.digest == edition.digest == edition.recomputed_digest()
    assert NOTE not in edition.article
    assert audit.verify().is_intact
    with raw_sql.without_triggers():
        raw_sql.change(edition.lines.get(kind_code="uses"), change_note="Nothing to see.")
    found = " ".join(audit.verify().problems)
    assert "was altered after" in found
    assert "are not those that were signed" in found


def test_first_edition_has_no_change_notes(guide: Guide) -> None:
    assert notes_of(stories.short(guide).monograph.current_edition) == {}


def test_every_changed_section_needs_a_note_and_no_other_has_one(short: Guide) -> None:
    short.approve(short.write("cost"))
    publish(short)
    short.approve(short.write(text="News."))
    short.approve(short.remove("cost"))
    short.approve(short.write("faq"))
    notes = {"uses": NOTE, "cost": "It moved.", "faq": "Readers asked."}
    assert problems(short, {}) == {(f"change-{code}", "required") for code in notes}
    assert problems(short, {**notes, "faq": " \n"}) == {("change-faq", "required")}
    assert problems(short, {**notes, "dosage": "Unchanged."}) == {("change-dosage", "nothing_changed")}
    assert problems(short, {**notes, "no-such-kind": "x"}) == {("change-no-such-kind", "nothing_changed")}
    assert problems(short, {**notes, "uses": "a\u202eb"}) == {("change-uses", "hidden_character")}
    assert problems(short, {**notes, "uses": "a" * 4001}) == {("change-uses", "too_long")}
    assert notes_of(publish(short, change_notes=notes)) == notes


def test_text_that_was_only_signed_again_is_unchanged(short: Guide) -> None:
    short.approve(short.section("uses").approved_revision)
    short.approve(short.write("overview", "Other words."))
    short.approve(short.write("overview"))
    assert {line.change for line in short.release_candidate().lines} == {Change.UNCHANGED}
    assert notes_of(publish(short, change_notes={})) == {}


def test_after_a_withdrawal_changes_are_relative_to_the_withdrawn_edition(short: Guide) -> None:
    publishing.withdraw_edition(
        actor=short.cast.maria, edition=short.monograph.current_edition, reason="Wrong.", password=PASSWORD
    )
    short.approve(write(short, "Right.", "The error is fixed."))
    assert notes_of(publish(short)) == {"uses": "The error is fixed."}


def test_stale_page_is_refused_before_its_notes_are_checked(short: Guide) -> None:
    short.approve(short.write(text="News."))
    seen = short.release_candidate().digest
    short.approve(short.write("faq"))
    with pytest.raises(StaleEdit):
        publish(short, expected=seen, change_notes={"uses": NOTE})


def test_scheduled_edition_is_published_with_the_signed_notes(short: Guide) -> None:
    short.approve(short.write(text="News."))
    scheduled = schedule(short, {"uses": NOTE})
    edition = publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
    assert notes_of(edition) == {"uses": NOTE}
    assert edition.digest == scheduled.signature.digest
    assert audit.verify().is_intact


def test_scheduled_edition_whose_notes_were_altered_is_refused(short: Guide) -> None:
    short.approve(short.write(text="News."))
    scheduled = schedule(short, {"uses": NOTE})
    for times in range(2, 12):  # several, as a digest that is greater than the signed one must not do
        with raw_sql.without_triggers():
            raw_sql.change(scheduled, change_notes={"uses": f"Take {times} times as much."})
        with pytest.raises(NotReady) as refused:
            publishing.publish_scheduled(scheduled=scheduled, at=scheduled.publish_at)
        assert [(blocker.code, blocker.section) for blocker in refused.value.blockers] == [("notes_altered", "")]
    assert Edition.objects.count() == 1


def page(client: Client) -> str:
    """Return the HTML of the guide's page, any white space as one space."""
    return " ".join(client.get(PAGE).content.decode().split())


def test_public_history_shows_change_notes_newest_first(short: Guide, client: Client) -> None:
    assert "What changed in each edition" not in client.get(PAGE).content.decode()
    short.approve(short.write(text="News."))
    short.approve(short.write("faq"))
    publish(short, change_notes={"uses": f"{NOTE} <b>&", "faq": "Readers asked."})
    short.approve(short.remove("faq"))
    publish(short, change_notes={"faq": "It is in the uses now."})
    html = page(client)
    assert "What changed in each edition, and why" in html
    assert f"<strong>About uses:</strong> {NOTE} &lt;b&gt;&amp; </li>" in html
    assert "<strong>About faq (taken out):</strong> It is in the uses now. </li>" in html
    assert html.index("It is in the uses now.") < html.index(NOTE)
    assert NOTE in client.get(f"{PAGE}editions/2/").content.decode()


def test_notes_of_a_withdrawn_edition_are_not_public(short: Guide, client: Client) -> None:
    short.approve(short.write(text="News."))
    second = publish(short, change_notes={"uses": NOTE})
    short.approve(short.write("faq"))
    publish(short)
    publishing.withdraw_edition(actor=short.cast.maria, edition=second, reason="Wrong.", password=PASSWORD)
    html = page(client)
    assert NOTE not in html
    assert "<strong>About faq:</strong> A reason." in html


def test_export_of_editions_contains_the_change_notes(short: Guide) -> None:
    short.approve(short.write(text="News."))
    publish(short, change_notes={"uses": NOTE})
    *_, second = read(export(client_of(short.cast.grace), "edition", "json"), "json")
    assert {line["kind"]: line["change"] for line in second["sections"] if line["change"]} == {"uses": NOTE}
