"""The page cache: pages are sent without a query until the next publication."""

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

from . import raw_sql, stories
from .cast import PASSWORD
from .factory import Guide

ADDRESS = "/guides/testol/"
NOT_CACHED = ["/guides/nope/", "/admin/login/", f"{ADDRESS}?from=mail"]


def publish_text(guide: Guide, words: str) -> None:
    guide.approve(guide.write("uses", words))
    guide.publish()


def test_cached_page_takes_only_version_query(short: Guide, client: Client, django_assert_num_queries: Any) -> None:
    for address in ("/", "/guides/", ADDRESS, f"{ADDRESS}editions/1/"):
        first = client.get(address)
        with django_assert_num_queries(1) as queries:
            again = client.get(address)
        assert "publicversion" in queries.captured_queries[0]["sql"]
        assert (again.status_code, again.content) == (200, first.content)


def test_trusted_cached_page_takes_no_query(
    short: Guide, client: Client, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGES_TRUSTED_SECONDS = 3600
    client.get(ADDRESS)
    with django_assert_num_queries(0):
        client.get(ADDRESS)


def test_cached_page_is_replaced_after_publication_and_withdrawal(short: Guide, client: Client) -> None:
    assert b"Words of edition 2." not in client.get(ADDRESS).content
    publish_text(short, "Words of edition 2.")
    assert b"Words of edition 2." in client.get(ADDRESS).content
    edition = short.reread().current_edition
    publishing.withdraw_edition(actor=short.cast.maria, edition=edition, reason="A wrong dose.", password=PASSWORD)
    gone = client.get(ADDRESS)
    assert gone.status_code == 410
    assert (client.get(ADDRESS).status_code, client.get(ADDRESS).content) == (410, gone.content)


def test_cached_list_is_replaced_after_publication_of_another_guide(short: Guide, client: Client) -> None:
    assert b"Other" not in client.get("/guides/").content
    stories.named(short.cast, "other")
    assert b"/guides/other/" in client.get("/guides/").content


@pytest.mark.parametrize("address", NOT_CACHED)
def test_other_responses_are_not_cached(
    short: Guide, client: Client, address: str, django_assert_num_queries: Any
) -> None:
    client.get(address)
    stored = 1 if ADDRESS in address or "nope" in address else 0
    with django_assert_num_queries(1 + stored + 3 * ("nope" in address)):
        client.get(address)


@pytest.mark.parametrize(
    ("accept_encoding", "encoding"),
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
def test_page_is_sent_in_accepted_encoding(
    short: Guide, client: Client, accept_encoding: str, encoding: str | None
) -> None:
    plain = client.get(ADDRESS).content
    decompress = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    for _ in range(2):  # rendered, and cached
        response = client.get(ADDRESS, headers={"accept-encoding": accept_encoding})
        assert response.get("Content-Encoding") == encoding
        assert response["Vary"] == "Accept-Encoding"
        assert int(response["Content-Length"]) == len(response.content)
        assert decompress(response.content) == plain


@pytest.mark.parametrize("tags", ["{}", "W/{}", '"other", {}', "*"])
def test_matching_etag_gets_not_modified(short: Guide, client: Client, tags: str) -> None:
    first = client.get(ADDRESS)
    for encoding in ("br", "gzip", ""):
        headers = {"if-none-match": tags.format(first["ETag"].removeprefix("W/")), "accept-encoding": encoding}
        response = client.get(ADDRESS, headers=headers)
        assert (response.status_code, response.content) == (304, b"")
        cached_headers = ("ETag", "Cache-Control", "Vary")
        assert [response[name] for name in cached_headers] == [first[name] for name in cached_headers]


def test_other_etag_gets_current_page(short: Guide, client: Client) -> None:
    etag = client.get(ADDRESS)["ETag"]
    publish_text(short, "News.")
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200
    for nonsense in ("News", '"', 'W/"', "\x00"):
        assert client.get(ADDRESS, headers={"if-none-match": nonsense}).status_code == 200


def test_head_request_has_headers_of_page(short: Guide, client: Client) -> None:
    whole = client.get(ADDRESS)
    for _ in range(2):
        head = client.head(ADDRESS)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Content-Security-Policy"):
            assert head[name] == whole[name], name


def test_cached_page_has_all_headers_of_rendered_page(short: Guide, client: Client) -> None:
    rendered, cached = client.get(ADDRESS), client.get(ADDRESS)
    assert rendered.headers.pop("X-Request-ID") != cached.headers.pop("X-Request-ID")
    assert dict(rendered.headers) == dict(cached.headers)
    assert cached["X-Content-Type-Options"] == "nosniff"


def test_page_cached_for_https_is_not_sent_over_http(short: Guide, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get(ADDRESS, secure=True).status_code == 200
    assert client.get(ADDRESS).status_code == 301
    assert client.get(ADDRESS, secure=True).status_code == 200


def test_cached_page_is_refused_to_foreign_host(short: Guide, client: Client) -> None:
    client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"host": "elsewhere.example"}).status_code == 400


def test_page_rendered_during_publication_is_not_stored(short: Guide) -> None:
    """A withdrawal comes between request and response.

    The next reader must not get the page from before it.
    """
    cache = page_cache.PageCache()
    cache.confirm()
    pages = cache.pages
    stale = page_cache.CachedPage.from_response(PublicPageResponse("", compressed=Compressed(b"", b"")))
    publish_text(short, "News.")
    cache.confirm()
    cache.store(pages, (False, ADDRESS), stale)
    assert (cache.pages, cache.size) == ({}, 0)


def test_response_rendered_during_publication_is_sent_but_not_cached(short: Guide, rf: RequestFactory) -> None:
    calls: list[int] = []

    def views(request: HttpRequest) -> PublicPageResponse:
        calls.append(len(calls))
        if len(calls) == 1:
            publish_text(short, "News.")
            middleware.cache.confirm()  # as another request in this worker does meanwhile
        return PublicPageResponse(str(calls[-1]))

    middleware = page_cache.PageCacheMiddleware(views)
    assert [middleware(rf.get(ADDRESS)).content for _ in range(3)] == [b"0", b"1", b"1"]


def test_page_rendered_by_two_threads_is_counted_once() -> None:
    cache = page_cache.PageCache()
    for _ in range(2):
        cache.store(cache.pages, (False, ADDRESS), page_cache.CachedPage.from_response(PublicPageResponse("x")))
    assert cache.size == cache.pages[False, ADDRESS].size


def test_oldest_pages_are_dropped_for_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "MAX_BYTES", 250)
    cache = page_cache.PageCache()
    page = page_cache.CachedPage.from_response(PublicPageResponse("", compressed=Compressed(b"x" * 60, b"x" * 40)))
    for number in range(5):
        cache.store(cache.pages, (False, f"/{number}/"), page)
    assert [path for _, path in cache.pages] == ["/3/", "/4/"]
    assert cache.size == 200


