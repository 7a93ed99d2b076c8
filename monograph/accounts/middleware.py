"""Sessions of accounts with a second factor.

`django_otp.login` stores the device in the session. The middleware of django-otp would read that device again for every
page. Here, the query that reads the user also reads the device's key (`backends.AccountBackend`).
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import sign_on_session
from .one_time_codes import get_app_id


class SecondFactorMiddleware:
    """Treat a session without a code as anonymous if its account has a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user  # lazy, so that a page that does not need the user reads no session
        request.user = SimpleLazyObject(lambda: _verified(request, user))  # type: ignore[assignment]
        return self.get_response(request)


def _verified(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated and sign_on_session.is_sign_on(request.session):
        return sign_on_session.verified(request, user)
    app_id = get_app_id(user) if user.is_authenticated else None
    if app_id is None:
        return user
    device_id = request.session.get(DEVICE_ID_SESSION_KEY)
    return user if device_id == TOTPDevice(pk=app_id).persistent_id else AnonymousUser()
