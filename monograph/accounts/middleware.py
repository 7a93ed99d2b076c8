"""Sessions: who is logged in, and when that ends.

`django_otp.login` stores the device in the session. The middleware of django-otp would read that device again for every
page. Here, the query that reads the user also reads what is needed of their devices (`factors.with_factors`).
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import DEVICE_ID_SESSION_KEY

from . import sign_on_session
from .factors import get_factors

LOGGED_IN_AT, ACTIVE_AT = "logged_in_at", "active_at"  # in the session, in seconds
ACTIVITY_STEP = 60  # seconds; not every request writes the session
# Never shown again on a page, or worth nothing to whoever entered them.
UNSHOWN_FIELDS = ("password", "token", "code", "key", "expected", "seen", "person", "next")
View = Callable[..., HttpResponse]


def background(view: View) -> View:
    """Mark a view that pages request by themselves: it does not keep its user logged in."""
    view.is_background = True  # type: ignore[attr-defined]
    return view


class SecondFactorMiddleware:
    """Treat a session without its second factor, a code or a passkey, as anonymous, and one that is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user  # lazy, so that a page that does not need the user reads no session
        request.user = SimpleLazyObject(lambda: _verified(request, user))  # type: ignore[assignment]
        return self.get_response(request)


def _verified(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated or _is_over(request):
        return AnonymousUser()
    if sign_on_session.is_sign_on(request.session):
        return sign_on_session.verified(request, user)
    device_id = request.session.get(DEVICE_ID_SESSION_KEY) or ""
    return user if get_factors(user).opened(device_id) else AnonymousUser()


def _is_over(request: HttpRequest) -> bool:
    """Return whether a session has lasted too long, or was not used for too long; empty it if so."""
    session, now = request.session, int(time.time())
    logged_in_at, active_at = session.setdefault(LOGGED_IN_AT, now), session.setdefault(ACTIVE_AT, now)
    if now - logged_in_at >= settings.SESSION_COOKIE_AGE or now - active_at >= settings.SESSION_IDLE_SECONDS:
        session.flush()  # a login as the same user would keep the times
        return True
    is_background = request.resolver_match and getattr(request.resolver_match.func, "is_background", False)
    if now - active_at >= ACTIVITY_STEP and not is_background:
        session[ACTIVE_AT] = now
    return False


class LoggedOutMiddleware:
    """Hand back what somebody sent after their login had ended, rather than lose it on the way to the login page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        had_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = self.get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        is_to_login = urlsplit(response.headers.get("Location", "")).path == login
        # A script keeps its page, and knows the redirect (editor/requests.js).
        is_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
        if not (request.method == "POST" and is_page and is_to_login):
            return response
        words = _entered_words(request)
        # If another tab met the end of the session first, it took the cookie.
        if not (words or had_session):
            return response
        context = {"words": words, "login": login, "next": _page_before(request)}
        page = render(request, "logged_out.html", context, status=HTTPStatus.FORBIDDEN)
        add_never_cache_headers(page)  # or the browser shows the words to whoever goes back
        return page


def _entered_words(request: HttpRequest) -> list[str]:
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(part in name for part in ("csrf", *UNSHOWN_FIELDS))
    ]


def _page_before(request: HttpRequest) -> str:
    """Return the path of the page with the form that was sent; the start page if that is unknown."""
    sent_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, request.is_secure()):
        return urlsplit(sent_from).path
    return resolve_url(settings.LOGIN_REDIRECT_URL)
