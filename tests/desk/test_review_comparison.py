"""The comparisons on the review page: with the published and the last signed."""

import pytest

from monograph.models import Review

from ..factory import Guide
from .desk_client import Desk, Page
from .review_page import load

CHOICE = "Compare with"


def readings(page: Page) -> list[str]:
    return page.all("review-comparison")


@pytest.fixture
def signed(published: Guide) -> Review:
    """Priya signed a second revision, not published; Ben's third is in review."""
    published.approve(published.write(text="Take 5 mg a day."))
    return published.submit(published.write(text="Take 6 mg a day.", author=published.cast.ben))


def test_revision_is_compared_with_published_and_last_signed(signed: Review, priya: Desk) -> None:
    page = load(priya, signed)
    public, last = readings(page)
    assert public.startswith("Compared with the published revision 1:")
    assert last.startswith("Compared with revision 2, which you last signed on ")
    assert "Dose changed: “5 mg a day” is now “6 mg a day”" in last
    assert "5 mg" not in public
    assert CHOICE in page.words
    assert "You last signed another revision, on " in page.words


def test_revision_signed_by_a_colleague_is_not_compared(signed: Review, tom: Desk) -> None:
    page = load(tom, signed)
    assert len(readings(page)) == 1
    assert CHOICE not in page.words
    assert "You last signed" not in page.words


def test_there_is_one_comparison_if_the_published_revision_was_signed(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.write(text="Take 6 mg a day.")))
    assert len(readings(page)) == 1
    assert "You last signed the published revision, on " in page.words


def test_comparison_is_with_the_last_signed_revision(signed: Review, published: Guide, priya: Desk) -> None:
    published.sign(signed, published.cast.priya)
    review = published.submit(published.write(text="Take 7 mg a day.", author=published.cast.ben))
    assert "Dose changed: “6 mg a day” is now “7 mg a day”" in readings(load(priya, review))[1]


def test_unchanged_revision_has_no_changes(published: Guide, priya: Desk) -> None:
    text = published.write(text="Take 5 mg a day.")
    published.approve(text)
    page = load(priya, published.submit(text))
    assert readings(page)[1].endswith("No changes.")
    assert "You last signed this revision, on " in page.words


def test_changes_can_be_shown_side_by_side(signed: Review, priya: Desk) -> None:
    page = load(priya, signed)
    table = page.dom.xpath("//div[@data-against='signed']//table[contains(@class,'desk-sides')]")[0]
    assert [page.words_of(element) for element in table.iter("th")] == [
        "Last signed by you (revision 2)",
        "Under review",
    ]
    assert [page.words_of(element) for element in table.iter("td")] == ["Take 5 mg a day.", "Take 6 mg a day."]
    assert page.value("view") == "line", "in one text, until somebody chooses"
