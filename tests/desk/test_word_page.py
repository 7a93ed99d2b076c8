"""The site's own words: proposed beside the text, decided on one page."""

import pytest
from django.urls import reverse

from monograph.models import SiteWord
from monograph.workflow import site_words

from ..cast import Cast
from ..factory import Guide
from ..stories import add_words, propose
from .desk_client import HOSTILE, Desk, Page, address
from .test_home import card, home

WORDS, ACCEPT, DECLINE = "monograph_words", "monograph_word_accept", "monograph_word_decline"
PROPOSE, EDIT = "section_propose_word", "section_edit"


def get(desk: Desk, **query: str) -> Page:
    return Page(desk.client.get(reverse(WORDS), query))


def post(desk: Desk, name: str, word: SiteWord, **data: str) -> Page:
    return Page(desk.client.post(reverse(name, args=[word.pk]), {"expected": "proposed", **data}))


@pytest.fixture
def draft(guide: Guide) -> Guide:
    guide.write("uses", "First words. Stop flombering now, and it it again.")
    return guide


# Proposing


def test_finding_offers_to_propose_its_word(draft: Guide, ana: Desk) -> None:
    page = ana.get(EDIT, draft.monograph.pk, "uses")
    (form,) = page.dom.xpath("//form[@data-propose]")
    assert form.get("action") == address(PROPOSE, draft.monograph.pk, "uses")
    assert dict(form.form_values())["word"] == "flombering"
    assert dict(form.form_values())["sentence"] == "Stop flombering now, and it it again."


def test_proposal_leads_back_to_the_text_and_is_shown_there(draft: Guide, ana: Desk) -> None:
    sent = ana.post(PROPOSE, draft.monograph.pk, "uses", word="flombering", sentence="Stop flombering now.")
    page = ana.after(sent)
    assert SiteWord.objects.get().word == "flombering"
    assert "This word is proposed" in page.words
    assert page.dom.xpath("//form[@data-propose]") == []


def test_live_proposal_is_answered_with_json(draft: Guide, ana: Desk) -> None:
    given = {"word": "flombering", "sentence": "Stop flombering now.", "live": "1"}
    sent = ana.post(PROPOSE, draft.monograph.pk, "uses", **given)
    assert (sent.status, list(sent.response.json())) == (200, ["message"])
    again = ana.post(PROPOSE, draft.monograph.pk, "uses", **given)
    assert (again.status, again.response.json()["code"]) == (409, "proposed")


def test_live_panel_offers_it_too(draft: Guide, ana: Desk) -> None:
    page = ana.post(
        "section_preflight", draft.monograph.pk, "uses", heading="Uses", body="<p>Keep flombering.</p>", expected="1"
    )
    assert [dict(form.form_values())["word"] for form in page.dom.xpath("//form[@data-propose]")] == ["flombering"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_proposal_is_refused(draft: Guide, ana: Desk, name: str) -> None:
    page = ana.post(PROPOSE, draft.monograph.pk, "uses", word=HOSTILE[name], sentence="A sentence.")
    assert page.status == 422
    assert not SiteWord.objects.exists()


def test_reviewer_is_not_offered_to_propose(draft: Guide, priya: Desk) -> None:
    review = draft.submit(draft.section().latest_revision)
    assert priya.get("review_change", review.pk).dom.xpath("//form[@data-propose]") == []


# Deciding


def test_page_lists_words_by_state_with_sentence_and_guide(guide: Guide, priya: Desk) -> None:
    add_words(guide)
    listed = {state: get(priya, show=state).all("desk-card") for state in SiteWord.State.values}
    assert [len(listed[state]) for state in ("proposed", "accepted", "declined", "signed")] == [1, 1, 1, 0]
    assert "Stop flombering." in listed["proposed"][0]
    assert "testol" in listed["proposed"][0]
    assert "No word." in listed["declined"][0]
    assert get(priya, show="nonsense").all("desk-card") == listed["proposed"]


def test_accepting_takes_one_button(guide: Guide, priya: Desk, cast: Cast) -> None:
    word = propose(guide)
    assert "Accept “flombering”" in [button.strip() for button in get(priya).buttons]
    sent = post(priya, ACCEPT, word)
    assert sent.target == reverse(WORDS)
    assert SiteWord.objects.get().decided_by == cast.priya
    assert "No word is here." in get(priya).words


def test_declining_needs_a_reason_and_shows_it(guide: Guide, priya: Desk) -> None:
    word = propose(guide)
    assert post(priya, DECLINE, word, reason="").status == 422
    post(priya, DECLINE, word, reason="It is a typo.")
    assert "It is a typo." in get(priya, show="declined").words


def test_stale_page_is_refused(guide: Guide, priya: Desk, cast: Cast) -> None:
    word = propose(guide)
    site_words.decline_word(actor=cast.tom, word=word, expected="proposed", reason="A typo.")
    page = post(priya, ACCEPT, word)
    assert page.status == 409
    assert SiteWord.objects.get().state == "declined"


@pytest.mark.parametrize("expected", ["", "nonsense"])
def test_incomplete_form_is_refused(guide: Guide, priya: Desk, expected: str) -> None:
    assert post(priya, ACCEPT, propose(guide), expected=expected).status == 422
    assert SiteWord.objects.get().state == "proposed"


def test_editor_reads_the_list_without_buttons(guide: Guide, ana: Desk) -> None:
    word = propose(guide)
    page = get(ana)
    assert "flombering" in page.words
    assert "Accept “flombering”" not in page.buttons
    assert post(ana, ACCEPT, word).status == 403


def test_page_takes_as_many_queries_with_many_words(
    guide: Guide, priya: Desk, django_assert_max_num_queries: object
) -> None:
    for letter in "abcdefgh":
        propose(guide, f"flombering{letter}x")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(get(priya).all("desk-card")) == 8


def test_proposed_words_wait_at_home_of_reviewers(guide: Guide, priya: Desk, ana: Desk) -> None:
    propose(guide)
    assert "flombering" in card(home(priya), "Proposed words")
    assert "Proposed words" not in home(ana).words
