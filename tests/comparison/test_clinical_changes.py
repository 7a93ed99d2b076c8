"""compare: what changes the meaning is told, in kind and words, and a rewording is not."""

import pytest

from monograph.comparison import Change, compare


def kinds(old: str, new: str) -> set[str]:
    return {change.kind for change in compare(old, new).critical}


# Rewordings that say the same

SAME = [
    ("You should call your doctor.", "Call your doctor."),
    ("Do not take more than 8 tablets a day.", "Take no more than 8 tablets daily."),
    ("Avoid alcohol.", "Do not drink alcohol."),
    ("Take 2 tablets by mouth twice daily.", "Swallow two tablets two times a day."),
    ("Tell your doctor if you have kidney problems.", "Tell your health care provider if you have kidney disease."),
    ("Wait 24 hours before driving.", "Wait one day before driving."),
    ("The dose is 0.5 g.", "The dose is 500 mg."),
    ("Adults: 5 mg. Children: 2.5 mg.", "<ul><li>Children: 2.5 mg</li><li>Adults: 5 mg</li></ul>"),
    ("Call 1-800-332-1088.", "Call 1-800-FDA-1088."),
    ("You may take it with or without food.", "You can take it with or without food."),
    (
        "<p>It can cause liver damage.</p><ul><li>fever</li><li>rash</li></ul>",
        "<p>It may cause liver damage, such as:</p><ul><li>rash</li><li>fever</li></ul>",
    ),
    ("If you miss a dose, take it as soon as you remember.", "Take a missed dose as soon as you remember it."),
    ("Take one tablet at bedtime.", "Take 1 tablet before bed."),
    ("Keep away from children.", "Keep out of the reach of children."),
    ("Store in a refrigerator. Do not freeze.", "Keep it in the fridge. Don't freeze it."),
    ("You might need blood tests.", "Blood tests may be needed."),
    (
        "Women who are breastfeeding should not take this medicine.",
        "Do not take this medicine if you are breastfeeding.",
    ),
    ("The doctor may lower your dose.", "Your dose may be lowered by your doctor."),
    ("Each tablet has 10 mg of lisinopril.", "There are 10 mg of lisinopril in each tablet."),
    ("Take it once every week.", "Take it once weekly."),
    ("About one in 10 people had it.", "About 1 in 10 people had it."),
    ("Rinse your mouth with water.", "Rinse the mouth with water."),
    ("Use it only if needed.", "Only use it as needed."),
    ("Doctors do not know why.", "It is not known why."),
    ("This happens in fewer than 1 in 100 people.", "This happens in under 1 in 100 people."),
    ("About 10% of people had it.", "About 1 in 10 people had it."),
    ("Take it every other day.", "Take it every 2 days."),
    ("Take 1-2 tablets.", "Take one to two tablets."),
    ("Take 5 mg in the evening and 10 mg in the morning.", "Take 10 mg in the morning and 5 mg in the evening."),
    (
        "Most people feel better. Tell your doctor if you do not.",
        "Tell your doctor if you do not feel better. Most people do.",
    ),
    ("The effects last 12 hours.", "The effects last twelve hours."),
    ("Side effects may go away during treatment.", "Side effects can go away as your body gets used to the medicine."),
    (
        "Read the guide that comes with the pen. Follow each step.",
        "Read the guide that comes with the pen, and follow each step.",
    ),
    ("Throw away any medicine that is out of date.", "Get rid of any medicine that has expired."),
    ("Your pharmacist can answer your questions.", "Ask your pharmacist if you have questions."),
    ("You may feel tired for a few days.", "Feeling tired for a few days is possible."),
    (
        "The most common side effects were nausea, vomiting and rash.",
        "Nausea, vomiting and rash were the most common side effects.",
    ),
    ("Use a calendar to help you remember.", "A calendar can help you remember."),
    (
        "Do not use this medicine if you are allergic to it.",
        "You should not use this medicine if you are allergic to it.",
    ),
    (
        "This medicine is not for children under 12 years of age.",
        "Children younger than 12 should not use this medicine.",
    ),
    ("Adults take 2 tablets every 6 hours.", "The dose for adults is 2 tablets every 6 hours."),
    ("It is given as a shot under your skin.", "It's injected under the skin."),
    (
        "Swelling, redness, and pain can occur where the shot was given.",
        "<ul><li>Swelling</li><li>redness</li><li>pain where the shot was given</li></ul>",
    ),
    (
        "Tell your doctor about all the medicines you take, including vitamins.",
        "Be sure to tell your doctor about every medicine you take. This includes vitamins.",
    ),
    (
        "Get medical help at once for: a rash, fever.",
        "<p>Get medical help right away for:</p><ul><li>a rash</li><li>fever</li></ul>",
    ),
    (
        "Wash your hands. Open the cap. Place one drop in each eye.",
        "<ol><li>Wash your hands.</li><li>Open the cap.</li><li>Place 1 drop in each eye.</li></ol>",
    ),
    ("It is important to take it every day.", "Be sure to take it daily."),
    ("No more than 3 doses may be taken in 24 hours.", "Do not take more than 3 doses in one day."),
    (
        "Keep it at room temperature, between 68 and 77 °F (20 to 25 °C).",
        "Store at room temperature (68-77 °F; 20-25 °C).",
    ),
    ("The pills must be swallowed whole.", "Swallow the pills whole."),
    ("<p>A lab test was done for 50 people.</p><p>They did well.</p>", "50 people had a lab test. They did well."),
    ("Ask your doctor before you have any vaccines.", "Before you get a vaccine, check with your doctor."),
    ("Older people are more likely to have side effects.", "Side effects are more likely in older adults."),
    ("Call your doctor if you can't keep fluids down.", "If you are unable to keep fluids down, call your doctor."),
    ("You won't need to fast.", "You don't have to fast."),
    (
        "<p>Do not take it if you have severe liver disease.</p><p>Take it once a day.</p>",
        "<p>Take it one time each day.</p><p>People with severe liver problems should not take it.</p>",
    ),
    (
        "Take the missed dose as soon as you remember. If it is almost time for your next dose, skip the missed dose.",
        "If you miss a dose, take it as soon as you remember, unless it is almost time for the next one.",
    ),
    ("This is not a complete list of side effects.", "These are not all the side effects."),
    ("Use sunscreen when outdoors.", "Put on sunscreen before going outside."),
    ("Do not use it unless your doctor says so.", "Use it only if your doctor says so."),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_a_rewording_is_no_change_of_the_meaning(old: str, new: str) -> None:
    assert compare(old, new).critical == []


@pytest.mark.parametrize(("old", "new"), SAME)
def test_a_rewording_is_none_the_other_way_round(old: str, new: str) -> None:
    assert compare(new, old).critical == []


# Changes of one word or number that say something else

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
]


