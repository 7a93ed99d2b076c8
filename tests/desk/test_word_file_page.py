"""The page that takes sections from a Word file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from monograph import permissions
from monograph.admin.editing.word_file_pages import MAX_PARTS
from monograph.models import SectionRevision

from ..factory import Guide
from ..word_file import heading, item, paragraph, run, word_file
from .desk_client import HOSTILE, Desk, Page, address, change_counts

PAGE = "monograph_word_file"
LEAFLET = word_file(
    paragraph("A leaflet."),
    heading("Uses"),
    paragraph("It treats ", run("warts, ", "<w:strike/>"), "pain."),
    heading("1. How to store Testol"),
    item("Keep it dry."),
    heading("Nothing known"),
    paragraph("Words \ue123."),
)


def upload(desk: Desk, guide: Guide, data: bytes = LEAFLET, name: str = "leaflet.docx") -> Page:
    return desk.post(PAGE, guide.monograph.pk, file=SimpleUploadedFile(name, data))


def confirmed(page: Page, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends of the previewed parts."""
    fields = page.dom.xpath("//form[contains(@class, 'word-parts')]//*[self::input or self::select]")
    sent = {field.get("name"): field.value or "" for field in fields}
    return {**sent, **changes}


def saved(guide: Guide) -> list[tuple[str, str, str]]:
    revisions = SectionRevision.objects.filter(section__monograph=guide.monograph).order_by("pk")
    return [(revision.section.kind.code, revision.heading, revision.body) for revision in revisions]


def test_parts_of_a_file_are_shown_before_anything_is_saved(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    page = upload(ana, guide)
    assert page.status == 200
    assert [page.value(f"part-{place}-kind") is not None for place in range(4)] == [True, True, True, False]
    assert confirmed(page)["part-1-kind"] == "uses"
    assert confirmed(page)["part-2-kind"] == "storage"
    assert confirmed(page)["part-0-kind"] == ""
    assert "1 deleted passage was left out: “warts,”." in page.words
    assert "This part can’t be saved. 1 character means something in one font only." in page.words
    assert change_counts() == before


def test_chosen_parts_become_drafts(guide: Guide, ana: Desk) -> None:
    guide.write("uses", "<p>It treats fever.</p>", heading="What Testol treats")
    page = ana.post(PAGE, guide.monograph.pk, **confirmed(upload(ana, guide)))
    assert ana.after(page).messages == ["2 drafts are saved. Read each in its section before you submit it."]
    assert saved(guide)[1:] == [
        ("uses", "What Testol treats", "<p>It treats pain.</p>"),
        ("storage", "1. How to store Testol", "<ol><li>Keep it dry.</li></ol>"),
    ]
    revision = SectionRevision.objects.get(section__kind__code="uses", number=2)
    assert revision.reason == "From the Word file leaflet.docx."
    assert [cited["key"] for cited in revision.references] == ["testol-label"]


def test_all_parts_are_saved_or_none(guide: Guide, ana: Desk) -> None:
    sent = confirmed(upload(ana, guide))
    guide.write("storage", "<p>Newer.</p>")
    before = change_counts()
    page = ana.post(PAGE, guide.monograph.pk, **sent)
    assert (page.status, page.error_codes) == (409, {"": ["newer_revision"]})
    assert change_counts() == before
    assert confirmed(page)["part-1-body"] == "<p>It treats pain.</p>"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"part-2-kind": "uses"}, "kind", "two_parts"),
        ({"part-1-kind": "", "part-2-kind": ""}, "", "nothing_chosen"),
        ({"part-1-kind": "drug-facts"}, "kind", "invalid_choice"),
        ({"part-1-body": "<script>alert(1)</script>"}, "body", "unsafe_html"),
        ({"part-1-body": ""}, "body", "required"),
        ({"part-1-heading": "x" * 201, "part-1-kind": "dosage"}, "heading", "too_long"),
    ],
)
def test_unclear_choice_is_refused_with_the_texts_kept(
    guide: Guide, ana: Desk, changes: dict[str, str], field: str, code: str
) -> None:
    sent = confirmed(upload(ana, guide), **changes)
    before = change_counts()
    page = ana.post(PAGE, guide.monograph.pk, **sent)
    assert page.status == 422
    assert code in page.error_codes[field]
    assert confirmed(page)["part-2-body"] == "<ol><li>Keep it dry.</li></ol>"
    assert "<script>alert" not in page.html
    assert change_counts() == before


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"words", "unreadable_file"), (word_file(*[heading("A")] * (MAX_PARTS + 1)), "unreadable_file"), (b"", "empty")],
)
def test_file_that_can_not_be_read_is_refused(guide: Guide, ana: Desk, data: bytes, code: str) -> None:
    page = upload(ana, guide, data)
    assert (page.status, page.error_codes) == (422, {"file": [code]})


def test_incomplete_page_is_refused(guide: Guide, ana: Desk) -> None:
    for sent in ({"count": "x"}, {"count": "0"}, {"count": str(MAX_PARTS + 1)}):
        page = ana.post(PAGE, guide.monograph.pk, **sent)
        assert page.status == 422
        assert "nothing was saved" in page.words


def test_reader_may_not_use_it(guide: Guide, ana: Desk, priya: Desk) -> None:
    reason = permissions.may_write(priya.user).reason
    assert reason in priya.get(PAGE, guide.monograph.pk).words
    before = change_counts()
    for page in (upload(priya, guide), priya.post(PAGE, guide.monograph.pk, **confirmed(upload(ana, guide)))):
        assert page.status == 403
        assert reason in page.words
    assert change_counts() == before


def test_hostile_input_is_refused_or_taken(guide: Guide, ana: Desk) -> None:
    sent = {"count": "1", "seen": "", "file_name": "a", "part-0-kind": "uses", "part-0-heading": "Uses"}
    sent["part-0-body"] = "<p>Words.</p>"

    for names in (["count"], ["seen", "file_name"], ["part-0-kind"], ["part-0-heading", "part-0-body"]):
        for value in HOSTILE.values():
            page = ana.post(PAGE, guide.monograph.pk, **{**sent, **dict.fromkeys(names, value)})
            assert page.status in (302, 409, 422)
            assert page.status == 302 or page.errors or page.messages


def test_guide_links_to_the_page_for_writers_only(guide: Guide, ana: Desk, priya: Desk) -> None:
    for desk, is_shown in ((ana, True), (priya, False)):
        links = desk.get("monograph_change", guide.monograph.pk).links()
        assert (address(PAGE, guide.monograph.pk) in links.values()) is is_shown
