"""The page of a user's own passkeys, and the one to remove a lost one."""

from typing import Any

import django_otp
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone

from .. import people_permissions
from ..accounts import passkeys
from ..accounts.factors import PasskeyDevice, get_factors
from ..models import Passkey
from ..models.people import full_name
from .desk import MAX_KEY, DeskRequest, render_desk_page
from .forms import IdentityForm, LostFactorForm, PasskeyInput, take_passkey_instead, text_input


class AddForm(IdentityForm):
    """Confirms the user's identity, then carries the passkey that their authenticator created."""

    name = forms.CharField(
        label="Name of the passkey",
        widget=text_input(),
        required=False,
        help_text="Such as “Laptop” or “Blue security key”.",
    )
    passkey = forms.CharField(widget=PasskeyInput(attrs={"data-passkey": "register"}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_passkey_instead(self)  # it answers a question that only the confirmed user got


class RemoveForm(IdentityForm):
    passkey = forms.ModelChoiceField(Passkey.objects.none(), label="Passkey", empty_label=None)

    def __init__(self, *args: Any, owned: list[Passkey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["passkey"]
        field.queryset = Passkey.objects.filter(pk__in=[passkey.pk for passkey in owned])
        field.choices = [(passkey.pk, passkey.name) for passkey in owned]


def _stay_logged_in(request: DeskRequest) -> None:
    """Let a session go on whose user has just confirmed their identity with a passkey, or to remove one."""
    if get_factors(User.objects.get(pk=request.user.pk)).app_id is None:
        django_otp.login(request, PasskeyDevice(request.user.pk, timezone.now()))


def _add(request: DeskRequest, form: AddForm) -> HttpResponse:
    data = form.cleaned_data
    if not data["passkey"]:
        given = {name: data[name] for name in ("name", "password", "token") if name in data}
        return JsonResponse(passkeys.begin(actor=request.user, **given))
    passkey = passkeys.add(actor=request.user, name=data["name"], credential=data["passkey"])
    _stay_logged_in(request)
    messages.success(request, f"The passkey “{passkey.name}” is added.")
    return redirect("passkeys")


def _remove(request: DeskRequest, form: RemoveForm) -> HttpResponse:
    passkey = passkeys.remove(actor=request.user, **form.cleaned_data)
    _stay_logged_in(request)
    messages.success(request, f"The passkey “{passkey.name}” is removed.")
    return redirect("passkeys")


def own_passkeys(request: DeskRequest) -> HttpResponse:
    """List, add and remove the user's own passkeys."""
    owned = passkeys.live_passkeys(request.user)
    posted = request.POST if request.method == "POST" else None
    is_removal = posted is not None and "remove" in posted
    add = AddForm(None if is_removal else posted, user=request.user, auto_id="id_add_%s")
    remove = RemoveForm(posted if is_removal else None, user=request.user, owned=owned, auto_id="id_remove_%s")
    if add.is_valid():
        with add.catch_refusal():
            return _add(request, add)
    if remove.is_valid():
        with remove.catch_refusal():
            return _remove(request, remove)
    context = {"passkeys": owned, "add": add, "remove": remove, "has_app": add.factors.app_id is not None}
    status = max(int(add.status), int(remove.status))
    return render_desk_page(request, "passkeys/page.html", context, title="Your passkeys", status=status)


def lost_passkey(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a superuser remove the passkey of somebody who lost it."""
    if pk > MAX_KEY:
        raise Http404
    passkey = get_object_or_404(Passkey.objects.select_related("user"), pk=pk)
    if not people_permissions.may_remove_lost_second_factor(request.user, passkey.user):
        raise PermissionDenied
    form = LostFactorForm(request.POST if request.method == "POST" else None, user=request.user)
    owner = full_name(passkey.user)
    if form.is_valid():
        with form.catch_refusal():
            passkeys.remove_lost(actor=request.user, passkey=passkey, **form.cleaned_data)
            messages.success(request, f"The passkey “{passkey.name}” of {owner} is removed.")
            return redirect("person", passkey.user_id)
    context, title = {"form": form, "passkey": passkey}, f"Lost passkey of {owner}"
    return render_desk_page(request, "passkeys/lost.html", context, title=title, status=form.status)


# Unlike the pages of the desks, these are for everybody who may log in.
urls = [
    path("", admin.site.admin_view(own_passkeys), name="passkeys"),
    path("<int:pk>/lost/", admin.site.admin_view(lost_passkey), name="passkey_lost"),
]
