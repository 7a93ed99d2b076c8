"""The three-way screen: typing joined with what a colleague saved, and a choice where both changed the same."""

import pytest

from ..factory import Guide
from .browse import Desk, Page, history
from .section_editor import copies, edit, load, typed

MERGE = "section_merge"
BASE = "<p>Take one tablet a day.</p><p>Drink water with it.</p><p>Call your doctor.</p>"


def choices(page: Page) -> list[str]:
    """Return the names of the fields that ask for a choice."""
    return list(dict.fromkeys(each.get("name") for each in page.dom.xpath("//input[@type='radio']")))


@pytest.fixture
def parted(guide: Guide, ana: Desk, ben: Desk) -> Guide:
    """Ben changed the first and the second passage; Ana the second and the third, on a page from before."""
    edit(ana, guide, body=BASE)
    theirs = BASE.replace("one tablet", "two tablets").replace("water", "milk")
    edit(ben, guide, body=theirs, reason="Ben's.", expected="1")
    mine = BASE.replace("water", "tea").replace("your doctor", "911")
    stale = edit(ana, guide, body=mine, reason="Ana's.", expected="1")
    assert stale.status == 409
    assert any(target.endswith("/sections/uses/merge/") for target in stale.links().values())
    return guide


def test_three_texts_are_shown_and_what_does_not_meet_is_joined(parted: Guide, ana: Desk) -> None:
    page = ana.get(MERGE, parted.monograph.pk, "uses")
    assert "1 change of ben and 1 of yours were joined." in page.words
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
def test_the_joined_text_becomes_the_typing_and_is_saved_by_hand(
    parted: Guide, ana: Desk, choice: str, second: list[str]
) -> None:
    page = ana.get(MERGE, parted.monograph.pk, "uses")
    before = history()
    sent = ana.post(MERGE, parted.monograph.pk, "uses", seen=page.value("seen"), **{choices(page)[0]: choice})
    form = ana.after(sent)
    assert history() == before, "joining saves no revision"
    passages = ["Take two tablets a day.", *second, "Call 911."]
    assert form.value("body") == "\n".join(f"<p>{each}</p>" for each in passages)
    assert (form.value("expected"), form.value("reason")) == ("2", "Ana's.")
    saved = edit(ana, parted, body=form.value("body"), expected=form.value("expected"))
    assert ana.after(saved).messages == ["Saved as revision 3."]
    assert copies(parted) == []


def test_without_a_choice_nothing_is_joined(parted: Guide, ana: Desk) -> None:
    page = ana.get(MERGE, parted.monograph.pk, "uses")
    before = copies(parted)[0].typed
    refused = ana.post(MERGE, parted.monograph.pk, "uses", seen=page.value("seen"))
    assert refused.status == 422
    assert "Choose which to take." in refused.words
    assert copies(parted)[0].typed == before


def test_a_third_save_meanwhile_joins_anew_and_keeps_the_choice(parted: Guide, ana: Desk, ben: Desk) -> None:
    page = ana.get(MERGE, parted.monograph.pk, "uses")
    theirs = BASE.replace("one tablet", "three tablets").replace("water", "milk")
    edit(ben, parted, body=theirs, reason="Ben's, again.", expected="2")
    name = choices(page)[0]
    again = ana.post(MERGE, parted.monograph.pk, "uses", seen=page.value("seen"), **{name: "mine"})
    assert again.status == 409
    assert "The texts are joined anew" in again.words
    assert "three tablets" in again.words
    checked = again.dom.xpath("//input[@type='radio'][@checked]")
    assert [(each.get("name"), each.get("value")) for each in checked] == [(name, "mine")]
    assert copies(parted)[0].based_on.number == 1  # type: ignore[union-attr]


def test_typing_of_nobody_else_is_joined(parted: Guide, ben: Desk) -> None:
    page = ben.get(MERGE, parted.monograph.pk, "uses")
    assert page.status == 302
    said = "There is nothing to join: nothing newer was saved than what you have typed here."
    assert said in ben.after(page).messages


def test_typing_that_can_not_be_saved_is_kept_and_told(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, body=BASE)
    edit(ben, guide, body="<p>Other.</p>", expected="1")
    edit(ana, guide, body="<p>Mine.</p><script>alert(1)</script>", expected="1", keep="")
    page = ana.get(MERGE, guide.monograph.pk, "uses")
    assert page.status == 200
    assert "Your text can’t be joined yet" in page.words
    assert "<script>alert(1)" not in page.html
    assert copies(guide)[0].typed["body"].endswith("</script>")


def test_key_facts_are_joined_field_by_field(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, "drug-facts")
    edit(ben, guide, "drug-facts", maker="Newer maker", expected="1")
    edit(ana, guide, "drug-facts", route="under the tongue", expected="1")
    page = ana.get(MERGE, guide.monograph.pk, "drug-facts")
    assert choices(page) == []
    form = ana.after(ana.post(MERGE, guide.monograph.pk, "drug-facts", seen=page.value("seen")))
    assert (form.value("maker"), form.value("route")) == ("Newer maker", "under the tongue")


def test_no_draft_is_joined_for_those_who_only_read(parted: Guide, grace: Desk) -> None:
    assert grace.get(MERGE, parted.monograph.pk, "uses").status == 302
    assert grace.post(MERGE, parted.monograph.pk, "uses", **typed()).status == 403
    assert load(grace, parted).status == 302
