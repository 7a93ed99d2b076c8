"""Forms of the reviewers."""

from django import forms

from ...workflow.reviewing import REVIEW_MEANINGS
from ..forms import DeskForm, ExpectedDigestForm, SigningForm, textarea


class CommentForm(ExpectedDigestForm):
    body = forms.CharField(label="Comment", widget=textarea(3), required=False)
    quote = forms.CharField(
        label="Passage",
        widget=textarea(2),
        required=False,
        help_text="Select it in the text, or copy it here. Leave empty for a comment on the whole text.",
    )


class ReplyForm(DeskForm):
    body = forms.CharField(label="Reply", widget=textarea(2), required=False)


class ApprovalForm(SigningForm):
    meaning = forms.ChoiceField(
        label="Meaning of your signature",
        choices=[(meaning.value, meaning.label) for meaning in REVIEW_MEANINGS],
        widget=forms.RadioSelect,
    )


class ClaimForm(DeskForm):
    """Carries the key of the colleague whose claim the page showed."""

    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
