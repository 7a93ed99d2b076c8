"""manage.py compare: two files in, what changed out; it needs no database."""

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


def test_a_program_reads_json(files: tuple[Path, Path]) -> None:
    assert json.loads(run("--json", *files)) == {
        "critical": [{"kind": "dose", "old": "28 µg a day", "new": "82 µg a day", "quote": "Take 82 µg a day."}],
        "html": "<p>Take <del>28</del><ins>82</ins> µg a day.</p>",
    }


def test_a_person_reads_what_changes_the_meaning_first(files: tuple[Path, Path]) -> None:
    said = run(*files).splitlines()
    assert said[0] == "What changes the meaning:"
    assert said[1] == "- dose: 28 µg a day became 82 µg a day"


def test_the_same_text_twice_is_said_to_be_the_same(files: tuple[Path, Path]) -> None:
    assert run(files[0], files[0]) == "The two texts say the same in the same form.\n"


def test_a_rewording_is_said_to_change_no_meaning(files: tuple[Path, Path]) -> None:
    files[1].write_text("<p>Take 28 micrograms daily.</p>", encoding="utf-8")
    assert run(*files).startswith("Nothing was found that changes the meaning.")


def test_a_missing_file_is_said_in_a_sentence(files: tuple[Path, Path]) -> None:
    with pytest.raises(CommandError, match="can't be read: No such file") as refusal:
        run(files[0].with_name("none.html"), files[1])
    assert refusal.value.returncode == 2


def test_a_file_that_is_not_utf_8_is_said_in_a_sentence(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(b"<p>28 \xb5g</p>")
    with pytest.raises(CommandError, match="is not UTF-8 text") as refusal:
        run(*files)
    assert refusal.value.returncode == 2
