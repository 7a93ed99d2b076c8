"""The page on which a section is written: what it offers, what it keeps, and that no tab can overwrite another."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monograph.content import facts as drug_facts
from monograph.models import Reference, WorkingCopy
from monograph.workflow import drafting

from ..factory import SOURCE, Guide
from .browse import NASTY, Desk, Page, address, history

EDIT, REMOVE, SUBMIT, GUIDE = "section_edit", "section_remove", "section_submit", "monograph_change"


def typed(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "heading": "What it is for",
        "body": "<p>For pain.</p>",
        "references": SOURCE,
        "reason": "First text.",
        "expected": "",
        "save": "",
    }
    return {**given, **changes}


def typed_facts(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "heading": "Key facts",
        "brand_name": "Testol",
        "generic_name": "testolumab",
        "drug_class": "test drug",
        "form": "tablet",
        "route": "by mouth",
        "maker": "Tester",
        "other_names": "Tex\nTestolin",
        "strengths": "35 mcg\n1,000.5 mg",
        "prescription": "on",
        "rxnorm": "123",
        "references": f"{SOURCE} | section 3",
        "reason": "First facts.",
        "expected": "",
        "save": "",
    }
    return {**given, **changes}


def edit(desk: Desk, guide: Guide, code: str = "uses", **changes: Any) -> Page:
    data = typed_facts(**changes) if code == "drug-facts" else typed(**changes)
    return desk.post(EDIT, guide.monograph.pk, code, **data)


def load(desk: Desk, guide: Guide, code: str = "uses") -> Page:
    return desk.get(EDIT, guide.monograph.pk, code)


def copies(guide: Guide, code: str = "uses") -> list[WorkingCopy]:
    return list(WorkingCopy.objects.filter(section=guide.section(code)))


# What the page shows


def test_an_unwritten_section_is_offered_with_its_default_heading_and_no_text(guide: Guide, ana: Desk) -> None:
    page = load(ana, guide)
    assert page.value("heading") == guide.section().kind.heading_for("testol")
    assert (page.value("body"), page.value("references"), page.value("reason")) == ("", "", "")
    assert page.value("expected") == ""
    assert page.buttons == [
        *("Save as a new revision", "Save and submit for review", "Keep my typing for later", "Propose the removal")
    ]


def test_the_default_heading_names_the_brand(guide: Guide, ana: Desk) -> None:
    guide.write("drug-facts")
    assert load(ana, guide).value("heading") == guide.section().kind.heading_for("Testol")


def test_a_written_section_is_offered_as_it_was_saved(guide: Guide, ana: Desk) -> None:
    cited = [drafting.Cited(SOURCE, "page 3")]
    guide.write(text="<p>One &amp; <strong>two</strong>.</p>", heading="A <heading>", references=cited)
    page = load(ana, guide)
    assert page.value("heading") == "A <heading>"
    assert page.value("body") == "<p>One &amp; <strong>two</strong>.</p>"
    assert page.value("references") == f"{SOURCE} | page 3"
    assert page.value("reason") == "", "each change has a reason of its own"
    assert page.value("expected") == "1"


def test_the_library_is_listed_by_key_and_words(guide: Guide, ana: Desk) -> None:
    assert f"{SOURCE} Testol label. Tester. 2024." in load(ana, guide).words


def test_who_may_not_write_is_led_to_where_the_text_is_read(guide: Guide, priya: Desk) -> None:
    address_of_editor = ("section_edit", guide.monograph.pk, "uses")
    page = priya.get(*address_of_editor)
    assert (page.status, page.target) == (302, address("section_history", guide.monograph.pk, "uses"))
    guide.write(text="Words.")
    page = priya.after(priya.get(*address_of_editor))
    assert "Words." in page.words
    assert page.value("body") is None


def test_a_section_in_review_can_be_read_and_typing_kept_but_not_saved(guide: Guide, ana: Desk) -> None:
    review = guide.submit(guide.write())
    page = load(ana, guide)
    assert "This section is in review. Withdraw the submission first, then go on writing." in page.words
    assert page.links()["Open the review"] == address("review_change", review.pk)
    assert page.buttons == ["Keep my typing for later"]


def test_a_removed_section_is_offered_as_if_unwritten(guide: Guide, ana: Desk) -> None:
    guide.write(text="Words.")
    guide.remove()
    page = load(ana, guide)
    assert page.value("body") == ""
    assert page.value("expected") == "2"
    assert "Propose the removal" not in page.buttons


# What the forms do


def test_saving_makes_a_revision_and_says_so_on_the_guide(guide: Guide, ana: Desk) -> None:
    page = edit(ana, guide)
    assert page.target == address(GUIDE, guide.monograph.pk)
    assert ana.after(page).messages == ["Saved as revision 1."]
    saved = guide.section().latest_revision
    assert saved is not None
    assert (saved.heading, saved.body, saved.reason) == ("What it is for", "<p>For pain.</p>", "First text.")
    assert saved.author == ana.user
    assert [cited["key"] for cited in saved.references] == [SOURCE]
    assert not guide.section().reviews.exists()


def test_saving_over_what_the_page_showed_makes_the_next_revision(guide: Guide, ana: Desk) -> None:
    guide.write()
    shown = load(ana, guide).value("expected")
    assert ana.after(edit(ana, guide, expected=shown)).messages == ["Saved as revision 2."]


def test_save_and_submit_opens_a_review_of_what_was_saved(guide: Guide, ana: Desk) -> None:
    page = ana.after(edit(ana, guide, submit=""))
    assert page.messages == ["Saved as revision 1.", "Submitted for review."]
    review = guide.section().reviews.get()
    assert review.is_open
    assert review.revision == guide.section().latest_revision
    assert review.submitted_by == ana.user


def test_the_key_facts_come_back_field_by_field_as_they_were_typed(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, "drug-facts")
    page = load(ana, guide, "drug-facts")
    sent = typed_facts()
    for name in ("heading", "brand_name", "maker", "other_names", "strengths", "rxnorm", "references"):
        assert page.value(name) == sent[name]
    ticked = {each.get("name") for each in page.dom.xpath("//input[@type='checkbox'][@checked]")}
    assert ticked == {"prescription"}
    assert "body" not in {each.get("name") for each in page.dom.xpath("//textarea")}


def test_an_unticked_flag_is_a_no(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, "drug-facts", biologic="on", prescription="")
    latest = guide.section("drug-facts").latest_revision
    assert latest is not None
    assert latest.facts is not None
    assert (latest.facts["biologic"], latest.facts["prescription"], latest.facts["boxed_warning"]) == (
        True,
        False,
        False,
    )


def test_kept_typing_is_offered_again_to_its_author_alone(guide: Guide, ana: Desk, ben: Desk) -> None:
    guide.write(text="Saved words.")
    data = typed(body="<p>Half a sent", heading="Not sure", expected="1")
    del data["save"]
    page = ana.after(ana.post(EDIT, guide.monograph.pk, "uses", **data, keep=""))
    assert page.messages == ["Your typing is kept for you. It is not saved as a revision yet."]
    assert (page.value("body"), page.value("heading"), page.value("expected")) == ("<p>Half a sent", "Not sure", "1")
    assert "You have typing here that is not saved as a revision" in page.words
    assert load(ben, guide).value("body") == "<p>Saved words.</p>"
    assert "Half a sent" not in load(ben, guide).html


def test_typing_can_be_kept_while_the_section_is_in_review(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    ana.after(edit(ana, guide, body="<p>An idea.</p>", expected="1", keep=""))
    assert load(ana, guide).value("body") == "<p>An idea.</p>"


def test_throwing_typing_away_leads_back_to_the_saved_text(guide: Guide, ana: Desk) -> None:
    guide.write(text="Saved words.")
    edit(ana, guide, expected="1", keep="")
    assert "Throw my unsaved typing away" in load(ana, guide).buttons
    page = ana.after(edit(ana, guide, expected="1", drop=""))
    assert page.messages == ["Your unsaved typing was thrown away."]
    assert page.value("body") == "<p>Saved words.</p>"
    assert copies(guide) == []


def test_throwing_away_leaves_the_typing_of_others(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ana, guide, body="<p>Hers.</p>", keep="")
    edit(ben, guide, drop="")
    assert load(ana, guide).value("body") == "<p>Hers.</p>"


def test_a_revision_takes_the_place_of_its_authors_kept_typing(guide: Guide, ana: Desk) -> None:
    edit(ana, guide, keep="")
    edit(ana, guide)
    assert copies(guide) == []
    assert "You have typing here" not in load(ana, guide).words


def test_a_removal_is_proposed_as_a_revision(guide: Guide, ana: Desk) -> None:
    guide.write(heading="Uses")
    page = ana.after(ana.post(REMOVE, guide.monograph.pk, "uses", reason="Covered elsewhere.", expected="1"))
    assert page.messages == ["The removal is saved as revision 2. Submit it for review."]
    latest = guide.section().latest_revision
    assert latest is not None
    assert (latest.is_removal, latest.body, latest.heading, latest.reason) == (True, "", "Uses", "Covered elsewhere.")
    assert page.row("Uses")[1] == "removal: draft"


def test_the_latest_text_is_submitted_from_the_guide(guide: Guide, ana: Desk) -> None:
    guide.write(heading="Uses")
    page = ana.after(ana.post(SUBMIT, guide.monograph.pk, "uses", expected="1"))
    assert page.messages == ["“Uses” is submitted for review."]
    assert guide.section().reviews.get().is_open


# Changes only by POST


@pytest.mark.parametrize("name", [REMOVE, SUBMIT])
def test_acts_are_refused_by_get(guide: Guide, ana: Desk, name: str) -> None:
    guide.write()
    before = history()
    assert ana.get(name, guide.monograph.pk, "uses", expected="1", reason="Away.").status == 405
    assert history() == before


@pytest.mark.parametrize("act", ["save", "submit", "keep", "drop"])
def test_reading_the_editor_with_an_act_in_its_address_does_nothing(guide: Guide, ana: Desk, act: str) -> None:
    edit(ana, guide, body="<p>Kept.</p>", keep="")
    before = history()
    page = ana.get(EDIT, guide.monograph.pk, "uses", **{**typed(), act: ""})
    assert page.status == 200
    assert history() == before
    assert copies(guide)[0].typed["body"] == "<p>Kept.</p>"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_change_nothing(guide: Guide, ana: Desk, method: str) -> None:
    before = history()
    getattr(ana.client, method)(address(EDIT, guide.monograph.pk, "uses"))
    assert history() == before


# Bad input is a sentence at the field, and nothing typed is lost

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
    "long heading": ("heading", "h" * 201, "The heading has 201 characters; 200 is the most."),
    "formula": ("heading", "=1+1", "The heading may not begin with =, which a spreadsheet would run as a formula."),
    "heading override": ("heading", "a\u202eb", "There is an invisible character (U+202E)"),
    "no reason": ("reason", "  ", "The reason for the change is missing."),
    "long reason": ("reason", "r" * 4001, "The reason for the change has 4,001 characters; 4,000 is the most."),
    "unknown": ("references", "no-such-label", "There is no reference “no-such-label” in the library."),
    "long place": ("references", f"{SOURCE} | {'p' * 201}", "The place in the source has 201 characters"),
    "too many": ("references", "\n".join([SOURCE] * 51), "A section can cite 50 references at the most."),
}


@pytest.mark.parametrize(("field", "value", "sentence"), BAD_TEXT.values(), ids=BAD_TEXT)
def test_bad_text_is_a_sentence_at_its_field_and_nothing_is_lost(
    guide: Guide, ana: Desk, field: str, value: str, sentence: str
) -> None:
    before = history()
    sent = {"heading": "My heading", "body": "<p>My words.</p>", "references": SOURCE, "reason": "My reason."}
    sent[field] = value
    page = edit(ana, guide, **sent)
    assert page.status == 422
    assert sentence in " ".join(page.errors_at(field))
    assert {name: page.value(name) for name in sent} == sent
    assert history() == before


def test_a_body_of_five_megabytes_is_refused_at_its_field_and_handed_back(guide: Guide, ana: Desk) -> None:
    body = "<p>" + "word " * 1_048_576 + "</p>"
    page = edit(ana, guide, body=body)
    assert page.status == 422
    assert "200,000 is the most a section can hold." in " ".join(page.errors_at("body"))
    assert body in page.html.replace("&lt;", "<").replace("&gt;", ">")


def test_a_body_larger_than_the_server_takes_is_refused_without_a_fault(guide: Guide, ana: Desk) -> None:
    before = history()
    assert edit(ana, guide, body="x" * (13 * 1024 * 1024)).status in (400, 413)
    assert history() == before


def test_every_problem_of_a_text_is_told_at_once(guide: Guide, ana: Desk) -> None:
    page = edit(ana, guide, heading="", body="", reason="", references="nothing")
    assert all(page.errors_at(field) for field in ("heading", "body", "reason"))


@pytest.mark.parametrize("field", ["heading", "body", "references", "reason"])
def test_a_nul_is_a_sentence_at_its_field(guide: Guide, ana: Desk, field: str) -> None:
    before = history()
    page = edit(ana, guide, **{field: "before\x00after"})
    assert page.status == 422
    assert "Null characters are not allowed." in page.html
    assert "before\x00after" in page.html
    assert history() == before


@pytest.mark.parametrize("expected", ["abc", "1.5", "1" * 5000, "٣x", "\x00"])
def test_an_expected_that_is_no_number_is_refused_in_words(guide: Guide, ana: Desk, expected: str) -> None:
    before = history()
    page = edit(ana, guide, body="<p>My words.</p>", expected=expected)
    assert page.status == 422
    assert "<p>My words.</p>" in page.html.replace("&lt;", "<").replace("&gt;", ">")
    assert 'role="alert"' in page.html, "refused, and the page does not say why"
    assert history() == before


@pytest.mark.parametrize("expected", ["0", "-1", "7", str(2**31), str(10**30)])
def test_an_expected_that_no_revision_has_is_stale(guide: Guide, ana: Desk, expected: str) -> None:
    guide.write()
    before = history()
    page = edit(ana, guide, body="<p>My words.</p>", expected=expected)
    assert page.status == 409
    assert page.value("body") == "<p>My words.</p>"
    assert history() == before


def test_a_form_with_nothing_in_it_is_refused(guide: Guide, ana: Desk) -> None:
    before = history()
    assert ana.post(EDIT, guide.monograph.pk, "uses").status == 422
    assert history() == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("brand_name", "", "Brand name is missing."),
        ("route", "=cmd", "Route may not begin with ="),
        ("maker", "m" * 201, "Maker has 201 characters; 200 is the most."),
        ("other_names", "Tex\n+1", "Each other name may not begin with +"),
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
def test_a_bad_fact_is_a_sentence_at_its_field_and_nothing_is_lost(
    guide: Guide, ana: Desk, field: str, value: str, sentence: str
) -> None:
    before = history()
    sent = typed_facts(**{field: value})
    page = edit(ana, guide, "drug-facts", **{field: value})
    assert page.status == 422
    assert sentence in " ".join(page.errors_at(field))
    for name in ("heading", "brand_name", "maker", "other_names", "strengths", "route", "rxnorm", "references", field):
        assert page.value(name) == sent.get(name, value)
    assert history() == before


FACT_FIELDS = [
    *(*drug_facts.REQUIRED_LINES, *drug_facts.OPTIONAL_LINES, *drug_facts.FLAGS, *drug_facts.IDENTIFIERS),
    *("heading", "other_names", "strengths", "references", "reason", "expected"),
]


@pytest.mark.parametrize("act", ["save", "keep"])
@pytest.mark.parametrize("name", NASTY)
def test_nothing_nasty_in_any_field_is_a_fault(guide: Guide, ana: Desk, name: str, act: str) -> None:
    for code, fields in (
        ("uses", ["heading", "body", "references", "reason", "expected"]),
        ("drug-facts", FACT_FIELDS),
    ):
        for field in fields:
            latest = guide.section(code).latest_revision
            sent = {"expected": latest.number if latest else "", act: "", field: NASTY[name]}
            page = edit(ana, guide, code, **sent)
            assert page.status in (302, 409, 422), f"{code}, {field}"
            assert page.status == 302 or page.errors, f"{code}, {field}: refused without a word"
        assert load(ana, guide, code).status == 200


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("act", [REMOVE, SUBMIT])
def test_nothing_nasty_in_a_small_form_is_a_fault(guide: Guide, ana: Desk, name: str, act: str) -> None:
    guide.write()
    for field in ("reason", "expected"):
        data = {"reason": "Away.", "expected": "1", field: NASTY[name]}
        assert ana.post(act, guide.monograph.pk, "uses", **data).status in (302, 409, 422)


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=text, body=text, references=text, reason=text, act=st.sampled_from(["save", "keep"]))
def test_whatever_is_typed_is_saved_or_handed_back(
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
def test_a_guide_number_beyond_the_database_is_not_found(guide: Guide, ana: Desk, name: str, number: int) -> None:
    assert ana.post(name, number, "uses", **typed()).status == 404
    if name == EDIT:
        assert ana.get(name, number, "uses").status == 404


def test_a_section_of_no_kind_is_not_found(guide: Guide, ana: Desk) -> None:
    assert ana.get(EDIT, guide.monograph.pk, "no-such-kind").status == 404


# Who may not, and when not


def test_who_may_not_write_is_refused_and_keeps_the_text(guide: Guide, priya: Desk) -> None:
    guide.write()
    before = history()
    page = edit(priya, guide, body="<p>My words.</p>", reason="My reason.", expected="1")
    assert page.status == 403
    assert page.errors == ["Your account does not have the right to revise sections."]
    assert (page.value("body"), page.value("reason")) == ("<p>My words.</p>", "My reason.")
    assert history() == before


@pytest.mark.parametrize("act", ["keep", "drop"])
def test_who_may_not_write_keeps_no_typing_either(guide: Guide, priya: Desk, act: str) -> None:
    page = edit(priya, guide, **{act: ""})
    assert page.status == 403
    assert copies(guide) == []


def test_a_text_in_review_is_not_revised_and_the_typing_stays(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    before = history()
    page = edit(ana, guide, body="<p>My words.</p>", expected="1")
    assert page.status == 409
    assert page.errors == ["This section is in review. Withdraw the submission first, then go on writing."]
    assert page.value("body") == "<p>My words.</p>"
    assert history() == before


def test_a_text_that_changes_nothing_is_not_saved(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    before = history()
    page = edit(ana, guide, reason="Again.", expected="1")
    assert page.status == 409
    assert page.errors == ["Nothing has changed, so there is nothing to save."]
    assert page.value("reason") == "Again."
    assert history() == before


def test_a_removal_without_a_reason_is_refused(guide: Guide, ana: Desk) -> None:
    guide.write()
    before = history()
    page = ana.post(REMOVE, guide.monograph.pk, "uses", reason="", expected="1")
    assert page.status == 422
    assert page.errors == ["Reason for the removal: The reason for the change is missing."]
    assert history() == before


def test_what_is_removed_already_cannot_be_removed_again(guide: Guide, ana: Desk) -> None:
    guide.write()
    guide.remove()
    page = ana.post(REMOVE, guide.monograph.pk, "uses", reason="My reason.", expected="2")
    assert page.status == 409
    assert page.errors == ["The section has no text to remove."]
    assert "My reason." in page.words


def test_that_the_guide_does_without_an_unwritten_section_is_proposed(guide: Guide, ana: Desk) -> None:
    page = ana.after(ana.post(REMOVE, guide.monograph.pk, "cost", reason="Prices change daily.", expected=""))
    latest = guide.section("cost").latest_revision
    assert (latest.is_removal, latest.heading) == (True, "Cost")
    assert page.row("Cost")[1] == "removal: draft"


def test_an_unwritten_section_cannot_be_submitted(guide: Guide, ana: Desk) -> None:
    before = history()
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", expected="")
    assert page.status in (404, 409, 422)
    assert page.errors
    assert history() == before


@pytest.mark.parametrize("expected", ["abc", "", str(10**30), None])
def test_submitting_without_having_seen_the_text_is_refused(guide: Guide, ana: Desk, expected: str | None) -> None:
    guide.write()
    before = history()
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", **({} if expected is None else {"expected": expected}))
    assert page.status in (409, 422)
    assert page.errors
    assert history() == before


@pytest.mark.parametrize(("name", "data"), [(REMOVE, {"reason": "My reason."}), (SUBMIT, {})])
def test_who_may_not_write_neither_removes_nor_submits(
    guide: Guide, priya: Desk, name: str, data: dict[str, str]
) -> None:
    guide.write()
    before = history()
    page = priya.post(name, guide.monograph.pk, "uses", **data, expected="1")
    assert page.status == 403
    assert page.errors[0].startswith("Your account does not have the right to")
    assert all(words in page.words for words in data.values())
    assert history() == before


def test_a_text_is_submitted_once(guide: Guide, ana: Desk) -> None:
    guide.submit(guide.write())
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", expected="1")
    assert page.status == 409
    assert page.errors == ["This section is in review already."]
    assert guide.section().reviews.count() == 1


# A stale tab saves nothing over newer work, and loses none of its own


def stale(guide: Guide, ana: Desk, ben: Desk) -> str:
    """Let Ana load the page, then Ben save. Returns what Ana's page carries as the text it showed."""
    guide.write(text="First words.")
    shown = load(ana, guide).value("expected")
    assert shown is not None
    edit(ben, guide, body="<p>Newer words.</p>", reason="Ben's.", expected="1")
    return shown


