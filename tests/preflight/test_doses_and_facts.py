"""Doses that do not add up, forms and strengths beside the facts, opposite advice; and their right siblings."""

from datetime import date

import pytest

from monograph.preflight import Guide, Medicine, Section, Strength, parse_strengths, preflight


def found(html: str, *strengths: str, generic: str = "", form: str = "") -> list[tuple[str, bool]]:
    """Return (code, whether it is an error) of the findings, for a medicine with these facts."""
    listed = tuple(Strength(*strength.split(" ", 1)) for strength in strengths)
    medicine = Medicine(brand="Exemplum", generic=generic, strengths=listed, form=form)
    findings = preflight(Section(f"<p>{html}</p>"), Guide(today=date(2026, 1, 1), medicine=medicine))
    return [(finding.code, finding.is_error) for finding in findings]


@pytest.mark.parametrize(
    ("html", "code", "is_error"),
    [
        ("Your dose is 15 mg (three 7.5 mg tablets) once a week.", "wrong-total", True),
        ("Two and a half tablets of 5 mg are 12.5 mcg.", "wrong-total", True),
        ("Take the 800 mg dose as 400 mg three times a day.", "wrong-total", True),
        ("Adults take 340 mg a day, up to 60 mg.", "backwards-range", False),
        ("Wait, and check it again after 15.", "dose-without-unit", False),
        ("Push the pen in at a 900-degree angle.", "implausible-number", True),
        ("Keep it at room temperature, up to 77 °C.", "implausible-number", False),
        ("Children of 400 kg need more.", "implausible-number", False),
        ("Your result should be between 3.0 and 2.0.", "backwards-range", False),
        ("It has types 6, 11, and 16, which is four types.", "wrong-count", False),
        ("The counter reads OOO when it is empty.", "letter-in-number", False),
        ("Take it with or without. Do not stop.", "cut-sentence", False),
        ("It may harm a baby. tell your doctor about it.", "stray-stop", False),
        ("Have a test every ## months.", "placeholder", True),
        ("Never share your pen, even with family. You can share your pen once it is clean.", "contradiction", False),
        ("Crushed tablets can be mixed with soup. Never crush the tablets or mix them.", "contradiction", False),
    ],
)
def test_numbers_and_advice_that_can_not_be_are_found(html: str, code: str, *, is_error: bool) -> None:
    assert (code, is_error) in found(html)


@pytest.mark.parametrize(
    "html",
    [
        "Your dose is 15 mg (two 7.5 mg tablets) once a week.",
        "Two and a half tablets of 5 mg are 12.5 mg.",
        "Take the 800 mg dose as 400 mg twice a day.",
        "Adults take 34 mg a day, up to 60 mg.",
        "Your INR should be between 2.0 and 3.0.",
        "Push the pen in at a 90-degree angle. Boil the nipple at 100 °C.",
        "It has types 6, 11, and 16, which is three types.",
        "Do not crush the tablets. You can crush them only if your doctor says so.",
        "Some people do; some people do not.",
        "The label may say that it is also called APAP.",
    ],
)
def test_right_numbers_and_advice_are_left_alone(html: str) -> None:
    assert found(html) == []


@pytest.mark.parametrize(
    ("html", "strengths", "expected"),
    [
        ("Give 5 mL (400 mcg) now.", ["400 mg/5 mL"], True),
        ("Give 10 mL (800 mg) now.", ["400 mg/5 mL"], False),
        ("The pen holds 300 units (3 mL of insulin).", ["100 units/mL"], False),
        ("The 80 mg pen holds 0.8 mL.", ["40 mg/0.4 mL"], False),
        ("It comes in 80 mcg/4.5 mcg.", ["80 mcg/4.5 mcg"], False),
        ("Each puff gives 90 mg.", ["90 mcg per actuation"], True),
        ("Each 7.5 mg tablet is round.", ["5 mg", "7.5 mg"], False),
        ("Each 8 mg tablet is round.", ["5 mg", "7.5 mg"], True),
    ],
)
def test_strength_is_compared_as_labels_write_it(html: str, strengths: list[str], *, expected: bool) -> None:
    assert ("strength-differs" in dict(found(html, *strengths))) == expected


