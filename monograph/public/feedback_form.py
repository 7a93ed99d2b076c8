"""What readers fill in. The form carries it; the verb decides what may be kept, and its problems come back to the
fields."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..errors import InvalidContent, WorkflowError
from ..models import EditionSection

ANSWERS = {"yes": True, "no": False}
CHOOSE_AGAIN = _("Choose one of the answers.")
REFUSALS = {
    "too_fast": _("That was very quick, so we can't tell whether a person sent it. Wait a moment, then send it again."),
    "too_old": _("This page was open for too long. Your text is still here. Wait a moment, then send it again."),
    "trap": _(
        "Something filled in a field that people do not see, perhaps your browser. We emptied it. Send it again."
    ),
    "address": _("We have had several reports from your network. Please send yours again in ten minutes."),
}
TOO_MANY = ("too_fast", "address", "too_many_reports")


class _Parts(forms.Select):
    """The headings of a guide, which are of the guide's language on a page of any."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"]["lang"] = settings.GUIDE_LANGUAGE
        return option


class FeedbackForm(forms.Form):
    """`lines` are the sections of the edition that the reader has seen. `status` is what a refusal is answered with."""

    is_clear = forms.ChoiceField(
        label=_("Was this guide clear?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": CHOOSE_AGAIN},
    )
    section = forms.ChoiceField(
        label=_("Which part of the guide?"),
        widget=_Parts,
        required=False,
        error_messages={
            "invalid_choice": _("This part is not in the guide any more. Choose another part, or “The whole guide”.")
        },
    )
    # No maxlength: browsers cut off what is pasted without a word.
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
            self.add_error(None, REFUSALS["trap"])

    def refuse(self, code: str) -> None:
        """Say that it can't be taken now, whatever it says."""
        self.add_error(None, REFUSALS[code])
        self._set_status(code)

    def put(self, error: WorkflowError) -> None:
        """Put the verb's refusal at its fields."""
        if isinstance(error, InvalidContent):
            for problem in error.problems:
                self.add_error(problem.field, problem.message)
        else:
            self.add_error(None, error.message)
        self._set_status(error.code)

    def _set_status(self, code: str) -> None:
        too_many = code in TOO_MANY
        self.status = HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def given(self) -> dict[str, Any]:
        """Return what the verb takes."""
        cleaned = self.cleaned_data
        return {
            "section_code": cleaned["section"],
            "is_clear": ANSWERS.get(cleaned["is_clear"]),
            "words": cleaned["words"],
        }

    @property
    def summary(self) -> Iterator[tuple[str, Any]]:
        """Yield (the id of the field, what is wrong) for the list at the top; no id where no field is meant."""
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            # A group of radio buttons can't be jumped to, the first of them can.
            target = "" if bound is None else f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)
            yield from ((target, error) for error in errors)
