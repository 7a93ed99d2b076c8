"""Refusing what a worker has no time for, such as logins from a network that is locked out."""

from collections.abc import Callable
from functools import cache, lru_cache
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ..errors import TryLater
from . import hashers
from .lockout import require_open_network

STATUS_BY_CODE = {"network_locked": HTTPStatus.TOO_MANY_REQUESTS, "too_busy": HTTPStatus.SERVICE_UNAVAILABLE}


class TryLaterMiddleware:
    """Answer with a page that says when to try again.

    A login that would be refused anyway is refused before anything else is done for it: whoever guesses without end
    takes no time from readers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path_info == _login_path():
            try:
                require_open_network(timezone.now(), is_query_allowed=False)
                if hashers.strangers.is_full:
                    raise hashers.too_busy()
            except TryLater as error:
                return _try_later(error)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers.setdefault("Retry-After", str(hashers.RETRY_SECONDS))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _try_later(error) if isinstance(error, TryLater) else None


@cache
def _login_path() -> str:
    return resolve_url(settings.LOGIN_URL)


def _try_later(error: TryLater) -> HttpResponse:
    headers = {"Retry-After": str(error.seconds), "Cache-Control": "no-store"}
    response = HttpResponse(_page(error.message), status=STATUS_BY_CODE[error.code], headers=headers)
    response._has_been_logged = True  # type: ignore[attr-defined]  # an attacker must not fill the log of errors
    return response


@lru_cache(maxsize=64)
def _page(message: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("try_later.html", {"message": message, "login": _login_path()})
