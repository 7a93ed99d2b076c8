"""propose_word: a writer proposes a word that preflight does not know, once."""

from typing import Any

import pytest

from monograph.errors import InvalidContent, InvalidState, NotPermitted
from monograph.models import AuditEntry, SiteWord
from monograph.workflow import site_words

from .factory import Guide
from .stories import propose


def test_proposal_is_stored_with_its_sentence_and_audited(guide: Guide) -> None:
    word = SiteWord.objects.get(pk=propose(guide).pk)
    assert (word.word, word.state, word.sentence) == ("flombering", "proposed", "Stop flombering.")
    assert (word.section, word.added_by, word.is_known) == (guide.section(), guide.cast.ana, False)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.actor) == ("propose_word", guide.cast.ana)


@pytest.mark.parametrize(
    ("given", "stored"), [("Flombering", "flombering"), (" zor’bel ", "zor'bel"), ("glomp-able", "glomp-able")]
)
def test_word_is_stored_lowercase_with_straight_apostrophes(guide: Guide, given: str, stored: str) -> None:
    assert propose(guide, given).word == stored


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "nothing": ({"word": " "}, "word", "required"),
    "two words": ({"word": "flombering zorbicle"}, "word", "no_word"),
    "figures": ({"word": "fl0mbering"}, "word", "no_word"),
    "markup": ({"word": "<b>"}, "word", "no_word"),
    "too long": ({"word": "f" * 41}, "word", "too_long"),
    "invisible": ({"word": "flom\u200bbering"}, "word", "hidden_character"),
    "formula": ({"word": "=flombering"}, "word", "formula"),
    "no sentence": ({"sentence": ""}, "sentence", "required"),
    "a long sentence": ({"sentence": "f " * 600}, "sentence", "too_long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_invalid_proposal_is_refused_at_its_field(guide: Guide, name: str) -> None:
    given, field, code = REFUSED[name]
    with pytest.raises(InvalidContent) as refused:
        propose(guide, **given)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(field, code)]
    assert not SiteWord.objects.exists()


@pytest.mark.parametrize("word", ["tablet", "Semaglutide", "nonfatal"])
def test_word_of_the_lexicon_is_refused(guide: Guide, word: str) -> None:
    with pytest.raises(InvalidState) as refused:
        propose(guide, word)
    assert refused.value.code == "known"


def test_word_is_proposed_once(guide: Guide) -> None:
    propose(guide)
    with pytest.raises(InvalidState) as refused:
        propose(guide, "FLOMBERING")
    assert refused.value.code == "proposed"
    assert SiteWord.objects.count() == 1


def test_decided_word_is_not_proposed_again(guide: Guide) -> None:
    site_words.accept_word(actor=guide.cast.tom, word=propose(guide), expected="proposed")
    site_words.decline_word(
        actor=guide.cast.tom, word=propose(guide, "zorbicle"), expected="proposed", reason="It is a typo."
    )
    codes = {}
    for word in ("flombering", "zorbicle"):
        with pytest.raises(InvalidState) as refused:
            propose(guide, word)
        codes[word] = refused.value
    assert [error.code for error in codes.values()] == ["known", "declined"]
    assert "It is a typo." in codes["zorbicle"].message


def test_only_writers_propose(guide: Guide) -> None:
    with pytest.raises(NotPermitted):
        site_words.propose_word(
            actor=guide.cast.priya, section=guide.section(), word="flombering", sentence="Stop flombering."
        )
