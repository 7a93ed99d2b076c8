"""The A to Z list: every guide that the public can read, under each of its names, and no other."""

import re
from typing import Any

import pytest
from django.test import Client

from monograph.views.a_to_z import Entry, entries
from monograph.workflow import publishing

from .cast import Cast
from .factory import Guide, facts


def named(cast: Cast, slug: str, brand: str, generic: str) -> Guide:
    guide = Guide(cast, slug).approve_all()
    guide.approve(guide.write("drug-facts", facts=facts(brand_name=brand, generic_name=generic)))
    guide.publish()
    return guide


def links(client: Client, address: str = "/guides/") -> list[tuple[str, str]]:
    """Return the words and the address of each entry, as they stand on the page."""
    html = client.get(address).content.decode()
    found = re.findall(r'<li><a href="(/guides/[^"]+)">(.*?)</a></li>', html)
    return [(words, target) for target, words in found]


def test_a_guide_stands_under_its_brand_and_its_generic_name(published: Guide, client: Client) -> None:
    address = "/guides/testol/"
    assert links(client) == [("Testol (testolumab)", address), ("testolumab: see Testol", address)]


def test_the_front_page_is_the_same_list(published: Guide, client: Client) -> None:
    assert client.get("/").content == client.get("/guides/").content


def test_a_guide_whose_two_names_are_one_word_stands_there_once(cast: Cast, client: Client) -> None:
    named(cast, "metformin", "Metformin", "metformin")
    assert links(client) == [("Metformin", "/guides/metformin/")]


def test_an_entry_leads_to_the_guide(published: Guide, client: Client) -> None:
    found = links(client)
    assert len(found) == 2
    for _, address in found:
        assert client.get(address).status_code == 200


def test_a_guide_that_was_never_published_is_not_listed(guide: Guide, client: Client) -> None:
    guide.approve_all()
    response = client.get("/guides/")
    assert "No guide is published yet." in response.content.decode()
    assert "testol" not in response.content.decode().lower()


def test_a_withdrawn_guide_is_not_listed_and_comes_back_with_its_next_edition(published: Guide, client: Client) -> None:
    edition = published.monograph.current_edition
    publishing.withdraw_edition(actor=published.cast.maria, edition=edition, reason="An error.")
    assert links(client) == []
    published.approve(published.write(text="Corrected."))
    published.publish()
    assert len(links(client)) == 2


def test_a_name_under_review_is_not_listed(published: Guide, client: Client) -> None:
    published.approve(published.write("drug-facts", facts=facts(brand_name="Newname")))
    assert "Newname" not in client.get("/guides/").content.decode()
    published.publish()
    assert "Newname" in client.get("/guides/").content.decode()


def test_a_name_is_text_and_not_markup(cast: Cast, client: Client) -> None:
    named(cast, "odd", 'Odd"><script>alert(1)</script>', "oddumab & co")
    html = client.get("/guides/").content.decode()
    assert "<script" not in html
    assert "oddumab &amp; co" in html


def order(*brands: str) -> list[Entry]:
    return entries([{"brand_name": name, "generic_name": name, "slug": "x"} for name in brands])


def test_names_are_in_the_order_of_a_dictionary() -> None:
    found = order("zinc", "Älpha", "Beta", "alpine", "5-HTP")
    assert [entry.name for entry in found] == ["Älpha", "alpine", "Beta", "zinc", "5-HTP"]
    assert [entry.letter for entry in found] == ["A", "A", "B", "Z", "Other"]


@pytest.mark.parametrize("guides", [1, 3])
def test_the_list_takes_two_queries(guides: int, cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    for number in range(guides):
        Guide(cast, f"testol-{number}").published()
    with django_assert_num_queries(2) as queries:
        assert len(links(client)) == 2 * guides
    assert '"article"' not in queries.captured_queries[0]["sql"]
