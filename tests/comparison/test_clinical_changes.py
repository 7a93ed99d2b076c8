"""`compare` reports clinical changes by kind and in words."""

import pytest

from monograph.comparison import ClinicalChange, compare


def kinds(old: str, new: str) -> set[str]:
    return {change.kind for change in compare(old, new).critical}


# Changes of one word or number that mean something else

CHANGED = [
    ("A 5 mg, B 10 mg", "A 10 mg, B 5 mg", "dose"),
    ("Morning: 5 mg. Evening: 10 mg.", "Morning: 10 mg. Evening: 5 mg.", "dose"),
    ("You must call.", "You may call.", "obligation"),
    ("It is safe in pregnancy.", "It is unsafe in pregnancy.", "negation"),
    ("You may crush the tablets.", "Crush the tablets.", "obligation"),
    ("Store between 68 °F and 77 °F.", "Store between 68°F and 86°F.", "number"),
    ("Take it with food.", "Take it without food.", "time"),
    ("Do not chew it. You may crush it.", "You may chew it. Do not crush it.", "negation"),
    ("Take it for 10 days.", "Take it for 14 days.", "time"),
    ("<p>Start at 10 mg.</p><p>It can cause drowsiness and dizziness.</p>", "Start at 10 mg.", "removed"),
    ("Do not stop taking it.", "Stop taking it.", "negation"),
    ("Tell your doctor if you take aspirin.", "Tell your doctor if you take ibuprofen.", "medicine"),
    ("You do not need to fast.", "You need to fast.", "negation"),
    ("Take 5 mg every 12 hours.", "Take 5 mg every 24 hours.", "frequency"),
    ("Inject 10 units before meals.", "Inject 100 units before meals.", "dose"),
    ("This can cause serious infections.", "This can cause infections.", "severity"),
    ("Do not use if you are pregnant.", "Do not use.", "population"),
    ('<p>See <a href="#storage">Storage</a>.</p>', '<p>See <a href="#dosage">Storage</a>.</p>', "reference"),
    ("Take three times daily.", "Take four times daily.", "frequency"),
    ("Less than 1% of people had it.", "More than 1% of people had it.", "limit"),
    (
        "Call your doctor right away if you have a fever of 101 °F or higher.",
        "Call your doctor if you have a fever of 101 °F or higher.",
        "time",
    ),
    (
        "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>5 mg</td></tr><tr><td>B</td><td>10 mg</td></tr>"
        "</table>",
        "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>10 mg</td></tr><tr><td>B</td><td>5 mg</td></tr>"
        "</table>",
        "dose",
    ),
    (
        "<p>Do not take it with:</p><ul><li>milk</li><li>juice</li></ul><p>You can take it with:</p><ul><li>"
        "water</li></ul>",
        "<p>Do not take it with:</p><ul><li>milk</li></ul><p>You can take it with:</p><ul><li>water</li><li>"
        "juice</li></ul>",
        "negation",
    ),
    (
        "Take it in the morning and 2 tablets in the evening.",
        "Take it in the evening and 2 tablets in the morning.",
        "time",
    ),
    ("Take half a tablet.", "Take a whole tablet.", "dose"),
    ("Do not crush or split the pellets.", "Do not crush the pellets.", "action"),
    ("Do not drink coffee or milk with it.", "Do not drink milk with it.", "food"),
    ("Do not wash the sticker, paint it or fold it.", "Do not wash the sticker or paint it.", "negation"),
    ("Wait a day if your throat is sore or you feel weak.", "Wait a day if your throat is sore.", "condition"),
    ("Do not wear this patch if you have gallstones.", "Do not wear this patch if you have migraine.", "illness"),
    ("Keep the pens in the refrigerator.", "Keep the pens in a dry cupboard.", "storage"),
    ("Spray once into each nostril.", "Spray twice into each nostril.", "frequency"),
    ("Keep using the ear plugs for 10 days.", "Keep using the ear plugs until you feel better.", "time"),
    ("Chew the gummy well before lunch.", "Swallow the gummy whole before lunch.", "action"),
    ("Prime the device before each use.", "Shake the device before each use.", "action"),
    ("It can raise your blood pressure.", "It can lower your blood pressure.", "direction"),
    ("Isosorbide dinitrate prevents chest pain.", "Isosorbide mononitrate prevents chest pain.", "medicine"),
    ("Keep the opened bag away from light.", "Keep the opened bag in the light.", "direction"),
    ("You can take another dose.", "Take another dose.", "obligation"),
    ("Check your weight regularly.", "Check your weight.", "frequency"),
    ("About 1 in 10 people had it.", "About 1 in 100 people had it.", "number"),
    ("Text HELLO to 741741.", "Text HELLO to 741747.", "contact"),
    ("Call (800) 555-0199.", "Call (800) 555-0191.", "contact"),
    (
        "<p>It helps.<sup>1</sup> It is new.<sup>2</sup></p>",
        "<p>It helps.<sup>2</sup> It is new.<sup>1</sup></p>",
        "reference",
    ),
    ("See section 4.", "See section 5.", "reference"),
    ("Take it every other day.", "Take it every day.", "frequency"),
    ("Never share needles.", "Always share needles.", "negation"),
    ("It is likely to help.", "It is unlikely to help.", "negation"),
    ("You are able to drive.", "You are unable to drive.", "negation"),
    ("Take it at 8 a.m. each day.", "Take it at 10 a.m. each day.", "time"),
    ("Use these eye drops.", "Use these ear drops.", "route"),
    ("Take 30 minutes before a meal.", "Take 30 minutes after a meal.", "time"),
    ("Take 1 to 2 tablets.", "Take 1 to 3 tablets.", "dose"),
    ("<p>The dose is 60 mg/m<sup>2</sup>.</p>", "<p>The dose is 75 mg/m<sup>2</sup>.</p>", "dose"),
    (
        "Take 5 mg in the morning and 10 mg in the evening.",
        "Take 10 mg in the morning and 5 mg in the evening.",
        "dose",
    ),
    ("Keep your blood pressure under 140/90.", "Keep your blood pressure under 130/80.", "number"),
    ("Drink 1 liter of water each day.", "Drink 2 liters of water each day.", "number"),
    ("Take it unless you feel worse.", "Take it only if you feel worse.", "condition"),
    # Nothing else changed, and no dictionary lets one word say the other.
    ("Put on the boot within a day of rinsing it.", "Put on the boot within a day of ordering it.", "action"),
    ("Wear goggles when you fill the pump.", "Wear slippers when you fill the pump.", "thing"),
    ("The shot protects against hepatitis A.", "The shot protects against hepatitis B.", "thing"),
    ("You will get Abcdya on day 1.", "You will get Efghira on day 1.", "thing"),
    ("Ask for infliximab-abda.", "Ask for infliximab-dyyb.", "thing"),
    # The sentence was rewritten.
    ("The dose for your baby depends on length.", "Your baby's dose depends on age.", "thing"),
    (
        "An open jar may be kept in the cupboard for 3 days.",
        "Once open, a jar can stay in the freezer 3 days.",
        "storage",
    ),
    ("Tell us if you have a rash, chills or a cough.", "If you have chills or a cough, let us know.", "illness"),
    # Who does what.
    ("Your nurse will take out the drain.", "Take out the drain.", "agent"),
    ("Have a caregiver watch you today.", "Watch yourself today.", "agent"),
    ("The port is flushed by a nurse each week.", "Your spouse flushes the port each week.", "agent"),
    ("The doctor decides when you stop.", "You decide when you stop.", "agent"),
    ("Girls and boys need the second shot.", "Boys need the second shot.", "population"),
    ("Start with the low dose, then use the high dose.", "Start with the high dose, then use the low dose.", "order"),
    ("Leave the brace on while you sleep.", "Take the brace off while you sleep.", "direction"),
    ("Use one drop in each eye.", "Use one drop in the left eye.", "site"),
    ("Don't take more than two without asking.", "You can take more than two without asking.", "limit"),
    ("If you see spots, there is no need to worry.", "If you see spots, call your doctor.", "urgency"),
]


