"""What all public pages have in common: read only, nobody is recognised, and never shown once they are out of date."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from ..models import Edition
from ..rendering import Compressed

View = Callable[..., HttpResponse]


class PublicPageResponse(HttpResponse):
    """A page that is the same for everybody until something is published or withdrawn, or the day ends.

    `sent` has its bytes compressed, where they are stored so.
    """

    def __init__(self, html: str | bytes, *, sent: Compressed | None = None, **given: Any) -> None:
        super().__init__(html, **given)
        self.sent = sent


class Gone(Exception):
    """An edition that was asked for is withdrawn. `current` is what the guide's readers read instead, if anything."""

    def __init__(self, withdrawn: Edition, current: Edition | None = None) -> None:
        super().__init__(withdrawn)
        self.withdrawn, self.current = withdrawn, current


def with_pages_for_refusals(view: View) -> View:
    """Answer with a page that helps where a view raises `Http404` or `Gone`, with DEBUG too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            return page_not_found(request, error)
        except Gone as gone:
            context = {"withdrawn": gone.withdrawn, "current": gone.current}
            html = render_to_string("monograph/public/withdrawn.html", context)
            return PublicPageResponse(html, status=HTTPStatus.GONE)

    return answered


def public_page(view: View) -> View:
    """Let caches keep the page, but ask each time whether it still holds: a withdrawal is seen by the next reader.

    A cache that many share may trust it for one second, so that a rush of readers asks once. "Not found" and "gone" are
    said with the same header, because caches may keep these two answers unasked.
    """

    kept = cache_control(public=True, max_age=0, s_maxage=1, must_revalidate=True)(with_pages_for_refusals(view))
    # A form sent here is told that nothing is changed here (405), not that a token is missing.
    return csrf_exempt(require_safe(kept))


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404
