"""Bad content of every kind is refused with every problem said, and nothing lost."""

from typing import Any

import pytest

from monograph.errors import InvalidContent
from monograph.models import WorkingCopy
from monograph.release.draft import Cited, Draft
from monograph.workflow import drafting

from .factory import SOURCE, Guide, facts
from .save_revision import problem_codes, save_revision

HIDDEN = {"NUL": "\x00", "escape": "\x1b", "reversed": "\u202e", "half a pair": "\ud800"}
DEEP = "<blockquote>" * 50 + "<p>Deep.</p>" + "</blockquote>" * 50

BAD_BODIES: dict[str, tuple[str, str]] = {
    "empty": ("", "required"),
    "white space only": ("<p> \n </p><div></div>", "required"),
    "script": ("<p>Take one.</p><script>alert(1)</script>", "unsafe_html"),
    "style": ("<style>p { display: none }</style><p>Take one.</p>", "unsafe_html"),
    "event": ('<p onclick="alert(1)">Take one.</p>', "unsafe_html"),
    "script address": ('<p><a href="javascript:alert(1)">Take one.</a></p>', "unsafe_html"),
    "hidden script address": ('<p><a href="&#106;avascript:alert(1)">Take one.</a></p>', "unsafe_html"),
    "drawing": ("<p>Take one.</p><svg onload=alert(1)></svg>", "unsafe_html"),
    "frame": ('<iframe src="https://example.org"></iframe><p>Take one.</p>', "unsafe_html"),
    "form": ("<form><input name=a></form><p>Take one.</p>", "unsafe_html"),
    "too long": (f"<p>{'a' * 200_000}</p>", "too_long"),
    "too deep": (DEEP, "too_deep"),
    **{name: (f"<p>Take{character} one.</p>", "hidden_character") for name, character in HIDDEN.items()},
}
BAD_FACTS: dict[str, tuple[Any, tuple[str, str]]] = {
    "none": (None, ("facts", "wrong_type")),
    "a list": (["Testol"], ("facts", "wrong_type")),
    "no brand name": (facts(brand_name=" "), ("brand_name", "required")),
    "no generic name": (facts(generic_name=""), ("generic_name", "required")),
    "a number for a name": (facts(brand_name=5), ("brand_name", "wrong_type")),
    "hidden character": (facts(brand_name="Tes\u202etol"), ("brand_name", "hidden_character")),
    "formula": (facts(generic_name="=HYPERLINK()"), ("generic_name", "formula")),
    "too long": (facts(brand_name="a" * 201), ("brand_name", "too_long")),
    "no strength": (facts(strengths=[]), ("strengths", "required")),
    "trailing zero": (facts(strengths=[{"number": "1.0", "unit": "mg"}]), ("strengths", "unsafe_number")),
    "naked point": (facts(strengths=[{"number": ".5", "unit": "mg"}]), ("strengths", "unsafe_number")),
    "no unit": (facts(strengths=[{"number": "1", "unit": ""}]), ("strengths", "required")),
    "maybe": (facts(boxed_warning="maybe"), ("boxed_warning", "wrong_type")),
    "unknown fact": (facts(color="red"), ("facts", "unknown_field")),
    "other names as a string": (facts(other_names="Testolin"), ("other_names", "wrong_type")),
    "false identifier": (facts(identifiers={"atc": "x"}), ("atc", "wrong_form")),
}


def assert_nothing_is_lost(guide: Guide, code: str, given: dict[str, Any]) -> InvalidContent:
    """Save an invalid draft; it must be refused, and the revision and the unsaved changes must stay."""
    typed = {"heading": "As typed ", "body": "<b>as typed"}
    before = guide.write(code)
    drafting.save_working_copy(actor=guide.cast.ana, section=guide.section(code), typed=typed, based_on=before)
    with pytest.raises(InvalidContent) as refused:
        save_revision(guide, code, **given)
    assert guide.section(code).latest_revision == before
    assert guide.section(code).revisions.count() == 1
    assert WorkingCopy.objects.get().typed == typed
    return refused.value


@pytest.mark.parametrize("kind", BAD_BODIES)
def test_invalid_body_is_refused_and_unsaved_changes_are_kept(guide: Guide, kind: str) -> None:
    body, code = BAD_BODIES[kind]
    error = assert_nothing_is_lost(guide, "uses", {"draft": guide.draft(body=body)})
    assert problem_codes(error) == {("body", code)}
    assert error.code == code