@pytest.mark.parametrize("act", ["save", "submit"])
def test_a_stale_tab_shows_both_texts_and_saves_nothing(guide: Guide, ana: Desk, ben: Desk, act: str) -> None:
    shown = stale(guide, ana, ben)
    before = history()
    own = {"body": "<p>Own words.</p>", "heading": "Own heading", "references": SOURCE, "reason": "Own reason."}
    page = edit(ana, guide, **own, expected=shown, **{act: ""})
    assert page.status == 409
    assert page.errors == [
        "Somebody saved a newer revision while you were writing. Your text is kept; compare the two."
    ]
    assert "Newer words." in page.all("desk-text")[0]
    assert {name: page.value(name) for name in own} == own
    assert "Revision 2 was saved by ben" in page.words
    assert history() == before
    assert not guide.section().reviews.exists()


def test_the_text_of_a_stale_tab_is_kept_and_offered_again_beside_the_newer_one(
    guide: Guide, ana: Desk, ben: Desk
) -> None:
    shown = stale(guide, ana, ben)
    own = {"body": "<p>Own words.</p>", "heading": "Own heading", "references": "", "reason": "Own reason."}
    edit(ana, guide, **own, expected=shown)
    (copy,) = copies(guide)
    assert (copy.editor, copy.typed) == (ana.user, own)
    page = load(ana, guide)
    assert {name: page.value(name) for name in own} == own
    assert "Newer words." in page.all("desk-text")[0]


