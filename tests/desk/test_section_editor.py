"""The page on which a section is written: what it offers, what its forms do, and only by POST."""

import pytest

from monograph.models import Reference
from monograph.release.draft import Cited

from ..factory import SOURCE, Guide
from .browse import Desk, address, history
from .section_editor import EDIT, GUIDE, REMOVE, SUBMIT, copies, edit, load, typed, typed_facts

# What the page shows


def test_an_unwritten_section_is_offered_with_its_default_heading_and_no_text(guide: Guide, ana: Desk) -> None:
    page = load(ana, guide)
    assert page.value("heading") == guide.section().kind.heading_for("testol")
    assert (page.value("body"), page.value("references"), page.value("reason")) == ("", "", "")
    assert page.value("expected") == ""
    assert page.buttons == [
        *("Save as a new revision", "Save and submit for review", "Keep my typing for later", "Propose the removal")
    ]


def test_the_default_heading_names_the_brand(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    assert load(ana, guide).value("heading") == guide.section().kind.heading_for("Testol")


def test_a_written_section_is_offered_as_it_was_saved(guide: Guide, ana: Desk) -> None:
    cited = [Cited(SOURCE, "page 3")]
    guide.write(text="<p>One &amp; <strong>two</strong>.</p>", heading="A <heading>", references=cited)
    page = load(ana, guide)
    assert page.value("heading") == "A <heading>"
    assert page.value("body") == "<p>One &amp; <strong>two</strong>.</p>"
    assert page.value("references") == f"{SOURCE} | page 3"
    assert page.value("reason") == "", "each change has a reason of its own"
    assert page.value("expected") == "1"


def test_who_may_not_write_is_led_to_where_the_text_is_read(guide: Guide, priya: Desk) -> None:
    address_of_editor = ("section_edit", guide.monograph.pk, "uses")
    page = priya.get(*address_of_editor)
    assert (page.status, page.target) == (302, address("section_history", guide.monograph.pk, "uses"))
    guide.write(text="Words.")
    page = priya.after(priya.get(*address_of_editor))
    assert "Words." in page.words
    assert page.value("body") is None


def test_a_section_in_review_can_be_read_and_typing_kept_but_not_saved(guide: Guide, ana: Desk) -> None:
    review = guide.submit(guide.write())
    page = load(ana, guide)
    assert "This section is in review. Withdraw the submission before you change the text." in page.words
    assert page.links()["Open the review"] == address("review_change", review.pk)
    assert page.buttons == ["Keep my typing for later"]


def test_a_removed_section_is_offered_as_if_unwritten(guide: Guide, ana: Desk) -> None:
    guide.write(text="Words.")
    guide.remove()
    page = load(ana, guide)
    assert page.value("body") == ""
    assert page.value("expected") == "2"
    assert "Propose the removal" not in page.buttons


# What the forms do


def test_saving_makes_a_revision_and_says_so_on_the_guide(guide: Guide, ana: Desk) -> None:
    page = edit(ana, guide)
    assert page.target == address(GUIDE, guide.monograph.pk)
    assert ana.after(page).messages == ["Saved as revision 1."]
    saved = guide.section().latest_revision
    assert saved is not None
    assert (saved.heading, saved.body, saved.reason) == ("What it is for", "<p>For pain.</p>", "First text.")
    assert saved.author == ana.user
    assert [cited["key"] for cited in saved.references] == [SOURCE]
    assert not guide.section().reviews.exists()


def test_saving_over_what_the_page_showed_makes_the_next_revision(guide: Guide, ana: Desk) -> None:
    guide.write()
    shown = load(ana, guide).value("expected")
    assert ana.after(edit(ana, guide, expected=shown)).messages == ["Saved as revision 2."]


def test_save_and_submit_opens_a_review_of_what_was_saved(guide: Guide, ana: Desk) -> None:
    page = ana.after(edit(ana, guide, submit=""))
    assert page.messages == ["Saved as revision 1.", "Submitted for review."]
    review = guide.section().reviews.get()
    assert review.is_open
    assert review.revision == guide.section().latest_revision
    assert review.submitted_by == ana.user


def test_the_key_facts_come_back_field_by_field_as_they_were_typed(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, "drug-facts")
    page = load(ana, guide, "drug-facts")
    sent = typed_facts()
    for name in ("heading", "brand_name", "maker", "other_names", "strengths", "rxnorm", "references"):
        assert page.value(name) == sent[name]
    ticked = {each.get("name") for each in page.dom.xpath("//input[@type='checkbox'][@checked]")}
    assert ticked == {"prescription"}
    assert "body" not in {each.get("name") for each in page.dom.xpath("//textarea")}


def test_an_unticked_flag_is_a_no(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, "drug-facts", biologic="on", prescription="")
    latest = guide.section("drug-facts").latest_revision
    assert latest is not None
    assert latest.facts is not None
    assert (latest.facts["biologic"], latest.facts["prescription"], latest.facts["boxed_warning"]) == (
        True,
        False,
        False,
    )


def test_kept_typing_is_offered_again_to_its_author_alone(guide: Guide, ana: Desk, ben: Desk) -> None:
    guide.write(text="Saved words.")
    data = typed(body="<p>Half a sent", heading="Not sure", expected="1")
    del data["save"]
    page = ana.after(ana.post(EDIT, guide.monograph.pk, "uses", **data, keep=""))
    assert page.messages == ["Your typing is kept for you. It is not saved as a revision yet."]
    assert (page.value("body"), page.value("heading"), page.value("expected")) == ("<p>Half a sent", "Not sure", "1")
    assert "You have typing here that is not saved as a revision" in page.words
    assert load(ben, guide).value("body") == "<p>Saved words.</p>"
    assert "Half a sent" not in load(ben, guide).html


def test_typing_can_be_kept_while_the_section_is_in_review(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    ana.after(edit(ana, guide, body="<p>An idea.</p>", expected="1", keep=""))
    assert load(ana, guide).value("body") == "<p>An idea.</p>"


def test_throwing_typing_away_leads_back_to_the_saved_text(guide: Guide, ana: Desk) -> None:
    guide.write(text="Saved words.")
    edit(ana, guide, expected="1", keep="")
    assert "Throw my unsaved typing away" in load(ana, guide).buttons
    page = ana.after(edit(ana, guide, expected="1", drop=""))
    assert page.messages == ["Your unsaved typing was thrown away."]
    assert page.value("body") == "<p>Saved words.</p>"
    assert copies(guide) == []


def test_throwing_away_leaves_the_typing_of_others(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, body="<p>Hers.</p>", keep="")
    edit(ben, guide, drop="")
    assert load(ana, guide).value("body") == "<p>Hers.</p>"


def test_a_revision_takes_the_place_of_its_authors_kept_typing(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, keep="")
    edit(ana, guide)
    assert copies(guide) == []
    assert "You have typing here" not in load(ana, guide).words


def test_a_removal_is_proposed_as_a_revision(guide: Guide, ana: Desk) -> None:
    guide.write(heading="Uses")
    page = ana.after(ana.post(REMOVE, guide.monograph.pk, "uses", reason="Covered elsewhere.", expected="1"))
    assert page.messages == ["The removal is saved as revision 2. Submit it for review."]
    latest = guide.section().latest_revision
    assert latest is not None
    assert (latest.is_removal, latest.body, latest.heading, latest.reason) == (True, "", "Uses", "Covered elsewhere.")
    assert page.row("Uses")[1] == "removal: draft"


def test_the_latest_text_is_submitted_from_the_guide(guide: Guide, ana: Desk) -> None:
    guide.write(heading="Uses")
    page = ana.after(ana.post(SUBMIT, guide.monograph.pk, "uses", expected="1"))
    assert page.messages == ["“Uses” is submitted for review."]
    assert guide.section().reviews.get().is_open


def test_the_words_of_a_reference_are_frozen_when_the_text_is_saved(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    Reference.objects.update(title="Renamed")
    latest = guide.section().latest_revision
    assert latest is not None
    assert latest.references[0]["wording"] == "Testol label. Tester. 2024."


# Changes only by POST


@pytest.mark.parametrize("name", [REMOVE, SUBMIT])
def test_acts_are_refused_by_get(guide: Guide, ana: Desk, name: str) -> None:
    guide.write()
    before = history()
    assert ana.get(name, guide.monograph.pk, "uses", expected="1", reason="Away.").status == 405
    assert history() == before


@pytest.mark.parametrize("act", ["save", "submit", "keep", "drop"])
def test_reading_the_editor_with_an_act_in_its_address_does_nothing(guide: Guide, ana: Desk, act: str) -> None:
    edit(ana, guide, body="<p>Kept.</p>", keep="")
    before = history()
    page = ana.get(EDIT, guide.monograph.pk, "uses", **{**typed(), act: ""})
    assert page.status == 200
    assert history() == before
    assert copies(guide)[0].typed["body"] == "<p>Kept.</p>"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_change_nothing(guide: Guide, ana: Desk, method: str) -> None:
    before = history()
    getattr(ana.client, method)(address(EDIT, guide.monograph.pk, "uses"))
    assert history() == before
