"""The page on which people choose which notifications they get by email."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ..models import ALWAYS_NOTIFIED, MailPreference, Notification, NotificationKind
from .desk import DeskRequest, desk_path, render_desk_page
from .forms import DeskForm

OPTIONAL_KINDS = {kind.value: kind.label for kind in NotificationKind if kind not in ALWAYS_NOTIFIED}


class NotificationPreferencesForm(DeskForm):
    wanted = forms.MultipleChoiceField(
        label="Email me when", choices=OPTIONAL_KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_daily = forms.BooleanField(label="One email a day instead of one for each notification", required=False)


def preferences(request: DeskRequest) -> HttpResponse:
    """Show and save a user's own preferences."""
    user: Any = request.user
    preference = MailPreference.objects.filter(user=user).first() or MailPreference(user=user, muted=[])
    wanted = [kind for kind in OPTIONAL_KINDS if kind not in preference.muted]
    initial = {"wanted": wanted, "is_daily": preference.is_daily}
    form = NotificationPreferencesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        # Store what is muted, not what is wanted: a kind that is added later is then on by default.
        muted = [kind for kind in OPTIONAL_KINDS if kind not in form.cleaned_data["wanted"]]
        defaults = {"muted": muted, "is_daily": form.cleaned_data["is_daily"]}
        MailPreference.objects.update_or_create(user=user, defaults=defaults)
        messages.success(request, "Your preferences are saved.")
        return redirect("monograph_notification_preferences")
    context = {"form": form, "waiting_count": Notification.objects.waiting().filter(recipient=user).count()}
    return render_desk_page(
        request, "notification_preferences.html", context, title="Email notifications", status=form.status
    )


urls = [desk_path("mail/", preferences, "monograph_notification_preferences")]
