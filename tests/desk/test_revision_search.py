"""The search in all revisions and in the user's own unsaved changes."""

import pytest

from monograph.admin.editing import revision_search_pages
from monograph.workflow import drafting

from .. import stories
from ..factory import Guide, facts
from .desk_client import HOSTILE, Desk, Page
from .test_queries import assert_same_query_count, excess_queries

SEARCH = "revision_search"


def search(desk: Desk, words: str, **query: object) -> Page:
    return desk.get(SEARCH, words=words, **query)


def hits(page: Page) -> list[str]:
    return [page.words_of(element) for element in page.dom.xpath("//ul[@class='search-hits']/li/h3")]


def marks(page: Page) -> list[str]:
    return [element.text_content() for element in page.dom.iter("mark")]


def test_matching_revisions_are_listed_newest_first_with_the_passage(short: Guide, grace: Desk) -> None:
    short.approve(short.write(text="<p>Take two <strong>blue</strong> tablets.</p>"))
    short.publish()
    short.write(text="Take two red tablets.", author=short.cast.ben)
    short.write("faq", "Blue Tablets again.")
    page = search(grace, '"blue tablets"')
    assert hits(page) == ["Testol: About faq, revision 1", "Testol: About uses, revision 2"]
    assert marks(page) == ["Blue Tablets", "blue tablets"]
    assert "published In the text, by ana" in page.words
    assert "draft In the text, by ana" in page.words
    assert page.words.count("The current edition, 2, has these words in another section.") == 1
    assert page.words.count("The current edition, 2, has these words in this section.") == 1


def test_hits_say_whether_the_current_edition_has_the_words(guide: Guide, grace: Desk) -> None:
    guide.write("cost", "A green pill.")
    assert "The guide is not published." in search(grace, "green").words
    guide.write("cost", "A white pill.")
    stories.short(guide)
    assert "superseded" in search(grace, "green").words
    assert "The current edition, 1, does not have these words." in search(grace, "green").words


def test_heading_facts_and_reason_are_searched(guide: Guide, grace: Desk) -> None:
    guide.write("drug-facts", facts=facts(maker="Société Générale", identifiers={"rxnorm": "4711"}))
    guide.write("uses", heading="Élan")
    for words, where in (("societe", "drug facts"), ("4711", "drug facts"), ("élan", "heading"), ("reason", "reason")):
        page = search(grace, words)
        assert hits(page), words
        assert f"In the {where}" in page.words
    assert hits(search(grace, "elan societe")) == [], "not both in one text"
    assert len(hits(search(grace, "elan plain"))) == 1


def test_search_can_be_limited_to_one_guide(guide: Guide, grace: Desk) -> None:
    other = Guide(guide.cast, "othol")
    for searched in (guide, other):
        searched.write(text="A purple pill.")
    assert len(hits(search(grace, "purple"))) == 2
    assert hits(search(grace, "purple", guide=other.monograph.pk)) == ["othol: About uses, revision 1"]
    assert search(grace, "purple", guide="no-such").status == 200


def test_only_own_unsaved_changes_are_found(guide: Guide, ana: Desk, ben: Desk, grace: Desk) -> None:
    typed = {"heading": "", "body": "<p>Quite <em>un</em>seen.</p>"}
    drafting.save_working_copy(actor=ana.user, section=guide.section(), typed=typed, based_on=None)
    assert marks(search(ana, "unseen")) == ["unseen"]
    for desk in (ben, grace):
        page = search(desk, "unseen")
        assert marks(page) == [] and "No revision has these words" in page.words


def test_hits_are_paged_and_each_search_is_bounded(guide: Guide, grace: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 31):
        guide.write(text=f"Pill {number}.")
    first = search(grace, "pill")
    second = grace.open(f"/admin/monograph/monograph/search/{first.links()['Older revisions']}")
    assert (len(hits(first)), len(hits(second))) == (25, 5)
    assert hits(second)[-1] == "testol: About uses, revision 1"
    assert "Older revisions" not in second.links()
    monkeypatch.setattr(revision_search_pages, "BATCH_SIZE", 3)
    monkeypatch.setattr(revision_search_pages, "MAX_BATCHES", 2)
    page = search(grace, '"pill 1."')
    assert "No match in the revisions searched so far." in page.words
    while not hits(page):
        page = grace.open(f"/admin/monograph/monograph/search/{page.links()['Older revisions']}")
    assert hits(page) == ["testol: About uses, revision 1"]


@pytest.mark.parametrize(
    "words", [value for value in HOSTILE.values() if isinstance(value, str)] + ["(", "[", "\\", "%_"]
)
def test_hostile_words_are_never_a_server_error(words: str, guide: Guide, grace: Desk) -> None:
    guide.write()
    assert search(grace, words).status == 200
    assert search(grace, "plain", before=words).status == 200


def test_search_without_words_finds_nothing(guide: Guide, grace: Desk) -> None:
    guide.write()
    assert hits(grace.get(SEARCH)) == []
    assert "Enter at least one word" in search(grace, '""').words


def test_query_count_does_not_grow_with_hits(short: Guide, ana: Desk) -> None:
    drafting.save_working_copy(actor=ana.user, section=short.section(), typed={"body": "plain"}, based_on=None)
    path = "/admin/monograph/monograph/search/?words=plain"
    assert_same_query_count(ana, path, lambda: [short.write(text=f"Plain {number}.") for number in range(3)])
    assert excess_queries(ana, path) == []
