"""What the page of a section asks while somebody writes: addresses that answer the page, and make no revision."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from monograph.models import AuditEntry, GlossaryTerm, Presence, Reference, WorkingCopy
from monograph.release.draft import Cited

from ..factory import SOURCE, Guide
from .browse import HOSTILE, Desk, Page, history
from .section_editor import edit, facts_form_data, form_data, load, working_copies

TYPING, HERE, LOOK = "section_autosave", "section_presence", "section_preflight"


def keep(desk: Desk, guide: Guide, code: str = "uses", **changes: Any) -> Any:
    data = facts_form_data(**changes) if code == "drug-facts" else form_data(**changes)
    return desk.post(TYPING, guide.monograph.pk, code, **data).response


def look(desk: Desk, guide: Guide, code: str = "uses", **changes: Any) -> Page:
    data = facts_form_data(**changes) if code == "drug-facts" else form_data(**changes)
    return desk.post(LOOK, guide.monograph.pk, code, **data)


# Typing


def test_autosave_stores_a_working_copy_and_no_revision(guide: Guide, ana: Desk) -> None:
    before = history()
    answer = keep(ana, guide, body="<p>Half a sent")
    assert answer.status_code == 200
    (copy,) = working_copies(guide)
    assert answer.json() == {"seen": copy.version, "kept_at": copy.updated_at.isoformat()[:23] + "Z", "others": []}
    assert copy.typed == {
        "heading": "What it is for",
        "body": "<p>Half a sent",
        "references": SOURCE,
        "reason": "First text.",
    }
    assert history() == before
    assert load(ana, guide).value("body") == "<p>Half a sent"


def test_autosave_stores_checked_and_unchecked_flags(guide: Guide, ana: Desk) -> None:
    keep(ana, guide, "drug-facts", brand_name="", boxed_warning="on", prescription="")
    page = load(ana, guide, "drug-facts")
    ticked = {element.get("name") for element in page.dom.xpath("//input[@type='checkbox'][@checked]")}
    assert (ticked, page.value("brand_name")) == ({"boxed_warning"}, "")


def test_autosave_continues_from_the_previous_version(guide: Guide, ana: Desk) -> None:
    first = keep(ana, guide, body="<p>One").json()
    second = keep(ana, guide, body="<p>One two", seen=first["seen"])
    assert second.status_code == 200
    assert working_copies(guide)[0].typed["body"] == "<p>One two"


def test_second_tab_does_not_overwrite_the_first(guide: Guide, ana: Desk) -> None:
    kept = keep(ana, guide, body="<p>The first tab.").json()
    answer = keep(ana, guide, body="<p>The second tab.", seen="")
    assert answer.status_code == 409
    assert answer.json()["code"] == "newer_typing"
    assert answer.json()["seen"] == kept["seen"]
    assert answer.json()["typed"]["body"] == "<p>The first tab."
    assert working_copies(guide)[0].typed["body"] == "<p>The first tab."


def test_identical_autosave_is_no_conflict(guide: Guide, ana: Desk) -> None:
    kept = keep(ana, guide, body="<p>Its answer was lost.").json()
    again = keep(ana, guide, body="<p>Its answer was lost.", seen="")
    assert again.status_code == 200
    assert keep(ana, guide, body="<p>More.", seen=again.json()["seen"]).status_code == 200
    assert keep(ana, guide, body="<p>Other.", seen=kept["seen"]).status_code == 409


@pytest.mark.parametrize("end", ["save", "drop"])
def test_late_autosave_after_save_or_discard_is_refused(guide: Guide, ana: Desk, end: str) -> None:
    seen = keep(ana, guide).json()["seen"]
    edit(ana, guide, **({} if end == "save" else {end: ""}))
    answer = keep(ana, guide, seen=seen)
    assert (answer.status_code, answer.json()["code"]) == (409, "typing_gone")
    assert working_copies(guide) == []


def test_late_first_autosave_after_save_is_refused(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    answer = keep(ana, guide, expected="", seen="")
    assert (answer.status_code, answer.json()["code"]) == (409, "saved_since")
    assert working_copies(guide) == []
    assert keep(ana, guide, expected="1", seen="").status_code == 200, "a page opened after the save goes on"


def test_autosave_continues_after_a_colleague_saved(guide: Guide, ana: Desk) -> None:
    guide.write(author=guide.cast.ben)
    assert keep(ana, guide, expected="", seen="").status_code == 200
    (copy,) = working_copies(guide)
    assert copy.based_on is None, "that the text is older is still known"
    assert "There is a newer revision of this section" in load(ana, guide).words


def test_newer_revision_is_shown_until_the_author_saves(guide: Guide, ana: Desk) -> None:
    guide.write(author=guide.cast.ben)
    seen = keep(ana, guide, body="<p>Mine.", expected="", seen="").json()["seen"]
    assert keep(ana, guide, body="<p>Mine, still.", expected="1", seen=seen).status_code == 200
    assert "There is a newer revision of this section" in load(ana, guide).words


def test_autosave_of_another_login_is_refused(guide: Guide, ana: Desk, ben: Desk) -> None:
    answer = keep(ben, guide, person=str(ana.user.pk))
    assert (answer.status_code, answer.json()["code"]) == (409, "other_person")
    assert answer.json()["reason"] == "You are logged in as ben now."
    assert working_copies(guide) == []


def test_autosave_works_while_in_review(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    assert keep(ana, guide, expected="1").status_code == 200


def test_user_without_permission_cannot_autosave(guide: Guide, priya: Desk) -> None:
    answer = keep(priya, guide)
    assert (answer.status_code, answer.json()["code"]) == (403, "no_permission")
    assert working_copies(guide) == []


@pytest.mark.parametrize("nasty", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("field", ["body", "references", "expected", "seen", "person"])
def test_hostile_autosave_is_stored_or_refused_with_a_reason(guide: Guide, ana: Desk, field: str, nasty: Any) -> None:
    answer = keep(ana, guide, **{field: nasty})
    assert answer.status_code in (200, 409, 422)
    assert answer.json().get("reason", "x")
    assert look(ana, guide, **{field: nasty}).status == 200


# Who else is here


def here(desk: Desk, guide: Guide, **data: Any) -> list[str]:
    answer = desk.post(HERE, guide.monograph.pk, "uses", **data).response
    assert answer.status_code == 200
    found: list[str] = answer.json()["others"]
    return found


def test_presence_shows_others_and_their_unsaved_changes(guide: Guide, ana: Desk, ben: Desk) -> None:
    assert here(ana, guide) == []
    assert here(ben, guide) == ["ana has this section open too."]
    assert here(ana, guide) == ["ben has this section open too."]
    WorkingCopy.objects.all().delete()
    keep(ana, guide)
    WorkingCopy.objects.update(updated_at=timezone.now() - timedelta(minutes=12))
    assert here(ben, guide) == ["ana has this section open too (unsaved changes from 12\xa0minutes ago)."]


def test_presence_ends_on_leaving_or_silence(guide: Guide, ana: Desk, ben: Desk) -> None:
    here(ana, guide)
    here(ana, guide, leaving="1")
    assert here(ben, guide) == []
    here(ana, guide)
    Presence.objects.filter(person=ana.user).update(seen_at=timezone.now() - timedelta(seconds=31))
    assert here(ben, guide) == []


def test_presence_locks_nothing_and_is_not_audited(guide: Guide, ana: Desk, ben: Desk) -> None:
    entries = AuditEntry.objects.count()
    here(ana, guide)
    assert AuditEntry.objects.count() == entries
    assert ben.after(edit(ben, guide)).messages == ["Saved as revision 1."]


def test_autosave_on_leaving_ends_presence(guide: Guide, ana: Desk, ben: Desk) -> None:
    here(ana, guide)
    assert keep(ana, guide, leaving="1").status_code == 200
    assert here(ben, guide) == []


# Preflight of what is typed


def test_live_preflight_equals_preflight_of_the_saved_revision(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    body = "<p>Take 35mcg now.</p><p>Take 35mcg later <b>later</b>.</p>"
    live = look(ana, guide, body=body)
    guide.write(body=body, heading="What it is for")
    saved = load(ana, guide)
    found = live.all("desk-finding")
    assert [element.partition(" Show in text")[0] for element in found] == saved.all("desk-finding")
    buttons = live.dom.xpath("//button[@data-quote]")
    assert [
        (element.get("data-quote"), element.get("data-nth"))
        for element in buttons
        if "mcg" in element.get("data-quote")
    ] == [
        ("35mcg", "0"),
        ("35mcg", "1"),
    ]
    assert live.dom.xpath("//form") == []


def test_live_preflight_uses_the_facts_of_the_guide(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    assert any("Testl" in finding for finding in look(ana, guide, body="<p>Testl is for pain.</p>").all("desk-finding"))


def test_live_preflight_shows_what_cannot_be_saved(guide: Guide, ana: Desk) -> None:
    first, *_ = look(ana, guide, body="<p>Fine.</p><script>alert(1)</script>").all("desk-finding")
    assert first.startswith("Error:")
    assert any("no-such" in finding for finding in look(ana, guide, references="no-such").all("desk-finding"))


def test_live_preflight_checks_facts(guide: Guide, ana: Desk) -> None:
    assert "The strength “1.0” is not a plain number" in look(ana, guide, "drug-facts", strengths="1.0 mg").words
    assert "Preflight found no problems." in look(ana, guide, "drug-facts").words


def test_live_preflight_lists_glossary_terms(guide: Guide, ana: Desk) -> None:
    GlossaryTerm.objects.create(term="Infusion", meaning="A slow drip into a vein.")
    GlossaryTerm.objects.create(term="Fusion", meaning="Joining.")
    assert look(ana, guide, body="<p>Two infusions a day.</p>").all("desk-terms") == [
        "Infusion A slow drip into a vein."
    ]


def test_live_preflight_changes_nothing(guide: Guide, ana: Desk) -> None:
    before = history()
    look(ana, guide)
    assert (history(), working_copies(guide)) == (before, [])


# References


def found(desk: Desk, **query: Any) -> list[str]:
    answer = desk.get("reference_search", **query).response
    assert answer.status_code == 200
    return [reference["key"] for reference in answer.json()["references"]]


def test_references_are_found_by_words_and_by_key(guide: Guide, ana: Desk) -> None:
    for number in range(25):
        Reference.objects.create(key=f"label-{number:02}", title=f"Label number {number}", publisher="Maker")
    assert found(ana, q="NUMBER 7 maker") == ["label-07", "label-17"]
    assert len(found(ana, q="label")) == 20
    assert found(ana, key=["label-03", SOURCE]) == ["label-03", SOURCE]
    assert found(ana, q="nowhere") == found(ana, q="n\0where") == []
    answer = ana.get("reference_search", key=SOURCE).response.json()
    assert answer == {"references": [{"key": SOURCE, "words": "Testol label. Tester. 2024."}]}


def test_reference_is_added_with_the_rules_of_the_admin(guide: Guide, ana: Desk) -> None:
    data = {"key": "new-label", "title": "New label", "publisher": "Maker", "year": "2025", "accessed_on": "2026-10-01"}
    answer = ana.post("reference_quick", **data).response
    assert (answer.status_code, answer.json()) == (
        201,
        {"key": "new-label", "words": "New label. Maker. 2025. (accessed 2026-10-01)"},
    )
    again = ana.post("reference_quick", **{**data, "accessed_on": "03/04/2026"}).response
    assert again.status_code == 422
    assert again.json()["errors"].keys() == {"key", "accessed_on"}
    assert Reference.objects.filter(title="New label").count() == 1


def test_page_has_only_the_wordings_it_cites(guide: Guide, ana: Desk) -> None:
    Reference.objects.create(key="other", title="Other title", publisher="Maker")
    guide.write(references=[Cited(SOURCE)])
    page = load(ana, guide)
    assert "Testol label. Tester. 2024." in page.dom.get_element_by_id("cited-words").text
    assert "Other title" not in page.html
