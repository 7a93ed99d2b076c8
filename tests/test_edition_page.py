"""The page of one edition: an old one can't be mistaken for the current one."""

from typing import Any

import pytest
from django.test import Client

from monograph.workflow import publishing

from .cast import PASSWORD
from .factory import Guide
from .stories import named

OLD = "This is an old edition."
NOINDEX = '<meta name="robots" content="noindex">'


def read(client: Client, number: int) -> str:
    response = client.get(f"/guides/testol/editions/{number}/")
    assert response.status_code == 200
    return response.content.decode()


def withdraw(guide: Guide, number: int, reason: str = "A wrong dose.") -> None:
    edition = guide.monograph.editions.get(number=number)
    publishing.withdraw_edition(actor=guide.cast.maria, edition=edition, reason=reason, password=PASSWORD)


def test_old_edition_says_so_before_its_text_and_links_to_current_one(published_twice: Guide, client: Client) -> None:
    html = read(client, 1)
    assert "Plain words about uses." in html
    link = html.index('<a href="/guides/testol/">Read the current edition')
    assert html.index(OLD) < link < html.index('<article class="guide">')
    assert "Old edition 1" in html[: html.index("</title>")]
    assert NOINDEX in html
    assert "canonical" not in html


def test_old_edition_keeps_its_article(published: Guide, client: Client) -> None:
    article = published.monograph.current_edition.article
    published.approve(published.write(text="Other words."))
    published.publish()
    assert article in read(client, 1)


def test_current_edition_says_so_and_has_guide_as_canonical_address(published_twice: Guide, client: Client) -> None:
    html = read(client, 2)
    assert "This is the current edition." in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/guides/testol/">' in html
    assert OLD not in html
    assert NOINDEX not in html


def test_edition_is_old_once_next_one_is_published(published: Guide, client: Client) -> None:
    etag = client.get("/guides/testol/editions/1/")["ETag"]
    published.approve(published.write(text="News."))
    published.publish()
    response = client.get("/guides/testol/editions/1/", headers={"if-none-match": etag})
    assert response.status_code == 200
    assert OLD in response.content.decode()


def test_withdrawn_edition_has_reason_and_links_to_current_one(published_twice: Guide, client: Client) -> None:
    withdraw(published_twice, 1)
    response = client.get("/guides/testol/editions/1/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "Edition 1 of the guide to Testol is withdrawn" in html
    assert "A wrong dose." in html
    assert '<a href="/guides/testol/">Read the current edition' in html
    assert "Plain words about uses." not in html
    assert client.get("/guides/testol/").status_code == 200


def test_older_edition_of_withdrawn_guide_says_so(published_twice: Guide, client: Client) -> None:
    withdraw(published_twice, 2)
    html = read(client, 1)
    assert html.index("This guide is withdrawn") < html.index('<article class="guide">')
    assert '<a href="/guides/testol/">Read why the guide was withdrawn</a>' in html
    assert NOINDEX in html
    assert client.get("/guides/testol/").status_code == client.get("/guides/testol/editions/2/").status_code == 410


def test_withdrawn_guide_has_reason_of_newest_edition(published_twice: Guide, client: Client) -> None:
    withdraw(published_twice, 1, "The reason for edition 1.")
    withdraw(published_twice, 2, "The reason for edition 2.")
    html = client.get("/guides/testol/").content.decode()
    assert "The reason for edition 2." in html
    assert "The reason for edition 1." not in html


@pytest.mark.parametrize("number", ["0", "3", "-1", "1.0", "99999999999999999999", "9" * 5000, "one", ""])
def test_unknown_edition_number_is_not_found(published_twice: Guide, client: Client, number: str) -> None:
    assert client.get(f"/guides/testol/editions/{number}/").status_code == 404


def test_edition_is_not_found_under_another_guide(published_twice: Guide, client: Client) -> None:
    named(published_twice.cast, "other")
    assert client.get("/guides/other/editions/2/").status_code == 404


@pytest.mark.parametrize(("number", "queries"), [(1, 8), (2, 8)])
def test_edition_page_takes_fixed_number_of_queries(
    number: int, queries: int, published_twice: Guide, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(queries):
        read(client, number)
