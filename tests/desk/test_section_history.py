"""The history of a section, and the page of one revision."""

from typing import Any

import pytest

from monograph.models import Reference
from monograph.release.draft import Cited
from monograph.workflow import drafting, reviewing

from ..factory import SOURCE, Guide
from .desk_client import Desk, Page, address, change_counts

HISTORY, REVISION = "section_history", "section_revision"


def load(desk: Desk, guide: Guide, page: str = "") -> Page:
    return desk.get(HISTORY, guide.monograph.pk, "uses", **({"page": page} if page else {}))


def one(desk: Desk, guide: Guide, number: int) -> Page:
    return desk.get(REVISION, guide.monograph.pk, "uses", number)


def test_unwritten_section_has_no_revisions(guide: Guide, grace: Desk) -> None:
    assert "Nothing is written yet." in load(grace, guide).words


def test_revisions_are_listed_newest_first(short: Guide, grace: Desk) -> None:
    short.write(heading="Second", author=short.cast.ben)
    short.remove()
    rows = load(grace, short).rows()
    assert [(row[0], row[1], row[2], row[4]) for row in rows] == [
        ("3. About uses (removal)", "draft", "ana", "A reason."),
        ("2. Second", "superseded", "ben", "A reason."),
        ("1. About uses", "published", "ana", "A reason."),
    ]


def test_long_history_is_paged(guide: Guide, grace: Desk) -> None:
    for number in range(1, 28):
        guide.write(heading=f"Heading {number}")
    first, second = load(grace, guide), load(grace, guide, "2")
    assert (len(first.rows()), len(second.rows())) == (25, 2)
    assert first.rows()[0][0] == "27. Heading 27"
    assert second.rows()[-1][0] == "1. Heading 1"
    assert "Page 1 of 2" in first.words
    assert first.links()["Older"] == "?page=2"
    assert second.links()["Newer"] == "?page=1"


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "1.5", "9" * 5000, str(10**30), "a\x00b"])
def test_invalid_page_number_shows_a_valid_page(guide: Guide, grace: Desk, page: str) -> None:
    guide.write()
    assert len(load(grace, guide, page).rows()) == 1


def test_revision_shows_changes_from_its_base(guide: Guide, grace: Desk) -> None:
    guide.write(text="One two three.")
    guide.write(text="One four three.", references=[Cited(SOURCE, "page 3")])
    page = one(grace, guide, 2)
    assert "Based on revision 1" in page.words
    change = page.dom.xpath("//div[contains(@class,'desk-change')]")[0]
    assert [element.text_content().strip() for element in change.iter("del")] == ["two"]
    assert [element.text_content().strip() for element in change.iter("ins")] == ["four"]
    assert "Testol label. Tester. 2024. (page 3)" in page.words
    assert page.response.context["revision"].digest in page.words


def test_first_revision_is_all_new(guide: Guide, grace: Desk) -> None:
    guide.write(text="One two three.")
    page = one(grace, guide, 1)
    assert "Everything is new" in page.words
    assert "Never submitted." in page.words


def test_revision_shows_comments_and_signatures(guide: Guide, grace: Desk) -> None:
    revision = guide.write()
    first = guide.submit(revision)
    comment = reviewing.comment(actor=guide.cast.tom, review=first, body="Since when?")
    reviewing.resolve_comment(actor=guide.cast.priya, comment=comment)
    guide.sign(first)
    page = one(grace, guide, 1)
    assert "tom: Since when? (resolved by priya)" in page.words
    assert "Priya, PharmD: medically accurate" in page.words
    assert address("review_change", first.pk) in page.links().values()


def test_removal_shows_the_removed_text(guide: Guide, grace: Desk) -> None:
    guide.write(text="One two three.")
    guide.remove()
    page = one(grace, guide, 2)
    assert "This revision removes the section from the guide." in page.words
    assert "One two three." in page.dom.xpath("//div[contains(@class,'desk-change')]//del")[0].text_content()


@pytest.mark.parametrize("number", [0, 2, 10**19, 10**30])
def test_unknown_revision_is_not_found(guide: Guide, grace: Desk, number: int) -> None:
    guide.write()
    assert one(grace, guide, number).status == 404
    if number > 2:
        assert grace.get(HISTORY, number, "uses").status == 404
        assert grace.get(REVISION, number, "uses", 1).status == 404


def test_revision_is_not_found_under_another_section(guide: Guide, grace: Desk) -> None:
    guide.write("uses")
    assert grace.get(REVISION, guide.monograph.pk, "overview", 1).status == 404
    other = Guide(guide.cast, "othol")
    assert grace.get(REVISION, other.monograph.pk, "uses", 1).status == 404


# Comparison


