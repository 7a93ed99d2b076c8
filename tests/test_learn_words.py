"""Words of signed texts, of the glossary and of the library are known in every guide."""

from typing import Any

import pytest

from monograph import audit
from monograph.models import GlossaryTerm, Reference, SiteWord
from monograph.release import guide_checks
from monograph.workflow import site_words

from .cast import Cast
from .factory import Guide, facts
from .stories import propose


def reported(guide: Guide, text: str) -> list[tuple[str, bool]]:
    """Return what spelling finds in a text of another guide: the words, and whether they are errors."""
    other = Guide(guide.cast, slug=f"other-{guide.monograph.pk}-{SiteWord.objects.count()}")
    found = guide_checks.check_revision(other.write("faq", text)).findings
    return [(finding.quote, finding.is_error) for finding in found if finding.code.endswith(("word", "letters"))]


def test_unknown_word_of_a_signed_text_is_known_from_then_on(guide: Guide, cast: Cast) -> None:
    revision = guide.write("uses", "First words. Stop flombering now.")
    assert reported(guide, "Keep flombering.") == [("flombering", False)]
    guide.approve(revision)
    word = SiteWord.objects.get(word="flombering")
    assert (word.state, word.sentence, word.added_by) == ("signed", "Stop flombering now.", cast.priya)
    assert reported(guide, "Keep flombering.") == []
    assert audit.verify().problems == []


def test_text_that_is_not_signed_teaches_nothing(guide: Guide) -> None:
    guide.submit(guide.write("uses", "Stop flombering now."))
    assert not SiteWord.objects.filter(word="flombering").exists()


def test_last_of_two_signatures_teaches(guide: Guide, cast: Cast) -> None:
    review = guide.submit(guide.write("dosage", "Stop flombering now."))
    guide.sign(review, cast.priya)
    assert not SiteWord.objects.filter(word="flombering").exists()
    guide.sign(review, cast.tom)
    assert SiteWord.objects.get(word="flombering").is_known


@pytest.mark.parametrize("word", ["headahce", "rnedicine", "teh"])
def test_mistake_that_was_signed_is_still_found(guide: Guide, word: str) -> None:
    guide.approve(guide.write("uses", f"It helps {word} a lot."))
    assert not SiteWord.objects.filter(word=word).exists()
    assert [quote for quote, _ in reported(guide, f"It helps {word} a lot.")] == [word]


def test_names_of_signed_drug_facts_are_known_everywhere(guide: Guide) -> None:
    assert reported(guide, "Ask about florbanzumat first.") == [("florbanzumat", False)]
    guide.approve(guide.write("drug-facts", facts=facts(generic_name="florbanzumat")))
    assert reported(guide, "Ask about florbanzumat first.") == []


def test_signed_text_settles_a_proposal_and_no_refusal(guide: Guide, cast: Cast) -> None:
    propose(guide)
    site_words.decline_word(actor=cast.tom, word=propose(guide, "zorbicle"), expected="proposed", reason="A typo.")
    guide.approve(guide.write("uses", "Stop flombering the zorbicle."))
    assert dict(SiteWord.objects.values_list("word", "state")) == {"flombering": "signed", "zorbicle": "declined"}
    assert audit.verify().problems == []


LIBRARY: dict[str, tuple[Any, dict[str, str]]] = {
    "a glossary term": (GlossaryTerm, {"term": "Flombering", "meaning": "A movement."}),
    "its meaning": (GlossaryTerm, {"term": "Dose", "meaning": "How much flombering is done."}),
    "the title of a source": (Reference, {"key": "new", "title": "Flombering today", "publisher": "Tester"}),
    "its publisher": (Reference, {"key": "new", "title": "Today", "publisher": "Pan-flombering Society"}),
}


@pytest.mark.parametrize("name", LIBRARY)
def test_words_of_glossary_and_library_are_known(guide: Guide, name: str) -> None:
    model, values = LIBRARY[name]
    row = model.objects.create(**values)
    assert reported(guide, "Keep flombering.") == []
    row.delete()
    assert reported(Guide(guide.cast, slug="later"), "Keep flombering.") == [("flombering", False)]
