"""One cut of words for texts and queries: whatever the typography, the spelling and the ending."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monograph.content.search_words import MAX_WORD, folded_words, search_terms, stems
from monograph.content.typography import HYPHENS

B12 = ("vitamin B12", "vitamin B-12", "vitamin B 12", "vitamin B\u00a012", "vitamin B\u201112", "VITAMIN b12")
# Every way of writing finds every other one.
SAME = [
    B12[:3],
    ("breast-feeding", "breastfeeding", "breast feeding", "breast\u2010feeding", "breast\u00adfeeding"),
    ("5FU", "5-FU", "5 FU", "5\u2011FU"),
    ("over-the-counter", "over the counter", "over\u2013the\u2013counter"),
    ("anti-inflammatory", "antiinflammatory", "anti inflammatory"),
    ("X-ray", "x ray", "xrays"),
    ("check-up", "check up", "checkup"),
    ("co-trimoxazole", "cotrimoxazole", "co trimoxazole"),
    ("COVID-19", "covid 19", "COVID19"),
    ("omega-3", "omega 3", "omega\u20113"),
    ("35mcg", "35 mcg", "35\u00a0mcg", "35 µg", "35\u202fμg", "35 micrograms", "35 ug"),
    ("5-10 mg", "5–10 mg", "5 – 10 mg", "5 to 10 mg", "5—10\u2009mg"),
    ("−5 °C", "-5 °C", "–5 °C"),
    ("don't", "Don’t", "DON‘T", "donʼt", "dont"),
    ("Crohn's", "Crohn’s", "Crohns", "Crohn"),
    ("½ tablet", "1/2 tablet", "1\u20442 tablet", "1 / 2 tablets"),
    ("2½", "2 1/2", "2 ½"),
    ("10,000 units", "10000 units", "10 000 units", "10\u00a0000 units", "10\u202f000 units", "10\u2009000 units"),
    ("1,000,000 units", "1 000 000 units", "1000000 units"),
    ("12,345.5 mg", "12345.5 mg", "12 345.5 mg"),
    ("β-blocker", "beta-blocker", "beta blocker", "Beta blockers", "betablocker"),
    ("TNF-\u03b1", "TNF-alpha", "TNF alpha", "tnf\u03b1"),
    ("diarrhoea", "diarrhea"),
    ("oedema", "edema", "œdema"),
    ("haemoglobin", "hemoglobin"),
    ("colour", "color", "colours"),
    ("tumour", "tumor", "tumours"),
    ("foetal", "fetal"),
    ("paediatric", "pediatric"),
    ("anaemia", "anemia"),
    ("leukaemia", "leukemia"),
    ("oesophagus", "esophagus"),
    ("oestrogen", "estrogen"),
    ("anaesthetic", "anesthetic"),
    ("haemorrhoids", "hemorrhoids"),
    ("caesarean", "cesarean"),
    ("dyspnoea", "dyspnea"),
    ("sulphate", "sulfate"),
    ("minimise", "minimize", "minimising"),
    ("analyse", "analyze"),
    ("hospitalisation", "hospitalization"),
    ("litre", "liter", "litres"),
    ("centre", "center"),
    ("labelled", "labeled"),
    ("licence", "license"),
    ("ageing", "aging"),
    ("itchy", "itching", "itch", "itchiness", "itches"),
    ("sleepy", "sleep", "sleeping", "sleepiness"),
    ("bloody", "blood"),
    ("fatty", "fat"),
    ("runny", "running"),
    ("shaky", "shake", "shaking"),
    ("headaches", "headache"),
    ("children", "child"),
    ("diagnoses", "diagnosis"),
    ("bacteria", "bacterium"),
    ("vomiting", "vomit", "vomits"),
]


def finds(query: str, text: str) -> bool:
    """Return whether a search finds a text that is a guide of its own."""
    held = set(stems(text))
    return all(not held.isdisjoint(term.stems) for term in search_terms(query))


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_every_form_finds_every_other(forms: tuple[str, ...]) -> None:
    missed = [(query, text) for query in forms for text in forms if not finds(query, f"Ask about {text}, please.")]
    assert missed == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("B-12", "Take vitamin B for 12 days."),
        ("vitamin A", "Take vitamin D."),
        ("vitamin a", "Take a vitamin."),
        ("hepatitis A", "Take it for hepatitis B."),
        ("5-10 mg", "Take 510 mg."),
        ("0.5 mg", "Take 0 or 5 mg."),
        ("1/2", "Take 1 or 2."),
        ("2½", "Take 21 or 2."),
        ("not", "Take note."),
        ("for four", "For us."),
        ("party", "A part of it."),
        ("sting", "Do not be stingy."),
    ],
)
def test_other_words_are_not_found(query: str, text: str) -> None:
    assert not finds(query, text)


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        ("vitamin A", ["vitamin", "A"]),
        ("vitamin a deficiency", ["vitamin", "a", "deficiency"]),
        ("What is a pill?", ["pill"]),
        ("a pill", ["pill"]),
        ("type I diabetes", ["type", "I", "diabetes"]),
        ("B-12?", ["B-12"]),
        ("¿Para qué sirve testol?", ["testol"]),
        ("mg/mL", ["mg", "ml"]),
        ("what is the", []),
        ("¿?", []),
    ],
)
def test_terms_are_shown_as_typed(query: str, typed: list[str]) -> None:
    assert list(dict.fromkeys(term.typed for term in search_terms(query))) == typed


TEXT = st.text(st.sampled_from("aAb5.½/ -'’βµ,\u00ad\u2011œ"), max_size=30)


@settings(max_examples=200)
@given(TEXT)
def test_every_text_is_found_by_itself_and_words_fit_both_databases(text: str) -> None:
    assert finds(text, text)
    for word in stems(text):
        assert 0 < len(word.encode()) <= 2046
        assert all(character.isalnum() or not character.isascii() for character in word)
        assert "'" not in word and "\\" not in word


@given(st.text(st.sampled_from("abc -"), max_size=20))
def test_kind_of_dash_makes_no_difference(text: str) -> None:
    expected = stems(text)
    for hyphen in HYPHENS:
        assert stems(text.replace("-", hyphen)) == expected


@given(st.text(max_size=200))
def test_any_text_is_cut_into_words(text: str) -> None:
    assert all(0 < len(word) <= MAX_WORD for word in folded_words(text))
    assert len(search_terms(text)) <= 8


def test_time_is_linear() -> None:
    for text in ("a-" * 50_000, "1/" * 50_000, "b 1 " * 25_000, "½" * 50_000, "\u03b1\u03b2" * 50_000, "a'" * 50_000):
        assert len(stems(text)) < 400_000