@pytest.mark.parametrize(("old", "new", "kind"), CHANGED)
def test_a_change_of_the_meaning_is_told_with_its_kind(old: str, new: str, kind: str) -> None:
    assert kinds(old, new) == {kind}


HARMLESS = "<h3>Before you start</h3><p>{} It is in plain words.</p><ul><li>Bring this page with you.</li></ul>"


@pytest.mark.parametrize(("old", "new", "kind"), [each for each in CHANGED if "<" not in each[0] + each[1]])
def test_it_is_told_in_a_longer_text_as_well(old: str, new: str, kind: str) -> None:
    before = HARMLESS.format("Read this page slowly.") + f"<p>{old}</p><p>Ask us what is not clear.</p>"
    after = f"<p>Ask us what is not clear.</p><p>{new}</p>" + HARMLESS.format("Please read this page slowly.")
    assert kinds(before, after) == {kind}


TWO_GROUPS = "<h3>Adults</h3><p>Take {} mg.</p><h3>Children</h3><p>Take {} mg.</p>"


def test_doses_that_changed_places_under_two_headings_are_told() -> None:
    told = {change.words for change in compare(TWO_GROUPS.format(5, 2), TWO_GROUPS.format(2, 5)).critical}
    assert told == {"dose: 5 mg became 2 mg", "dose: 2 mg became 5 mg"}


