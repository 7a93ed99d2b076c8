"""Preflight reads any text to the end, and its findings are where they say."""

from dataclasses import replace
from datetime import date
from itertools import count
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.content.document import read_document
from monograph.preflight import Finding, Guide, Medicine, Section, Strength, preflight, preflight_guide

MEDICINE = Medicine(
    "Testol", "testolumab", ("Tex",), (Strength("35", "mcg"),), "powder for solution", "intravenous infusion", True
)
GUIDE = Guide(
    today=date(2026, 11, 22),
    medicine=MEDICINE,
    headings=(("uses", "What is Testol used for?"), ("side-effects", "Side effects"), ("dosage", "Dosage")),
    glossary=frozenset({"infusion", "B cell"}),
    needs_emergency_number=frozenset({"overdose"}),
    about_other_medicines=frozenset({"interactions"}),
    also_called=(("cost", ("cost", "price")),),
)
ALONE = Guide(today=GUIDE.today, also_called=GUIDE.also_called)
WORDS = st.sampled_from(
    "the take Testol testol Testlo 35 mg mg. 1.0 .5 mcg mcg µg QD include: such as: (see the “Uses” section below) “ ” "
    "( ) rare leſs common not never unless * † … .. ., [insert] TBD above below Call There was Coumadin by mouth "
    "tablets vial overdose".split(" ")
)
TAGS = st.sampled_from(
    ["<p>", "</p>", "<ul><li>", "</li></ul>", "<h4>", "</h4>", "<table><tr><td>", "</td></tr></table>", "<br>", "<",
     "<a href='#x'>", "</a>", '<sup class="footnote-marker" data-note="n">*</sup>',
     '<p class="footnote" data-note="m">* Note.</p>']
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(WORDS, TAGS), max_size=60).map(" ".join))


def findings_in(html: str, guide: Guide = GUIDE, **section: str) -> list[Finding]:
    return preflight(Section(html, **section), guide)


def codes(html: str, guide: Guide = GUIDE, **section: str) -> list[str]:
    return [finding.code for finding in findings_in(html, guide, **section)]


@given(TEXTS, st.sampled_from(["", "uses", "overdose", "interactions"]))
@settings(max_examples=120, deadline=None)
def test_every_finding_quotes_its_place_in_any_text(html: str, kind: str) -> None:
    text = read_document(html).text
    for finding in findings_in(html, kind=kind):
        if finding.start is not None:
            assert text[finding.start : finding.end] == finding.quote


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_findings_are_stable_and_in_text_order(html: str) -> None:
    findings = findings_in(html)
    assert findings == findings_in(html)
    places = [finding.start for finding in findings if finding.start is not None]
    assert places == sorted(places)


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=50, deadline=None)
def test_guide_of_any_texts_is_checked(bodies: list[str]) -> None:
    for finding in preflight_guide([Section(body, "uses") for body in bodies], GUIDE):
        assert finding.message


HOSTILE = {
    "one letter": "a",
    "one word": "a ",
    "the": "the ",
    "stops": ".",
    "stops and spaces": ". ",
    "commas": ", ",
    "digits": "1",
    "ones and commas": "1,",
    "amounts": "1.0 mg ",
    "brackets": "(",
    "opened quotes": "“",
    "straight quotes": '"',
    "hyphens": "a-",
    "apostrophes": "a'",
    "capitals": "A",
    "doses": "take 5 daily ",
    "dose of": "dose of ",
    "sections": "the x section ",
    "quoted sections": "see 'Uses' below ",
    "side effects": "common side effects ",
    "rare": "rash is rare, ",
    "paragraphs": "<p>a",
    "lists": "<ul><li>a",
    "headings": "<h4>x</h4>",
    "stars": "a* ",
    "angle brackets": "<",
    "addresses": "https://",
    "at": " @ 1",
    "units": "10 U ",
    "fragments": "if you Ask about x. ",
    "brands": "Coumadin ",
    "strengths": "comes as 1 mg tablets ",
    "boxes": "has a boxed warning ",
    "tables": "<table><tr><td>rash<td>common</table>",
    "links": '<a href="#x">here</a> ',
    "spaces that do not break": "\u00a0",
    "fillers": "[insert ",
    "braces": "{",
    "nesting": "<div>",
    "misspelled": "Testlo ",
    "list items": "<li>take it",
    "open paragraphs": "<p>Take 5 mg. ",
    "rows": "<tr><td>a</td></tr>",
    "callouts": '<aside class="callout"><p>x</p></aside>',
    "degrees": "25 °C (87 °F) ",
    "numbers to call": "1-800-222-122 ",
    "totals": "total of 20 mg: 10 mg, ",
    "counts": "two things: ",
    "schedules": "twice a day, every 8 hours (morning, ",
    "dates": "February 30, 2026 ",
    "steps": "see step 9 ",
    "shares": "12 in 10 people (5%) ",
    "Markdown": "**",
    "broken words": "a- b",
    "other letters": "d\u043e",
    "comments": "[",
    "same paragraphs": "<p>If you miss a dose take it as soon as you can remember it.",
    "amounts per weight": "1 mg/kg ",
    "one sentence": "word, and ",
    "lists of lists": "<ol><li>a</li></ol>",
    "abbreviations": "QD ",
    "bold left open": "<b><p>x",
    "fractions": "1/2 ",
    "brackets left open": "a (b ",
    "numbered lines": "1. a\n",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_checked_in_linear_time(unit: str) -> None:
    # Every text is another one: findings are cached.
    texts = count()

    def seconds(length: int) -> float:
        # What seems to end a sentence, and goes on: a row of stops must not be read again from each of them.
        html = f"{unit * (length // len(unit))}x {next(texts)}"
        start = process_time()
        findings = findings_in(html, kind="uses")
        ended = process_time()
        assert all(finding.message for finding in findings)
        return ended - start

    seconds(500)
    short = min(seconds(500) for _ in range(2))
    # Sixteen times the length; quadratic work would take 256 times as long.
    assert any(seconds(8_000) < 88 * max(short, 0.002) for _ in range(3))


# What findings depend on beside the words


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<p>Live vaccines include:</p><p>Ask your doctor.</p>", "lead-in-without-list"),
        ("<p>You may have nerve problems such as There was a seizure.s Call your doctor.</p>", "glued-sentence"),
        ("<p>The dose is 1.0 mg a day.</p>", "trailing-zero"),
        ("<p>To learn more, see the “Cost” section below.</p>", "missing-section"),
        ("<p>Some questions you may want to ask your doctor.</p><p>Storage matters.</p>", "lead-in-without-list"),
    ],
)
def test_slip_that_spell_checkers_miss_is_found(html: str, code: str) -> None:
    assert code in codes(html)


