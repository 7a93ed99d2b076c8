"""Login, by password and code or by passkey, and the change of the password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..accounts import passwords
from ..accounts.authenticators import question_to_sign
from ..accounts.challenges import Challenge, Purpose
from ..accounts.factors import PasskeyDevice, get_factors
from ..accounts.identity import verify_code, verify_password
from ..accounts.lockout import FAILURE_WINDOW, MAX_FAILURES
from ..accounts.single_sign_on import use_break_glass
from ..errors import WorkflowError
from .forms import CodeField, NewPasswordForm, PasskeyInput, take_passkey_instead

# One answer to all, so that whoever guesses learns nothing from it.
NOT_LOGGED_IN = (
    "You are not logged in. Check the username, the password and the code. Perhaps the code is missing or was used "
    "before, or the account needs its passkey. "
    f"After {MAX_FAILURES} failures an account is locked for {FAILURE_WINDOW.seconds // 60} minutes, and its owner "
    "gets a mail."
)


class LoginForm(AdminAuthenticationForm):
    error_messages = {**AdminAuthenticationForm.error_messages, "invalid_login": NOT_LOGGED_IN}
    token = CodeField(
        label="Code, if your account has one", help_text="From your app, or a recovery code.", required=False
    )

    passkey = forms.CharField(widget=PasskeyInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.sign_on, self.has_passwords = settings.SINGLE_SIGN_ON, settings.LOCAL_PASSWORDS
        take_passkey_instead(self)

    def clean(self) -> dict[str, Any]:
        if answer := self.cleaned_data.get("passkey"):
            self._log_in_by_passkey(answer)
            return self.cleaned_data
        cleaned = super().clean()
        user: Any = self.get_user()
        if user is not None and (factors := get_factors(user)):
            if factors.app_id is None:
                raise self.get_invalid_login_error()  # a passkey is the only second factor
            try:
                verify_code(user, cleaned.get("token", ""))
            except WorkflowError as error:
                raise self.get_invalid_login_error() from error
            user.otp_device = TOTPDevice.objects.get(pk=factors.app_id)  # django-otp stores it in the user's login
        if user is not None and not self.has_passwords:
            use_break_glass(user)
        return cleaned

    def _log_in_by_passkey(self, answer: str) -> None:
        user: Any = authenticate(self.request, passkey=answer)
        if user is None:
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(user)
        user.otp_device = PasskeyDevice(user.pk, timezone.now())
        if not self.has_passwords:
            use_break_glass(user)
        self.user_cache = user


@require_safe
@never_cache
def passkey_question(request: HttpRequest) -> HttpResponse:
    """Return what the browser asks a passkey at login. Nothing is stored for it."""
    return JsonResponse(question_to_sign(Challenge.ask(Purpose.LOG_IN, None, {}), []))


class PasswordForm(NewPasswordForm, PasswordChangeForm):
    """Asks for the old password, which counts toward the lockout if it is wrong."""

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        try:
            verify_password(self.user, old)
        except WorkflowError as error:
            raise ValidationError(error.message, code=error.code) from error
        return old

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # as Django's
        self.user.password = passwords.change_password(
            actor=self.user, password=self.cleaned_data["new_password1"]
        ).password
        return self.user


class ChangePassword(PasswordChangeView):
    """Replaces the admin's own page, which lets its visitor guess without end."""

    form_class = PasswordForm
    template_name = "monograph/desk/people/change_password.html"
    success_url = reverse_lazy("admin:index")
    title = "Change your password"

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        messages.success(self.request, "Your password is changed. Your other sessions have ended.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}


password_change = never_cache(ChangePassword.as_view())
