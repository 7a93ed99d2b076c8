"""``manage.py intake`` shows how a file would be taken in, without a database."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def run(file: Path, *options: str) -> tuple[str, str, int]:
    """Return what is printed, what is said beside it, and the exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command("intake", "--file", str(file), *options, stdout=out, stderr=err)
    except SystemExit as ended:
        return out.getvalue(), err.getvalue(), int(ended.code or 0)
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    file = tmp_path / "tracked.html"
    file.write_text("<p>Take <del>5</del><ins>10</ins> m&shy;g.</p>", encoding="utf-8")
    return file


def test_json_of_a_refused_text_has_no_html(tracked: Path) -> None:
    out, _, code = run(tracked, "--json")
    found = json.loads(out)
    assert (found["html"], code) == (None, 1)
    assert [(refusal["code"], refusal["quote"]) for refusal in found["refusals"]] == [("deleted_text", "5")]
    assert [notice["code"] for notice in found["notices"]] == ["invisible_character"]
    assert "1 passage is struck out" in found["refusals"][0]["message"]


def test_json_of_a_pasted_text_has_html_and_notices(tracked: Path) -> None:
    out, _, code = run(tracked, "--json", "--pasted")
    found = json.loads(out)
    assert (found["html"], found["refusals"], code) == ("<p>Take 10 mg.</p>", [], 0)
    assert [notice["code"] for notice in found["notices"]] == ["deleted_text", "invisible_character"]


def test_text_is_printed_and_notices_are_said_beside_it(tracked: Path) -> None:
    out, err, code = run(tracked, "--pasted")
    assert (out, code) == ("<p>Take 10 mg.</p>\n", 0)
    assert "notice: deleted_text: 1 deleted passage was left out: “5”." in err


def test_refusals_are_said_and_nothing_is_printed(tracked: Path) -> None:
    out, err, code = run(tracked)
    assert (out, code) == ("", 1)
    assert "refused: deleted_text: 1 passage is struck out" in err


@pytest.mark.parametrize(
    ("name", "words", "html"),
    [
        ("a.txt", "Take ator-\nvastatin <5 mg.", "<p>Take atorvastatin &lt;5 mg.</p>"),
        ("a.html", "Take ator-\nvastatin 5 mg.", "<p>Take atorvastatin 5 mg.</p>"),
        ("a.html", "Metfor&shy;min", "<p>Metformin</p>"),
        ("a.html", "Take it\nnow &amp; then.", "<p>Take it now &amp; then.</p>"),
    ],
)
def test_file_without_markup_is_plain_text(tmp_path: Path, name: str, words: str, html: str) -> None:
    (tmp_path / name).write_text(words, encoding="utf-8")
    out, _, _ = run(tmp_path / name)
    assert out == f"{html}\n"


def test_missing_file_is_reported_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be read: No such file") as refusal:
        run(tmp_path / "none.html")
    assert refusal.value.returncode == 2


def test_file_in_another_encoding_is_reported_in_a_sentence(tracked: Path) -> None:
    tracked.write_bytes(b"<p>28 \xb5g</p>")
    with pytest.raises(CommandError, match="is not UTF-8") as refusal:
        run(tracked)
    assert refusal.value.returncode == 2
