"""What people type at the desks. Forms only carry it: the verbs decide what may be kept, and their problems come back
to the fields through `refused`."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django import forms

from ..accounts.one_time_codes import app_id_of
from ..errors import InvalidContent, NotPermitted, WorkflowError

FIELD_OF = {"wrong_password": "password", "wrong_code": "token", "no_code": "token", "wait_for_code": "token"}
LINE = forms.TextInput(attrs={"class": "vTextField"})


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class DeskForm(forms.Form):
    """A form whose act is a verb. `status` is what the response says when the verb refused."""

    required_css_class = "required"
    status = HTTPStatus.OK

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Put a verb's refusal at its fields; what was typed stays in the form."""
        try:
            yield
        except InvalidContent as error:
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY
            for problem in error.problems:
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        except WorkflowError as error:
            self.status = HTTPStatus.FORBIDDEN if isinstance(error, NotPermitted) else HTTPStatus.CONFLICT
            field = FIELD_OF.get(error.code)
            self.add_error(field if field in self.fields else None, error.message)


class SeenForm(DeskForm):
    """Carries the digest of the text that the page showed."""

    expected = forms.CharField(widget=forms.HiddenInput)


class PasswordField(forms.CharField):
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "vTextField"})

    def __init__(self, **kwargs: Any) -> None:
        # strip=False: a space may be part of a password.
        super().__init__(**{"label": "Your password, again", "strip": False, **kwargs})


class CodeField(forms.CharField):
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "vTextField"})

    def __init__(self, **kwargs: Any) -> None:
        given = {"label": "Code from your app", "max_length": 40, "help_text": "Or one of your recovery codes."}
        super().__init__(**{**given, **kwargs})


class IdentityForm(DeskForm):
    """What somebody types to prove who they are: the password, and a code where the account has a second factor. Both
    stand last, whatever fields a form adds."""

    password = PasswordField()
    token = CodeField()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if app_id_of(user) is None:
            del self.fields["token"]
        self.order_fields([name for name in self.fields if name not in ("password", "token")])


class SigningForm(IdentityForm, SeenForm):
    """Proves who signs, and carries what was seen."""


class WaiverForm(SigningForm):
    reason = forms.CharField(
        label="Why this is no fault", widget=lines(2), required=False, help_text="Kept in the audit trail."
    )
