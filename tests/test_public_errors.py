"""The error pages: not found, gone, server error."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from monograph.workflow import publishing

from .cast import PASSWORD, Cast
from .factory import Guide
from .stories import signed


@pytest.fixture
def withdrawn(published: Guide) -> Guide:
    edition = published.monograph.current_edition
    publishing.withdraw_edition(
        actor=published.cast.maria,
        edition=edition,
        reason='A wrong dose.\n\n<b onclick="alert(1)">See</b> the label.',
        password=PASSWORD,
    )
    return published


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/guides/nope/", "/guides/nope/editions/1/", "/guides/No%20such/", "/elsewhere/"])
def test_unknown_address_is_not_found_and_links_to_list(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "find that page" in response.content.decode()
    assert 'href="/guides/"' in response.content.decode()


def test_guide_never_published_looks_like_one_that_does_not_exist(guide: Guide, client: Client) -> None:
    signed(guide)
    response = client.get("/guides/testol/")
    assert response.status_code == 404
    assert response.content == client.get("/guides/nope/").content


def test_withdrawn_guide_is_gone_and_shows_reason(withdrawn: Guide, client: Client) -> None:
    response = client.get("/guides/testol/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "The guide to Testol (testolumab) is withdrawn" in html
    assert "<p>A wrong dose.</p>" in html
    assert "Do not stop or change it" in html
    assert "Plain words" not in html


def test_reason_of_withdrawal_is_escaped(withdrawn: Guide, client: Client) -> None:
    html = client.get("/guides/testol/").content.decode()
    assert "<b>" not in html
    assert "<b onclick" not in html
    assert "&lt;b onclick=" in html


def test_cached_page_is_not_revalidated_after_withdrawal(published: Guide, client: Client) -> None:
    etag = client.get("/guides/testol/")["ETag"]
    edition = published.monograph.current_edition
    publishing.withdraw_edition(actor=published.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    assert client.get("/guides/testol/", headers={"if-none-match": etag}).status_code == 410


def test_page_of_withdrawn_guide_is_never_not_modified(withdrawn: Guide, client: Client) -> None:
    etag = client.get("/guides/testol/")["ETag"]
    assert client.get("/guides/testol/", headers={"if-none-match": etag}).status_code == 410


def test_not_found_and_gone_are_revalidated_each_time(withdrawn: Guide, client: Client) -> None:
    for address in ("/guides/testol/", "/guides/nope/"):
        assert client.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"


@pytest.mark.parametrize(("address", "queries"), [("/guides/testol/", 3), ("/guides/nope/", 5)])
def test_error_pages_take_few_queries(
    address: str, queries: int, withdrawn: Guide, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(queries):
        client.get(address)


def test_server_error_page_needs_no_database(rf: RequestFactory) -> None:
    # Without the mark django_db, pytest-django refuses every query.
    response = server_error(rf.get("/guides/testol/"))
    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.content.decode()
    assert "Monograph drug guides" in response.content.decode()


def test_page_that_an_account_may_not_open_says_who_can_help(cast: Cast, client: Client) -> None:
    client.force_login(cast.priya)
    response = client.get("/admin/people/")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Your account may not open this page" in html
    assert 'href="/admin/"' in html


@pytest.mark.django_db
def test_form_of_an_earlier_login_says_what_was_kept() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ana"})
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()
    assert "your text is still in the form" in response.content.decode()


def test_login_without_a_page_in_mind_leads_to_the_desk(cast: Cast, client: Client) -> None:
    response = client.post("/admin/login/", {"username": "ana", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
