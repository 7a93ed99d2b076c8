"""save_revision: a text is stored in its normal form, or refused with nothing lost."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from monograph.content.facts import clean_facts
from monograph.errors import InvalidContent, InvalidState, StaleEdit
from monograph.models import Reference, SectionRevision, WorkingCopy
from monograph.release.draft import Cited, Draft
from monograph.workflow import drafting, reviewing

from .cast import Cast
from .factory import SOURCE, Guide, facts
from .save_revision import problem_codes, save_revision

# What is stored --------------------------------------------------------------------------------------------------


def test_first_revision_is_number_one_and_based_on_nothing(guide: Guide, cast: Cast) -> None:
    revision = save_revision(guide)
    assert (revision.number, revision.based_on, revision.author) == (1, None, cast.ana)
    assert guide.section().latest_revision == revision


def test_next_revision_is_based_on_the_one_its_author_saw(guide: Guide, cast: Cast) -> None:
    first = guide.write(text="One.")
    second = save_revision(guide, actor=cast.ben, draft=guide.draft(text="Two."), expected=1)
    assert (second.number, second.based_on, second.author) == (2, first, cast.ben)
    assert [revision.body for revision in guide.section().revisions.all()] == ["<p>One.</p>", "<p>Two.</p>"]


def test_saving_publishes_and_approves_nothing(published: Guide) -> None:
    article = published.monograph.current_edition.article
    approved = published.section().approved_revision
    published.write(text="Not for the public yet.")
    assert published.reread().current_edition.article == article
    assert published.section().approved_revision == approved


def test_body_is_stored_in_its_normal_form(guide: Guide) -> None:
    pasted = '<div class="x"><span style="color:red"><b>Take</b>  one</span>\n a day.</div><p> </p>'
    assert guide.write(text=pasted).body == "<p><strong>Take</strong> one a day.</p>"


def test_stored_digest_matches_the_stored_text(guide: Guide) -> None:
    for code in ("uses", "drug-facts"):
        revision = guide.write(code)
        assert SectionRevision.objects.get(pk=revision.pk).recomputed_digest() == revision.digest


def test_drug_facts_are_stored_as_facts_without_a_body(guide: Guide) -> None:
    revision = guide.write("drug-facts")
    assert (revision.facts, revision.body) == (clean_facts(facts()), "")


def test_reason_for_a_change_is_stored(guide: Guide) -> None:
    assert (
        save_revision(guide, reason="  The label changed.\r\nSee page 3. ").reason == "The label changed.\nSee page 3."
    )


def test_save_deletes_only_its_own_working_copy(guide: Guide, cast: Cast) -> None:
    for editor in (cast.ana, cast.ben):
        drafting.save_working_copy(actor=editor, section=guide.section(), typed={"body": "ty"}, based_on=None)
    save_revision(guide, actor=cast.ana)
    assert WorkingCopy.objects.get().editor == cast.ben


@pytest.mark.parametrize("way", ["removal", "file"])
def test_text_that_was_not_typed_never_deletes_unsaved_changes(guide: Guide, cast: Cast, way: str) -> None:
    guide.write()
    copy = drafting.save_working_copy(actor=cast.ana, section=guide.section(), typed={"body": "ty"}, based_on=None)
    removal = guide.draft(body="", references=(), is_removal=True)
    draft = removal if way == "removal" else guide.draft(text="From a file.")
    given = {"section": guide.section(), "draft": draft, "reason": "Why.", "expected": 1, "is_typed": way == "removal"}
    with pytest.raises(InvalidState) as refused:
        drafting.save_revision(actor=cast.ana, **given)
    assert refused.value.code == "unsaved_typing"
    assert (WorkingCopy.objects.get(), SectionRevision.objects.count()) == (copy, 1)
    assert drafting.save_revision(actor=cast.ben, **given).number == 2


# References ------------------------------------------------------------------------------------------------------


def test_citation_copies_the_wording_of_the_library(guide: Guide) -> None:
    revision = guide.write(references=[Cited(SOURCE, "section 2.1")])
    Reference.objects.filter(key=SOURCE).update(title="Another title", year=2030)
    (citation,) = revision.citations.all()
    assert (citation.locator, citation.wording) == ("section 2.1", "Testol label. Tester. 2024.")


def test_change_in_the_library_does_not_change_signed_texts(guide: Guide) -> None:
    revision = guide.write()
    Reference.objects.filter(key=SOURCE).update(title="Another title", publisher="X", year=None, url="https://e.org/")
    assert SectionRevision.objects.get(pk=revision.pk).recomputed_digest() == revision.digest


def test_key_of_a_reference_never_changes(guide: Guide) -> None:
    """Else one editor's tidying of the library would make every guide that cites it look tampered with."""
    revision = guide.write()
    with pytest.raises(IntegrityError, match="guard_reference_key"), transaction.atomic():
        Reference.objects.filter(key=SOURCE).update(key="testol-label-2024")
    assert SectionRevision.objects.get(pk=revision.pk).recomputed_digest() == revision.digest


