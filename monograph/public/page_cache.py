"""A cache of public pages in each worker.

A page that was requested before takes no query. At most every half second, one request checks whether anything was
published or withdrawn since; all cached pages are then dropped. If that check fails, cached pages are sent for a set
time, and the response says how stale they are. Nothing here knows what a page says.
"""

import gzip
import logging
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders
from django.utils import timezone
from django.utils.http import parse_etags

from ..models import PublicVersion
from ..rendering import compress
from .public_page import PublicPageResponse

logger = logging.getLogger("monograph.public")

MAX_BYTES = 64 * 1024 * 1024  # of compressed pages in one worker
# Until the next check after one that failed: the request that checks has to wait for the database.
RETRY_SECONDS = 5
NOT_MODIFIED_HEADERS = ("Content-Type", "Cache-Control", "ETag", "Vary")
ENCODINGS = ("br", "gzip")  # as headers name them, the best first


class EncodedBody(NamedTuple):
    """The bytes of a page in one encoding, with all headers.

    The headers are shared by all responses that send these bytes, so nothing may change them: checking them again for
    each response would take an eighth of the time that Django needs for one.
    """

    body: bytes
    headers: ResponseHeaders

    @classmethod
    def create(cls, body: bytes, headers: dict[str, str], encoding: str = "") -> "EncodedBody":
        own_headers = {"Content-Length": str(len(body))} | ({"Content-Encoding": encoding} if encoding else {})
        return cls(body, ResponseHeaders({**headers, **own_headers}))


class CachedPage(NamedTuple):
    """A page ready to be sent in every encoding."""

    status: int
    headers: dict[str, str]
    encoded: dict[str, EncodedBody]  # by the name of the encoding

    @classmethod
    def from_response(cls, response: PublicPageResponse) -> "CachedPage":
        compressed = response.compressed or compress(response.content)
        digest = sha256(response.content).hexdigest()[:32]
        # A weak tag, as the same page is sent in several encodings.
        headers = {**response.headers, "ETag": f'W/"{digest}"', "Vary": "Accept-Encoding"}
        headers.pop("Content-Length", None)
        bodies = {"br": compressed.brotli, "gzip": compressed.gzip}
        encoded = {name: EncodedBody.create(bodies[name], headers, name) for name in ENCODINGS}
        return cls(response.status_code, headers, encoded)

    @property
    def size(self) -> int:
        return sum(len(encoded.body) for encoded in self.encoded.values())

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return the page as this request accepts it: compressed, or "not modified"."""
        headers = self.headers
        known_etag = request.META.get("HTTP_IF_NONE_MATCH")
        if known_etag is not None and self.status == HTTPStatus.OK and _matches_etag(known_etag, headers["ETag"]):
            not_modified = {name: headers[name] for name in NOT_MODIFIED_HEADERS if name in headers}
            return HttpResponseNotModified(headers=not_modified)
        encoding = _best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding:
            encoded = self.encoded[encoding]
        else:
            encoded = EncodedBody.create(gzip.decompress(self.encoded["gzip"].body), headers)
        response = HttpResponse(encoded.body, status=self.status)
        response.headers = encoded.headers
        return response


@lru_cache(maxsize=256)
def _best_encoding(accept_encoding: str) -> str:
    """Return the best encoding that an Accept-Encoding header allows; "" for none."""
    accepted = {}
    for item in accept_encoding.lower().split(","):
        name, _, quality = item.partition(";")
        accepted[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((encoding for encoding in ENCODINGS if accepted.get(encoding, accepted.get("*", False))), "")


@lru_cache(maxsize=256)
def _matches_etag(if_none_match: str, etag: str) -> bool:
    """Compare tags weakly, as If-None-Match requires."""
    tags = parse_etags(if_none_match)
    return tags == ["*"] or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}


Pages = dict[tuple[bool, str], CachedPage]  # by whether the request came by HTTPS, and by its path


class PageCache:
    """The pages of one worker.

    `pages` is a new dictionary after every publication, so that a page whose rendering began before it is never found
    after it.
    """

    def __init__(self) -> None:
        self.pages: Pages = {}
        self.size = 0
        self.version: tuple[str, date] | None = None
        self.confirmed_at = self.next_check_at = float("-inf")  # seconds of time.monotonic
        self.is_confirmed = True  # unless the last check failed
        self.check_lock, self.store_lock = Lock(), Lock()

    def confirm(self) -> None:
        """Check whether the cached pages are current, unless that was just checked."""
        started_at = monotonic()
        if started_at < self.next_check_at or not self.check_lock.acquire(blocking=False):
            return
        interval = settings.PAGES_TRUSTED_SECONDS
        try:
            # The day as well: a review may lapse on it, and the page has to say so without a publication.
            version = (PublicVersion.current(), timezone.localdate())
            if version != self.version:
                with self.store_lock:
                    self.pages, self.size, self.version = {}, 0, version
            self.confirmed_at, self.is_confirmed = started_at, True
        except Error as error:
            interval, self.is_confirmed = RETRY_SECONDS, False
            logger.warning("Pages are sent unconfirmed, because the database does not respond: %s", error)
        finally:
            self.next_check_at = monotonic() + interval
            self.check_lock.release()

    @property
    def age(self) -> float:
        """Return the seconds since the cached pages were last confirmed."""
        return monotonic() - self.confirmed_at

    def store(self, pages: Pages, key: tuple[bool, str], page: CachedPage) -> None:
        """Cache a page if `pages`, taken before its rendering began, is still in use.

        Drops the oldest pages when there is no space.
        """
        with self.store_lock:
            if pages is not self.pages:
                return
            replaced = pages.get(key)  # from another thread that rendered the same page meanwhile
            self.size += page.size - (replaced.size if replaced else 0)
            pages[key] = page
            while self.size > MAX_BYTES and len(pages) > 1:
                self.size -= pages.pop(next(iter(pages))).size


class PageCacheMiddleware:
    """The outermost middleware: responds from the cache, and caches public pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cache = PageCache()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        cache = self.cache
        cache.confirm()
        pages, key = cache.pages, (request.is_secure(), request.path_info)
        is_cacheable = not request.META.get("QUERY_STRING")
        page = pages.get(key) if is_cacheable and cache.age < settings.PAGES_STALE_SECONDS else None
        if page is None:
            return self._render(request, pages, key if is_cacheable else None)
        request.get_host()  # raises for a host that is not ours, as everywhere else on the site
        response = page.response(request)
        if not cache.is_confirmed:
            # RFC 9211: a negative ttl says for how many seconds the page has been stale.
            stale = {"Cache-Status": f"monograph; hit; ttl=-{int(cache.age)}"}
            response.headers = ResponseHeaders({**response.headers, **stale})
        return response

    def _render(self, request: HttpRequest, pages: Pages, key: tuple[bool, str] | None) -> HttpResponse:
        """Let the views respond; cache a public page under the key, if there is one."""
        response = self.get_response(request)
        if not isinstance(response, PublicPageResponse):
            return response
        page = CachedPage.from_response(response)
        if key is not None:
            self.cache.store(pages, key, page)
        return page.response(request)
