"""The forms on people. Each confirms the administrator's own identity."""

from typing import Any

from django import forms
from django.contrib.auth.models import User

from ...accounts.details import LABELS, Details
from ...accounts.duties import list_roles
from ..forms import IdentityForm, text_input, textarea

MAX_LINE = 1000  # the verb says which length each line may have


def _line(name: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(**{"label": LABELS[name], "max_length": MAX_LINE, "widget": text_input(), **kwargs})


class ReasonForm(IdentityForm):
    """Carries the reason, for the person's mail and the audit trail."""

    reason = forms.CharField(
        label="Reason", widget=textarea(2), required=False, help_text="Recorded in the audit trail."
    )


class DetailsForm(IdentityForm):
    first_name = _line("first_name", required=False)
    last_name = _line("last_name", required=False)
    email = _line("email", required=False, help_text="Links for passwords go to this address.")
    roles = forms.MultipleChoiceField(label="Roles", widget=forms.CheckboxSelectMultiple, required=False)
    is_administrator = forms.BooleanField(label="Administrator: manages people", required=False)
    printed_name = _line(
        "printed_name",
        required=False,
        help_text="As it is printed under what this person signs; empty if they never do.",
    )
    credentials = _line("credentials", required=False, help_text="Such as PharmD, BCOP.")
    licence_number = _line("licence_number", required=False)
    licence_expires = forms.DateField(
        label=LABELS["licence_expires"],
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="After this day the person can’t sign. Leave it empty if there is none.",
    )
    reason = forms.CharField(
        label="Reason",
        widget=textarea(2),
        required=False,
        help_text="Also how you verified it: whoever confirms reads it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.name, f"{role.name}: {', '.join(role.duties)}") for role in list_roles()]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]

    def details(self) -> Details:
        """Return the entered details, which the verb cleans."""
        values = {name: self.cleaned_data[name] for name in LABELS}
        return Details(**{**values, "roles": tuple(sorted(values["roles"]))})


class InvitationForm(DetailsForm):
    username = forms.CharField(
        label="Username",
        widget=text_input(),
        required=False,
        max_length=MAX_LINE,
        help_text="Letters, digits and @ . + - _ only. It can’t be changed later.",
    )
    field_order = ["username"]


class EditForm(DetailsForm):
    """Carries the digest of the details that the page showed."""

    expected = forms.CharField(widget=forms.HiddenInput)


def initial_details(person: User, details: Details) -> dict[str, Any]:
    """Return what the form of a person shows at first."""
    return {**details.as_json(), "expected": details.digest}
