"""Invalid input to the editor is refused at its field, and nothing is lost."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.content import facts as drug_facts

from ..factory import SOURCE, Guide
from .desk_client import HOSTILE, Desk, Page, assert_each_is_refused_or_taken, change_counts
from .section_editor import EDIT, REMOVE, SUBMIT, edit, facts_form_data, form_data, load

BAD_TEXT = {
    "script": ("body", "<p>a</p><script>alert(1)</script>", "unsafe_html"),
    "event": ("body", '<p onclick="x()">a</p>', "unsafe_html"),
    "javascript link": ("body", '<p><a href="javascript:x()">a</a></p>', "unsafe_html"),
    "bell": ("body", "<p>a\x07</p>", "hidden_character"),
    "override": ("body", "<p>a\u202eb</p>", "hidden_character"),
    "no words": ("body", "<p> </p>", "required"),
    "nothing": ("body", "", "required"),
    "deep": ("body", "<blockquote>" * 50 + "<p>a</p>" + "</blockquote>" * 50, "too_deep"),
    "no heading": ("heading", "", "required"),
    "long heading": ("heading", "h" * 201, "too_long"),
    "formula": ("heading", "=1+1", "formula"),
    "heading override": ("heading", "a\u202eb", "hidden_character"),
    "no reason": ("reason", "  ", "required"),
    "long reason": ("reason", "r" * 4001, "too_long"),
    "unknown": ("references", "no-such-label", "unknown_reference"),
    "long place": ("references", f"{SOURCE} | {'p' * 201}", "too_long"),
    "too many": ("references", "\n".join([SOURCE] * 51), "too_many"),
}


@pytest.mark.parametrize(("field", "value", "code"), BAD_TEXT.values(), ids=BAD_TEXT)
def test_invalid_text_is_refused_at_its_field_and_kept(
    guide: Guide, ana: Desk, field: str, value: str, code: str
) -> None:
    before = change_counts()
    sent = {"heading": "My heading", "body": "<p>My words.</p>", "references": SOURCE, "reason": "My reason."}
    sent[field] = value
    page = edit(ana, guide, **sent)
    assert page.status == 422
    assert page.error_codes == {field: [code]}
    assert page.errors_at(field)
    assert {name: page.value(name) for name in sent} == sent
    assert change_counts() == before


def test_body_of_five_megabytes_is_refused_at_its_field_and_kept(guide: Guide, ana: Desk) -> None:
    body = "<p>" + "word " * 1_048_576 + "</p>"
    page = edit(ana, guide, body=body)
    assert page.status == 422
    assert page.error_codes == {"body": ["too_long"]}
    assert page.errors_at("body")
    assert body in page.html.replace("&lt;", "<").replace("&gt;", ">")


def test_oversized_request_is_refused(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    assert edit(ana, guide, body="x" * (13 * 1024 * 1024)).status in (400, 413)
    assert change_counts() == before


def test_all_problems_are_shown_at_once(guide: Guide, ana: Desk) -> None:
    page = edit(ana, guide, heading="", body="", reason="", references="nothing")
    assert all(page.errors_at(field) for field in ("heading", "body", "reason"))


@pytest.mark.parametrize("field", ["heading", "body", "references", "reason"])
def test_nul_is_refused_at_its_field(guide: Guide, ana: Desk, field: str) -> None:
    before = change_counts()
    page = edit(ana, guide, **{field: "before\x00after"})
    assert page.status == 422
    assert page.error_codes == {field: ["null_characters_not_allowed"]}
    assert page.errors_at(field)
    assert "before\x00after" in page.html
    assert change_counts() == before


@pytest.mark.parametrize("expected", ["abc", "1.5", "1" * 5000, "٣x", "\x00"])
def test_expected_that_is_not_a_number_is_refused(guide: Guide, ana: Desk, expected: str) -> None:
    before = change_counts()
    page = edit(ana, guide, body="<p>My words.</p>", expected=expected)
    assert page.status == 422
    assert "<p>My words.</p>" in page.html.replace("&lt;", "<").replace("&gt;", ">")
    assert 'role="alert"' in page.html, "refused, and the page does not say why"
    assert change_counts() == before


@pytest.mark.parametrize("expected", ["0", "-1", "7", str(2**31), str(10**30)])
def test_expected_of_no_revision_is_stale(guide: Guide, ana: Desk, expected: str) -> None:
    guide.write()
    before = change_counts()
    page = edit(ana, guide, body="<p>My words.</p>", expected=expected)
    assert page.status == 409
    assert page.value("body") == "<p>My words.</p>"
    assert change_counts() == before


def test_empty_form_is_refused(guide: Guide, ana: Desk) -> None:
    before = change_counts()
    assert ana.post(EDIT, guide.monograph.pk, "uses").status == 422
    assert change_counts() == before


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("brand_name", "", "required"),
        ("route", "=cmd", "formula"),
        ("maker", "m" * 201, "too_long"),
        ("other_names", "Tex\n+1", "formula"),
        ("strengths", "", "required"),
        ("strengths", "much mg", "unsafe_number"),
        ("strengths", "1.0 mg", "unsafe_number"),
        ("strengths", ".5 mg", "unsafe_number"),
        ("strengths", "35", "required"),
        ("rxnorm", "12x", "wrong_form"),
        ("atc", "\u202e", "wrong_form"),
        ("spl_set_id", "1" * 500, "wrong_form"),
    ],
)
def test_invalid_fact_is_refused_at_its_field_and_kept(
    guide: Guide, ana: Desk, field: str, value: str, code: str
) -> None:
    before = change_counts()
    sent = facts_form_data(**{field: value})
    page = edit(ana, guide, "drug-facts", **{field: value})
    assert page.status == 422
    assert page.error_codes == {field: [code]}
    assert page.errors_at(field)
    for name in ("heading", "brand_name", "maker", "other_names", "strengths", "route", "rxnorm", "references", field):
        assert page.value(name) == sent.get(name, value)
    assert change_counts() == before


FIELDS = {
    "uses": ["heading", "body", "references", "reason"],
    "drug-facts": [
        *(*drug_facts.REQUIRED_LINES, *drug_facts.OPTIONAL_LINES, *drug_facts.FLAGS, *drug_facts.IDENTIFIERS),
        *(*drug_facts.NAME_LISTS, "heading", "strengths", "references", "reason"),
    ],
}


@pytest.mark.parametrize("act", ["save", "keep"])
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("code", FIELDS)
def test_hostile_input_is_never_a_server_error(guide: Guide, ana: Desk, code: str, name: str, act: str) -> None:
    def send(**hostile: Any) -> Page:
        return edit(ana, guide, code, **{act: "", **hostile})

    assert_each_is_refused_or_taken(send, dict.fromkeys(["expected", *FIELDS[code]], HOSTILE[name]))
    assert load(ana, guide, code).status == 200


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("act", [REMOVE, SUBMIT])
def test_hostile_input_to_small_forms_is_never_a_server_error(guide: Guide, ana: Desk, name: str, act: str) -> None:
    guide.write()
    for field in ("reason", "expected"):
        data = {"reason": "Away.", "expected": "1", field: HOSTILE[name]}
        assert ana.post(act, guide.monograph.pk, "uses", **data).status in (302, 409, 422)


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=text, body=text, references=text, reason=text, act=st.sampled_from(["save", "keep"]))
def test_arbitrary_text_is_saved_or_handed_back(
    guide: Guide, ana: Desk, heading: str, body: str, references: str, reason: str, act: str
) -> None:
    latest = guide.section().latest_revision
    sent = {"heading": heading, "body": body, "references": references, "reason": reason}
    page = ana.post(EDIT, guide.monograph.pk, "uses", **sent, expected=latest.number if latest else "", **{act: ""})
    # Hypothesis may save the same text twice.
    assert page.status in (302, 422) or page.error_codes == {"": ["nothing_changed"]}
    if page.status != 302:
        form = page.response.context["form"]
        assert form.errors
        assert {name: form[name].value() for name in sent} == sent


@pytest.mark.parametrize("number", [10**19, 10**30])
@pytest.mark.parametrize("name", [EDIT, REMOVE, SUBMIT])
def test_guide_number_beyond_the_database_is_not_found(guide: Guide, ana: Desk, name: str, number: int) -> None:
    assert ana.post(name, number, "uses", **form_data()).status == 404
    if name == EDIT:
        assert ana.get(name, number, "uses").status == 404


def test_unknown_kind_is_not_found(guide: Guide, ana: Desk) -> None:
    assert ana.get(EDIT, guide.monograph.pk, "no-such-kind").status == 404
