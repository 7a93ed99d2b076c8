"""Words lost or exchanged, broken numbers, schedules and tables that contradict themselves; and their siblings."""

import pytest

from .test_preflight import ALONE, GUIDE, codes, findings_in

DAMAGED = [
    # lost words and negations
    ("<p>Do drive if you feel dizzy.</p>", "lost-word"),
    ("<p>Do stop taking it suddenly.</p>", "lost-word"),
    ("<p>You should take it if you are allergic to it.</p>", "lost-word"),
    ("<p>Keep it within reach of children.</p>", "lost-word"),
    ("<p>Drink a of water with it.</p>", "lost-word"),
    ("<p>The tablet should taken with food.</p>", "lost-word"),
    ("<p>Tell your doctor you have asthma or a cold.</p>", "lost-word"),
    ("<p>Do use it after the expiration date.</p>", "lost-word"),
    ("<p>You can take this medicine if you have had an allergic reaction to it.</p>", "lost-word"),
    ("<p>Call your doctor you have a fever.</p>", "lost-word"),
    ("<p>Take no more 4 tablets a day.</p>", "lost-word"),
    ("<p>It is safe in pregnancy. It is not safe in pregnancy.</p>", "contradiction"),
    ("<p>You should drink alcohol.</p>", "lost-word"),
    ("<p>Take one these tablets.</p>", "lost-word"),
    # small words, homophones, pairs of words
    ("<p>Get help for swelling of you face.</p>", "wrong-word"),
    ("<p>Your doctor will advice you.</p>", "wrong-word"),
    ("<p>Wait at last 30 minutes.</p>", "wrong-word"),
    ("<p>Swallow the tablet hole.</p>", "wrong-word"),
    ("<p>It can cause lover disease.</p>", "wrong-word"),
    ("<p>You may have a sever rash.</p>", "wrong-word"),
    ("<p>It can raise your flood pressure.</p>", "wrong-word"),
    ("<p>Your doctor may chance your dose.</p>", "wrong-word"),
    ("<p>Do not tale this medicine.</p>", "wrong-word"),
    ("<p>Use it in bother eyes.</p>", "wrong-word"),
    ("<p>Breathe in trough your nose.</p>", "wrong-word"),
    ("<p>This medicine is uses to treat gout.</p>", "wrong-word"),
    ("<p>Put it in your moth.</p>", "wrong-word"),
    ("<p>Swallow it wish water.</p>", "wrong-word"),
    ("<p>If you do now feel better, rest.</p>", "wrong-word"),
    # numbers
    ("<p>Take 5 00 mg.</p>", "broken-number"),
    ("<p>The dose is 2 5 mg a day.</p>", "broken-number"),
    ("<p>Call &lt;&lt;clinic&gt;&gt; for help.</p>", "markup-shown"),
    ("<p>Take it on Monday,Wednesday and Friday.</p>", "stray-stop"),
    ("<p>Each vial has 10 ,000 units.</p>", "broken-number"),
    ("<p>Inject O.5 mL.</p>", "letter-in-number"),
    ("<p>Wait I0 minutes.</p>", "letter-in-number"),
    ("<p>Take 1 000 mg.</p>", "broken-number"),
    ("<p>Take 1, 000 mg.</p>", "broken-number"),
    ("<p>The dose is 5. 5 mg a day.</p>", "broken-number"),
    ("<p>Inject 2.5.5 mL.</p>", "broken-number"),
    ("<p>About 12,5000 people took it.</p>", "broken-number"),
    ("<p>Use 1O drops.</p>", "letter-in-number"),
    ("<p>Give your child S mL.</p>", "letter-in-number"),
    ("<p>Keep it at 8 to 2 °C.</p>", "backwards-range"),
    ("<p>Children 12 to 6 years: half a tablet.</p>", "backwards-range"),
    ("<p>Keep it below 30 ?C.</p>", "mojibake"),
    ("<p>Last updated: 44927</p>", "office-residue"),
    ("<p>Contains latex: FALSE</p>", "office-residue"),
    ("<p>Keep %DRUG% below [[temp]].</p>", "markup-shown"),
    ("<p>Take it with food (JD to confirm).</p>", "editing-mark"),
    # schedules and sums
    ("<p>Take it twice daily: in the morning.</p>", "schedule-conflict"),
    ("<p>Take 10 mg daily twice a week.</p>", "schedule-conflict"),
    ("<p>Take half of a 20 mg tablet (5 mg).</p>", "wrong-total"),
    ("<p>The pack has 28 tablets: 21 white and 8 green.</p>", "wrong-total"),
    ("<p>Inject it once weekly, every 14 days.</p>", "schedule-conflict"),
    ("<p>Take it once daily, every other day.</p>", "schedule-conflict"),
    ("<p>Take 2 tablets a day for 7 days: 10 tablets in all.</p>", "wrong-total"),
    ("<p>Take 1 tablet twice a day for 2 weeks (14 tablets).</p>", "wrong-total"),
    ("<p>The dose is 50 mg a day: 10 mg in the morning and 25 mg at night.</p>", "wrong-total"),
    # tables and references
    ("<p>See section for more.</p>", "missing-target"),
    (
        "<table><tr><th>Age</th><th>Dose</th></tr><tr><td>2 to 5</td><td>5 mL</td></tr>"
        "<tr><td>6 to 9</td><td>10 mg</td></tr><tr><td>10 or more</td><td>15 mL</td></tr></table>",
        "table-gap",
    ),
    ("<table><tr><th>Day</th><th>Pills</th></tr><tr><td>1</td><td>2</td></tr><tr><td>2</td></tr></table>", "table-gap"),
    (
        "<table><tr><th>Age</th><th>Dose</th></tr><tr><td>6 to 9</td><td>5 mL</td></tr>"
        "<tr><td>6 to 9</td><td>9 mL</td></tr></table>",
        "table-gap",
    ),
    (
        "<table><tr><th>Day</th><th>Pills</th></tr><tr><td>1</td><td>2</td></tr><tr><td>2</td><td>1</td></tr>"
        "<tr><td>Total</td><td>4</td></tr></table>",
        "wrong-total",
    ),
    ("<p>Push the plunger (see Figure ).</p>", "missing-target"),
    ("<ul><li>are pregnant</li><li>if you have a history of</li></ul>", "cut-sentence"),
]


