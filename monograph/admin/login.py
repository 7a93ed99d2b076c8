"""The login form, which also asks for a one-time code."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..accounts.identity import verify_code
from ..accounts.one_time_codes import get_app_id
from ..errors import WorkflowError
from .forms import FIELD_BY_CODE, CodeField


class LoginForm(AdminAuthenticationForm):
    token = CodeField(
        label="Code, if your account has one", help_text="From your app, or a recovery code.", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        user: Any = self.get_user()
        if user is not None and (app_id := get_app_id(user)) is not None:
            try:
                verify_code(user, cleaned.get("token", ""))
            except WorkflowError as error:
                field = FIELD_BY_CODE.get(error.code, NON_FIELD_ERRORS)
                raise ValidationError({field: error.message}) from error
            user.otp_device = TOTPDevice.objects.get(pk=app_id)  # django-otp stores it in the user's login
        return cleaned