def test_parts_that_moved_with_their_headings_say_the_same() -> None:
    moved = "<h3>Children</h3><p>Take 2 mg.</p><h3>Adults</h3><p>Take 5 mg.</p>"
    assert compare(TWO_GROUPS.format(5, 2), moved).critical == []


def test_a_paragraph_that_moved_under_another_heading_says_the_same() -> None:
    old = "<h3>One</h3><p>Take 5 mg at noon.</p><p>Rest for 2 hours.</p><h3>Two</h3><p>Eat well.</p>"
    new = "<h3>One</h3><p>Rest for 2 hours.</p><h3>Two</h3><p>Take 5 mg at noon.</p><p>Eat well.</p>"
    assert compare(old, new).critical == []


# What is told, and how


def test_a_change_is_told_in_words_with_the_sentence_it_is_in() -> None:
    old = "<p>Read this.</p><p>You get 28 mcg a day. Rest.</p>"
    (change,) = compare(old, old.replace("28", "82")).critical
    assert change == Change("dose", "28 mcg a day", "82 mcg a day", "You get 82 mcg a day.")
    assert change.words == "dose: 28 mcg a day became 82 mcg a day"


def test_what_came_and_what_went_are_told_as_such() -> None:
    (came,) = compare("<p>Drive home.</p>", "<p>Do not drive home.</p>").critical
    (went,) = compare("<p>Do not drive home.</p>", "<p>Drive home.</p>").critical
    assert came.words == "negation: not drive was added"
    assert went.words == "negation: not drive was taken out"


def test_a_warning_that_went_is_told_with_all_its_words() -> None:
    (change,) = compare("<p>Rest.</p><p>Driving is unsafe.</p>", "<p>Rest.</p>").critical
    assert (change.kind, change.words) == ("removed", "removed: Driving is unsafe.")


def test_what_still_stands_elsewhere_was_not_removed() -> None:
    old = "<p>Rest well.</p><p>Never share your used needles.</p><p>Eat.</p><p>Never share your used needles.</p>"
    new = "<p>Rest well.</p><p>Eat.</p><p>Never share your used needles.</p>"
    assert compare(old, new).critical == []


def test_a_name_that_nobody_knows_is_known_when_it_is_given() -> None:
    old, new = "<p>Tell us if you take abcdin.</p>", "<p>Tell us if you take efghin.</p>"
    assert compare(old, new).critical == []
    (change,) = compare(old, new, names=frozenset({"abcdin", "efghin"})).critical
    assert change.words == "medicine: abcdin became efghin"


def test_a_brand_and_its_generic_name_are_one_medicine() -> None:
    assert kinds("<p>Ask before you take Coumadin.</p>", "<p>Ask before you take warfarin.</p>") == set()


def test_a_very_long_sentence_is_quoted_in_part() -> None:
    words = "word " * 500
    (change,) = compare(f"<p>{words}5 mg {words}</p>", f"<p>{words}6 mg {words}</p>").critical
    assert "6 mg" in change.quote
    assert len(change.quote) < 600


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("On day 1 take 10 mg.", "dose: 10 mg was added"),
        ("Do not drive.", "negation: not drive was added"),
        ("Call 1-800-222-1222.", "contact: 1-800-222-1222 was added"),
        ("It is kept in a brown bottle.", None),
    ],
)
def test_a_sentence_that_is_all_new_tells_what_it_asks_of_the_reader(sentence: str, told: str | None) -> None:
    said = [each.words for each in compare("<p>Keep well.</p>", f"<p>Keep well. {sentence}</p>").critical]
    assert said == ([told] if told else [])


def test_a_text_where_there_was_none_changes_no_meaning() -> None:
    assert compare("", "<p>Take 10 mg. Do not drive.</p>").critical == []
