"""Sessions, and logins that have to wait.

`django_otp.login` stores the device in the session. The middleware of django-otp would read that device again for every
page. Here, the query that reads the user also reads the device's key (`backends.AccountBackend`).
"""

from collections.abc import Callable
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..errors import TryLater
from . import hashers
from .lockout import require_open_network
from .one_time_codes import get_app_id

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


class SecondFactorMiddleware:
    """Treat a session without a code as anonymous if its account has a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user  # lazy, so that a page that does not need the user reads no session
        request.user = SimpleLazyObject(lambda: _verified(request, user))  # type: ignore[assignment]
        return self.get_response(request)


def _verified(request: HttpRequest, user: Any) -> Any:
    app_id = get_app_id(user) if user.is_authenticated else None
    if app_id is None:
        return user
    device_id = request.session.get(DEVICE_ID_SESSION_KEY)
    return user if device_id == TOTPDevice(pk=app_id).persistent_id else AnonymousUser()
