"""What all public pages have in common: read only, nobody is recognised, and never shown once they are out of date."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe
from django.views.defaults import page_not_found

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Let caches keep the page, but ask each time whether it still holds: a withdrawal is seen by the next reader.

    The ETag is made from the page's own bytes, so that nothing that a page shows can be forgotten in it. "Not found"
    and "gone" are said with the same header, because caches may keep these two answers unasked.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            return page_not_found(request, error)

    kept = cache_control(public=True, max_age=0, must_revalidate=True)(answered)
    # A form sent here is told that nothing is changed here (405), not that a token is missing.
    return csrf_exempt(require_safe(conditional_page(kept)))


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404
