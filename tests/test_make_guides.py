"""bench.make_guides: guides made without the verbs, but like theirs."""

import pytest
from django.test import Client

from bench import make_guides
from bench.guides import insertion
from bench.guides.words import EVERYWHERE, RARE
from monograph.models import Edition, Monograph, PublicPage, Section, SectionRevision
from monograph.release import stored_pages
from monograph.release.draft import Cited, Draft, as_saved
from monograph.release.release_candidate import release_candidate
from monograph.search import search

from .cast import Cast

NUMBER = 3


def test_bulk_guides_are_what_verbs_would_have_published(db: None, client: Client) -> None:
    insertion.make(NUMBER, pages=2)
    editions = list(Edition.objects.current().select_related("monograph", "release_signature"))
    assert len(editions) == NUMBER
    for edition in editions:
        lines = list(edition.lines.select_related("revision__section__kind"))
        assert len(lines) == 16
        assert edition.is_as_signed
        assert all(line.matches_revision for line in lines)
        # All digests, signatures and preflight checks pass: the only blocker is that nothing is new.
        assert [blocker.code for blocker in release_candidate(edition.monograph).blockers] == ["nothing_new"]
        for line in lines:
            assert (
                not {signature.signer_id for signature in line.review.signatures.all()} & line.revision.contributor_keys
            )
        assert client.get(edition.monograph.get_absolute_url()).status_code == 200
        assert [hit.edition for hit in search(edition.brand_name).hits] == [edition]
    assert not Section.objects.unpublished().exists()
    assert PublicPage.objects.count() == 2 * 2
    assert list(stored_pages.altered_pages()) == []
    assert {search(word).total for word in (EVERYWHERE, *RARE)} == {NUMBER}


def test_bulk_texts_are_in_normal_form(db: None) -> None:
    insertion.make(1, pages=0)
    for revision in SectionRevision.objects.with_text():
        draft = Draft(
            revision.heading, revision.body, revision.facts, [Cited(**reference) for reference in revision.references]
        )
        assert as_saved(revision.section.kind, draft) == (draft, revision.references)


def test_next_guide_gets_unused_primary_key(cast: Cast) -> None:
    insertion.make(1, pages=0)
    assert Monograph.objects.create(slug="testol", created_at=Edition.objects.get().published_at).pk == 2


def test_make_guides_refuses_nonempty_database(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_guides.main(["3"]) == 2
    assert "has guides, editions or people already" in capsys.readouterr().err
    assert not Monograph.objects.exists()
