"""A signature binds to the form in docs/content.md, with nothing left out."""

import hashlib
import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monograph.content import digests

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "content.md"

# Written out by hand as docs/content.md says: keys sorted, no spaces, no ASCII escaping.
TEXT_FORM = (
    '{"body":"<p>Take 5\u00a0mg “once” a day — not twice.</p>","facts":null,"heading":"Dosage","kind":"dosage",'
    '"references":[{"key":"label","locator":"section 2","wording":"Label. FDA. 2024."},'
    '{"key":"review","locator":"","wording":"Review \\"B\\"."}],"removal":false}'
)
TEXT: dict[str, Any] = {
    "kind": "dosage",
    "heading": "Dosage",
    "body": "<p>Take 5\u00a0mg “once” a day — not twice.</p>",
    "facts": None,
    "references": [
        {"key": "label", "locator": "section 2", "wording": "Label. FDA. 2024."},
        {"key": "review", "locator": "", "wording": 'Review "B".'},
    ],
    "removal": False,
}
FACTS_FORM = (
    '{"body":"","facts":{"brand_name":"Testol","boxed_warning":false,"strengths":[{"number":"35","unit":"mcg"}]},'
    '"heading":"Key facts","kind":"drug-facts","references":[],"removal":false}'
)
LINE: digests.Line = {
    "position": 6,
    "kind": "dosage",
    "heading": "Dosage",
    "digest": "v1:ab",
    "removal": False,
    "change": "The dose is “lower”.",
}
LINES_FORM = (
    '{"lines":[{"change":"The dose is “lower”.","digest":"v1:ab","heading":"Dosage","kind":"dosage","position":6,'
    '"removal":false}],"number":3,"slug":"testol"}'
)


def sha256(form: str) -> str:
    return "v1:" + hashlib.sha256(form.encode("utf-8")).hexdigest()


def test_text_digest_follows_the_documented_form() -> None:
    assert digests.text_digest(**TEXT) == sha256(TEXT_FORM)


def test_digest_of_a_known_text_never_changes() -> None:
    """Keep this number: it checks old signatures; a new form needs a new prefix."""
    digest = digests.text_digest(kind="uses", heading="U", body="<p>é</p>", facts=None, references=[], removal=False)
    assert digest == "v1:dc50ca616a3041c50b97bf8e439c83a1794bcf0e48d1bc55735d4d9645aab193"


def test_only_texts_with_numbering_of_their_own_have_the_second_version() -> None:
    text = {**TEXT, "body": '<ol start="2"><li>Close</li></ol>'}
    form = TEXT_FORM.replace(json.dumps(TEXT["body"], ensure_ascii=False), json.dumps(text["body"]))
    assert digests.text_digest(**text) == "v2:" + sha256(form).removeprefix("v1:")
    for body in ("<ol><li>Open</li></ol>", "<p>Write &lt;ol start&gt;.</p>"):
        assert digests.text_digest(**{**TEXT, "body": body}).startswith("v1:")


def test_facts_are_digested() -> None:
    facts = {"strengths": [{"unit": "mcg", "number": "35"}], "boxed_warning": False, "brand_name": "Testol"}
    text = {"kind": "drug-facts", "heading": "Key facts", "body": "", "references": [], "removal": False}
    form = json.dumps(json.loads(FACTS_FORM), sort_keys=True, separators=(",", ":"))
    assert digests.text_digest(**text, facts=facts) == sha256(form)


def test_documentation_names_every_digested_field() -> None:
    (block,) = re.findall(r"^    (\{\"body\".*?\})\n\n", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    named = re.findall(r'"([a-z]+)":', block)
    assert named == ["body", "facts", "heading", "kind", "references", "key", "locator", "wording", "removal"]
    assert set(json.loads(TEXT_FORM)) | set(TEXT["references"][0]) == set(named)


CHANGES: dict[str, Any] = {
    "kind": "uses",
    "heading": "Dosage ",
    "body": "<p>Take 5 mg “once” a day — not twice.</p>",
    "facts": {},
    "references": TEXT["references"][:1],
    "removal": True,
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_of_any_field_changes_the_digest(name: str) -> None:
    assert digests.text_digest(**{**TEXT, name: CHANGES[name]}) != digests.text_digest(**TEXT)


@pytest.mark.parametrize("name", ["key", "locator", "wording"])
def test_change_of_any_part_of_a_citation_changes_the_digest(name: str) -> None:
    changed = deepcopy(TEXT)
    changed["references"][1][name] += "x"
    assert digests.text_digest(**changed) != digests.text_digest(**TEXT)


def test_order_of_citations_matters() -> None:
    changed = {**TEXT, "references": TEXT["references"][::-1]}
    assert digests.text_digest(**changed) != digests.text_digest(**TEXT)


def test_words_moved_between_fields_change_the_digest() -> None:
    changed = {**TEXT, "heading": "Dos", "body": "age" + TEXT["body"]}
    assert digests.text_digest(**changed) != digests.text_digest(**TEXT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def reversed_keys(value: Any) -> Any:
    """Return an equal value with the keys of every dict reversed."""
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@given(JSON)
def test_order_of_keys_does_not_matter(value: Any) -> None:
    assert digests.seal(value) == digests.seal(reversed_keys(value))


@given(JSON, JSON)
def test_different_values_have_different_seals(one: Any, other: Any) -> None:
    # Compare the JSON forms, because True == 1 in Python.
    assert (digests.seal(one) == digests.seal(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_number_without_json_form_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        digests.seal({"dose": value})


def lines_digest(**changes: Any) -> str:
    return digests.lines_digest(**{"slug": "testol", "number": 3, "lines": [LINE], **changes})


def edition_digest(**changes: Any) -> str:
    return digests.edition_digest(**{"slug": "testol", "number": 3, "lines": [LINE], "note": "New.", **changes})


def test_edition_digest_covers_lines_and_note() -> None:
    assert lines_digest() == sha256(LINES_FORM)
    assert edition_digest() == sha256(f'{{"lines":"{sha256(LINES_FORM)}","note":"New."}}')


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "other"},
        {"number": 4},
        {"lines": []},
        {"lines": [LINE, {**LINE, "position": 7}]},
        *({"lines": [{**LINE, name: value}]} for name, value in {"position": 7, "kind": "uses"}.items()),
        *({"lines": [{**LINE, name: value}]} for name, value in {"heading": "Dose", "digest": "v1:ac"}.items()),
        {"lines": [{**LINE, "removal": True}]},
        {"lines": [{**LINE, "change": "The dose is “higher”."}]},
        {"note": ""},
    ],
)
def test_any_change_changes_the_edition_digest(changes: dict[str, Any]) -> None:
    assert edition_digest(**changes) != edition_digest()


def test_order_of_lines_matters() -> None:
    other: digests.Line = {**LINE, "position": 7, "kind": "uses"}
    assert lines_digest(lines=[LINE, other]) != lines_digest(lines=[other, LINE])
