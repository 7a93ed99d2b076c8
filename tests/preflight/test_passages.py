"""Passages that contradict themselves or were half edited are found; their ordinary siblings are left alone."""

import pytest

from monograph.preflight import Guide, NumberToCall
from monograph.preflight.checked_section import MAX_FINDINGS
from tests.corpus.preflight import measure_clean

from .test_preflight import ALONE, codes, findings_in

DAMAGED = [
    # sums and counts
    ("<p>A cycle lasts 42 days: 28 days with the pump and 21 days without.</p>", "wrong-total"),
    ("<p>Take 20 mg three times a day, for a total of 40 mg.</p>", "wrong-total"),
    ("<p>Take 20 mg every 6 hours (40 mg a day in total).</p>", "wrong-total"),
    ("<p>Take two 250 mg tablets (750 mg).</p>", "wrong-total"),
    ("<p>It has two warnings:</p><ul><li>a</li><li>b</li><li>c</li></ul>", "wrong-count"),
    ("<p>There are 3 steps:</p><ol><li><p>Wash.</p><p>Dry.</p></li><li>Rinse.</li></ol>", "wrong-count"),
    # the same quantity twice
    ("<p>Keep it below 25 °C (87 °F).</p>", "wrong-equivalent"),
    ("<p>Keep it between 2 °C and 8 °C (36 °F and 64 °F).</p>", "wrong-equivalent"),
    ("<p>Take 0.5 g (50 mg).</p>", "wrong-equivalent"),
    ("<p>Take it for 2 weeks (21 days).</p>", "wrong-equivalent"),
    ("<p>It affects 20% of people (1 in 10).</p>", "wrong-equivalent"),
    ("<p>Take ten (100) tablets.</p>", "number-mismatch"),
    ("<p>Take 10 (one hundred) drops.</p>", "number-mismatch"),
    # schedules
    ("<p>Take it every 8 hours (four times a day).</p>", "schedule-conflict"),
    ("<p>Take it twice a day (morning, noon and night).</p>", "schedule-conflict"),
    ("<p>Inject it once a week on Monday and Friday.</p>", "schedule-conflict"),
    ("<p>Take it at 8 p.m. in the morning.</p>", "schedule-conflict"),
    ("<p>Take it once a day twice a day.</p>", "schedule-conflict"),
    # what can't be
    ("<p>It was approved on February 30, 2024.</p>", "impossible-date"),
    ("<p>The label changed on 2025-02-29.</p>", "impossible-date"),
    ("<p>The FDA approved it in 2062.</p>", "impossible-date"),
    ("<p>It helped 120% of patients.</p>", "implausible-number"),
    ("<p>It helped 12 in 10 people.</p>", "implausible-number"),
    ("<p>Call if you have a fever above 1004 °F.</p>", "implausible-number"),
    ("<p>Keep it in the refrigerator at 36 °F to 64 °F.</p>", "implausible-number"),
    ("<p>Wear it 25 hours a day.</p>", "implausible-number"),
    ("<p>Take it at 13 p.m.</p>", "implausible-number"),
    ("<p>Take 5 mg to 10 mL.</p>", "mixed-range"),
    ("<p>Take between 40 and 20 mg.</p>", "backwards-range"),
    # structure
    ("<h3>Common</h3><h3>Serious</h3><p>Chest pain.</p>", "empty-heading"),
    ("<table><tr><th>Age</th><th>Dose</th></tr><tr><td>6</td><td></td></tr></table>", "table-gap"),
    ("<table><tr><th>Age</th><th>Dose</th></tr></table>", "table-gap"),
    ("<ol><li>Wash.</li><li>Dry.</li></ol><p>Then repeat step 7.</p>", "missing-target"),
    ("<p>See Table 2.</p>", "missing-target"),
    # numbers to call
    ("<p>Call 1-800-222-122.</p>", "phone-number"),
    ("<p>Call poison control at 1-800-222-1212.</p>", "phone-number"),
    ("<p>Call 1-8O0-222-1222.</p>", "phone-number"),
    ("<p>Call 991 if you can't breathe.</p>", "phone-number"),
    ('<p>Call <a href="tel:18003321089">1-800-FDA-1088</a>.</p>', "dials-other-number"),
    # notation
    *((f"<p>Take 5 mg {short}.</p>", "unsafe-abbreviation") for short in "TIW BIW UD SubQ qhs o.d. q.d. q6h".split()),
    ("<p>Take q6° at most.</p>", "unsafe-abbreviation"),
    ("<p>Use 1 drop OU at night.</p>", "unsafe-abbreviation"),
    ("<p>Take ii tablets.</p>", "unsafe-abbreviation"),
    ("<p>Take every4 hours.</p>", "unit-without-space"),
    # what programs and edits leave
    ("<p>Do **not** stop.</p>", "markup-shown"),
    ("<p>Do &lt;b&gt;not&lt;/b&gt; stop.</p>", "markup-shown"),
    ("<p>Take ${dose} a day.</p>", "markup-shown"),
    ("<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>", "editing-mark"),
    ("<p>Rest. Page 3 of 12 Drink.</p>", "page-residue"),
    ("<p>This medi- cine helps.</p>", "broken-word"),
    ("<p>Call your d\u043e\u0441tor.</p>", "look-alike-letter"),
    ("<p>Take 1-Feb tablet.</p>", "office-residue"),
    ("<p>Take the your tablet.</p>", "word-clash"),
    ("<p>You should must rest.</p>", "word-clash"),
    ("<p>There are is a risk.</p>", "word-clash"),
    ("<p>Take 5 mg mL a day.</p>", "word-clash"),
    ("<p>Do not take more then 2 tablets.</p>", "word-clash"),
    ("<p>Ask you doctor.</p>", "word-clash"),
    ("<p>Take 2 tablet a day.</p>", "word-clash"),
    ("<p>It help to lower blood pressure.</p>", "word-clash"),
    ("<p>Take it with food. Do not take it with food.</p>", "contradiction"),
    ("<p>Take 2 tablets (250 mg each) for a total of 750 mg.</p>", "wrong-total"),
    ("<p>Take it three times a day at 8 a.m. and 8 p.m.</p>", "schedule-conflict"),
    ("<p>From 2021 to 2019, people were followed.</p>", "backwards-range"),
    ("<p>Keep it at 8 °C to 2 °C.</p>", "backwards-range"),
    ("<p>Out of 100 people, 120 had nausea.</p>", "implausible-number"),
    ("<p>Take 5 rng a day.</p>", "letter-in-number"),
    ("<p>D o not stop.</p>", "broken-word"),
    ("<p>Take it with meals.1</p>", "page-residue"),
    ("<p>Rest now.</p><p>Rest now.</p>", "repeated-passage"),
    ("<p>of your doctor. Take it with food.</p>", "cut-sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "code"), DAMAGED)
def test_damage_is_found(html: str, code: str) -> None:
    assert code in codes(html, ALONE)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Is this a new medicine? Are these your tablets? Ask about those the nurse gave you.</p>",
        "<p>The people you live with for the first week should get a shot too.</p>",
        "<p>The study in May is over. Its results may come later.</p>",
        "<p>Take one of these three ways:</p><ul><li>by mouth</li><li>as a shot</li><li>as a patch</li></ul>",
        "<p>Call if you have at least two of these signs:</p><ul><li>a</li><li>b</li><li>c</li></ul>",
        "<p>Take 1 to 2 tablets (250 mg to 500 mg) every 4 hours, up to four times a day.</p>",
        "<p>Use it 4 times a day, every 4 hours while awake.</p>",
        "<p>Your temperature may rise by 1 °C (2 °F).</p>",
        "<p>Add 5 mg to 10 mL of water. Mix 1 g to 5 mL.</p>",
        "<p>Store it in the refrigerator or at room temperature up to 86 °F (30 °C).</p>",
        "<p>Take your dose with the morning and evening meals, twice a day.</p>",
        "<p>Call 1-800-FDA-1088, 1-800-QUIT-NOW, 1-877-4CANCER-1, or 988. Call 24 hours a day.</p>",
        "<p>On day 1 tablets come in a box. A 24 hour clock helps. You are more likely, then, to rest.</p>",
        "<p>Use it if your taking notes helps. Does it help to rest? Hepatitis B is rare. T cells do it.</p>",
        "<p>A total of 3 shots is given over 6 months: the first now, the second in 1 month, the third in 6.</p>",
        "<p>The dose may go from 80 °F to 70 °F. Children aged 6 to 11 take it. Keep it at 2 °C to 8 °C.</p>",
        "<p>Call 1-800-452-0051 24 hours a day, 7 days a week.</p>",
        "<p>Its side effects (short- and long-term) are listed here. Self-care helps.</p>",
        "<p>Use \u03b2-blockers, \u03b1-interferon, and \u03949-THC with care.</p>",
        "<p>Rate it #1. It costs 5% more. See AT&amp;T.</p>",
        "<p>It helped 3 of 10 people (30%), and 5 in 1,000 people (0.5%) had a rash.</p>",
        "<p>An hour, a unit, an MRI, a European, an 8-hour day, a one-time dose.</p>",
        "<p>In the study, 1 in 3 people (33%) and 2 in 3 (67%) got better in 6 months (26 weeks).</p>",
        "<p>Follow your doctor's instructions for what to take, when to take it, and how long to take it for.</p>",
        "<table><tr><th></th><th>Dose</th></tr><tr><td>Adults</td><td>2 pills</td></tr>"
        "<tr><td>Teens</td><td>1 pill</td></tr></table>",
        "<table><tr><th colspan='2'>Doses</th></tr><tr><td>Adults</td><td>2 tablets</td></tr></table>",
    ],
)
def test_ordinary_sentences_cause_no_error(html: str) -> None:
    assert [(finding.code, finding.quote) for finding in findings_in(html, ALONE) if finding.is_error] == []


