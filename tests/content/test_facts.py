"""The drug facts: one shape, all problems at once, no notation that is misread."""

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
    strengths_in_words,
)

from ..factory import facts


def problems_of(data: Any) -> set[tuple[str, str]]:
    with pytest.raises(ContentError) as caught:
        clean_facts(data)
    return {(problem.field, problem.code) for problem in caught.value.problems}


def test_facts_in_their_shape_stay_as_they_are() -> None:
    identifiers = {
        "spl_set_id": "0836c6ac-ee37-5640-2fed-a3185a0b16eb",
        "rxnorm": "11289",
        "unii": "5Q7ZVV76EI",
        "atc": "B01AA03",
    }
    given_facts = facts(other_names=["Coumadin", "Jantoven"], maker="Maker", identifiers=identifiers)
    assert clean_facts(given_facts) == given_facts


def test_lines_are_put_into_their_one_form() -> None:
    cleaned = clean_facts(facts(brand_name="  Testol \n XR", maker=" \t", other_names=[" A  B "]))
    assert (cleaned["brand_name"], cleaned["maker"], cleaned["other_names"]) == ("Testol XR", "", ["A B"])


@pytest.mark.parametrize("name", REQUIRED_LINES)
@pytest.mark.parametrize(
    ("value", "code"), [("", "required"), ("\u00a0", "required"), (5, "wrong_type"), (None, "wrong_type")]
)
def test_a_line_that_is_required(name: str, value: Any, code: str) -> None:
    assert problems_of(facts(**{name: value})) == {(name, code)}


@pytest.mark.parametrize("name", FLAGS)
@pytest.mark.parametrize("value", ["yes", "", 1, 0, None, []])
def test_a_question_is_answered_with_yes_or_no(name: str, value: Any) -> None:
    assert problems_of(facts(**{name: value})) == {(name, "wrong_type")}


@pytest.mark.parametrize("name", [*REQUIRED_LINES, *FLAGS, "strengths"])
def test_a_fact_that_is_left_out_is_asked_for(name: str) -> None:
    given_facts = facts()
    del given_facts[name]
    assert {field for field, _ in problems_of(given_facts)} == {name}


@pytest.mark.parametrize("name", [*OPTIONAL_LINES, "other_names", "identifiers"])
def test_a_fact_that_may_be_left_out_gets_its_empty_form(name: str) -> None:
    given_facts = facts()
    del given_facts[name]
    assert clean_facts(given_facts) == facts()


# From ISMP's list of error-prone notation: 1.0 is read as 10, .5 as 5.
@pytest.mark.parametrize("number", ["1", "35", "0.5", "12.5", "1,000", "10,000.25", "1000", "0.05"])
def test_a_number_that_can_be_read_in_one_way_only(number: str) -> None:
    strengths = [{"number": number, "unit": "mg"}]
    assert clean_facts(facts(strengths=strengths))["strengths"] == strengths


@pytest.mark.parametrize(
    "number", ["1.0", ".5", "1.", "01", "00.5", "1.50", "-1", "+1", "1e3", "1,00", "½", "٣", "1 000", "", "1\n", "five"]
)
def test_a_number_that_can_be_misread_is_refused(number: str) -> None:
    assert problems_of(facts(strengths=[{"number": number, "unit": "mg"}])) == {("strengths", "unsafe_number")}


@pytest.mark.parametrize(
    "strengths", [[], None, "35 mcg", [35], [{}], [{"number": "1"}], [{"number": 1, "unit": "mg"}], {"number": "1"}]
)
def test_strengths_are_pairs_of_number_and_unit(strengths: Any) -> None:
    assert problems_of(facts(strengths=strengths)) == {("strengths", "required")}


@pytest.mark.parametrize("unit", ["", " ", "x" * 41, "=mg", "m\u200bg"])
def test_a_unit_is_a_short_line(unit: str) -> None:
    assert {field for field, _ in problems_of(facts(strengths=[{"number": "1", "unit": unit}]))} == {"strengths"}


@pytest.mark.parametrize("names", [None, "Coumadin", {"a": 1}, [1], [None]])
def test_other_names_are_a_list_of_names(names: Any) -> None:
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
def test_an_identifier_that_is_none_is_refused(name: str, code: Any) -> None:
    assert problems_of(facts(identifiers={name: code})) == {(name, "wrong_form")}


def test_identifiers_may_be_left_empty() -> None:
    assert clean_facts(facts(identifiers={}))["identifiers"] == dict.fromkeys(IDENTIFIERS, "")


@pytest.mark.parametrize("identifiers", [["11289"], "11289", {"ndc": "0002-1433"}])
def test_an_identifier_is_never_dropped_in_silence(identifiers: Any) -> None:
    assert problems_of(facts(identifiers=identifiers))


def test_a_fact_that_there_is_not_is_named() -> None:
    with pytest.raises(ContentError, match="There is no drug fact called colour, size"):
        clean_facts(facts(size="big", colour="red"))


def test_all_problems_are_said_at_once() -> None:
    broken = facts(brand_name="", route=1, prescription="yes", strengths=[], identifiers={"atc": "x"}, colour="red")
    assert problems_of(broken) == {
        ("brand_name", "required"),
        ("route", "wrong_type"),
        ("prescription", "wrong_type"),
        ("strengths", "required"),
        ("atc", "wrong_form"),
        ("facts", "unknown_field"),
    }


@pytest.mark.parametrize("data", [None, [], "facts", 5, True])
def test_facts_are_given_field_by_field(data: Any) -> None:
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
def test_any_json_is_refused_in_words_or_cleaned_for_good(data: Any) -> None:
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
    ("typed", "strengths"),
    [
        ("35 mcg", [("35", "mcg")]),
        ("1 mg\n\n  2.5 mg per 5 mL \r\n", [("1", "mg"), ("2.5", "mg per 5 mL")]),
        ("500\u00a0mg", [("500", "mg")]),
        ("35  mcg", [("35", "mcg")]),
        ("35mcg", [("35mcg", "")]),
        ("", []),
    ],
)
def test_strengths_are_read_as_people_type_them(typed: str, strengths: list[tuple[str, str]]) -> None:
    assert [(strength["number"], strength["unit"]) for strength in parse_strengths(typed)] == strengths


def test_a_number_stays_with_its_unit() -> None:
    both = [{"number": "500", "unit": "mg"}, {"number": "1", "unit": "g"}]
    assert strengths_in_words(both) == "500\u00a0mg, 1\u00a0g"


@given(st.lists(st.fixed_dictionaries({"number": st.sampled_from(["1", "0.5", "1,000"]), "unit": WORDS}), min_size=1))
def test_strengths_that_were_shown_to_be_changed_are_read_back_the_same(strengths: list[dict[str, str]]) -> None:
    try:
        kept = clean_facts(facts(strengths=strengths))["strengths"]
    except ContentError:
        return
    typed = "\n".join(f"{strength['number']} {strength['unit']}" for strength in kept)
    assert parse_strengths(typed) == kept