@pytest.mark.parametrize(
    ("html", "generic", "code"),
    [
        ("Swallow the insulin with water.", "insulin glargine", "route-differs"),
        ("Put one drop in each ear.", "latanoprost", "route-differs"),
        ("Use the patch before exercise.", "albuterol sulfate", "form-differs"),
        ("Swallow the tablet with water.", "imatinib mesylate", ""),
        ("Use the patch once a week.", "fentanyl", ""),
    ],
)
def test_form_of_a_common_medicine_is_known_without_facts(html: str, generic: str, code: str) -> None:
    assert found(html, generic=generic) == ([(code, False)] if code else [])


def test_fact_about_a_form_counts_more_than_the_usual_one() -> None:
    assert found("Use the patch before exercise.", generic="albuterol", form="patch") == []


def test_amount_of_tablets_is_that_of_a_strength() -> None:
    assert found("Take no more than 6 caplets (300 mg).", "500 mg") == [("wrong-total", False)]
    assert found("Take no more than 6 caplets (3,000 mg).", "500 mg") == []


def test_sentence_about_another_medicine_is_reported() -> None:
    both = "It contains imatinib. Lisinopril lowers your blood pressure."
    assert found(both, generic="imatinib") == [("other-medicine", False)]
    assert found(both.replace("your blood pressure", "the level of imatinib"), generic="imatinib") == []


def test_list_is_counted_by_the_paragraph_after_it() -> None:
    steps = "</p><ol><li>Open it.</li><li>Shake it.</li></ol><p>These {} steps are all."
    assert ("wrong-count", False) in found(steps.format("three"))
    assert "wrong-count" not in dict(found(steps.format("two")))


@pytest.mark.parametrize(
    ("written", "strengths", "form"),
    [
        ("35 mcg", ["35 mcg"], ""),
        ("2.5 mg, 10 mg tablets", ["2.5 mg", "10 mg"], "tablets"),
        ("12, 25, and 50 mcg/hour", ["12 mcg/hour", "25 mcg/hour", "50 mcg/hour"], ""),
        ("80 mcg/4.5 mcg", ["80 mcg/4.5 mcg"], ""),
        ("100 units", ["100 units"], ""),
    ],
)
def test_strengths_are_read_as_labels_list_them(written: str, strengths: list[str], form: str) -> None:
    parsed, named = parse_strengths(written)
    assert ([f"{strength.number} {strength.unit}" for strength in parsed], named) == (strengths, form)


def test_text_without_a_number_is_no_strength() -> None:
    with pytest.raises(ValueError, match="plenty"):
        parse_strengths("plenty")


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>In a study of 500 people, 600 had a rash.</p>", "implausible-number"),
        ("<p>Of 200 people, 50 (40%) felt sick.</p>", "wrong-equivalent"),
        ("<p>For a 600 mg dose, take one 400 mg tablet and one 100 mg tablet.</p>", "wrong-total"),
        ("<p>It can cause headache, nausea, a rash, nausea, and cough.</p>", "repeated-word"),
        ("<p>Step 1: Open it.</p><p>Step 3: Close it.</p>", "missing-target"),
        ("<p>Call 91l now.</p>", "letter-in-number"),
        ("<ul><li>nausea</li><li>Take it with food.</li><li>rash</li></ul>", "odd-item"),
        ("<ul><li>headache</li><li>stomach pa</li></ul>", "cut-sentence"),
        ("<table><tr><th>Weight</th><th>Dose</th></tr><tr><td>10 mg</td><td>20 mg</td></tr></table>", "table-gap"),
    ],
)
def test_damage_of_lists_and_tables_is_found(html: str, code: str) -> None:
    assert code in dict(found(html))


def test_name_beside_this_one_and_words_of_a_name_are_no_errors() -> None:
    assert ("other-brand", True) not in found("Humulin and Exemplum are not the same.")
    assert ("other-brand", True) in found("Take Humulin once a day.")
    medicine = Medicine(brand="Children's Exemplum")
    section = Section("<p>Keep it away from children.</p>")
    assert preflight(section, Guide(today=date(2026, 1, 1), medicine=medicine)) == []


def test_first_word_of_a_brand_name_is_no_other_brand() -> None:
    medicine = Medicine(brand="Ventolin HFA", generic="albuterol sulfate")
    assert (
        preflight(Section("<p>Use Ventolin before exercise.</p>"), Guide(today=date(2026, 1, 1), medicine=medicine))
        == []
    )
