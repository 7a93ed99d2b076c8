"""Words that are no words are found, and said to be errors only where that is certain."""

import pytest

from monograph.preflight import Finding, Guide, Medicine, Section, preflight

from .test_preflight import GUIDE

CODES = frozenset(
    "misspelt-word misread-letters glued-words split-word misspelt-medicine wrong-word unknown-word british-spelling "
    "not-english".split()
)


def spelling_of(html: str, guide: Guide = GUIDE) -> list[Finding]:
    return [finding for finding in preflight(Section(html), guide) if finding.code in CODES]


def reported(html: str, guide: Guide = GUIDE) -> list[tuple[str, str, str]]:
    return [(finding.code, str(finding.severity), finding.quote) for finding in spelling_of(html, guide)]


CERTAIN = [
    ("Keep this rnedicine dry.", "misread-letters", "rnedicine"),
    ("Skip the hospita1 visit.", "misread-letters", "hospita1"),
    ("Count the tabIets.", "misread-letters", "tabIets"),
    ("Then takethe tablet.", "glued-words", "takethe"),
    ("Your med icine is cold.", "split-word", "med icine"),
    ("Watch the injec-tion site.", "split-word", "injec-tion"),
    ("Call y o u r doctor.", "split-word", "y o u r"),
    ("A mild headahce is common.", "misspelt-word", "headahce"),
    ("If neccessary, call us.", "misspelt-word", "neccessary"),
]


@pytest.mark.parametrize(("sentence", "code", "quote"), CERTAIN)
def test_certain_damage_is_an_error(sentence: str, code: str, quote: str) -> None:
    assert reported(f"<p>{sentence}</p>") == [(code, "error", quote)]


LIKELY = [
    ("Remove teh cap.", "misspelt-word", "teh"),  # too short to be sure of one word
    ("You recieve it monthly.", "misspelt-word", "recieve"),  # receive or relieve
    ("A cold lid and flombering help.", "unknown-word", "flombering"),
    ("Take no ibuprofin now.", "misspelt-medicine", "ibuprofin"),
    ("Tell us if you take Lipitro.", "misspelt-medicine", "Lipitro"),
    ("Tkae it at night.", "misspelt-word", "Tkae"),
    ("It hurts. lf it lasts, call us.", "misread-letters", "lf"),
    ("Swallow it with foodDo not chew.", "glued-words", "foodDo"),
    ("Get help if it lasts more then a day.", "wrong-word", "then"),
    ("The tumour may shrink.", "british-spelling", "tumour"),
    ("Your wellbeing and bloodpressure matter.", "glued-words", "bloodpressure"),
]


@pytest.mark.parametrize(("sentence", "code", "quote"), LIKELY)
def test_likely_damage_is_a_warning(sentence: str, code: str, quote: str) -> None:
    assert (code, "warning", quote) in reported(f"<p>{sentence}</p>")


@pytest.mark.parametrize("word", ["skinmarks", "flombadine", "deskside", "fostrophobia", "hepatin"])
def test_compound_or_new_name_is_no_error(word: str) -> None:
    assert not any(finding.is_error for finding in spelling_of(f"<p>Use {word} at home.</p>"))


UNTOUCHED = [
    "Amgen, Genentech, and Dr. Okonkwo-Reyes made Flimbar.",
    "Ask for form ABX, the REMS, or an ECG.",
    "Take B12, T4, H1N1, 5mg, 10mL, CO2, or CYP3A4.",
    "See www.exampel.org/abuot, or mail infoo@exmaple.org.",
    "Use a sugar-free, post-dose, re-usable, well-tolerated, pre-filled, easy-to-hold pen.",
    "The pharmacist’s list isn't yours; don’t lose the girls' cards.",
    "Vertebrae, bacilli, ova, diagnoses, indices, and stigmata are plurals.",
    "Nonfatal, antifungal, hyperactive, hypotonic, rashlike, and immunosuppressed are words.",
    "Studies in vitro and in vivo, and torsades de pointes.",
    "It changes from day to day. It may make your heart beat fast.",
    "Changes in direct light, and in formal clothes.",
    "It has a modern, close, and clay-like look; talk to close relatives.",
    "What should I do now? This does not form a lump. How does this affect you?",
    "A catalogue and a dialogue are right, too.",
    "The KwikPen, the OnPro kit, MedWatch, mRNA, eGFR, and pH.",
]


