"""Guides as spreadsheets: exports can be imported; imports save drafts or nothing."""

import json

import pytest
from django.db import transaction
from django.test import Client

from monograph.errors import NotPermitted
from monograph.models import Monograph, Reference, Section, SectionRevision
from monograph.release.draft import Cited

from .cast import Cast
from .factory import SOURCE, Guide
from .spreadsheet import (
    NAMES,
    address,
    can_confirm,
    client_of,
    confirm,
    counts,
    export,
    faults,
    import_file,
    read,
    row_of,
    table,
    upload,
    write_file,
)

TRICKY = (
    '<h3>Say “yes”, or "no"; then\u00a0wait</h3><p>Line one<br>line two, 5 &lt; 6 &amp; 7</p>'
    '<table><tbody><tr><td colspan="2">½ tablet</td></tr></tbody></table><p>Ünïcode 😀 \\n end</p>'
)
GUIDE = "monograph"


def digests() -> dict[str, str]:
    """Return the digest of every section's latest revision, also of removals."""
    sections = Section.objects.exclude(latest_revision=None).select_related("latest_revision", "monograph", "kind")
    return {str(section): section.latest_revision.digest for section in sections}


@pytest.fixture
def rich(cast: Cast) -> Guide:
    """Two guides, with texts that file formats tend to corrupt."""
    guide = Guide(cast)
    for code in ("drug-facts", "dosage", "overdose"):
        guide.write(code)
    guide.write("uses", TRICKY, heading="'=1+1 is text; so is “this”")
    Reference.objects.filter(key=SOURCE).update(publisher="Tester, renamed since")
    guide.write(
        "dosage", "Cites twice.", references=[Cited(SOURCE, "page 3 | 4"), Cited(SOURCE, "", "=Own words\nhere.")]
    )
    guide.write("storage", "Long. " * 5_000)
    guide.remove("overdose")
    other = Guide(cast, "other")
    other.write("drug-facts")
    other.write("overview")
    return guide


@pytest.mark.parametrize("extension", NAMES)
def test_export_imported_into_empty_database_has_same_digests(
    extension: str, cast: Cast, request: pytest.FixtureRequest
) -> None:
    client = client_of(cast.ana)
    with transaction.atomic():
        request.getfixturevalue("rich")
        before = digests()
        files = {model: export(client, model, extension) for model in ("reference", GUIDE)}
        transaction.set_rollback(True)
    assert digests() == {}
    for model, content in files.items():
        import_file(client, model, content, extension)
    assert len(before) == 7
    assert digests() == before


@pytest.mark.parametrize("extension", NAMES)
def test_unchanged_import_makes_no_revision_and_no_audit_entry(extension: str, rich: Guide) -> None:
    client = client_of(rich.cast.ben)
    content = export(client, GUIDE, extension)
    before = counts()
    page = upload(client, GUIDE, content, extension)
    assert {row[0] for row in table(page)} == {"unchanged"}
    assert "There is nothing to import." in page.content.decode()
    assert not can_confirm(page)
    assert counts() == before


def test_unchanged_rows_beside_changed_row_make_no_revision(rich: Guide) -> None:
    client = client_of(rich.cast.ben)
    rows = read(export(client, GUIDE, "csv"), "csv")
    rows[1]["heading"] = "Another heading"
    guides, revisions, entries = counts()
    import_file(client, GUIDE, write_file(rows))
    assert counts() == (guides, revisions + 1, entries + 1)


def test_preview_shows_effects_and_changes_nothing(rich: Guide) -> None:
    before = counts()
    same = read(export(client_of(rich.cast.ana), GUIDE, "json"), "json")[0]
    rows = [
        {**same, "removal": "no"},
        {**same, **row_of("dosage", removal="no", digest="")},
        {**same, **row_of("uses", body="", references="", removal="yes", digest="")},
        {**same, **row_of("uses", slug="brand-new", removal="no", digest="")},
    ]
    page = upload(client_of(rich.cast.ana), GUIDE, write_file(rows, "json"), "json")
    assert table(page) == [
        ["new draft", "testol", "dosage", "About dosage", "New words about dosage."],
        ["removal proposed", "testol", "uses", "About uses", ""],
        ["new guide, first draft", "brand-new", "uses", "About uses", "New words about uses."],
        ["unchanged", same["slug"], same["kind"], same["heading"], ""],
    ]
    assert counts() == before


