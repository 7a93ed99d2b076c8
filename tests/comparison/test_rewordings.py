"""A rewording that means the same is no clinical change."""

import pytest

from monograph.comparison import compare

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
    ("Use a clean spoon for each dose.", "Always use a clean spoon for each dose."),
    ("Have your hearing checked regularly.", "Have regular hearing checks."),
    ("Take one capsule regularly every evening.", "Take one capsule every evening."),
    ("Adults can use this spray.", "People 18 years of age and older can use this spray."),
    ("It is approved for adults 18 and older.", "It is approved for people who are 18 or over."),
    ("You can inject it into your hip.", "Inject it into your hip."),
    ("You may drink tea or water with it.", "Drink tea or water with it."),
    ("If you are unsure how to use the pump, ask a nurse.", "Ask a nurse if you're not sure how to use the pump."),
    ("Fast for 6 hours before the scan.", "Do not eat for 6 hours before the scan."),
    ("Remember to shake the bottle.", "Don't forget to shake the bottle."),
    ("Do not use the gel while wearing a ring.", "Take off your ring before using the gel."),
    ("If you are having any dental work, tell the dentist that you take it.", "Before dental work, tell your dentist."),
    ("Call us if you have a rash that does not go away.", "You must call us if you have a persistent rash."),
    ("Vaccination may be less effective during treatment.", "Vaccines may not work as well during treatment."),
    ("Do not let anyone else use your pump.", "Your pump is for you only."),
    ("Women of childbearing age should use birth control.", "Use birth control if you could get pregnant."),
    ("Don't keep creams that you no longer need.", "Get rid of creams you don't need any more."),
    ("The syrup has no sugar.", "The syrup is sugar-free."),
    ("At first it may burn a little, but this soon passes.", "It may burn a little at first. This soon goes away."),
    ("Call us if you are or might be pregnant.", "Call us if you are pregnant."),
    ("It helps most people, although not everyone.", "It helps most people, but not everyone."),
    (
        "Torasemide makes your body lose water, so you will pass urine more often.",
        "Torasemide helps your body lose water. You will urinate more often.",
    ),
    ("Use it at 9 a.m. and 9 p.m.", "Use it at 9:00 AM and 9:00 PM."),
    ("Keep it out of the reach of pets and children.", "Keep it out of pets' and children's reach."),
    ("Store at 15 °C to 30 °C (59 °F to 86 °F).", "Store at 59–86 °F (15–30 °C)."),
    ("Keep it between 2 °C and 8 °C.", "Keep it at 2°C to 8°C."),
    ("Store below 30 °C (86 °F).", "Do not store above 86 °F (30 °C)."),
    ("Recieve help from a friend.", "Receive help from a friend."),
    ("The drip is given over 2 hours.", "The drip takes 2 hours."),
    ("How long you stay is up to your doctor.", "Your doctor decides how long you stay."),
    ("Don't take a double dose.", "Don't take two doses."),
    ("In a study, 12 of 100 people had a cough.", "In a study, 12 out of 100 people had a cough."),
    ("Drink plenty of fluids during treatment.", "Have lots of liquids while you are being treated."),
    ("If the syringe is dropped, do not use it.", "Do not use a syringe that was dropped."),
    ("Nausea and gas were the most frequent effects.", "The effects reported most often were nausea and gas."),
    ("The booklet was last revised in May 2024.", "The booklet was last updated in May 2024."),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_rewording_is_no_clinical_change(old: str, new: str) -> None:
    assert compare(old, new).critical == []


@pytest.mark.parametrize(("old", "new"), SAME)
def test_reverse_rewording_is_no_clinical_change(old: str, new: str) -> None:
    assert compare(new, old).critical == []
