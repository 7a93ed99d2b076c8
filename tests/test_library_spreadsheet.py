"""References and glossary as spreadsheets, by their natural keys."""

from typing import Any

import pytest

from monograph.models import GlossaryTerm, Reference

from .cast import Cast
from .factory import SOURCE, Guide
from .spreadsheet import (
    NAMES,
    address,
    can_confirm,
    client_of,
    confirm,
    export,
    faults,
    import_file,
    read,
    table,
    upload,
    write_file,
)

MODELS = ("reference", "glossaryterm")


def reference(**changes: Any) -> dict[str, Any]:
    return {
        "key": "label-2024",
        "title": "The label",
        "publisher": "Maker",
        "year": "2024",
        "url": "https://example.org/label",
        "accessed_on": "2026-10-01",
        **changes,
    }


def library() -> tuple[list[Any], list[Any]]:
    plain = [field.name for field in Reference._meta.concrete_fields if field.name != "id"]
    references = Reference.objects.order_by("key").values_list(*plain)
    return list(references), list(GlossaryTerm.objects.order_by("term").values_list("term", "meaning"))


@pytest.mark.parametrize("extension", NAMES)
def test_export_can_be_imported_unchanged(extension: str, cast: Cast) -> None:
    Reference.objects.create(key="bare", title="'=A1, a title; with “quotes”", publisher="-5, @home and +1")
    Reference.objects.create(key="full", title="=1+1", publisher="Größe", year=1999, accessed_on="2026-10-01")
    GlossaryTerm.objects.create(term="-itis", meaning="=An inflammation, or “swelling”.")
    before, client = library(), client_of(cast.ana)
    files = {model: export(client, model, extension) for model in MODELS}
    Reference.objects.all().delete()
    GlossaryTerm.objects.all().delete()
    for model, content in files.items():
        import_file(client, model, content, extension)
    assert library() == before


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_export_has_no_formulas(extension: str, cast: Cast) -> None:
    for place, beginning in enumerate(("=", "+", "-", "@", " =", "\t=")):
        GlossaryTerm.objects.create(term=f"{beginning}cmd{place}", meaning=f"{beginning}HYPERLINK(1)")
    for row in read(export(client_of(cast.ana), "glossaryterm", extension), extension):
        assert all(str(cell).lstrip()[0] == "'" for cell in row.values()), row


def test_rows_are_added_or_changed_by_key(cast: Cast) -> None:
    Reference.objects.create(**reference(key="same"))
    Reference.objects.create(**reference(key="other"))
    rows = [reference(key="same"), reference(key="other", title="A new title", year=""), reference(key="new")]
    client = client_of(cast.ana)
    page = upload(client, "reference", write_file(rows))
    assert table(page) == [
        ["changed", "other", "A new title", "title, year"],
        ["new", "new", "The label", ""],
        ["unchanged", "same", "The label", ""],
    ]
    assert Reference.objects.count() == 2
    confirm(client, "reference", page)
    assert Reference.objects.get(key="other").title == "A new title"
    assert Reference.objects.get(key="other").year is None
    assert Reference.objects.get(key="new").accessed_on.isoformat() == "2026-10-01"


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"key": "not a key"}, "key", "slug"),
        ({"key": ""}, "key", "required"),
        ({"key": "a\x00"}, "key", "U+0000"),
        ({"title": ""}, "title", "required"),
        ({"title": "a\u202eb"}, "title", "U+202E"),
        ({"title": "x" * 301}, "title", "at most 300"),
        ({"year": "soon"}, "year", "whole number"),
        ({"year": "1500"}, "year", "1800"),
        ({"url": "javascript:alert(1)"}, "url", "valid URL"),
        ({"url": "ftp://example.org/"}, "url", "valid URL"),
        ({"accessed_on": "10/01/2026"}, "accessed_on", "Write the date as 2026-10-01"),
    ],
)
def test_fault_is_listed_and_blocks_import(cast: Cast, changes: dict[str, str], column: str, words: str) -> None:
    page = upload(client_of(cast.ana), "reference", write_file([reference(key="good"), reference(**changes)]))
    assert page.status_code == 422
    assert not can_confirm(page)
    assert [fault for fault in faults(page) if fault.startswith(f"3/{column}: ") and words in fault], faults(page)
    assert not Reference.objects.exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"term": "anemia"}], "The column “meaning” is missing."),
        ([{"term": "anemia", "meaning": "a"}] * 2, "3/term: Rows 2 and 3 are both for anemia."),
        ([{"term": "anemia", "meaning": "a", "id": "1"}], "no column called “id”"),
        ([{"term": "anemia", "meaning": "=1"}], "2/meaning: This cell is a formula"),
    ],
)
def test_all_faults_of_glossary_file_are_listed(cast: Cast, rows: list[dict[str, str]], words: str) -> None:
    page = upload(client_of(cast.ana), "glossaryterm", write_file(rows))
    assert words in " ".join(faults(page))
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", ["ana", "priya", "maria", "grace", "root", "sam"])
def test_every_address_requires_its_permission(cast: Cast, model: str, name: str) -> None:
    client, expected = client_of(getattr(cast, name)), 200 if name in ("ana", "root") else 403
    content = write_file([reference()] if model == "reference" else [{"term": "a", "meaning": "b"}])
    assert client.get(address(model, "import")).status_code == expected
    assert upload(client, model, content).status_code == expected
    assert client.post(address(model, "process_import"), {"token": "x"}).status_code == (
        302 if expected == 200 else 403
    )
    assert client.get(address(model, "export")).status_code == expected
    assert client.post(address(model, "export"), {"format": 1, "resource": "0"}).status_code == expected


def test_cited_reference_keeps_its_key_and_cannot_be_deleted(guide: Guide) -> None:
    revision = guide.write("uses")
    cited = Reference.objects.get(key=SOURCE)
    client = client_of(guide.cast.root)
    page = f"/admin/monograph/reference/{cited.pk}"
    client.post(f"{page}/change/", {**reference(), "key": "another"})
    client.post(f"{page}/delete/", {"post": "yes"})
    cited.refresh_from_db()
    assert (cited.key, cited.title) == (SOURCE, "The label")
    assert revision.recomputed_digest() == revision.digest


def test_section_kinds_are_read_only(cast: Cast) -> None:
    client = client_of(cast.root)
    assert client.get("/admin/monograph/sectionkind/").status_code == 200
    assert client.get("/admin/monograph/sectionkind/add/").status_code == 403
    assert client.post("/admin/monograph/sectionkind/1/delete/", {"post": "yes"}).status_code == 403


def test_library_lists_can_be_searched(cast: Cast) -> None:
    Reference.objects.create(**reference())
    GlossaryTerm.objects.create(term="anemia", meaning="Too few red blood cells.")
    client = client_of(cast.ana)
    assert "The label" in client.get("/admin/monograph/reference/?q=label").content.decode()
    assert "Too few" in client.get("/admin/monograph/glossaryterm/?q=blood").content.decode()
