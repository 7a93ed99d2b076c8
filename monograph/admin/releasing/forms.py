"""What publishers type."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime

from ..forms import DeskForm, PasswordField, SeenForm, lines


class ReleaseForm(SeenForm):
    note = forms.CharField(
        label="Note to readers",
        widget=lines(3),
        required=False,
        help_text="Printed at the top of the edition and signed with it.",
    )
    publish_at = forms.SplitDateTimeField(
        label="Publish at", widget=AdminSplitDateTime, required=False, help_text="In UTC. Leave empty to publish now."
    )
    password = PasswordField()


class WithdrawalForm(DeskForm):
    reason = forms.CharField(
        label="Reason",
        widget=lines(3),
        required=False,
        help_text="Readers will see these words in place of the guide.",
    )
