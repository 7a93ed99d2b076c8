"""Invalid input to the editor is refused at its field, and nothing is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.content import facts as drug_facts

from ..factory import SOURCE, Guide
from .desk_client import HOSTILE, Desk, change_counts
from .section_editor import EDIT, REMOVE, SUBMIT, edit, facts_form_data, form_data, load

BAD_TEXT = {
    "script": ("body", "<p>a</p><script>alert(1)</script>", "The text holds <script>."),
    "event": ("body", '<p onclick="x()">a</p>', "The text holds program code in an attribute (onclick)."),
    "javascript link": ("body", '<p><a href="javascript:x()">a</a></p>', "The link to “javascript:x()” can't be used."),
    "bell": ("body", "<p>a\x07</p>", "There is an invisible character (U+0007)"),
    "override": ("body", "<p>a\u202eb</p>", "There is an invisible character (U+202E)"),
    "no words": ("body", "<p> </p>", "The text is empty. To take the section out of the guide, propose its removal."),
    "nothing": ("body", "", "The text is empty."),
    "deep": ("body", "<blockquote>" * 50 + "<p>a</p>" + "</blockquote>" * 50, "nested more than 40 deep"),
    "no heading": ("heading", "", "The heading is missing."),
    "long heading": ("heading", "h" * 201, "The heading has 201 characters; the limit is 200."),
    "formula": ("heading", "=1+1", "The heading may not begin with =, which a spreadsheet would run as a formula."),
    "heading override": ("heading", "a\u202eb", "There is an invisible character (U+202E)"),
    "no reason": ("reason", "  ", "The reason for the change is missing."),
    "long reason": ("reason", "r" * 4001, "The reason for the change has 4,001 characters; the limit is 4,000."),
    "unknown": ("references", "no-such-label", "There is no reference “no-such-label” in the library."),
    "long place": ("references", f"{SOURCE} | {'p' * 201}", "The place in the source has 201 characters"),
    "too many": ("references", "\n".join([SOURCE] * 51), "A section can cite at most 50 references."),
}


@pytest.mark.parametrize(("field", "value", "sentence"), BAD_TEXT.values(), ids=BAD_TEXT)
def test_invalid_text_is_refused_at_its_field_and_kept(
    guide: Guide, ana: Desk, field: str, value: str, sentence: str
) -> None:
    before = change_counts()
    sent = {"heading": "My heading", "body": "<p>My words.</p>", "references": SOURCE, "reason": "My reason."}
    sent[field] = value
    page = edit(ana, guide, **sent)
    assert page.status == 422
    assert sentence in " ".join(page.errors_at(field))
    assert {name: page.value(name) for name in sent} == sent
    assert change_counts() == before


def test_body_of_five_megabytes_is_refused_at_its_field_and_kept(guide: Guide, ana: Desk) -> None:
    body = "<p>" + "word " * 1_048_576 + "</p>"
    page = edit(ana, guide, body=body)
    assert page.status == 422
    assert "the limit of a section is 200,000." in " ".join(page.errors_at("body"))
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
    assert "Null characters are not allowed." in page.html
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
    ("field", "value", "sentence"),
    [
        ("brand_name", "", "Brand name is missing."),
        ("route", "=cmd", "Route may not begin with ="),
        ("maker", "m" * 201, "Maker has 201 characters; the limit is 200."),
        ("other_names", "Tex\n+1", "An entry of “Other names” may not begin with +"),
        ("strengths", "", "Give at least one strength"),
        ("strengths", "much", "The strength “much” is not a plain number"),
        ("strengths", "1.0 mg", "write 1 (not 1.0)"),
        ("strengths", ".5 mg", "0.5 (not .5)"),
        ("strengths", "35", "The unit of a strength is missing."),
        ("rxnorm", "12x", "“12x” is not a RxNorm identifier."),
        ("atc", "\u202e", "is not a ATC identifier."),
        ("spl_set_id", "1" * 500, "is not a SPL set id identifier."),
    ],
)
def test_invalid_fact_is_refused_at_its_field_and_kept(
    guide: Guide, ana: Desk, field: str, value: str, sentence: str
) -> None:
    before = change_counts()
    sent = facts_form_data(**{field: value})
    page = edit(ana, guide, "drug-facts", **{field: value})
    assert page.status == 422
    assert sentence in " ".join(page.errors_at(field))
    for name in ("heading", "brand_name", "maker", "other_names", "strengths", "route", "rxnorm", "references", field):
        assert page.value(name) == sent.get(name, value)
    assert change_counts() == before


FACT_FIELDS = [
    *(*drug_facts.REQUIRED_LINES, *drug_facts.OPTIONAL_LINES, *drug_facts.FLAGS, *drug_facts.IDENTIFIERS),
    *("heading", "other_names", "strengths", "references", "reason", "expected"),
]


@pytest.mark.parametrize("act", ["save", "keep"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_never_a_server_error(guide: Guide, ana: Desk, name: str, act: str) -> None:
    for code, fields in (
        ("uses", ["heading", "body", "references", "reason", "expected"]),
        ("drug-facts", FACT_FIELDS),
    ):
        for field in fields:
            latest = guide.section(code).latest_revision
            sent = {"expected": latest.number if latest else "", act: "", field: HOSTILE[name]}
            page = edit(ana, guide, code, **sent)
            assert page.status in (302, 409, 422), f"{code}, {field}"
            assert page.status == 302 or page.errors, f"{code}, {field}: refused without a word"
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
    assert page.status in (302, 422)
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
