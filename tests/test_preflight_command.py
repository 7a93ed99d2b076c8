"""``manage.py preflight`` at a shell."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from .factory import Guide


def run(*arguments: Any) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("preflight", *map(str, arguments), stdout=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "section.html"
    path.write_text("<p>Blinctyo comes as a vial of 38 mcg. Take 1.0 mg.</p>", encoding="utf-8")
    return path


def test_file_with_errors_prints_json_and_exits_with_1(file: Path) -> None:
    facts = ("--brand", "Blincyto", "--generic", "blinatumomab", "--strength", "35 mcg")
    code, printed = run("--json", "--file", file, *facts)
    assert code == 1
    findings = json.loads(printed)
    names = ["code", "end", "message", "quote", "severity", "start"]
    assert [sorted(finding) for finding in findings] == [names] * len(findings)
    text = "Blinctyo comes as a vial of 38 mcg. Take 1.0 mg."
    assert [text[finding["start"] : finding["end"]] for finding in findings] == [found["quote"] for found in findings]
    assert {(finding["code"], finding["quote"]) for finding in findings} == {
        ("misspelt-name", "Blinctyo"),
        ("strength-differs", "38 mcg"),
        ("trailing-zero", "1.0"),
    }


def test_clean_file_prints_an_empty_array_and_exits_with_0(file: Path) -> None:
    file.write_text("<p>Take one tablet a day.</p>", encoding="utf-8")
    code, printed = run("--json", "--file", file)
    assert (code, json.loads(printed)) == (0, [])


def test_warnings_alone_exit_with_0(file: Path) -> None:
    file.write_text('<p>To read more, <a href="https://example.org/">click here</a>.</p>', encoding="utf-8")
    code, printed = run("--file", file)
    assert code == 0
    assert "warning: vague-link: “click here”" in printed
    assert printed.endswith("0 error(s), 1 warning(s).\n")


def test_file_needs_no_database(file: Path) -> None:
    program = [sys.executable, "manage.py", "preflight", "--json", "--file", str(file)]
    environment = {"SECRET_KEY": "x" * 50, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "PATH": ""}
    completed = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert completed.returncode == 1, completed.stderr
    assert json.loads(completed.stdout)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--file", "/nowhere/at.all"], "The file can't be read: No such file or directory"),
        (["--file", "{file}", "--strength", "plenty"], "is not a number and a unit"),
        (["--file", "{file}", "blincyto"], "Name guides or a file, not both."),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(file: Path, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        run(*(argument.format(file=file) for argument in arguments))
    assert refused.value.returncode == 2


def test_file_in_another_encoding_is_refused_in_a_sentence(file: Path) -> None:
    file.write_bytes(b"<p>caf\xe9</p>")
    with pytest.raises(CommandError, match="is not UTF-8"):
        run("--file", file)


def test_guides_are_checked_in_their_latest_revisions(guide: Guide) -> None:
    guide.write("uses", "It treats pain.")
    guide.write("uses", "It treats pain pain.")
    code, printed = run("testol")
    assert code == 1
    assert "testol/uses: error: repeated-word: “pain pain”" in printed
    assert "testol/overdose: error: required-section" in printed
    assert "testol/uses: grade " in printed
    assert "testol/all: grade " in printed


def test_all_guides_are_checked_unless_some_are_named(guide: Guide) -> None:
    Guide(guide.cast, "other").write("uses", "It treats treats pain.")
    guide.write("uses", "It treats pain pain.")
    printed = run("--json")[1]
    assert {"treats treats", "pain pain"} <= {finding["quote"] for finding in json.loads(printed)}


def test_unknown_guide_is_named(guide: Guide) -> None:
    with pytest.raises(CommandError, match="There is no guide nothing"):
        run("testol", "nothing")