def test_lead_in_with_its_list_is_accepted() -> None:
    assert codes("<p>Live vaccines include:</p><ul><li>measles</li><li>mumps</li></ul>") == []


def test_reference_to_a_section_must_have_its_direction() -> None:
    assert codes("<p>See the “Side effects” section below.</p>", kind="uses") == []
    assert codes("<p>See the “Side effects” section above.</p>", kind="uses") == ["wrong-direction"]


def test_boxed_warning_section_without_a_boxed_warning_is_reported() -> None:
    medicine = replace(MEDICINE, has_boxed_warning=False)
    headings = (("black-box", "Boxed warning"),)
    guide = replace(GUIDE, medicine=medicine, headings=headings, required_if_boxed=frozenset({"black-box"}))
    (finding,) = preflight_guide([], guide)
    assert (finding.code, finding.section) == ("boxed-warning-section", "black-box")


def test_rules_of_kinds_follow_the_guide_and_no_code() -> None:
    poisoning = replace(GUIDE, needs_emergency_number=frozenset({"poisoning"}))
    assert codes("<p>Get help.</p>", poisoning, kind="poisoning") == ["no-emergency-number"]
    assert codes("<p>Get help.</p>", poisoning, kind="overdose") == []
    other = replace(GUIDE, about_other_medicines=frozenset({"swaps"}))
    assert codes("<p>Take Coumadin.</p>", other, kind="swaps") == []
    assert codes("<p>Take Coumadin.</p>", other, kind="interactions") == ["other-brand"]


def test_unknown_facts_cause_no_findings() -> None:
    alone = Guide(today=GUIDE.today)
    assert codes("<p>Take one 40 mg tablet by mouth. It has no boxed warning.</p>", alone) == []


def test_missing_section_is_only_a_warning_in_a_lone_file() -> None:
    html = "<p>See the “Cost” section below.</p>"
    (in_guide,), (alone,) = findings_in(html), findings_in(html, ALONE)
    assert (in_guide.severity, alone.severity) == ("error", "warning")


def test_missing_citation_is_reported_without_a_place() -> None:
    (finding,) = findings_in(
        "<p>It treats pain.</p>", Guide(today=GUIDE.today, must_cite=frozenset({"uses"})), kind="uses"
    )
    assert (finding.code, finding.start, finding.quote) == ("no-reference", None, "")


def test_reference_that_the_library_words_differently_is_reported() -> None:
    guide = Guide(today=GUIDE.today, library=frozenset({"Label. Maker. 2026."}))
    section = Section("<p>It treats pain.</p>", "uses", references=("Label. Maker. 2024.",))
    assert [finding.code for finding in preflight(section, guide)] == ["reference-behind"]


def test_contradicting_sections_both_get_the_finding() -> None:
    sections = [
        Section("<p>Headache is a common side effect.</p>", "uses", "Uses"),
        Section("<p>Headache is rare.</p>", "dosage", "Dosage"),
    ]
    conflicts = [finding for finding in preflight_guide(sections, GUIDE) if finding.code == "frequency-conflict"]
    assert [finding.section for finding in conflicts] == ["uses", "dosage"]
    assert "“Dosage”" in conflicts[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Take 10 mg once a day.", "Take one tablet twice a day."),
        ("Inject it once a week.", "Use one dose once monthly."),
        ("Store it in the refrigerator.", "Keep it at room temperature."),
        ("Take it with food.", "Take it on an empty stomach."),
    ],
)
def test_section_that_contradicts_another_is_reported_in_both(one: str, other: str) -> None:
    sections = [Section(f"<p>{one}</p>", "dosage", "Dosage"), Section(f"<p>{other}</p>", "how-given", "How to use it")]
    findings = [finding for finding in preflight_guide(sections, GUIDE) if finding.code == "contradiction"]
    assert [(finding.section, finding.quote, finding.is_error) for finding in findings] == [
        ("dosage", one, False),
        ("how-given", other, False),
    ]
    assert "“How to use it”" in findings[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Take 10 mg once a day.", "Take 10 mg once daily."),
        ("Take it once a day.", "If you are over 65, take it twice a day."),
        ("Take it once a day.", "Brush your teeth twice a day."),
        ("Take it once a day.", "Take ibuprofen three times a day."),
    ],
)
def test_sections_that_can_both_be_right_do_not_contradict(one: str, other: str) -> None:
    sections = [Section(f"<p>{one}</p>", "dosage", "Dosage"), Section(f"<p>{other}</p>", "how-given", "How to use it")]
    assert [finding for finding in preflight_guide(sections, GUIDE) if finding.code == "contradiction"] == []