@contextmanager
def database_down() -> Iterator[None]:
    """Remove the table that workers check, as if the database did not answer."""
    raw_sql.run("ALTER TABLE monograph_publicversion RENAME TO monograph_away")
    try:
        yield
    finally:
        raw_sql.run("ALTER TABLE monograph_away RENAME TO monograph_publicversion")


def test_cached_pages_are_sent_as_stale_while_database_is_down(
    committed_guide: Guide, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    stories.short(committed_guide)
    fresh = client.get(ADDRESS)
    assert "Cache-Status" not in fresh
    with database_down():
        stale = client.get(ADDRESS)
        assert (stale.status_code, stale.content) == (200, fresh.content)
        assert stale["Cache-Status"].startswith("monograph; hit; ttl=-")
        assert "Pages are sent unconfirmed" in caplog.text
        PublicPage.objects.all().delete()
        settings.PAGES_STALE_SECONDS = 0  # the set time is over: the page is rendered
        assert "Cache-Status" not in client.get(ADDRESS)


def test_cached_page_is_fresh_again_once_database_answers(
    committed_guide: Guide, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(page_cache, "RETRY_SECONDS", 0)
    stories.short(committed_guide)
    request: dict[str, Any] = {"path": ADDRESS, "headers": {"accept-encoding": "br"}}
    client.get(**request)
    with database_down():
        assert "Cache-Status" in client.get(**request)
    with django_assert_num_queries(1):  # the page comes from the cache
        assert "Cache-Status" not in client.get(**request)