def test_import_makes_drafts_and_keeps_approved_and_public_text(published: Guide) -> None:
    page = import_file(client_of(published.cast.ben), GUIDE, write_file([row_of()]))
    assert "New draft: 1." in page.content.decode()
    section, edition = published.section(), published.monograph.current_edition
    assert section.latest_revision.body == "<p>New words about uses.</p>"
    assert section.latest_revision.author == published.cast.ben
    assert section.latest_revision.state == "draft"
    assert section.latest_revision.reason == "Imported from guides.csv."
    assert section.approved_revision.number == 1
    assert published.reread().current_edition == edition


def test_importer_cannot_approve_imported_text(published: Guide) -> None:
    pat = published.cast.pat
    import_file(client_of(pat), GUIDE, write_file([row_of()]))
    review = published.submit(published.section().latest_revision)
    with pytest.raises(NotPermitted) as refused:
        published.sign(review, pat)
    assert refused.value.code == "wrote_part"
    published.sign(review)
    assert published.section().approved_revision.body == "<p>New words about uses.</p>"


def test_import_can_propose_removal(published: Guide) -> None:
    rows = [row_of(body="", references="", removal="Yes")]
    import_file(client_of(published.cast.ana), GUIDE, write_file(rows))
    assert published.section().latest_revision.is_removal
    before = counts()
    page = upload(client_of(published.cast.ana), GUIDE, write_file(rows))
    assert [row[0] for row in table(page)] == ["unchanged"]
    assert counts() == before


@pytest.mark.parametrize("extension", NAMES)
def test_guide_can_be_started_from_hand_written_spreadsheet(extension: str, guide: Guide) -> None:
    facts = json.dumps(guide.draft("drug-facts").facts)
    rows = [
        row_of("drug-facts", slug="typed", body="", facts=facts, review_interval_months=24),
        row_of("uses", slug="typed", references=f"{SOURCE} | page 3\n{SOURCE}", review_interval_months=24),
    ]
    import_file(client_of(guide.cast.ana), GUIDE, write_file(rows, extension), extension)
    typed = Monograph.objects.get(slug="typed")
    assert typed.review_interval_months == 24
    revision = SectionRevision.objects.get(section__monograph=typed, section__kind__code="uses")
    words = Reference.objects.get(key=SOURCE).wording
    assert revision.references == [
        {"key": SOURCE, "locator": "page 3", "wording": words},
        {"key": SOURCE, "locator": "", "wording": words},
    ]


def test_reason_of_last_change_is_not_reused(published: Guide) -> None:
    client = client_of(published.cast.ana)
    rows = [row for row in read(export(client, GUIDE, "csv"), "csv") if row["kind"] in ("uses", "dosage")]
    for row in rows:
        row["body"] += "<p>More.</p>"
    rows[1]["reason"] = "Said more."
    import_file(client, GUIDE, write_file(rows))
    assert published.section("uses").latest_revision.reason == "Imported from guides.csv."
    assert published.section("dosage").latest_revision.reason == "Said more."


def test_csv_may_have_semicolons_and_byte_order_mark(guide: Guide) -> None:
    content = "\ufeffslug;kind;heading;body;facts;references\r\ntestol;uses;Größe;<p>a, b</p>;;\r\n".encode()
    import_file(client_of(guide.cast.ana), GUIDE, content)
    assert guide.section().latest_revision.heading == "Größe"


# Between export, preview and confirmation


def test_text_saved_since_preview_is_not_overwritten(guide: Guide) -> None:
    guide.write("uses")
    client = client_of(guide.cast.ana)
    page = upload(client, GUIDE, write_file([row_of("dosage"), row_of("uses")]))
    guide.write("uses", "Ben was faster.", author=guide.cast.ben)
    before = counts()
    page = confirm(client, GUIDE, page)
    assert faults(page) == ["3/: Revision 2 was saved since the preview. Upload the file again."]
    assert counts() == before


def test_text_saved_since_export_is_not_overwritten(guide: Guide) -> None:
    guide.write("uses")
    client = client_of(guide.cast.ana)
    (row,) = read(export(client, GUIDE, "csv"), "csv")
    guide.write("uses", "Ben was faster.", author=guide.cast.ben)
    page = upload(client, GUIDE, write_file([{**row, "body": "<p>Ana's.</p>"}]))
    (fault,) = faults(page)
    assert fault.startswith("2/digest: The section has changed since this row was exported")
    assert "revision is 2, saved by ben" in fault
    assert not can_confirm(page)
    import_file(client, GUIDE, write_file([{**row, "body": "<p>Ana's.</p>", "digest": ""}]))
    assert guide.section().latest_revision.number == 3