@pytest.mark.parametrize(
    "part", ["passages-seen", "passages-unseen", "passages-third", "passages-fourth", "passages-fifth"]
)
def test_clean_passages_cause_no_error(part: str) -> None:
    assert [(finding.code, finding.quote) for _, finding in measure_clean(f"clean-{part}").errors] == []


def test_large_number_is_reported_once() -> None:
    assert codes("<p>Take 10000 units.</p>", ALONE) == ["large-number"]


def test_advice_speaks_to_the_reader_and_gives_the_result() -> None:
    assert codes("<p>Patients should rest.</p>", ALONE) == ["third-person"]
    assert codes("<p>The tablet should be taken with food.</p>", ALONE) == ["passive-advice"]
    assert codes("<p>Take 5 mg/kg a day.</p>", ALONE) == ["reader-arithmetic"]
    assert codes("<p>In studies, 35% of people had a fever.</p>", ALONE) == ["bare-percentage"]
    assert codes("<p>Fever: 1 in 10. Liver damage: 3 in 1,000.</p>", ALONE) == ["mixed-denominators"]


def test_sites_own_numbers_to_call_are_known() -> None:
    nurse = NumberToCall("nurse line", "1-800-555-0142")
    guide = Guide(today=ALONE.today, numbers_to_call=(nurse,))
    assert codes("<p>Call the nurse line at 1-800-555-0124.</p>", guide) == ["phone-number"]
    assert codes("<p>Call the nurse line at 1-800-555-0142.</p>", guide) == []
    assert codes("<p>Call the nurse line at 1-800-555-0124.</p>", ALONE) == []


def test_findings_of_one_kind_are_limited_and_the_last_says_so() -> None:
    findings = findings_in("<p>" + "Take .5 mg. " * 1_000 + "</p>", ALONE)
    naked = [finding for finding in findings if finding.code == "naked-decimal"]
    assert len(naked) == MAX_FINDINGS + 1
    assert all(finding.is_error for finding in naked)
    assert naked[-1].message != naked[0].message
