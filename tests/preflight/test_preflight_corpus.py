"""Preflight finds the damage of the labelled texts, and next to nothing in the clean ones."""

import re
from pathlib import Path

import pytest

from tests.corpus.preflight import entries, findings, on_clean, on_damaged

PARTS = ("tuning", "aside", "unseen")


@pytest.mark.parametrize("part", PARTS)
def test_most_of_the_damage_is_found(part: str) -> None:
    measure = on_damaged(f"damaged-{part}")
    assert measure.recall >= 0.95, [(entry["code"], entry.get("quote")) for entry in measure.missed]


@pytest.mark.parametrize("part", PARTS)
def test_no_kind_of_damage_goes_unnoticed(part: str) -> None:
    measure = on_damaged(f"damaged-{part}")
    assert {code: measure.found[code] for code, total in measure.total.items() if measure.found[code] < total / 2} == {}


@pytest.mark.parametrize("part", PARTS)
def test_clean_text_has_at_most_one_false_error_in_a_thousand_words(part: str) -> None:
    measure = on_clean(f"clean-{part}")
    assert measure.errors_in_1000_words <= 1, [(each.code, each.quote) for _, each in measure.errors]


def test_the_labelled_texts_are_as_many_as_they_should_be() -> None:
    damaged = [entry for part in PARTS for entry in entries(f"damaged-{part}")]
    assert len(damaged) >= 150
    assert len({entry["code"] for entry in damaged}) >= 40
    assert sum(len(entries(f"clean-{part}")) for part in PARTS) >= 150


def test_every_message_is_a_sentence_or_two_that_say_what_to_do() -> None:
    for entry in (entry for part in PARTS for entry in entries(f"damaged-{part}")):
        for found in findings(entry):
            message = found.message
            assert message.endswith((".", "?")), message
            assert message[0].isupper() or not message[0].isalpha(), message
            assert 3 <= len(message.split()) <= 60, message


def test_the_documentation_lists_every_code_that_is_labelled_or_found() -> None:
    labelled = [entry for part in PARTS for entry in entries(f"damaged-{part}")]
    codes = {entry["code"] for entry in labelled} | {each.code for entry in labelled for each in findings(entry)}
    documented = re.findall(r"^\| `([a-z-]+)` \|", Path("docs/preflight.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(codes | {"reference-behind"}) == sorted(documented)
