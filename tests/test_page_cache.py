"""What a worker keeps of the public pages: sent without a query, and forgotten with the next publication."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import brotli
import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from monograph.models import PublicPage
from monograph.public import page_cache
from monograph.public.public_page import PublicPageResponse
from monograph.rendering import Compressed
from monograph.workflow import publishing

from . import intruder, stories
from .factory import Guide

ADDRESS = "/guides/testol/"
NOT_KEPT = ["/guides/nope/", "/admin/login/", f"{ADDRESS}?from=mail"]


@pytest.fixture
def published(short: Guide) -> Guide:
    return short


def release(guide: Guide, words: str) -> None:
    guide.approve(guide.write("uses", words))
    guide.publish()


def test_a_page_asked_for_again_costs_the_one_question_whether_it_still_holds(
    published: Guide, client: Client, django_assert_num_queries: Any
) -> None:
    for address in ("/", "/guides/", ADDRESS, f"{ADDRESS}editions/1/"):
        first = client.get(address)
        with django_assert_num_queries(1) as queries:
            again = client.get(address)
        assert "publicversion" in queries.captured_queries[0]["sql"]
        assert (again.status_code, again.content) == (200, first.content)


def test_within_the_half_second_not_even_that_is_asked(
    published: Guide, client: Client, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGES_TRUSTED_SECONDS = 3600
    client.get(ADDRESS)
    with django_assert_num_queries(0):
        client.get(ADDRESS)


def test_the_next_publication_and_withdrawal_are_on_the_next_page(published: Guide, client: Client) -> None:
    assert b"Words of edition 2." not in client.get(ADDRESS).content
    release(published, "Words of edition 2.")
    assert b"Words of edition 2." in client.get(ADDRESS).content
    edition = published.reread().current_edition
    publishing.withdraw_edition(actor=published.cast.maria, edition=edition, reason="A wrong dose.")
    gone = client.get(ADDRESS)
    assert gone.status_code == 410
    assert (client.get(ADDRESS).status_code, client.get(ADDRESS).content) == (410, gone.content)


def test_a_publication_of_another_guide_is_on_the_list(published: Guide, client: Client) -> None:
    assert b"Other" not in client.get("/guides/").content
    Guide(published.cast, "other").published()
    assert b"/guides/other/" in client.get("/guides/").content


@pytest.mark.parametrize("address", NOT_KEPT)
def test_what_is_no_page_for_everybody_is_not_kept(
    published: Guide, client: Client, address: str, django_assert_num_queries: Any
) -> None:
    client.get(address)
    stored = 1 if ADDRESS in address or "nope" in address else 0
    with django_assert_num_queries(1 + stored + 3 * ("nope" in address)):
        client.get(address)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("identity", None),
        ("GZIP", "gzip"),
        ("gzip;q=0, br;q=0.000", None),
        ("", None),
        (", ;q=1,,", None),
    ],
)
def test_a_page_is_sent_in_the_coding_that_was_asked_for(
    published: Guide, client: Client, accepted: str, coding: str | None
) -> None:
    plain = client.get(ADDRESS).content
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    for _ in range(2):  # made, and kept
        response = client.get(ADDRESS, headers={"accept-encoding": accepted})
        assert response.get("Content-Encoding") == coding
        assert response["Vary"] == "Accept-Encoding"
        assert int(response["Content-Length"]) == len(response.content)
        assert undo(response.content) == plain


@pytest.mark.parametrize("tags", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_gets_no_text(published: Guide, client: Client, tags: str) -> None:
    first = client.get(ADDRESS)
    for coding in ("br", "gzip", ""):
        headers = {"if-none-match": tags.format(first["ETag"].removeprefix("W/")), "accept-encoding": coding}
        response = client.get(ADDRESS, headers=headers)
        assert (response.status_code, response.content) == (304, b"")
        kept_headers = ("ETag", "Cache-Control", "Vary")
        assert [response[name] for name in kept_headers] == [first[name] for name in kept_headers]


def test_who_has_another_text_gets_this_one(published: Guide, client: Client) -> None:
    etag = client.get(ADDRESS)["ETag"]
    release(published, "News.")
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200
    for nonsense in ("News", '"', 'W/"', "\x00"):
        assert client.get(ADDRESS, headers={"if-none-match": nonsense}).status_code == 200


def test_the_headers_alone_tell_of_the_same_page(published: Guide, client: Client) -> None:
    whole = client.get(ADDRESS)
    for _ in range(2):
        head = client.head(ADDRESS)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Content-Security-Policy"):
            assert head[name] == whole[name], name


def test_a_kept_page_has_every_header_of_the_one_that_was_made(published: Guide, client: Client) -> None:
    made, again = client.get(ADDRESS), client.get(ADDRESS)
    assert dict(made.headers) == dict(again.headers)
    assert again["X-Content-Type-Options"] == "nosniff"


def test_a_page_kept_for_https_is_not_sent_without(published: Guide, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get(ADDRESS, secure=True).status_code == 200
    assert client.get(ADDRESS).status_code == 301
    assert client.get(ADDRESS, secure=True).status_code == 200


def test_no_host_that_is_not_ours_gets_a_page(published: Guide, client: Client) -> None:
    client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"host": "elsewhere.example"}).status_code == 400


def test_a_page_that_was_being_made_while_something_was_published_is_not_kept(published: Guide) -> None:
    """Between the question and the answer somebody withdraws: the next reader must not get what was made before."""
    cache = page_cache.PageCache()
    cache.confirm()
    pages = cache.pages
    stale = page_cache.CachedPage.from_response(PublicPageResponse("", compressed=Compressed(b"", b"")))
    release(published, "News.")
    cache.confirm()
    cache.store(pages, (False, ADDRESS), stale)
    assert (cache.pages, cache.size) == ({}, 0)


def test_what_the_views_made_while_something_was_published_is_sent_once_and_not_kept(
    published: Guide, rf: RequestFactory
) -> None:
    made = []

    def views(request: HttpRequest) -> PublicPageResponse:
        made.append(len(made))
        if len(made) == 1:
            release(published, "News.")
            keeper.cache.confirm()  # as another request of this worker does meanwhile
        return PublicPageResponse(str(made[-1]))

    keeper = page_cache.PageCacheMiddleware(views)
    assert [keeper(rf.get(ADDRESS)).content for _ in range(3)] == [b"0", b"1", b"1"]


def test_a_page_that_two_threads_made_at_once_is_counted_once() -> None:
    cache = page_cache.PageCache()
    for _ in range(2):
        cache.store(cache.pages, (False, ADDRESS), page_cache.CachedPage.from_response(PublicPageResponse("x")))
    assert cache.size == cache.pages[False, ADDRESS].size


def test_the_oldest_pages_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "MAX_BYTES", 250)
    cache = page_cache.PageCache()
    page = page_cache.CachedPage.from_response(PublicPageResponse("", compressed=Compressed(b"x" * 60, b"x" * 40)))
    for number in range(5):
        cache.store(cache.pages, (False, f"/{number}/"), page)
    assert [path for _, path in cache.pages] == ["/3/", "/4/"]
    assert cache.size == 200


@contextmanager
def unanswered() -> Iterator[None]:
    """Take away what the workers ask, as a database that does not answer."""
    intruder.run("ALTER TABLE monograph_publicversion RENAME TO monograph_away")
    try:
        yield
    finally:
        intruder.run("ALTER TABLE monograph_away RENAME TO monograph_publicversion")


def test_while_the_database_does_not_answer_kept_pages_are_sent_and_marked_stale(
    committed_guide: Guide, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    stories.short(committed_guide)
    fresh = client.get(ADDRESS)
    assert "Cache-Status" not in fresh
    with unanswered():
        stale = client.get(ADDRESS)
        assert (stale.status_code, stale.content) == (200, fresh.content)
        assert stale["Cache-Status"].startswith("monograph; hit; ttl=-")
        assert "Pages are sent unconfirmed" in caplog.text
        PublicPage.objects.all().delete()
        settings.PAGES_STALE_SECONDS = 0  # the set time is over: the page is made, or an error is said
        assert "Cache-Status" not in client.get(ADDRESS)


def test_once_the_database_answers_again_the_same_page_is_not_marked_any_more(
    committed_guide: Guide, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(page_cache, "RETRY_SECONDS", 0)
    stories.short(committed_guide)
    asked: dict[str, Any] = {"path": ADDRESS, "headers": {"accept-encoding": "br"}}
    client.get(**asked)
    with unanswered():
        assert "Cache-Status" in client.get(**asked)
    with django_assert_num_queries(1):  # it is what was kept
        assert "Cache-Status" not in client.get(**asked)
