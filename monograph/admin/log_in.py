"""Logging in with a second factor: the form, the person of a session, and sessions that were opened without a code.

The session carries django-otp's mark of the app (it keeps what a form leaves as `otp_device`). Its own middleware would
read that device anew for every page; here the person comes with the app's key, in the query that reads them.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..workflow.codes import app_of, with_app
from ..workflow.errors import WorkflowError
from ..workflow.guard import prove_code
from .forms import FIELD_OF, CodeField


class Backend(ModelBackend):
    """Django's own accounts; the person of a session knows whether codes are asked of them."""

    def get_user(self, user_id: Any) -> User | None:
        person = with_app(User.objects.filter(pk=user_id)).first()
        return person if person and self.user_can_authenticate(person) else None


class LogInForm(AdminAuthenticationForm):
    token = CodeField(
        label="Code, if your account has one", help_text="From your app, or a recovery code.", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person: Any = self.get_user()
        if person is not None and (app_id := app_of(person)) is not None:
            try:
                prove_code(person, cleaned.get("token", ""))
            except WorkflowError as error:
                field = FIELD_OF.get(error.code, NON_FIELD_ERRORS)
                raise ValidationError({field: error.message}) from error
            person.otp_device = TOTPDevice.objects.get(pk=app_id)
        return cleaned


class SecondFactorMiddleware:
    """A session that was opened without the code of an account which has a second factor is nobody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.user  # lazy: a page that asks nothing of the person reads no session
        request.user = SimpleLazyObject(lambda: _proven(request, asked))  # type: ignore[assignment]
        return self.get_response(request)


def _proven(request: HttpRequest, person: Any) -> Any:
    app_id = app_of(person) if person.is_authenticated else None
    if app_id is None:
        return person
    mark = request.session.get(DEVICE_ID_SESSION_KEY)
    return person if mark == TOTPDevice(pk=app_id).persistent_id else AnonymousUser()
