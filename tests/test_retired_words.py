"""The lint step that lists retired words finds them in every form, and leaves stored names alone."""

import pytest

from tests.lint.retired_words import find_in_text

PATH = "monograph/admin/home.py"


def words(text: str, path: str = PATH) -> list[str]:
    return [word for _, word, _ in find_in_text(text, path)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A remark is open.", "remark"),
        ("open_remarks = 1", "remarks"),
        ("class OpenRemark:", "remark"),
        ('<p class="desk-remark">', "remark"),
        ("for each in rows:", "for each in"),
        ("{% for size, each in rows %}", "for size, each in"),
        ("names = {each.name for row in rows}", "each"),
        ("MOST_ROWS = 5", "MOST_ROWS"),
        ("raise StalePage", "StalePage"),
    ],
)
def test_retired_word_is_found_in_every_form(text: str, word: str) -> None:
    assert words(text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "from typing import Any",
        'kind == "sent_back"',
        '"guard_revision_update"',
        "/guides/1/release/",
        "profile.licence_number",
        "the release candidate",
        "candidate = release_candidate(monograph)",
        "ReleaseCandidate",
        "memoize_until_published",
        "Tell your doctor.",
        "It goes out of date.",
        "one for each kind",
    ],
)
def test_stored_names_and_other_meanings_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_word_is_found_only_in_the_files_of_its_entry() -> None:
    assert words("The answer is late.", "monograph/workflow/reviewing.py") == ["answer"]
    assert words("The answer is late.", "monograph/public/page_cache.py") == []


def test_hit_names_its_line() -> None:
    assert [number for number, _, _ in find_in_text("fine\n\nmade anew\n", PATH)] == [3]
