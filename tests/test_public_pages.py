"""Rules of all public addresses: signed text only, anonymous readers, read-only."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from monograph.models import WorkingCopy
from monograph.workflow import publishing, reviewing

from .cast import PASSWORD
from .factory import Guide, facts
from .stories import schedule

SECRET = "unsigned-words"
GUIDE = [
    "/guides/testol/",
    *(f"/guides/testol/editions/{number}/{part}" for number in range(4) for part in ("", "changes/")),
]
GUIDE += ["/guides/testol/large-print/", "/guides/testol/questions/"]
LISTS = ["/", "/guides/", "/a-to-z/t/", "/classes/", "/classes/test-drug/", "/conditions/", "/conditions/tests/"]
SEARCHES = ["/search/", "/search/?q=plain", "/search/?q=testol", "/search/?q=testal", "/search/names.json?q=te"]
ENGLISH = [*LISTS, *SEARCHES, *GUIDE]
PAGES = [*ENGLISH, *(f"/es{address}" for address in ENGLISH)]
MACHINE_READABLE = [
    *("/guides/testol.json", "/guides/testol.txt"),
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/feed.atom",
]
ADDRESSES = [*PAGES, *MACHINE_READABLE]


def everything_public(client: Client) -> str:
    return "".join(client.get(address).content.decode() for address in ADDRESSES)


def unsigned(guide: Guide) -> None:
    """Bring a section into each state that a text has before it is approved."""
    guide.write("uses", SECRET, heading=SECRET)
    guide.write("drug-facts", facts=facts(brand_name=SECRET, generic_name=SECRET))
    text = {"heading": SECRET, "body": f"<p>{SECRET}</p>"}
    section = guide.section("overview")
    WorkingCopy.objects.create(section=section, editor=guide.cast.ana, typed=text, updated_at=timezone.now())
    reviews = [guide.submit(guide.write(code, SECRET)) for code in ("side-effects", "interactions")]
    for review in reviews:
        reviewing.comment(actor=guide.cast.priya, review=review, body=SECRET)
    digest = reviews[1].revision.digest
    reviewing.request_changes(actor=guide.cast.priya, review=reviews[1], expected=digest, body=f"Not {SECRET}.")


def approved(guide: Guide) -> None:
    guide.approve(guide.write(text=SECRET, heading=SECRET))
    guide.approve(guide.write("drug-facts", facts=facts(brand_name=SECRET)))


def scheduled(guide: Guide) -> None:
    approved(guide)
    schedule(guide, note=SECRET)


STATES = [unsigned, approved]


@pytest.mark.parametrize("state", STATES)
def test_unpublished_words_are_not_public_for_guide_never_published(
    state: Callable[[Guide], None], guide: Guide, client: Client
) -> None:
    state(guide)
    assert SECRET not in everything_public(client)


@pytest.mark.parametrize("state", [*STATES, scheduled])
def test_unpublished_words_are_not_public_for_published_guide(
    state: Callable[[Guide], None], published: Guide, client: Client
) -> None:
    before = everything_public(client)
    state(published)
    assert everything_public(client) == before
    assert SECRET not in before


@pytest.mark.parametrize("state", STATES)
def test_unpublished_words_are_not_public_for_withdrawn_guide(
    state: Callable[[Guide], None], published: Guide, client: Client
) -> None:
    edition = published.monograph.current_edition
    publishing.withdraw_edition(actor=published.cast.maria, edition=edition, reason="An error.", password=PASSWORD)
    state(published)
    html = everything_public(client)
    assert SECRET not in html
    assert "Plain words" not in html


def test_approved_words_are_public_once_published(published: Guide, client: Client) -> None:
    approved(published)
    published.publish()
    assert SECRET in everything_public(client)


def test_public_page_sets_no_cookie_and_is_same_for_everybody(published: Guide, client: Client) -> None:
    logged_in = Client()
    logged_in.force_login(published.cast.root)
    for address in ADDRESSES:
        responses = client.get(address), logged_in.get(address)
        assert responses[0].content == responses[1].content, address
        for response in responses:
            assert not response.cookies, address
            assert "Cookie" not in response.get("Vary", ""), address


def test_public_page_may_be_cached_but_is_revalidated_each_time(published: Guide, client: Client) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate", address
        if response.status_code == 200:
            assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304, address


def test_public_page_satisfies_content_security_policy(published: Guide, client: Client) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        html = response.content.decode().replace('<script type="application/ld+json">', "")  # data that is never run
        html = html.replace('<script type="module" src="/static/monograph/search.js">', "")
        assert "style-src 'self'" in response["Content-Security-Policy"]
        assert not [mark for mark in ("<script", "<style", " style=", " onclick=", "<iframe") if mark in html]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_page_is_read_only(method: str) -> None:
    # There is no form and so no CSRF token: the response must say that the method is wrong, not the token.
    send = getattr(Client(enforce_csrf_checks=True), method)
    assert [send(address).status_code for address in ADDRESSES] == [405] * len(ADDRESSES)


def test_head_request_sends_no_body(published: Guide, client: Client) -> None:
    for address in ("/", "/guides/testol/", "/guides/testol/editions/1/"):
        response = client.head(address)
        assert response.status_code == 200, address
        assert response.content == b"", address


def test_every_page_has_site_name_and_link_to_list(published: Guide, client: Client) -> None:
    for address in PAGES:
        response = client.get(address)
        if response.status_code in (301, 302) or response["Content-Type"] == "application/json":
            continue
        html = response.content.decode()
        language = "/es" if address.startswith("/es") else ""
        assert "Monograph drug guides" in html, address
        assert f'href="{language}/guides/"' in html, address
        assert f'<html lang="{language[1:] or "en"}"' in html, address
        assert html.count("<h1") == 1, address
