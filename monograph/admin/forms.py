"""Base forms and fields of the desks.

Forms only carry input. The verbs decide what is valid, and `DeskForm.catch_refusal` puts their errors at the fields.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..accounts.factors import get_factors
from ..accounts.signing import may_sign, may_sign_by_password
from ..errors import InvalidContent, NotPermitted, TryLater, WorkflowError

# The field at which an error of this code is shown.
FIELD_BY_CODE = {
    "wrong_password": "password",
    "wrong_code": "token",
    "no_code": "token",
    "wait_for_code": "token",
    "no_sign_on": "sign_on",
}


def refusal_status(error: WorkflowError) -> HTTPStatus:
    """Return the status of the response to a refusal."""
    if isinstance(error, InvalidContent):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, TryLater):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.FORBIDDEN if isinstance(error, NotPermitted) else HTTPStatus.CONFLICT


def text_input() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "vTextField"})


def textarea(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class DeskForm(forms.Form):
    """A form whose action is a verb.

    `status` is the HTTP status of the response that shows the form.
    """

    required_css_class = "required"
    status = HTTPStatus.OK

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY

    def add_error(self, field: str | None, error: Any) -> None:
        """Let the page open at the first field that was refused."""
        super().add_error(field, error)
        if first := next((name for name in self.fields if name in self.errors), None):
            for name, refused in self.fields.items():
                refused.widget.attrs["autofocus"] = name == first

    @contextmanager
    def catch_refusal(self) -> Iterator[None]:
        """Turn a verb's refusal into errors of the form, which keeps the user's input."""
        try:
            yield
        except InvalidContent as error:
            self.status = refusal_status(error)
            for problem in error.problems:
                field = problem.field if problem.field in self.fields else None
                self.add_error(field, ValidationError(problem.message, code=problem.code))
        except WorkflowError as error:
            self.status = refusal_status(error)
            field = FIELD_BY_CODE.get(error.code)
            self.add_error(field if field in self.fields else None, ValidationError(error.message, code=error.code))


class ExpectedDigestForm(DeskForm):
    """Carries the digest of the content that the page showed."""

    expected = forms.CharField(widget=forms.HiddenInput)


class PasswordField(forms.CharField):
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "vTextField"})

    def __init__(self, **kwargs: Any) -> None:
        # strip=False: a password may begin or end with a space.
        super().__init__(**{"label": "Your password", "strip": False, **kwargs})


class NewPasswordForm(DeskForm):
    """Asks for a new password twice. Goes before Django's form, which has the fields and checks them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password2"].label = "New password again"
        self.fields["new_password2"].help_text = ""


class CodeField(forms.CharField):
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "vTextField"})

    def __init__(self, **kwargs: Any) -> None:
        defaults = {"label": "Code from your app", "max_length": 40, "help_text": "Or one of your recovery codes."}
        super().__init__(**{**defaults, **kwargs})


class SignOnLink(forms.Widget):
    """The link to the provider's login, in a tab of its own, so that this form keeps what was entered."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = {"id": (attrs or {}).get("id", ""), "label": settings.SINGLE_SIGN_ON.label}
        return render_to_string("monograph/desk/_sign_on_link.html", context)


class SignOnField(forms.Field):
    """Says how to confirm one's identity in a session of single sign-on; the session has the proof."""

    widget = SignOnLink

    def __init__(self) -> None:
        super().__init__(label="Your identity", required=False)


class IdentityForm(DeskForm):
    """Asks for the password, and for a code if the account has a second factor.

    These two fields come last.
    """

    password = PasswordField()
    token = CodeField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factors = get_factors(user)
        # Of a session of single sign-on: what replaces the password, once.
        self.sign_on_key: str = getattr(user, "sign_on_key", "")
        if self.sign_on_key:
            del self.fields["password"], self.fields["token"]
            self.fields["sign_on"] = SignOnField()
        elif self.factors.app_id is None:
            del self.fields["token"]
        self.order_fields([name for name in self.fields if name not in ("password", "token", "sign_on")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.sign_on_key:
            cleaned.pop("sign_on", None)
            cleaned |= {"password": "", "token": self.sign_on_key}
        return cleaned


class PasskeyInput(forms.HiddenInput):
    """Carries what a passkey answered, once: the page never has it again."""

    def format_value(self, value: Any) -> None:
        return None


def take_passkey_instead(form: forms.Form) -> None:
    """Require nothing else of who has used a passkey."""
    if str(form.data.get("passkey", "")).strip():
        for name in {"username", "password", "token"} & form.fields.keys():
            form.fields[name].required = False


class LostFactorForm(IdentityForm):
    """Removes somebody's lost app or passkey."""

    reason = forms.CharField(
        label="Reason",
        widget=textarea(2),
        required=False,
        help_text="How you verified who asked. Recorded in the audit trail.",
    )


class SigningForm(IdentityForm):
    """Confirms who signs, by password or passkey.

    monograph/static/monograph/desk/passkey.js asks the passkey if the password is left empty.
    """

    passkey = forms.CharField(widget=PasskeyInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.factors.has_passkey:
            self.fields["passkey"].widget.attrs["data-passkey"] = "sign"
        self.may_sign = may_sign(kwargs["user"])
        self.is_passkey_only = not may_sign_by_password(kwargs["user"])
        if self.is_passkey_only:
            for name in ("password", "token", "sign_on"):
                self.fields.pop(name, None)
        take_passkey_instead(self)


class WaiverForm(SigningForm, ExpectedDigestForm):
    reason = forms.CharField(
        label="Why this finding does not apply",
        widget=textarea(2),
        required=False,
        help_text="Recorded in the audit trail.",
    )
