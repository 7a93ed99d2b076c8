"""What publishers type."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError

from ...content import local_time
from ...content.errors import ContentError
from ...release.change_notes import note_field
from ...release.release_candidate import CandidateSection
from ..forms import DeskForm, SigningForm, lines

FORM_ID = "release"  # the notes stand beside the changes, outside of the form's element, and name it


class DeskTimeField(forms.SplitDateTimeField):
    """A moment, typed as the clocks of the site's time zone will show it."""

    widget = AdminSplitDateTime

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list:
            return None
        day, hour = data_list
        for value, code in ((day, "invalid_date"), (hour, "invalid_time")):
            if value is None:
                raise ValidationError(self.error_messages[code], code=code)
        try:
            return local_time.at_wall_clock(datetime.combine(day, hour), settings.DESK_TIME_ZONE, "publish_at")
        except ContentError as error:
            raise ValidationError([problem.message for problem in error.problems]) from error
        except OverflowError as error:  # at the edge of the calendar there is no such day in UTC
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date") from error


class ReleaseForm(SigningForm):
    note = forms.CharField(
        label="Note to readers",
        widget=lines(3),
        required=False,
        help_text="Printed at the top of the edition and signed with it.",
    )
    publish_at = DeskTimeField(label="Publish at", required=False)

    def __init__(self, *args: Any, told: Iterable[CandidateSection] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = local_time.zone_label(settings.DESK_TIME_ZONE)
        self.fields["publish_at"].help_text = f"In {zone}. Leave empty to publish now."
        self.note_fields = []
        for line in told:
            name = note_field(line.section.kind.code)
            self.note_fields.append(name)
            self.fields[name] = forms.CharField(
                label=f"What readers are told about this change in “{line.revision.heading}”",
                widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "form": FORM_ID}),
                required=False,
                help_text="Printed in the public history of changes and signed with the edition. "
                "Proposed from the editors’ reasons: say it in words for readers.",
            )

    def visible_fields(self) -> list[forms.BoundField]:
        """Return those that stand in the form itself."""
        return [field for field in super().visible_fields() if field.name not in self.note_fields]

    def note_of(self, line: CandidateSection) -> forms.BoundField | None:
        name = note_field(line.section.kind.code)
        return self[name] if name in self.note_fields else None

    @property
    def sent_notes(self) -> dict[str, str]:
        """Every note that was sent, by section kind, also those of sections that are no longer in the list."""
        sent = {name: str(words) for name, words in self.data.items() if name.startswith(note_field(""))}
        return {name.removeprefix(note_field("")): words for name, words in sent.items()}

    @property
    def notes_without_a_change(self) -> dict[str, str]:
        """Notes that were sent of sections that no longer change: handed back, to be kept or thrown away."""
        return {code: words for code, words in self.sent_notes.items() if note_field(code) not in self.note_fields}


class WithdrawalForm(DeskForm):
    reason = forms.CharField(
        label="Reason",
        widget=lines(3),
        required=False,
        help_text="Readers will see these words in place of the guide.",
    )
