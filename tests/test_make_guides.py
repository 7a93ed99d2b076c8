"""bench.make_guides: guides in bulk, past the verbs, that are as true as if the verbs had made them."""

import pytest
from django.test import Client

from bench import make_guides
from bench.guides import making
from bench.guides.words import EVERYWHERE, RARE
from monograph.models import Edition, Monograph, PublicPage, Section, SectionRevision
from monograph.release import stored_pages
from monograph.release.draft import Cited, Draft, as_saved
from monograph.release.release_candidate import release_candidate
from monograph.search import search

from .cast import Cast

NUMBER = 3


def test_guides_made_in_bulk_are_what_the_gate_would_have_released(db: None, client: Client) -> None:
    making.make(NUMBER, pages=2)
    editions = list(Edition.objects.current().select_related("monograph", "release_signature"))
    assert len(editions) == NUMBER
    for edition in editions:
        lines = list(edition.lines.select_related("revision__section__kind"))
        assert len(lines) == 16
        assert edition.is_as_signed
        assert all(line.is_of_its_revision for line in lines)
        # Each text digested again, each signature held against it, preflight asked: nothing to say but that it is out.
        assert [blocker.code for blocker in release_candidate(edition.monograph).blockers] == ["nothing_new"]
        for line in lines:
            assert not {each.signer_id for each in line.review.signatures.all()} & line.revision.contributor_keys
        assert client.get(edition.monograph.get_absolute_url()).status_code == 200
        assert [hit.edition for hit in search(edition.brand_name).hits] == [edition]
    assert not Section.objects.unpublished().exists()
    assert PublicPage.objects.count() == 2 * 2
    assert list(stored_pages.altered_pages()) == []
    assert {search(word).total for word in (EVERYWHERE, *RARE)} == {NUMBER}


def test_the_texts_are_in_the_form_in_which_they_would_be_saved(db: None) -> None:
    making.make(1, pages=0)
    for revision in SectionRevision.objects.with_text():
        draft = Draft(revision.heading, revision.body, revision.facts, [Cited(**each) for each in revision.references])
        assert as_saved(revision.section.kind, draft) == (draft, revision.references)


def test_the_next_guide_gets_a_key_of_its_own(cast: Cast) -> None:
    making.make(1, pages=0)
    assert Monograph.objects.create(slug="testol", created_at=Edition.objects.get().published_at).pk == 2


def test_a_base_that_holds_anything_is_refused(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_guides.main(["3"]) == 2
    assert "has guides, editions or people already" in capsys.readouterr().err
    assert not Monograph.objects.exists()
