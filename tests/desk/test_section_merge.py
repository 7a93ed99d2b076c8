"""The merge page: independent changes are merged, conflicts need a choice."""

import pytest

from ..factory import Guide
from .desk_client import Desk, Page, change_counts
from .section_editor import edit, form_data, load, working_copies

MERGE = "section_merge"
BASE = "<p>Take one tablet a day.</p><p>Drink water with it.</p><p>Call your doctor.</p>"


def choices(page: Page) -> list[str]:
    """Return the names of the fields of the conflicts."""
    return list(dict.fromkeys(element.get("name") for element in page.dom.xpath("//input[@type='radio']")))


@pytest.fixture
def conflicting(guide: Guide, ana: Desk, ben: Desk) -> Guide:
    """Ben changed passages 1 and 2; Ana, on a stale page, passages 2 and 3."""
    edit(ana, guide, body=BASE)
    theirs = BASE.replace("one tablet", "two tablets").replace("water", "milk")
    edit(ben, guide, body=theirs, reason="Ben's.", expected="1")
    mine = BASE.replace("water", "tea").replace("your doctor", "911")
    stale = edit(ana, guide, body=mine, reason="Ana's.", expected="1")
    assert stale.status == 409
    assert any(target.endswith("/sections/uses/merge/") for target in stale.links().values())
    return guide


def test_page_merges_independent_changes_and_shows_conflicts(conflicting: Guide, ana: Desk) -> None:
    page = ana.get(MERGE, conflicting.monograph.pk, "uses")
    assert "1 change by ben and 1 by you were merged." in page.words
    assert len(choices(page)) == 1
    (conflict,) = page.all("merge-conflict")
    for words in ("Drink water with it.", "milk", "tea"):
        assert words in conflict
    assert not page.dom.xpath("//input[@type='radio'][@checked]"), "nothing is chosen beforehand"


@pytest.mark.parametrize(
    ("choice", "second"),
    [
        ("theirs", ["Drink milk with it."]),
        ("mine", ["Drink tea with it."]),
        ("both", ["Drink milk with it.", "Drink tea with it."]),
    ],
)
def test_merged_text_replaces_the_unsaved_changes(
    conflicting: Guide, ana: Desk, choice: str, second: list[str]
) -> None:
    page = ana.get(MERGE, conflicting.monograph.pk, "uses")
    before = change_counts()
    sent = ana.post(MERGE, conflicting.monograph.pk, "uses", seen=page.value("seen"), **{choices(page)[0]: choice})
    form = ana.after(sent)
    assert change_counts() == before, "merging saves no revision"
    passages = ["Take two tablets a day.", *second, "Call 911."]
    assert form.value("body") == "\n".join(f"<p>{passage}</p>" for passage in passages)
    assert (form.value("expected"), form.value("reason")) == ("2", "Ana's.")
    saved = edit(ana, conflicting, body=form.value("body"), expected=form.value("expected"))
    assert ana.after(saved).messages == ["Saved as revision 3."]
    assert working_copies(conflicting) == []


def test_merge_needs_a_choice_for_each_conflict(conflicting: Guide, ana: Desk) -> None:
    page = ana.get(MERGE, conflicting.monograph.pk, "uses")
    before = working_copies(conflicting)[0].typed
    refused = ana.post(MERGE, conflicting.monograph.pk, "uses", seen=page.value("seen"))
    assert refused.status == 422
    assert "Choose which to take." in refused.words
    assert working_copies(conflicting)[0].typed == before


def test_newer_revision_is_merged_again_and_choices_kept(conflicting: Guide, ana: Desk, ben: Desk) -> None:
    page = ana.get(MERGE, conflicting.monograph.pk, "uses")
    theirs = BASE.replace("one tablet", "three tablets").replace("water", "milk")
    edit(ben, conflicting, body=theirs, reason="Ben's, again.", expected="2")
    name = choices(page)[0]
    again = ana.post(MERGE, conflicting.monograph.pk, "uses", seen=page.value("seen"), **{name: "mine"})
    assert again.status == 409
    assert "The texts were merged again" in again.words
    assert "three tablets" in again.words
    checked = again.dom.xpath("//input[@type='radio'][@checked]")
    assert [(element.get("name"), element.get("value")) for element in checked] == [(name, "mine")]
    assert working_copies(conflicting)[0].based_on.number == 1  # type: ignore[union-attr]


def test_only_own_changes_can_be_merged(conflicting: Guide, ben: Desk) -> None:
    page = ben.get(MERGE, conflicting.monograph.pk, "uses")
    assert page.status == 302
    message = "There is nothing to merge: you have no changes, or no newer revision was saved."
    assert message in ben.after(page).messages


def test_invalid_text_cannot_be_merged_and_is_kept(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, body=BASE)
    edit(ben, guide, body="<p>Other.</p>", expected="1")
    edit(ana, guide, body="<p>Mine.</p><script>alert(1)</script>", expected="1", keep="")
    page = ana.get(MERGE, guide.monograph.pk, "uses")
    assert page.status == 200
    assert "Your text can’t be merged yet" in page.words
    assert "<script>alert(1)" not in page.html
    assert working_copies(guide)[0].typed["body"].endswith("</script>")


def test_key_facts_are_merged_field_by_field(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, "drug-facts")
    edit(ben, guide, "drug-facts", maker="Newer maker", expected="1")
    edit(ana, guide, "drug-facts", route="under the tongue", expected="1")
    page = ana.get(MERGE, guide.monograph.pk, "drug-facts")
    assert choices(page) == []
    form = ana.after(ana.post(MERGE, guide.monograph.pk, "drug-facts", seen=page.value("seen")))
    assert (form.value("maker"), form.value("route")) == ("Newer maker", "under the tongue")


def test_reader_cannot_merge(conflicting: Guide, grace: Desk) -> None:
    assert grace.get(MERGE, conflicting.monograph.pk, "uses").status == 302
    assert grace.post(MERGE, conflicting.monograph.pk, "uses", **form_data()).status == 403
    assert load(grace, conflicting).status == 302