@pytest.mark.parametrize(("old", "new", "kind"), CHANGED)
def test_clinical_change_is_reported_with_its_kind(old: str, new: str, kind: str) -> None:
    assert kinds(old, new) == {kind}


HARMLESS = "<h3>Before you start</h3><p>{} It is in plain words.</p><ul><li>Bring this page with you.</li></ul>"


@pytest.mark.parametrize(("old", "new", "kind"), [pair for pair in CHANGED if "<" not in pair[0] + pair[1]])
def test_clinical_change_is_reported_in_a_longer_text(old: str, new: str, kind: str) -> None:
    before = HARMLESS.format("Read this page slowly.") + f"<p>{old}</p><p>Ask us what is not clear.</p>"
    after = f"<p>Ask us what is not clear.</p><p>{new}</p>" + HARMLESS.format("Please read this page slowly.")
    assert kinds(before, after) == {kind}


TWO_GROUPS = "<h3>Adults</h3><p>Take {} mg.</p><h3>Children</h3><p>Take {} mg.</p>"


def test_adults_by_their_age_are_adults_of_that_age_only() -> None:
    assert "population" in kinds("Adults can use it.", "People 16 and older can use it.")
    assert "number" in kinds("People 18 and older can use it.", "People aged 16 and older can use it.")


