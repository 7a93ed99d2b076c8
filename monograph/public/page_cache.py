"""Public pages, kept by each worker as they are sent: a page that was asked for before costs no query.

At most every half second one request asks whether anything was published or withdrawn since; whatever was kept before
is then forgotten. Where the question fails, what is kept is sent for a set time, and the answer says how stale it is.
Nothing here knows what a page says.
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
from ..rendering import compressed
from .public_page import PublicPageResponse

logger = logging.getLogger("monograph.public")

MAX_BYTES = 64 * 1024 * 1024  # of compressed pages in one worker
RETRY_SECONDS = 5  # where the database did not answer: who asks it waits, so few do
CACHED_HEADERS = ("Content-Type", "Cache-Control", "ETag", "Vary")


class EncodedBody(NamedTuple):
    """Bytes to be sent in one coding, with all their headers.

    The headers are shared by all responses that send these bytes, so nobody may change them: to check them anew for
    each would take an eighth of the time that Django needs for a response.
    """

    body: bytes
    headers: ResponseHeaders

    @classmethod
    def of(cls, body: bytes, headers: dict[str, str], coding: str = "") -> "EncodedBody":
        told = {**headers, "Content-Length": str(len(body))} | ({"Content-Encoding": coding} if coding else {})
        return cls(body, ResponseHeaders(told))


class CachedPage(NamedTuple):
    """A page ready to be sent, in each way of sending it."""

    status: int
    headers: dict[str, str]
    ready: dict[str, EncodedBody]  # by the name of the coding

    @classmethod
    def of(cls, response: PublicPageResponse) -> "CachedPage":
        sent = response.sent or compressed(response.content)
        digest = sha256(response.content).hexdigest()[:32]
        # Weak, as the same page is sent in several codings.
        headers = {**response.headers, "ETag": f'W/"{digest}"', "Vary": "Accept-Encoding"}
        headers.pop("Content-Length", None)
        bodies = {"br": sent.brotli, "gzip": sent.gzip}
        return cls(
            response.status_code, headers, {name: EncodedBody.of(bodies[name], headers, name) for name in CODINGS}
        )

    @property
    def size(self) -> int:
        return sum(len(each.body) for each in self.ready.values())

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return it as this request wants it: compressed or not, whole or "not modified"."""
        headers = self.headers
        asked = request.META.get("HTTP_IF_NONE_MATCH")
        if asked is not None and self.status == HTTPStatus.OK and _matches_etag(asked, headers["ETag"]):
            return HttpResponseNotModified(headers={name: headers[name] for name in CACHED_HEADERS if name in headers})
        coding = _coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        ready = self.ready[coding] if coding else EncodedBody.of(gzip.decompress(self.ready["gzip"].body), headers)
        response = HttpResponse(ready.body, status=self.status)
        response.headers = ready.headers
        return response


CODINGS = ("br", "gzip")  # as headers call them, the best first


@lru_cache(maxsize=256)
def _coding(accepted: str) -> str:
    """Return the best coding that a client takes, by its Accept-Encoding header; "" for the bytes as they are."""
    taken = {}
    for each in accepted.lower().split(","):
        name, _, quality = each.partition(";")
        taken[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in CODINGS if taken.get(coding, taken.get("*", False))), "")


@lru_cache(maxsize=256)
def _matches_etag(asked: str, etag: str) -> bool:
    """Compare weakly, as If-None-Match asks."""
    tags = parse_etags(asked)
    return tags == ["*"] or etag.removeprefix("W/") in {each.removeprefix("W/") for each in tags}


Pages = dict[tuple[bool, str], CachedPage]  # by whether the request came by HTTPS, and by its path


class PageCache:
    """What one worker keeps. `pages` is another dictionary after every publication, so that what was being made before
    it is never found after it."""

    def __init__(self) -> None:
        self.pages: Pages = {}
        self.size = 0
        self.version: tuple[str, date] | None = None
        self.confirmed_at = self.ask_at = float("-inf")  # seconds of time.monotonic
        self.is_confirmed = True  # unless the last question failed
        self.asking, self.storing = Lock(), Lock()

    def confirm(self) -> None:
        """Ask whether what is kept still holds, unless that was asked a moment ago or is being asked now."""
        begun = monotonic()
        if begun < self.ask_at or not self.asking.acquire(blocking=False):
            return
        again = settings.PAGES_TRUSTED_SECONDS
        try:
            # The day too: on it a review may lapse, and the page has to say so without anyone publishing.
            version = (PublicVersion.current(), timezone.localdate())
            if version != self.version:
                with self.storing:
                    self.pages, self.size, self.version = {}, 0, version
            self.confirmed_at, self.is_confirmed = begun, True
        except Error as error:
            again, self.is_confirmed = RETRY_SECONDS, False
            logger.warning("Pages are sent unconfirmed, as the database does not answer: %s", error)
        finally:
            self.ask_at = monotonic() + again
            self.asking.release()

    @property
    def age(self) -> float:
        """Return for how many seconds nobody has confirmed what is kept."""
        return monotonic() - self.confirmed_at

    def store(self, pages: Pages, key: tuple[bool, str], answer: CachedPage) -> None:
        """Keep an answer among `pages`, as they were when its making began; the oldest ones make room for it."""
        with self.storing:
            if pages is not self.pages:
                return
            replaced = pages.get(key)  # by another thread that made the same page meanwhile
            self.size += answer.size - (replaced.size if replaced else 0)
            pages[key] = answer
            while self.size > MAX_BYTES and len(pages) > 1:
                self.size -= pages.pop(next(iter(pages))).size


class PageCacheMiddleware:
    """Middleware, the outermost: answers from memory, and keeps what the views mark as public pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cache = PageCache()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        cache = self.cache
        cache.confirm()
        pages, key = cache.pages, (request.is_secure(), request.path_info)
        may_keep = not request.META.get("QUERY_STRING")
        answer = pages.get(key) if may_keep and cache.age < settings.PAGES_STALE_SECONDS else None
        if answer is None:
            return self._render(request, pages, key if may_keep else None)
        request.get_host()  # raises for a host that is not ours, as the rest of the site does
        response = answer.response(request)
        if not cache.is_confirmed:
            # RFC 9211: for how many seconds it has not been fresh.
            stale = {"Cache-Status": f"monograph; hit; ttl=-{int(cache.age)}"}
            response.headers = ResponseHeaders({**response.headers, **stale})
        return response

    def _render(self, request: HttpRequest, pages: Pages, key: tuple[bool, str] | None) -> HttpResponse:
        """Let the views answer; a public page is kept under the key, if there is one."""
        response = self.get_response(request)
        if not isinstance(response, PublicPageResponse):
            return response
        answer = CachedPage.of(response)
        if key is not None:
            self.cache.store(pages, key, answer)
        return answer.response(request)