def test_citation_may_have_older_wording_than_the_library(guide: Guide) -> None:
    revision = guide.write(references=[Cited(SOURCE, wording="Testol label, first printing.")])
    assert revision.citations.get().wording == "Testol label, first printing."


def test_references_are_cited_in_the_order_given(guide: Guide) -> None:
    Reference.objects.create(key="a-source", title="A source", publisher="A")
    revision = guide.write(references=[Cited(SOURCE, "p. 2"), Cited("a-source"), Cited(SOURCE, "p. 9")])
    cited = [(citation.position, citation.reference.key, citation.locator) for citation in revision.citations.all()]
    assert cited == [(1, SOURCE, "p. 2"), (2, "a-source", ""), (3, SOURCE, "p. 9")]


def test_citing_in_another_order_is_a_change(guide: Guide) -> None:
    guide.write(references=[Cited(SOURCE, "p. 2"), Cited(SOURCE, "p. 9")])
    assert guide.write(references=[Cited(SOURCE, "p. 9"), Cited(SOURCE, "p. 2")]).number == 2


def test_newer_wording_of_a_reference_is_a_change(guide: Guide) -> None:
    guide.write()
    Reference.objects.filter(key=SOURCE).update(year=2030)
    assert guide.write().citations.get().wording == "Testol label. Tester. 2030."


def test_cited_reference_cannot_leave_the_library(guide: Guide) -> None:
    guide.write()
    with pytest.raises(ProtectedError):
        Reference.objects.get(key=SOURCE).delete()


def test_every_unknown_reference_is_named(guide: Guide) -> None:
    with pytest.raises(InvalidContent) as refused:
        guide.write(references=[Cited("no-such"), Cited(SOURCE), Cited("nor-this")])
    assert [problem.code for problem in refused.value.problems] == ["unknown_reference", "unknown_reference"]
    assert "no-such" in refused.value.problems[0].message
    assert "nor-this" in refused.value.problems[1].message
    assert not SectionRevision.objects.exists()


# Stale pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", [None, 1, 3])
def test_stale_page_saves_nothing(guide: Guide, expected: int | None) -> None:
    guide.write(text="One.")
    latest = guide.write(text="Two.", author=guide.cast.ben)
    with pytest.raises(StaleEdit) as refused:
        save_revision(guide, draft=guide.draft(text="Mine."), expected=expected)
    assert refused.value.code == "newer_revision"
    assert refused.value.latest == latest
    assert guide.section().latest_revision == latest


def test_page_that_showed_a_revision_where_there_is_none_is_stale(guide: Guide) -> None:
    with pytest.raises(StaleEdit) as refused:
        save_revision(guide, expected=1)
    assert refused.value.code == "newer_revision"
    assert not SectionRevision.objects.exists()


def test_refused_save_keeps_unsaved_changes(guide: Guide, cast: Cast) -> None:
    typed = {"body": "<p>Mine.", "heading": "  My heading "}
    drafting.save_working_copy(actor=cast.ana, section=guide.section(), typed=typed, based_on=None)
    guide.write(text="Ben's.", author=cast.ben)
    with pytest.raises(StaleEdit):
        save_revision(guide, draft=guide.draft(text="Mine."), expected=None)
    assert WorkingCopy.objects.get(editor=cast.ana).typed == typed