@pytest.mark.parametrize("sentence", UNTOUCHED)
def test_right_words_are_left_alone(sentence: str) -> None:
    assert reported(f"<p>{sentence}</p>") == []


def test_message_names_the_word_that_was_meant() -> None:
    (finding,) = spelling_of("<p>A mild headahce is common.</p>")
    assert "“headache”" in finding.message


def test_word_is_reported_once_a_section_with_its_count() -> None:
    (finding,) = spelling_of("<p>A flimbering pen. Keep flimbering.</p><p>No flimbering here.</p>")
    assert finding.start == len("A ")
    assert "3 times" in finding.message


def test_frequent_unknown_word_is_a_term_and_no_error() -> None:
    html = "<p>The headahce one. The headahce two. The headahce three.</p>"
    assert [finding.is_error for finding in spelling_of(html)] == [False]


def test_words_of_guide_and_site_are_known() -> None:
    html = "<p>Flimbart helps; the zorbicle is flimbering.</p>"
    medicine = Medicine(brand="Flimbart", generic="flimbartumab")
    guide = Guide(
        today=GUIDE.today, medicine=medicine, glossary=frozenset({"zorbicle"}), known_words=frozenset({"flimbering"})
    )
    assert reported(html, guide) == []


def test_name_of_the_guide_is_not_reported_twice() -> None:
    guide = Guide(today=GUIDE.today, medicine=Medicine(brand="Lipitor", generic="atorvastatin"))
    found = preflight(Section("<p>Take Lipitro and atorvastatn daily.</p>"), guide)
    assert [(finding.code, finding.quote) for finding in found] == [
        ("misspelt-name", "Lipitro"),
        ("misspelt-name", "atorvastatn"),
    ]


def test_passages_in_another_language_are_one_warning() -> None:
    spanish = "<p>Informe a su médico si está embarazada o planea quedar embarazada.</p>"
    assert [code for code, _, _ in reported(spanish * 3 + "<p>Take it daily.</p>")] == ["not-english"]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Cómo conservar</h3><p>No utilice este medicamento despues de la fecha de caducidad que aparece.</p>",
        "<p>Take it daily.</p><p>Hable con su doctor si toma otro producto por la noche para dormir.</p>",
        "<p>Demandez conseil avant de prendre ce produit avec les repas.</p><p>Voie orale</p>",
        "<p>Nicht einnehmen, wenn das Siegel gebrochen ist und sich die Farbe verändert hat.</p>",
    ],
)
def test_other_languages_are_no_errors(html: str) -> None:
    assert {(code, severity) for code, severity, _ in reported(html)} == {("not-english", "warning")}


def test_damaged_sentence_is_still_english() -> None:
    assert len(reported("<p>Swallow the tabIets witb a glass of vvater each mornlng, and do not lie down.</p>")) == 4


def test_footnote_mark_belongs_to_no_word() -> None:
    html = (
        '<p>Take the tablets<sup class="footnote-marker" data-note="n1">a</sup> daily.</p>'
        '<p class="footnote" data-note="n1">Or capsules.</p>'
    )
    assert reported(html) == []


@pytest.mark.parametrize(
    "text", ["t a k e " * 3000, "qzxwvkjq" * 3000, "pre-" * 5000, "the does " * 3000, "a@" * 9000, "cardi" * 5000]
)
def test_hostile_text_has_few_findings(text: str) -> None:
    assert len(spelling_of(f"<p>{text}</p>")) <= 10