@pytest.mark.parametrize(("html", "code"), DAMAGED)
def test_slip_is_found(html: str, code: str) -> None:
    assert code in codes(html, ALONE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Do take it with food. Do tell your doctor if you drink alcohol.",
        "You can take it if you are allergic to penicillin, but not if you are allergic to it.",
        "Tell your dentist that you take it. Keep it out of the reach of children.",
        "Vitamin A is stored in the liver. Hepatitis A may be mild.",
        "A wide effect was seen. You have a heat rash. You may be several feet away. Live vaccines can cause problems.",
        "At last, one person got better. You fell ill last week.",
        "On day 1 500 mg is given. Take two 500 mg tablets. In 2023, 5,400 people took it.",
        "The clinic is in Building 10. 5 mg tablets are sold there. Factor I units differ.",
        "The company moved between 10 and 5 years ago. Lower it from 12 to 6 drops.",
        "It is given once weekly, every 7 days. It is given every 4 weeks, once daily for 5 days.",
        "You can take it once daily, once weekly, or once monthly. Take it twice a day, every other day.",
        "Wash fruit and peel it before you eat. The dose is 2 5 mg tablets.",
        "Take 2 tablets twice a day for 7 days, for a total of 28 tablets.",
        "Take 2 tablets on the first day, then 1 tablet a day for 4 days (6 tablets in all).",
        "The most is 40 mg a day: start with 10 mg in the morning, or with 5 mg at night.",
    ],
)
def test_right_sibling_is_left_alone(sentence: str) -> None:
    assert [(finding.code, finding.quote) for finding in findings_in(f"<p>{sentence}</p>", ALONE)] == []


def test_total_and_labels_of_a_right_table_are_left_alone() -> None:
    rows = [("Day", "Pills"), ("1", "2"), ("2", "1"), ("Total", "3")]
    assert codes(_table(rows), ALONE) == []
    note = "<tr><td>Ask your doctor about doses for children who weigh less.</td></tr>"
    assert codes(_table(rows).replace("</table>", f"{note}</table>"), ALONE) == []


def _table(rows: list[tuple[str, str]]) -> str:
    return f"<table>{''.join(f'<tr><td>{label}</td><td>{value}</td></tr>' for label, value in rows)}</table>"


def test_rarer_brand_in_place_of_this_one_is_a_warning() -> None:
    assert codes("<p>Before your first Kymriah infusion you get a test.</p>", GUIDE) == ["other-brand"]
    assert codes("<p>Some people get Kymriah instead. Before your first Testol infusion you rest.</p>", GUIDE) == []


def test_advice_repeated_where_it_is_needed_is_no_finding() -> None:
    advice = "<p>Do not shake the pen before you use it.</p>"
    between = "".join(f"<p>Step {number} says one more thing about pen {number}.</p>" for number in range(1, 15))
    assert "repeated-passage" not in codes(advice + between + advice, ALONE)
    assert "repeated-passage" in codes(advice + "<p>Rest.</p>" + advice, ALONE)
    part = advice + "<p>Keep the pen in its box until then.</p><p>Let the pen get warm before you start.</p>"
    assert codes(part + between + part, ALONE).count("repeated-passage") == 1


def test_lone_text_may_refer_to_sections_of_its_guide() -> None:
    assert codes("<p>See “Cost” for more about this.</p>", ALONE) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Take 2 tablets every 0 hours for 7 days: 14 tablets.</p>",
        "<p>Take 2 tablets every 0 hours. That is a total of 14 tablets.</p>",
        "<p>Take it 4 times a day, every 0 hours.</p>",
        "<table><tr><th>a</th></tr><tr><td>b</td></tr><tr><td>c</td></tr><tr><td>Total</td><td>5</td></tr></table>",
    ],
)
def test_number_or_cell_that_is_not_there_breaks_no_check(html: str) -> None:
    findings_in(html)


def test_number_to_call_may_be_in_each_callout() -> None:
    callouts = '<aside class="callout" data-tone="doctor"><p>{}</p></aside><aside class="callout"><p>{}</p></aside>'
    assert "repeated-passage" not in codes(callouts.format("Call 911.", "Call 911."))
    assert "repeated-passage" in codes(callouts.format("Ask about it.", "Ask about it."))