def test_doses_swapped_under_two_headings_are_reported() -> None:
    changes = compare(TWO_GROUPS.format(5, 2), TWO_GROUPS.format(2, 5)).critical
    assert {(change.kind, change.old, change.new) for change in changes} == {
        ("dose", "5 mg", "2 mg"),
        ("dose", "2 mg", "5 mg"),
    }


def test_parts_moved_with_their_headings_are_no_change() -> None:
    moved = "<h3>Children</h3><p>Take 2 mg.</p><h3>Adults</h3><p>Take 5 mg.</p>"
    assert compare(TWO_GROUPS.format(5, 2), moved).critical == []


# How changes are reported


def test_change_is_reported_with_its_sentence() -> None:
    old = "<p>Read this.</p><p>You get 28 mcg a day. Rest.</p>"
    (change,) = compare(old, old.replace("28", "82")).critical
    assert change == ClinicalChange("dose", "28 mcg a day", "82 mcg a day", "You get 82 mcg a day.")
    assert change.words == "Dose changed: “28 mcg a day” is now “82 mcg a day”"


def test_added_and_removed_negations_quote_both_sentences() -> None:
    (came,) = compare("<p>Drive home.</p>", "<p>Do not drive home.</p>").critical
    (went,) = compare("<p>Do not drive home.</p>", "<p>Drive home.</p>").critical
    assert (came.old, came.new, went.old, went.new) == ("", "not drive", "not drive", "")
    assert came.words == "Negation added: “Drive home.” is now “Do not drive home.”"
    assert went.words == "Negation removed: “Do not drive home.” is now “Drive home.”"


def test_words_of_a_negation_in_a_long_sentence_quote_what_surrounds_it() -> None:
    before, after = "Keep the bottle in its box and in a dry place, " * 3, ", and read the label every time" * 3
    (change,) = compare(f"<p>{before}do not open it{after}.</p>", f"<p>{before}open it{after}.</p>").critical
    old_words, new_words = change.words.removeprefix("Negation removed: ").split(" is now ")
    assert "do not open it" in old_words
    assert len(old_words) < 90
    assert len(new_words) < 90


def test_removed_warning_is_quoted_in_full() -> None:
    (change,) = compare("<p>Rest.</p><p>Driving is unsafe.</p>", "<p>Rest.</p>").critical
    assert (change.kind, change.words) == ("removed", "Removed: “Driving is unsafe.”")


def test_sentence_that_is_left_elsewhere_was_not_removed() -> None:
    old = "<p>Rest well.</p><p>Never share your used needles.</p><p>Eat.</p><p>Never share your used needles.</p>"
    new = "<p>Rest well.</p><p>Eat.</p><p>Never share your used needles.</p>"
    assert compare(old, new).critical == []


def test_unknown_medicine_is_recognized_by_a_given_name() -> None:
    old, new = "<p>Tell us if you take abcdin.</p>", "<p>Tell us if you take efghin.</p>"
    assert [change.kind for change in compare(old, new).critical] == ["thing"]
    (change,) = compare(old, new, names=frozenset({"abcdin", "efghin"})).critical
    assert (change.kind, change.old, change.new) == ("medicine", "abcdin", "efghin")


def test_brand_and_generic_name_are_one_medicine() -> None:
    assert kinds("<p>Ask before you take Coumadin.</p>", "<p>Ask before you take warfarin.</p>") == set()


def test_brand_that_no_list_of_common_names_has_is_another_medicine() -> None:
    assert kinds("<p>Kymriah is made of your cells.</p>", "<p>Yescarta is made of your cells.</p>") == {"medicine"}


def test_long_sentence_is_quoted_in_part() -> None:
    words = "word " * 500
    (change,) = compare(f"<p>{words}5 mg {words}</p>", f"<p>{words}6 mg {words}</p>").critical
    assert "6 mg" in change.quote
    assert len(change.quote) < 600


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("On day 1 take 10 mg.", ("dose", "10 mg")),
        ("Do not drive.", ("negation", "not drive")),
        ("Call 1-800-222-1222.", ("contact", "1-800-222-1222")),
        ("It is kept in a brown bottle.", None),
    ],
)
def test_new_sentence_is_reported_if_it_changes_what_readers_do(sentence: str, change: tuple[str, str] | None) -> None:
    changes = compare("<p>Keep well.</p>", f"<p>Keep well. {sentence}</p>").critical
    assert [(found.kind, found.new) for found in changes] == ([change] if change else [])


def test_first_text_has_no_clinical_changes() -> None:
    assert compare("", "<p>Take 10 mg. Do not drive.</p>").critical == []
