"""Faulty spreadsheets of guides: every fault is named, and nothing is imported."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from monograph.models import WorkingCopy
from monograph.workflow import drafting

from .factory import Guide
from .spreadsheet import (
    can_confirm,
    client_of,
    confirm,
    counts,
    export,
    faults,
    import_file,
    read,
    row_of,
    upload,
    workbook,
    write_file,
)

GUIDE = "monograph"


def refused(guide: Guide, rows: list[dict[str, Any]], extension: str = "csv") -> list[str]:
    """Return the faults; check that nothing was imported and nothing can be confirmed."""
    before = counts()
    page = upload(client_of(guide.cast.ana), GUIDE, write_file(rows, extension), extension)
    assert page.status_code == 422
    assert not can_confirm(page)
    assert counts() == before
    return faults(page)


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"slug": "Not A Slug"}, "slug", "lowercase letters"),
        ({"slug": ""}, "slug", "cannot be blank"),
        ({"kind": "poetry"}, "kind", "no section kind “poetry”"),
        ({"heading": " "}, "heading", "The heading is missing."),
        ({"heading": "-5 mg"}, "heading", "may not begin with -"),
        ({"body": ""}, "body", "The text is empty."),
        ({"body": "<p>x</p><script>1</script>"}, "body", "<script>"),
        ({"body": "a\u202eb"}, "body", "U+202E"),
        ({"facts": '{"brand_name": "X"}'}, "facts", "Only the section of key facts"),
        ({"facts": "{brand"}, "facts", "not JSON"),
        ({"facts": "[1]"}, "facts", "one JSON object"),
        ({"facts": "[" * 100_000}, "facts", "nested too deep"),
        ({"facts": '{"brand_name": "X", "brand_name": "Y"}'}, "facts", "“brand_name” twice"),
        ({"facts": '{"brand_name": NaN}'}, "facts", "NaN"),
        ({"kind": "drug-facts", "body": "", "facts": '{"brand_name": "X"}'}, "facts", "Generic name is missing."),
        ({"references": "no-such-source"}, "references", "no reference “no-such-source”"),
        ({"references": '[{"page": 3}]'}, "references", "can't be read"),
        ({"references": '[{"key": 3}]'}, "references", "can't be read"),
        ({"references": '[{"key": "\\ud800"}]'}, "references", "U+D800"),
        ({"references": "\x00"}, "references", "U+0000"),
        ({"slug": "a\x00"}, "slug", "U+0000"),
        ({"references": "[[["}, "references", "can't be read"),
        ({"removal": "maybe"}, "removal", "Write yes"),
        ({"removal": "yes"}, "body", "can't have a text"),
        ({"review_interval_months": "soon"}, "review_interval_months", "whole number"),
        ({"review_interval_months": "24"}, "review_interval_months", "is 12 months"),
        ({"review_interval_months": "99", "slug": "newer"}, "review_interval_months", "60"),
        ({"reason": "x" * 5_000}, "reason", "the limit is 4,000"),
    ],
)
def test_fault_has_row_and_column(guide: Guide, changes: dict[str, str], column: str, words: str) -> None:
    extra = {"removal": "", "review_interval_months": "", "reason": ""}
    messages = refused(guide, [row_of("dosage", **extra), row_of(**{**extra, **changes})])
    assert [fault for fault in messages if fault.startswith(f"3/{column}: ") and words in fault], messages
    assert all(fault.startswith("3/") for fault in messages)


def test_one_faulty_row_blocks_import_and_all_faults_are_listed(guide: Guide) -> None:
    messages = refused(guide, [row_of("uses"), row_of("dosage", heading=""), row_of("storage", kind="x", heading="")])
    assert [fault.partition(":")[0] for fault in messages] == ["3/heading", "4/kind"]


def test_section_in_review_is_not_overwritten(guide: Guide) -> None:
    guide.submit(guide.write("uses"))
    (fault,) = refused(guide, [row_of("dosage"), row_of("uses")])
    assert fault.startswith("3/: This section is in review.")


def test_own_unsaved_changes_block_import_and_are_kept(guide: Guide) -> None:
    guide.write("uses")
    drafting.save_working_copy(actor=guide.cast.ana, section=guide.section(), typed={"body": "ty"}, based_on=None)
    (fault,) = refused(guide, [row_of(body="<p>New.</p>")])
    assert "You have unsaved changes in this section." in fault
    assert WorkingCopy.objects.get().typed == {"body": "ty"}


def test_unchanged_section_in_review_does_not_block_import(guide: Guide) -> None:
    guide.submit(guide.write("uses"))
    guide.write("dosage")
    client = client_of(guide.cast.ana)
    rows = read(export(client, GUIDE, "csv"), "csv")
    rows[1]["body"] = "<p>Changed.</p>"
    import_file(client, GUIDE, write_file(rows))
    assert guide.section("dosage").latest_revision.body == "<p>Changed.</p>"


def test_rows_of_json_are_counted_without_header(guide: Guide) -> None:
    (fault,) = refused(guide, [row_of("uses"), row_of("dosage", heading="")], "json")
    assert fault.startswith("2/heading: ")


def test_permission_to_import_does_not_include_writing(guide: Guide) -> None:
    sam = guide.cast.sam
    sam.user_permissions.add(Permission.objects.get(codename="import_monograph"))
    page = upload(client_of(sam), GUIDE, write_file([row_of(), row_of("uses", slug="newer")]))
    assert [fault.partition(".")[0] for fault in faults(page)] == [
        "2/: Your account does not have the right to revise sections",
        "3/: Your account does not have the right to start a guide",
    ]


# Unreadable files


GOOD = write_file([row_of()])
HEAD = b"slug,kind,heading,body,facts,references\n"


@pytest.mark.parametrize(
    ("extension", "content", "words"),
    [
        ("csv", b"  \n", "The file is empty."),
        ("csv", HEAD, "no rows"),
        ("csv", b"\xff\xfe" + GOOD.decode().encode("utf-16-le"), "not in the encoding UTF-8"),
        ("csv", GOOD + "\ntestol,dosage,Größe,x,,\n".encode("latin-1"), "Line 4 of the file is not in the encoding"),
        ("csv", HEAD + b'testol,uses,H,"<p>a</p>,,\ntestol,dosage,H,<p>b</p>,,\n', "quotation marks"),
        ("csv", HEAD + b'testol,uses,H,"<p class="x">a</p>",,\n', "quotation marks"),
        ("csv", HEAD + b"testol,uses,H,<p>a, b</p>,,\n", "2/: This row has 7 cells, but the header has 6."),
        ("csv", HEAD + b"testol,uses,H\n", "2/: This row has 3 cells, but the header has 6."),
        ("csv", b"slug,kind,heading,body,facts\ntestol,uses,H,b,\n", "The column “references” is missing."),
        ("csv", HEAD.strip() + b",approved\ntestol,uses,H,b,,,yes\n", "no column called “approved”"),
        ("csv", HEAD.strip() + b",body\ntestol,uses,H,b,,,b\n", "The column “body” is there 2 times."),
        ("csv", GOOD + GOOD.splitlines()[1], "3/kind: Rows 2 and 3 are both for testol / uses."),
        ("csv", HEAD + b"testol,uses,=1+1,b,,\n", "2/heading: This cell is a formula"),
        ("csv", HEAD + b'testol,uses,H," =1+1",,\n', "2/body: This cell is a formula"),
        ("csv", b"%PDF-1.7 \x00\x01 nothing like it", "The column “slug” is missing."),
        ("csv", workbook([["slug"]]), "Excel workbook"),
        ("xlsx", GOOD, "not an Excel workbook"),
        ("xlsx", b"PK\x03\x04 broken", "not an Excel workbook"),
        ("xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format"),
        ("xlsx", workbook([[]]), "The column “slug” is missing."),
        (
            "xlsx",
            workbook([HEAD.decode().strip().split(","), ["testol", "uses", "H", "=A1", "", ""]]),
            "2/body: This cell is a formula",
        ),
        (
            "xlsx",
            workbook([HEAD.decode().strip().split(","), ["testol", "uses", "H", "b", "", "", "stray"]]),
            "2/: This row has 7 cells",
        ),
        ("json", b'[{"slug": "testol"', "This is not JSON"),
        ("json", b'{"slug": "testol"}', "must be a list of entries"),
        ("json", b'[{"slug": "a", "slug": "b"}]', "has “slug” twice"),
        ("json", b'[{"slug": NaN}]', "NaN"),
        ("json", b"[" * 200_000, "nested too deep"),
        ("json", b'[{"slug": ' + b"9" * 5_000 + b"}]", "too long"),
        ("json", b'[{"slug": "a", "kind": "b"}, {"slug": "a"}]', "2/kind: “kind” is missing here."),
        ("json", b'[{"slug": 1e999}]', "is not a value of JSON"),
        ("yaml", b"- slug: [", "This is not YAML"),
        ("yaml", b"slug: testol", "must be a list of entries"),
        ("yaml", b"- slug: a\n  slug: b\n", "has “slug” twice"),
        ("yaml", b"- slug: " + b"[" * 50_000, "nested too deep"),
        ("yaml", b"- &a {slug: x}\n- *a\n", "aliases"),
        ("yaml", b"- !!python/object/apply:os.getcwd []\n", "YAML tags"),
        *(
            ("yaml", b"- slug: !!" + tagged, "YAML tags")
            for tagged in (b"int ''", b"timestamp x", b"bool x", b"map [x]")
        ),
        ("yaml", b"- slug: \x07\n", "This is not YAML"),
    ],
)
def test_unreadable_file_is_refused_with_message(guide: Guide, extension: str, content: bytes, words: str) -> None:
    before = counts()
    page = upload(client_of(guide.cast.ana), GUIDE, content, extension)
    assert page.status_code == 422
    assert words in " ".join(faults(page)), faults(page)
    assert not can_confirm(page)
    assert counts() == before


def test_file_over_ten_megabytes_is_refused(guide: Guide) -> None:
    page = upload(client_of(guide.cast.ana), GUIDE, b"x" * (10 * 1024 * 1024 + 1))
    assert faults(page) == ["The file is larger than 10 MB. Divide it into smaller files."]


def test_preview_and_draft_say_what_became_of_the_text(guide: Guide) -> None:
    row = {"slug": "testol", "kind": "uses", "heading": "Uses", "facts": "", "references": ""}
    body = '<p>Take one_x000D_\ntablet <img alt="½"> a day.</p>'
    page = upload(client_of(guide.cast.ana), GUIDE, write_file([{**row, "body": body}], "xlsx"), "xlsx")
    assert "1 picture was left out." in page.content.decode()
    confirm(client_of(guide.cast.ana), GUIDE, page)
    revision = guide.section("uses").latest_revision
    assert revision is not None
    assert revision.body == "<p>Take one tablet [insert: picture “½”] a day.</p>"
