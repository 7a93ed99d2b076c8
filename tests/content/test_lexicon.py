"""The lexicon knows the words of guides, and says what others may have been."""

import re

import pytest

from monograph.content.lexicon import DATA, MEDICAL_FILE, lexicon, senses
from monograph.content.lexicon.build_lists import affix_rules, expand
from monograph.content.lexicon.corrections import MAX_LENGTH, corrections, unglue
from monograph.content.lexicon.formation import is_formation
from monograph.content.lexicon.spellings import american_spelling

AFFIXES = """
PFX U Y 1
PFX U 0 un .
SFX D Y 3
SFX D 0 d e
SFX D y ied [^aeiou]y
SFX D 0 ed [^ey]
SFX V N 1
SFX V e ive e
SFX M Y 1
SFX M 0 's .
""".splitlines()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("dose", {"dose"}),
        ("dose/DM", {"dose", "dosed"}),
        ("carry/D", {"carry", "carried"}),
        ("load/UD", {"load", "loaded", "unload", "unloaded"}),
        ("create/UV", {"create", "uncreate", "creative"}),  # V crosses no prefix
    ],
)
def test_affixes_are_expanded_as_hunspell_does(entry: str, words: set[str]) -> None:
    assert set(expand(entry, affix_rules(AFFIXES))) == words


@pytest.mark.parametrize(
    "word",
    "the tablets dizziness Monday Parkinson don't neutropenia osteonecrosis nebulizer acetaminophen semaglutide Humira "
    "gastroparesis buttock".split(),
)
def test_words_of_guides_are_known(word: str) -> None:
    assert lexicon().has(word) or lexicon().has(word.lower())


@pytest.mark.parametrize("word", "teh rnedicine monday diarhea takethe amlodipino coumadine haemorrhage".split())
def test_other_words_are_not(word: str) -> None:
    assert not lexicon().has(word)


def test_rare_and_british_words_are_apart() -> None:
    words = lexicon()
    assert "tumour" in words.british
    assert "calender" in words.rare
    assert not words.has("tumour")
    assert not words.has("calender")


def test_medical_words_are_sorted_lowercase_and_listed_once() -> None:
    lines = (DATA / MEDICAL_FILE).read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert [line for line in lines if not re.fullmatch("[a-z]+", line)] == []


def test_every_list_has_its_license_beside_it() -> None:
    described = (DATA / "README.md").read_text(encoding="utf-8")
    for file in DATA.iterdir():
        assert file.name in described or file.name == "README.md"


@pytest.mark.parametrize(
    "word",
    "nonfatal antimalarials hyperreactivity hepatosplenic gastroduodenoscopy postinfusion rashlike vertebrae bacilli "
    "ischemically epidurally softness retreatment".split(),
)
def test_anyone_may_form_a_word_of_known_parts(word: str) -> None:
    assert is_formation(word)


@pytest.mark.parametrize("word", "preson unntil reapse dizzyness tabletss neutropennia hepatitus recive undre".split())
def test_misspelled_words_are_no_formations(word: str) -> None:
    assert not is_formation(word)


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("teh", "the"), ("recieve", "receive"), ("diarhea", "diarrhea"), ("vomitting", "vomiting"),
        ("rnedicine", "medicine"), ("syrnptorns", "symptoms"), ("mecliclne", "medicine"), ("cloctor", "doctor"),
        ("vvater", "water"), ("hospita1", "hospital"), ("dont", "don't"), ("ibuprofin", "ibuprofen"),
        ("metfromin", "metformin"),
    ],
)  # fmt: skip
def test_likeliest_correction_is_first(found: str, meant: str) -> None:
    assert corrections(found)[0].word == meant


def test_corrections_of_medicines_are_marked() -> None:
    assert [one.is_medicine for one in corrections("amoxicilin")] == [True]
    assert [one.is_medicine for one in corrections("kidny")] == [False]


def test_words_of_the_site_are_corrections_too() -> None:
    assert corrections("flimbert") == ()
    assert [one.word for one in corrections("flimbert", frozenset({"flimbart"}))] == ["flimbart"]


def test_nothing_is_searched_for_a_hostile_word() -> None:
    assert corrections("a" * (MAX_LENGTH + 1)) == ()
    assert unglue("the" * MAX_LENGTH) == ()
    assert not is_formation("cardi" * 10_000)


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("takethe", ("take", "the")), ("dailyfor", ("daily", "for")), ("bloodpressure", ("blood", "pressure")),
        ("oneofthe", ("one", "of", "the")), ("fribbled", ()), ("metfromin", ()),
    ],
)  # fmt: skip
def test_glued_words_are_taken_apart(glued: str, parts: tuple[str, ...]) -> None:
    assert unglue(glued) == parts


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumour", "tumor"), ("haemorrhage", "hemorrhage"), ("oesophagus", "esophagus"), ("metres", "meters"),
        ("equalise", "equalize"), ("haematologist", "hematologist"), ("labelled", "labeled"),
        ("hour", ""), ("advise", ""), ("does", ""), ("skilled", ""), ("rise", ""), ("pre", ""), ("fibre", "fiber"),
    ],
)  # fmt: skip
def test_british_spelling_has_an_american_one(british: str, american: str) -> None:
    assert american_spelling(british) == american


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("stops", "finished", True), ("discontinue", "stop", True), ("updated", "revised", True),
        ("opening", "receiving", False), ("weight", "age", False), ("gloves", "mask", False),
    ],
)  # fmt: skip
def test_words_that_can_say_the_same_are_synonyms_somewhere(one: str, other: str, *, can: bool) -> None:
    assert senses.can_say_the_same(one, other) == senses.can_say_the_same(other, one) == can


def test_nouns_of_one_class_are_found_in_the_plural() -> None:
    assert senses.noun_class("doctors") == senses.noun_class("nurse") != senses.noun_class("tumors") != ""
    assert senses.noun_class("carefully") == ""
