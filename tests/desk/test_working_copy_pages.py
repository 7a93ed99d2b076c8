"""The endpoints of the section editor: autosave, presence, preflight, references."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from monograph.models import AuditEntry, GlossaryTerm, Presence, Reference, WorkingCopy
from monograph.release.draft import Cited

from ..factory import SOURCE, Guide
from .desk_client import HOSTILE, Desk, Page, change_counts
from .section_editor import edit, facts_form_data, form_data, load, working_copies

AUTOSAVE, PRESENCE, PREFLIGHT = "section_autosave", "section_presence", "section_preflight"


def autosave(desk: Desk, guide: Guide, code: str = "uses", **changes: Any) -> Any:
    data = facts_form_data(**changes) if code == "drug-facts" else form_data(**changes)
    return desk.post(AUTOSAVE, guide.monograph.pk, code, **data).response


def check(desk: Desk, guide: Guide, code: str = "uses", **changes: Any) -> Page:
    data = facts_form_data(**changes) if code == "drug-facts" else form_data(**changes)
    return desk.post(PREFLIGHT, guide.monograph.pk, code, **data)


# Autosave


def test_autosave_stores_a_working_copy_and_no_revision(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    response = autosave(ana, guide, body="<p>Half a sent")
    assert response.status_code == 200
    (copy,) = working_copies(guide)
    assert response.json() == {"seen": copy.version, "kept_at": copy.updated_at.isoformat()[:23] + "Z", "others": []}
    assert copy.typed == {
        "heading": "What it is for",
        "body": "<p>Half a sent",
        "references": SOURCE,
        "reason": "First text.",
    }
    assert change_counts() == before
    assert load(ana, guide).value("body") == "<p>Half a sent"


def test_autosave_stores_checked_and_unchecked_flags(guide: Guide, ana: Desk) -> None:
    autosave(ana, guide, "drug-facts", brand_name="", boxed_warning="on", prescription="")
    page = load(ana, guide, "drug-facts")
    ticked = {element.get("name") for element in page.dom.xpath("//input[@type='checkbox'][@checked]")}
    assert (ticked, page.value("brand_name")) == ({"boxed_warning"}, "")


def test_autosave_continues_from_the_previous_version(guide: Guide, ana: Desk) -> None:
    first = autosave(ana, guide, body="<p>One").json()
    second = autosave(ana, guide, body="<p>One two", seen=first["seen"])
    assert second.status_code == 200
    assert working_copies(guide)[0].typed["body"] == "<p>One two"


def test_second_tab_does_not_overwrite_the_first(guide: Guide, ana: Desk) -> None:
    stored = autosave(ana, guide, body="<p>The first tab.").json()
    response = autosave(ana, guide, body="<p>The second tab.", seen="")
    assert response.status_code == 409
    assert response.json()["code"] == "newer_typing"
    assert response.json()["seen"] == stored["seen"]
    assert response.json()["typed"]["body"] == "<p>The first tab."
    assert working_copies(guide)[0].typed["body"] == "<p>The first tab."


def test_identical_autosave_is_no_conflict(guide: Guide, ana: Desk) -> None:
    stored = autosave(ana, guide, body="<p>Its response was lost.").json()
    again = autosave(ana, guide, body="<p>Its response was lost.", seen="")
    assert again.status_code == 200
    assert autosave(ana, guide, body="<p>More.", seen=again.json()["seen"]).status_code == 200
    assert autosave(ana, guide, body="<p>Other.", seen=stored["seen"]).status_code == 409


@pytest.mark.parametrize("end", ["save", "drop"])
def test_late_autosave_after_save_or_discard_is_refused(guide: Guide, ana: Desk, end: str) -> None:
    seen = autosave(ana, guide).json()["seen"]
    edit(ana, guide, **({} if end == "save" else {end: ""}))
    response = autosave(ana, guide, seen=seen)
    assert (response.status_code, response.json()["code"]) == (409, "typing_gone")
    assert working_copies(guide) == []


def test_late_first_autosave_after_save_is_refused(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    response = autosave(ana, guide, expected="", seen="")
    assert (response.status_code, response.json()["code"]) == (409, "saved_since")
    assert working_copies(guide) == []
    assert autosave(ana, guide, expected="1", seen="").status_code == 200, "a page opened after the save goes on"


def test_autosave_continues_after_a_colleague_saved(guide: Guide, ana: Desk) -> None:
    guide.write(author=guide.cast.ben)
    assert autosave(ana, guide, expected="", seen="").status_code == 200
    (copy,) = working_copies(guide)
    assert copy.based_on is None, "that the text is older is still known"
    assert "There is a newer revision of this section" in load(ana, guide).words


def test_newer_revision_is_shown_until_the_author_saves(guide: Guide, ana: Desk) -> None:
    guide.write(author=guide.cast.ben)
    seen = autosave(ana, guide, body="<p>Mine.", expected="", seen="").json()["seen"]
    assert autosave(ana, guide, body="<p>Mine, still.", expected="1", seen=seen).status_code == 200
    assert "There is a newer revision of this section" in load(ana, guide).words


def test_autosave_of_another_login_is_refused(guide: Guide, ana: Desk, ben: Desk) -> None:
    response = autosave(ben, guide, person=str(ana.user.pk))
    assert (response.status_code, response.json()["code"]) == (409, "other_person")
    assert response.json()["reason"] == "You are logged in as ben now."
    assert working_copies(guide) == []


def test_autosave_works_while_in_review(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    assert autosave(ana, guide, expected="1").status_code == 200


def test_user_without_permission_cannot_autosave(guide: Guide, priya: Desk) -> None:
    response = autosave(priya, guide)
    assert (response.status_code, response.json()["code"]) == (403, "no_permission")
    assert working_copies(guide) == []


@pytest.mark.parametrize("nasty", HOSTILE.values(), ids=HOSTILE)
def test_hostile_autosave_is_stored_or_refused_with_a_reason(guide: Guide, ana: Desk, nasty: Any) -> None:
    for fields in (["body", "references"], ["expected"], ["seen"], ["person"]):
        response = autosave(ana, guide, **dict.fromkeys(fields, nasty))
        assert response.status_code in (200, 409, 422), fields
        assert response.json().get("reason", "x"), fields
    fields = ["body", "references", "expected", "seen", "person"]
    assert check(ana, guide, **dict.fromkeys(fields, nasty)).status == 200


# Presence


def others_present(desk: Desk, guide: Guide, **data: Any) -> list[str]:
    response = desk.post(PRESENCE, guide.monograph.pk, "uses", **data).response
    assert response.status_code == 200
    found: list[str] = response.json()["others"]
    return found


def test_presence_shows_others_and_their_unsaved_changes(guide: Guide, ana: Desk, ben: Desk) -> None:
    assert others_present(ana, guide) == []
    assert others_present(ben, guide) == ["ana has this section open too."]
    assert others_present(ana, guide) == ["ben has this section open too."]
    WorkingCopy.objects.all().delete()
    autosave(ana, guide)
    WorkingCopy.objects.update(updated_at=timezone.now() - timedelta(minutes=12))
    assert others_present(ben, guide) == ["ana has this section open too (unsaved changes from 12\xa0minutes ago)."]


def test_presence_ends_on_leaving_or_silence(guide: Guide, ana: Desk, ben: Desk) -> None:
    others_present(ana, guide)
    others_present(ana, guide, leaving="1")
    assert others_present(ben, guide) == []
    others_present(ana, guide)
    Presence.objects.filter(person=ana.user).update(seen_at=timezone.now() - timedelta(seconds=31))
    assert others_present(ben, guide) == []


def test_presence_locks_nothing_and_is_not_audited(guide: Guide, ana: Desk, ben: Desk) -> None:
    entries = AuditEntry.objects.count()
    others_present(ana, guide)
    assert AuditEntry.objects.count() == entries
    assert ben.after(edit(ben, guide)).messages == ["Saved as revision 1."]


def test_autosave_on_leaving_ends_presence(guide: Guide, ana: Desk, ben: Desk) -> None:
    others_present(ana, guide)
    assert autosave(ana, guide, leaving="1").status_code == 200
    assert others_present(ben, guide) == []


# Live preflight


def test_live_preflight_equals_preflight_of_the_saved_revision(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    body = "<p>Take 35mcg now.</p><p>Take 35mcg later <b>later</b>.</p>"
    live = check(ana, guide, body=body)
    guide.write(body=body, heading="What it is for")
    saved = load(ana, guide)
    found = live.all("desk-finding")
    assert [element.partition(" Show in text")[0] for element in found] == saved.all("desk-finding")
    buttons = live.dom.xpath("//button[@data-quote]")
    assert [
        (element.get("data-quote"), element.get("data-letter"))
        for element in buttons
        if "mcg" in element.get("data-quote")
    ] == [
        ("35mcg", "4"),
        ("35mcg", "17"),
    ]
    assert live.dom.xpath("//form") == []


def test_live_preflight_uses_the_facts_of_the_guide(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    assert any(
        "Testl" in finding for finding in check(ana, guide, body="<p>Testl is for pain.</p>").all("desk-finding")
    )


def test_live_preflight_shows_what_cannot_be_saved(guide: Guide, ana: Desk) -> None:
    first, *_ = check(ana, guide, body="<p>Fine.</p><script>alert(1)</script>").all("desk-finding")
    assert first.startswith("Error:")
    assert any("no-such" in finding for finding in check(ana, guide, references="no-such").all("desk-finding"))


def test_live_preflight_checks_facts(guide: Guide, ana: Desk) -> None:
    assert "The strength “1.0” is not a plain number" in check(ana, guide, "drug-facts", strengths="1.0 mg").words
    assert "Preflight found no problems." in check(ana, guide, "drug-facts").words


def test_live_preflight_lists_glossary_terms(guide: Guide, ana: Desk) -> None:
    GlossaryTerm.objects.create(term="Infusion", meaning="A slow drip into a vein.")
    GlossaryTerm.objects.create(term="Fusion", meaning="Joining.")
    assert check(ana, guide, body="<p>Two infusions a day.</p>").all("desk-terms") == [
        "Infusion A slow drip into a vein."
    ]


def test_live_preflight_changes_nothing(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    check(ana, guide)
    assert (change_counts(), working_copies(guide)) == (before, [])


# References


def found(desk: Desk, **query: Any) -> list[str]:
    response = desk.get("reference_search", **query).response
    assert response.status_code == 200
    return [reference["key"] for reference in response.json()["references"]]


def test_references_are_found_by_words_and_by_key(guide: Guide, ana: Desk) -> None:
    for number in range(25):
        Reference.objects.create(key=f"label-{number:02}", title=f"Label number {number}", publisher="Maker")
    assert found(ana, q="NUMBER 7 maker") == ["label-07", "label-17"]
    assert len(found(ana, q="label")) == 20
    assert found(ana, key=["label-03", SOURCE]) == ["label-03", SOURCE]
    assert found(ana, q="nowhere") == found(ana, q="n\0where") == []
    response = ana.get("reference_search", key=SOURCE).response.json()
    assert response == {"references": [{"key": SOURCE, "words": "Testol label. Tester. 2024."}]}


def test_reference_is_added_with_the_rules_of_the_admin(guide: Guide, ana: Desk) -> None:
    data = {"key": "new-label", "title": "New label", "publisher": "Maker", "year": "2025", "accessed_on": "2026-10-01"}
    response = ana.post("reference_quick", **data).response
    assert (response.status_code, response.json()) == (
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
