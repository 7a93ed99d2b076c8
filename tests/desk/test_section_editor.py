"""The section editor: what it shows, and what its forms do."""

import pytest

from monograph.models import Reference
from monograph.release.draft import Cited

from ..factory import SOURCE, Guide
from .desk_client import Desk, address, change_counts
from .section_editor import EDIT, GUIDE, REMOVE, SUBMIT, edit, facts_form_data, form_data, load, working_copies

# What the page shows


def test_unwritten_section_has_default_heading_and_no_text(guide: Guide, ana: Desk) -> None:
    page = load(ana, guide)
    assert page.value("heading") == guide.section().kind.heading_for("testol")
    assert (page.value("body"), page.value("references"), page.value("reason")) == ("", "", "")
    assert page.value("expected") == ""
    assert page.buttons == [
        *("Save as a new revision", "Save and submit for review", "Keep changes for later", "Propose the removal")
    ]


def test_default_heading_has_the_brand_name(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    assert load(ana, guide).value("heading") == guide.section().kind.heading_for("Testol")


def test_form_has_the_latest_revision(guide: Guide, ana: Desk) -> None:
    cited = [Cited(SOURCE, "page 3")]
    guide.write(text="<p>One &amp; <strong>two</strong>.</p>", heading="A <heading>", references=cited)
    page = load(ana, guide)
    assert page.value("heading") == "A <heading>"
    assert page.value("body") == "<p>One &amp; <strong>two</strong>.</p>"
    assert page.value("references") == f"{SOURCE} | page 3"
    assert page.value("reason") == "", "each change has a reason of its own"
    assert page.value("expected") == "1"


def test_reader_is_redirected_to_the_history(guide: Guide, priya: Desk) -> None:
    address_of_editor = ("section_edit", guide.monograph.pk, "uses")
    page = priya.get(*address_of_editor)
    assert (page.status, page.target) == (302, address("section_history", guide.monograph.pk, "uses"))
    guide.write(text="Words.")
    page = priya.after(priya.get(*address_of_editor))
    assert "Words." in page.words
    assert page.value("body") is None


def test_section_in_review_allows_only_unsaved_changes(guide: Guide, ana: Desk) -> None:
    review = guide.submit(guide.write())
    page = load(ana, guide)
    assert "This section is in review. Withdraw the submission before you change the text." in page.words
    assert page.links()["Open the review"] == address("review_change", review.pk)
    assert page.buttons == ["Keep changes for later"]


def test_removed_section_has_no_text(guide: Guide, ana: Desk) -> None:
    guide.write(text="Words.")
    guide.remove()
    page = load(ana, guide)
    assert page.value("body") == ""
    assert page.value("expected") == "2"
    assert "Propose the removal" not in page.buttons


# What the forms do


def test_saving_creates_a_revision(guide: Guide, ana: Desk) -> None:
    page = edit(ana, guide)
    assert page.target == address(GUIDE, guide.monograph.pk)
    assert ana.after(page).messages == ["Saved as revision 1."]
    saved = guide.section().latest_revision
    assert saved is not None
    assert (saved.heading, saved.body, saved.reason) == ("What it is for", "<p>For pain.</p>", "First text.")
    assert saved.author == ana.user
    assert [cited["key"] for cited in saved.references] == [SOURCE]
    assert not guide.section().reviews.exists()


def test_saving_again_creates_the_next_revision(guide: Guide, ana: Desk) -> None:
    guide.write()
    shown = load(ana, guide).value("expected")
    assert ana.after(edit(ana, guide, expected=shown)).messages == ["Saved as revision 2."]


def test_save_and_submit_opens_a_review(guide: Guide, ana: Desk) -> None:
    page = ana.after(edit(ana, guide, submit=""))
    assert page.messages == ["Saved as revision 1.", "Submitted for review."]
    review = guide.section().reviews.get()
    assert review.is_open
    assert review.revision == guide.section().latest_revision
    assert review.submitted_by == ana.user


def test_key_facts_are_shown_as_entered(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, "drug-facts")
    page = load(ana, guide, "drug-facts")
    sent = facts_form_data()
    for name in ("heading", "brand_name", "maker", "other_names", "strengths", "rxnorm", "references"):
        assert page.value(name) == sent[name]
    ticked = {element.get("name") for element in page.dom.xpath("//input[@type='checkbox'][@checked]")}
    assert ticked == {"prescription"}
    assert "body" not in {element.get("name") for element in page.dom.xpath("//textarea")}


def test_unchecked_flag_is_false(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, "drug-facts", biologic="on", prescription="")
    latest = guide.section("drug-facts").latest_revision
    assert latest is not None
    assert latest.facts is not None
    assert (latest.facts["biologic"], latest.facts["prescription"], latest.facts["boxed_warning"]) == (
        True,
        False,
        False,
    )


def test_unsaved_changes_are_shown_only_to_their_author(guide: Guide, ana: Desk, ben: Desk) -> None:
    guide.write(text="Saved words.")
    data = form_data(body="<p>Half a sent", heading="Not sure", expected="1")
    del data["save"]
    page = ana.after(ana.post(EDIT, guide.monograph.pk, "uses", **data, keep=""))
    assert page.messages == ["Your changes are kept. They are not saved as a revision yet."]
    assert (page.value("body"), page.value("heading"), page.value("expected")) == ("<p>Half a sent", "Not sure", "1")
    assert "You have unsaved changes here" in page.words
    assert load(ben, guide).value("body") == "<p>Saved words.</p>"
    assert "Half a sent" not in load(ben, guide).html


def test_changes_can_be_kept_while_in_review(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    ana.after(edit(ana, guide, body="<p>An idea.</p>", expected="1", keep=""))
    assert load(ana, guide).value("body") == "<p>An idea.</p>"


def test_discarding_changes_restores_the_latest_revision(guide: Guide, ana: Desk) -> None:
    guide.write(text="Saved words.")
    edit(ana, guide, expected="1", keep="")
    assert "Discard changes" in load(ana, guide).buttons
    page = ana.after(edit(ana, guide, expected="1", drop=""))
    assert page.messages == ["Your unsaved changes are discarded."]
    assert page.value("body") == "<p>Saved words.</p>"
    assert working_copies(guide) == []


def test_discarding_keeps_the_changes_of_others(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, body="<p>Hers.</p>", keep="")
    edit(ben, guide, drop="")
    assert load(ana, guide).value("body") == "<p>Hers.</p>"


def test_saving_deletes_the_authors_unsaved_changes(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, keep="")
    edit(ana, guide)
    assert working_copies(guide) == []
    assert "You have unsaved changes here" not in load(ana, guide).words


def test_removal_is_saved_as_a_revision(guide: Guide, ana: Desk) -> None:
    guide.write(heading="Uses")
    page = ana.after(ana.post(REMOVE, guide.monograph.pk, "uses", reason="Covered elsewhere.", expected="1"))
    assert page.messages == ["The removal is saved as revision 2. Submit it for review."]
    latest = guide.section().latest_revision
    assert latest is not None
    assert (latest.is_removal, latest.body, latest.heading, latest.reason) == (True, "", "Uses", "Covered elsewhere.")
    assert page.row("Uses")[1] == "removal: draft"


def test_latest_revision_can_be_submitted(guide: Guide, ana: Desk) -> None:
    guide.write(heading="Uses")
    page = ana.after(ana.post(SUBMIT, guide.monograph.pk, "uses", expected="1"))
    assert page.messages == ["“Uses” is submitted for review."]
    assert guide.section().reviews.get().is_open


def test_saving_freezes_the_wording_of_references(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    Reference.objects.update(title="Renamed")
    latest = guide.section().latest_revision
    assert latest is not None
    assert latest.references[0]["wording"] == "Testol label. Tester. 2024."


# Changes only by POST


@pytest.mark.parametrize("name", [REMOVE, SUBMIT])
def test_actions_are_refused_by_get(guide: Guide, ana: Desk, name: str) -> None:
    guide.write()
    before = change_counts()
    assert ana.get(name, guide.monograph.pk, "uses", expected="1", reason="Away.").status == 405
    assert change_counts() == before


@pytest.mark.parametrize("act", ["save", "submit", "keep", "drop"])
def test_get_with_an_action_changes_nothing(guide: Guide, ana: Desk, act: str) -> None:
    edit(ana, guide, body="<p>Kept.</p>", keep="")
    before = change_counts()
    page = ana.get(EDIT, guide.monograph.pk, "uses", **{**form_data(), act: ""})
    assert page.status == 200
    assert change_counts() == before
    assert working_copies(guide)[0].typed["body"] == "<p>Kept.</p>"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_change_nothing(guide: Guide, ana: Desk, method: str) -> None:
    before = change_counts()
    getattr(ana.client, method)(address(EDIT, guide.monograph.pk, "uses"))
    assert change_counts() == before


def test_saving_says_what_was_left_out_of_the_text(guide: Guide, ana: Desk) -> None:
    page = ana.after(edit(ana, guide, body='<p>Metfor&shy;min, see <a href="#5.1">5.1</a>.</p>'))
    assert "1 link that leads nowhere was left out" in page.words
    assert "1 invisible character was removed" in page.words
    latest = guide.section().latest_revision
    assert latest is not None
    assert latest.body == "<p>Metformin, see 5.1.</p>"
