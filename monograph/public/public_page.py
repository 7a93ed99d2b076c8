"""What public pages share: they are read-only, anonymous, and never out of date."""

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
    """A page that is the same for everybody until something is published.

    A withdrawal or the end of the day may change it, too. `compressed` is the same page as stored, if it is stored.
    """

    def __init__(self, content: str | bytes, *, compressed: Compressed | None = None, **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        self.compressed = compressed


class Gone(Exception):
    """The requested edition is withdrawn; readers get `current` instead, if any."""

    def __init__(self, withdrawn: Edition, current: Edition | None = None) -> None:
        super().__init__(withdrawn)
        self.withdrawn, self.current = withdrawn, current


def with_error_pages(view: View) -> View:
    """Respond with a helpful page when a view raises `Http404` or `Gone`.

    Django's own handler would show a technical page with DEBUG.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            return page_not_found(request, error)
        except Gone as gone:
            context = {"withdrawn": gone.withdrawn, "current": gone.current}
            html = render_to_string("monograph/public/withdrawn.html", context)
            return PublicPageResponse(html, status=HTTPStatus.GONE)

    return wrapper


def public_page(view: View) -> View:
    """Let caches store the page but revalidate it each time.

    The next reader then sees a withdrawal. A shared cache may trust the page for one second, so that a rush of readers
    makes one request. "Not found" and "gone" carry the same header, because caches may otherwise reuse these two
    responses without revalidating them.
    """

    cached = cache_control(public=True, max_age=0, s_maxage=1, must_revalidate=True)(with_error_pages(view))
    # A POST gets 405, because nothing can be changed here, rather than a complaint about a missing token.
    return csrf_exempt(require_safe(cached))


@public_page
def not_found(request: HttpRequest) -> HttpResponse:
    raise Http404
