"""``manage.py load_catalogue`` brings the section kinds into line with a file."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from monograph.content.errors import ContentError
from monograph.interchange.catalogue import MAX_BYTES, load_catalogue, read_catalogue
from monograph.models import SectionKind

from .factory import Guide

CATALOGUE_FILE = Path("fixtures/section-kinds.json")
Entries = list[dict[str, Any]]
WriteCatalogue = Callable[[Entries], Path]

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> Entries:
    listed: Entries = json.loads(CATALOGUE_FILE.read_text(encoding="utf-8"))
    return listed


@pytest.fixture
def write(tmp_path: Path) -> WriteCatalogue:
    def written(entries: Entries) -> Path:
        path = tmp_path / "kinds.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        return path

    return written


def run(*arguments: Any) -> list[str]:
    out = StringIO()
    call_command("load_catalogue", *arguments, stdout=out)
    return out.getvalue().splitlines()


def codes() -> list[str]:
    return list(SectionKind.objects.values_list("code", flat=True))


def travel(position: int, /, **changes: Any) -> dict[str, Any]:
    fields = {"code": "travel", "position": position, "default_heading": "Travel", **changes}
    return {"model": "monograph.sectionkind", "fields": fields}


def insert(entries: Entries, entry: dict[str, Any]) -> Entries:
    """Return the entries with one more, and those from its position on moved by one."""
    for other in entries:
        other["fields"]["position"] += other["fields"]["position"] >= entry["fields"]["position"]
    return [*entries, entry]


def test_shipped_catalogue_changes_nothing() -> None:
    assert run() == ["nothing changed"]
    assert run(CATALOGUE_FILE) == ["nothing changed"]


def test_shipped_catalogue_fills_an_empty_database() -> None:
    SectionKind.objects.all().delete()
    assert run()[0] == "added drug-facts at 1"
    assert len(codes()) == 16
    assert run() == ["nothing changed"]


def test_kind_is_inserted_in_the_middle(entries: Entries, write: WriteCatalogue) -> None:
    before = codes()
    path = write(insert(entries, travel(3)))
    lines = run(path)
    assert codes() == [*before[:2], "travel", *before[2:]]
    assert "added travel at 3" in lines
    assert "moved boxed-warning from 3 to 4" in lines
    assert len(lines) == 15
    assert run(path) == ["nothing changed"]


def test_two_kinds_swap_positions(entries: Entries, write: WriteCatalogue) -> None:
    first, second = entries[4]["fields"], entries[5]["fields"]
    first["position"], second["position"] = second["position"], first["position"]
    assert run(write(entries)) == ["moved side-effects from 5 to 6", "moved dosage from 6 to 5"]
    assert codes()[4:6] == ["dosage", "side-effects"]


def test_changed_fields_are_listed_with_old_and_new_value(entries: Entries, write: WriteCatalogue) -> None:
    entries[6]["fields"] |= {"must_cite": True, "required_signatures": 2, "loinc_codes": []}
    assert run(write(entries)) == [
        "how-given: loinc codes 59845-8 -> none, required signatures 1 -> 2, must cite no -> yes"
    ]
    kind = SectionKind.objects.get(code="how-given")
    assert (kind.must_cite, kind.required_signatures, kind.loinc_codes) == (True, 2, [])


def test_guides_keep_their_sections_when_kinds_move(guide: Guide, entries: Entries, write: WriteCatalogue) -> None:
    section = guide.section("dosage")
    run(write(insert(entries, travel(1))))
    assert guide.section("dosage") == section
    assert guide.section("dosage").kind.position == 7


def test_kind_that_the_file_lacks_is_reported_and_stays(entries: Entries, write: WriteCatalogue) -> None:
    assert run(write(entries[:-1])) == ["kept ask-your-doctor, which is not in the file"]
    assert "ask-your-doctor" in codes()


def test_nothing_is_printed_at_verbosity_0() -> None:
    SectionKind.objects.filter(code="cost").update(default_heading="Price")
    assert run("--verbosity", "0") == []
    assert SectionKind.objects.get(code="cost").default_heading == "Cost"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"requirement": "sometimes"}, "invalid_value"),
        ({"position": "third"}, "invalid_value"),
        ({"position": -1}, "invalid_value"),
        ({"code": "No slug"}, "invalid_value"),
        ({"required_signatures": 0}, "invalid_value"),
        ({"also_called": "trips"}, "invalid_value"),
        ({"loinc_codes": [5]}, "invalid_value"),
        ({"must_cite": "perhaps"}, "invalid_value"),
        ({"color": "red"}, "unknown_field"),
        ({"code": "uses"}, "repeated"),
        ({"position": 4}, "repeated"),
    ],
)
def test_wrong_kind_is_refused(entries: Entries, write: WriteCatalogue, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_catalogue(write([*entries, travel(17, **changes)]))
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize("field", ["code", "position", "default_heading"])
def test_kind_without_a_required_field_is_refused(entries: Entries, write: WriteCatalogue, field: str) -> None:
    del entries[0]["fields"][field]
    with pytest.raises(ContentError) as refused:
        read_catalogue(write(entries))
    assert [problem.code for problem in refused.value.problems] == ["missing_field"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b"\xff", "unreadable"),
        (b'[{"model": "monograph.sectionkind", "fields": {"position": NaN}}]', "unreadable"),
        (b'[{"model": "monograph.sectionkind", "fields": {"code": "a", "code": "b"}}]', "unreadable"),
        (b"[" + b"9" * 5_000 + b"]", "unreadable"),
        (b"[" + b" " * MAX_BYTES + b"]", "unreadable"),
        (b"{}", "wrong_form"),
        (b"[1]", "wrong_form"),
        (b'[{"model": "auth.group", "fields": {}}]', "wrong_form"),
    ],
)
def test_wrong_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "kinds.json"
    path.write_bytes(content)
    with pytest.raises(ContentError) as refused:
        read_catalogue(path)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_position_of_a_kind_that_the_file_lacks_is_taken(entries: Entries, write: WriteCatalogue) -> None:
    with pytest.raises(ContentError) as refused:
        load_catalogue(read_catalogue(write([*entries[:-1], travel(16)])))
    assert [problem.code for problem in refused.value.problems] == ["position_taken"]
    assert "travel" not in codes()


@pytest.mark.parametrize("name", ["none.json", ""])
def test_refusal_is_one_sentence_and_changes_nothing(tmp_path: Path, name: str) -> None:
    before = codes()
    with pytest.raises(CommandError) as refused:
        run(tmp_path / name)
    assert "can't be read" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.returncode == 1
    assert codes() == before