def test_same_file_again_changes_nothing(guide: Guide) -> None:
    guide.write("uses")
    client = client_of(guide.cast.ana)
    (row,) = read(export(client, GUIDE, "csv"), "csv")
    content = write_file([{**row, "body": "<p>Not   the normal form.<b>!</b>"}])
    import_file(client, GUIDE, content)
    assert [row[0] for row in table(upload(client, GUIDE, content))] == ["unchanged"]


def test_preview_is_confirmed_once_by_same_person(guide: Guide) -> None:
    page = upload(client_of(guide.cast.ana), GUIDE, write_file([row_of()]))
    before = counts()
    for person, model in ((guide.cast.ben, GUIDE), (guide.cast.ana, "reference")):
        answer = confirm(client_of(person), model, page)
        assert "This preview has expired or was already confirmed." in answer.content.decode()
        assert counts() == before
    confirm(client_of(guide.cast.ana), GUIDE, page)
    assert guide.section().latest_revision.number == 1
    answer = confirm(client_of(guide.cast.ana), GUIDE, page)
    assert "This preview has expired or was already confirmed." in answer.content.decode()


def test_confirmation_cannot_name_another_file(guide: Guide) -> None:
    answer = client_of(guide.cast.ana).post(address(GUIDE, "process_import"), {"token": "/etc/passwd"}, follow=True)
    assert "Upload the file again." in answer.content.decode()


def test_text_longer_than_excel_cell_is_not_cut(guide: Guide) -> None:
    guide.write("uses", "Long. " * 6_000)
    client = client_of(guide.cast.ana)
    answer = client.post(address(GUIDE, "export"), {"format": NAMES.index("xlsx"), "resource": "0"})
    assert "an Excel cell holds 32,767" in answer.content.decode()
    assert len(read(export(client, GUIDE, "csv"), "csv")[0]["body"]) > 36_000


def test_only_selected_guides_are_exported(rich: Guide) -> None:
    client = client_of(rich.cast.ana)
    other = Monograph.objects.get(slug="other")
    ticked = {"action": "export_admin_action", "_selected_action": [other.pk]}
    assert client.post("/admin/monograph/monograph/", ticked).status_code == 200
    rows = read(export(client, GUIDE, "json", export_items=[other.pk]), "json")
    assert {row["slug"] for row in rows} == {"other"}


def test_preview_of_long_text_starts_at_first_difference(guide: Guide) -> None:
    guide.write("uses", "<p>" + "Same words. " * 5_000 + "</p>")
    row = row_of(body="<p>" + "Same words. " * 5_000 + "And others.</p>")
    page = upload(client_of(guide.cast.ana), GUIDE, write_file([row]))
    assert table(page) == [["new draft", "testol", "uses", "About uses", "…Same words. Same words. And others."]]
    assert len(page.content) < 20_000


# Permissions


MAY_IMPORT = {"ana", "ben", "pat", "root"}
MAY_EXPORT = MAY_IMPORT | {"priya", "tom", "maria", "grace"}


@pytest.mark.parametrize("name", ["ana", "priya", "maria", "grace", "pat", "root", "sam"])
def test_every_address_requires_its_permission(published: Guide, name: str) -> None:
    client = client_of(getattr(published.cast, name))
    is_importer, is_exporter = name in MAY_IMPORT, name in MAY_EXPORT
    answers = {
        "import form": client.get(address(GUIDE, "import")).status_code,
        "upload": upload(client, GUIDE, write_file([row_of()])).status_code,
        "confirm": client.post(address(GUIDE, "process_import"), {"token": "x"}).status_code,
        "export form": client.get(address(GUIDE, "export")).status_code,
        "export": client.post(address(GUIDE, "export"), {"format": 1, "resource": "0"}).status_code,
    }
    assert answers == {
        "import form": 200 if is_importer else 403,
        "upload": 200 if is_importer else 403,
        "confirm": 302 if is_importer else 403,
        "export form": 200 if is_exporter else 403,
        "export": 200 if is_exporter else 403,
    }


def test_spreadsheets_require_login() -> None:
    for page in ("import", "process_import", "export"):
        answer = Client().post(address(GUIDE, page))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]
