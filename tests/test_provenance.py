"""Who checked a guide, and when: as its signatures say, whatever changes later."""

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
START = datetime(2030, 1, 10, 9, tzinfo=UTC)


@shared_story
def short_in_2030(cast: Cast) -> Guide:
    """A guide of four sections, published on 10 January 2030.

    Dosage is signed by Priya and Tom, the rest by Priya.
    """
    with time_machine.travel(START, tick=False):
        return stories.short(Guide(cast))


def publish_later(guide: Guide, *codes: str, days: int = 1) -> None:
    """Write and sign sections again, then publish."""
    with time_machine.travel(START + timedelta(days=days), tick=False):
        for code in codes:
            guide.approve(
                guide.write(
                    code, f"News of {code}, day {days}." if code != "drug-facts" else "", heading=f"{code} {days}"
                )
            )
        guide.publish()


def checked(client: Client, address: str = ADDRESS) -> tuple[str, dict[str, list[str]]]:
    """Return the text above the list, and headings by their signers and date."""
    with time_machine.travel(START + timedelta(days=30), tick=False):
        dom = lxml_html.document_fromstring(client.get(address).content.decode())
    section = dom.xpath("//section[@aria-labelledby='checked-title']")[0]
    rows = {
        " | ".join(row.xpath("dt//text()")): [link.text_content() for link in row.xpath("dd/a")]
        for row in section.xpath("dl/div")
    }
    return " ".join(section.xpath("p")[0].text_content().split()), rows


def test_each_section_has_its_signers_and_date(short_in_2030: Guide, client: Client) -> None:
    assert checked(client)[1] == {
        "Priya, PharmD | 10 January 2030": ["About drug-facts", "About overview", "About uses"],
        "Priya, PharmD and Tom, PharmD | 10 January 2030": ["About dosage"],
    }


def test_latest_signatures_come_first_and_others_keep_their_date(short_in_2030: Guide, client: Client) -> None:
    publish_later(short_in_2030, "uses")
    rows = checked(client)[1]
    assert next(iter(rows.items())) == ("Priya, PharmD | 11 January 2030", ["uses 1"])
    assert rows["Priya, PharmD | 10 January 2030"] == ["About drug-facts", "About overview"]


def test_full_review_is_edition_with_all_texts_newly_signed(short_in_2030: Guide, client: Client) -> None:
    assert "newly signed was for edition 1, 10 January 2030." in checked(client)[0]
    publish_later(short_in_2030, "uses")
    assert "newly signed was for edition 1, 10 January 2030." in checked(client)[0]
    publish_later(short_in_2030, *stories.SHORT, days=2)
    assert "newly signed was for edition 3, 12 January 2030." in checked(client)[0]
    publish_later(short_in_2030, "uses", days=3)
    assert "newly signed was for edition 3, 12 January 2030." in checked(client)[0]
    # An old edition shows what was true when it was short_in_2030.
    assert "newly signed was for edition 1, 10 January 2030." in checked(client, f"{ADDRESS}editions/2/")[0]


def test_removed_section_is_not_listed_as_checked(short_in_2030: Guide, client: Client) -> None:
    with time_machine.travel(START + timedelta(days=1), tick=False):
        short_in_2030.write("cost")
        short_in_2030.approve(short_in_2030.section("cost").latest_revision)  # type: ignore[arg-type]
        short_in_2030.publish()
        short_in_2030.approve(short_in_2030.remove("cost"))
        short_in_2030.publish()
    assert all("About cost" not in headings for headings in checked(client)[1].values())


def test_signers_are_named_as_printed_at_signing(short_in_2030: Guide, client: Client) -> None:
    Profile.objects.filter(user=short_in_2030.cast.priya).update(printed_name="Another", credentials="")
    assert "Priya, PharmD | 10 January 2030" in checked(client)[1]
    dom = lxml_html.document_fromstring(client.get(ADDRESS).content.decode())
    line = " ".join(dom.xpath("//p[@class='edition-line']")[0].text_content().split())
    assert line.startswith("Checked by Priya, PharmD and Tom, PharmD. Edition 1, published")


def test_provenance_takes_three_queries_for_any_history(
    short_in_2030: Guide, client: Client, django_assert_num_queries: Any
) -> None:
    for days in (1, 2):
        publish_later(short_in_2030, "uses", days=days)
        with django_assert_num_queries(8):  # and five for the edition
            Client().get(f"{ADDRESS}editions/1/")
