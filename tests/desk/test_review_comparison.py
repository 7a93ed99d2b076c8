"""What the page of a review holds the text against: what the public reads, and what this pharmacist last signed."""

import pytest

from monograph.models import Review

from ..factory import Guide
from .browse import Desk, Page
from .review_page import load

CHOICE = "Compare with"


def readings(page: Page) -> list[str]:
    return page.all("review-reading")


@pytest.fixture
def signed(published: Guide) -> Review:
    """Priya signed a second text, which is not published; Ben wrote a third, which is in review."""
    published.approve(published.write(text="Take 5 mg a day."))
    return published.submit(published.write(text="Take 6 mg a day.", author=published.cast.ben))


def test_the_text_is_held_against_both(signed: Review, priya: Desk) -> None:
    page = load(priya, signed)
    public, last = readings(page)
    assert public.startswith("Against what the public reads now, revision 1:")
    assert last.startswith("Against revision 2, which you last signed on ")
    assert "Dose changed: “5 mg a day” is now “6 mg a day”" in last
    assert "5 mg" not in public
    assert CHOICE in page.words
    assert "You last signed another text of this section, on " in page.words


def test_what_a_colleague_signed_is_not_what_i_signed(signed: Review, tom: Desk) -> None:
    page = load(tom, signed)
    assert len(readings(page)) == 1
    assert CHOICE not in page.words
    assert "You last signed" not in page.words


def test_who_signed_what_the_public_reads_has_one_comparison(published: Guide, priya: Desk) -> None:
    page = load(priya, published.submit(published.write(text="Take 6 mg a day.")))
    assert len(readings(page)) == 1
    assert "You last signed what the public reads now, on " in page.words


def test_the_last_one_counts_of_what_i_signed(signed: Review, published: Guide, priya: Desk) -> None:
    published.sign(signed, published.cast.priya)
    review = published.submit(published.write(text="Take 7 mg a day.", author=published.cast.ben))
    assert "Dose changed: “6 mg a day” is now “7 mg a day”" in readings(load(priya, review))[1]


def test_a_text_that_comes_back_unchanged_is_said_to_be_the_same(published: Guide, priya: Desk) -> None:
    text = published.write(text="Take 5 mg a day.")
    published.approve(text)
    page = load(priya, published.submit(text))
    assert readings(page)[1].endswith("Nothing has changed.")
    assert "You last signed this very text, on " in page.words


def test_a_change_can_be_read_side_by_side(signed: Review, priya: Desk) -> None:
    page = load(priya, signed)
    table = page.dom.xpath("//div[@data-against='signed']//table[contains(@class,'desk-sides')]")[0]
    assert [page.words_of(each) for each in table.iter("th")] == [
        "What you last signed (revision 2)",
        "The text under review",
    ]
    assert [page.words_of(each) for each in table.iter("td")] == ["Take 5 mg a day.", "Take 6 mg a day."]
    assert page.value("view") == "line", "in one text, until somebody chooses"