@pytest.mark.parametrize("kind", BAD_FACTS)
def test_invalid_facts_are_refused_and_unsaved_changes_are_kept(guide: Guide, kind: str) -> None:
    given, problem = BAD_FACTS[kind]
    error = assert_nothing_is_lost(guide, "drug-facts", {"draft": guide.draft("drug-facts", facts=given)})
    assert problem_codes(error) == {problem}


BAD_HEADINGS = [("", "required"), (" \n", "required"), ("a" * 201, "too_long"), ("=1+1", "formula")]


@pytest.mark.parametrize(
    ("heading", "code"), [*BAD_HEADINGS, *((f"a{c}b", "hidden_character") for c in HIDDEN.values())]
)
def test_invalid_heading_is_refused_and_unsaved_changes_are_kept(guide: Guide, heading: str, code: str) -> None:
    error = assert_nothing_is_lost(guide, "uses", {"draft": guide.draft(heading=heading)})
    assert problem_codes(error) == {("heading", code)}


@pytest.mark.parametrize(
    ("reason", "code"), [("", "required"), (" ", "required"), ("a" * 4001, "too_long"), ("a\x00b", "hidden_character")]
)
def test_invalid_reason_is_refused_and_unsaved_changes_are_kept(guide: Guide, reason: str, code: str) -> None:
    error = assert_nothing_is_lost(guide, "uses", {"draft": guide.draft(text="New."), "reason": reason})
    assert problem_codes(error) == {("reason", code)}


@pytest.mark.parametrize(
    ("cited", "code"),
    [
        ([Cited(SOURCE, "a" * 201)], "too_long"),
        ([Cited(SOURCE, "p.\u202e 9")], "hidden_character"),
        ([Cited(SOURCE, wording="a" * 4001)], "too_long"),
        ([Cited(SOURCE, wording="a\x00b")], "hidden_character"),
        ([Cited(SOURCE)] * 51, "too_many"),
        ([Cited("no-such")], "unknown_reference"),
        ([Cited("a\x00b")], "unknown_reference"),
    ],
)
def test_invalid_citation_is_refused_and_unsaved_changes_are_kept(guide: Guide, cited: list[Cited], code: str) -> None:
    error = assert_nothing_is_lost(guide, "uses", {"draft": guide.draft(references=cited)})
    assert problem_codes(error) == {("references", code)}


def test_fifty_citations_are_not_too_many(guide: Guide) -> None:
    assert guide.write(references=[Cited(SOURCE, f"p. {page}") for page in range(50)]).citations.count() == 50


def test_only_key_facts_have_facts(guide: Guide) -> None:
    error = assert_nothing_is_lost(guide, "uses", {"draft": guide.draft(facts=facts())})
    assert problem_codes(error) == {("facts", "unexpected")}


def test_key_facts_have_no_body(guide: Guide) -> None:
    error = assert_nothing_is_lost(guide, "drug-facts", {"draft": guide.draft("drug-facts", body="<p>Words.</p>")})
    assert problem_codes(error) == {("body", "unexpected")}


def test_every_problem_is_reported_at_once(guide: Guide) -> None:
    draft = Draft(
        heading="",
        body="<script>alert(1)</script>",
        facts=facts(),
        references=[Cited(SOURCE, "p.\u202e 9"), Cited("no-such")],
    )
    error = assert_nothing_is_lost(guide, "uses", {"draft": draft, "reason": ""})
    assert problem_codes(error) == {
        ("reason", "required"),
        ("heading", "required"),
        ("body", "unsafe_html"),
        ("facts", "unexpected"),
        ("references", "hidden_character"),
        ("references", "unknown_reference"),
    }


def test_every_problem_of_the_facts_is_reported_at_once(guide: Guide) -> None:
    bad = facts(brand_name="", strengths=[{"number": "1.0", "unit": ""}], prescription=None, other_names=["", "=1"])
    error = assert_nothing_is_lost(guide, "drug-facts", {"draft": guide.draft("drug-facts", facts=bad)})
    assert problem_codes(error) == {
        ("brand_name", "required"),
        ("strengths", "unsafe_number"),
        ("strengths", "required"),
        ("prescription", "wrong_type"),
        ("other_names", "required"),
        ("other_names", "formula"),
    }
