"""The form for readers' reports.

The verb decides what may be stored; the form shows its problems at the fields.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..errors import InvalidContent, WorkflowError
from ..models import EditionSection

IS_CLEAR = {"yes": True, "no": False}
INVALID_CHOICE = _("Choose one of the answers.")
REFUSALS = {
    "too_fast": _("That was very quick, so we can't tell whether a person sent it. Wait a moment, then send it again."),
    "too_old": _("This page was open for too long. Your text is still here. Wait a moment, then send it again."),
    "trap": _(
        "Something filled in a field that people do not see, perhaps your browser. We emptied it. Send it again."
    ),
    "address": _("We have had several reports from your network. Please send yours again in ten minutes."),
}
TOO_MANY_CODES = ("too_fast", "address", "too_many_reports")


class SectionSelect(forms.Select):
    """A choice of section headings, each marked with the language of the guides."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"]["lang"] = settings.GUIDE_LANGUAGE
        return option


class FeedbackForm(forms.Form):
    """A report about an edition with the sections `lines`.

    `status` is the HTTP status of the response.
    """

    is_clear = forms.ChoiceField(
        label=_("Was this guide clear?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": INVALID_CHOICE},
    )
    section = forms.ChoiceField(
        label=_("Which part of the guide?"),
        widget=SectionSelect,
        required=False,
        error_messages={
            "invalid_choice": _("This part is not in the guide anymore. Choose another part, or “The whole guide”.")
        },
    )
    # No maxlength: browsers silently cut off a longer pasted text.
    words = forms.CharField(
        label=_("What was unclear, missing or wrong?"),
        help_text=_(
            "Please write nothing about your own health, and no names. We read every report, but we cannot answer."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        strip=False,
        error_messages={
            "null_characters_not_allowed": _(
                "There is a character in your text that we can't keep. Please type the text again."
            )
        },
    )

    def __init__(self, *args: Any, lines: list[EditionSection], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.status = HTTPStatus.OK
        section: Any = self.fields["section"]
        section.choices = [("", _("The whole guide")), *((line.kind_code, line.heading) for line in lines)]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self.status = HTTPStatus.UNPROCESSABLE_ENTITY

    def clean(self) -> None:
        if self.data.get("website"):
            self.add_error(None, ValidationError(REFUSALS["trap"], code="trap"))

    def add_refusal(self, code: str) -> None:
        """Add the error of a limit, which has nothing to do with what the form says."""
        self.add_error(None, ValidationError(REFUSALS[code], code=code))
        self._set_status(code)

    def add_workflow_error(self, error: WorkflowError) -> None:
        """Add the verb's refusal to the fields that it is about."""
        if isinstance(error, InvalidContent):
            for problem in error.problems:
                self.add_error(problem.field, ValidationError(problem.message, code=problem.code))
        else:
            self.add_error(None, ValidationError(error.message, code=error.code))
        self._set_status(error.code)

    def _set_status(self, code: str) -> None:
        is_too_many = code in TOO_MANY_CODES
        self.status = HTTPStatus.TOO_MANY_REQUESTS if is_too_many else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def report_fields(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        cleaned = self.cleaned_data
        return {
            "section_code": cleaned["section"],
            "is_clear": IS_CLEAR.get(cleaned["is_clear"]),
            "words": cleaned["words"],
        }

    @property
    def error_summary(self) -> Iterator[tuple[str, Any]]:
        """Yield (id of the field, error message) for the list at the top of the page.

        The id of an error without a field is "".
        """
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            # A link can't focus a group of radio buttons, so it leads to the first of them.
            target = "" if bound is None else f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)
            yield from ((target, error) for error in errors)
