"""Who checked a guide and when, as its readers are told: from the signatures, not from what may change later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.test import Client
from lxml import html as lxml_html

from monograph.models import Profile

from . import stories
from .cast import Cast
from .factory import Guide
from .shared_stories import shared_story

ADDRESS = "/guides/testol/"
BEGUN = datetime(2030, 1, 10, 9, tzinfo=UTC)


@shared_story
def short_in_2030(cast: Cast) -> Guide:
    """A guide of four sections, published on 10 January 2030; dosage is signed by Priya and Tom, the rest by Priya."""
    with time_machine.travel(BEGUN, tick=False):
        return stories.short(Guide(cast))


def a_day_later(guide: Guide, *codes: str, days: int = 1) -> None:
    """Let sections be written and signed anew, and published."""
    with time_machine.travel(BEGUN + timedelta(days=days), tick=False):
        for code in codes:
            guide.approve(
                guide.write(
                    code, f"News of {code}, day {days}." if code != "drug-facts" else "", heading=f"{code} {days}"
                )
            )
        guide.publish()


def told(client: Client, address: str = ADDRESS) -> tuple[str, dict[str, list[str]]]:
    """Return the words before the list, and the list: by whom and when, and the headings."""
    with time_machine.travel(BEGUN + timedelta(days=30), tick=False):
        dom = lxml_html.document_fromstring(client.get(address).content.decode())
    section = dom.xpath("//section[@aria-labelledby='checked-title']")[0]
    rows = {
        " | ".join(row.xpath("dt//text()")): [link.text_content() for link in row.xpath("dd/a")]
        for row in section.xpath("dl/div")
    }
    return " ".join(section.xpath("p")[0].text_content().split()), rows


def test_each_section_is_told_with_who_signed_it_and_when(short_in_2030: Guide, client: Client) -> None:
    assert told(client)[1] == {
        "Priya, PharmD | 10 January 2030": ["About drug-facts", "About overview", "About uses"],
        "Priya, PharmD and Tom, PharmD | 10 January 2030": ["About dosage"],
    }


def test_what_was_signed_last_stands_first_and_the_rest_keeps_its_day(short_in_2030: Guide, client: Client) -> None:
    a_day_later(short_in_2030, "uses")
    rows = told(client)[1]
    assert next(iter(rows.items())) == ("Priya, PharmD | 11 January 2030", ["uses 1"])
    assert rows["Priya, PharmD | 10 January 2030"] == ["About drug-facts", "About overview"]


def test_only_an_edition_in_which_all_was_signed_anew_counts_as_a_full_review(
    short_in_2030: Guide, client: Client
) -> None:
    assert "signed anew was for edition 1, 10 January 2030." in told(client)[0]
    a_day_later(short_in_2030, "uses")
    assert "signed anew was for edition 1, 10 January 2030." in told(client)[0]
    a_day_later(short_in_2030, *stories.SHORT, days=2)
    assert "signed anew was for edition 3, 12 January 2030." in told(client)[0]
    a_day_later(short_in_2030, "uses", days=3)
    assert "signed anew was for edition 3, 12 January 2030." in told(client)[0]
    # An old edition tells what was so then.
    assert "signed anew was for edition 1, 10 January 2030." in told(client, f"{ADDRESS}editions/2/")[0]


def test_a_section_that_was_taken_out_is_not_told_as_checked(short_in_2030: Guide, client: Client) -> None:
    with time_machine.travel(BEGUN + timedelta(days=1), tick=False):
        short_in_2030.write("cost")
        short_in_2030.approve(short_in_2030.section("cost").latest_revision)  # type: ignore[arg-type]
        short_in_2030.publish()
        short_in_2030.approve(short_in_2030.remove("cost"))
        short_in_2030.publish()
    assert all("About cost" not in headings for headings in told(client)[1].values())


def test_names_are_told_as_they_were_printed(short_in_2030: Guide, client: Client) -> None:
    Profile.objects.filter(user=short_in_2030.cast.priya).update(printed_name="Another", credentials="")
    assert "Priya, PharmD | 10 January 2030" in told(client)[1]
    assert "Checked by Priya, PharmD and Tom, PharmD." in client.get(ADDRESS).content.decode()


def test_it_takes_three_queries_however_many_sections_and_editions(
    short_in_2030: Guide, client: Client, django_assert_num_queries: Any
) -> None:
    for days in (1, 2):
        a_day_later(short_in_2030, "uses", days=days)
        with django_assert_num_queries(8):  # and five for the edition
            Client().get(f"{ADDRESS}editions/1/")
