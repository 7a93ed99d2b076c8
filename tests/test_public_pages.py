"""What holds for every public address: nothing unsigned is on it, nobody is recognised, nothing is changed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from monograph.models import WorkingCopy
from monograph.workflow import publishing, reviewing

from .factory import Guide, facts
from .stories import schedule

SECRET = "unsigned-words"
GUIDE = [
    "/guides/testol/",
    *(f"/guides/testol/editions/{number}/{part}" for number in range(4) for part in ("", "changes/")),
]
GUIDE += ["/guides/testol/large-print/", "/guides/testol/questions/"]
LISTS = ["/", "/guides/", "/a-to-z/t/", "/classes/", "/classes/test-drug/", "/conditions/", "/conditions/tests/"]
FOUND = ["/search/", "/search/?q=plain", "/search/?q=testol", "/search/?q=testal", "/search/names.json?q=te"]
ENGLISH = [*LISTS, *FOUND, *GUIDE]
PAGES = [*ENGLISH, *(f"/es{address}" for address in ENGLISH)]
FOR_MACHINES = [
    *("/guides/testol.json", "/guides/testol.txt"),
    "/sitemap.xml",
    "/robots.txt",
    "/llms.txt",
    "/feed.atom",
]
ADDRESSES = [*PAGES, *FOR_MACHINES]


def everything_public(client: Client) -> str:
    return "".join(client.get(address).content.decode() for address in ADDRESSES)


def drafted(guide: Guide) -> None:
    guide.write(text=SECRET, heading=SECRET)
    guide.write("drug-facts", facts=facts(brand_name=SECRET, generic_name=SECRET))


def being_typed(guide: Guide) -> None:
    section = guide.section()
    typed = {"heading": SECRET, "body": f"<p>{SECRET}</p>"}
    WorkingCopy.objects.create(section=section, editor=guide.cast.ana, typed=typed, updated_at=timezone.now())


def submitted(guide: Guide) -> None:
    review = guide.submit(guide.write(text=SECRET))
    reviewing.comment(actor=guide.cast.priya, review=review, body=SECRET)


def sent_back(guide: Guide) -> None:
    review = guide.submit(guide.write(text=SECRET))
    reviewing.request_changes(
        actor=guide.cast.priya, review=review, expected=review.revision.digest, body=f"Not {SECRET}."
    )


def approved(guide: Guide) -> None:
    guide.approve(guide.write(text=SECRET, heading=SECRET))
    guide.approve(guide.write("drug-facts", facts=facts(brand_name=SECRET)))


def scheduled(guide: Guide) -> None:
    approved(guide)
    schedule(guide, note=SECRET)


STATES = [drafted, being_typed, submitted, sent_back, approved]


@pytest.mark.parametrize("state", STATES)
def test_unpublished_words_are_on_no_page_of_a_guide_never_published(
    state: Callable[[Guide], None], guide: Guide, client: Client
) -> None:
    state(guide)
    assert SECRET not in everything_public(client)


@pytest.mark.parametrize("state", [*STATES, scheduled])
def test_unpublished_words_are_on_no_page_of_a_published_guide(
    state: Callable[[Guide], None], published: Guide, client: Client
) -> None:
    before = everything_public(client)
    state(published)
    assert everything_public(client) == before
    assert SECRET not in before


@pytest.mark.parametrize("state", STATES)
def test_unpublished_words_are_on_no_page_of_a_withdrawn_guide(
    state: Callable[[Guide], None], published: Guide, client: Client
) -> None:
    edition = published.monograph.current_edition
    publishing.withdraw_edition(actor=published.cast.maria, edition=edition, reason="An error.")
    state(published)
    html = everything_public(client)
    assert SECRET not in html
    assert "Plain words" not in html


def test_what_was_approved_is_public_from_its_publication_on(published: Guide, client: Client) -> None:
    approved(published)
    published.publish()
    assert SECRET in everything_public(client)


def test_a_public_page_sets_no_cookie_and_is_the_same_for_everybody(published: Guide, client: Client) -> None:
    known = Client()
    known.force_login(published.cast.root)
    for address in ADDRESSES:
        responses = client.get(address), known.get(address)
        assert responses[0].content == responses[1].content, address
        for response in responses:
            assert not response.cookies, address
            assert "Cookie" not in response.get("Vary", ""), address


def test_a_public_page_may_be_kept_but_is_asked_for_each_time(published: Guide, client: Client) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate", address
        if response.status_code == 200:
            assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304, address


def test_a_public_page_needs_nothing_that_the_security_policy_forbids(published: Guide, client: Client) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        html = response.content.decode().replace('<script type="application/ld+json">', "")  # data, and never run
        html = html.replace('<script type="module" src="/static/monograph/search.js">', "")
        assert "style-src 'self'" in response["Content-Security-Policy"]
        assert not [mark for mark in ("<script", "<style", " style=", " onclick=", "<iframe") if mark in html]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_public_page_can_only_be_read(method: str) -> None:
    # Nobody has a token for a form that is nowhere: it must be said that the method is wrong, not that.
    ask = getattr(Client(enforce_csrf_checks=True), method)
    assert [ask(address).status_code for address in ADDRESSES] == [405] * len(ADDRESSES)


def test_asking_for_the_headers_alone_sends_no_text(published: Guide, client: Client) -> None:
    for address in ("/", "/guides/testol/", "/guides/testol/editions/1/"):
        response = client.head(address)
        assert response.status_code == 200, address
        assert response.content == b"", address


def test_every_page_names_the_site_and_leads_to_the_list(published: Guide, client: Client) -> None:
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
