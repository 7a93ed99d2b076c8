"""``manage.py compare`` prints what changed between two files, without a database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text("<p>Take 28 µg a day.</p>", encoding="utf-8")
    new.write_text("<p>Take 82 µg a day.</p>", encoding="utf-8")
    return old, new


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("compare", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_holds_clinical_changes_and_html(files: tuple[Path, Path]) -> None:
    assert json.loads(run("--json", *files)) == {
        "critical": [{"kind": "dose", "old": "28 µg a day", "new": "82 µg a day", "quote": "Take 82 µg a day."}],
        "check": [],
        "wording": [],
        "html": "<p>Take <del>28</del><ins>82</ins> µg a day.</p>",
    }


def test_clinical_changes_come_first(files: tuple[Path, Path]) -> None:
    lines = run(*files).splitlines()
    assert lines[0] == "Clinical changes:"
    assert lines[1] == "- Dose changed: “28 µg a day” is now “82 µg a day”"


def test_identical_texts_have_no_changes(files: tuple[Path, Path]) -> None:
    assert run(files[0], files[0]) == "Nothing has changed.\n"


def test_rewording_has_no_clinical_changes(files: tuple[Path, Path]) -> None:
    files[1].write_text("<p>Take 28 micrograms daily.</p>", encoding="utf-8")
    assert run(*files).startswith("No clinical changes found.")


def test_missing_file_is_reported_in_a_sentence(files: tuple[Path, Path]) -> None:
    with pytest.raises(CommandError, match="can't be read: No such file") as refusal:
        run(files[0].with_name("none.html"), files[1])
    assert refusal.value.returncode == 2


def test_file_in_another_encoding_is_reported_in_a_sentence(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(b"<p>28 \xb5g</p>")
    with pytest.raises(CommandError, match="is not UTF-8 text") as refusal:
        run(*files)
    assert refusal.value.returncode == 2


def test_changes_to_check_are_in_both_outputs(files: tuple[Path, Path]) -> None:
    files[0].write_text("<p>Use a cloth. Ask your physician.</p>", encoding="utf-8")
    files[1].write_text("<p>Use a soft cloth. Ask your doctor.</p>", encoding="utf-8")
    found = json.loads(run("--json", *files))
    assert [(change["old"], change["new"]) for change in found["check"]] == [("", "soft")]
    assert found["wording"] == ["synonyms"]
    assert "- Added: “soft”" in run(*files)
