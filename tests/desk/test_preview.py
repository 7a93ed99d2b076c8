"""The preview of a guide with its drafts."""

from .. import stories
from ..cast import Cast
from ..factory import Guide, facts
from ..shared_stories import shared_story
from .desk_client import Desk, Page
from .test_queries import assert_same_query_count, excess_queries

BANNER = "Preview of unsigned text: not for patients"


def load(desk: Desk, guide: Guide, **query: str) -> Page:
    return desk.get("monograph_preview", guide.monograph.pk, **query)


def article(page: Page) -> str:
    return page.words_of(page.dom.xpath("//article")[0])


@shared_story
def drafted(cast: Cast) -> Guide:
    """A guide with an edition, a signed change, a draft, a removal, and a new section."""
    guide = stories.short(Guide(cast))
    guide.approve(guide.write("dosage", "Signed news."))
    guide.write("uses", "Draft news.")
    guide.remove("overview")
    guide.write("cost", "It costs.")
    return guide


def test_preview_includes_drafts_and_omits_removals(drafted: Guide, grace: Desk) -> None:
    page = load(grace, drafted)
    assert BANNER in page.words
    text = article(page)
    assert "Testol (testolumab)" in text
    assert "Draft news." in text and "Signed news." in text and "It costs." in text
    assert "About overview" not in text
    about = page.words_of(page.dom.xpath("//section[@aria-label='About this preview']")[0])
    assert "4 sections differ from the published edition" in about
    assert "“About uses” (revision 2, draft) is changed; the published edition has revision 1." in about
    assert "“About overview” (revision 2, draft) is removed; the published edition still has it." in about
    assert "“About cost” (revision 1, draft) is new; it is not published yet." in about
    assert "“About drug-facts”" not in about


def test_signed_preview_omits_drafts(drafted: Guide, maria: Desk) -> None:
    page = load(maria, drafted, signed="1")
    assert "not published, not for patients" in page.words
    text = article(page)
    assert "Signed news." in text and "Draft news." not in text
    assert "About overview" in text and "It costs." not in text
    assert "1 section differs from the published edition" in page.words


def test_signed_preview_equals_the_next_edition(drafted: Guide, maria: Desk) -> None:
    shown = load(maria, drafted, signed="1")
    edition = drafted.publish()
    assert edition.article.strip() in shown.html
    assert "Nothing here differs from the published edition 2." in load(maria, drafted, signed="1").words


def test_preview_names_missing_sections(guide: Guide, ana: Desk) -> None:
    page = load(ana, guide)
    assert page.status == 200
    assert "The key facts are missing" in page.words and "Nothing is written yet." in page.words
    guide.write("uses", "For pain.")
    guide.write("drug-facts", facts=facts(brand_name="Newtol"))
    guide.remove("drug-facts")
    page = load(ana, guide)
    assert "The key facts are missing" in page.words and "For pain." in article(page)
    assert "Required, but not written yet:" in page.words
    assert "The key facts are not signed" in load(ana, guide, signed="1").words


def test_preview_is_private_and_never_cached_or_indexed(drafted: Guide, ana: Desk, sam: Desk) -> None:
    response = load(ana, drafted).response
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex' in response.content.decode()
    assert load(sam, drafted).status == 403
    ana.client.logout()
    assert "/login/" in load(ana, drafted).target


def test_query_count_does_not_grow_with_sections(drafted: Guide, ana: Desk) -> None:
    path = f"/admin/monograph/monograph/{drafted.monograph.pk}/preview/"
    assert excess_queries(ana, path) == []

    def grow() -> None:
        for code in ("side-effects", "before-taking", "interactions"):
            drafted.write(code)

    assert_same_query_count(ana, path, grow)
