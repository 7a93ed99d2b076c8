"""The score sheet of a guide: what the machine counted, and what a person has to answer."""

import pytest

from ..factory import Guide
from .desk_client import Desk, Page, address
from .test_queries import excess_queries

PLAIN = "<p>Take it with food. Call your doctor right away if you have a rash.</p>"


def load(desk: Desk, guide: Guide) -> Page:
    return desk.get("monograph_score", guide.monograph.pk)


def answers(page: Page) -> dict[str, tuple[str, str]]:
    """Return the answer and what was counted, by the beginning of the item."""
    return {row[0].split("?")[0]: (row[1], row[2]) for row in page.rows()}


def test_unwritten_guide_leaves_every_item_to_a_person(guide: Guide, grace: Desk) -> None:
    page = load(grace, guide)
    assert "Nothing is written yet" in page.words
    assert all(counted == "For a person to answer" for _, counted in answers(page).values())


@pytest.mark.parametrize(
    ("html", "item", "quote"),
    [
        ("<p>Take 5 mg/kg a day.</p>", "Is nothing left to calculate", "5 mg/kg"),
        ("<p>Patients should take it.</p>", "Does it address the reader", "Patients should"),
        ("<p>Fever: 1 in 10. Liver damage: 3 in 1,000.</p>", "Do chances have one denominator", "3 in 1,000"),
        ("<p>In studies, 35% of people had a fever.</p>", "Are percentages also in words", "35%"),
        ("<p>The medicine is taken once a day.</p>", "Is it in the active voice", "is taken once a day"),
        (f"<p>{'Rest a lot now. ' * 30}</p>", "Is it in short pieces", "Rest a lot now."),
    ],
)
def test_item_that_is_not_met_shows_its_passage(guide: Guide, grace: Desk, html: str, item: str, quote: str) -> None:
    guide.write("uses", PLAIN)
    before = answers(load(grace, guide))[item]
    guide.write("uses", html)
    after = answers(load(grace, guide))[item]
    assert before[0] == "Met" or item == "Is it in the active voice"
    assert after[0] == "Not met" and quote in after[1]


def test_score_counts_only_what_the_machine_answers(guide: Guide, grace: Desk) -> None:
    guide.write("uses", PLAIN)
    page = load(grace, guide)
    given = [answer for answer, _ in answers(page).values()]
    met, counted = given.count("Met"), given.count("Met") + given.count("Not met")
    assert 0 < met <= counted < len(given)
    assert f"Of {counted} items that a machine can count, {met} are met" in page.words
    assert f"{len(given) - counted} items are for a person to answer" in page.words


def test_removed_sections_do_not_count(short: Guide, grace: Desk) -> None:
    short.write("uses", "<p>Patients should rest.</p>")
    assert answers(load(grace, short))["Does it address the reader"][0] == "Not met"
    short.remove("uses")
    assert "Patients should" not in load(grace, short).words


def test_page_is_linked_from_the_guide_and_takes_few_queries(short: Guide, grace: Desk) -> None:
    path = address("monograph_score", short.monograph.pk)
    assert path in grace.get("monograph_change", short.monograph.pk).html
    assert excess_queries(grace, path) == []
