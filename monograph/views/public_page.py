"""What all public pages have in common: read only, nobody is recognised, and never shown once they are out of date."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from ..rendering import Compressed

View = Callable[..., HttpResponse]


class PublicPageResponse(HttpResponse):
    """A page that is the same for everybody until something is published or withdrawn, or the day ends.

    `sent` has its bytes compressed, where they are stored so.
    """

    def __init__(self, html: str | bytes, *, sent: Compressed | None = None, **given: Any) -> None:
        super().__init__(html, **given)
        self.sent = sent


def public_page(view: View) -> View:
    """Let caches keep the page, but ask each time whether it still holds: a withdrawal is seen by the next reader.

    A cache that many share may trust it for one second, so that a rush of readers asks once. "Not found" and "gone" are
    said with the same header, because caches may keep these two answers unasked.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            return page_not_found(request, error)

    kept = cache_control(public=True, max_age=0, s_maxage=1, must_revalidate=True)(answered)
    # A form sent here is told that nothing is changed here (405), not that a token is missing.
    return csrf_exempt(require_safe(kept))


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404
