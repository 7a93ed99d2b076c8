"""A stale tab of the section editor overwrites nothing, and loses nothing."""

import pytest

from ..factory import SOURCE, Guide
from .desk_client import Desk, change_counts
from .section_editor import REMOVE, SUBMIT, edit, load, working_copies


def stale(guide: Guide, ana: Desk, ben: Desk) -> str:
    """Let Ana load the page, then Ben save. Returns `expected` of Ana's page."""
    guide.write(text="First words.")
    shown = load(ana, guide).value("expected")
    assert shown is not None
    edit(ben, guide, body="<p>Newer words.</p>", reason="Ben's.", expected="1")
    return shown


@pytest.mark.parametrize("act", ["save", "submit"])
def test_stale_tab_shows_both_texts_and_saves_nothing(guide: Guide, ana: Desk, ben: Desk, act: str) -> None:
    shown = stale(guide, ana, ben)
    before = change_counts()
    own = {"body": "<p>Own words.</p>", "heading": "Own heading", "references": SOURCE, "reason": "Own reason."}
    page = edit(ana, guide, **own, expected=shown, **{act: ""})
    assert page.status == 409
    assert page.error_codes == {"": ["newer_revision"]}
    assert "Newer words." in page.all("desk-text")[0]
    assert {name: page.value(name) for name in own} == own
    assert "Revision 2 was saved by ben" in page.words
    assert change_counts() == before
    assert not guide.section().reviews.exists()


def test_stale_text_is_kept_and_shown_beside_the_newer_revision(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    own = {"body": "<p>Own words.</p>", "heading": "Own heading", "references": "", "reason": "Own reason."}
    edit(ana, guide, **own, expected=shown)
    (copy,) = working_copies(guide)
    assert (copy.editor, copy.typed) == (ana.user, own)
    page = load(ana, guide)
    assert {name: page.value(name) for name in own} == own
    assert "Newer words." in page.all("desk-text")[0]


def test_author_who_saw_both_texts_can_save(guide: Guide, ana: Desk, ben: Desk) -> None:
    page = edit(ana, guide, body="<p>Own words.</p>", expected=stale(guide, ana, ben))
    assert page.value("expected") == "2"
    merged = edit(ana, guide, body="<p>Newer and own words.</p>", expected=page.value("expected"))
    assert ana.after(merged).messages == ["Saved as revision 3."]
    bodies = guide.section().revisions.order_by("number").values_list("body", flat=True)
    assert list(bodies) == ["<p>First words.</p>", "<p>Newer words.</p>", "<p>Newer and own words.</p>"]
    assert working_copies(guide) == []


def test_changes_kept_from_a_stale_page_stay_stale(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    page = ana.after(edit(ana, guide, body="<p>Own words.</p>", expected=shown, keep=""))
    assert page.value("body") == "<p>Own words.</p>"
    assert "Newer words." in page.all("desk-text")[0]
    assert page.value("expected") != "2" or "Newer words." in page.words
    latest = guide.section().latest_revision
    assert latest is not None
    assert latest.number == 2


def test_two_first_revisions_do_not_overwrite_each_other(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = load(ana, guide).value("expected")
    edit(ben, guide, body="<p>Newer words.</p>")
    page = edit(ana, guide, body="<p>Own words.</p>", expected=shown)
    assert page.status == 409
    assert page.value("body") == "<p>Own words.</p>"
    assert working_copies(guide)[0].typed["body"] == "<p>Own words.</p>"


def test_stale_key_facts_are_kept(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ben, guide, "drug-facts", brand_name="Newtol")
    own = {"brand_name": "Owntol", "strengths": "50 mg", "habit_forming": "on", "maker": "Own maker"}
    page = edit(ana, guide, "drug-facts", **own, expected="")
    assert page.status == 409
    assert "Newtol" in page.all("desk-text")[0]
    for shown in (page, load(ana, guide, "drug-facts")):
        assert {name: shown.value(name) for name in ("brand_name", "strengths", "maker")} == {
            name: own[name] for name in ("brand_name", "strengths", "maker")
        }
        ticked = {element.get("name") for element in shown.dom.xpath("//input[@type='checkbox'][@checked]")}
        assert ticked == {"prescription", "habit_forming"}


def test_stale_removal_is_refused_and_keeps_its_reason(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    before = change_counts()
    page = ana.post(REMOVE, guide.monograph.pk, "uses", reason="Own reason.", expected=shown)
    assert page.status == 409
    assert "Own reason." in page.words
    assert change_counts() == before


def test_stale_guide_page_submits_nothing(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", expected=shown)
    assert page.status == 409
    assert page.error_codes == {"": ["newer_revision"]}
    assert not guide.section().reviews.exists()


def test_page_loaded_before_a_submission_cannot_save(guide: Guide, ana: Desk) -> None:
    revision = guide.write()
    shown = load(ana, guide).value("expected")
    guide.submit(revision, actor=guide.cast.ben)
    page = edit(ana, guide, body="<p>Own words.</p>", expected=shown)
    assert page.status == 409
    assert page.value("body") == "<p>Own words.</p>"
    latest = guide.section().latest_revision
    assert latest == revision
