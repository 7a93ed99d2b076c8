"""Forms of the publishers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError

from ...content import local_time
from ...content.errors import ContentError
from ...models import Withdrawal
from ...release.change_notes import note_field
from ...release.release_candidate import CandidateSection
from ..forms import ExpectedDigestForm, SigningForm, textarea

FORM_ID = "publish"  # the fields of the change notes are outside the form's element and refer to it


class DeskTimeField(forms.SplitDateTimeField):
    """A moment, entered as the local time of the site's time zone."""

    widget = AdminSplitDateTime

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list:
            return None
        date, time = data_list
        for value, code in ((date, "invalid_date"), (time, "invalid_time")):
            if value is None:
                raise ValidationError(self.error_messages[code], code=code)
        try:
            return local_time.at_wall_clock(datetime.combine(date, time), settings.DESK_TIME_ZONE, "publish_at")
        except ContentError as error:
            problems = [ValidationError(problem.message, code=problem.code) for problem in error.problems]
            raise ValidationError(problems) from error
        except OverflowError as error:  # at the edge of the calendar, UTC has no such day
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date") from error


class EditionForm(SigningForm, ExpectedDigestForm):
    """Signs an edition, with a change note for each section, and an answer if its texts were withdrawn."""

    withdrawal_answer = forms.CharField(
        label="Why the reason for the withdrawal no longer holds",
        widget=textarea(3),
        required=False,
        help_text="For the record: shown to colleagues and in the audit trail, not to readers.",
    )
    note = forms.CharField(
        label="Note to readers",
        widget=textarea(3),
        required=False,
        help_text="Printed at the top of the edition and signed with it.",
    )

    def __init__(
        self, *args: Any, changed: Iterable[CandidateSection] = (), withdrawal: Withdrawal | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if withdrawal is None:
            del self.fields["withdrawal_answer"]
        self.note_fields = []
        for line in changed:
            name = note_field(line.section.kind.code)
            self.note_fields.append(name)
            self.fields[name] = forms.CharField(
                label=f"Change note for “{line.revision.heading}”",
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "form": FORM_ID}),
                required=False,
                help_text="Shown in the public history of changes and signed with the edition. "
                "Suggested from the editors’ reasons: rewrite it for readers.",
            )

    def visible_fields(self) -> list[forms.BoundField]:
        """Return the visible fields without the change notes, which have their own place."""
        return [field for field in super().visible_fields() if field.name not in self.note_fields]

    def change_note_field(self, line: CandidateSection) -> forms.BoundField | None:
        name = note_field(line.section.kind.code)
        return self[name] if name in self.note_fields else None

    @property
    def posted_notes(self) -> dict[str, str]:
        """Return every posted change note by section kind, even of unchanged sections."""
        prefix = note_field("")
        posted = {name: str(words) for name, words in self.data.items() if name.startswith(prefix)}
        return {name.removeprefix(prefix): words for name, words in posted.items()}

    @property
    def signed(self) -> dict[str, Any]:
        """Return the arguments that the verbs have in common."""
        given = {name: words for name, words in self.cleaned_data.items() if name not in self.note_fields}
        given.pop("publish_at", None)
        return {**given, "change_notes": self.posted_notes or None}

    @property
    def orphaned_notes(self) -> dict[str, str]:
        """Return the posted notes of sections that no longer change, to show them again."""
        return {code: words for code, words in self.posted_notes.items() if note_field(code) not in self.note_fields}


class PublishForm(EditionForm):
    """Publishes or schedules the next edition."""

    publish_at = DeskTimeField(label="Publish at", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = local_time.zone_label(settings.DESK_TIME_ZONE)
        self.fields["publish_at"].help_text = f"In {zone}. Leave empty to publish now."

    def clean(self) -> dict[str, Any]:
        """Check that the button and the time agree.

        Otherwise an edition could be published earlier or later than the publisher meant.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "publish_at" in cleaned and "schedule" in self.data and not cleaned["publish_at"]:
            self.add_error("publish_at", ValidationError("Enter a date and a time to schedule.", code="required"))
        if "publish" in self.data and cleaned.get("publish_at"):
            message = "Clear the date and the time to publish now, or choose “Schedule”."
            self.add_error("publish_at", ValidationError(message, code="not_now"))
        return cleaned


class ReturnForm(EditionForm):
    """Publishes an earlier edition again."""

    reason = forms.CharField(
        label="Why you return to this edition",
        widget=textarea(3),
        required=False,
        help_text="For the record: shown to colleagues and in the audit trail, not to readers.",
    )

    field_order = ("expected", "reason", "withdrawal_answer", "note")


class WithdrawalForm(SigningForm):
    """Signs a withdrawal with its reason; without `asks_identity`, only to preview the public notice."""

    reason = forms.CharField(
        label="Reason",
        widget=textarea(3),
        required=False,
        help_text="Readers will see these words in place of the guide.",
    )

    def __init__(self, *args: Any, asks_identity: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_identity = asks_identity
        if not asks_identity:
            self.fields = {"reason": self.fields["reason"]}