# Nothing changed, removal, review --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Same words.", "<div>Same   words.</div>", "<p>Same\nwords.</p><p></p>"])
def test_unchanged_text_is_not_a_revision(guide: Guide, text: str) -> None:
    first = guide.write(text="Same words.")
    with pytest.raises(InvalidState) as refused:
        guide.write(text=text)
    assert refused.value.code == "nothing_changed"
    assert guide.section().latest_revision == first


def test_another_reason_alone_is_not_a_revision(guide: Guide) -> None:
    guide.write()
    with pytest.raises(InvalidState) as refused:
        save_revision(guide, reason="Another reason.")
    assert refused.value.code == "nothing_changed"


@pytest.mark.parametrize(
    "change", [{"heading": "Another"}, {"references": ()}, {"references": [Cited(SOURCE, "p. 1")]}], ids=str
)
def test_any_part_of_the_text_that_changes_makes_a_revision(guide: Guide, change: dict[str, Any]) -> None:
    guide.write()
    assert guide.write(**change).number == 2


def test_older_text_saved_again_is_a_new_revision(guide: Guide) -> None:
    first = guide.write(text="One.")
    guide.write(text="Two.")
    back = guide.write(text="One.")
    assert (back.number, back.digest) == (3, first.digest)


def test_removal_is_a_revision_without_a_text(guide: Guide) -> None:
    text = guide.write()
    removal = guide.remove()
    assert (removal.number, removal.is_removal, removal.body, removal.based_on) == (2, True, "", text)
    assert not removal.citations.exists()
    assert removal.digest != text.digest


def test_removal_of_facts_has_no_facts(guide: Guide) -> None:
    guide.write("drug-facts")
    assert guide.remove("drug-facts").facts is None


def test_removal_can_be_proposed_before_there_is_a_text(guide: Guide) -> None:
    removal = guide.remove()
    assert (removal.number, removal.is_removal, removal.based_on) == (1, True, None)


def test_removed_section_cannot_be_removed_again(guide: Guide) -> None:
    guide.write()
    guide.remove()
    with pytest.raises(InvalidState) as refused:
        save_revision(guide, draft=Draft(heading="Another heading", is_removal=True))
    assert refused.value.code == "nothing_to_remove"


def test_removed_section_can_be_written_again(guide: Guide) -> None:
    guide.write()
    guide.remove()
    assert guide.write(text="It is back.").number == 3


@pytest.mark.parametrize("code", ["uses", "drug-facts"])
def test_removal_with_a_text_is_refused(guide: Guide, code: str) -> None:
    guide.write(code)
    carried = {"facts": facts(brand_name="Typed")} if code == "drug-facts" else {"body": "<p>Typed.</p>"}
    with pytest.raises(InvalidContent) as refused:
        save_revision(guide, code, draft=Draft(heading="H", is_removal=True, **carried))
    assert problem_codes(refused.value) == {("facts" if code == "drug-facts" else "body", "unexpected")}


def test_section_in_review_is_not_revised(guide: Guide) -> None:
    review = guide.submit(guide.write(text="One."))
    with pytest.raises(InvalidState) as refused:
        guide.write(text="Two.")
    assert refused.value.code == "in_review"
    assert guide.section().latest_revision == review.revision


def test_other_sections_can_be_revised_during_a_review(guide: Guide) -> None:
    guide.submit(guide.write("uses"))
    assert guide.write("overview").number == 1


def test_section_can_be_revised_after_its_review(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write(text="One."))
    reviewing.request_changes(actor=cast.priya, review=review, expected=review.revision.digest, body="Plainer.")
    assert guide.write(text="Two.").number == 2
    guide.remove()
    guide.write(text="Three.")
    reviewing.withdraw_submission(actor=cast.ana, review=guide.submit(guide.section().latest_revision))
    assert guide.write(text="Four.").number == 5
