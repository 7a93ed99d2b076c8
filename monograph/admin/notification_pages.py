"""What somebody is told by mail: each person's own page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..models import ALWAYS_NOTIFIED, MailPreference, Notification, NotificationKind
from .desk import desk_page, desk_path
from .forms import DeskForm

KINDS = {kind.value: kind.label for kind in NotificationKind if kind not in ALWAYS_NOTIFIED}


class MailForm(DeskForm):
    wanted = forms.MultipleChoiceField(
        label="Mail me when", choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_daily = forms.BooleanField(label="One mail a day instead of one for each", required=False)


def preferences(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    kept = MailPreference.objects.filter(user=user).first() or MailPreference(user=user, muted=[])
    wanted = [kind for kind in KINDS if kind not in kept.muted]
    form = MailForm(
        request.POST if request.method == "POST" else None, initial={"wanted": wanted, "is_daily": kept.is_daily}
    )
    if request.method == "POST" and form.is_valid():
        # What is kept is what is not wanted, so that a kind that is added later is told of at first.
        muted = [kind for kind in KINDS if kind not in form.cleaned_data["wanted"]]
        chosen = {"muted": muted, "is_daily": form.cleaned_data["is_daily"]}
        MailPreference.objects.update_or_create(user=user, defaults=chosen)
        messages.success(request, "Your choice is saved.")
        return redirect("monograph_mail_preferences")
    context = {"form": form, "waiting": Notification.objects.waiting().filter(recipient=user).count()}
    return desk_page(
        request, "notification_preferences.html", context, title="What you are told by mail", status=form.status
    )


urls = [desk_path("mail/", preferences, "monograph_mail_preferences")]
