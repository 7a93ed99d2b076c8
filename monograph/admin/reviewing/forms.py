"""Forms of the reviewers."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html

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
    # Where the selected passage is, and the digest of the text that it was selected in.
    place = forms.IntegerField(label="Which of them", widget=forms.HiddenInput, required=False)
    quoted = forms.CharField(widget=forms.HiddenInput, required=False)

    def offer_places(self, places: Iterable[tuple[int, tuple[str, str, str]]]) -> None:
        """Let the user choose which of several equal passages they mean, by the words before and after it."""
        choices = [(place, format_html("…{}<strong>{}</strong>{}…", *words)) for place, words in places]
        self.fields["place"].widget = forms.RadioSelect(choices=choices)
        self.order_fields(["body", "quote", "place"])
        self.data = {**dict(self.data.items()), "quoted": ""}


class ReplyForm(DeskForm):
    body = forms.CharField(label="Reply", widget=textarea(2), required=False)


class ApprovalForm(SigningForm, ExpectedDigestForm):
    meaning = forms.ChoiceField(
        label="Meaning of your signature",
        choices=[(meaning.value, meaning.label) for meaning in REVIEW_MEANINGS],
        widget=forms.RadioSelect,
    )


class ClaimForm(DeskForm):
    """Carries the key of the colleague whose claim the page showed."""

    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
