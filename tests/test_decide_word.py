"""accept_word and decline_word: somebody else decides, sees the latest state, and may change a decision."""

import pytest
from django.db import IntegrityError, transaction

from monograph import audit
from monograph.errors import InvalidContent, InvalidState, NotPermitted, StaleEdit
from monograph.models import AuditEntry, SiteWord
from monograph.release import guide_checks
from monograph.workflow import site_words

from .factory import Guide
from .stories import propose


def accept(guide: Guide, word: SiteWord, *, who: str = "tom", expected: str = "proposed") -> SiteWord:
    return site_words.accept_word(actor=getattr(guide.cast, who), word=word, expected=expected)


def decline(guide: Guide, word: SiteWord, *, expected: str = "proposed", reason: str = "A typo.") -> SiteWord:
    return site_words.decline_word(actor=guide.cast.tom, word=word, expected=expected, reason=reason)


def unknown_in(guide: Guide) -> list[str]:
    revision = guide.write("faq", "Stop flombering now.")
    return [found.quote for found in guide_checks.check_revision(revision).findings if found.code == "unknown-word"]


def test_word_is_unknown_until_it_is_accepted(guide: Guide) -> None:
    word = propose(guide)
    assert unknown_in(guide) == ["flombering"]
    accept(guide, word)
    other = Guide(guide.cast, slug="other")
    assert unknown_in(other) == []


def test_decision_is_stored_and_audited(guide: Guide) -> None:
    accepted = SiteWord.objects.get(pk=accept(guide, propose(guide)).pk)
    assert (accepted.state, accepted.decided_by) == ("accepted", guide.cast.tom)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, entry.data["before"]) == ("accept_word", "proposed")
    assert audit.verify().problems == []


def test_accepted_word_can_be_declined_and_is_reported_again(guide: Guide) -> None:
    word = accept(guide, propose(guide))
    declined = decline(guide, word, expected="accepted", reason="It is a mistake.")
    assert (declined.state, declined.reason) == ("declined", "It is a mistake.")
    assert unknown_in(guide) == ["flombering"]
    assert accept(guide, declined, expected="declined").reason == ""
    assert audit.verify().problems == []


def test_nobody_accepts_their_own_word(guide: Guide) -> None:
    word = site_words.propose_word(
        actor=guide.cast.pat, section=guide.section(), word="flombering", sentence="Stop flombering."
    )
    with pytest.raises(NotPermitted) as refused:
        accept(guide, word, who="pat")
    assert refused.value.code == "own_word"
    assert accept(guide, word).is_known


def test_database_refuses_acceptance_by_the_proposer(guide: Guide) -> None:
    word = propose(guide)
    values = {"state": "accepted", "decided_by": guide.cast.ana, "decided_at": word.added_at}
    with pytest.raises(IntegrityError, match="siteword_accepted_by_another"), transaction.atomic():
        SiteWord.objects.filter(pk=word.pk).update(**values)


@pytest.mark.parametrize("change", [{"word": "other"}, {"sentence": "Other."}])
def test_database_refuses_another_word_or_sentence(guide: Guide, change: dict[str, str]) -> None:
    word = propose(guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteWord.objects.filter(pk=word.pk).update(**change)


def test_database_refuses_deletion(guide: Guide) -> None:
    word = propose(guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        word.delete()


@pytest.mark.parametrize("expected", ["accepted", "declined", "signed"])
def test_decision_from_a_stale_page_is_refused(guide: Guide, expected: str) -> None:
    word = propose(guide)
    with pytest.raises(StaleEdit) as refused:
        accept(guide, word, expected=expected)
    assert (refused.value.code, refused.value.latest) == ("decided", word)
    assert SiteWord.objects.get().state == "proposed"


def test_same_decision_is_not_made_twice(guide: Guide) -> None:
    word = accept(guide, propose(guide))
    with pytest.raises(InvalidState) as refused:
        accept(guide, word, expected="accepted")
    assert refused.value.code == "known"
    decline(guide, word, expected="accepted")
    with pytest.raises(InvalidState) as refused:
        decline(guide, word, expected="declined")
    assert refused.value.code == "declined"


def test_declining_needs_a_reason(guide: Guide) -> None:
    with pytest.raises(InvalidContent) as refused:
        decline(guide, propose(guide), reason=" ")
    assert [problem.field for problem in refused.value.problems] == ["reason"]