def test_having_seen_both_texts_the_author_saves_the_next_revision(guide: Guide, ana: Desk, ben: Desk) -> None:
    page = edit(ana, guide, body="<p>Own words.</p>", expected=stale(guide, ana, ben))
    assert page.value("expected") == "2"
    merged = edit(ana, guide, body="<p>Newer and own words.</p>", expected=page.value("expected"))
    assert ana.after(merged).messages == ["Saved as revision 3."]
    bodies = guide.section().revisions.order_by("number").values_list("body", flat=True)
    assert list(bodies) == ["<p>First words.</p>", "<p>Newer words.</p>", "<p>Newer and own words.</p>"]
    assert copies(guide) == []


def test_typing_kept_from_a_stale_page_stays_stale(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    page = ana.after(edit(ana, guide, body="<p>Own words.</p>", expected=shown, keep=""))
    assert page.value("body") == "<p>Own words.</p>"
    assert "Newer words." in page.all("desk-text")[0]
    assert page.value("expected") != "2" or "Newer words." in page.words
    latest = guide.section().latest_revision
    assert latest is not None
    assert latest.number == 2


def test_two_first_texts_of_a_section_do_not_overwrite_each_other(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = load(ana, guide).value("expected")
    edit(ben, guide, body="<p>Newer words.</p>")
    page = edit(ana, guide, body="<p>Own words.</p>", expected=shown)
    assert page.status == 409
    assert page.value("body") == "<p>Own words.</p>"
    assert copies(guide)[0].typed["body"] == "<p>Own words.</p>"


def test_stale_key_facts_are_kept_field_by_field(guide: Guide, ana: Desk, ben: Desk) -> None:
    edit(ben, guide, "drug-facts", brand_name="Newtol")
    own = {"brand_name": "Owntol", "strengths": "50 mg", "habit_forming": "on", "maker": "Own maker"}
    page = edit(ana, guide, "drug-facts", **own, expected="")
    assert page.status == 409
    assert "Newtol" in page.all("desk-text")[0]
    for shown in (page, load(ana, guide, "drug-facts")):
        assert {name: shown.value(name) for name in ("brand_name", "strengths", "maker")} == {
            name: own[name] for name in ("brand_name", "strengths", "maker")
        }
        ticked = {each.get("name") for each in shown.dom.xpath("//input[@type='checkbox'][@checked]")}
        assert ticked == {"prescription", "habit_forming"}


def test_a_stale_removal_removes_nothing_and_hands_its_reason_back(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    before = history()
    page = ana.post(REMOVE, guide.monograph.pk, "uses", reason="Own reason.", expected=shown)
    assert page.status == 409
    assert "Own reason." in page.words
    assert history() == before


def test_a_stale_guide_page_submits_nothing(guide: Guide, ana: Desk, ben: Desk) -> None:
    shown = stale(guide, ana, ben)
    page = ana.post(SUBMIT, guide.monograph.pk, "uses", expected=shown)
    assert page.status == 409
    assert page.errors == ["There is a newer revision of this section. Read it, then submit."]
    assert not guide.section().reviews.exists()


def test_a_page_loaded_before_a_submission_cannot_save_into_the_review(guide: Guide, ana: Desk) -> None:
    revision = guide.write()
    shown = load(ana, guide).value("expected")
    guide.submit(revision, actor=guide.cast.ben)
    page = edit(ana, guide, body="<p>Own words.</p>", expected=shown)
    assert page.status == 409
    assert page.value("body") == "<p>Own words.</p>"
    latest = guide.section().latest_revision
    assert latest == revision


def test_the_words_of_a_reference_are_frozen_when_the_text_is_saved(guide: Guide, ana: Desk) -> None:
    edit(ana, guide)
    Reference.objects.update(title="Renamed")
    latest = guide.section().latest_revision
    assert latest is not None
    assert latest.references[0]["wording"] == "Testol label. Tester. 2024."
