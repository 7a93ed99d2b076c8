"""The drug facts have one shape, and all their problems are reported together."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monograph.content.errors import ContentError
from monograph.content.facts import (
    FLAGS,
    IDENTIFIERS,
    OPTIONAL_LINES,
    REQUIRED_LINES,
    clean_facts,
    parse_strengths,
    strengths_text,
)

from ..factory import facts


def problems_of(data: Any) -> set[tuple[str, str]]:
    with pytest.raises(ContentError) as caught:
        clean_facts(data)
    return {(problem.field, problem.code) for problem in caught.value.problems}


def test_clean_facts_are_unchanged() -> None:
    identifiers = {
        "spl_set_id": "0836c6ac-ee37-5640-2fed-a3185a0b16eb",
        "rxnorm": "11289",
        "unii": "5Q7ZVV76EI",
        "atc": "B01AA03",
    }
    given_facts = facts(other_names=["Coumadin", "Jantoven"], maker="Maker", identifiers=identifiers)
    assert clean_facts(given_facts) == given_facts


def test_lines_get_their_normal_form() -> None:
    cleaned = clean_facts(facts(brand_name="  Testol \n XR", maker=" \t", other_names=[" A  B "]))
    assert (cleaned["brand_name"], cleaned["maker"], cleaned["other_names"]) == ("Testol XR", "", ["A B"])


@pytest.mark.parametrize("name", REQUIRED_LINES)
@pytest.mark.parametrize(
    ("value", "code"), [("", "required"), ("\u00a0", "required"), (5, "wrong_type"), (None, "wrong_type")]
)
def test_line_is_required(name: str, value: Any, code: str) -> None:
    assert problems_of(facts(**{name: value})) == {(name, code)}


@pytest.mark.parametrize("name", FLAGS)
@pytest.mark.parametrize("value", ["yes", "", 1, 0, None, []])
def test_flag_must_be_a_boolean(name: str, value: Any) -> None:
    assert problems_of(facts(**{name: value})) == {(name, "wrong_type")}


@pytest.mark.parametrize("name", [*REQUIRED_LINES, *FLAGS, "strengths"])
def test_missing_fact_is_reported(name: str) -> None:
    given_facts = facts()
    del given_facts[name]
    assert {field for field, _ in problems_of(given_facts)} == {name}


@pytest.mark.parametrize("name", [*OPTIONAL_LINES, "other_names", "identifiers"])
def test_optional_fact_defaults_to_empty(name: str) -> None:
    given_facts = facts()
    del given_facts[name]
    assert clean_facts(given_facts) == facts()


# From ISMP's list of error-prone notation: 1.0 is read as 10, .5 as 5.
@pytest.mark.parametrize("number", ["1", "35", "0.5", "12.5", "1,000", "10,000.25", "1000", "0.05"])
def test_unambiguous_number_is_accepted(number: str) -> None:
    strengths = [{"number": number, "unit": "mg"}]
    assert clean_facts(facts(strengths=strengths))["strengths"] == strengths


@pytest.mark.parametrize(
    "number", ["1.0", ".5", "1.", "01", "00.5", "1.50", "-1", "+1", "1e3", "1,00", "½", "٣", "1 000", "", "1\n", "five"]
)
def test_ambiguous_number_is_refused(number: str) -> None:
    assert problems_of(facts(strengths=[{"number": number, "unit": "mg"}])) == {("strengths", "unsafe_number")}


@pytest.mark.parametrize(
    "strengths", [[], None, "35 mcg", [35], [{}], [{"number": "1"}], [{"number": 1, "unit": "mg"}], {"number": "1"}]
)
def test_strengths_must_be_pairs_of_number_and_unit(strengths: Any) -> None:
    assert problems_of(facts(strengths=strengths)) == {("strengths", "required")}


@pytest.mark.parametrize("unit", ["", " ", "x" * 41, "=mg", "m\u200bg"])
def test_unit_must_be_a_short_line(unit: str) -> None:
    assert {field for field, _ in problems_of(facts(strengths=[{"number": "1", "unit": unit}]))} == {"strengths"}


@pytest.mark.parametrize("names", [None, "Coumadin", {"a": 1}, [1], [None]])
def test_other_names_must_be_a_list_of_names(names: Any) -> None:
    assert problems_of(facts(other_names=names)) == {("other_names", "wrong_type")}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("spl_set_id", "0836C6AC-EE37-5640-2FED-A3185A0B16EB"),
        ("spl_set_id", "0836c6ac"),
        ("rxnorm", "RX11289"),
        ("rxnorm", "123456789"),
        ("unii", "5q7zvv76ei"),
        ("unii", "5Q7ZVV76E"),
        ("atc", "B01"),
        ("atc", "b01aa03"),
        ("atc", ["B01AA03"]),
        ("rxnorm", "\uff11"),
    ],
)
def test_malformed_identifier_is_refused(name: str, code: Any) -> None:
    assert problems_of(facts(identifiers={name: code})) == {(name, "wrong_form")}


def test_identifiers_are_optional() -> None:
    assert clean_facts(facts(identifiers={}))["identifiers"] == dict.fromkeys(IDENTIFIERS, "")


@pytest.mark.parametrize("identifiers", [["11289"], "11289", {"ndc": "0002-1433"}])
def test_unknown_identifier_is_refused(identifiers: Any) -> None:
    assert problems_of(facts(identifiers=identifiers))


def test_unknown_facts_are_named() -> None:
    with pytest.raises(ContentError, match="color, size") as caught:
        clean_facts(facts(size="big", color="red"))
    assert [problem.code for problem in caught.value.problems] == ["unknown_field"]


def test_all_problems_are_reported() -> None:
    broken = facts(brand_name="", route=1, prescription="yes", strengths=[], identifiers={"atc": "x"}, color="red")
    assert problems_of(broken) == {
        ("brand_name", "required"),
        ("route", "wrong_type"),
        ("prescription", "wrong_type"),
        ("strengths", "required"),
        ("atc", "wrong_form"),
        ("facts", "unknown_field"),
    }


@pytest.mark.parametrize("data", [None, [], "facts", 5, True])
def test_facts_must_be_a_mapping(data: Any) -> None:
    assert problems_of(data) == {("facts", "wrong_type")}


WORDS = st.text(max_size=12) | st.sampled_from(["Testol", "mg", "1.0", "0.5", "=x", " ", "\u00a0", "\ud800"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(sorted(facts()))
STRENGTHS = st.lists(st.fixed_dictionaries({"number": WORDS, "unit": WORDS}), max_size=2)


@given(
    JSON | st.dictionaries(NAMES, JSON) | st.dictionaries(NAMES | WORDS, JSON | STRENGTHS).map(lambda d: facts() | d)
)
def test_any_json_is_refused_or_becomes_stable_facts(data: Any) -> None:
    try:
        cleaned = clean_facts(data)
    except ContentError as error:
        assert all(problem.message for problem in error.problems)
        return
    assert clean_facts(cleaned) == cleaned
    assert cleaned.keys() == facts().keys()
    assert list(cleaned["identifiers"]) == list(IDENTIFIERS)
    assert all(strength.keys() == {"number", "unit"} for strength in cleaned["strengths"])


@pytest.mark.parametrize(
    ("entered", "strengths"),
    [
        ("35 mcg", [("35", "mcg")]),
        ("1 mg\n\n  2.5 mg per 5 mL \r\n", [("1", "mg"), ("2.5", "mg per 5 mL")]),
        ("500\u00a0mg", [("500", "mg")]),
        ("35  mcg", [("35", "mcg")]),
        ("35mcg", [("35mcg", "")]),
        ("", []),
    ],
)
def test_strengths_are_read_one_a_line(entered: str, strengths: list[tuple[str, str]]) -> None:
    assert [(strength["number"], strength["unit"]) for strength in parse_strengths(entered)] == strengths


def test_number_is_bound_to_its_unit() -> None:
    both = [{"number": "500", "unit": "mg"}, {"number": "1", "unit": "g"}]
    assert strengths_text(both) == "500\u00a0mg, 1\u00a0g"


@given(st.lists(st.fixed_dictionaries({"number": st.sampled_from(["1", "0.5", "1,000"]), "unit": WORDS}), min_size=1))
def test_strengths_survive_a_round_trip(strengths: list[dict[str, str]]) -> None:
    try:
        cleaned = clean_facts(facts(strengths=strengths))["strengths"]
    except ContentError:
        return
    lines = "\n".join(f"{strength['number']} {strength['unit']}" for strength in cleaned)
    assert parse_strengths(lines) == cleaned
