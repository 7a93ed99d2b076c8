"""What conversion leaves behind, and passages that contradict themselves, are errors; ordinary sentences are not."""

import pytest

from monograph.preflight import Guide, Medicine

from .test_preflight import GUIDE, codes, findings_in

DAMAGED = [
    ("<p>Take 5\ufffd10 mg.</p>", "lost-character"),
    ("<p>Store at 2&amp;nbsp;°C.</p>", "entity"),
    ("<p>Itâ€™s safe.</p>", "mojibake"),
    ("<p>At 25Â°C.</p>", "mojibake"),
    ("<p>See Error! Reference source not found.</p>", "office-residue"),
    ("<p>Take 1E+05 units.</p>", "office-residue"),
    ("<p>Take l0 mg.</p>", "letter-in-number"),
    ("<p>Take 1O mg.</p>", "letter-in-number"),
    ("<p>Take 2,5 mg daily.</p>", "decimal-comma"),
    ("<p>Take 0,25 mL daily.</p>", "decimal-comma"),
    ("<p>Take 20 to 10 mg.</p>", "backwards-range"),
    ("<p>Take 20–10 mg.</p>", "backwards-range"),
    ('<p>Call <a href="tel:+18002221223">800-222-1222</a>.</p>', "dials-other-number"),
    ("<p>Tell your doctor right away if you have any of the</p>", "cut-sentence"),
    ("<ul><li>Take it together with your</li></ul>", "cut-sentence"),
    (f"<ul>{'<li>an item</li>' * 8}</ul>", "long-list"),
    # siblings of sentences that were errors by mistake
    ('<p>It has "R on one side.</p>', "unclosed-quote"),
    ("<p>We met on it Call your doctor now.</p>", "glued-sentence"),
    ("<p>Vaccines include:</p><p>Call us.</p>", "lead-in-without-list"),
    ("<p>Vaccines include:</p><h3>Next</h3><p>Call us.</p>", "lead-in-without-list"),
]


@pytest.mark.parametrize(("html", "code"), DAMAGED)
def test_damage_is_found(html: str, code: str) -> None:
    assert code in codes(html)


CLEAN = [
    "<p>Tell your doctor if you take Eliquis.</p>",
    "<p>Talk to your doctor about whether you use Advil.</p>",
    "<p>It is used:</p><ul><li><p>to treat:</p><ul><li>fever</li></ul></li></ul>",
    "<p>Side effects include:</p><h3>Common</h3><ul><li>fever</li></ul>",
    "<p>Side effects include:</p><p><strong>Common side effects</strong></p><ul><li>fever</li></ul>",
    "<p>Read the Instructions for Use inside the carton.</p>",
    "<p>Read the Guide to Use before you start.</p>",
    '<p>The tablet has "R" on one side and "10" on the other.</p>',
    '<p>The needle is 5" long, and the box says "use once".</p>',
    "<p>Reduce the dose from 20 to 10 mg.</p>",
    "<p>Your doctor may lower it from 20 mg to 10 mg.</p>",
    "<p>Take 10 to 20 mg.</p>",
    "<p>Take 1,000 mg or 12,500 units.</p>",
    "<p>Call 1-800-222-1222 for 10-20 mg.</p>",
    '<p>Call <a href="tel:+1-800-222-1222">800-222-1222</a> or <a href="tel:911">911</a>.</p>',
    '<p>Call <a href="tel:+18002221222">the hotline</a>.</p>',
    f"<ul>{'<li>an item</li>' * 7}</ul>",
    "<ul><li>Take it with food, or</li><li>take it without.</li></ul>",
    "<p>Vitamin B12 and H2 blockers are safe. AT&amp;T sells phones.</p>",
]
FALSE = {
    *("other-brand", "lead-in-without-list", "glued-sentence", "unclosed-quote", "misspelt-name"),
    *("lost-character", "entity", "mojibake", "office-residue", "letter-in-number", "decimal-comma"),
    *("backwards-range", "dials-other-number", "cut-sentence", "long-list"),
}


@pytest.mark.parametrize("html", CLEAN)
def test_ordinary_sentences_are_left_alone(html: str) -> None:
    assert FALSE.isdisjoint(codes(html))


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("amlodipine", "felodipine"),
        ("fluoxetine", "duloxetine"),
        ("duloxetine", "fluoxetine"),
        ("quinidine", "quinine"),
        ("prednisone", "prednisolone"),
        ("hydroxyzine", "hydralazine"),
        ("cefazolin", "cefdinir"),
    ],
)
def test_another_medicine_is_no_misspelling(own: str, other: str) -> None:
    guide = Guide(today=GUIDE.today, medicine=Medicine(brand="Testol", generic=own))
    assert "misspelt-name" not in codes(f"<p>Tell your doctor if you take {other}.</p>", guide)


@pytest.mark.parametrize(
    ("own", "wrong"), [("amlodipine", "anlodipine"), ("warfarin", "warfarine"), ("metformin", "metfromin")]
)
def test_misspelled_name_of_the_medicine_is_an_error(own: str, wrong: str) -> None:
    guide = Guide(today=GUIDE.today, medicine=Medicine(brand="Testol", generic=own))
    found = [
        finding for finding in findings_in(f"<p>Take {wrong} daily.</p>", guide) if finding.code == "misspelt-name"
    ]
    assert [finding.is_error for finding in found] == [True]
