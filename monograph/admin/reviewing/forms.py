"""What reviewers type."""

from django import forms

from ...workflow.reviewing import REVIEW_MEANINGS
from ..forms import DeskForm, SeenForm, SigningForm, lines


class CommentForm(SeenForm):
    body = forms.CharField(label="Comment", widget=lines(3), required=False)
    quote = forms.CharField(
        label="Passage it is about",
        widget=lines(2),
        required=False,
        help_text="Select it in the text, or copy it here. Empty where the comment is on the whole text.",
    )


class ReplyForm(DeskForm):
    body = forms.CharField(label="Reply", widget=lines(2), required=False)


class ApprovalForm(SigningForm):
    meaning = forms.ChoiceField(
        label="What your signature means",
        choices=[(m.value, m.label) for m in REVIEW_MEANINGS],
        widget=forms.RadioSelect,
    )


class ClaimForm(DeskForm):
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