def compared(desk: Desk, guide: Guide, **numbers: int | str) -> Page:
    return desk.get("section_compare", guide.monograph.pk, "uses", **numbers)


def test_comparison_lists_clinical_changes_first(guide: Guide, grace: Desk) -> None:
    guide.write(text="Take 5 mg a day.")
    guide.write(text="Take 5 mg each day.")
    guide.write(text="Take 9 mg each day.", heading="Other", references=[Cited(SOURCE, "page 3")])
    page = compared(grace, guide, **{"from": 1, "to": 3})
    words = page.words
    assert "Dose changed: “5 mg a day” is now “9 mg each day”" in words
    assert words.index("Clinical changes") < words.index("Heading About uses Other")
    assert "Reference – Testol label. Tester. 2024. page 3" in words
    change = page.dom.xpath("//div[contains(@class,'desk-change')]")[0]
    assert [element.text_content().strip() for element in change.iter("del")] == ["5 mg a"]
    sides = page.dom.xpath("//table[@class='desk-sides']//td")
    assert [page.words_of(element) for element in sides] == ["Take 5 mg a day.", "Take 9 mg each day."]


def test_comparison_works_backward_and_without_numbers(guide: Guide, grace: Desk) -> None:
    for word in ("One", "Two", "Three"):
        guide.write(text=f"{word} words.")
    assert "revisions 3 and 1 compared" in compared(grace, guide, **{"from": 3, "to": 1}).words
    for nothing in ({}, {"from": "", "to": ""}, {"from": "abc", "to": "9" * 5000}):
        assert "revisions 2 and 3 compared" in compared(grace, guide, **nothing).words
    assert "The two revisions have the same text." in compared(grace, guide, **{"from": 2, "to": 2}).words
    assert compared(grace, guide, **{"from": 1, "to": 9}).status == 404


def test_history_shows_the_editions_of_each_revision(short: Guide, grace: Desk) -> None:
    short.approve(short.write("overview", "News."))
    short.publish()
    short.write(text="A draft.")
    rows = load(grace, short).rows()
    assert [row[5] for row in rows] == ["–", "editions 1, 2"]


# Restoration


def restore(desk: Desk, guide: Guide, number: int, **data: Any) -> Page:
    given = {"reason": "It was better.", "expected": guide.section().latest_revision.number, **data}  # type: ignore[union-attr]
    return desk.post("section_restore", guide.monograph.pk, "uses", number, **given)


def test_restored_revision_keeps_its_references_and_needs_signatures(guide: Guide, ana: Desk, ben: Desk) -> None:
    first = guide.write(text="As it was.", references=[Cited(SOURCE, "page 3")])
    guide.approve(first)
    Reference.objects.filter(key=SOURCE).update(title="Another title")
    guide.write(text="Worse.")
    form = one(ben, guide, 1)
    assert "Restore revision 1" in form.buttons and form.value("expected") == "2"
    page = ben.after(restore(ben, guide, 1, expected=form.value("expected")))
    assert page.messages == ["Revision 1 is restored as revision 3. It needs its own signatures."]
    latest = guide.section().latest_revision
    assert latest is not None
    assert (latest.digest, latest.author, latest.reason) == (first.digest, ben.user, "It was better.")
    assert latest.state == "draft"
    assert "has the same text" in one(ana, guide, 1).words


def test_refused_restoration_shows_the_reason(guide: Guide, ana: Desk, priya: Desk) -> None:
    first = guide.write(text="As it was.")
    guide.write(text="Other.")
    before = change_counts()
    assert restore(ana, guide, 1, reason=" ").error_codes == {"reason": ["required"]}
    assert restore(ana, guide, 1, expected=1).status == 409
    assert restore(ana, guide, 2).error_codes == {"": ["nothing_changed"]}
    assert restore(priya, guide, 1).status == 403
    assert restore(ana, guide, 9).status == 404
    drafting.save_working_copy(actor=ana.user, section=first.section, typed={"body": "Mine."}, based_on=first)
    assert restore(ana, guide, 1).error_codes == {"": ["unsaved_typing"]}
    drafting.discard_working_copy(actor=ana.user, section=first.section)
    assert change_counts() == before
    latest = guide.section().latest_revision
    assert latest is not None
    guide.submit(latest)
    assert restore(ana, guide, 1).error_codes == {"": ["in_review"]}
    assert "This section is in review." in one(ana, guide, 1).words
    assert "Restore revision 1" not in one(ana, guide, 1).buttons


def test_restoring_undoes_a_removal(guide: Guide, ana: Desk) -> None:
    guide.write(text="As it was.")
    guide.remove()
    ana.after(restore(ana, guide, 1))
    latest = guide.section().latest_revision
    assert latest is not None
    assert (latest.body, latest.is_removal) == ("<p>As it was.</p>", False)
